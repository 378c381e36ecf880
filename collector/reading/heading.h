// The row of headings: which column of the file is which field of the part. Headings are the
// fields' names; case and spaces around do not count, and their order is free.
#ifndef QD_COLLECTOR_READING_HEADING_H
#define QD_COLLECTOR_READING_HEADING_H

#include "collector/reading/heading_name.h"
#include "proto/rules/findings.h"

struct heading {
    enum form_part part;
    uint32_t sheet_row;
    size_t count;                                             // cells in the row
    const ProtobufCFieldDescriptor *fields[CSV_COLUMNS_MAX];  // by column from A; NULL: none
    uint32_t columns[HEADING_FIELDS_MAX];  // by field in the part's order: 1 is A; 0: none
    int complete;      // every field has its column, and only one, but those below
    uint32_t version;  // of the form: the file has columns of it, and of no later one
    // Fields without a column, a bit each: they are missed, came later, or may be left out. What later versions
    // have is not told here, because a file may have more to be told of at once (heading_missing.h).
    uint64_t missing, later, left_out;
    // Columns whose heading is blank, counted from 0: they are passed over as long as they are blank
    // below, too.
    size_t nameless[CSV_COLUMNS_MAX], nameless_count;
};

// Reads the row of headings, in which `names` were found, and adds what is wrong with it to the
// findings. ERR_NO_MEMORY.
enum err heading_read(struct heading *heading, enum form_part part, const struct csv_row *row,
                      const struct heading_names *names, struct findings *findings);

// Looks whether something stands in a column without a heading, in a row below; a finding says so,
// once for each column.
void heading_look_below(struct heading *heading, const struct csv_row *row,
                        struct findings *findings);

#endif
