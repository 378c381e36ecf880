#include "reporter/commands/edition_commands.h"

#include "lib/base/msg.h"
#include "reporter/commands/make_view.h"
#include "reporter/editions/diff.h"
#include "reporter/editions/verify.h"
#include "reporter/outputs/output_format.h"

#include <inttypes.h>
#include <string.h>

// --- what is asked for

static enum err ask(struct edition_asked *asked, struct arena *arena,
                    const struct reporter_words *words, struct err_text *text)
{
    *asked = (struct edition_asked){.period = words->periods,
                                    .audience = words->audience,
                                    .as_of = words->as_of,
                                    .since = words->since,
                                    .calendar = words->calendar,
                                    .program = "qd-reporter",
                                    .version = QD_VERSION};
    if (words->as_at.unix_ms != UINT64_MAX)
        asked->as_of.unix_ms = words->as_at.unix_ms;
    return make_view_reference(&asked->reference, arena, words, text);
}

// --- making one

static enum err check_words(const struct reporter_words *words, struct err_text *text)
{
    if (words->periods == NULL)
        return err_say(text, ERR_COMMAND,
                       "say for which period, as in --period '2025-26 Q3'; `qd-reporter periods` "
                       "lists what there is");
    if (words->out == NULL)
        return err_say(text, ERR_COMMAND,
                       "say where with --out: a new folder, as in --out editions/2025-26-Q3");
    return ERR_OK;
}

static enum err make(const struct reporter_words *words, struct arena *arena, struct store *store,
                     struct err_text *text)
{
    struct edition_asked asked;
    struct edition edition;
    enum err error = ask(&asked, arena, words, text);

    if (error == ERR_OK)
        error = edition_begin(&edition, arena, &asked, store, text);
    if (error == ERR_OK)
        error = edition_make(&edition, words->out, 0, text);
    if (error == ERR_OK)
        printf("%s: the edition of %s for %s, number %" PRIu64
               " of the journal, as at %s: %zu files\n",
               words->out, edition.manifest.period, edition.manifest.audience,
               edition.manifest.journal.sequence, edition.manifest.as_at,
               edition.manifest.files.count + 1);
    return error;
}

// --- verifying one

static void print_report(const struct verify_report *report, const char *folder)
{
    const struct manifest *manifest = &report->manifest;

    for (size_t i = 0; i < report->faults_count; i++)
        printf("%s: %s\n", report->faults[i].path, report->faults[i].what);
    if (report->redacted > 0)
        printf("%zu %s redacted after it was made: %zu figures that need what was removed are "
               "another now. Figures were compared: %zu\n",
               report->redacted, report->redacted == 1 ? "return was" : "returns were",
               report->redacted_figures, report->figures);
    if (report->other != NULL)
        printf("It was made by %s: use that for the same bytes. Figures were compared: %zu\n",
               report->other, report->figures);
    printf("%s: the edition of %s for %s, number %" PRIu64 " of the journal, as at %s: ", folder,
           manifest->period, manifest->audience, manifest->journal.sequence, manifest->as_at);
    if (report->faults_count > 0)
        printf("%zu %s\n", report->faults_count,
               report->faults_count == 1 ? "difference" : "differences");
    else if (report->redacted > 0)
        puts("its files are as they were made, and the other figures are the same when it is made "
             "again");
    else if (report->other != NULL)
        puts("the same figures when it is made again");
    else
        printf("%zu files, the same to the byte when they are made again\n", report->files);
}

static enum err verify(const struct reporter_words *words, struct arena *arena, struct store *store,
                       struct err_text *text)
{
    struct verify_report report;
    struct edition_asked asked;
    enum err error = ask(&asked, arena, words, text);

    if (error == ERR_OK)
        error = verify_edition(&report, arena, words->verify, &asked, store, text);
    if (error != ERR_OK)
        return error;
    print_report(&report, words->verify);
    return report.faults_count == 0
               ? ERR_OK
               : err_say(text, ERR_MALFORMED, "%s is not what its manifest says", words->verify);
}

int edition_commands_edition(const void *values, const char *const *arguments)
{
    const struct reporter_words *words = values;
    struct err_text text = {""};
    struct store *store = NULL;
    struct arena arena;
    enum err error = ERR_OK;

    (void)arguments;
    arena_init(&arena, EDITION_ARENA_CAP_BYTES);
    if (words->verify == NULL)
        error = check_words(words, &text);
    if (error == ERR_OK)
        error = reporter_words_open_store(&store, words, &text);
    if (error == ERR_OK)
        error = words->verify == NULL ? make(words, &arena, store, &text)
                                      : verify(words, &arena, store, &text);
    store_close(store);
    arena_free(&arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}

// --- two of them

int edition_commands_diff(const void *values, const char *const *arguments)
{
    const struct reporter_words *words = values;
    const struct output_format *format = output_format_find(words->format);
    struct err_text text = {""};
    struct arena arena;
    struct diff diff;
    enum err error;

    arena_init(&arena, DIFF_ARENA_CAP_BYTES);
    error = diff_make(&diff, &arena, arguments[0], arguments[1], &text);
    if (error == ERR_OK)
        error = output_format_write(format, &(struct output_subject){.sheet = &diff.sheet},
                                    words->out, stdout, &text);
    if (error == ERR_OK && format->for_people && words->out == NULL)
        printf("\n%zu of %zu lines differ; %zu %s another definition\n", diff.lines, diff.compared,
               diff.definitions, diff.definitions == 1 ? "measure has" : "measures have");
    arena_free(&arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}
