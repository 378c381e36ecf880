#include "reporter/indicators/placements.h"

#include "proto/form/form.h"
#include "reporter/figures/grid.h"

static const ProtobufCEnumDescriptor *const settings = &qd__setting__descriptor;
static const ProtobufCEnumDescriptor *const needs = &qd__need__descriptor;

// What one row or column of the grid is called; a name is NULL when the arena had no room for it.
struct named {
    const char *name, *label;
    int at;
    const char *formula, *source;
};

struct figure placements_total(const Qd__Return *returned)
{
    struct figure total = figure_missing(FIGURE_NOT_RETURNED);
    int rows = 0;

    for (size_t i = 0; returned != NULL && i < returned->n_placements; i++) {
        const Qd__Placement *row = returned->placements[i];

        if (row->setting != QD__SETTING__TOTAL)
            continue;
        if (rows++ == 0)
            total = figure_of(0);
        figure_add(&total, FIGURE_VALUE(row, plans));
    }
    return total;
}

static int returned_part(const Qd__Return *candidate)
{
    return candidate->n_placements > 0;
}

static void figures_of(const struct indicator_source *source, struct figure *figures)
{
    grid_fill(source->period, figures);
}

static struct named of_setting(struct arena *arena, Qd__Setting setting)
{
    char code[CODES_WRITTEN_BYTES];

    codes_write(settings, (int)setting, code);
    return (struct named){.name = arena_strdup(arena, code),
                          .label = codes_label(settings, (int)setting),
                          .at = grid_setting_row(setting),
                          .formula = arena_printf(arena, "plans with setting %s", code),
                          .source = arena_printf(arena, "DfE caseload: %s", code)};
}

static struct named of_sub_total(struct arena *arena, int index)
{
    const struct grid_sub_total *sub_total = &grid_sub_totals[index];
    const struct named first = of_setting(arena, sub_total->first);
    const struct named last = of_setting(arena, sub_total->last);
    const char *formula =
        arena_printf(arena, "plans with settings %s to %s", first.name, last.name);

    if (sub_total->left_out != 0)
        formula = arena_printf(arena, "%s without %s", formula,
                               of_setting(arena, sub_total->left_out).name);
    return (struct named){sub_total->name, sub_total->label, grid_sub_total_row(index), formula,
                          sub_total->source};
}

static struct named of_need(struct arena *arena, Qd__Need need)
{
    char code[CODES_WRITTEN_BYTES];
    struct named named = {.at = grid_need_column(need),
                          .label = codes_label(needs, (int)need),
                          .source = "DfE sen_needs"};

    codes_write(needs, (int)need, code);
    named.name = arena_strdup(arena, code);
    named.formula = arena_printf(arena, "plans with primary_need %s", code);
    // DfE's own `oth` is the folded one: that has the plain name.
    if (need == QD__NEED__OTH) {
        named.name = "oth_without_ds";
        named.label = "Other difficulty or disability, Down syndrome left out";
        named.source = "Quarterday";
    } else if (need == QD__NEED__DS) {
        named.source = "Quarterday";
    }
    return named;
}

static struct named of_folded_need(void)
{
    return (struct named){"oth", "Other difficulty or disability, Down syndrome included",
                          grid_folded_column(), "plans with primary_need oth or ds",
                          "DfE sen_needs"};
}

static void list_total(struct indicators *indicators)
{
    indicators_add(indicators, (struct indicator){.measure = "plans_count",
                                                  .label = "EHC plans",
                                                  .unit = INDICATOR_COUNT,
                                                  .headline = 1,
                                                  .numerator = grid_place(GRID_ALL, GRID_ANY),
                                                  .denominator = INDICATOR_NO_FIGURE,
                                                  .formula = "plans with setting total",
                                                  .source = "DfE caseload: ehcplans"});
}

