// The page while it is made: what it is made of, and tools for texts in its document.
#ifndef QD_COLLECTOR_PAGE_FOUND_INTERNAL_H
#define QD_COLLECTOR_PAGE_FOUND_INTERNAL_H

#include "collector/page/causes.h"
#include "collector/page/file_rows.h"
#include "collector/page/found_page.h"

enum {
    FOUND_CELL_COLUMNS = 60,  // of a cell that is shown; the rest is left out
};

struct found_file {
    const char *name;  // as it stands in the folder; NULL: there is none
    struct file_rows rows;
};

struct found {
    struct arena *arena;
    const struct found_asked *asked;
    struct causes causes;
    struct found_file files[FORM_PARTS];
};

// Whose return it is and for when; NULL where return.csv could not be read.
static inline const Qd__Header *found_header(const struct found *found)
{
    const Qd__Return *returned = found->asked->understood->returned;

    return returned == NULL ? NULL : returned->header;
}

// found_text.c: a text made fit to be shown (printable.h), cut at so many columns.
json_t *found_text(const char *text, int columns);
json_t *found_whole_text(const char *text);

// Appends the value, which the list then owns. Where that fails the list becomes NULL, and the page with it.
void found_append(json_t **list, json_t *value);

json_t *found_cause(const struct found *found, const struct cause *cause, size_t number);

// found_piece.c: {"caption", "columns": [], "rows": []}; null where there is no row to show.
json_t *found_piece(const struct found *found, const struct cause *cause);

#endif
