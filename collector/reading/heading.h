// The row of headings: which column of the file is which field of the part. Headings are the
// fields' names; case and spaces around do not count, and their order is free.
#ifndef QD_COLLECTOR_READING_HEADING_H
#define QD_COLLECTOR_READING_HEADING_H

#include "collector/reading/csv.h"
#include "proto/rules/findings.h"

enum { HEADING_FIELDS_MAX = 64 };  // of one part; timeliness has 36

struct heading {
    uint32_t sheet_row;
    size_t count;                                             // cells in the row
    const ProtobufCFieldDescriptor *fields[CSV_COLUMNS_MAX];  // by column from A; NULL: none
    uint32_t columns[HEADING_FIELDS_MAX];  // by field in the part's order: 1 is A; 0: none
    int complete;                          // every field has its column, and only one
};

// Reads the row of headings, and adds what is wrong with it to the findings. `used` says of each
// column of the file whether anything stands in it below. 0 when the columns cannot be told at all:
// there are no headings, or those of another file.
int heading_read(struct heading *heading, enum form_part part, const struct csv_row *row,
                 const unsigned char used[CSV_COLUMNS_MAX], struct findings *findings);

#endif
