#include "reporter/standing/against.h"

#include "proto/form/period.h"
#include "reporter/table/table_make.h"

#include <string.h>

// What DfE published last of one area in a column: of what year (NULL: it published nothing), and the cell.
struct last_cell {
    const struct published_return *from;
    struct table_cell cell;
};

// The same of each column.
struct against_outside {
    struct last_cell *last;
};

enum { AGAINST_BESIDE_AREAS = 4 };  // neighbours, target, DfE's own and England's

// --- what is published

// The published return with what comes from the stock; NULL: nothing does, or it was not published.
static const Qd__Return *stock_of(const struct against_sources *sources, const struct table *table,
                                  const struct published_return *published)
{
    Qd__Period stock;

    period_of_stock(&stock, &published->period);
    for (int part = 0; part < FORM_PARTS; part++) {
        const struct published_return *found;

        if (part == table->about.part || asked_count(&table->asked, part) == 0)
            continue;
        found = published_find(&sources->published, part, published->area_code, &stock);
        if (found != NULL)
            return found->returned;
    }
    return NULL;
}

// Takes the columns of which nothing later has a figure; without any, the last year's say why.
static void take_columns(const struct table *table, const struct published_return *published,
                         const struct table_cell *cells, struct against_outside *outside)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct published_return *before = outside->last[i].from;
        const int is_later = before == NULL ||
                             period_last_day(&published->period) > period_last_day(&before->period);
        const int had = before != NULL && figure_known(outside->last[i].cell.value);
        const int has = figure_known(cells[i].value);

        if (had == has ? is_later : has)
            outside->last[i] = (struct last_cell){published, cells[i]};
    }
}

static enum err add_outside(struct against_sources *sources, const struct table *table,
                            const char *code, struct against_outside *outside)
{
    struct table_cell *cells = arena_alloc(table->arena, table->count * sizeof *cells);

    outside->last = arena_zalloc(table->arena, table->count * sizeof *outside->last);
    if (cells == NULL || outside->last == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < sources->published.count; i++) {
        const struct published_return *published = &sources->published.list[i];

        if ((int)published->part != table->about.part || strcmp(published->area_code, code) != 0)
            continue;
        table_outside(table, published->returned, stock_of(sources, table, published), cells);
        take_columns(table, published, cells, outside);
    }
    return ERR_OK;
}

enum err against_begin(struct against_sources *sources, const struct table *table,
                       const char *reference, struct err_text *text)
{
    enum err error = neighbours_read(&sources->neighbours, table->arena, reference, text);

    sources->published = (struct published){.count = 0};
    sources->england = table_places(table);
    sources->dfe = arena_zalloc(table->arena, (sources->england + 1) * sizeof *sources->dfe);
    for (int part = 0; part < FORM_PARTS && error == ERR_OK; part++)
        if (table->about.part != RECEIPT_PART && asked_count(&table->asked, part) > 0)
            error = published_read(&sources->published, table->arena, reference,
                                   (enum form_part)part, text);
    if (error == ERR_OK)
        error = percentages_read(&sources->percentages, table->arena, reference, text);
    if (error == ERR_OK && sources->dfe == NULL)
        error = err_say(text, ERR_NO_MEMORY, "the comparison needs more memory than there is");
    for (size_t row = 0; row <= sources->england && error == ERR_OK; row++) {
        const char *code =
            row == sources->england ? PUBLISHED_ENGLAND : table_row_code(table, (int)row);

        error = add_outside(sources, table, code, &sources->dfe[row]);
        if (error != ERR_OK)
            err_say(text, error, "the comparison needs more memory than there is");
    }
    return error;
}

// --- the verdict

static enum against_verdict judge(const struct indicator *indicator, const struct table_cell *cell,
                                  int has_other, double other)
{
    struct interval interval;

    if (!figure_known(cell->value) || !has_other)
        return AGAINST_NO_FIGURE;
    if (!standing_interval(indicator, cell, &interval))
        return AGAINST_NOT_APPLICABLE;
    if (interval.low > other)
        return AGAINST_HIGHER;
    return interval.high < other ? AGAINST_LOWER : AGAINST_NO_DIFFERENT;
}

static void add(struct against *list, size_t *count, const struct indicator *indicator,
                const struct table_cell *cell, struct against against)
{
    double other = 0;
    const int has_other = standing_figure(indicator, &against.cell, &other);

    against.verdict = judge(indicator, cell, has_other, other);
    list[(*count)++] = against;
}

