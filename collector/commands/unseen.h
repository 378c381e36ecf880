// What waits in the outbox, and would replace what came to the region meanwhile: compared with that as a folder
// is, before it is sent. Prints.
#ifndef QD_COLLECTOR_COMMANDS_UNSEEN_H
#define QD_COLLECTOR_COMMANDS_UNSEEN_H

#include "collector/commands/conversation.h"

// Of every period. What stays undecided stays in the outbox: whoever sends says so. The status to end with
// when nothing can be sent; -1 to go on.
int unseen_settle_all(struct conversation *talk, struct arena *arena, const Qd__Welcome *welcome);

// Of the folder's period, unless it is the folder itself that waits. The status to end with; -1 to go on.
int unseen_settle(struct conversation *talk, struct arena *arena, const Qd__Welcome *welcome,
                  const Qd__Return *folder);

#endif
