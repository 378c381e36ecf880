#include "reporter/outputs/change_sheet.h"

#include "proto/form/period.h"
#include "reporter/outputs/figure_cells.h"
#include "reporter/outputs/output_standing.h"
#include "reporter/standing/change.h"
#include "reporter/table/definitions.h"

#include <string.h>

enum change_cell {
    VALUE,
    STATUS,
    NUMERATOR,
    DENOMINATOR,
    SINCE,
    SINCE_PERIOD,
    SINCE_VALUE,
    SINCE_STATUS,
    SINCE_NUMERATOR,
    SINCE_DENOMINATOR,
    N,
    OF,
    CHANGE,
    CHANGE_UNIT,
    CHANGE_STATUS,
    INTERVAL,
    LOW,
    HIGH,
    VERDICT,
    DIRECTION,
    SHOWN_NOW,
    SHOWN_BEFORE,
    SHOWN_CHANGE,
    SHOWN_INTERVAL,
    SHOWN_VERDICT,
    SHOWN_COVERAGE,
    CHANGE_CELLS
};

static const struct sheet_column own_columns[CHANGE_CELLS] = {
    [VALUE] = {"value", NULL, 1},
    [STATUS] = {"status", NULL, 0},
    [NUMERATOR] = {"numerator", NULL, 1},
    [DENOMINATOR] = {"denominator", NULL, 1},
    [SINCE] = {"since", NULL, 0},
    [SINCE_PERIOD] = {"since_period", NULL, 0},
    [SINCE_VALUE] = {"since_value", NULL, 1},
    [SINCE_STATUS] = {"since_status", NULL, 0},
    [SINCE_NUMERATOR] = {"since_numerator", NULL, 1},
    [SINCE_DENOMINATOR] = {"since_denominator", NULL, 1},
    [N] = {"n", NULL, 1},
    [OF] = {"of", NULL, 1},
    [CHANGE] = {"change", NULL, 1},
    [CHANGE_UNIT] = {"change_unit", NULL, 0},
    [CHANGE_STATUS] = {"change_status", NULL, 0},
    [INTERVAL] = {"interval", NULL, 0},
    [LOW] = {"low", NULL, 1},
    [HIGH] = {"high", NULL, 1},
    [VERDICT] = {"verdict", NULL, 0},
    [DIRECTION] = {"direction", NULL, 0},
    [SHOWN_NOW] = {NULL, "now", 1},
    [SHOWN_BEFORE] = {NULL, "then", 1},
    [SHOWN_CHANGE] = {NULL, "change", 1},
    [SHOWN_INTERVAL] = {NULL, "95 % interval", 1},
    [SHOWN_VERDICT] = {NULL, "beyond chance", 0},
    [SHOWN_COVERAGE] = {NULL, "of those with both", 1},
};

// --- words and numbers

static const char *unit_of(const struct change *change, const struct indicator *indicator)
{
    if (change->in_percent)
        return "per cent";
    return indicator->unit == INDICATOR_PERCENT ? "percentage points"
                                                : indicators_unit_name(indicator->unit);
}

// A share is told in hundredths, and so is a change in per cent.
static double in_unit(const struct change *change, const struct indicator *indicator, double number)
{
    enum { HUNDRED = 100 };

    return change->in_percent ? HUNDRED * number : output_in_unit(indicator, number);
}

static const char *status_of(const struct change *change)
{
    switch (change->state) {
    case CHANGE_DEFINED_ANEW:
        return "another definition";
    case CHANGE_FROM_ZERO:
        return output_status(FIGURE_NOTHING_TO_DIVIDE_BY);
    case CHANGE_NOT_APPLICABLE:
        return output_status(FIGURE_NOT_APPLICABLE);
    case CHANGE_MISSING:
        return figure_known(change->now.value) ? output_status(change->before.value.state)
                                               : output_status(change->now.value.state);
    default:
        return "";
    }
}

