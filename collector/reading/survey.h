// A first look at a file, before its rows are read: where its headings stand, what is below them,
// and what is wrong with the file as such.
#ifndef QD_COLLECTOR_READING_SURVEY_H
#define QD_COLLECTOR_READING_SURVEY_H

#include "collector/reading/csv.h"
#include "proto/form/form.h"

enum { SURVEY_HEADING_ROWS = 10 };  // the headings are looked for in so many rows

struct survey {
    struct csv_fault_place fault;         // where the reading ended; CSV_FAULT_NONE: at the end
    uint32_t heading_row;                 // as a spreadsheet shows it; 0: there is no row at all
    uint32_t last_row;                    // the last row that is not blank
    size_t rows;                          // below the headings, without blank ones
    unsigned char used[CSV_COLUMNS_MAX];  // whether something stands in the column below them
};

// ERR_OK with or without a fault; ERR_TOO_LARGE, ERR_NO_MEMORY.
enum err survey_file(struct survey *survey, enum form_part part, const void *bytes, size_t size);

#endif
