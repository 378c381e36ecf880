#include "collector/cells/when.h"

#include "proto/form/period.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char digits[] = "0123456789";

// --- days

enum { DAYS_MAX = 16 };  // one for each form below, and two by number

// The days that a text may mean.
struct days {
    Qd__Date list[DAYS_MAX];
    size_t count;
};

static void add_day(struct days *days, const struct tm *tm)
{
    Qd__Date day = QD__DATE__INIT;

    day.year = (uint32_t)(tm->tm_year + 1900);
    day.month = (uint32_t)tm->tm_mon + 1;
    day.day = (uint32_t)tm->tm_mday;
    if (!period_date_valid(&day))
        return;
    for (size_t i = 0; i < days->count; i++)
        if (period_date_days(&days->list[i]) == period_date_days(&day))
            return;
    assert(days->count < DAYS_MAX);
    days->list[days->count++] = day;
}

// "45673", or "45673.5" with a time of day: the spreadsheet's number of a day since the end of 1899,
// or in old files from a Macintosh since 1 January 1904.
static void add_day_numbers(struct days *days, const char *text)
{
    enum { BEGINNINGS = 2, SECONDS_A_DAY = 24 * 60 * 60 };
    static const long days_to_1970[BEGINNINGS] = {25569, 24107};
    struct tm tm;

    if (strspn(text, digits) != 5 || text[5 + strspn(text + 5, ".0123456789")] != '\0')
        return;
    for (size_t i = 0; i < BEGINNINGS; i++) {
        const time_t seconds = (strtol(text, NULL, 10) - days_to_1970[i]) * SECONDS_A_DAY;

        if (gmtime_r(&seconds, &tm) != NULL)
            add_day(days, &tm);
    }
}

// The text with one slash wherever signs part it; 0 if it is longer than any date.
static int with_slashes(const char *text, char *slashed, size_t room)
{
    size_t length = 0;

    for (; *text != '\0' && length < room - 1; text++) {
        const int is_sign = strchr("-/., ", *text) != NULL;

        if (!is_sign || length == 0 || slashed[length - 1] != '/')
            slashed[length++] = is_sign ? '/' : *text;
    }
    slashed[length] = '\0';
    return *text == '\0';
}

// The days of a text that is written in one of these forms; a time of day may follow.
static void add_written(struct days *days, const char *text)
{
    static const char *const forms[] = {
        "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d/%b/%Y", "%b/%d/%Y", "%Y/%b/%d", "%A/%d/%b/%Y",
        "%d/%m/%y", "%m/%d/%y", "%y/%m/%d", "%d/%b/%y", "%b/%d/%y", "%Y%m%d"};
    enum { ROOM = 40, EIGHT_DIGITS = 8 };  // for "Wednesday, 24 September 2025 00:00:00"
    char slashed[ROOM];

    if (!with_slashes(text, slashed, sizeof slashed) ||
        (strchr(slashed, '/') == NULL && strlen(text) != EIGHT_DIGITS))
        return;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct tm tm = {.tm_mday = 0};
        const char *rest = strptime(slashed, forms[i], &tm);

        if (rest != NULL && (*rest == '\0' || (strchr("/T", *rest) != NULL && strchr(rest, ':'))))
            add_day(days, &tm);
    }
}

// Midnight is how a spreadsheet or a database writes a day. Another time of day is when something was done, be
// it counted or saved.
static int has_time_of_day(const char *text)
{
    const char *colon = strchr(text, ':');
    const char *rest;

    if (colon == NULL)
        return 0;
    while (colon > text && strchr(digits, colon[-1]) != NULL)
        colon--;
    rest = colon + strspn(colon, "0:.");
    return *rest != '\0' && strcmp(rest, "Z") != 0;
}

// A year of two digits is read as that of the first century, too, and so is never the only one.
int when_read_date(const struct cell *cell, Qd__Date *date)
{
    enum { FOUR_DIGITS = 1000 };
    struct days days = {.count = 0};

    add_written(&days, cell->text);
    if (days.count != 1 || days.list[0].year < FOUR_DIGITS || has_time_of_day(cell->text))
        return 0;
    *date = days.list[0];
    return 1;
}

// Whether it lies in the row's period; where that is not known, in a year that has returns.
static int may_be_meant(const struct cell *cell, const Qd__Date *day)
{
    const int32_t days = period_date_days(day);
    const Qd__Period *period = NULL;

    if (cell->row->descriptor == &qd__header__descriptor)
        period = ((const Qd__Header *)(const void *)cell->row)->period;
    if (period == NULL)
        return day->year >= PERIOD_YEAR_MIN && day->year <= PERIOD_YEAR_MAX;
    return days >= period_first_day(period) && days <= period_last_day(period);
}

const char *when_dates_meant(const struct cell *cell)
{
    struct days days = {.count = 0};
    const char *meant = NULL;

    add_written(&days, cell->text);
    add_day_numbers(&days, cell->text);
    for (size_t i = 0; i < days.count; i++) {
        const Qd__Date *day = &days.list[i];

        if (may_be_meant(cell, day))
            meant = arena_printf(cell->arena, "%s%s%04u-%02u-%02u", meant == NULL ? "" : meant,
                                 meant == NULL ? "" : " or ", day->year, day->month, day->day);
    }
    return meant;
}

// --- periods

const char *when_period_meant(const struct cell *cell)
{
    const char *year = strstr(cell->text, "20"), *next, *quarter = strpbrk(cell->text, "qQ");
    char text[PERIOD_TEXT_BYTES];
    Qd__Period period;

    if (year == NULL || strspn(year, digits) < 4)
        return NULL;
    next = year + 4 + strcspn(year + 4, digits);
    next += strspn(next, digits) == 4 ? 2 : 0;
    quarter = quarter == NULL ? NULL : strpbrk(quarter, digits);
    snprintf(text, sizeof text, "%.4s%s%.2s%s%.1s", year, *next == '\0' ? "" : "-", next,
             quarter == NULL ? "" : " Q", quarter == NULL ? "" : quarter);
    if (period_parse(&period, text, NULL) != ERR_OK)
        return NULL;
    period_format(&period, text);
    return arena_strdup(cell->arena, text);
}
