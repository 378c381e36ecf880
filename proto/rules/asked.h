// What the collector alone can ask (by rules of files and cells, of the clock, the folder and earlier
// returns) travels in the return, so that the aggregator, which cannot judge by such rules, counts it.
//
// It travels as a row of explanations: rule and place as explanations.csv names them, and the
// officer's words or none. A row without words is an open query, unless another row answers
// it; an officer's own row always has words, because a blank cell stops the folder.
#ifndef QD_PROTO_RULES_ASKED_H
#define QD_PROTO_RULES_ASKED_H

#include "proto/rules/findings.h"

enum { ASKED_MAX = 1000 };  // rows that are added; who is asked more than that has one cause to fix

// Adds to the return, which was just read and judged, a row for each such finding whose place does not
// have words of its own. 0, or -1 when the arena of the findings is exhausted.
int asked_put(Qd__Return *returned, const struct findings *findings);

#endif
