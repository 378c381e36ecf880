// The metadata of open data: a line for each filter and indicator.
#include "proto/form/labels.h"
#include "reporter/outputs/csv_piece.h"
#include "reporter/outputs/output.h"
#include "reporter/outputs/output_ees_internal.h"

#include <string.h>

static const char *unit_of(const struct indicator *indicator)
{
    if (indicator->unit == INDICATOR_PERCENT)
        return "%";
    return indicator->unit == INDICATOR_POUNDS ? "\u00a3" : "";
}

enum { BLANKS_OF_A_FILTER = 5 };  // what only indicators have, the hint and the group

// What EES shows unless a reader picks another item: Total, or where codes are never added up the last of
// them. NULL: it is Total.
static const char *default_of(const struct ees *ees, unsigned filter)
{
    const struct breakdown *breakdown = &ees->table->breakdown;
    const char *last = NULL;

    for (size_t i = 0; i < breakdown->count; i++) {
        last = breakdown->list[i].labels[ees->filters[filter]];
        if (last[0] == '\0')
            return NULL;
    }
    return last;
}

static int has_defaults(const struct ees *ees)
{
    for (unsigned i = 0; i < ees->filters_count; i++)
        if (default_of(ees, i) != NULL)
            return 1;
    return 0;
}

static void write_filter(const struct ees *ees, unsigned filter, FILE *out)
{
    const struct dimension *dimension =
        &ees->table->breakdown.dimensions.list[ees->filters[filter]];
    const char *shown = default_of(ees, filter);
    struct csv_piece line = {.used = 0};

    csv_piece_add(&line, output_ees_filter(ees, filter));
    csv_piece_add(&line, "Filter");
    csv_piece_add(&line, labels_of(dimension->column)->label);
    for (int blank = 0; blank < BLANKS_OF_A_FILTER; blank++)
        csv_piece_add(&line, "");
    if (has_defaults(ees))
        csv_piece_add(&line, shown == NULL ? "" : shown);
    csv_piece_end(&line, out);
}

// A label stands once in a file: a count and its share are told apart by their units.
static int is_label_shared(const struct ees *ees, const struct table_column *column)
{
    for (size_t i = 0; i < ees->indicators_count; i++)
        if (output_ees_indicator(ees, i) != column &&
            strcmp(output_ees_indicator(ees, i)->measure_label, column->measure_label) == 0)
            return 1;
    return 0;
}

static void write_indicator(const struct ees *ees, const struct table_column *column, FILE *out)
{
    const struct table *table = ees->table;
    struct csv_piece line = {.used = 0};
    char label[CSV_PIECE_BYTES / 4];
    char decimals[OUTPUT_VALUE_BYTES];
    const char *within = table->breakdown.label;

    (void)snprintf(
        label, sizeof label, "%s%s%s%s%s%s%s", output_is_simulated(table) ? "SIMULATED: " : "",
        column->measure_label, is_label_shared(ees, column) ? ", " : "",
        is_label_shared(ees, column) ? indicators_unit_name(column->indicator->unit) : "",
        within[0] == '\0' ? "" : " (", within, within[0] == '\0' ? "" : ")");
    output_count(column->indicator->decimals, decimals);
    csv_piece_add(&line, column->indicator->name);
    csv_piece_add(&line, "Indicator");
    csv_piece_add(&line, label);
    csv_piece_add(&line, table->about.title);
    csv_piece_add(&line, unit_of(column->indicator));
    csv_piece_add(&line, decimals);
    csv_piece_add(&line, "");
    csv_piece_add(&line, "");
    if (has_defaults(ees))
        csv_piece_add(&line, "");
    csv_piece_end(&line, out);
}

enum err output_ees_meta(const struct table *table, FILE *out)
{
    struct ees ees;

    if (output_ees_make(&ees, table) != 0)
        return ERR_NO_MEMORY;
    fprintf(out,
            "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,"
            "filter_grouping_column%s\n",
            has_defaults(&ees) ? ",filter_default" : "");
    for (unsigned i = 0; i < ees.filters_count; i++)
        write_filter(&ees, i, out);
    for (size_t i = 0; i < ees.indicators_count; i++)
        write_indicator(&ees, output_ees_indicator(&ees, i), out);
    return output_ees_written(out);
}
