// The rows of a file below its headings, cell by cell into the rows of the part.
#ifndef QD_COLLECTOR_READING_ROWS_H
#define QD_COLLECTOR_READING_ROWS_H

#include "collector/reading/part.h"
#include "collector/reading/survey.h"
#include "collector/words/row_list.h"

struct rows {
    struct part *read;
    struct findings *findings;
    const struct survey *survey;
    struct heading heading;
    int headless;  // the headings cannot be told: no row was read
    size_t below;  // rows below the headings that hold figures
    struct row_list blank, too_many;
    uint32_t kept[HEADING_FIELDS_MAX]
                 [RULE_COUNT];  // findings of one cause, see PART_CAUSE_KEPT_MAX
    uint32_t kept_ragged;
    enum err error;
};

// For csv_read, with a struct rows as context.
int rows_take(void *rows, const struct csv_row *row);
void rows_blank(void *rows, uint32_t sheet_row);

// What can only be said when all rows were seen.
void rows_end(struct rows *rows);

#endif