static void add_target(struct against *list, size_t *count, const struct indicator *indicator,
                       const struct table_cell *cell)
{
    const struct indicator_target *target = &indicator->target;
    struct against against = {
        .kind = AGAINST_TARGET, .code = "target", .name = target->law, .is_percentage = 1};

    if (target->law == NULL)
        return;
    // As a fraction of one hundred, so that it is exact.
    against.cell = (struct table_cell){
        .numerator = figure_of(target->percent),
        .denominator = figure_of(100),
    };
    table_value(indicator, &against.cell);
    add(list, count, indicator, cell, against);
}

// What was published of a column as a percentage alone; NULL if nothing was.
static const struct percentages_entry *percentage_of(const struct against_sources *sources,
                                                     const struct table *table, size_t column,
                                                     const char *code)
{
    const struct table_column *about = &table->columns[column];
    const struct dimensions *dimensions = &table->breakdown.dimensions;
    const char *slice = "";

    for (unsigned i = 0; i < dimensions->count && slice != NULL; i++)
        if (strcmp(about->slice->names[i], BREAKDOWN_TOTAL) != 0)
            slice = arena_printf(table->arena, "%s%s%s=%s", slice, slice[0] == '\0' ? "" : ",",
                                 dimensions->list[i].name, about->slice->names[i]);
    return slice == NULL
               ? NULL
               : percentages_last(&sources->percentages, about->indicator->name, slice, code);
}

// What DfE published of an area: counts or, where there are none, a percentage. `against` says which area.
static void add_published(struct against *list, size_t *count,
                          const struct against_sources *sources, const struct table *table,
                          const struct table_cell *cell, size_t outside_place, size_t column,
                          struct against against)
{
    const struct against_outside *outside = &sources->dfe[outside_place];
    const struct indicator *indicator = table->columns[column].indicator;
    const struct percentages_entry *percentage =
        percentage_of(sources, table, column, against.code);

    if (outside->last[column].from != NULL) {
        against.cell = outside->last[column].cell;
        against.period = &outside->last[column].from->period;
    } else if (percentage != NULL) {
        against.cell = (struct table_cell){.numerator = figure_of(percentage->thousandths),
                                           .denominator = figure_of(PERCENTAGES_WHOLE)};
        against.period = &percentage->period;
        against.is_percentage = 1;
        table_value(indicator, &against.cell);
    } else {
        return;
    }
    add(list, count, indicator, cell, against);
}

// --- the list

size_t against_most(const struct table *table)
{
    return table->areas.count + AGAINST_BESIDE_AREAS;
}

static int is_compared(const struct table *table, size_t period, size_t place, int row)
{
    const struct area *area = &table->areas.list[place];

    if (strcmp(area->set, AREAS_DEFAULT_SET) == 0)
        return row != BOROUGHS_COUNT + (int)place;
    return row < BOROUGHS_COUNT &&
           (areas_boroughs(area, period_last_day(&table->periods.list[period])) >> row & 1) != 0;
}

size_t against_list(const struct against_sources *sources, const struct table *table, size_t period,
                    size_t column, int row, struct against *list)
{
    const struct indicator *indicator = table->columns[column].indicator;
    const struct table_cell *cell = table_cell(table, period, column, row);
    size_t count = 0;

    if (indicator->is_mixed)
        return 0;
    for (size_t i = 0; i < table->areas.count; i++)
        if (is_compared(table, period, i, row))
            add(list, &count, indicator, cell,
                (struct against){.kind = AGAINST_AREA,
                                 .code = table->areas.list[i].code,
                                 .name = table->areas.list[i].name,
                                 .area = &table->areas.list[i],
                                 .cell =
                                     *table_cell(table, period, column, BOROUGHS_COUNT + (int)i)});
    if (row < BOROUGHS_COUNT && sources->neighbours.all[row] > 0) {
        struct against neighbours = {.kind = AGAINST_NEIGHBOURS,
                                     .code = "neighbours",
                                     .name = "Statistical neighbours in London"};

        neighbours.cell = table_sum(table, period, column, sources->neighbours.in_london[row]);
        neighbours.cell.of = sources->neighbours.all[row];
        add(list, &count, indicator, cell, neighbours);
    }
    add_target(list, &count, indicator, cell);
    add_published(list, &count, sources, table, cell, (size_t)row, column,
                  (struct against){.kind = AGAINST_DFE,
                                   .code = table_row_code(table, row),
                                   .name = table_row_name(table, row)});
    add_published(
        list, &count, sources, table, cell, sources->england, column,
        (struct against){.kind = AGAINST_ENGLAND, .code = PUBLISHED_ENGLAND, .name = "England"});
    return count;
}
