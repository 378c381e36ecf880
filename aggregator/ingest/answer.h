// The aggregator's words to a collector, as the bytes of an Envelope: Welcome, Receipt and Refusal.
#ifndef QD_AGGREGATOR_INGEST_ANSWER_H
#define QD_AGGREGATOR_INGEST_ANSWER_H

#include "aggregator/store/store.h"
#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/rules/findings.h"
#include "wire.pb-c.h"

#include <stddef.h>
#include <stdint.h>

// What a peer sends must not decide how much is sent back.
enum {
    ANSWER_FINDINGS_MAX = 50,              // more do not help anybody fix a return
    ANSWER_FINDING_TEXT_MAX_BYTES = 400,   // of a value, and of what is wrong with it
    ANSWER_FINDINGS_MAX_BYTES = 8 * 1024,  // of all findings in an answer; 50 of honest length fit
    ANSWER_PIECE_MAX_BYTES = 8 * 1024,     // of a return that is fetched
    // The longest: a Welcome to a borough that has returned for every period that there is.
    ANSWER_MAX_BYTES = 40 * 1024,
};

struct answer {
    const uint8_t *bytes;  // in the arena; NULL when there is none
    size_t size;
};

struct answer_refusal {
    Qd__RefusalCode code;
    const uint8_t *submission_id;     // NULL when it is not known
    const char *text;                 // a sentence for the person at the other end
    const struct findings *findings;  // those that stop the return are told; may be NULL
};

// Whether the same submission can succeed later.
int answer_again(Qd__RefusalCode code);

// ERR_NO_MEMORY when the arena is exhausted.
enum err answer_refuse(struct answer *answer, struct arena *arena,
                       const struct answer_refusal *refusal);

// The receipt for what was stored as `entry`: the same bytes whenever it is made. It must not leave
// before the entry is on disk.
enum err answer_receipt(struct answer *answer, struct arena *arena,
                        const struct journal_entry *entry);

// A piece of a submission of the borough's own, read from the store. ERR_NOT_FOUND, with words for the
// borough, when there is no return of its own under that id, or its body was removed, or it ends in front
// of the offset. Its hash is not looked at: who asks knows it, and holds the whole to it.
enum err answer_fetched(struct answer *answer, struct arena *arena, struct store *store,
                        Qd__LocalAuthority authority, const Qd__Fetch *fetch,
                        struct err_text *text);

// For whom the key speaks and what is held of theirs, read from the store: only what is on disk. It is in
// the version of the protocol that the collector speaks.
enum err answer_welcome(struct answer *answer, struct arena *arena, struct store *store,
                        Qd__LocalAuthority authority, uint32_t protocol_version,
                        struct err_text *text);

#endif
