// The period that the name of a folder or file holds.
#include "proto/form/period.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { QUARTERS = 4, THIS_CENTURY = 2000, TWO_DIGITS = 100 };

// What stands in a name. Where two stand there that differ, neither is meant.
struct found {
    Qd__Period year, short_year;  // a short one is 24-25, which may be two days as well
    int years, short_years;       // how many different ones
    unsigned quarter;
    int quarters;   // how many different ones; one that does not exist counts for two
    int by_months;  // by its first and its last month, whose year is a calendar year
};

// How many digits the text begins with, and the number that they make.
static size_t number_at(const char *text, unsigned *number)
{
    size_t length = 0;

    for (*number = 0; isdigit((unsigned char)text[length]); length++)
        *number = *number % 1000000 * 10 + (unsigned)(text[length] - '0');
    return length;
}

static int is_between(char letter)
{
    return letter != '\0' && strchr("-_/. ", letter) != NULL;
}

static void add_year(Qd__Period *year, int *years, Qd__PeriodKind kind, unsigned number)
{
    Qd__Period period;

    qd__period__init(&period);
    period.kind = kind;
    period.year = number;
    if (!period_valid(&period) || (*years > 0 && period_key(&period) == period_key(year)))
        return;
    *year = period;
    (*years)++;
}

static int follows(unsigned year, unsigned next)
{
    return next % TWO_DIGITS == (year + 1) % TWO_DIGITS && (next < TWO_DIGITS || next == year + 1);
}

// Steps over the year that the text begins with, if it does: 2024-25, 2024-2025, 202425, 2425, 24-25,
// 2024. Other numbers are stepped over as well, with those of which they are a date.
static size_t take_number(struct found *found, const char *text)
{
    unsigned number, next;
    size_t length = number_at(text, &number), next_length = 0;

    if (is_between(text[length]))
        next_length = number_at(text + length + 1, &next);
    if (length == 4 && (next_length == 2 || next_length == 4) && follows(number, next)) {
        add_year(&found->year, &found->years, QD__PERIOD_KIND__FINANCIAL_YEAR, number);
        return length + 1 + next_length;
    }
    if (length == 2 && next_length == 2 && follows(number, next)) {
        add_year(&found->short_year, &found->short_years, QD__PERIOD_KIND__FINANCIAL_YEAR,
                 THIS_CENTURY + number);
        return length + 1 + next_length;
    }
    while (next_length > 0 && text[length] != ' ') {
        length += 1 + next_length;
        next_length = is_between(text[length]) ? number_at(text + length + 1, &next) : 0;
        number = 0;
    }
    if (length == 6 && follows(number / TWO_DIGITS, number % TWO_DIGITS))
        add_year(&found->year, &found->years, QD__PERIOD_KIND__FINANCIAL_YEAR, number / TWO_DIGITS);
    else if (length == 4 && number > PERIOD_YEAR_MAX &&
             follows(number / TWO_DIGITS, number % TWO_DIGITS))
        add_year(&found->year, &found->years, QD__PERIOD_KIND__FINANCIAL_YEAR,
                 THIS_CENTURY + number / TWO_DIGITS);
    else if (length == 4)
        add_year(&found->year, &found->years, QD__PERIOD_KIND__CALENDAR_YEAR, number);
    return length;
}

static void add_quarter(struct found *found, unsigned quarter)
{
    if (quarter < 1 || quarter > QUARTERS)
        found->quarters += 2;
    else if (found->quarters == 0 || quarter != found->quarter)
        found->quarters++;
    found->quarter = quarter;
}

// Steps over the quarter that the text begins with, if it does: Q3, qtr 3, Quarter_3.
static size_t take_quarter(struct found *found, const char *text)
{
    static const char *const words[] = {"quarter", "qtr", "q"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i]), digits;
        unsigned quarter;

        if (strncasecmp(text, words[i], length) != 0)
            continue;
        while (is_between(text[length]))
            length++;
        digits = number_at(text + length, &quarter);
        if (digits == 0 || isalpha((unsigned char)text[length + digits]))
            return 0;
        add_quarter(found, quarter);
        return length + digits;
    }
    return 0;
}

static size_t letters(const char *text)
{
    size_t length = 0;

    while (isalpha((unsigned char)text[length]) || (unsigned char)text[length] > 0x7f)
        length++;
    return length;
}

// The number of the month whose name, or its first three letters or more, the text begins with; 0: none.
static unsigned month_at(const char *text)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    const size_t length = letters(text);

    for (unsigned i = 0; i < sizeof months / sizeof months[0]; i++)
        if (length >= 3 && strncasecmp(months[i], text, length) == 0)
            return i + 1;
    return 0;
}

// Steps over the quarter that the text begins with as its first and its last month: Oct-Dec, January to March.
static size_t take_months(struct found *found, const char *text)
{
    enum { MONTHS = 3, LAST_MONTH = 2 };
    const unsigned from = month_at(text);
    size_t length = letters(text);

    while (from != 0 && is_between(text[length]))
        length++;
    if (from != 0 && strncasecmp(text + length, "to ", 3) == 0)
        length += 3;
    if (from == 0 || from % MONTHS != 1 || month_at(text + length) != from + LAST_MONTH)
        return 0;
    add_quarter(found, from == 1 ? QUARTERS : from / MONTHS);
    found->by_months = 1;
    return length + letters(text + length);
}

// A word that goes on with digits is a name of something (v2), but for that of a year: FY2425.
static struct found look(const char *name)
{
    struct found found = {.years = 0};

    while (*name != '\0') {
        size_t length =
            isdigit((unsigned char)*name) ? take_number(&found, name) : take_quarter(&found, name);

        if (length == 0)
            length = take_months(&found, name);
        if (length == 0 && strncasecmp(name, "fy", 2) == 0)
            length = 2;
        if (length == 0 && (length = letters(name)) > 0)
            while (isalnum((unsigned char)name[length]))
                length++;
        name += length > 0 ? length : 1;
    }
    return found;
}

int period_in_name(Qd__Period *period, const char *name)
{
    struct found found = look(name);

    if (found.years == 0 && found.quarters == 1) {
        found.year = found.short_year;
        found.years = found.short_years;
    }
    if (found.years != 1 || found.quarters > 1)
        return 0;
    *period = found.year;
    if (found.quarters == 0)
        return 1;
    period->kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
    period->has_quarter = 1;
    period->quarter = found.quarter;
    if (found.year.kind == QD__PERIOD_KIND__FINANCIAL_YEAR)
        return 1;
    period->year -= found.quarter == QUARTERS;  // January to March are of the year before
    return found.by_months && period_valid(period);
}

unsigned period_quarter_in_name(const char *name)
{
    const struct found found = look(name);

    return found.quarters == 1 ? found.quarter : 0;
}
