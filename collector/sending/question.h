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
    // How it is asked.
    struct connection *connection;
    int timeout_ms;      // for all attempts
    int unreachable_ms;  // of these, without a connection
    void (*waiting)(void *context, int waited_ms, int timeout_ms);  // may be NULL
    void *waiting_context;
    struct arena *scratch;  // holds one message until it is known to be the answer
    struct arena *arena;    // for the answer

    // What is asked: an envelope with a Hello; or with a submission, whose answer must name this id and,
    // when it is a receipt, this hash; or with a Fetch. What it has not is NULL.
    const uint8_t *asked;
    size_t asked_size;
    const uint8_t *submission_id;
    const uint8_t *return_hash;
    const Qd__Fetch *fetch;

    // The answer, as it came and decoded.
    const uint8_t *answer;
    size_t answer_size;
    Qd__Envelope *envelope;

    // question_ask's own; zero at the start.
    uint64_t started_ms;
    unsigned sent;  // times
    uint64_t sent_ms;
    unsigned let_in_when_sent;  // the connection's count at the last time
    unsigned strange;           // messages that came and were no answer to this
};

// ERR_OK with the answer: Welcome to Hello; to a submission a receipt with its id and hash; to Fetch the
// piece from there on; or a refusal. Else why there is no answer, as in sender.h.
enum err question_ask(struct question *question, struct err_text *text);

#endif
