// What a return would replace: says what would go, and asks whether to keep it. Prints.
#ifndef QD_COLLECTOR_COMMANDS_REPLACING_H
#define QD_COLLECTOR_COMMANDS_REPLACING_H

#include "collector/commands/conversation.h"
#include "collector/sending/replaced.h"
#include "collector/words/leaving.h"

struct replacing {
    // Given; the rest is zero.
    struct conversation *talk;
    struct arena *arena;
    Qd__Return *returned;
    int waits;                   // it is in the outbox already; 0: it is a folder's
    const Qd__Welcome *welcome;  // NULL: the aggregator could not be asked, for the reason in `why`
    const struct err_text *why;

    // Found.
    struct replaced replaced;
    struct leaving leaving;
    int all_may_go;  // said so once for everything that is listed
    int keeps_parts, keeps_figures;
};

// Compares the return with the one that it replaces, before anything is written or sent, and adds
// to it what is to be kept; all of it in the arena. The status to end with, after it was said what was not
// sent; -1 to go on.
int replacing_look(struct replacing *replacing);

#endif
