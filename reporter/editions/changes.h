// changes.csv of an edition: each cell of its tables that differs from the edition before, and why. That one is
// made again from the store, as of its number of the journal and the day of that entry. There is one rule for all:
// the CSV files of the two editions are compared as records (records.h), and a cell's causes are what happened
// to the returns that its line and column are made of (changes_reach.h). A line has the cells of one line of a
// table that differ by the same causes:
//
//   table, period, area_code, area_name, geographic_level, measure, label, unit, row
//                   the file in csv/, and the line in it: `row` has what else tells it apart
//   what            changed
//                   added, removed  the whole line: it does not stand in the edition before, or in this one
//                   redacted since  what stood there has gone with a body that it needs, and cannot be made again;
//                                   so have lines that were made of that body alone, which nothing tells
//   value_before, status_before, numerator_before, denominator_before, n_before,
//   value, status, numerator, denominator, n
//                   of a line whose figure differs; else blank
//   other_cells     {"rank": ["5", "6"]}: what stood and what stands in other columns; null: it is not known
//   reason          late return     there was no return for that period at the edition before
//                   revision        a later revision of it; `words` is its note
//                   withdrawn       it was taken back; `words` is the operator's reason, if it was him
//                   redacted        the operator removed its body; `words` is his reason
//                   day             nothing was returned, but what is provisional is judged on another day
//                   not known       no entry of the journal between the two tells it
//   sequences       of the causes; of one cause the line has borough, return_period, revision, at and words, too
//
// changes-returns.csv beside it has a line for each cause, in the order of the journal.
#ifndef QD_REPORTER_EDITIONS_CHANGES_H
#define QD_REPORTER_EDITIONS_CHANGES_H

#include "reporter/editions/edition.h"
#include "reporter/editions/records.h"
#include "reporter/outputs/sheet.h"
#include "reporter/papers/history.h"

#define CHANGES_FILE "changes.csv"
#define CHANGES_RETURNS_FILE "changes-returns.csv"

struct changes_cause;

struct changes {
    const struct edition *edition;
    struct history history;
    struct changes_cause *causes;  // what happened between the two editions
    size_t count;
    struct sheet cells, returns;
};

// Looks what happened since. Everything is in the edition's arena.
enum err changes_begin(struct changes *changes, const struct edition *edition,
                       struct err_text *text);

// Adds the cells that differ in one CSV of the edition. `view` is what it is written of, or was asked for: its
// `is_there` is 0 where nobody has returned anything for it (any more).
struct changes_view {
    const char *stem;  // "compare-timeliness"
    const struct view *view;
    int is_there;
};
enum err changes_add(struct changes *changes, const struct changes_view *now,
                     struct err_text *text);

// Writes the two files into the folder of the edition (NULL: nowhere), and the metadata beside each
// (reporter/outputs/csvw.h). Without an edition before there are headings only.
enum err changes_write(const struct changes *changes, const char *folder, struct edition *edition,
                       struct err_text *text);

#endif
