// What the borough has sent or is about to: an LMDB of its own. A return and its submission id are
// written in one transaction before anything is sent, and stay, with the receipt, as proof.
//
//   submissions  [submission id 16]  state, hash, period, receipt, return bytes   (outbox.c)
//   latest       [period u32]        submission id of the newest one for the period
#ifndef QD_COLLECTOR_OUTBOX_H
#define QD_COLLECTOR_OUTBOX_H

#include "lib/arena.h"
#include "lib/err.h"
#include "proto/codec.h"

struct outbox;

enum outbox_state {
    OUTBOX_PENDING = 1,       // written, no answer yet
    OUTBOX_ACKNOWLEDGED = 2,  // we hold the receipt
    OUTBOX_REFUSED = 3,       // the aggregator refused it for good
};

struct outbox_entry {
    uint8_t submission_id[CODEC_SUBMISSION_ID_BYTES];
    enum outbox_state state;
    uint64_t made_at_unix_ms;
    uint32_t period_key;
    Qd__LocalAuthority authority;
    uint8_t return_hash[CODEC_HASH_BYTES];
    const uint8_t *answer;  // the Receipt or Refusal envelope as it came; NULL while pending
    size_t answer_size;
    const uint8_t *return_bytes;
    size_t return_size;
};

// Opens or makes the outbox in the folder (mode 0700).
enum err outbox_open(struct outbox **outbox, const char *directory, struct err_text *text);
void outbox_close(struct outbox *outbox);

// Takes a return in. When the newest one for that period is the same return (by hash) and pending or
// acknowledged, that one is found again and `*found` is 1: sending a folder twice sends it once.
// The entry's texts are in the arena.
enum err outbox_put(struct outbox *outbox, struct arena *arena, const Qd__Return *returned,
                    struct outbox_entry *entry, int *found, struct err_text *text);

// Writes down the answer to a submission, in its own transaction, before it is shown to anybody.
// A receipt that is there already is never replaced by another: ERR_EXISTS if it differs.
enum err outbox_answer(struct outbox *outbox, const uint8_t *submission_id, enum outbox_state state,
                       const uint8_t *answer, size_t answer_size, struct err_text *text);

// Marks an acknowledged entry as pending again (the aggregator has lost it: a restored backup).
enum err outbox_resend(struct outbox *outbox, const uint8_t *submission_id, struct err_text *text);

// Every entry, oldest first; pointers are good during the call only.
typedef enum err outbox_each_fn(void *context, const struct outbox_entry *entry);
enum err outbox_each(struct outbox *outbox, outbox_each_fn *each, void *context,
                     struct err_text *text);

#endif
