// The one maker of returns: for tests, benchmarks and demonstrations. What it makes is whole, and
// nothing is wrong with it; a test then changes what it is about. The same seed gives the same return
// on every machine.
//
// Everything made lives in the arena. NULL or -1 says that the arena is exhausted.
#ifndef QD_SIMULATE_SIMULATE_H
#define QD_SIMULATE_SIMULATE_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/form/form.h"
#include "return.pb-c.h"

#include <stddef.h>
#include <stdint.h>

// The parts with figures, each a bit by its number in the form.
enum simulate_parts {
    SIMULATE_TIMELINESS = 1 << FORM_TIMELINESS,
    SIMULATE_PLACEMENTS = 1 << FORM_PLACEMENTS,
    SIMULATE_TRANSPORT = 1 << FORM_TRANSPORT,
    SIMULATE_MONEY = 1 << FORM_MONEY,
    SIMULATE_TRAVEL = 1 << FORM_TRAVEL,
    SIMULATE_ALL = ((1 << FORM_PARTS) - 1) & ~(1 << FORM_HEADER | 1 << FORM_EXPLANATIONS),
};

// What may be asked for; all zero is what a borough of London's size would return.
struct simulate_options {
    uint64_t seed;
    unsigned parts;     // of enum simulate_parts; 0: all that a return for the period can have
    size_t placements;  // rows of them, with the total; 0: as many as the plans make
    size_t bytes;  // about how long it is when packed, up to CODEC_RETURN_MAX_BYTES: placements are
                   // made to fit, then a note and explanations fill it up; 0: as it comes
    int simulated;  // say in the header that the figures are made up
};

// A return of the borough for the period ("2024-25 Q4"), which must be one. NULL for options: zeros.
Qd__Return *simulate_return(struct arena *arena, Qd__LocalAuthority authority, const char *period,
                            const struct simulate_options *options);

// The same with nothing in it but whose it is, and for when.
Qd__Return *simulate_header(struct arena *arena, Qd__LocalAuthority authority, const char *period);

// The day on which a quarter's placements are counted: DfE's census day, the third Thursday of January,
// in the fourth; the last day of the others.
Qd__Date *simulate_census(struct arena *arena, const Qd__Period *period);

// Says x in every figure of the row that must be there and is not; and in all rows of a return, so
// that a figure that the form has and the maker does not know is x.
int simulate_rest_is_x(struct arena *arena, ProtobufCMessage *row);
int simulate_rest_of_all_is_x(struct arena *arena, Qd__Return *made);

// --- cells and folders

// Puts a cell into a field of the row. It reads what form_write_cell writes (and x and z), and nothing
// else: -1 for any other text, too.
int simulate_cell(struct arena *arena, ProtobufCMessage *row, const ProtobufCFieldDescriptor *field,
                  const char *text);

// Writes a return as a folder of CSV files, which is made; its parent is there. A file for each part
// that has rows.
enum err simulate_write(const Qd__Return *returned, const char *folder, struct err_text *text);

// Reads such a folder. Columns may be in any order; ERR_MALFORMED for what simulate_write would not
// have written so.
enum err simulate_read(struct arena *arena, const char *folder, Qd__Return **returned,
                       struct err_text *text);

#endif
