#include "aggregator/commands/store_commands.h"

#include "aggregator/commands/command_line.h"
#include "aggregator/commands/progress.h"
#include "aggregator/commands/status.h"
#include "aggregator/store/store.h"
#include "lib/base/clock.h"
#include "lib/base/msg.h"
#include "proto/form/period.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// --- init

static int make(const struct command_line *line)
{
    const size_t mib = line->store_mib == 0 ? STORE_SIZE_DEFAULT_MIB : line->store_mib;
    const struct store_making making = {
        .size_bytes = mib * 1024 * 1024, .simulated = line->simulated, .progress = progress_making};
    struct err_text text = {""};
    const enum err error = store_make(line->store, &making, &text);

    msg_progress_end();
    if (error != ERR_OK)
        return msg_failure(error, &text);
    printf("a new store of %zu MiB in %s%s\n", mib, line->store,
           line->simulated ? ", which takes simulated returns" : "");
    return 0;
}

static int enter_restored(const struct command_line *line)
{
    struct err_text text = {""};
    struct journal_entry entry;
    const enum err error = store_restored(line->store, &entry, &text);

    if (error != ERR_OK)
        return msg_failure(error, &text);
    printf("the journal of %s says that a backup was put in place (entry %" PRIu64 "). "
           "`qd-aggregator serve` takes returns again; boroughs send what the backup does not hold "
           "at their next submit\n",
           line->store, entry.sequence);
    return 0;
}

int store_commands_init(const void *values, const char *const *arguments)
{
    const struct command_line *line = values;

    (void)arguments;
    if (!line->restored)
        return make(line);
    if (!line->simulated && line->store_mib == 0)
        return enter_restored(line);
    msg("--restored is about a store that is there: --simulated and --store-size are for a new "
        "one");
    return ERR_KIND_COMMAND;
}

// --- looking at it

static int open_to_read(struct store **store, const struct command_line *line, int verifies)
{
    const struct store_options options = {.read_only = 1, .verifies = verifies};
    struct err_text text = {""};
    const enum err error = store_open(store, line->store, &options, &text);

    return error == ERR_OK ? 0 : msg_failure(error, &text);
}

int store_commands_status(const void *values, const char *const *arguments)
{
    const struct command_line *line = values;
    struct err_text text = {""};
    struct status status;
    struct store *store;
    Qd__Period period;
    enum err error;
    int exit_status;

    (void)arguments;
    if (line->period != NULL && period_parse(&period, line->period, &text) != ERR_OK) {
        msg("%s", text.text);
        return ERR_KIND_COMMAND;
    }
    exit_status = open_to_read(&store, line, 0);
    if (exit_status != 0)
        return exit_status;
    error = status_read(&status, store,
                        &(struct status_asked){.only = line->period == NULL ? NULL : &period,
                                               .calendar = line->calendar,
                                               .today = clock_today()},
                        &text);
    store_close(store);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    error = line->json ? status_print_json(&status, stdout) : status_print(&status, stdout);
    status_free(&status);
    return error == ERR_OK ? 0 : msg_failure(error, NULL);
}

static void print_report(const struct store_report *report)
{
    printf("%" PRIu64 " %s, each as it was received", report->returns,
           report->returns == 1 ? "return" : "returns");
    if (report->redacted > 0)
        printf(", but for %" PRIu64 " that %s redacted", report->redacted,
               report->redacted == 1 ? "was" : "were");
    if (report->withdrawn > 0)
        printf("; %" PRIu64 " %s withdrawn later", report->withdrawn,
               report->withdrawn == 1 ? "was" : "were");
    if (report->restored > 0)
        printf("; a backup was put in place %" PRIu64 " %s", report->restored,
               report->restored == 1 ? "time" : "times");
    puts("");
}

static int rebuild(const struct command_line *line)
{
    struct store_report report;
    struct err_text text = {""};
    const enum err error = store_rebuild(line->store, &report, progress_checking, NULL, &text);

    msg_progress_end();
    if (error != ERR_OK)
        return msg_failure(error, &text);
    print_report(&report);
    printf("data.mdb was made again from them; what it was before is kept in "
           "%s/data.mdb.before-rebuild\n",
           line->store);
    return 0;
}

int store_commands_verify(const void *values, const char *const *arguments)
{
    const struct command_line *line = values;
    struct store_report report;
    struct err_text text = {""};
    struct store *store;
    enum err error;
    int exit_status;

    (void)arguments;
    if (line->rebuild)
        return rebuild(line);
    exit_status = open_to_read(&store, line, 1);
    if (exit_status != 0)
        return exit_status;
    error = store_verify(store, &report, progress_checking, NULL, &text);
    msg_progress_end();
    store_close(store);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    print_report(&report);
    return 0;
}

// --- what redact, withdraw and evidence are about

static enum err read_borough_and_period(struct store_target *target, const char *const *arguments,
                                        struct err_text *text)
{
    const struct borough *borough = boroughs_find(arguments[0]);

    if (borough == NULL)
        return err_say(text, ERR_COMMAND,
                       "\"%s\" is not one of the 33 authorities: give a name, an ONS code or DfE's "
                       "number, as Camden, E09000007 or 202",
                       arguments[0]);
    target->authority = borough->authority;
    return period_parse(&target->period, arguments[1], text) == ERR_OK ? ERR_OK : ERR_COMMAND;
}

