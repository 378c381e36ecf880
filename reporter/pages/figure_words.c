#include "reporter/pages/figure_words.h"

#include "lib/base/thousands.h"
#include "reporter/outputs/figure_cells.h"
#include "reporter/outputs/output_standing.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#define POUND "\xc2\xa3"
#define HALF_NEAR 1e-9
#define MINUS "\xe2\x88\x92"

// --- one figure

static const char *with_unit(struct arena *arena, const struct indicator *indicator,
                             const char *value)
{
    switch (indicator->unit) {
    case INDICATOR_PERCENT:
        return arena_printf(arena, "%s%%", value);
    case INDICATOR_PER_100:
        return arena_printf(arena, "%s per 100", value);
    case INDICATOR_WEEKS:
        return arena_printf(arena, "%s weeks", value);
    case INDICATOR_POUNDS:
        return value[0] == '-' ? arena_printf(arena, MINUS POUND "%s", value + 1)
                               : arena_printf(arena, POUND "%s", value);
    default:
        return value;
    }
}

const char *figure_words_plain(struct arena *arena, const struct indicator *indicator,
                               const struct table_cell *cell)
{
    const char *shown = figure_cells_shown(arena, indicator, cell);

    return shown == NULL ? "" : shown;
}

const char *figure_words_value(struct arena *arena, const struct indicator *indicator,
                               const struct table_cell *cell)
{
    const char *shown = figure_words_plain(arena, indicator, cell);

    return figure_known(cell->value) ? with_unit(arena, indicator, shown) : shown;
}

const char *figure_words_exact(struct arena *arena, const struct indicator *indicator,
                               double figure)
{
    const char *shown = figure_cells_rounded(arena, indicator, figure);

    return shown == NULL ? "" : with_unit(arena, indicator, shown);
}

// Pounds to the pound: what is counted is to be compared, and pence only lengthen it.
static const char *counted(struct arena *arena, struct figure figure, const char *written,
                           int is_money)
{
    char text[OUTPUT_VALUE_BYTES];

    if (!figure_known(figure))
        return output_sign(figure.state);
    snprintf(text, sizeof text, "%s", written == NULL ? "" : written);
    if (is_money)
        snprintf(text, sizeof text, "%lld",
                 (long long)((figure.value + (figure.value < 0 ? -50 : 50)) / 100));
    thousands_group(text, sizeof text);
    return arena_printf(arena, "%s%s", is_money ? POUND : "", text);
}

const char *figure_words_numerator(struct arena *arena, const struct indicator *indicator,
                                   const struct table_cell *cell)
{
    return counted(arena, cell->numerator,
                   figure_cells_numerator(arena, indicator, cell->numerator),
                   indicators_is_money(indicator));
}

const char *figure_words_denominator(struct arena *arena, const struct indicator *indicator,
                                     const struct table_cell *cell)
{
    if (!indicators_has_denominator(indicator))
        return output_sign(FIGURE_NOT_APPLICABLE);
    return counted(arena, cell->denominator,
                   figure_cells_denominator(arena, indicator, cell->denominator),
                   indicators_is_over_money(indicator));
}

const char *figure_words_share(struct arena *arena, const struct indicator *indicator,
                               const struct table_cell *cell)
{
    if (!indicators_has_denominator(indicator))
        return "";
    return arena_printf(arena, "%s %s %s", figure_words_numerator(arena, indicator, cell),
                        figure_words_is_share(indicator) ? "of" : "over",
                        figure_words_denominator(arena, indicator, cell));
}

const char *figure_words_none(const struct table_cell *cell)
{
    return output_sign(figure_known(cell->value) ? FIGURE_NOT_APPLICABLE : cell->value.state);
}

const char *figure_words_rank(struct arena *arena, const struct table_cell *cell)
{
    return cell->rank == 0 ? figure_words_none(cell) : arena_printf(arena, "%u", cell->rank);
}

const char *figure_words_interval(struct arena *arena, const struct indicator *indicator,
                                  struct interval interval)
{
    return figure_cells_interval(arena, indicator, interval.low, interval.high);
}

// --- two figures

const char *figure_words_rounded(struct arena *arena, double number, int decimals)
{
    const double tens = pow(10, decimals);
    char text[OUTPUT_VALUE_BYTES];

    // A half goes upwards: printf would take the even one of 81.25. What is this near a half is one.
    snprintf(text, sizeof text, "%.*f", decimals,
             floor(fabs(number) * tens + 0.5 + HALF_NEAR) / tens);
    thousands_group(text, sizeof text);
    return arena_strdup(arena, text);
}

