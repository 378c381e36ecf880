#include "collector/commands/submit_command.h"

#include "collector/commands/known.h"
#include "collector/outbox/outbox_history.h"
#include "collector/outbox/receipt_text.h"
#include "collector/reading/folder.h"
#include "collector/sending/sender.h"
#include "collector/sending/submit.h"
#include "collector/words/report.h"
#include "lib/base/msg.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum {
    SUBMISSION_ARENA_CAP_BYTES = 64 * 1000 * 1000,
    SUBMISSION_QUIET_MS = 1000,  // an answer that comes within it needs no progress
};

struct submission {
    const struct command_line *line;
    const char *path;  // the folder; NULL: what is pending
    struct settings settings;
    struct keys_pair key;
    struct outbox *outbox;
    struct sender *sender;
    struct arena arena;  // the return
    struct arena scratch;
    struct outbox_entry entry;  // of the folder, when there is one
    int already_held;
    json_t *list;  // what was answered, for --json without a folder
    size_t shown;
};

static void show_waiting(void *context, int waited_ms, int timeout_ms)
{
    (void)context;
    if (waited_ms >= SUBMISSION_QUIET_MS)
        msg_progress("waiting for the aggregator, seconds", (unsigned long)waited_ms / 1000,
                     (unsigned long)timeout_ms / 1000);
}

static void show_note(void *context, const char *sentence)
{
    (void)context;
    msg_progress_end();
    msg("%s", sentence);
}

static void show_receipt(struct submission *submission, const struct outbox_entry *entry)
{
    const struct understood understood =
        outbox_history_understood(submission->outbox, &submission->scratch, entry);

    if (submission->shown++ > 0)
        putchar('\n');
    if (receipt_text_receipt(stdout, &submission->scratch, entry->answer, entry->answer_size,
                             &understood, 0) == ERR_CORRUPT)
        msg("the receipt cannot be read; it is kept in the outbox as it came");
    fflush(stdout);
}

static json_t *as_json(struct submission *submission, const struct outbox_entry *entry)
{
    const struct understood understood =
        outbox_history_understood(submission->outbox, &submission->scratch, entry);

    return receipt_text_json(&submission->scratch, entry, &understood);
}

static void show_refusal(struct submission *submission, const struct outbox_entry *entry)
{
    char period_text[PERIOD_TEXT_BYTES] = "?";
    struct findings findings;
    Qd__Period period;
    const char *words;

    findings_init(&findings, &submission->scratch);
    if (receipt_text_refusal(&submission->scratch, entry, &words, &findings) != ERR_OK)
        words = "its reason cannot be read; it is kept in the outbox as it came";
    if (period_from_key(&period, entry->period_key))
        period_format(&period, period_text);
    msg("the return of %s for %s was refused, and nothing of it was stored: %s",
        boroughs_of(entry->authority)->la_name, period_text, words);
    if (findings.count > 0) {
        findings_sort(&findings);
        report_findings_text(stderr, &findings, "the return", NULL);
    }
}

static int is_folders(const struct submission *submission, const struct outbox_entry *entry)
{
    return submission->path != NULL && memcmp(entry->submission_id, submission->entry.submission_id,
                                              sizeof entry->submission_id) == 0;
}

static void show_answer(void *context, const struct outbox_entry *entry)
{
    struct submission *submission = context;

    msg_progress_end();
    arena_reset(&submission->scratch);
    if (is_folders(submission, entry))
        submission->already_held = 0;  // sent again, or again
    if (entry->state == OUTBOX_REFUSED)
        show_refusal(submission, entry);
    else if (!submission->line->json)
        show_receipt(submission, entry);
    if (submission->list != NULL)
        json_array_append_new(submission->list, as_json(submission, entry));
}

// Before the return is in the outbox.
static int say_not_sent(const struct submission *submission, enum err error,
                        const struct err_text *text)
{
    const int status = msg_failure(error, text);

    if (status == ERR_KIND_COMMAND)
        msg("nothing was sent");
    else if (submission->path == NULL)
        msg("nothing was sent: when that is fixed, run the same command again");
    else
        msg("nothing was sent, and the figures are where they were, in %s: when that is fixed, "
            "run the same command again",
            submission->path);
    return status;
}

// Reads and judges the folder, and writes the return to the outbox. The status to end with, or -1.
static int take_folder(struct submission *submission, struct err_text *text)
{
    const struct command_line *line = submission->line;
    struct understood understood;
    struct findings findings;
    Qd__Return *returned;
    struct known known;
    enum err error;
    int found;

    findings_init(&findings, &submission->arena);
    known_begin(&known, submission->path);
    error = folder_read(submission->path, &known.beside, &submission->arena, &returned, &findings,
                        text);
    known_end(&known);
    if (error != ERR_OK)
        return msg_failure(error, text);
    understood = (struct understood){.returned = returned, .findings = &findings};
    if (returned != NULL)
        error = outbox_history_before(submission->outbox, &submission->arena, returned, NULL,
                                      &understood.earlier, text);
    if (error != ERR_OK)
        return say_not_sent(submission, error, text);
    if (findings.stops > 0 || returned == NULL) {
        error = line->json ? report_findings_json(stdout, &findings, submission->path, &understood)
                           : report_findings_text(stdout, &findings, submission->path, &understood);
        msg("nothing was sent");
        return error == ERR_OK ? ERR_KIND_DATA : msg_failure(error, NULL);
    }
    if (findings.count > 0)
        report_findings_text(stderr, &findings, submission->path, &understood);
    else
        understood_text(stderr, 0, &understood);
    error = outbox_put(submission->outbox, &submission->arena, returned, &submission->entry, &found,
                       text);
    if (error != ERR_OK)
        return say_not_sent(submission, error, text);
    submission->already_held = found && submission->entry.state == OUTBOX_ACKNOWLEDGED;
    return -1;
}

