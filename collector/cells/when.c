#include "collector/cells/when.h"

#include "proto/form/period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char digits[] = "0123456789";

// --- days

enum { DAYS_MAX = 4 };

// The days that a cell may mean, and whether all of it was read: its year has four digits, and it
// has no time of day.
struct days {
    Qd__Date list[DAYS_MAX];
    size_t count;
    int in_full;
};

static void add_day(struct days *days, const struct tm *tm, int in_full)
{
    Qd__Date day = QD__DATE__INIT;

    day.year = (uint32_t)tm->tm_year + 1900;
    day.month = (uint32_t)tm->tm_mon + 1;
    day.day = (uint32_t)tm->tm_mday;
    if (day.year < PERIOD_YEAR_MIN || day.year > PERIOD_YEAR_MAX || !period_date_valid(&day))
        return;
    for (size_t i = 0; i < days->count; i++)
        if (period_date_days(&days->list[i]) == period_date_days(&day))
            return;
    if (days->count < DAYS_MAX)
        days->list[days->count++] = day;
    days->in_full = in_full;
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
            add_day(days, &tm, 0);
    }
}

// How a day is written, for strptime, once all signs between its parts are slashes.
static const struct {
    const char *format;
    int in_full;  // the year has four digits
} forms[] = {
    {"%Y/%m/%d", 1}, {"%d/%m/%Y", 1}, {"%m/%d/%Y", 1},    {"%d/%b/%Y", 1},
    {"%b/%d/%Y", 1}, {"%Y/%b/%d", 1}, {"%A/%d/%b/%Y", 1}, {"%d/%m/%y", 0},
    {"%m/%d/%y", 0}, {"%y/%m/%d", 0}, {"%d/%b/%y", 0},    {"%b/%d/%y", 0},
};

static int is_time_of_day(const char *rest)
{
    return (*rest == '/' || *rest == 'T') && strchr(rest, ':') != NULL;
}

static void add_form(struct days *days, const char *text, const char *format, int in_full)
{
    struct tm tm = {.tm_mday = 0};
    const char *rest = strptime(text, format, &tm);

    if (rest != NULL && (*rest == '\0' || is_time_of_day(rest)))
        add_day(days, &tm, in_full && *rest == '\0');
}

static struct days days_of(const char *text)
{
    enum { LONGEST = 40, EIGHT_DIGITS = 8 };  // "Wednesday, 24 September 2025 00:00:00" and room
    struct days days = {.count = 0};
    char slashed[LONGEST];
    size_t length = 0;

    if (strlen(text) >= sizeof slashed)
        return days;
    for (const char *at = text; *at != '\0'; at++) {
        const int is_sign = strchr("-/., ", *at) != NULL;

        if (!is_sign || length == 0 || slashed[length - 1] != '/')
            slashed[length++] = is_sign ? '/' : *at;
    }
    slashed[length] = '\0';
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        add_form(&days, slashed, forms[i].format, forms[i].in_full);
    if (strspn(text, digits) == EIGHT_DIGITS)
        add_form(&days, text, "%Y%m%d", 1);
    add_day_numbers(&days, text);
    return days;
}

// "2025-01-16", whatever the year.
static int read_iso(const char *text, Qd__Date *date)
{
    if (strlen(text) != strlen("2025-01-16") || strspn(text, digits) != 4 || text[4] != '-' ||
        strspn(text + 5, digits) != 2 || text[7] != '-' || strspn(text + 8, digits) != 2)
        return 0;
    qd__date__init(date);
    date->year = (uint32_t)strtoul(text, NULL, 10);
    date->month = (uint32_t)strtoul(text + 5, NULL, 10);
    date->day = (uint32_t)strtoul(text + 8, NULL, 10);
    return period_date_valid(date);
}

int when_read_date(const struct cell *cell, Qd__Date *date)
{
    struct days days;

    if (read_iso(cell->text, date))
        return 1;
    days = days_of(cell->text);
    if (days.count != 1 || !days.in_full)
        return 0;
    *date = days.list[0];
    return 1;
}

static const Qd__Period *period_of(const ProtobufCMessage *row)
{
    return row->descriptor == &qd__header__descriptor
               ? ((const Qd__Header *)(const void *)row)->period
               : NULL;
}

const char *when_dates_meant(const struct cell *cell)
{
    const struct days days = days_of(cell->text);
    const Qd__Period *period = period_of(cell->row);
    const char *meant = NULL;

    for (size_t i = 0; i < days.count; i++) {
        const Qd__Date *day = &days.list[i];

        if (period == NULL || (period_date_days(day) >= period_first_day(period) &&
                               period_date_days(day) <= period_last_day(period)))
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
