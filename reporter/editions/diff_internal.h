// What the sources that compare two editions share.
#ifndef QD_REPORTER_EDITIONS_DIFF_INTERNAL_H
#define QD_REPORTER_EDITIONS_DIFF_INTERNAL_H

#include "reporter/editions/diff.h"
#include "reporter/editions/manifest.h"
#include "reporter/editions/told.h"

struct diff_two {
    struct diff *diff;
    struct arena *arena;
    const char *folder_a, *folder_b;
    struct manifest a, b;
};

// Notes of what differs in the manifests; counts the definitions that do.
void diff_notes(struct diff_two *two);

// Whether both manifests define the measure, and not alike.
int diff_is_redefined(const struct diff_two *two, const char *table, const char *measure);

// The columns of the sheet: those of told.h, the figures of both, other cells (for programs, and in short), because.
enum { DIFF_LINE_COLUMNS = TOLD_NAMES + 2 * TOLD_FIGURE + 3 };
extern const struct sheet_column diff_line_columns[DIFF_LINE_COLUMNS];

// A line of the sheet for two of a CSV that differ; NULL: one of them does not have it. ERR_NO_MEMORY; an arena that is
// exhausted is looked at in the end.
enum err diff_line(struct diff_two *two, const char *stem, const struct records_line *a,
                   const struct records_line *b);

// Of two rows of the sheet, for qsort: what stands under one heading together.
int diff_line_order(const void *first, const void *second);

#endif