static enum err send_all(struct submission *submission, struct submit_counts *counts,
                         struct err_text *text)
{
    const struct submit_watcher watcher = {
        .context = submission, .note = show_note, .answered = show_answer};
    struct sender_options options = {.aggregator = submission->settings.aggregator,
                                     .key = &submission->key,
                                     .timeout_ms = submission->settings.timeout_ms,
                                     .waiting = show_waiting};
    enum err error;

    memcpy(options.server_key, submission->settings.server_key, KEYS_BYTES);
    error = sender_open(&submission->sender, &options, text);
    if (error == ERR_OK)
        error = submit_pending(submission->outbox, submission->sender,
                               submission->path == NULL ? NULL : submission->entry.submission_id,
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

// What stands in the way, whether anything was sent, and that nothing is lost by it.
static int say_unsent(const struct submission *submission, const struct submit_stop *stop,
                      enum err error, const struct err_text *text)
{
    struct err_text how_far;
    size_t pending = 0;

    (void)outbox_each(submission->outbox, count_pending, &pending, NULL);
    submit_stop_words(stop, &how_far);
    if (submission->already_held && stop->stage == SUBMIT_BEFORE_WELCOME)
        msg("the aggregator could not be asked whether this return is still the current one: %s",
            text->text);
    else
        msg_failure(error, text);
    if (pending > 0)
        msg("%s. %zu return%s kept in the outbox folder %s, and nothing is lost: run `qd-collector "
            "submit` again, which sends what is there. What has arrived already is not stored "
            "twice: the same answer comes again",
            how_far.text, pending, pending == 1 ? " is" : "s are", submission->settings.outbox);
    else
        msg("%s. When that is fixed, run the same command again", how_far.text);
    // Whatever it is, it is not the figures, and what is not there or there already was not named
    // by the command.
    return error == ERR_COMMAND ? ERR_KIND_COMMAND : ERR_KIND_ENVIRONMENT;
}

static int print_json(json_t *json)
{
    const int failed = json == NULL || json_dumpf(json, stdout, JSON_INDENT(2)) != 0;

    putchar('\n');
    json_decref(json);
    return failed || fflush(stdout) != 0 ? msg_failure(ERR_IO, NULL) : ERR_KIND_NONE;
}

static int print_folders(struct submission *submission, int status, struct err_text *text)
{
    struct outbox_entry entry;
    json_t *object;
    enum err error;

    arena_reset(&submission->scratch);
    error = outbox_get(submission->outbox, &submission->scratch, submission->entry.submission_id,
                       &entry, text);
    if (error != ERR_OK)
        return msg_failure(error, text);
    if (submission->already_held)
        msg("this very return was submitted before, and its receipt is held already%s",
            status == ERR_KIND_NONE ? ": nothing was sent" : "");
    if (!submission->line->json) {
        if (submission->already_held)
            show_receipt(submission, &entry);
        return ERR_KIND_NONE;
    }
    object = as_json(submission, &entry);
    json_object_set_new(object, "already_held", json_boolean(submission->already_held));
    return print_json(object);
}

static int submit_now(struct submission *submission, struct err_text *text)
{
    const int has_folder = submission->path != NULL;
    struct submit_counts counts = {0};
    int printed = ERR_KIND_NONE;
    int status = has_folder ? take_folder(submission, text) : -1;
    enum err error;

    if (status >= 0)
        return status;
    if (submission->line->json && !has_folder)
        submission->list = json_array();
    error = send_all(submission, &counts, text);
    if (error != ERR_OK)
        status = say_unsent(submission, &counts.stop, error, text);
    else if (counts.refused > 0 || (!has_folder && counts.elsewhere > 0))
        status = ERR_KIND_DATA;
    else
        status = ERR_KIND_NONE;
    if (has_folder)
        printed = print_folders(submission, status, text);
    else if (submission->list != NULL)
        printed = print_json(submission->list);
    else if (error == ERR_OK && submission->shown == 0 && counts.refused == 0)
        msg("nothing is pending");
    return status != ERR_KIND_NONE ? status : printed;
}

static enum err open_submission(struct submission *submission, struct err_text *text)
{
    struct settings *settings = &submission->settings;
    enum err error = settings_load(settings, &submission->line->given, text);

    if (error == ERR_OK)
        error = settings_need_aggregator(settings, text);
    if (error == ERR_OK)
        error = settings_load_key(settings, &submission->key, text);
    if (error == ERR_OK)
        error = outbox_open(&submission->outbox, settings->outbox, text);
    return error;
}

int submit_command(const struct command_line *line, const char *path)
{
    struct submission submission = {.line = line, .path = path};
    struct err_text text = {""};
    enum err error;
    int result;

    arena_init(&submission.arena, FOLDER_ARENA_CAP_BYTES);
    arena_init(&submission.scratch, SUBMISSION_ARENA_CAP_BYTES);
    error = open_submission(&submission, &text);
    result =
        error == ERR_OK ? submit_now(&submission, &text) : say_not_sent(&submission, error, &text);
    sender_close(submission.sender);
    outbox_close(submission.outbox);
    keys_wipe(&submission.key);
    arena_free(&submission.scratch);
    arena_free(&submission.arena);
    return result;
}
