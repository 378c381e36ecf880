#include "collector/commands/submit_command.h"

#include "collector/commands/conversation.h"
#include "collector/commands/known.h"
#include "collector/commands/replacing.h"
#include "collector/commands/unseen.h"
#include "collector/outbox/outbox_history.h"
#include "collector/reading/folder.h"
#include "collector/words/report.h"
#include "lib/base/msg.h"

#include <stdio.h>
#include <string.h>

struct submission {
    struct conversation talk;
    const char *path;           // the folder; NULL: what is pending
    struct arena arena;         // the return
    struct outbox_entry entry;  // of the folder, when there is one
    uint8_t replaces[CODEC_SUBMISSION_ID_BYTES];
    enum err unasked;  // why the aggregator could not be asked what it holds; ERR_OK
};

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

// Compares the return with the one that it replaces, which `submission->replaces` becomes; first what
// waits for its period, if that would replace what nobody has compared it with. That nobody can be asked
// does not keep the return from being written to the outbox. The status to end with, or -1.
static int look_before(struct submission *submission, Qd__Return *returned, struct err_text *text)
{
    struct replacing replacing = {
        .talk = &submission->talk, .arena = &submission->arena, .returned = returned, .why = text};
    int status = -1;

    submission->unasked =
        conversation_hello(&submission->talk, &submission->arena, &replacing.welcome, text);
    if (submission->unasked == ERR_OK) {
        status = unseen_settle(&submission->talk, &submission->arena, replacing.welcome, returned);
        if (status >= 0)
            msg("nothing was sent");
    }
    if (status < 0)
        status = replacing_look(&replacing);
    memcpy(submission->replaces, replacing.replaced.submission_id, sizeof submission->replaces);
    if (status >= 0 || !submission->talk.line->dry_run)
        return status;
    msg("this was a dry run: nothing was written or sent%s",
        submission->unasked == ERR_OK ? "" : ", and the aggregator could not be asked");
    return ERR_KIND_NONE;
}

// Reads and judges the folder. The status to end with, or -1.
static int read_folder(struct submission *submission, Qd__Return **result, struct err_text *text)
{
    const struct command_line *line = submission->talk.line;
    struct understood understood;
    struct findings findings;
    Qd__Return *returned;
    struct known known;
    enum err error;

    findings_init(&findings, &submission->arena);
    known_begin(&known, submission->path, submission->talk.outbox);
    error = folder_read(submission->path, &known.beside, &submission->arena, &returned, &findings,
                        text);
    known_end(&known);
    if (error != ERR_OK)
        return msg_failure(error, text);
    understood = (struct understood){.returned = returned, .findings = &findings};
    if (returned->header != NULL)
        error = outbox_history_before(submission->talk.outbox, &submission->arena, returned, NULL,
                                      &understood.earlier, text);
    if (error != ERR_OK)
        return say_not_sent(submission, error, text);
    if (known.text.text[0] != '\0')
        msg("not all earlier returns could be looked at: %s", known.text.text);
    if (findings.stops > 0 || returned->header == NULL) {
        error = line->json ? report_findings_json(stdout, &findings, submission->path, &understood)
                           : report_findings_text(stdout, &findings, submission->path, &understood);
        msg("nothing was sent");
        return error == ERR_OK ? ERR_KIND_DATA : msg_failure(error, NULL);
    }
    if (findings.count > 0)
        report_findings_text(stderr, &findings, submission->path, &understood);
    else
        understood_text(stderr, 0, &understood);
    *result = returned;
    return -1;
}

// The same, and writes the return to the outbox.
static int take_folder(struct submission *submission, struct err_text *text)
{
    Qd__Return *returned = NULL;
    int status = read_folder(submission, &returned, text);
    enum err error;
    int found;

    if (status < 0)
        status = look_before(submission, returned, text);
    if (status >= 0)
        return status;
    error = outbox_put(submission->talk.outbox, &submission->arena, returned, submission->replaces,
                       &submission->entry, &found, text);
    if (error != ERR_OK)
        return say_not_sent(submission, error, text);
    submission->talk.fresh = submission->entry.submission_id;
    submission->talk.already_held = found && submission->entry.state == OUTBOX_ACKNOWLEDGED;
    return -1;
}

