#include "collector/commands/withdraw_command.h"

#include "collector/commands/conversation.h"
#include "collector/sending/holding.h"
#include "collector/sending/waiting.h"
#include "lib/base/msg.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <string.h>

enum { WITHDRAWAL_ARENA_CAP_BYTES = 32 * 1000 * 1000 };

struct withdrawal {
    struct conversation talk;
    struct arena arena;
    Qd__Period period;
    const Qd__Welcome *welcome;
    int has_waited;              // something of the period was pending when the run began
    struct outbox_entry waited;  // the newest such
    struct outbox_entry entry;
};

static int say_not_held(const struct withdrawal *withdrawal)
{
    char words[PERIOD_TEXT_BYTES];

    period_format(&withdrawal->period, words);
    msg("the region holds no return of %s for %s, and nothing was withdrawn. `qd-collector status` "
        "lists what was sent from here, and for when",
        boroughs_of(withdrawal->welcome->new_la_code)->la_name, words);
    return ERR_KIND_COMMAND;
}

// What waited here is what the officer knows of, and the region holds something else, which is named before it
// is taken back. The withdrawal that waited was refused for it; or a return was refused, or left, or had
// arrived and was replaced.
static int say_came_meanwhile(const struct withdrawal *withdrawal, const Qd__Holding *holding)
{
    char words[PERIOD_TEXT_BYTES];

    period_format(&withdrawal->period, words);
    msg("the region holds revision %u of %s for %s, and %s. It is not withdrawn: if you mean "
        "revision %u, run the same command again",
        holding->revision, boroughs_of(withdrawal->welcome->new_la_code)->la_name, words,
        withdrawal->waited.kind == OUTBOX_WITHDRAWAL
            ? "the withdrawal that waited in the outbox was of another one"
            : "the return that waited in the outbox is another one",
        holding->revision);
    return ERR_KIND_COMMAND;
}

// The receipt as it stands in the outbox now, when it is there.
static int show(struct withdrawal *withdrawal, const uint8_t *submission_id)
{
    struct err_text text = {""};
    struct outbox_entry entry;
    const enum err error = outbox_get(withdrawal->talk.outbox, &withdrawal->talk.scratch,
                                      submission_id, &entry, &text);

    if (error != ERR_OK)
        return error == ERR_NOT_FOUND ? ERR_KIND_NONE : msg_failure(error, &text);
    if (withdrawal->talk.line->json)
        return conversation_print_json(conversation_as_json(&withdrawal->talk, &entry));
    if (withdrawal->talk.shown == 0 && entry.state == OUTBOX_ACKNOWLEDGED)
        conversation_show_receipt(&withdrawal->talk, &entry);
    return ERR_KIND_NONE;
}

static int say_withdrawn_already(struct withdrawal *withdrawal, const Qd__Holding *holding)
{
    char words[PERIOD_TEXT_BYTES];

    period_format(&withdrawal->period, words);
    msg("the return of %s for %s, revision %u, is withdrawn: the period counts as not returned "
        "until you submit again",
        boroughs_of(withdrawal->welcome->new_la_code)->la_name, words, holding->revision);
    return show(withdrawal, holding->submission_id.data);
}

// Writes it down before it is sent, so that a run that is cut short is finished by the next one.
static enum err put(struct withdrawal *withdrawal, const Qd__Holding *holding,
                    struct err_text *text)
{
    Qd__Withdrawal asked = QD__WITHDRAWAL__INIT;
    int found;
    enum err error;

    asked.new_la_code = withdrawal->welcome->new_la_code;
    asked.period = &withdrawal->period;
    asked.withdrawn_id = holding->submission_id;
    error = outbox_put_withdrawal(withdrawal->talk.outbox, &withdrawal->arena, &asked,
                                  &withdrawal->entry, &found, text);
    withdrawal->talk.fresh = withdrawal->entry.submission_id;
    return error;
}

static int send(struct withdrawal *withdrawal, struct err_text *text)
{
    struct submit_counts counts;
    const enum err error = conversation_send(&withdrawal->talk, &counts, text);

    if (error != ERR_OK)
        return conversation_say_unsent(&withdrawal->talk, &counts.stop, error, text);
    return counts.refused > 0 ? ERR_KIND_DATA : ERR_KIND_NONE;
}

