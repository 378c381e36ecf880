#include "collector/commands/conversation.h"

#include "collector/outbox/outbox_history.h"
#include "collector/outbox/receipt_text.h"
#include "collector/words/report.h"
#include "lib/base/msg.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <stdio.h>
#include <string.h>

enum {
    CONVERSATION_ARENA_CAP_BYTES = 64 * 1000 * 1000,
    CONVERSATION_QUIET_MS = 1000,  // an answer that comes within it needs no progress
};

static void show_waiting(void *context, int waited_ms, int timeout_ms)
{
    (void)context;
    if (waited_ms >= CONVERSATION_QUIET_MS)
        msg_progress("waiting for the aggregator, seconds", (unsigned long)waited_ms / 1000,
                     (unsigned long)timeout_ms / 1000);
}

static void show_note(void *context, const char *sentence)
{
    (void)context;
    msg_progress_end();
    msg("%s", sentence);
}

void conversation_show_receipt(struct conversation *conversation, const struct outbox_entry *entry)
{
    const struct understood understood =
        outbox_history_understood(conversation->outbox, &conversation->scratch, entry);

    if (conversation->shown++ > 0)
        putchar('\n');
    if (receipt_text_receipt(stdout, &conversation->scratch, entry->answer, entry->answer_size,
                             &understood, 0) == ERR_CORRUPT)
        msg("the receipt cannot be read; it is kept in the outbox as it came");
    fflush(stdout);
}

json_t *conversation_as_json(struct conversation *conversation, const struct outbox_entry *entry)
{
    const struct understood understood =
        outbox_history_understood(conversation->outbox, &conversation->scratch, entry);

    return receipt_text_json(&conversation->scratch, entry, &understood);
}

static void show_refusal(struct conversation *conversation, const struct outbox_entry *entry)
{
    char period[PERIOD_TEXT_BYTES];
    struct findings findings;
    const char *words;

    findings_init(&findings, &conversation->scratch);
    if (receipt_text_refusal(&conversation->scratch, entry, &words, &findings) != ERR_OK)
        words = "its reason cannot be read; it is kept in the outbox as it came";
    msg("the %s of %s for %s was refused, and nothing of it was stored: %s",
        entry->kind == OUTBOX_WITHDRAWAL ? "withdrawal of the return" : "return",
        boroughs_of(entry->authority)->la_name, period_format_key(entry->period_key, period),
        words);
    if (findings.count > 0) {
        findings_sort(&findings);
        report_findings_text(stderr, &findings, "the return", NULL);
    }
}

static int is_fresh(const struct conversation *conversation, const struct outbox_entry *entry)
{
    return conversation->fresh != NULL &&
           memcmp(entry->submission_id, conversation->fresh, sizeof entry->submission_id) == 0;
}

static void show_answer(void *context, const struct outbox_entry *entry)
{
    struct conversation *conversation = context;

    msg_progress_end();
    arena_reset(&conversation->scratch);
    if (is_fresh(conversation, entry))
        conversation->already_held = 0;  // sent again, or again
    if (entry->state == OUTBOX_REFUSED)
        show_refusal(conversation, entry);
    else if (!conversation->line->json)
        conversation_show_receipt(conversation, entry);
    if (conversation->list != NULL)
        json_array_append_new(conversation->list, conversation_as_json(conversation, entry));
}

// --- the talk

static enum err connect(struct conversation *conversation, struct err_text *text)
{
    struct sender_options options = {.aggregator = conversation->settings.aggregator,
                                     .key = &conversation->key,
                                     .timeout_ms = conversation->settings.timeout_ms,
                                     .waiting = show_waiting};

    if (conversation->sender != NULL)
        return ERR_OK;
    memcpy(options.server_key, conversation->settings.server_key, KEYS_BYTES);
    return sender_open(&conversation->sender, &options, text);
}

enum err conversation_hello(struct conversation *conversation, struct arena *arena,
                            const Qd__Welcome **welcome, struct err_text *text)
{
    enum err error = connect(conversation, text);

    if (error == ERR_OK)
        error = sender_hello(conversation->sender, arena, welcome, text);
    msg_progress_end();
    return error;
}

enum err conversation_send(struct conversation *conversation, struct submit_counts *counts,
                           struct err_text *text)
{
    const struct submit_watcher watcher = {
        .context = conversation, .note = show_note, .answered = show_answer};
    enum err error = connect(conversation, text);

    *counts = (struct submit_counts){0};
    if (error == ERR_OK)
        error = submit_pending(conversation->outbox, conversation->sender, conversation->fresh,
                               &watcher, counts, text);
    msg_progress_end();
    return error;
}

static enum err count_pending(void *context, const struct outbox_entry *entry)
{
    size_t *pending = context;

    *pending += entry->state == OUTBOX_PENDING;
    return ERR_OK;
}

int conversation_say_unsent(const struct conversation *conversation, const struct submit_stop *stop,
                            enum err error, const struct err_text *text)
{
    struct err_text how_far;
    size_t pending = 0;

    (void)outbox_each(conversation->outbox, count_pending, &pending, NULL);
    submit_stop_words(stop, &how_far);
    if (conversation->already_held && stop->stage == SUBMIT_BEFORE_WELCOME)
        msg("the aggregator could not be asked whether this return is still the current one: %s",
            text->text);
    else
        msg_failure(error, text);
    if (pending > 0)
        msg("%s. %zu return%s kept in the outbox folder %s, and nothing is lost: run `qd-collector "
            "submit` again, which sends what is there. What has arrived already is not stored "
            "twice: the same answer comes again",
            how_far.text, pending, pending == 1 ? " is" : "s are", conversation->settings.outbox);
    else
        msg("%s. When that is fixed, run the same command again", how_far.text);
    // Whatever it is, it is not the figures, and what is not there or there already was not named
    // by the command.
    return error == ERR_COMMAND ? ERR_KIND_COMMAND : ERR_KIND_ENVIRONMENT;
}

int conversation_print_json(json_t *json)
{
    const int failed = json == NULL || json_dumpf(json, stdout, JSON_INDENT(2)) != 0;

    putchar('\n');
    json_decref(json);
    return failed || fflush(stdout) != 0 ? msg_failure(ERR_IO, NULL) : ERR_KIND_NONE;
}

// --- its beginning and end

enum err conversation_open(struct conversation *conversation, const struct command_line *line,
                           struct err_text *text)
{
    struct settings *settings = &conversation->settings;
    enum err error;

    *conversation = (struct conversation){.line = line};
    arena_init(&conversation->scratch, CONVERSATION_ARENA_CAP_BYTES);
    error = settings_load(settings, &line->given, text);
    if (error == ERR_OK)
        error = settings_need_aggregator(settings, text);
    if (error == ERR_OK)
        error = settings_load_key(settings, &conversation->key, text);
    if (error == ERR_OK)
        error = outbox_open(&conversation->outbox, settings->outbox, text);
    return error;
}

void conversation_close(struct conversation *conversation)
{
    sender_close(conversation->sender);
    outbox_close(conversation->outbox);
    keys_wipe(&conversation->key);
    arena_free(&conversation->scratch);
}
