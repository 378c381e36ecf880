#include "reporter/editions/schedule.h"

#include "lib/base/clock.h"
#include "lib/base/list.h"
#include "proto/form/period.h"
#include "reporter/papers/history.h"
#include "reporter/table/year.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static enum err no_memory(struct err_text *text)
{
    return err_say(text, ERR_NO_MEMORY, "out of memory");
}

// --- what is asked for

// Whether a return for a period is of another one: its own, or a year's quarter.
static int is_of(const Qd__Period *period, uint32_t key)
{
    Qd__Period quarter;

    for (unsigned i = 0; i < YEAR_QUARTERS; i++)
        if (year_quarter(period, i, &quarter) && period_key(&quarter) == key)
            return 1;
    return period_key(period) == key;
}

// The last event of the period's returns that counts on the day; NULL: there was none.
static const struct history_event *last_of(const struct history *history,
                                           const struct calendar_row *row, int is_final)
{
    const struct history_event *found = NULL;

    for (size_t i = 0; i < history->count; i++) {
        const struct history_event *event = &history->list[i];

        if (is_of(&row->period, event->period_key) &&
            (!is_final || clock_day(event->unix_ms) < row->refresh_until))
            found = event;
    }
    return found;
}

static enum err add(struct schedule *schedule, struct arena *arena, const struct history *history,
                    const struct calendar_row *row, int32_t today, struct err_text *text)
{
    const int is_final = today >= row->refresh_until;
    const struct history_event *event = last_of(history, row, is_final);
    struct schedule_edition *place;

    if (today < row->opens || event == NULL)
        return ERR_OK;
    place = LIST_ADD(arena, schedule->list, schedule->count);
    if (place == NULL)
        return no_memory(text);
    *place = (struct schedule_edition){.period = row->period,
                                       .sequence = event->sequence,
                                       .is_final = is_final,
                                       .as_at = is_final ? row->refresh_until
                                                         : clock_day(event->unix_ms)};
    return redacted_since(&place->redacted, arena, history, place->sequence, text);
}

enum err schedule_read(struct schedule *schedule, struct arena *arena,
                       const struct calendar *calendar, struct store *store, int32_t today,
                       struct err_text *text)
{
    struct store_reading reading;
    enum err error = store_read_begin(store, STORE_NOW, &reading, text);

    *schedule = (struct schedule){.count = 0};
    if (error != ERR_OK)
        return error;
    error = history_read(&schedule->history, arena, &reading, AS_OF_NOW, text);
    store_read_end(&reading);
    for (size_t i = 0; i < calendar->count && error == ERR_OK; i++)
        error = add(schedule, arena, &schedule->history, &calendar->list[i], today, text);
    return error;
}

// --- where it stands

static enum err make_folder(const char *path, struct err_text *text)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return ERR_OK;
    return err_say_errno(text, errno, "the folder %s cannot be made", path);
}

const char *schedule_path(const struct schedule_edition *edition, struct arena *arena,
                          const char *folder, struct err_text *text)
{
    char period[PERIOD_TEXT_BYTES];
    const char *of_period, *path;

    period_format(&edition->period, period);
    for (char *letter = period; *letter != '\0'; letter++)
        *letter = *letter == ' ' ? '-' : (char)tolower((unsigned char)*letter);
    of_period = arena_printf(arena, "%s/%s", folder, period);
    path = of_period == NULL
               ? NULL
               : arena_printf(arena, "%s/%llu", of_period, (unsigned long long)edition->sequence);
    if (path == NULL) {
        (void)no_memory(text);
        return NULL;
    }
    return make_folder(folder, text) == ERR_OK && make_folder(of_period, text) == ERR_OK ? path
                                                                                         : NULL;
}

int schedule_is_made(const struct schedule_edition *edition, struct arena *arena, const char *path)
{
    char day[CLOCK_DAY_BYTES];
    struct manifest manifest;

    clock_format_day(edition->as_at, day);
    return manifest_read(&manifest, arena, path, NULL) == ERR_OK &&
           strcmp(manifest.as_at, day) == 0 &&
           redacted_has_all(&manifest.redacted, &edition->redacted);
}

// --- what stands beside it

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *folder = arena_printf(arena, "%.*s", (int)(strrchr(path, '/') - path), path);

    return folder == NULL ? "" : folder;
}

// The number that a folder's name is; 0 for another name.
static uint64_t number_of(const char *name)
{
    const int is_number = name[0] != '0' && name[strspn(name, "0123456789")] == '\0';

    return is_number ? strtoull(name, NULL, 10) : 0;
}

uint64_t schedule_before(const struct schedule_edition *edition, struct arena *arena,
                         const char *path)
{
    const char *name = folder_of(arena, path);
    DIR *folder = opendir(name);
    const struct dirent *entry;
    uint64_t before = 0;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        const uint64_t number = number_of(entry->d_name);
        struct manifest manifest;

        if (number <= before || number >= edition->sequence)
            continue;
        if (manifest_read(&manifest, arena, arena_printf(arena, "%s/%s", name, entry->d_name),
                          NULL) == ERR_OK)
            before = number;
    }
    if (folder != NULL)
        (void)closedir(folder);
    return before == 0 ? EDITION_NO_SINCE : before;
}

enum err schedule_next(const char **next, uint64_t *number, struct arena *arena, const char *path,
                       struct err_text *text)
{
    const char *name = folder_of(arena, path);
    const uint64_t last = *number;
    DIR *folder = opendir(name);
    const struct dirent *entry;

    if (folder == NULL)
        return err_say_errno(text, errno, "the editions beside %s cannot be looked through", path);
    *number = 0;
    while ((entry = readdir(folder)) != NULL) {
        const uint64_t found = number_of(entry->d_name);

        if (found > last && (*number == 0 || found < *number))
            *number = found;
    }
    (void)closedir(folder);
    *next = arena_printf(arena, "%s/%llu", name, (unsigned long long)*number);
    return *next == NULL ? no_memory(text) : ERR_OK;
}

enum err schedule_is_outdated(int *outdated, struct manifest *manifest,
                              const struct schedule *schedule, struct arena *arena,
                              const char *path, struct err_text *text)
{
    struct redacted_list redacted;
    struct err_text why = {""};
    enum err error = manifest_read(manifest, arena, path, &why);

    *outdated = 0;
    if (error != ERR_OK)
        return err_say(text, error, "whether %s holds a return that was redacted is not known: %s",
                       path, why.text);
    error = redacted_since(&redacted, arena, &schedule->history, manifest->journal.sequence, text);
    if (error == ERR_OK)
        *outdated = !redacted_has_all(&manifest->redacted, &redacted);
    return error;
}

void schedule_clean(struct arena *arena, const char *path)
{
    const char *name = folder_of(arena, path);
    DIR *folder = opendir(name);
    const struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        const char *left = entry->d_name[0] == '.' && strstr(entry->d_name, ".making.") != NULL
                               ? arena_printf(arena, "%s/%s", name, entry->d_name)
                               : NULL;

        if (left != NULL)
            edition_folder_remove(left);
    }
    if (folder != NULL)
        (void)closedir(folder);
}
