// changes.csv of an edition: each cell of its tables that differs from the edition before, and why. That one
// is made again from the store, as of its number of the journal. A line is a cell and one cause:
//
//   table, period, measure, label, unit, area_code, area_name, geographic_level,
//   value_before, status_before, numerator_before, denominator_before, n_before,
//   value, status, numerator, denominator, n, of,
//   reason, borough, return_period, revision, sequence, at, words
//
//   reason     late return    there was no return for that period at the edition before
//              revision       a later revision of it; `words` is its note
//              withdrawn      it was taken back; `words` is the operator's reason, if it was him
//              redacted       the operator removed its body; `words` is his reason
//              not known      no entry of the journal between the two tells it
//   status_before   "redacted since", on every line of the cell: what stood there has gone with a body that it
//                   needs, and cannot be made again
//
// What a cell is: value, numerator, denominator and coverage. Marks, ranks and what is made of cells
// (comparisons, changes, prices) follow from them, and have no lines.
#ifndef QD_REPORTER_EDITIONS_CHANGES_H
#define QD_REPORTER_EDITIONS_CHANGES_H

#include "reporter/editions/edition.h"
#include "reporter/outputs/sheet.h"
#include "reporter/papers/history.h"

#define CHANGES_FILE "changes.csv"
#define CHANGES_METADATA_FILE CHANGES_FILE "-metadata.json"

struct changes_cause;

struct changes {
    const struct edition *edition;
    struct history history;
    struct changes_cause *causes;  // what happened between the two editions, by borough and period
    size_t count;
    struct sheet sheet;
};

// Looks what happened since. Everything is in the edition's arena.
enum err changes_begin(struct changes *changes, const struct edition *edition,
                       struct err_text *text);

// Adds the cells that differ in a table of the edition: a view of figures that was made.
enum err changes_add(struct changes *changes, const struct view *view, struct err_text *text);

// `what` is a struct changes. Without an edition before there are headings only.
enum err changes_write(const void *what, FILE *out);

// The metadata beside it (reporter/outputs/csvw.h).
enum err changes_write_metadata(const void *what, FILE *out);

#endif
