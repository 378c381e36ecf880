#include "collector/cells/date_and_period.h"

#include "proto/form/period.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static Qd__Date date_of(unsigned year, unsigned month, unsigned day)
{
    Qd__Date date = QD__DATE__INIT;

    date.year = year;
    date.month = month;
    date.day = day;
    return date;
}

// "2025-01-16": four, two and two digits. What stands behind them is at `*rest`.
static int scan_date(const char *text, Qd__Date *date, const char **rest)
{
    static const char pattern[] = "0000-00-00";

    for (size_t i = 0; pattern[i] != '\0'; i++)
        if (pattern[i] == '0' ? !isdigit((unsigned char)text[i]) : text[i] != pattern[i])
            return 0;
    *date = date_of((unsigned)strtoul(text, NULL, 10), (unsigned)strtoul(text + 5, NULL, 10),
                    (unsigned)strtoul(text + 8, NULL, 10));
    *rest = text + sizeof pattern - 1;
    return 1;
}

static enum err no_such_day(const struct cell *cell, const Qd__Date *date)
{
    Qd__Date last = date_of(date->year, date->month, 31);
    const char *fix;

    while (last.day > 28 && !period_date_valid(&last))
        last.day--;
    if (date->month < 1 || date->month > 12)
        fix = arena_printf(cell->arena, "write year-month-day: there is no month %u", date->month);
    else if (date->year == 0)
        fix = arena_printf(cell->arena, "write year-month-day: there is no year 0");
    else
        fix = arena_printf(cell->arena, "check the day: %04u-%02u has %u days", date->year,
                           date->month, last.day);
    return cell_fault(cell, RULE_CELL_NO_SUCH_DAY, fix);
}

static const char *write_date(const struct cell *cell, const Qd__Date *date)
{
    return arena_printf(cell->arena, "write %04u-%02u-%02u", date->year, date->month, date->day);
}

// A time of day behind it, as DfE's COLLECT writes, is no part of the date.
static int ends_or_has_time(const char *rest)
{
    return *rest == '\0' || *rest == ' ' || *rest == 'T';
}

// "16/01/2025" and "1.2.25": the sentence that says what to write, NULL if it is no such thing.
static const char *fix_slashes(const struct cell *cell)
{
    unsigned first, second, year;
    char sign, again;
    int used = 0;
    Qd__Date british, american;

    if (sscanf(cell->text, "%2u%c%2u%c%4u%n", &first, &sign, &second, &again, &year, &used) != 5 ||
        !ends_or_has_time(cell->text + used) || sign != again || strchr("/.-", sign) == NULL)
        return NULL;
    year += year < 100 ? 2000 : 0;
    if (year < PERIOD_YEAR_MIN || year > PERIOD_YEAR_MAX)
        return NULL;
    british = date_of(year, second, first);
    american = date_of(year, first, second);
    if (!period_date_valid(&british) && !period_date_valid(&american))
        return NULL;
    if (!period_date_valid(&american) || first == second)
        return write_date(cell, &british);
    if (!period_date_valid(&british))
        return write_date(cell, &american);
    return arena_printf(cell->arena,
                        "write %04u-%02u-%02u if %u is the day, %04u-%02u-%02u if it is the month",
                        year, second, first, first, year, first, second);
}

// "16 January 2025", "16-Jan-25", "2025-Jan-16", "2025/01/16", "20250116".
static const char *fix_words(const struct cell *cell)
{
    static const char *const formats[] = {
        "%d %b %Y", "%d-%b-%Y", "%Y-%b-%d", "%Y %b %d",  "%b %d, %Y", "%Y/%m/%d", "%Y.%m.%d",
        "%Y%m%d",   "%d %b %y", "%d-%b-%y", "%d %b, %Y", "%d/%b/%Y",  "%b %d %Y", "%A %d %b %Y"};

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        struct tm day = {.tm_mday = 0};
        const char *rest = strptime(cell->text, formats[i], &day);
        Qd__Date date =
            date_of((unsigned)day.tm_year + 1900, (unsigned)day.tm_mon + 1, (unsigned)day.tm_mday);

        if (rest != NULL && ends_or_has_time(rest) && date.year >= PERIOD_YEAR_MIN &&
            date.year <= PERIOD_YEAR_MAX && period_date_valid(&date))
            return write_date(cell, &date);
    }
    return NULL;
}

