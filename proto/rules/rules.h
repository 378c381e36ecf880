// The rules over rows, parts and the whole return, each run once over what was read of it. The same
// code judges at both ends (promise E): all that is not in the return is in rules_input, and without
// it the rules that need it do not run.
#ifndef QD_PROTO_RULES_RULES_H
#define QD_PROTO_RULES_RULES_H

#include "proto/rules/findings.h"
#include "return.pb-c.h"

// How much of a part was read. What could not be read hides nothing in the rest.
enum rules_read {
    RULES_READ_NOTHING,  // nor can anything be judged that needs this part
    RULES_READ_ROWS,     // its rows that are in the return are judged, each by itself
    RULES_READ_WHOLE     // all of it; or there is none, and that is all right
};

enum {
    RULES_EARLIER_MAX = 4,  // periods before this one: a year of quarters, with all its seasons
    RULES_KEPT_MAX = RULES_EARLIER_MAX + 1  // returns: and the one that this one replaces
};

// A figure that could not be read stands in its row as not available.
struct rules_input {
    const Qd__Return *returned;  // its header is NULL when that could not be read
    enum rules_read read[FORM_PARTS];

    // What the collector alone has. NULL: not known, as at the aggregator.
    const uint32_t *sheet_rows[FORM_PARTS];  // of each row of a part, as a spreadsheet shows it
    const int32_t *today;                    // for rules of the clock: the day, since 1970-01-01
    const char *folder;                      // for rules of the folder: its name
    // For rules of history: earlier returns of the borough, the latest first; the one for the same period
    // is what this one replaces.
    const Qd__Return *const *earlier;
    size_t earlier_count;
};

// A return that is there as a whole, and nothing else: as at the aggregator.
struct rules_input rules_input_whole(const Qd__Return *returned);

// Adds what it finds. The return must have passed codec_unpack_return or come from read_cell:
// its enums are known values, its figures have at most one of value and absence.
// What the collector asked by rules that need more than the return is found again (asked.h).
// Marks as explained the RULE_ASKS findings for whose rule and place the return holds an explanation,
// those that were there before included.
void rules_check(const struct rules_input *input, struct findings *findings);

#endif
