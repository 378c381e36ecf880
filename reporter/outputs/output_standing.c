#include "reporter/outputs/output_standing.h"

#include <math.h>

const struct output_standing_column output_standing_columns[OUTPUT_STANDING_FIELDS] = {
    [OUTPUT_RANKED] = {"ranked", 1},
    [OUTPUT_RANK_BEST] = {"rank_best", 1},
    [OUTPUT_RANK_WORST] = {"rank_worst", 1},
    [OUTPUT_QUARTILE] = {"quartile", 0},
    [OUTPUT_FIFTH] = {"fifth", 0},
    [OUTPUT_INTERVAL] = {"interval", 0},
    [OUTPUT_LOW] = {"low", 1},
    [OUTPUT_HIGH] = {"high", 1},
    [OUTPUT_LIMITS] = {"limits", 0},
    [OUTPUT_LIMIT_LOW] = {"limit_low", 1},
    [OUTPUT_LIMIT_HIGH] = {"limit_high", 1},
    [OUTPUT_SPREAD] = {"spread", 1},
    [OUTPUT_STANDS_OUT] = {"stands_out", 0},
};

// --- numbers

void output_real(double number, char text[OUTPUT_VALUE_BYTES])
{
    enum { DIGITS = 12, DECIMALS_MAX = 18 };
    const double size = fabs(number);
    int decimals = size > 0 ? DIGITS - 1 - (int)floor(log10(size)) : 0;
    char *end;

    decimals = decimals < 0 ? 0 : decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals;
    end = text + snprintf(text, OUTPUT_VALUE_BYTES, "%.*f", decimals, number);
    while (decimals-- > 0 && end[-1] == '0')
        *--end = '\0';
    if (end > text && end[-1] == '.')
        end[-1] = '\0';
}

double output_in_unit(const struct indicator *indicator, double figure)
{
    enum { HUNDRED = 100, DAYS_OF_A_WEEK = 7 };

    if (indicator->unit == INDICATOR_WEEKS)
        return figure / DAYS_OF_A_WEEK;
    if (indicator->unit == INDICATOR_PERCENT || indicator->unit == INDICATOR_PER_100)
        return figure * HUNDRED;
    return indicator->unit == INDICATOR_POUNDS ? figure / HUNDRED : figure;
}

static void put_real(char text[OUTPUT_VALUE_BYTES], const struct indicator *indicator, int is_there,
                     double figure)
{
    if (is_there)
        output_real(output_in_unit(indicator, figure), text);
}

static void put_rank(char text[OUTPUT_VALUE_BYTES], size_t rank)
{
    if (rank > 0)
        output_count((int64_t)rank, text);
}

// --- words

static void put_word(char text[OUTPUT_VALUE_BYTES], const char *word)
{
    snprintf(text, OUTPUT_VALUE_BYTES, "%s", word);
}

static const char *quartile_word(enum indicator_direction direction, unsigned quarter)
{
    static const char *const judged[] = {"", "A", "B", "C", "D"};
    static const char *const ordered[] = {"", "highest", "upper", "lower", "lowest"};

    return direction == INDICATOR_NONE ? ordered[quarter] : judged[quarter];
}

static const char *fifth_word(enum indicator_direction direction, int fifth)
{
    if (fifth == 0)
        return "";
    if (direction == INDICATOR_NONE)
        return fifth > 0 ? "highest" : "lowest";
    return (fifth > 0) == (direction == INDICATOR_HIGH) ? "best" : "worst";
}

static const char *interval_word(const struct standing *standing, const struct indicator *indicator,
                                 const struct table_cell *cell)
{
    if (!standing->has_interval)
        return figure_known(cell->value) ? output_status(FIGURE_NOT_APPLICABLE) : "";
    if (indicator->kind == INDICATOR_PROPORTION)
        return "Wilson";
    if (indicator->kind == INDICATOR_MEDIAN)
        return "order statistics";
    return cell->numerator.value < INTERVAL_BYAR_EVENTS ? "Poisson" : "Byar";
}

// Of a borough without limits there is nothing to say, but why.
static const char *unless_limits(const struct standing *standing)
{
    return standing->ranked > 0 ? output_status(FIGURE_NOT_APPLICABLE) : "";
}

static const char *limits_word(const struct standing *standing, const struct funnel *funnel)
{
    if (!standing->has_limits)
        return unless_limits(standing);
    return funnel->over_dispersed ? "over-dispersed" : "plain";
}

static const char *stands_out_word(const struct standing *standing)
{
    if (!standing->has_limits)
        return unless_limits(standing);
    return standing->stands_out > 0 ? "high" : standing->stands_out < 0 ? "low" : "no";
}

void output_standing(const struct standings *standings, const struct indicator *indicator,
                     const struct table_cell *cell, int row, enum output_standing_field field,
                     char text[OUTPUT_VALUE_BYTES])
{
    const struct standing *standing = &standings->list[row];

    text[0] = '\0';
    switch (field) {
    case OUTPUT_RANKED:
        put_rank(text, standing->ranked);
        return;
    case OUTPUT_RANK_BEST:
        put_rank(text, standing->chance.best);
        return;
    case OUTPUT_RANK_WORST:
        put_rank(text, standing->chance.worst);
        return;
    case OUTPUT_QUARTILE:
        put_word(text, quartile_word(indicator->direction, standing->quarter));
        return;
    case OUTPUT_FIFTH:
        put_word(text, fifth_word(indicator->direction, standing->fifth));
        return;
    case OUTPUT_INTERVAL:
        put_word(text, interval_word(standing, indicator, cell));
        return;
    case OUTPUT_LOW:
        put_real(text, indicator, standing->has_interval, standing->interval.low);
        return;
    case OUTPUT_HIGH:
        put_real(text, indicator, standing->has_interval, standing->interval.high);
        return;
    case OUTPUT_LIMITS:
        put_word(text, limits_word(standing, &standings->funnel));
        return;
    case OUTPUT_LIMIT_LOW:
        put_real(text, indicator, standing->has_limits, standing->limits.low);
        return;
    case OUTPUT_LIMIT_HIGH:
        put_real(text, indicator, standing->has_limits, standing->limits.high);
        return;
    case OUTPUT_SPREAD:
        if (standing->has_limits)
            output_real(standings->funnel.spread, text);
        return;
    default:
        put_word(text, stands_out_word(standing));
        return;
    }
}