// "45673": the spreadsheet's own number for a day, counted from the end of 1899.
static const char *fix_serial(const struct cell *cell)
{
    enum { FIRST_OF_2000 = 36526, LAST_OF_2099 = 73050 };
    char *end;
    unsigned long serial = strtoul(cell->text, &end, 10);
    struct tm day = {.tm_year = 100, .tm_mday = 1};
    Qd__Date date;

    if (*end == '.')  // and behind the point the time of day
        end += 1 + strspn(end + 1, "0123456789");
    if (*end != '\0' || serial < FIRST_OF_2000 || serial > LAST_OF_2099)
        return NULL;
    day.tm_mday += (int)(serial - FIRST_OF_2000);
    timegm(&day);
    date = date_of((unsigned)day.tm_year + 1900, (unsigned)day.tm_mon + 1, (unsigned)day.tm_mday);
    return arena_printf(cell->arena,
                        "write %04u-%02u-%02u, for which %lu is the spreadsheet's own number",
                        date.year, date.month, date.day, serial);
}

enum err date_and_period_read_date(const struct cell *cell, Qd__Date *date)
{
    const char *rest, *fix;

    if (scan_date(cell->text, date, &rest)) {
        if (!period_date_valid(date))
            return no_such_day(cell, date);
        if (*rest == '\0')
            return ERR_OK;
        if (ends_or_has_time(rest))
            return cell_fault(cell, RULE_CELL_NOT_A_DATE, write_date(cell, date));
    }
    fix = fix_slashes(cell);
    if (fix == NULL)
        fix = fix_words(cell);
    if (fix == NULL)
        fix = fix_serial(cell);
    if (fix == NULL)
        fix = arena_printf(cell->arena, "write year-month-day, as 2025-01-16");
    return cell_fault(cell, RULE_CELL_NOT_A_DATE, fix);
}

enum { GUESS_BYTES = 24 };

// Takes "Q4" or "quarter 4" out of the text: the quarter, or 0.
static char take_quarter(char text[GUESS_BYTES])
{
    static const char *const words[] = {"quarter", "qtr", "q"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char *at = strcasestr(text, words[i]);
        char *digit = at == NULL ? NULL : at + strlen(words[i]);

        while (digit != NULL && *digit == ' ')
            digit++;
        if (digit != NULL && *digit >= '1' && *digit <= '4') {
            char quarter = *digit;

            memset(at, ' ', (size_t)(digit + 1 - at));
            return quarter;
        }
    }
    return '\0';
}

// Letters that are left and do not just say "financial year": an academic year, a quarter in words.
static int names_another_period(const char *text)
{
    static const char *const same[] = {"", "FY", "year", "financialyear"};
    char letters[GUESS_BYTES];
    size_t length = 0;

    for (; *text != '\0'; text++)
        if (isalpha((unsigned char)*text))
            letters[length++] = *text;
    letters[length] = '\0';
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        if (strcasecmp(letters, same[i]) == 0)
            return 0;
    return 1;
}

// The period that was probably meant: "Q4 2024-25", "2024-2025", "202425", "FY 2024/25".
static int guess_period(const char *text, Qd__Period *period)
{
    char rest[GUESS_BYTES], guess[GUESS_BYTES], quarter;
    const char *year, *next;
    size_t digits;

    if (strlen(text) >= sizeof rest)
        return 0;
    snprintf(rest, sizeof rest, "%s", text);
    quarter = take_quarter(rest);
    year = rest + strcspn(rest, "0123456789");
    digits = strspn(year, "0123456789");
    if (digits < 4)
        return 0;
    if (names_another_period(rest))
        return 0;
    next = year + 4;
    digits -= 4;
    if (digits == 0) {
        next += strcspn(next, "0123456789");
        digits = strspn(next, "0123456789");
    }
    // Of a second year written in full only the last two digits count.
    if (digits == 4)
        next += 2;
    else if (digits != 2)
        return 0;
    if (next[2 + strcspn(next + 2, "0123456789")] != '\0')
        return 0;
    snprintf(guess, sizeof guess, "%.4s-%.2s%s%.1s", year, next, quarter == '\0' ? "" : " Q",
             quarter == '\0' ? "" : &quarter);
    return period_parse(period, guess, NULL) == ERR_OK;
}

enum err date_and_period_read_period(const struct cell *cell, Qd__Period *period)
{
    char text[PERIOD_TEXT_BYTES];

    if (period_parse(period, cell->text, NULL) == ERR_OK)
        return ERR_OK;
    if (guess_period(cell->text, period)) {
        period_format(period, text);
        return cell_fault(cell, RULE_CELL_NOT_A_PERIOD,
                          arena_printf(cell->arena, "write %s", text));
    }
    return cell_fault(cell, RULE_CELL_NOT_A_PERIOD,
                      arena_printf(cell->arena, "write 2024-25 Q4 for a quarter, 2024-25 for a "
                                                "financial year or 2024 for a calendar year"));
}
