// The rules over rows, parts and the whole return. The same code judges at both ends (promise E):
// it looks at nothing but the return.
#ifndef QD_PROTO_RULES_RULES_H
#define QD_PROTO_RULES_RULES_H

#include "proto/rules/findings.h"
#include "return.pb-c.h"

// Adds what it finds. The return must have passed codec_unpack_return or come from read_cell:
// its enums are known values, its figures have exactly one of value and absence.
// Marks as explained the RULE_ASKS findings for whose rule the return holds an explanation.
void rules_check(const Qd__Return *returned, struct findings *findings);

#endif
