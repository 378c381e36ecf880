// What a folder would replace: says what would go, and asks whether to keep it. Prints.
#ifndef QD_COLLECTOR_COMMANDS_REPLACING_H
#define QD_COLLECTOR_COMMANDS_REPLACING_H

#include "collector/commands/conversation.h"

// Compares the folder's return with the one that it replaces, before anything is written or sent, and adds
// to it what is to be kept; all of it in the arena. `welcome` is NULL when the aggregator could not be
// asked, for the reason in `why`. The status to end with, after it was said what was not sent; -1 to go on.
int replacing_look(struct conversation *talk, struct arena *arena, Qd__Return *returned,
                   const Qd__Welcome *welcome, const struct err_text *why);

#endif
