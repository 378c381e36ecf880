// The return that a new one for its borough and period will replace: to be compared with it before
// anything is sent.
#ifndef QD_COLLECTOR_SENDING_REPLACED_H
#define QD_COLLECTOR_SENDING_REPLACED_H

#include "collector/outbox/outbox.h"
#include "collector/sending/sender.h"

enum replaced_state {
    REPLACED_NONE,     // nothing counts for the period: it was never returned, or was withdrawn
    REPLACED_KNOWN,    // `returned`
    REPLACED_UNKNOWN,  // there may be one, and it is not at hand: `why`
};

struct replaced {
    enum replaced_state state;
    const Qd__Return *returned;                        // in the arena
    uint8_t submission_id[CODEC_SUBMISSION_ID_BYTES];  // whatever the state; zeros: of nothing
    uint32_t revision;                                 // 0: it has no receipt yet
    int is_withdrawn;                                  // what is replaced was taken back
    int is_elsewhere;                                  // it was sent from elsewhere, and fetched
    int is_asked;         // the aggregator said so; 0: it is the newest that was sent from here
    struct err_text why;  // of REPLACED_UNKNOWN
};

// `welcome` is NULL when the aggregator could not be asked; the sender is not used then. What waits here
// is what will be replaced, unless something came to the region meanwhile (waiting.h). What is newer there
// than here is fetched. That the aggregator cannot give it (its body was removed), or that it is of a later
// version, is no error, and REPLACED_UNKNOWN; that no answer comes is one (sender.h), as ERR_CORRUPT and
// the like of the outbox are.
enum err replaced_find(struct replaced *replaced, struct outbox *outbox, struct sender *sender,
                       const Qd__Welcome *welcome, const Qd__Header *header, struct arena *arena,
                       struct err_text *text);

#endif
