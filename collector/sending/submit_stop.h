// How far a run of `submit` got when it stopped without an answer, in words for the officer: was it
// sent, has it arrived?
#ifndef QD_COLLECTOR_SENDING_SUBMIT_STOP_H
#define QD_COLLECTOR_SENDING_SUBMIT_STOP_H

#include "lib/base/err.h"
#include "return.pb-c.h"

#include <stddef.h>
#include <stdint.h>

enum submit_stage {
    SUBMIT_BEFORE_WELCOME,     // the aggregator could not even be asked
    SUBMIT_BEFORE_SENDING,     // Welcome came; the next return could not be taken from the outbox
    SUBMIT_SENT,               // no answer: it may have arrived or not
    SUBMIT_NOT_TAKEN,          // the aggregator asks to be asked again later: it is not stored
    SUBMIT_RECEIPT_UNWRITTEN,  // it is stored; the outbox did not take the receipt
    SUBMIT_REFUSAL_UNWRITTEN,  // it is not stored; the outbox did not take the refusal
};

struct submit_stop {
    enum submit_stage stage;
    size_t answered;               // of others, before
    Qd__LocalAuthority authority;  // and period: of the return at which it stopped; from SENT on
    uint32_t period_key;
    int is_withdrawal;  // of that return
};

// A sentence without its full stop.
void submit_stop_words(const struct submit_stop *stop, struct err_text *words);

#endif