static int print_folders(struct submission *submission, int status, struct err_text *text)
{
    struct outbox_entry entry;
    json_t *object;
    enum err error;

    arena_reset(&submission->talk.scratch);
    error = outbox_get(submission->talk.outbox, &submission->talk.scratch,
                       submission->entry.submission_id, &entry, text);
    if (error != ERR_OK)
        return msg_failure(error, text);
    submission->talk.already_held &= entry.state == OUTBOX_ACKNOWLEDGED;
    if (submission->talk.already_held)
        msg("this very return was submitted before, and its receipt is held already%s",
            status == ERR_KIND_NONE ? ": nothing was sent" : "");
    if (!submission->talk.line->json) {
        if (submission->talk.already_held)
            conversation_show_receipt(&submission->talk, &entry);
        return ERR_KIND_NONE;
    }
    object = conversation_as_json(&submission->talk, &entry);
    json_object_set_new(object, "already_held", json_boolean(submission->talk.already_held));
    return conversation_print_json(object);
}

// What is pending, before it is sent. The status to end with, or -1.
static int look_at_pending(struct submission *submission, struct err_text *text)
{
    const Qd__Welcome *welcome;

    submission->unasked = conversation_hello(&submission->talk, &submission->arena, &welcome, text);
    return submission->unasked == ERR_OK
               ? unseen_settle_all(&submission->talk, &submission->arena, welcome)
               : -1;
}

// Sends, and what was overtaken on its way is compared once more and sent again, a few times at most.
static enum err send_all(struct submission *submission, struct submit_counts *counts,
                         struct err_text *text)
{
    enum { ROUNDS_MAX = 5 };
    size_t refused = 0;
    enum err error;

    for (int round = 1;; round++) {
        error = conversation_send(&submission->talk, counts, text);
        refused += counts->refused;
        if (error != ERR_OK || counts->overtaken == 0 || round == ROUNDS_MAX)
            break;
        if (submission->talk.line->json && submission->talk.list == NULL)
            submission->talk.list = json_array();  // one document is printed, that of the folder
        if (look_at_pending(submission, text) >= 0)
            break;
        error = submission->unasked;
        if (error != ERR_OK)
            break;
    }
    counts->refused = refused;
    return error;
}

static int submit_now(struct submission *submission, struct err_text *text)
{
    const int has_folder = submission->path != NULL;
    struct submit_counts counts = {0};
    int printed = ERR_KIND_NONE;
    enum err error;
    int status;

    if (submission->talk.line->json && !has_folder)
        submission->talk.list = json_array();
    status = has_folder ? take_folder(submission, text) : look_at_pending(submission, text);
    if (status >= 0) {
        json_decref(submission->talk.list);
        return status;
    }
    error = submission->unasked;
    if (error == ERR_OK)
        error = send_all(submission, &counts, text);
    if (error != ERR_OK)
        status = conversation_say_unsent(&submission->talk, &counts.stop, error, text);
    else if (counts.refused > 0 || (!has_folder && counts.elsewhere > 0))
        status = ERR_KIND_DATA;
    else if (counts.overtaken > 0)
        status = ERR_KIND_ENVIRONMENT;
    else if (has_folder ? counts.fresh_is_unseen : counts.unseen > 0)
        status = ERR_KIND_COMMAND;
    else
        status = ERR_KIND_NONE;
    if (has_folder) {
        printed = print_folders(submission, status, text);
        json_decref(submission->talk.list);  // what else went along is not printed
    } else if (submission->talk.list != NULL) {
        printed = conversation_print_json(submission->talk.list);
    } else if (error == ERR_OK && submission->talk.shown == 0 &&
               counts.refused + counts.unseen == 0) {
        msg("nothing is pending");
    }
    return status != ERR_KIND_NONE ? status : printed;
}

int submit_command(const struct command_line *line, const char *path)
{
    struct submission submission = {.path = path};
    struct err_text text = {""};
    enum err error;
    int result;

    if (path == NULL && line->dry_run) {
        msg("--dry-run is about a FOLDER: give its name as well");
        return ERR_KIND_COMMAND;
    }
    arena_init(&submission.arena, FOLDER_ARENA_CAP_BYTES);
    error = conversation_open(&submission.talk, line, &text);
    result =
        error == ERR_OK ? submit_now(&submission, &text) : say_not_sent(&submission, error, &text);
    conversation_close(&submission.talk);
    arena_free(&submission.arena);
    return result;
}