static enum err read_target(struct store_target *target, const char *const *arguments,
                            struct err_text *text)
{
    char *end;
    const unsigned long revision = strtoul(arguments[2], &end, 10);
    const enum err error = read_borough_and_period(target, arguments, text);

    if (error != ERR_OK)
        return error;
    if (arguments[2][0] < '1' || arguments[2][0] > '9' || *end != '\0' || revision > UINT32_MAX)
        return err_say(text, ERR_COMMAND,
                       "\"%s\" is not a revision: `qd-aggregator status` shows the newest of each "
                       "period, and they count from 1",
                       arguments[2]);
    target->revision = (uint32_t)revision;
    return ERR_OK;
}

// --- evidence

struct evidence {
    const struct store_target *target;
    uint8_t chained[JOURNAL_CHAINED_BYTES];
    uint8_t previous[CODEC_HASH_BYTES];  // the link of the entry before
    struct journal_entry entry;
    int is_found;
};

static enum err look_for(void *context, const struct journal_entry *entry)
{
    struct evidence *evidence = context;
    const struct store_target *target = evidence->target;

    if (entry->kind == JOURNAL_RETURN && entry->authority == target->authority &&
        entry->period_key == period_key(&target->period) && entry->revision == target->revision) {
        journal_chained(evidence->chained, evidence->previous, entry);
        evidence->entry = *entry;
        evidence->is_found = 1;
    }
    memcpy(evidence->previous, entry->link, sizeof evidence->previous);
    return ERR_OK;
}

static enum err check_found(const struct evidence *evidence, int wants_head, struct err_text *text)
{
    char name[JOURNAL_NAME_BYTES];

    if (!evidence->is_found)
        return err_say(text, ERR_NOT_FOUND,
                       "there is no such return: `qd-aggregator status` shows the newest revision "
                       "of each period");
    if (wants_head)
        return ERR_OK;
    if (evidence->entry.body == NULL)
        return err_say(text, ERR_EMPTY, "%s was redacted: --head shows what is left of it",
                       journal_name(&evidence->entry, name));
    return journal_check_body(&evidence->entry, text);
}

static enum err write_evidence(struct store *store, const struct store_target *target,
                               int wants_head, struct err_text *text)
{
    struct evidence evidence = {.target = target};
    struct store_reading reading;
    enum err error = store_read_begin(store, STORE_NOW, &reading, text);

    if (error != ERR_OK)
        return error;
    error = store_each_entry(&reading, look_for, &evidence);
    if (error == ERR_OK)
        error = check_found(&evidence, wants_head, text);
    // What stdout does not take is noticed when the program ends.
    if (error == ERR_OK && wants_head)
        (void)fwrite(evidence.chained, 1, sizeof evidence.chained, stdout);
    else if (error == ERR_OK)
        (void)fwrite(evidence.entry.body, 1, evidence.entry.body_bytes, stdout);
    store_read_end(&reading);
    return error;
}

int store_commands_evidence(const void *values, const char *const *arguments)
{
    const struct command_line *line = values;
    struct store_target target = {.period = QD__PERIOD__INIT};
    struct err_text text = {""};
    struct store *store;
    enum err error = read_target(&target, arguments, &text);
    int exit_status;

    if (error != ERR_OK)
        return msg_failure(error, &text);
    exit_status = open_to_read(&store, line, 0);
    if (exit_status != 0)
        return exit_status;
    error = write_evidence(store, &target, line->head, &text);
    store_close(store);
    return error == ERR_OK ? 0 : msg_failure(error, &text);
}

// --- redact and withdraw

int store_commands_redact(const void *values, const char *const *arguments)
{
    const struct command_line *line = values;
    struct err_text text = {""};
    struct store_target target = {.period = QD__PERIOD__INIT};
    char period[PERIOD_TEXT_BYTES];
    enum err error = read_target(&target, arguments, &text);

    if (error == ERR_OK && line->reason == NULL)
        error = err_say(&text, ERR_COMMAND,
                        "--reason WORDS is needed: it stands in the journal for good, so do not "
                        "repeat what has to go");
    if (error == ERR_OK)
        error = store_redact(line->store, &target, line->reason, &text);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    period_format(&target.period, period);
    printf(
        "the body of %s's return for %s, revision %u is removed from %s; its receipt stays good. "
        "Its figures are x until the borough sends the next revision. Backups made before this "
        "still hold it\n",
        boroughs_of(target.authority)->la_name, period, target.revision, line->store);
    return 0;
}

int store_commands_withdraw(const void *values, const char *const *arguments)
{
    const struct command_line *line = values;
    struct err_text text = {""};
    struct store_target target = {.period = QD__PERIOD__INIT};
    char period[PERIOD_TEXT_BYTES];
    struct journal_entry entry;
    enum err error = read_borough_and_period(&target, arguments, &text);

    if (error == ERR_OK && line->reason == NULL)
        error = err_say(&text, ERR_COMMAND,
                        "--reason WORDS is needed: it stands in the journal for good, and status "
                        "shows it");
    if (error == ERR_OK)
        error = store_withdraw(line->store, target.authority, &target.period, line->reason, &entry,
                               &text);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    period_format(&target.period, period);
    printf("%s's return for %s, revision %" PRIu32 ", is withdrawn (entry %" PRIu64 "): it counts "
           "as not returned until the borough submits again. Nothing is deleted, and its receipt "
           "stays good\n",
           boroughs_of(target.authority)->la_name, period, entry.revision, entry.sequence);
    return 0;
}
