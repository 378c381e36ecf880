#include "reporter/standing/against.h"

#include "proto/form/period.h"
#include "reporter/table/table_make.h"

#include <string.h>

// What DfE published last of one area: a cell for each column; none where it published nothing.
struct against_outside {
    const struct published_return *published;
    struct table_cell *cells;
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

static enum err add_outside(struct against_sources *sources, const struct table *table,
                            const char *code, struct against_outside *outside)
{
    outside->published = published_last(&sources->published, table->about.part, code);
    if (outside->published == NULL)
        return ERR_OK;
    outside->cells = arena_alloc(table->arena, table->count * sizeof *outside->cells);
    if (outside->cells == NULL)
        return ERR_NO_MEMORY;
    table_outside(table, outside->published->returned, stock_of(sources, table, outside->published),
                  outside->cells);
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
    struct against against = {.kind = AGAINST_TARGET, .code = "target", .name = target->law};

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

static void add_published(struct against *list, size_t *count, const struct indicator *indicator,
                          const struct table_cell *cell, const struct against_outside *outside,
                          size_t column, struct against against)
{
    if (outside->published == NULL)
        return;
    against.cell = outside->cells[column];
    against.period = &outside->published->period;
    against.code = outside->published->area_code;
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
    add_published(list, &count, indicator, cell, &sources->dfe[row], column,
                  (struct against){.kind = AGAINST_DFE, .name = table_row_name(table, row)});
    add_published(list, &count, indicator, cell, &sources->dfe[sources->england], column,
                  (struct against){.kind = AGAINST_ENGLAND, .name = "England"});
    return count;
}
