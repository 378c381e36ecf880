// The borough's end of the wire: connects, says Hello, submits, waits for the answer, asks again
// with back-off. It tells an aggregator that nobody reaches, a wrong server key and a key that
// is not let in apart (lib/net/zsock.h says how). Knows no outbox: it is given bytes and gives back
// an answer.
#ifndef QD_COLLECTOR_SENDING_SENDER_H
#define QD_COLLECTOR_SENDING_SENDER_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "lib/net/keys.h"
#include "proto/wire/codec.h"

struct sender;

enum {
    SENDER_TIMEOUT_MS = 60 * 1000,
    // Nobody there at all is told sooner: an address is wrong more often than an aggregator is
    // being restarted. A timeout that somebody asked for counts for both.
    SENDER_UNREACHABLE_MS = 10 * 1000,
};

// Called again and again while an answer is waited for.
typedef void sender_waiting_fn(void *context, int waited_ms, int timeout_ms);

struct sender_options {
    const char *aggregator;       // tcp://127.0.0.1:7733
    const struct keys_pair *key;  // the borough's; copied
    uint8_t server_key[KEYS_BYTES];
    int timeout_ms;              // for each answer, with all attempts; 0: see above
    sender_waiting_fn *waiting;  // may be NULL
    void *waiting_context;
};

enum err sender_open(struct sender **sender, const struct sender_options *options,
                     struct err_text *text);
void sender_close(struct sender *sender);  // NULL is fine

// Says Hello and waits for Welcome, in the arena. ERR_UNREACHABLE, ERR_WRONG_SERVER_KEY,
// ERR_NOT_LET_IN, ERR_UNKNOWN_VERSION, ERR_TIMEOUT: each with its own words. A wrong server key and
// a key that is not let in are told after a few attempts, in at most 5 s.
enum err sender_hello(struct sender *sender, struct arena *arena, const Qd__Welcome **welcome,
                      struct err_text *text);

// A return, or a withdrawal, to be sent. Its hash was made when it was packed or read from the
// disk, and is not made again.
struct sender_submission {
    int is_withdrawal;
    const uint8_t *submission_id;  // CODEC_SUBMISSION_ID_BYTES
    const uint8_t *return_hash;    // CODEC_HASH_BYTES
    const uint8_t *return_bytes;
    size_t return_size;
    // Id of what Welcome says is held for a return's period; NULL: nothing.
    const uint8_t *replaces;
};

// The aggregator's answer to it, as it came and decoded; both in the arena.
struct sender_answer {
    const uint8_t *bytes;
    size_t size;
    const Qd__Envelope *envelope;
};

// A piece of a return of the borough's own, from `offset` on, in the arena. ERR_REFUSED with the
// aggregator's words when it gives none: it does not hold it, or its body was removed. Else as below.
enum err sender_fetch(struct sender *sender, struct arena *arena, const uint8_t *submission_id,
                      uint32_t offset, const Qd__Fetched **fetched, struct err_text *text);

// Sends a submission until an answer to this very id comes: ERR_OK with a Receipt whose id and hash
// are the submission's, or ERR_REFUSED with a Refusal. Other errors: there is no answer, and the return
// may be stored or not.
enum err sender_submit(struct sender *sender, struct arena *arena,
                       const struct sender_submission *submission, struct sender_answer *answer,
                       struct err_text *text);

// For a program that keeps many in flight (the benchmark): send without waiting, take what has
// come. sender_post: ERR_BUSY when the socket's queue is full. sender_take: ERR_TIMEOUT when
// nothing came; what is not an envelope is passed over.
enum err sender_post(struct sender *sender, const uint8_t *envelope, size_t size,
                     struct err_text *text);
enum err sender_take(struct sender *sender, int timeout_ms, struct arena *arena,
                     const Qd__Envelope **envelope, struct err_text *text);
// Its DEALER, to poll many at once. Another after sender_hello or sender_submit: they open it again
// when the connection fails.
void *sender_socket(const struct sender *sender);

#endif
