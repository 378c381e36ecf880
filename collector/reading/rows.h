// The rows of a file below its headings, cell by cell into the rows of the part.
#ifndef QD_COLLECTOR_READING_ROWS_H
#define QD_COLLECTOR_READING_ROWS_H

#include "collector/reading/part.h"
#include "collector/reading/row_faults.h"
#include "collector/reading/stray_row.h"
#include "collector/words/row_list.h"

struct rows {
    struct part *read;
    struct findings *findings;
    struct heading heading;
    size_t all;                      // rows below the headings that are not blank
    size_t below;                    // those of them that are rows of the part
    uint32_t blank_above;            // blank rows since the last one that is not
    struct row_list blank, surplus;  // blank between others; one is asked for, and these are more
    struct stray_rows strays;
    struct row_faults faults;  // of the row that is being read
    uint32_t kept[HEADING_FIELDS_MAX]
                 [RULE_COUNT];  // findings of one cause, see PART_CAUSE_KEPT_MAX
    uint32_t kept_ragged;
};

// Takes the next row, blank ones too. ERR_NO_MEMORY.
enum err rows_take(struct rows *rows, const struct csv_row *row);

// What can only be said when all rows were seen.
void rows_end(struct rows *rows);

#endif
