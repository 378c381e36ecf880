// A return to which parts and figures of an earlier one were added: what is to be said of the whole. Prints.
#ifndef QD_COLLECTOR_COMMANDS_KEPT_H
#define QD_COLLECTOR_COMMANDS_KEPT_H

#include "proto/rules/findings.h"
#include "return.pb-c.h"

// What the rules that both ends have find in it.
struct findings kept_judged(struct arena *arena, const Qd__Return *returned);

// Says what stops it, and how much that is; or what is asked of it, has no words yet, and was not asked before
// anything was kept: that is counted in the receipt. `findings` keeps what is said.
size_t kept_say(struct findings *findings, const struct findings *before);

#endif