static const char *interval_word(const struct change *change, const struct indicator *indicator)
{
    if (change->state != CHANGE_KNOWN)
        return "";
    if (!change->has_interval)
        return output_status(FIGURE_NOT_APPLICABLE);
    return indicator->kind == INDICATOR_PROPORTION ? "Newcombe" : "binomial";
}

static const char *verdict_word(const struct change *change, enum indicator_direction direction)
{
    const int higher = change->verdict == CHANGE_HIGHER;

    if (change->state != CHANGE_KNOWN)
        return "";
    if (change->verdict == CHANGE_NO_VERDICT)
        return output_status(FIGURE_NOT_APPLICABLE);
    if (change->verdict == CHANGE_NO_DIFFERENT)
        return "no different";
    if (direction == INDICATOR_HIGH)
        return higher ? "better" : "worse";
    if (direction == INDICATOR_LOW)
        return higher ? "worse" : "better";
    return higher ? "higher" : "lower";
}

static const char *signed_text(struct arena *arena, double number)
{
    return arena_printf(arena, "%+.1f", number);
}

// --- one row

static void fill_figures(struct arena *arena, const struct indicator *indicator,
                         const struct change *change, const char **cells)
{
    cells[VALUE] = figure_cells_value(arena, indicator, &change->now);
    cells[STATUS] = output_status(change->now.value.state);
    cells[NUMERATOR] = figure_cells_numerator(arena, indicator, change->now.numerator);
    cells[DENOMINATOR] = figure_cells_denominator(arena, indicator, change->now.denominator);
    cells[SINCE_VALUE] = figure_cells_value(arena, indicator, &change->before);
    cells[SINCE_STATUS] = output_status(change->before.value.state);
    cells[SINCE_NUMERATOR] = figure_cells_numerator(arena, indicator, change->before.numerator);
    cells[SINCE_DENOMINATOR] =
        figure_cells_denominator(arena, indicator, change->before.denominator);
    cells[SHOWN_NOW] = figure_cells_shown(arena, indicator, &change->now);
    cells[SHOWN_BEFORE] = figure_cells_shown(arena, indicator, &change->before);
}

static void fill_change(struct arena *arena, const struct indicator *indicator,
                        const struct change *change, const char **cells)
{
    cells[CHANGE_UNIT] = unit_of(change, indicator);
    cells[CHANGE_STATUS] = status_of(change);
    cells[INTERVAL] = interval_word(change, indicator);
    cells[VERDICT] = verdict_word(change, indicator->direction);
    cells[DIRECTION] = indicators_direction_name(indicator->direction);
    if (change->state != CHANGE_KNOWN) {
        cells[SHOWN_VERDICT] = change->state == CHANGE_MISSING ? "" : status_of(change);
        return;
    }
    cells[CHANGE] = figure_cells_real(arena, in_unit(change, indicator, change->change));
    cells[SHOWN_CHANGE] = signed_text(arena, in_unit(change, indicator, change->change));
    cells[SHOWN_VERDICT] =
        change->has_interval ? cells[VERDICT] : output_sign(FIGURE_NOT_APPLICABLE);
    if (change->has_interval) {
        const double low = in_unit(change, indicator, change->interval.low);
        const double high = in_unit(change, indicator, change->interval.high);

        cells[LOW] = figure_cells_real(arena, low);
        cells[HIGH] = figure_cells_real(arena, high);
        cells[SHOWN_INTERVAL] = arena_printf(arena, "%+.1f to %+.1f", low, high);
    }
}

static void fill_row(struct sheet *sheet, const struct table *table, const char *section,
                     size_t period, size_t earlier, enum change_since since, size_t column, int row)
{
    const struct indicator *indicator = table->columns[column].indicator;
    const char **cells = sheet_row(sheet, section), **own;
    char period_text[PERIOD_TEXT_BYTES];
    struct change change;

    if (cells == NULL)
        return;
    figure_cells_fill(sheet->arena, table, period, column, row, cells);
    own = cells + sheet->columns_count - CHANGE_CELLS;
    change_of(&change, table, period, earlier, since, column, row);
    period_format(&table->periods.list[earlier], period_text);
    own[SINCE] = change_since_words(table, since);
    own[SINCE_PERIOD] = arena_strdup(sheet->arena, period_text);
    fill_figures(sheet->arena, indicator, &change, own);
    fill_change(sheet->arena, indicator, &change, own);
    if (row < BOROUGHS_COUNT)
        return;
    own[N] = figure_cells_count(sheet->arena, change.now.n);
    own[OF] = figure_cells_count(sheet->arena, change.now.of);
    own[SHOWN_COVERAGE] = arena_printf(sheet->arena, "%u/%u", change.now.n, change.now.of);
}

