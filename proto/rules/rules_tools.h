// What the rules of the parts share: figures, places and amounts.
#ifndef QD_PROTO_RULES_RULES_TOOLS_H
#define QD_PROTO_RULES_RULES_TOOLS_H

#include "proto/rules/findings.h"

// A figure, or not known: not given, or given with a reason why there is none. Rules judge what is
// known and leave out what is not.
struct rules_figure {
    int known;
    uint64_t value;
};

// The figure in that column of the row.
#define RULES_FIGURE(row, column)                                                                  \
    ((row)->has_##column ? (struct rules_figure){1, (uint64_t)(row)->column}                       \
                         : (struct rules_figure){0, 0})

// The place of a row of the return, of one field in it, or of a whole part.
struct finding_place rules_row(enum form_part part, size_t index);
struct finding_place rules_field(enum form_part part, size_t index, const char *field);

// What stands in that field: "" when nothing.
const char *rules_value(const struct findings *findings, const Qd__Return *returned,
                        const struct finding_place *place);

// Pence as pounds, in the arena of the findings.
const char *rules_pounds(const struct findings *findings, uint64_t pence);

// The plans of the total row.
struct rules_figure rules_total_plans(const Qd__Return *returned);

#endif
