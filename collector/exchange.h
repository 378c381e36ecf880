// One question to the aggregator and its answer: asked again whenever it may have been lost,
// because asking twice does no harm. Inside the sender.
#ifndef QD_COLLECTOR_EXCHANGE_H
#define QD_COLLECTOR_EXCHANGE_H

#include "collector/connection.h"
#include "lib/arena.h"
#include "proto/codec.h"

enum {
    // No answer: the same question is sent again, a few times within any timeout.
    EXCHANGE_RESEND_MS = 10 * 1000,
    EXCHANGE_RESENDS = 4,
    EXCHANGE_SLICE_MS = 100,  // how often `waiting` is called at least
};

struct exchange {
    struct connection *connection;
    struct arena *scratch;  // holds one message until it is known to be the answer
    int timeout_ms;         // for all attempts
    int unreachable_ms;     // of them, with no connection
    void (*waiting)(void *context, int waited_ms, int timeout_ms);  // may be NULL
    void *waiting_context;

    const uint8_t *question;  // an envelope
    size_t question_size;
    const uint8_t
        *submission_id;  // whose answer it must be, and the hash it must have; NULL: Hello
    const uint8_t *return_hash;
    struct arena *arena;  // for the answer

    const uint8_t *answer;  // as it came, and decoded
    size_t answer_size;
    Qd__Envelope *envelope;

    // From here on exchange_run's own; nought at the start.
    uint64_t started_ms;
    unsigned sent;         // times
    unsigned let_in_when;  // the connection's count when it was sent last
    uint64_t sent_ms;
    unsigned strange;  // messages that came and were no answer to this
};

// ERR_OK with the answer: Welcome to Hello; to a submission a receipt with its id and hash; or a
// refusal. Else why there is none, as in sender.h.
enum err exchange_run(struct exchange *exchange, struct err_text *text);

#endif
