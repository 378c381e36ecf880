#include "reporter/outputs/output_ees_internal.h"

#include "proto/form/period.h"
#include "reporter/outputs/csv_piece.h"
#include "reporter/outputs/output.h"

#include <string.h>

// --- words of EES

static const char *const symbols[FIGURE_STATES] = {
    [FIGURE_NOT_RETURNED] = "x",   [FIGURE_NOT_AVAILABLE] = "x",
    [FIGURE_NOT_COLLECTED] = "x",  [FIGURE_NOT_YET_KNOWN] = "x",
    [FIGURE_NOT_APPLICABLE] = "z", [FIGURE_NOTHING_TO_DIVIDE_BY] = "z",
    [FIGURE_CONFIDENTIAL] = "c",   [FIGURE_ROUNDS_TO_0] = "low",
    [FIGURE_BLANK] = "x",          [FIGURE_KNOWN] = "",
};

// "202425" and "Financial year Q4"; "2024" and "Calendar year".
static void add_time(struct csv_piece *line, const Qd__Period *period)
{
    char digits[32], identifier[32];

    if (period->kind == QD__PERIOD_KIND__CALENDAR_YEAR)
        (void)snprintf(digits, sizeof digits, "%u", (unsigned)period->year);
    else
        (void)snprintf(digits, sizeof digits, "%u%02u", (unsigned)period->year,
                       (unsigned)(period->year + 1) % 100);
    if (period->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER)
        (void)snprintf(identifier, sizeof identifier, "Financial year Q%u",
                       (unsigned)period->quarter);
    else
        (void)snprintf(identifier, sizeof identifier, "%s",
                       period->kind == QD__PERIOD_KIND__CALENDAR_YEAR ? "Calendar year"
                                                                      : "Financial year");
    csv_piece_add(line, digits);
    csv_piece_add(line, identifier);
}

#define REGIONAL "Regional"

static int has_place(const struct table *table, int row)
{
    const struct area *area = table_area(table, row);

    return area == NULL || strcmp(area->level, REGIONAL) == 0;
}

static void add_place(struct csv_piece *line, const struct table *table, int row)
{
    const int is_borough = row < BOROUGHS_COUNT;
    char old_code[OUTPUT_VALUE_BYTES];

    output_old_code(row, old_code);
    csv_piece_add(line, output_level(table, row));
    csv_piece_add(line, "E92000001");
    csv_piece_add(line, "England");
    csv_piece_add(line, is_borough ? "E12000007" : table_row_code(table, row));
    csv_piece_add(line, is_borough ? "London" : table_row_name(table, row));
    csv_piece_add(line, is_borough ? table_row_code(table, row) : "");
    csv_piece_add(line, old_code);
    csv_piece_add(line, is_borough ? table_row_name(table, row) : "");
}

// --- its columns

static size_t find_indicator(const struct ees *ees, const struct table_column *column)
{
    size_t i = 0;

    while (i < ees->indicators_count &&
           strcmp(output_ees_indicator(ees, i)->indicator->name, column->indicator->name) != 0)
        i++;
    return i;
}

static size_t *place_of(const struct ees *ees, size_t slice, size_t indicator)
{
    return &ees->columns[slice * ees->indicators_count + indicator];
}

static void find_filters(struct ees *ees)
{
    const struct breakdown *breakdown = &ees->table->breakdown;

    for (unsigned i = 0; i < breakdown->dimensions.count; i++) {
        size_t same = 0;

        while (same < breakdown->count &&
               strcmp(breakdown->list[same].names[i], breakdown->list[0].names[i]) == 0)
            same++;
        if (same < breakdown->count)
            ees->filters[ees->filters_count++] = i;
    }
}

int output_ees_make(struct ees *ees, const struct table *table)
{
    const size_t slices = table->breakdown.count;

    *ees = (struct ees){.table = table};
    ees->indicators = arena_alloc(table->arena, table->count * sizeof ees->indicators[0]);
    if (ees->indicators == NULL)
        return -1;
    for (size_t i = 0; i < table->count; i++)
        if (indicators_sums(table->columns[i].indicator) &&
            find_indicator(ees, &table->columns[i]) == ees->indicators_count)
            ees->indicators[ees->indicators_count++] = i;
    ees->columns =
        arena_alloc(table->arena, slices * ees->indicators_count * sizeof ees->columns[0]);
    if (ees->columns == NULL)
        return -1;
    for (size_t i = 0; i < slices * ees->indicators_count; i++)
        ees->columns[i] = OUTPUT_EES_NOWHERE;
    for (size_t i = 0; i < table->count; i++) {
        const size_t indicator = find_indicator(ees, &table->columns[i]);

        if (indicator < ees->indicators_count)
            *place_of(ees, (size_t)(table->columns[i].slice - table->breakdown.list), indicator) =
                i;
    }
    find_filters(ees);
    return 0;
}

