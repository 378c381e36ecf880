#include "reporter/pages/day_words.h"

#include "proto/form/period.h"

#include <time.h>

enum { DAY_SECONDS = 24 * 60 * 60, MS = 1000, SHORT_MONTH = 3 };

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

static struct tm at(time_t seconds)
{
    struct tm when = {.tm_year = 70};

    gmtime_r(&seconds, &when);
    return when;
}

static struct tm on(int32_t day)
{
    return at((time_t)day * DAY_SECONDS);
}

const char *day_words_day(struct arena *arena, int32_t day)
{
    const struct tm when = on(day);

    return arena_printf(arena, "%d %s %d", when.tm_mday, months[when.tm_mon], when.tm_year + 1900);
}

const char *day_words_short(struct arena *arena, int32_t day)
{
    const struct tm when = on(day);

    return arena_printf(arena, "%d %.*s", when.tm_mday, SHORT_MONTH, months[when.tm_mon]);
}

const char *day_words_month(struct arena *arena, int32_t day)
{
    const struct tm when = on(day);

    return arena_printf(arena, "%s %d", months[when.tm_mon], when.tm_year + 1900);
}

const char *day_words_time(struct arena *arena, uint64_t unix_ms)
{
    const struct tm when = at((time_t)(unix_ms / MS));

    return arena_printf(arena, "%d %s %d, %02d:%02d UTC", when.tm_mday, months[when.tm_mon],
                        when.tm_year + 1900, when.tm_hour, when.tm_min);
}

const char *day_words_period(struct arena *arena, const Qd__Period *period)
{
    char text[PERIOD_TEXT_BYTES];

    period_format(period, text);
    if (period->kind == QD__PERIOD_KIND__CALENDAR_YEAR)
        return arena_printf(arena, "calendar year %s", text);
    if (period->kind == QD__PERIOD_KIND__FINANCIAL_YEAR)
        return arena_printf(arena, "financial year %s", text);
    return arena_printf(arena, "%s, %s to %s", text, months[on(period_first_day(period)).tm_mon],
                        day_words_month(arena, period_last_day(period)));
}
