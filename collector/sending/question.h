// One question to the aggregator and its answer: asked again whenever it may have been lost,
// because asking twice does no harm. Inside the sender.
#ifndef QD_COLLECTOR_SENDING_QUESTION_H
#define QD_COLLECTOR_SENDING_QUESTION_H

#include "collector/sending/connection.h"
#include "lib/base/arena.h"
#include "proto/wire/codec.h"

enum {
    // No answer: the same question is sent again, a few times within any timeout.
    QUESTION_RESEND_MS = 10 * 1000,
    QUESTION_RESENDS = 4,
    QUESTION_SLICE_MS = 100,  // how often `waiting` is called at least
};

struct question {
    struct connection *connection;
    struct arena *scratch;  // holds one message until it is known to be the answer
    int timeout_ms;         // for all attempts
    int unreachable_ms;     // of them, with no connection
    void (*waiting)(void *context, int waited_ms, int timeout_ms);  // may be NULL
    void *waiting_context;

    const uint8_t *asked;  // an envelope
    size_t asked_size;
    const uint8_t
        *submission_id;  // whose answer it must be, and the hash it must have; NULL: Hello
    const uint8_t *return_hash;
    struct arena *arena;  // for the answer

    const uint8_t *answer;  // as it came, and decoded
    size_t answer_size;
    Qd__Envelope *envelope;

    // From here on question_ask's own; zero at the start.
    uint64_t started_ms;
    unsigned sent;         // times
    unsigned let_in_when;  // the connection's count when it was sent last
    uint64_t sent_ms;
    unsigned strange;  // messages that came and were no answer to this
};

// ERR_OK with the answer: Welcome to Hello; to a submission a receipt with its id and hash; or a
// refusal. Else why there is none, as in sender.h.
enum err question_ask(struct question *question, struct err_text *text);

#endif
