// A text as XML 1.0 and Excel can hold it (book.h).
#ifndef QD_REPORTER_BOOK_BOOK_TEXT_H
#define QD_REPORTER_BOOK_BOOK_TEXT_H

#include "reporter/workbook/book.h"

// The text, which the caller frees; NULL: there is no memory.
char *book_text(const char *text);

#endif