static const char *with_sign(struct arena *arena, double number, const char *text)
{
    const int is_zero = text == NULL || text[strcspn(text, "123456789")] == '\0';

    return arena_printf(arena, "%s%s", is_zero ? "" : number < 0 ? MINUS : "+", text);
}

const char *figure_words_signed(struct arena *arena, double number, int decimals)
{
    return with_sign(arena, number, figure_words_rounded(arena, number, decimals));
}

static const char *amount(struct arena *arena, const struct indicator *indicator, double number,
                          int in_percent)
{
    const char *text = figure_words_rounded(arena, number, 1);

    if (in_percent)
        return arena_printf(arena, "%s%%", text);
    if (figure_words_is_share(indicator))
        return arena_printf(arena, "%s points", text);
    return with_unit(arena, indicator, text);
}

const char *figure_words_apart(struct arena *arena, const struct indicator *indicator,
                               double figure, double from)
{
    if (figure_words_is_share(indicator))
        return amount(arena, indicator, 100 * (figure - from), 0);
    return from == 0 ? "not in proportion" : amount(arena, indicator, 100 * (figure / from - 1), 1);
}

const char *figure_words_difference(struct arena *arena, const struct indicator *indicator,
                                    double figure, double from)
{
    const char *text = figure_words_is_share(indicator)
                           ? figure_words_rounded(arena, 100 * (figure - from), 1)
                           : figure_words_exact(arena, indicator, fabs(figure - from));

    return with_sign(arena, figure - from, text);
}

double figure_words_change_number(const struct indicator *indicator, const struct change *change)
{
    return change->in_percent ? 100 * change->change : output_in_unit(indicator, change->change);
}

static const char *no_change(const struct change *change)
{
    const struct figure missing =
        figure_known(change->now.value) ? change->before.value : change->now.value;

    switch (change->state) {
    case CHANGE_FROM_ZERO:
        return output_sign(FIGURE_NOTHING_TO_DIVIDE_BY);
    case CHANGE_MISSING:
        return output_sign(figure_known(missing) ? FIGURE_NOT_AVAILABLE : missing.state);
    default:
        return output_sign(FIGURE_NOT_APPLICABLE);
    }
}

const char *figure_words_change(struct arena *arena, const struct indicator *indicator,
                                const struct change *change)
{
    if (change->state != CHANGE_KNOWN)
        return no_change(change);
    return arena_printf(
        arena, "%s%s", figure_words_signed(arena, figure_words_change_number(indicator, change), 1),
        change->in_percent ? "%" : "");
}

const char *figure_words_by(struct arena *arena, const struct indicator *indicator,
                            const struct change *change)
{
    const double number = figure_words_change_number(indicator, change);
    const char *text = figure_words_rounded(arena, number, 1);

    if (text == NULL || strcmp(text, "0.0") == 0)
        return NULL;
    return amount(arena, indicator, number, change->in_percent);
}

// --- words

const char *figure_words_ordinal(struct arena *arena, unsigned number)
{
    static const char *const ends[] = {"th", "st", "nd", "rd"};
    const unsigned tens = number % 100, ones = number % 10;

    return arena_printf(arena, "%u%s", number,
                        ones < 4 && (tens < 10 || tens > 19) ? ends[ones] : ends[0]);
}

const char *figure_words_number(struct arena *arena, size_t number)
{
    static const char *const words[] = {"no",   "one", "two",   "three", "four",
                                        "five", "six", "seven", "eight", "nine"};

    return number < sizeof words / sizeof *words ? words[number]
                                                 : arena_printf(arena, "%zu", number);
}

const char *figure_words_list(struct arena *arena, const char *const *names, size_t count)
{
    const char *list = count == 0 ? "" : names[0];

    for (size_t i = 1; i < count; i++)
        list = arena_printf(arena, i + 1 == count ? "%s and %s" : "%s, %s", list, names[i]);
    return list == NULL ? "" : list;
}

const char *figure_words_small(struct arena *arena, const char *words)
{
    char *small = arena_strdup(arena, words);

    if (small != NULL)
        small[0] = (char)tolower((unsigned char)small[0]);
    return small;
}

const char *figure_words_sentence(struct arena *arena, const char *words)
{
    char *sentence = arena_strdup(arena, words);

    if (sentence != NULL)
        sentence[0] = (char)toupper((unsigned char)sentence[0]);
    return sentence;
}
