// What the borough has sent or is about to: an LMDB of its own. A submission is a return, or the withdrawal
// of one, which is kept and sent in the same way. A return and its submission id are
// written in one transaction before anything is sent, and stay, with every receipt, as proof.
//
//   submissions  [submission id 16]                 state, borough, period, hash, what it replaces, answer,
//                                                   and a seal
//   returns      [submission id 16]                 the return's bytes, written once
//   latest       [old_la_code u16][period u32]      submission id of the newest one for the period
//   earlier      [submission id 16][number u32]     a seal, and a receipt held before it was sent again
//
// Beside data.mdb stands its witness, by which an outbox that went back or was emptied is told from a new one.
//
// A seal is a hash over the key and all that stands beside it: LMDB has no checksums, and nothing is sent or
// shown that is not what was written (outbox_record.c).
#ifndef QD_COLLECTOR_OUTBOX_OUTBOX_H
#define QD_COLLECTOR_OUTBOX_OUTBOX_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/wire/codec.h"

struct outbox;

enum {
    // Of a new outbox, allocated in full: some hundred returns. When half of it is in use it is
    // doubled at the next opening, so it never fills up while the disk has room.
    OUTBOX_SIZE_BYTES = 16 * 1024 * 1024,
    OUTBOX_GROW_PERCENT = 50,
};

enum outbox_state {
    OUTBOX_PENDING = 1,       // written, no answer yet
    OUTBOX_ACKNOWLEDGED = 2,  // we hold the receipt
    OUTBOX_REFUSED = 3,       // the aggregator refused it for good
};

enum outbox_kind { OUTBOX_RETURN, OUTBOX_WITHDRAWAL };

struct outbox_entry {
    enum outbox_kind kind;
    uint8_t submission_id[CODEC_SUBMISSION_ID_BYTES];
    enum outbox_state state;
    int newest;  // of its borough and period
    uint64_t made_at_unix_ms;
    uint32_t period_key;
    Qd__LocalAuthority authority;
    uint8_t return_hash[CODEC_HASH_BYTES];
    // Of the newest of its borough and period when it was put, with which it was compared; zeros: of none.
    uint8_t replaces[CODEC_SUBMISSION_ID_BYTES];
    const uint8_t *answer;  // the Receipt or Refusal envelope as it came; NULL while pending
    size_t answer_size;
    const uint8_t *return_bytes;  // or the withdrawal's
    size_t return_size;
    uint64_t earlier;  // receipts that it had before it had to be sent again
};

// Opens or makes the outbox in the folder (made with mode 0700; the folder above it must exist). All that it
// holds is looked through but for the returns' own bytes, which are held to their hash when one is used:
// ERR_CORRUPT when something is not what was written, or is gone.
enum err outbox_open(struct outbox **outbox, const char *directory, struct err_text *text);
void outbox_close(struct outbox *outbox);  // NULL is fine

// Takes a return in, which was compared with the submission `replaces` (an id; NULL or zeros: with none,
// because none was known). When the newest one of that borough for that period is the same return (by
// hash) and pending or acknowledged, that one is found again and `*found` is 1: sending a folder
// twice sends it once. What it replaces is then what was given here, if that is another one. The entry's
// texts are in the arena.
enum err outbox_put(struct outbox *outbox, struct arena *arena, const Qd__Return *returned,
                    const uint8_t *replaces, struct outbox_entry *entry, int *found,
                    struct err_text *text);

// The id of what the entry replaces; NULL when none was known, or an older program wrote the record.
const uint8_t *outbox_replaces(const struct outbox_entry *entry);

// The same with a withdrawal: it is found again while it is the newest of its borough and period.
enum err outbox_put_withdrawal(struct outbox *outbox, struct arena *arena,
                               const Qd__Withdrawal *withdrawal, struct outbox_entry *entry,
                               int *found, struct err_text *text);

// Takes the return of an acknowledged entry in once more, as a new submission that replaces what
// the entry does; the old one stays, with its receipt. When that is already done (the newest entry
// of its borough and period is the same return, and another one; or the entry itself is pending),
// what is there is given back, so that two programs at once make one. The entry's texts are in the
// arena. ERR_NOT_FOUND.
enum err outbox_put_again(struct outbox *outbox, struct arena *arena, const uint8_t *submission_id,
                          struct outbox_entry *entry, struct err_text *text);

// The entry, with its texts in the arena. ERR_NOT_FOUND.
enum err outbox_get(struct outbox *outbox, struct arena *arena, const uint8_t *submission_id,
                    struct outbox_entry *entry, struct err_text *text);

// Writes down the answer to a submission, in its own transaction, before it is shown to anybody.
// A receipt that is there already is never replaced by another: ERR_EXISTS if it differs.
enum err outbox_answer(struct outbox *outbox, const uint8_t *submission_id, enum outbox_state state,
                       const uint8_t *answer, size_t answer_size, struct err_text *text);

// Marks an acknowledged entry as pending again (the aggregator has lost it: a restored backup). Its
// receipt is kept: see outbox_each_earlier. An entry that is not acknowledged stays as it is.
enum err outbox_resend(struct outbox *outbox, const uint8_t *submission_id, struct err_text *text);

// Every entry, oldest first; pointers are good during the call only.
typedef enum err outbox_each_fn(void *context, const struct outbox_entry *entry);
enum err outbox_each(struct outbox *outbox, outbox_each_fn *each, void *context,
                     struct err_text *text);

// Every receipt that a submission had before it was sent again, oldest first; as above.
typedef enum err outbox_earlier_fn(void *context, const uint8_t *answer, size_t answer_size);
enum err outbox_each_earlier(struct outbox *outbox, const uint8_t *submission_id,
                             outbox_earlier_fn *each, void *context, struct err_text *text);

#endif
