#include "proto/reference/calendar.h"

#include "lib/base/clock.h"
#include "lib/base/list.h"
#include "proto/form/period.h"
#include "proto/reference/reference_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PERIOD, OPENS, DUE, REFRESH_UNTIL, COLUMNS };

static const char *const headings[COLUMNS] = {
    [PERIOD] = "period", [OPENS] = "opens", [DUE] = "due", [REFRESH_UNTIL] = "refresh_until"};

struct reading {
    struct calendar *calendar;
    struct arena *arena;
};

// --- a row

static enum err read_day(int32_t *day, const char *const *fields, int column, struct err_text *why)
{
    if (fields[column][0] == '\0')
        return err_say(why, ERR_MALFORMED, "%s is blank: give a day, as in 2026-01-31",
                       headings[column]);
    return reference_file_day(fields[column], 0, day, why);
}

static enum err not_before(const char *const *fields, int earlier, int later, struct err_text *why)
{
    return err_say(why, ERR_MALFORMED, "%s (%s) is before %s (%s): check the two days",
                   headings[later], fields[later], headings[earlier], fields[earlier]);
}

static enum err read_row(struct calendar_row *row, const char *const *fields, struct err_text *why)
{
    enum err error = period_parse(&row->period, fields[PERIOD], why);

    if (error == ERR_OK)
        error = read_day(&row->opens, fields, OPENS, why);
    if (error == ERR_OK)
        error = read_day(&row->due, fields, DUE, why);
    if (error == ERR_OK)
        error = read_day(&row->refresh_until, fields, REFRESH_UNTIL, why);
    if (error == ERR_OK && row->due < row->opens)
        error = not_before(fields, OPENS, DUE, why);
    if (error == ERR_OK && row->refresh_until < row->due)
        error = not_before(fields, DUE, REFRESH_UNTIL, why);
    return error;
}

static enum err take(void *context, const char *const *fields, struct err_text *why)
{
    struct reading *reading = context;
    struct calendar *calendar = reading->calendar;
    struct calendar_row row, *place;
    const enum err error = read_row(&row, fields, why);

    if (error != ERR_OK)
        return error;
    for (size_t i = 0; i < calendar->count; i++)
        if (period_key(&calendar->list[i].period) == period_key(&row.period))
            return err_say(why, ERR_MALFORMED,
                           "%.40s is in the calendar twice: keep one of the two rows",
                           fields[PERIOD]);
    place = LIST_ADD(reading->arena, calendar->list, calendar->count);
    if (place == NULL)
        return err_say(why, ERR_NO_MEMORY, "it needs more memory than there is");
    *place = row;
    return ERR_OK;
}

// --- the file

static int by_period(const void *a, const void *b)
{
    const uint32_t first = period_key(&((const struct calendar_row *)a)->period);
    const uint32_t second = period_key(&((const struct calendar_row *)b)->period);

    return (first > second) - (first < second);
}

enum err calendar_read(struct calendar *calendar, struct arena *arena, const char *path,
                       struct err_text *text)
{
    struct reading reading = {.calendar = calendar, .arena = arena};
    enum err error;

    *calendar = (struct calendar){.path = arena_strdup(arena, path)};
    if (calendar->path == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    error = reference_file_hash(calendar->hash, path, text);
    if (error == ERR_OK)
        error = reference_file_read(path, arena, headings, COLUMNS, take, &reading, text);
    if (error == ERR_OK && calendar->count == 0)
        error = err_say(text, ERR_MALFORMED,
                        "%s has no periods: give a row for each, as in 2025-26 "
                        "Q3,2026-01-01,2026-01-31,2026-02-28",
                        path);
    if (error == ERR_OK)
        qsort(calendar->list, calendar->count, sizeof *calendar->list, by_period);
    return error;
}

enum err calendar_find(struct calendar *calendar, struct arena *arena, const char *path,
                       const char *reference, struct err_text *text)
{
    *calendar = (struct calendar){.path = NULL};
    if (path == NULL && reference != NULL) {
        path = arena_printf(arena, "%s/" CALENDAR_FILE, reference);
        if (path == NULL)
            return err_say(text, ERR_NO_MEMORY, "out of memory");
        if (access(path, F_OK) != 0)
            return ERR_OK;
    }
    return path == NULL ? ERR_OK : calendar_read(calendar, arena, path, text);
}

const struct calendar_row *calendar_of(const struct calendar *calendar, const Qd__Period *period)
{
    const struct calendar_row key = {.period = *period};

    return calendar->count == 0
               ? NULL
               : bsearch(&key, calendar->list, calendar->count, sizeof *calendar->list, by_period);
}

int calendar_is_provisional(const struct calendar *calendar, const Qd__Period *period, int32_t day)
{
    const struct calendar_row *row = calendar_of(calendar, period);

    return row != NULL && day < row->refresh_until;
}
