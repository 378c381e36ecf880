#include "reporter/commands/run_command.h"

#include "lib/base/clock.h"
#include "lib/base/msg.h"
#include "proto/form/period.h"
#include "reporter/commands/make_view.h"
#include "reporter/editions/schedule.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// Between two looks into the store: a return is in an edition a minute later.
enum { ROUND_S = 60 };

// One look, and what every edition of it is made with.
struct look {
    const struct reporter_words *words;
    const char *reference;
    struct store *store;
    struct schedule schedule;
};

// The signals that end it are blocked, and taken only where it waits or looks.
static void block_ends(sigset_t *ends)
{
    (void)sigemptyset(ends);
    (void)sigaddset(ends, SIGTERM);
    (void)sigaddset(ends, SIGINT);
    (void)sigprocmask(SIG_BLOCK, ends, NULL);
}

// Whether one has come, within so many seconds.
static int must_end(const sigset_t *ends, time_t seconds)
{
    const struct timespec time = {.tv_sec = seconds};

    return sigtimedwait(ends, NULL, &time) > 0;
}

// --- one edition

static void print_made(const struct edition *edition, const char *path)
{
    printf("%s: the edition of %s for %s, as at %s: %zu files\n", path, edition->manifest.period,
           edition->manifest.audience, edition->manifest.as_at, edition->manifest.files.count + 1);
    (void)fflush(stdout);
}

static struct edition_asked ask(const struct look *look)
{
    return (struct edition_asked){.audience = look->words->audience,
                                  .since = EDITION_NO_SINCE,
                                  .calendar = look->words->calendar,
                                  .reference = look->reference,
                                  .program = "qd-reporter",
                                  .version = QD_VERSION};
}

static enum err make_at(const struct look *look, const char *path,
                        const struct edition_asked *asked, struct arena *arena,
                        struct err_text *text)
{
    struct edition edition;
    enum err error = edition_begin(&edition, arena, asked, look->store, text);

    if (error == ERR_OK)
        error = edition_make(&edition, path, 1, text);
    if (error == ERR_OK)
        print_made(&edition, path);
    return error;
}

static enum err make_due_at(const struct look *look, const char *path,
                            const struct schedule_edition *due, struct arena *arena,
                            struct err_text *text)
{
    enum { MS_A_DAY = 24 * 60 * 60 * 1000 };
    struct edition_asked asked = ask(look);
    char period[PERIOD_TEXT_BYTES];

    period_format(&due->period, period);
    asked.period = period;
    asked.as_of = (struct as_of){
        due->sequence, due->is_final ? ((uint64_t)due->as_at + 1) * MS_A_DAY - 1 : UINT64_MAX};
    asked.since = schedule_before(due, arena, path);
    return make_at(look, path, &asked, arena, text);
}

// One that holds a body that was removed since, as its own manifest says what it is of.
static enum err make_again(const struct look *look, const char *path,
                           const struct manifest *manifest, struct arena *arena,
                           struct err_text *text)
{
    struct edition_asked asked = ask(look);
    enum err error = as_of_parse(&asked.as_of, manifest->as_at, text);

    asked.as_of.sequence = manifest->journal.sequence;
    asked.period = manifest->period;
    asked.audience = manifest->audience;
    if (manifest->has_since)
        asked.since = manifest->since.sequence;
    return error == ERR_OK ? make_at(look, path, &asked, arena, text) : error;
}

// The first error is told; the next ones are of the next look.
static void tell_first(enum err *first, struct err_text *text, enum err error,
                       const struct err_text *why)
{
    if (error == ERR_OK || *first != ERR_OK)
        return;
    *first = error;
    *text = *why;
}

// ERR_EMPTY: nobody has returned what it would show, so nothing is due.
static enum err make_first(const struct look *look, const char *path,
                           const struct schedule_edition *due, struct arena *arena,
                           struct err_text *text)
{
    enum err error;

    if (schedule_is_made(due, arena, path))
        return ERR_OK;
    error = make_due_at(look, path, due, arena, text);
    return error == ERR_EMPTY ? ERR_OK : error;
}

// Makes one that holds a body that was removed since without it; any other stays as it is.
static enum err make_current(const struct look *look, const char *path, struct arena *arena,
                             struct err_text *text)
{
    struct err_text why = {""};
    struct manifest manifest;
    int outdated;
    enum err error = schedule_is_outdated(&outdated, &manifest, &look->schedule, arena, path, text);

    if (error != ERR_OK || !outdated)
        return error;
    error = make_again(look, path, &manifest, arena, &why);
    if (error != ERR_OK)
        return err_say(text, error,
                       "%s holds a return that was redacted, and was not made again: %s", path,
                       why.text);
    error = schedule_is_outdated(&outdated, &manifest, &look->schedule, arena, path, text);
    return error == ERR_OK && outdated
               ? err_say(text, ERR_CORRUPT,
                         "%s was made again, and does not name what was redacted: take it away",
                         path)
               : error;
}

