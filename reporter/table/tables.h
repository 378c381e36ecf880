// Which tables there are: one for each part of the form that holds figures, by the part's name, and
// `submissions`, of the receipts.
#ifndef QD_REPORTER_TABLE_TABLES_H
#define QD_REPORTER_TABLE_TABLES_H

#include "reporter/figures/receipt.h"

#include <stddef.h>

struct tables_entry {
    int part;           // of the form, or RECEIPT_PART
    const char *name;   // "timeliness"
    const char *title;  // "Timeliness of EHC plans"
    const char *about;  // what it holds, in a sentence
};

// The index-th table: 1, or 0 beyond the last.
int tables_at(struct tables_entry *entry, size_t index);

// 1, or 0 if there is no table of that name.
int tables_find(struct tables_entry *entry, const char *name);

// All names for help and errors: "timeliness, placements, transport and submissions".
enum { TABLES_NAMES_BYTES = 256 };
void tables_names(char names[TABLES_NAMES_BYTES]);

#endif
