#include "reporter/table/as_of.h"

#include "lib/base/clock.h"
#include "proto/form/period.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MS_A_SECOND = 1000, SECONDS_AN_HOUR = 3600, SECONDS_A_MINUTE = 60 };

#define MS_A_DAY (24ULL * SECONDS_AN_HOUR * MS_A_SECOND)

static enum err not_one(const char *text, struct err_text *why)
{
    return err_say(why, ERR_COMMAND,
                   "\"%.40s\" is neither a number in the journal nor a time: write it as in 1234, "
                   "2026-11-23 or 2026-11-23T10:00:00Z",
                   text);
}

static enum err parse_number(struct as_of *as_of, const char *text, struct err_text *why)
{
    errno = 0;
    as_of->sequence = strtoull(text, NULL, 10);
    return errno == 0 ? ERR_OK : not_one(text, why);
}

// Until the end of the day, or of the second.
static enum err parse_time(struct as_of *as_of, const char *whole, struct err_text *why)
{
    const char *text = whole;
    Qd__Date date = QD__DATE__INIT;
    unsigned hour, minute, second;
    int length = 0;
    uint64_t day;

    if (sscanf(text, "%4u-%2u-%2u%n", &date.year, &date.month, &date.day, &length) != 3 ||
        !period_date_valid(&date) || period_date_days(&date) < 0)
        return not_one(whole, why);
    day = (uint64_t)period_date_days(&date) * MS_A_DAY;
    if (text[length] == '\0') {
        as_of->unix_ms = day + MS_A_DAY - 1;
        return ERR_OK;
    }
    text += length;
    length = 0;
    if (sscanf(text, "T%2u:%2u:%2uZ%n", &hour, &minute, &second, &length) != 3 || length == 0 ||
        text[length] != '\0' || hour > 23 || minute > 59 || second > 59)
        return not_one(whole, why);
    as_of->unix_ms =
        day +
        ((uint64_t)hour * SECONDS_AN_HOUR + (uint64_t)minute * SECONDS_A_MINUTE + second) *
            MS_A_SECOND +
        MS_A_SECOND - 1;
    return ERR_OK;
}

enum err as_of_parse(struct as_of *as_of, const char *text, struct err_text *why)
{
    const size_t digits = strspn(text, "0123456789");

    *as_of = AS_OF_NOW;
    if (digits > 0 && text[digits] == '\0')
        return parse_number(as_of, text, why);
    return parse_time(as_of, text, why);
}

int32_t as_of_day(struct as_of as_of, uint64_t last_unix_ms)
{
    return clock_day(as_of.unix_ms == UINT64_MAX ? last_unix_ms : as_of.unix_ms);
}

void as_of_format(struct as_of as_of, char text[AS_OF_TEXT_BYTES])
{
    char time[CLOCK_TEXT_BYTES];

    if (as_of.unix_ms != UINT64_MAX) {
        clock_format_words(as_of.unix_ms, time);
        snprintf(text, AS_OF_TEXT_BYTES, "on %s", time);
    } else {
        snprintf(text, AS_OF_TEXT_BYTES, "at number %llu of the journal",
                 (unsigned long long)as_of.sequence);
    }
}
