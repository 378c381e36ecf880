#include "proto/form/period.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

// The financial year begins on 1 April; its fourth quarter lies in the next calendar year.
enum { FINANCIAL_YEAR_FIRST_MONTH = 4, MONTHS_A_QUARTER = 3, MONTHS_A_YEAR = 12 };

static enum err not_a_period(struct err_text *error, const char *text)
{
    return err_say(error, ERR_MALFORMED,
                   "\"%.40s\" is not a period: write 2024-25 Q4 for a quarter, 2024-25 for a "
                   "financial year or 2024 for a calendar year (%d to %d)",
                   text, PERIOD_YEAR_MIN, PERIOD_YEAR_MAX);
}

static enum err before_the_form(struct err_text *error, const char *text)
{
    return err_say(
        error, ERR_MALFORMED,
        "\"%.40s\" is before this form began: EHC plans begin in %d, and the earliest "
        "periods are 2014-15 Q1 for a quarter, 2014-15 for a financial year and 2014 for "
        "a calendar year",
        text, PERIOD_YEAR_MIN);
}

// Reads exactly `count` digits at *at and steps over them; -1 if they are not there.
static int digits(const char **at, int count)
{
    int number = 0;

    for (int i = 0; i < count; i++) {
        char digit = (*at)[i];

        if (digit < '0' || digit > '9')
            return -1;
        number = number * 10 + (digit - '0');
    }
    *at += count;
    return number;
}

static void skip_spaces(const char **at)
{
    while (isspace((unsigned char)**at))
        (*at)++;
}

// Whether kind and quarter go together, whatever the year.
static int has_its_parts(const Qd__Period *period)
{
    switch (period->kind) {
    case QD__PERIOD_KIND__CALENDAR_YEAR:
    case QD__PERIOD_KIND__FINANCIAL_YEAR:
        return !period->has_quarter;
    case QD__PERIOD_KIND__FINANCIAL_QUARTER:
        return period->has_quarter && period->quarter >= 1 && period->quarter <= 4;
    default:
        return 0;
    }
}

enum err period_parse(Qd__Period *period, const char *text, struct err_text *error)
{
    const char *at = text;
    int year, next_year;

    qd__period__init(period);
    skip_spaces(&at);
    year = digits(&at, 4);
    if (year < 0)
        return not_a_period(error, text);
    period->year = (uint32_t)year;
    period->kind = QD__PERIOD_KIND__CALENDAR_YEAR;
    if (*at == '-' || *at == '/') {
        at++;
        next_year = digits(&at, 2);
        if (next_year != (year + 1) % 100)
            return not_a_period(error, text);
        period->kind = QD__PERIOD_KIND__FINANCIAL_YEAR;
        skip_spaces(&at);
        if (*at == 'Q' || *at == 'q') {
            at++;
            period->kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
            period->has_quarter = 1;
            period->quarter = (uint32_t)digits(&at, 1);  // -1 becomes one that is not valid
        }
    }
    skip_spaces(&at);
    if (*at != '\0' || !has_its_parts(period) || period->year > PERIOD_YEAR_MAX)
        return not_a_period(error, text);
    if (period->year < PERIOD_YEAR_MIN)
        return before_the_form(error, text);
    return ERR_OK;
}

int period_valid(const Qd__Period *period)
{
    return period->year >= PERIOD_YEAR_MIN && period->year <= PERIOD_YEAR_MAX &&
           has_its_parts(period);
}

void period_format(const Qd__Period *period, char text[PERIOD_TEXT_BYTES])
{
    unsigned year = period->year, next = (period->year + 1) % 100;

    assert(period_valid(period));
    switch (period->kind) {
    case QD__PERIOD_KIND__FINANCIAL_QUARTER:
        snprintf(text, PERIOD_TEXT_BYTES, "%u-%02u Q%u", year, next, period->quarter);
        break;
    case QD__PERIOD_KIND__FINANCIAL_YEAR:
        snprintf(text, PERIOD_TEXT_BYTES, "%u-%02u", year, next);
        break;
    default:
        snprintf(text, PERIOD_TEXT_BYTES, "%u", year);
        break;
    }
}

