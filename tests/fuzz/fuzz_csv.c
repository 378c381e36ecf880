// Whatever a file holds: read as CSV. What is read must be rows as csv.h promises them, and must be
// read as the same rows when it is written again.
#include "collector/reading/csv.h"
#include "lib/base/utf8.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz {
    uint32_t last_row, last_line;
    size_t bytes;   // of all cells
    FILE *written;  // the rows again, every cell in quotation marks
    int nuls;
};

// abort, because NDEBUG takes assert away.
static void hold(int condition)
{
    if (!condition)
        abort();
}

static int take_row(void *context, const struct csv_row *row)
{
    struct fuzz *fuzz = context;

    hold(row->sheet_row > fuzz->last_row && row->line > fuzz->last_line);
    hold(row->line >= row->sheet_row);
    hold(row->count <= CSV_COLUMNS_MAX);
    fuzz->last_row = row->sheet_row;
    fuzz->last_line = row->line;
    for (size_t i = 0; i < row->count; i++) {
        const struct csv_cell *cell = &row->cells[i];

        hold(cell->length <= CSV_CELL_MAX_BYTES && cell->text[cell->length] == '\0');
        hold(utf8_valid_bytes(cell->text, cell->length) == cell->length);
        fuzz->bytes += cell->length;
        fuzz->nuls |= strlen(cell->text) != cell->length;
        if (fuzz->written != NULL) {
            csv_fwrite(fuzz->written, cell->text, cell->length);
            fputc(i + 1 < row->count ? ',' : '\n', fuzz->written);
        }
    }
    return 0;
}

static void read_again(const char *bytes, size_t size)
{
    struct fuzz fuzz = {.last_row = 0};
    struct csv_faults faults;
    char *again;
    size_t length;

    fuzz.written = open_memstream(&again, &length);
    hold(fuzz.written != NULL);
    hold(csv_read(bytes, size, take_row, &fuzz, &faults) == ERR_OK);
    fclose(fuzz.written);
    hold(length == size && memcmp(again, bytes, size) == 0);
    free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz fuzz = {.last_row = 0};
    struct csv_faults faults;
    char *written;
    size_t length;
    enum err error;

    fuzz.written = open_memstream(&written, &length);
    hold(fuzz.written != NULL);
    error = csv_read(data, size, take_row, &fuzz, &faults);
    fclose(fuzz.written);
    hold(error == ERR_OK || error == ERR_MALFORMED);
    hold((error == ERR_OK) == (faults.stopped_by == CSV_FAULT_NONE));
    for (int fault = 0; fault < CSV_FAULTS; fault++) {
        const struct csv_fault_place *first = &faults.first[fault];

        hold(faults.count[fault] > 0 || first->sheet_row == 0);
        hold(first->sheet_row <= fuzz.last_row + 1 && first->column <= CSV_COLUMNS_MAX + 1);
    }
    // What was Windows-1252 is longer as UTF-8.
    hold(fuzz.bytes <= size + 2 * faults.count[CSV_FAULT_NOT_UTF8]);
    // NULs where they were not before may make of it what looks like UTF-16.
    if (!fuzz.nuls)
        read_again(written, length);
    free(written);
    return 0;
}