// A row or column at the grid's edge: its plans, and their per cent of all plans.
static void list_edge(struct indicators *indicators, const struct named *named, int place,
                      int headline)
{
    struct arena *arena = indicators->arena;
    struct indicator indicator = {.measure = arena_printf(arena, "%s_count", named->name),
                                  .label = named->label,
                                  .unit = INDICATOR_COUNT,
                                  .numerator = place,
                                  .denominator = INDICATOR_NO_FIGURE,
                                  .formula = named->formula,
                                  .source = named->source};

    indicators_add(indicators, indicator);
    indicator.measure = arena_printf(arena, "%s_percent", named->name);
    indicator.label = arena_printf(arena, "%s, of all plans", named->label);
    indicator.unit = INDICATOR_PERCENT;
    indicator.headline = headline;
    indicator.denominator = grid_place(GRID_ALL, GRID_ANY);
    indicator.formula = arena_printf(arena, "%s / plans with setting total", named->formula);
    indicators_add(indicators, indicator);
}

static void list_crossed(struct indicators *indicators, const struct named *row,
                         const struct named *column)
{
    struct arena *arena = indicators->arena;
    struct indicator indicator = {.measure =
                                      arena_printf(arena, "%s__%s_count", row->name, column->name),
                                  .label = arena_printf(arena, "%s: %s", row->label, column->label),
                                  .unit = INDICATOR_COUNT,
                                  .crossed = 1,
                                  .numerator = grid_place(row->at, column->at),
                                  .denominator = INDICATOR_NO_FIGURE,
                                  .formula = "plans with this setting and this primary_need",
                                  .source = "DfE sen_needs, by type of placement"};

    indicators_add(indicators, indicator);
    indicator.measure = arena_printf(arena, "%s__%s_percent", row->name, column->name);
    indicator.label = arena_printf(arena, "%s, of the setting's plans", indicator.label);
    indicator.unit = INDICATOR_PERCENT;
    indicator.denominator = grid_place(row->at, GRID_ANY);
    indicator.formula = "plans with this setting and this primary_need / plans with this setting";
    indicators_add(indicators, indicator);
}

static void list(struct indicators *indicators)
{
    struct arena *arena = indicators->arena;
    struct named rows[GRID_SUB_TOTALS + GRID_SETTINGS_MAX], columns[GRID_NEEDS_MAX + 1];
    size_t rows_count = 0, columns_count = 0;

    list_total(indicators);
    for (int i = 0; i < GRID_SUB_TOTALS; i++) {
        rows[rows_count] = of_sub_total(arena, i);
        list_edge(indicators, &rows[rows_count], grid_place(rows[rows_count].at, GRID_ANY),
                  grid_sub_totals[i].headline);
        rows_count += (size_t)grid_sub_totals[i].crossed;
    }
    for (unsigned i = 0; i < settings->n_values; i++) {
        if (i == GRID_ALL)
            continue;
        rows[rows_count] = of_setting(arena, (Qd__Setting)settings->values[i].value);
        list_edge(indicators, &rows[rows_count], grid_place(rows[rows_count].at, GRID_ANY), 0);
        rows_count++;
    }
    for (unsigned i = 0; i <= needs->n_values; i++) {
        if (i < needs->n_values && needs->values[i].value == QD__NEED__NEED_NOT_KNOWN)
            continue;
        columns[columns_count] = i == needs->n_values
                                     ? of_folded_need()
                                     : of_need(arena, (Qd__Need)needs->values[i].value);
        list_edge(indicators, &columns[columns_count],
                  grid_place(GRID_ALL, columns[columns_count].at), 0);
        columns_count++;
    }
    for (size_t i = 0; i < rows_count; i++)
        for (size_t j = 0; j < columns_count; j++)
            list_crossed(indicators, &rows[i], &columns[j]);
}

const struct indicator_table placements_table = {
    .name = "placements",
    .title = "EHC plans by placement",
    .about = "Plans on the return's as-at date, by setting and primary need.",
    .part = "placements",
    .returned = returned_part,
    .figures_count = grid_size,
    .figures = figures_of,
    .list = list,
};
