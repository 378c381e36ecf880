#include "reporter/workbook/book_internal.h"

void book_keep(struct book *book, lxw_error error)
{
    if (error == LXW_NO_ERROR || book->error != ERR_OK)
        return;
    book->error = error == LXW_ERROR_MEMORY_MALLOC_FAILED ? ERR_NO_MEMORY : ERR_IO;
}
