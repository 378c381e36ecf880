#include "reporter/table/periods.h"

#include "lib/base/list.h"
#include "proto/form/period.h"

#include <stdio.h>
#include <string.h>

static const struct {
    Qd__PeriodKind kind;
    const char *name;
} kinds[] = {{QD__PERIOD_KIND__FINANCIAL_QUARTER, "quarters"},
             {QD__PERIOD_KIND__FINANCIAL_YEAR, "financial-years"},
             {QD__PERIOD_KIND__CALENDAR_YEAR, "calendar-years"}};

const char *periods_kind_name(Qd__PeriodKind kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i].kind == kind)
            return kinds[i].name;
    return "periods";
}

int periods_kind(const char *name, Qd__PeriodKind *kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0) {
            *kind = kinds[i].kind;
            return 1;
        }
    return 0;
}

// The one that follows a period, of its kind.
static Qd__Period next_of(const Qd__Period *period)
{
    Qd__Period next = *period;

    if (period->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER && period->quarter < 4) {
        next.quarter++;
    } else {
        next.year++;
        next.quarter = period->has_quarter ? 1 : 0;
    }
    return next;
}

enum err periods_add(struct periods *periods, struct arena *arena, const Qd__Period *period,
                     struct err_text *why)
{
    const uint32_t key = period_key(period);
    size_t place = 0;

    while (place < periods->count && period_key(&periods->list[place]) < key)
        place++;
    if (place < periods->count && period_key(&periods->list[place]) == key)
        return ERR_OK;
    if (periods->count == PERIODS_MAX)
        return err_say(why, ERR_COMMAND, "a table can have %d periods at most: ask for fewer",
                       PERIODS_MAX);
    if (LIST_ADD(arena, periods->list, periods->count) == NULL)
        return err_say(why, ERR_NO_MEMORY, "the periods need more memory than there is");
    memmove(periods->list + place + 1, periods->list + place,
            (periods->count - 1 - place) * sizeof *periods->list);
    periods->list[place] = *period;
    return ERR_OK;
}

// --- as they are written

static enum err parse_one(Qd__Period *period, struct arena *arena, const char *text, size_t length,
                          struct err_text *why)
{
    const char *word = arena_strndup(arena, text, length);

    if (word == NULL)
        return err_say(why, ERR_NO_MEMORY, "the periods need more memory than there is");
    return period_parse(period, word, why) == ERR_OK ? ERR_OK : ERR_COMMAND;
}

static enum err add_range(struct periods *periods, struct arena *arena, const Qd__Period *first,
                          const Qd__Period *last, const char *text, size_t length,
                          struct err_text *why)
{
    Qd__Period period = *first;
    enum err error;

    if (first->kind != last->kind)
        return err_say(why, ERR_COMMAND,
                       "\"%.*s\" is from one kind of period to another: name two quarters, two "
                       "financial years or two calendar years",
                       (int)length, text);
    if (period_key(first) > period_key(last))
        return err_say(why, ERR_COMMAND,
                       "\"%.*s\" begins with the later period: write the earlier one first",
                       (int)length, text);
    error = periods_add(periods, arena, &period, why);
    while (error == ERR_OK && period_key(&period) < period_key(last)) {
        period = next_of(&period);
        error = periods_add(periods, arena, &period, why);
    }
    return error;
}

// One period, or from one to another.
static enum err add_word(struct periods *periods, struct arena *arena, const char *text,
                         size_t length, struct err_text *why)
{
    static const char to[] = "..";
    const char *dots = memmem(text, length, to, strlen(to));
    Qd__Period first = QD__PERIOD__INIT, last = QD__PERIOD__INIT;
    enum err error;

    error = parse_one(&first, arena, text, dots == NULL ? length : (size_t)(dots - text), why);
    last = first;
    if (error == ERR_OK && dots != NULL) {
        dots += strlen(to);
        error = parse_one(&last, arena, dots, (size_t)(text + length - dots), why);
    }
    return error == ERR_OK ? add_range(periods, arena, &first, &last, text, length, why) : error;
}

enum err periods_parse(struct periods *periods, struct arena *arena, const char *text,
                       struct err_text *why)
{
    enum err error;

    *periods = (struct periods){.count = 0};
    for (;;) {
        const size_t length = strcspn(text, ",");

        error = add_word(periods, arena, text, length, why);
        if (error == ERR_OK && periods->list[0].kind != periods->list[periods->count - 1].kind)
            error = err_say(why, ERR_COMMAND,
                            "the periods are of two kinds: name only quarters, only financial "
                            "years or only calendar years for one table");
        if (error != ERR_OK || text[length] == '\0')
            return error;
        text += length + 1;
    }
}

// --- as they are shown

static int follow_each_other(const struct periods *periods)
{
    for (size_t i = 1; i < periods->count; i++) {
        const Qd__Period next = next_of(&periods->list[i - 1]);

        if (period_key(&next) != period_key(&periods->list[i]))
            return 0;
    }
    return 1;
}

void periods_format(const struct periods *periods, char text[PERIODS_TEXT_BYTES])
{
    char first[PERIOD_TEXT_BYTES], last[PERIOD_TEXT_BYTES];
    size_t used = 0;

    period_format(&periods->list[0], first);
    period_format(&periods->list[periods->count - 1], last);
    if (periods->count == 1) {
        snprintf(text, PERIODS_TEXT_BYTES, "%s", first);
    } else if (follow_each_other(periods)) {
        snprintf(text, PERIODS_TEXT_BYTES, "%s to %s", first, last);
    } else {
        text[0] = '\0';
        for (size_t i = 0; i < periods->count && used + PERIOD_TEXT_BYTES < PERIODS_TEXT_BYTES;
             i++) {
            period_format(&periods->list[i], first);
            used += (size_t)snprintf(text + used, PERIODS_TEXT_BYTES - used, "%s%s",
                                     i == 0 ? "" : ", ", first);
        }
    }
}
