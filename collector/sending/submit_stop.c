#include "collector/sending/submit_stop.h"

#include "proto/form/boroughs.h"
#include "proto/form/period.h"

static const char *what_became_of_it(enum submit_stage stage)
{
    switch (stage) {
    case SUBMIT_SENT:
        return "was sent, but no answer came: it may have arrived, or not";
    case SUBMIT_NOT_TAKEN:
        return "was sent, and was not stored";
    case SUBMIT_RECEIPT_UNWRITTEN:
        return "has arrived and is stored, but its receipt could not be written down here";
    case SUBMIT_REFUSAL_UNWRITTEN:
        return "was refused, and nothing of it was stored, but the answer could not be written "
               "down here";
    case SUBMIT_BEFORE_WELCOME:
    case SUBMIT_BEFORE_SENDING:
        break;
    }
    return NULL;
}

void submit_stop_words(const struct submit_stop *stop, struct err_text *words)
{
    const struct borough *borough = boroughs_of(stop->authority);
    const char *what = what_became_of_it(stop->stage);
    char period_words[PERIOD_TEXT_BYTES];
    Qd__Period period;

    if (what == NULL || borough == NULL || !period_from_key(&period, stop->period_key)) {
        err_say(words, ERR_OK, "nothing%s was sent", stop->answered > 0 ? " more" : "");
        return;
    }
    period_format(&period, period_words);
    err_say(words, ERR_OK, "the %s of %s for %s %s",
            stop->is_withdrawal ? "withdrawal of the return" : "return", borough->la_name,
            period_words, what);
}
