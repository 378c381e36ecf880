#include "reporter/comparators/percentages.h"

#include "lib/base/list.h"
#include "proto/form/period.h"
#include "proto/reference/reference_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DECIMAL = 10, DECIMALS_MAX = 3, DIGITS_MAX = 3 };

enum column { AREA, PERIOD, MEASURE, SLICE, PERCENT, SOURCE };

static const char *const headings[] = {
    [AREA] = "area_code", [PERIOD] = "period",   [MEASURE] = "measure",
    [SLICE] = "slice",    [PERCENT] = "percent", [SOURCE] = "source"};

struct reading {
    struct percentages *percentages;
    struct arena *arena;
};

// "6.25" is 6250.
static enum err read_percent(int64_t *thousandths, const char *cell, struct err_text *why)
{
    static const char digits[] = "0123456789";
    const size_t whole = strspn(cell, digits);
    const char *rest = cell + whole + (cell[whole] == '.');
    const size_t decimals = strspn(rest, digits);

    if (whole == 0 || whole > DIGITS_MAX || decimals > DECIMALS_MAX || rest[decimals] != '\0' ||
        (cell[whole] == '.') != (decimals > 0))
        return err_say(why, ERR_MALFORMED,
                       "\"%.40s\" is not a percentage: write digits, with %d decimals after a "
                       "point at most, as 50.9",
                       cell, DECIMALS_MAX);
    *thousandths = strtoll(cell, NULL, DECIMAL);
    for (size_t i = 0; i < DECIMALS_MAX; i++)
        *thousandths = *thousandths * DECIMAL + (i < decimals ? rest[i] - '0' : 0);
    return *thousandths <= PERCENTAGES_WHOLE
               ? ERR_OK
               : err_say(why, ERR_MALFORMED, "%s %% is more than everything: check the figure",
                         cell);
}

static enum err take_row(void *context, const char *const *fields, struct err_text *why)
{
    struct reading *reading = context;
    struct percentages_entry entry = {
        .area_code = fields[AREA], .measure = fields[MEASURE], .slice = fields[SLICE]};
    struct percentages_entry *place;
    enum err error = period_parse(&entry.period, fields[PERIOD], why);

    if (error == ERR_OK)
        error = read_percent(&entry.thousandths, fields[PERCENT], why);
    if (error == ERR_OK && fields[SOURCE][0] == '\0')
        error =
            err_say(why, ERR_MALFORMED,
                    "a percentage needs a source: say in the column source where it was published");
    if (error != ERR_OK)
        return error;
    place = LIST_ADD(reading->arena, reading->percentages->list, reading->percentages->count);
    if (place == NULL)
        return err_say(why, ERR_NO_MEMORY, "the percentages need more memory than there is");
    *place = entry;
    return ERR_OK;
}

enum err percentages_read(struct percentages *percentages, struct arena *arena,
                          const char *reference, struct err_text *text)
{
    const char *path = arena_printf(arena, "%s/published/percentages.csv", reference);
    struct reading reading = {percentages, arena};

    *percentages = (struct percentages){.count = 0};
    if (path == NULL)
        return err_say(text, ERR_NO_MEMORY, "the percentages need more memory than there is");
    if (access(path, F_OK) != 0)
        return ERR_OK;
    return reference_file_read(path, arena, headings, sizeof headings / sizeof headings[0],
                               take_row, &reading, text);
}

const struct percentages_entry *percentages_last(const struct percentages *percentages,
                                                 const char *measure, const char *slice,
                                                 const char *area_code)
{
    const struct percentages_entry *last = NULL;

    for (size_t i = 0; i < percentages->count; i++) {
        const struct percentages_entry *entry = &percentages->list[i];

        if (strcmp(entry->measure, measure) == 0 && strcmp(entry->slice, slice) == 0 &&
            strcmp(entry->area_code, area_code) == 0 &&
            (last == NULL || period_last_day(&entry->period) > period_last_day(&last->period)))
            last = entry;
    }
    return last;
}