// Filters that have a name in the Department's harmonised standards, which every file must use (ethnicity_major and
// the like are of no concern here).
static const struct {
    const char *column, *harmonised;
} standards[] = {{"primary_need", "sen_primary_need"}};

const char *output_ees_filter(const struct ees *ees, unsigned filter)
{
    const char *name = ees->table->breakdown.dimensions.list[ees->filters[filter]].column->name;

    for (size_t i = 0; i < sizeof standards / sizeof standards[0]; i++)
        if (strcmp(standards[i].column, name) == 0)
            return standards[i].harmonised;
    return name;
}

int output_ees_takes(const struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        if (indicators_sums(table->columns[i].indicator))
            return 1;
    return 0;
}

// --- data

const char *const output_ees_places[] = {
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name",
    "region_code", "region_name",     "new_la_code",      "old_la_code",  "la_name"};
const size_t output_ees_places_count = sizeof output_ees_places / sizeof output_ees_places[0];

static void write_headings(const struct ees *ees, FILE *out)
{
    for (size_t i = 0; i < output_ees_places_count; i++)
        fprintf(out, "%s%s", i == 0 ? "" : ",", output_ees_places[i]);
    for (unsigned i = 0; i < ees->filters_count; i++)
        fprintf(out, ",%s", output_ees_filter(ees, i));
    for (size_t i = 0; i < ees->indicators_count; i++)
        fprintf(out, ",%s", output_ees_indicator(ees, i)->indicator->name);
    fputc('\n', out);
}

static void add_filters(struct csv_piece *line, const struct ees *ees,
                        const struct breakdown_slice *slice)
{
    for (unsigned i = 0; i < ees->filters_count; i++) {
        const char *label = slice->labels[ees->filters[i]];

        csv_piece_add(line, label[0] == '\0' ? "Total" : label);
    }
}

// A measure that the slice does not have is not applicable to it.
static void write_figures(const struct ees *ees, size_t period, size_t slice, int row, FILE *out)
{
    struct csv_piece figures = {.used = 0};

    for (size_t i = 0; i < ees->indicators_count; i++) {
        const size_t column = *place_of(ees, slice, i);
        const struct table_cell *cell;
        char text[OUTPUT_VALUE_BYTES];

        // A line of a few hundred indicators is longer than a piece.
        if (figures.used > CSV_PIECE_BYTES / 2) {
            csv_piece_write(&figures, out);
            figures.used = 0;
        }
        if (column == OUTPUT_EES_NOWHERE) {
            csv_piece_add(&figures, symbols[FIGURE_NOT_APPLICABLE]);
            continue;
        }
        cell = table_cell(ees->table, period, column, row);
        output_value(ees->table->columns[column].indicator, cell, text);
        csv_piece_add(&figures, !figure_known(cell->value) ? symbols[cell->value.state]
                                : cell->n < cell->of       ? symbols[FIGURE_NOT_AVAILABLE]
                                                           : text);
    }
    csv_piece_end(&figures, out);
}

static int is_empty(const struct ees *ees, size_t slice)
{
    for (size_t i = 0; i < ees->indicators_count; i++)
        if (*place_of(ees, slice, i) != OUTPUT_EES_NOWHERE)
            return 0;
    return 1;
}

static void write_row(const struct ees *ees, size_t period, int row, FILE *out)
{
    const struct table *table = ees->table;
    struct csv_piece where = {.used = 0};

    add_time(&where, &table->periods.list[period]);
    add_place(&where, table, row);
    for (size_t slice = 0; slice < table->breakdown.count; slice++) {
        struct csv_piece filters = {.used = 0};

        if (is_empty(ees, slice))
            continue;
        add_filters(&filters, ees, &table->breakdown.list[slice]);
        csv_piece_write(&where, out);
        csv_piece_write(&filters, out);
        write_figures(ees, period, slice, row, out);
    }
}

enum err output_ees_written(FILE *out)
{
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}

enum err output_ees_data(const struct table *table, FILE *out)
{
    struct ees ees;

    if (output_ees_make(&ees, table) != 0)
        return ERR_NO_MEMORY;
    write_headings(&ees, out);
    for (size_t period = 0; period < table->periods.count; period++)
        for (size_t i = 0; i < table->rows_count; i++)
            if (has_place(table, table->rows[i]))
                write_row(&ees, period, table->rows[i], out);
    return output_ees_written(out);
}
