#include "proto/form/codes.h"
#include "reporter/indicators/formula.h"
#include "reporter/indicators/sums.h"
#include "reporter/outputs/catalogue_internal.h"

#include <string.h>

int catalogue_is_headline(const struct indicator *indicator)
{
    for (size_t i = 0; i < indicators_headlines_count; i++)
        if (indicators_headlines[i].part == indicator->part &&
            strcmp(indicators_headlines[i].name, indicator->name) == 0)
            return 1;
    return 0;
}

const char *catalogue_formula(struct arena *arena, const struct indicator *indicator)
{
    const char *numerator = formula_words(arena, indicator->part, indicator->numerator);
    const char *denominator = formula_words(arena, indicator->part, indicator->denominator);
    const char *formula;

    if (numerator == NULL || denominator == NULL || denominator[0] == '\0')
        return numerator == NULL ? "" : numerator;
    formula = arena_printf(arena, "%s / %s", numerator, denominator);
    if (formula != NULL && indicator->kind == INDICATOR_MEDIAN)
        formula = arena_printf(arena, "the median over the %s of %s",
                               indicators_places(indicator)->name, formula);
    return formula == NULL ? "" : formula;
}

const char *catalogue_unit(struct arena *arena, const struct indicator *indicator)
{
    const char *name = indicators_unit_name(indicator->unit);
    const char *unit = indicator->decimals == 0
                           ? name
                           : arena_printf(arena, "%s, %d decimal%s", name, indicator->decimals,
                                          indicator->decimals == 1 ? "" : "s");

    return unit == NULL ? "" : unit;
}

const char *catalogue_law(struct arena *arena, const struct indicator *indicator)
{
    const char *law =
        indicator->target.law == NULL
            ? ""
            : arena_printf(arena, "%d %% (%s)", indicator->target.percent, indicator->target.law);

    return law == NULL ? "" : law;
}

const char *catalogue_since(struct arena *arena, const struct indicator *indicator)
{
    const unsigned version = indicators_version(indicator);
    const char *since = version == 0 ? "" : arena_printf(arena, "version %u of the form", version);

    if (indicator->since != NULL && since != NULL)
        since = arena_printf(arena, "%s; by this definition %s", since, indicator->since);
    return since == NULL ? "" : since;
}

const char *catalogue_codes(struct arena *arena, const struct dimension *dimension)
{
    const char *codes = "", *separator = "";

    for (unsigned i = 0; i < dimension_size(dimension) && codes != NULL; i++) {
        char code[CODES_WRITTEN_BYTES];

        if ((int)i == dimension->total || (int)i == dimension->not_known)
            continue;
        codes_write(dimension->codes, dimension->codes->values[i].value, code);
        codes = arena_printf(arena, "%s%s%s", codes, separator, code);
        separator = ", ";
    }
    separator = "; ";
    for (size_t i = 0; i < sums_sub_totals_count && codes != NULL; i++) {
        if (strcmp(sums_sub_totals[i].dimension, dimension->name) != 0)
            continue;
        codes = arena_printf(arena, "%s%s%s", codes, separator, sums_sub_totals[i].name);
        separator = ", ";
    }
    return codes == NULL ? "" : codes;
}
