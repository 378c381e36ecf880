// What the rules of the parts share: places and amounts. Rules judge the figures that are known, and
// leave out those that are not.
#ifndef QD_PROTO_RULES_RULES_TOOLS_H
#define QD_PROTO_RULES_RULES_TOOLS_H

#include "proto/form/figure.h"
#include "proto/rules/findings.h"

// The place of a row of the return, of one field in it, or of a whole part.
struct finding_place rules_row(enum form_part part, size_t index);
struct finding_place rules_field(enum form_part part, size_t index, const char *field);

// What stands in that field: "" when nothing.
const char *rules_value(const struct findings *findings, const Qd__Return *returned,
                        const struct finding_place *place);

// Pence as pounds, in the arena of the findings.
const char *rules_pounds(const struct findings *findings, int64_t pence);

// The plans of the total row.
struct figure rules_total_plans(const Qd__Return *returned);

#endif