// All that stand there, by their numbers, so that it comes to an end; each has an arena of its own.
static enum err make_all_current(const struct look *look, const char *path, struct err_text *text)
{
    enum err first = ERR_OK;
    uint64_t number = 0;

    do {
        struct err_text why = {""};
        struct arena arena;
        const char *next;
        enum err error;

        arena_init(&arena, EDITION_ARENA_CAP_BYTES);
        error = schedule_next(&next, &number, &arena, path, &why);
        if (error != ERR_OK)
            number = 0;
        else if (number > 0)
            error = make_current(look, next, &arena, &why);
        arena_free(&arena);
        tell_first(&first, text, error, &why);
    } while (number > 0);
    return first;
}

static enum err make_one(const struct look *look, const struct schedule_edition *due,
                         struct err_text *text)
{
    struct err_text why = {""};
    struct arena paths, arena;
    enum err first = ERR_OK;
    const char *path;

    arena_init(&paths, EDITION_ARENA_CAP_BYTES);
    path = schedule_path(due, &paths, look->words->out, text);
    if (path == NULL) {
        arena_free(&paths);
        return ERR_IO;
    }
    schedule_clean(&paths, path);
    arena_init(&arena, EDITION_ARENA_CAP_BYTES);
    first = make_first(look, path, due, &arena, text);
    arena_free(&arena);
    tell_first(&first, text, make_all_current(look, path, &why), &why);
    arena_free(&paths);
    return first;
}

// --- all that are due

// One that cannot be made keeps no other from being made.
static enum err make_each(const struct look *look, const sigset_t *ends, int *ended,
                          struct err_text *text)
{
    enum err first = ERR_OK;

    for (size_t i = 0; i < look->schedule.count && !*ended; i++) {
        struct err_text why = {""};
        const enum err error = make_one(look, &look->schedule.list[i], &why);

        tell_first(&first, text, error, &why);
        *ended = must_end(ends, 0);
    }
    return first;
}

static enum err make_due(const struct reporter_words *words, const sigset_t *ends, int *ended,
                         struct arena *arena, struct err_text *text)
{
    struct look look = {.words = words};
    struct calendar calendar;
    enum err error = make_view_reference(&look.reference, arena, words, text);

    if (error == ERR_OK)
        error = calendar_find(&calendar, arena, words->calendar, look.reference, text);
    if (error == ERR_OK && calendar.path == NULL)
        error = err_say(text, ERR_COMMAND,
                        "say with --calendar which editions are asked for: a CSV file of period, "
                        "opens, due, refresh_until");
    if (error == ERR_OK)
        error = reporter_words_open_store(&look.store, words, text);
    if (error == ERR_OK)
        error = schedule_read(&look.schedule, arena, &calendar, look.store, clock_today(), text);
    if (error == ERR_OK)
        error = make_each(&look, ends, ended, text);
    store_close(look.store);
    return error;
}

static enum err make_round(const struct reporter_words *words, const sigset_t *ends, int *ended,
                           struct err_text *text)
{
    struct arena arena;
    enum err error;

    arena_init(&arena, VIEW_ARENA_CAP_BYTES);
    error = make_due(words, ends, ended, &arena, text);
    arena_free(&arena);
    return error;
}

// --- the loop

// One run a folder: another one would take away what this one is making.
static enum err lock_folder(int *lock, const char *folder, struct err_text *text)
{
    if (folder == NULL)
        return err_say(text, ERR_COMMAND,
                       "say where with --out: a folder, in which editions stand as PERIOD/NUMBER");
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return err_say_errno(text, errno, "the folder %s cannot be made", folder);
    *lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*lock < 0)
        return err_say_errno(text, errno, "%s cannot be opened", folder);
    if (flock(*lock, LOCK_EX | LOCK_NB) != 0)
        return err_say(text, ERR_BUSY, "another run makes editions in %s already", folder);
    return ERR_OK;
}

// What goes wrong is said once, and tried again: the store may be busy, and a calendar may be corrected.
static enum err make_rounds(const struct reporter_words *words, const sigset_t *ends,
                            struct err_text *text)
{
    struct err_text said = {""};
    int ended = 0;

    for (;;) {
        enum err error;

        text->text[0] = '\0';
        error = make_round(words, ends, &ended, text);
        if (words->once)
            return error;
        if (error != ERR_OK && strcmp(said.text, text->text) != 0)
            msg("%s", text->text);
        said = *text;
        if (ended || must_end(ends, ROUND_S))
            return ERR_OK;
    }
}

int run_command(const void *values, const char *const *arguments)
{
    const struct reporter_words *words = values;
    struct err_text text = {""};
    struct audience audience;
    sigset_t ends;
    int lock = -1;
    enum err error = audience_parse(&audience, words->audience, &text);

    (void)arguments;
    block_ends(&ends);
    if (error == ERR_OK)
        error = lock_folder(&lock, words->out, &text);
    if (error == ERR_OK)
        error = make_rounds(words, &ends, &text);
    if (lock >= 0)
        (void)close(lock);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}
