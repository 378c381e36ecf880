// An aggregator in a thread, for the tests of the borough's end: real sockets and keys, a store in
// memory, and told to misbehave. Nothing in it asserts in its thread.
#ifndef QD_TESTS_SUPPORT_FAKE_FAKE_H
#define QD_TESTS_SUPPORT_FAKE_FAKE_H

#include "lib/net/keys.h"
#include "proto/wire/codec.h"

#include <pthread.h>
#include <stdatomic.h>

enum { FAKE_RECORDS_MAX = 64, FAKE_RECEIPT_MAX_BYTES = 1024 };

struct fake_record {
    uint32_t period_key;
    uint32_t revision;
    uint8_t id[CODEC_SUBMISSION_ID_BYTES];
    uint8_t hash[CODEC_HASH_BYTES];
    uint8_t receipt[FAKE_RECEIPT_MAX_BYTES];
    size_t receipt_size;
};

struct fake_aggregator {
    struct keys_pair key;
    uint8_t let_in[KEYS_BYTES];  // the one public key that is
    char endpoint[64];           // kept over a restart
    Qd__LocalAuthority authority;

    // What it does wrong, set by the test before it starts.
    atomic_int lose_answers;     // so many submissions are stored and not answered
    atomic_int strange_answers;  // before each answer: rubbish, another's receipt, a frame of it
    atomic_int silent;           // answers nothing
    atomic_int overtake;         // so many submissions find that another was stored since Welcome
    Qd__RefusalCode refuse;      // 0: does not
    int refuse_again;
    int refuse_hello;
    uint32_t protocol_version;
    // What it gives to whoever fetches, in pieces of so many bytes (0: empty ones, for ever), and how long
    // it says that is.
    const uint8_t *fetched;
    size_t fetched_size, fetched_piece;
    uint32_t fetched_says;

    atomic_int submissions_seen;
    pthread_mutex_t lock;  // of what it has stored
    struct fake_record records[FAKE_RECORDS_MAX];
    size_t count;

    atomic_int stopping;
    int running;
    pthread_t thread;
    void *zmq_context;
    void *router;
    struct zap *zap;
};

// A new one that is not running: with a key, speaking for `authority`, letting `borough` in.
void fake_init(struct fake_aggregator *fake, Qd__LocalAuthority authority,
               const struct keys_pair *borough);
void fake_start(struct fake_aggregator *fake);
void fake_stop(struct fake_aggregator *fake);  // nothing when it does not run

#endif
