// What the collector alone can ask (by rules of files and cells, of the clock, the folder and earlier
// returns) travels in the return, so that the aggregator, which cannot judge by such rules, counts it.
//
// It travels as a row of explanations without words: rule and place, as explanations.csv names them. The
// officer's own rows, which always have words, because a blank cell stops the folder, answer it, or none
// does.
#ifndef QD_PROTO_RULES_ASKED_H
#define QD_PROTO_RULES_ASKED_H

#include "proto/rules/findings.h"

enum { ASKED_MAX = 1000 };  // rows that are added; who is asked more than that has one cause to fix

// Adds to the return, which was just read and judged, a row for each such finding. 0, or -1 when
// the arena of the findings is exhausted.
int asked_put(Qd__Return *returned, const struct findings *findings);

#endif