// What waits here for the period, and may not go by itself, is what the officer takes back: it was never
// sent. What came to the region meanwhile is another's, and stays. The status to end with, or -1.
static int take_back_waiting(struct withdrawal *withdrawal, struct err_text *text)
{
    struct conversation *talk = &withdrawal->talk;
    char words[PERIOD_TEXT_BYTES];
    struct outbox_entry *waited = &withdrawal->waited;
    enum waiting waiting;
    enum err error = waiting_find(&waiting, talk->outbox, talk->sender, withdrawal->welcome,
                                  &withdrawal->period, &withdrawal->arena, waited, text);

    withdrawal->has_waited = error == ERR_OK;
    if (error == ERR_NOT_FOUND || (error == ERR_OK && waiting != WAITING_UNSEEN))
        return -1;
    if (error == ERR_OK)
        error = waiting_refuse(talk->outbox, &withdrawal->arena, waited, QD__REFUSAL_CODE__NOT_HELD,
                               "it was withdrawn here before it was sent", text);
    if (error != ERR_OK)
        return msg_failure(error, text);
    period_format(&withdrawal->period, words);
    msg("the return of %s for %s that waited in the outbox is withdrawn: it was not sent. What the "
        "region holds for %s came meanwhile, and stays: to withdraw that as well, run the same "
        "command again",
        boroughs_of(waited->authority)->la_name, words, words);
    return show(withdrawal, waited->submission_id);
}

// What is pending goes first: one of it may be what is to be withdrawn, or the withdrawal of an earlier run.
static int withdraw_now(struct withdrawal *withdrawal, struct err_text *text)
{
    const struct submit_stop nothing = {.stage = SUBMIT_BEFORE_WELCOME};
    const Qd__Holding *holding;
    int status;
    enum err error =
        conversation_hello(&withdrawal->talk, &withdrawal->arena, &withdrawal->welcome, text);

    if (error != ERR_OK)
        return conversation_say_unsent(&withdrawal->talk, &nothing, error, text);
    status = take_back_waiting(withdrawal, text);
    if (status >= 0)
        return status;
    status = send(withdrawal, text);
    if (status == ERR_KIND_COMMAND || status == ERR_KIND_ENVIRONMENT)
        return status;
    error = conversation_hello(&withdrawal->talk, &withdrawal->arena, &withdrawal->welcome, text);
    if (error != ERR_OK)
        return msg_failure(error, text);
    holding = holding_of(withdrawal->welcome, period_key(&withdrawal->period));
    if (holding == NULL)
        return say_not_held(withdrawal);
    if (holding->withdrawn)
        return say_withdrawn_already(withdrawal, holding);
    if (withdrawal->has_waited && !holding_is_entry(holding, &withdrawal->waited))
        return say_came_meanwhile(withdrawal, holding);
    error = put(withdrawal, holding, text);
    if (error != ERR_OK)
        return msg_failure(error, text);
    status = send(withdrawal, text);
    if (status == ERR_KIND_NONE || withdrawal->talk.line->json) {
        const int shown = show(withdrawal, withdrawal->entry.submission_id);

        status = status == ERR_KIND_NONE ? shown : status;
    }
    return status;
}

int withdraw_command(const struct command_line *line, const char *period)
{
    struct withdrawal withdrawal = {.period = QD__PERIOD__INIT};
    struct err_text text = {""};
    enum err error;
    int result;

    if (period_parse(&withdrawal.period, period, &text) != ERR_OK) {
        msg("%s", text.text);
        return ERR_KIND_COMMAND;
    }
    arena_init(&withdrawal.arena, WITHDRAWAL_ARENA_CAP_BYTES);
    error = conversation_open(&withdrawal.talk, line, &text);
    result = error == ERR_OK ? withdraw_now(&withdrawal, &text) : msg_failure(error, &text);
    conversation_close(&withdrawal.talk);
    arena_free(&withdrawal.arena);
    return result;
}
