#include "reporter/outputs/output_columns.h"

#include "reporter/outputs/output_standing.h"

static const char *const which_figure[] = {"table",     "period",      "area_name",
                                           "area_code", "old_la_code", "geographic_level",
                                           "measure",   "label",       "unit"};
static const char *const figures[] = {"value", "status", "numerator",   "denominator", "n",
                                      "of",    "rank",   "ranked_from", "direction"};
static const char *const returns[] = {
    "made_from", "numerator_of_quarters", "denominator_of_quarters", "simulated", "marks",
    "note",      "borough_notes"};

enum {
    WHICH_FIGURE = sizeof which_figure / sizeof which_figure[0],
    FIGURES = sizeof figures / sizeof figures[0],
    RETURNS = sizeof returns / sizeof returns[0]
};
_Static_assert(WHICH_FIGURE + DIMENSIONS_MAX + FIGURES + OUTPUT_STANDING_FIELDS + RETURNS <=
                   OUTPUT_COLUMNS_MAX,
               "room for all columns");

size_t output_columns(const struct table *table, const char *names[OUTPUT_COLUMNS_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < WHICH_FIGURE; i++)
        names[count++] = which_figure[i];
    for (unsigned i = 0; i < table->breakdown.dimensions.count; i++)
        names[count++] = table->breakdown.dimensions.list[i].name;
    for (size_t i = 0; i < FIGURES; i++)
        names[count++] = figures[i];
    for (size_t i = 0; i < OUTPUT_STANDING_FIELDS; i++)
        names[count++] = output_standing_columns[i].name;
    for (size_t i = 0; i < RETURNS; i++)
        names[count++] = returns[i];
    return count;
}
