// What rules.c, which judges the return as a whole, calls for each part.
#ifndef QD_PROTO_RULES_RULES_INTERNAL_H
#define QD_PROTO_RULES_RULES_INTERNAL_H

#include "proto/rules/findings.h"

// The rules of each part; its rows are there.
void rules_timeliness(const Qd__Return *returned, struct findings *findings);
void rules_placements(const Qd__Return *returned, struct findings *findings);
void rules_transport(const Qd__Return *returned, struct findings *findings);

#endif