uint32_t period_key(const Qd__Period *period)
{
    uint32_t quarter = period->has_quarter ? period->quarter : 0;

    assert(period_valid(period));
    return (uint32_t)period->kind << 24 | period->year << 8 | quarter;
}

int period_from_key(Qd__Period *period, uint32_t key)
{
    uint32_t quarter = key & 0xff;

    qd__period__init(period);
    period->kind = (Qd__PeriodKind)(key >> 24);
    period->year = key >> 8 & 0xffff;
    period->has_quarter = quarter != 0;
    period->quarter = quarter;
    return period_valid(period);
}

const char *period_format_key(uint32_t key, char text[PERIOD_TEXT_BYTES])
{
    Qd__Period period;

    if (period_from_key(&period, key))
        period_format(&period, text);
    else
        snprintf(text, PERIOD_TEXT_BYTES, "?");
    return text;
}

enum { SECONDS_A_DAY = 24 * 60 * 60 };

// timegm carries over what is out of range: month 14 is February of the next year, and day 0 the
// last of the month before.
static int32_t days_since_1970(uint32_t year, uint32_t month, uint32_t day)
{
    struct tm date = {.tm_year = (int)year - 1900, .tm_mon = (int)month - 1, .tm_mday = (int)day};

    return (int32_t)(timegm(&date) / SECONDS_A_DAY);
}

// Its first month and the one after its last, 1 being January of the period's year.
static void months(const Qd__Period *period, uint32_t *first, uint32_t *end)
{
    assert(period_valid(period));
    switch (period->kind) {
    case QD__PERIOD_KIND__FINANCIAL_QUARTER:
        *first = FINANCIAL_YEAR_FIRST_MONTH + (period->quarter - 1) * MONTHS_A_QUARTER;
        *end = *first + MONTHS_A_QUARTER;
        break;
    case QD__PERIOD_KIND__FINANCIAL_YEAR:
        *first = FINANCIAL_YEAR_FIRST_MONTH;
        *end = *first + MONTHS_A_YEAR;
        break;
    default:
        *first = 1;
        *end = *first + MONTHS_A_YEAR;
        break;
    }
}

int32_t period_first_day(const Qd__Period *period)
{
    uint32_t first, end;

    months(period, &first, &end);
    return days_since_1970(period->year, first, 1);
}

int32_t period_last_day(const Qd__Period *period)
{
    uint32_t first, end;

    months(period, &first, &end);
    return days_since_1970(period->year, end, 0);
}

int period_before(Qd__Period *before, const Qd__Period *period)
{
    enum { QUARTERS_A_YEAR = MONTHS_A_YEAR / MONTHS_A_QUARTER };
    Qd__Period earlier = *period;

    assert(period_valid(period));
    if (earlier.has_quarter && earlier.quarter > 1) {
        earlier.quarter--;
    } else {
        earlier.year--;
        if (earlier.has_quarter)
            earlier.quarter = QUARTERS_A_YEAR;
    }
    if (!period_valid(&earlier))
        return 0;
    *before = earlier;
    return 1;
}

void period_of_stock(Qd__Period *stock, const Qd__Period *period)
{
    uint32_t year = period->year;
    uint32_t quarter = period->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER ? period->quarter : 4;

    assert(period_valid(period));
    qd__period__init(stock);
    stock->kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
    stock->year = year;
    stock->has_quarter = 1;
    stock->quarter = quarter;
}

int period_date_valid(const Qd__Date *date)
{
    enum { YEAR_MAX = 9999 };  // four digits, as a date is written
    struct tm day = {.tm_year = (int)date->year - 1900,
                     .tm_mon = (int)date->month - 1,
                     .tm_mday = (int)date->day};

    if (date->year < 1 || date->year > YEAR_MAX || date->month > 12 || date->day > 31)
        return 0;
    timegm(&day);  // changes a day that does not exist into one that does
    return day.tm_mon == (int)date->month - 1 && day.tm_mday == (int)date->day;
}

int32_t period_date_days(const Qd__Date *date)
{
    assert(period_date_valid(date));
    return days_since_1970(date->year, date->month, date->day);
}
