// Whether a submission that waits in the outbox may be sent by itself. It replaces what the region holds as a
// whole, so it may only if that was known, and compared with it, when it was put.
#ifndef QD_COLLECTOR_SENDING_WAITING_H
#define QD_COLLECTOR_SENDING_WAITING_H

#include "collector/outbox/outbox.h"
#include "collector/sending/sender.h"

enum waiting {
    WAITING_MAY_GO,   // nothing is held that it was not compared with
    WAITING_ARRIVED,  // it is held, and something later as well: only its receipt is missing
    WAITING_UNSEEN,  // what is held came meanwhile: from another collector of the borough, or the operator
};

// Of a pending entry of the borough that Welcome speaks to. It was compared with what it replaces, with what
// that replaces, and so on, as far as this outbox knows them. What is the same content is not unseen, and a
// withdrawal names the return that it takes back. Of what is none of these the aggregator is asked whether
// it holds the entry; that there is no answer is an error (sender.h).
enum err waiting_judge(enum waiting *waiting, struct outbox *outbox, struct sender *sender,
                       const Qd__Welcome *welcome, const struct outbox_entry *entry,
                       struct err_text *text);

// The entry that waits for the period and is the newest of it, judged. ERR_NOT_FOUND when none does. Its
// texts are in the arena.
enum err waiting_find(enum waiting *waiting, struct outbox *outbox, struct sender *sender,
                      const Qd__Welcome *welcome, const Qd__Period *period, struct arena *arena,
                      struct outbox_entry *entry, struct err_text *text);

// Takes an entry that waits out of what is to be sent: it is kept, with a refusal of our own as its answer,
// which the entry then has as well, in the arena.
enum err waiting_refuse(struct outbox *outbox, struct arena *arena, struct outbox_entry *entry,
                        Qd__RefusalCode code, const char *reason, struct err_text *text);

#endif
