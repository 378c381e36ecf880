// What an explanation is for: what a rule found, in a part, a row and a column. A blank piece stands
// for all. Upper and lower case are the same; a part may be named by its file.
#ifndef QD_PROTO_RULES_EXPLANATION_TARGET_H
#define QD_PROTO_RULES_EXPLANATION_TARGET_H

#include "proto/rules/findings.h"

struct explanation_target {
    const char *rule, *part, *row, *column;  // never NULL
};

// The texts are the explanation's own.
struct explanation_target explanation_target_of(const Qd__Explanation *row);

// Of what the rule found in that place, in the row of that key ("" for none).
struct explanation_target explanation_target_of_place(const struct rule *rule,
                                                      const struct finding_place *place,
                                                      const char *row);

// Whether the row has words for it: the officer's. One that has none is a query (asked.h).
int explanation_target_is_answered(const Qd__Explanation *row);

// Below, at or above 0: by rule, part, row and column.
int explanation_target_compare(const struct explanation_target *a,
                               const struct explanation_target *b);

// Whether it is for that part, or for all.
int explanation_target_is_in(const struct explanation_target *target, enum form_part part);

#endif
