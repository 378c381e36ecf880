// The names in the cells of a row, and the fields of a part that they are. Case and spaces around do
// not count.
#ifndef QD_COLLECTOR_READING_HEADING_NAME_H
#define QD_COLLECTOR_READING_HEADING_NAME_H

#include "collector/reading/csv.h"
#include "proto/form/form.h"

enum { HEADING_FIELDS_MAX = 64 };  // of one part; timeliness has 36

// The field that this text names; NULL if none.
const ProtobufCFieldDescriptor *heading_name_field(enum form_part part, const char *text,
                                                   size_t length);

// The same for a row: the field that each cell names, and how many different ones.
struct heading_names {
    const ProtobufCFieldDescriptor *fields[CSV_COLUMNS_MAX];  // by column from A; NULL: none
    unsigned matches;
};

void heading_names_of(struct heading_names *names, enum form_part part, const struct csv_row *row);

// Whether so many matches make a row the headings of the part: half of its columns or more, and two at least.
int heading_names_are_enough(enum form_part part, unsigned matches);

// How many names of the part stand in a text, with that separator between them. Quotation marks
// around them do not count.
unsigned heading_names_between(enum form_part part, const char *text, size_t length,
                               char separator);

#endif