// --- one measure

static const char *section_of(const struct sheet *sheet, const struct table *table, size_t period,
                              size_t earlier, enum change_since since, size_t column)
{
    const char *now = figure_cells_section(sheet->arena, table, period, column);
    const char *day = definitions_change(table, column, earlier, period);
    char period_text[PERIOD_TEXT_BYTES];
    const char *section;

    period_format(&table->periods.list[earlier], period_text);
    section = arena_printf(
        sheet->arena, "%s, since %s (%s)%s%s", now, change_since_words(table, since), period_text,
        day == NULL ? "" : ": no change is given, because the definition changed: ",
        day == NULL ? "" : day);
    return section == NULL ? "" : section;
}

static size_t place_of(const struct periods *periods, const Qd__Period *period)
{
    size_t place = 0;

    while (place < periods->count && period_key(&periods->list[place]) != period_key(period))
        place++;
    return place;
}

static void fill_since(struct sheet *sheet, const struct table *table, size_t period,
                       enum change_since since, size_t column)
{
    Qd__Period before;
    size_t earlier;
    const char *section;
    int was_borough = 0;

    if (!change_period(&before, &table->periods.list[period], since))
        return;
    earlier = place_of(&table->periods, &before);
    if (earlier == table->periods.count)
        return;
    section = section_of(sheet, table, period, earlier, since, column);
    for (size_t i = 0; i < table->rows_count; i++) {
        const int row = table->rows[i];

        fill_row(sheet, table, section, period, earlier, since, column, row);
        if (row >= BOROUGHS_COUNT && was_borough)
            sheet_rule(sheet);
        was_borough = row < BOROUGHS_COUNT;
    }
}

static void note(struct sheet *sheet, const struct table *table)
{
    sheet_note(
        sheet, "change",
        "of a share in percentage points, of a count or an amount in per cent of the earlier "
        "figure; of an area over the boroughs that have both figures, in both columns");
    sheet_note(
        sheet, "beyond",
        "chance: whether the 95 % interval of the change leaves out no change. z: there is no "
        "interval. What there is on a day is mostly the same children a year later, and money "
        "is not counted.");
    if (table->rolling)
        sheet_note(
            sheet, "rolling",
            "of the four quarters to one, three are those to the quarter before: no interval "
            "is given for that change");
}

void change_sheet(struct sheet *sheet, const struct table *table, const struct periods *asked)
{
    struct sheet_column *columns =
        arena_zalloc(table->arena, (FIGURE_CELLS_MAX + CHANGE_CELLS) * sizeof *columns);
    char periods[OUTPUT_PERIODS_BYTES];
    struct sheet_about about =
        figure_cells_about(table, "change", "How each figure has changed, like for like.");
    size_t count = 0;

    output_periods_of(table, asked, periods);
    about.title = arena_printf(table->arena, "%s, %s", table->about.title, periods);
    if (columns != NULL) {
        count = figure_cells_columns(table, columns);
        memcpy(columns + count, own_columns, sizeof own_columns);
        count += CHANGE_CELLS;
    }
    sheet_init(sheet, table->arena, &about, columns, count);
    for (size_t i = 0; i < asked->count && count > 0; i++)
        for (size_t column = 0; column < table->count; column++)
            for (int since = 0; since < CHANGE_SINCES; since++)
                fill_since(sheet, table, place_of(&table->periods, &asked->list[i]),
                           (enum change_since)since, column);
    note(sheet, table);
}
