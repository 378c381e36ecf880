// One file of a return, from its bytes to rows of its part, with all that is wrong on the way.
#ifndef QD_COLLECTOR_READING_PART_H
#define QD_COLLECTOR_READING_PART_H

#include "collector/reading/heading.h"
#include "collector/words/row_list.h"
#include "proto/rules/findings.h"

enum part_state {
    PART_ABSENT,     // there is no such file, and that is all right
    PART_MISSING,    // there is none, and a finding says so
    PART_EMPTY,      // it holds no row below its headings
    PART_NOT_READ,   // nothing of it can be judged
    PART_IN_PIECES,  // some of its rows can, each by itself
    PART_WHOLE       // every row was read
};

// A figure that could not be read stands in its row as not available, so that the rest of the row
// can still be judged. A row with another cell that could not be read is left out.
struct part {
    enum form_part part;
    enum part_state state;
    ProtobufCMessage **rows;
    uint32_t *sheet_rows;  // of each row, as a spreadsheet shows it
    size_t count;
    struct row_list at_fault;  // rows that were left out, or hold a figure that could not be read
    uint64_t not_asked;        // fields that need no column, a bit each
    uint32_t stopped_at;       // nothing was read from this row on; 0: all was
    // Of a file that stands on its side: the column of the headings (1 is A), and where headings and values of
    // each column are. Else 0 and NULL.
    uint32_t turned_names;
    const uint32_t *turned_rows, *turned_columns;
    uint32_t columns[HEADING_FIELDS_MAX];  // by field: 1 is A; 0: none
};

// Where a finding about a cell of the part stands in its file.
void part_place(const struct part *read, struct finding_place *place);

enum {
    // So many findings of one rule in one column of a file are kept; the others are counted.
    PART_CAUSE_KEPT_MAX = 1000,
};

// Reads the file's bytes, once. Everything made lives in the findings' arena.
// ERR_OK whatever is wrong with the file; ERR_NO_MEMORY.
enum err part_read(struct part *read, enum form_part part, const char *bytes, size_t size,
                   struct findings *findings);

#endif
