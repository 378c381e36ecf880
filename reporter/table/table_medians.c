// What the columns of kind median are made of: of each borough the ratios of its rows, each with how many places
// there are at it. The cell's numerator and denominator are their sums, as of a mean; its value is the median.
#include "reporter/table/table_internal.h"

#include "lib/base/list.h"
#include "proto/form/labels.h"

#include <assert.h>
#include <string.h>

// With their room, which is used again where they are emptied: an arena gives nothing back.
struct parts {
    struct median_part *list;
    size_t count, room;
};

// A column of kind median: what is asked of a row.
struct median_column {
    const struct wanted *numerator, *denominator;
    const ProtobufCFieldDescriptor *places;
    // The borough that is being worked out: from the return for the period, and from the last of its quarters.
    struct parts of_period, of_last_quarter;
};

struct table_medians {
    struct dimensions dimensions;
    struct median_column *columns;
    size_t count;
    struct parts *kept;  // [period][median column][borough]
    struct parts all;    // of the boroughs whose median is being worked out
};

// --- parts

// As much as is asked for, or twice what there was: so what is left behind is smaller than what is in use.
static int make_room(struct arena *arena, struct parts *parts, size_t count)
{
    const size_t room = count > 2 * parts->room ? count : 2 * parts->room;
    struct median_part *list;

    if (count <= parts->room)
        return 0;
    list = arena_alloc(arena, room * sizeof *list);
    if (list == NULL)
        return -1;
    if (parts->count > 0)
        memcpy(list, parts->list, parts->count * sizeof *list);
    parts->list = list;
    parts->room = room;
    return 0;
}

// -1 when the arena is exhausted, and nothing is added.
static int add_parts(struct arena *arena, struct parts *to, const struct median_part *list,
                     size_t count)
{
    if (count == 0)
        return 0;
    if (make_room(arena, to, to->count + count) != 0)
        return -1;
    memcpy(to->list + to->count, list, count * sizeof *list);
    to->count += count;
    return 0;
}

// --- laying out

// NULL where the slice does not have the figure.
static const struct wanted *wanted_of(const struct table *table, const struct asked_sum *sum)
{
    assert(sum->count == 1 && sum->terms[0].part == table->about.part);  // a test looks at each
    return sum->terms[0].is_none ? NULL
                                 : &table->asked.parts[table->about.part].list[sum->terms[0].index];
}

static int add_column(struct table_medians *medians, const struct table *table,
                      struct table_column *column)
{
    struct median_column *made = LIST_ADD(table->arena, medians->columns, medians->count);

    if (made == NULL)
        return -1;
    *made = (struct median_column){.numerator = wanted_of(table, &column->numerator),
                                   .denominator = wanted_of(table, &column->denominator),
                                   .places = indicators_places(column->indicator)};
    column->median = medians->count - 1;
    return 0;
}

int table_medians_lay(struct table *table)
{
    struct table_medians *medians = arena_zalloc(table->arena, sizeof *medians);

    table->medians = medians;
    if (medians == NULL)
        return -1;
    for (size_t i = 0; i < table->count; i++)
        if (table->columns[i].indicator->kind == INDICATOR_MEDIAN &&
            add_column(medians, table, &table->columns[i]) != 0)
            return -1;
    if (medians->count == 0)
        return 0;
    dimensions_of(&medians->dimensions, (enum form_part)table->about.part);
    medians->kept = arena_zalloc(table->arena, table->periods.count * medians->count *
                                                   BOROUGHS_COUNT * sizeof *medians->kept);
    return medians->kept == NULL ? -1 : 0;
}

// --- one borough

void table_medians_begin(struct table *table)
{
    for (size_t i = 0; i < table->medians->count; i++)
        table->medians->columns[i].of_period.count =
            table->medians->columns[i].of_last_quarter.count = 0;
}

static int is_total(const struct dimensions *dimensions, const struct slice *row)
{
    for (unsigned i = 0; i < dimensions->count; i++) {
        const int total = dimensions->list[i].total;

        if (total >= 0 && row->codes[i] == (uint64_t)1 << total)
            return 1;
    }
    return 0;
}

static int has(const ProtobufCMessage *row, const struct wanted *wanted)
{
    return figure_known(figure_in(row, wanted->column)) &&
           (wanted->given == NULL || figure_known(figure_in(row, wanted->given)));
}

static void take_row(struct table *table, const struct median_column *column, struct parts *parts,
                     const ProtobufCMessage *row, const struct slice *codes)
{
    struct median_part part;

    if (column->numerator == NULL || column->denominator == NULL ||
        !dimensions_meet(codes, &column->numerator->slice) || !has(row, column->numerator) ||
        !has(row, column->denominator))
        return;
    part = (struct median_part){figure_in(row, column->numerator->column).value,
                                figure_in(row, column->denominator->column).value,
                                figure_in(row, column->places).value};
    if (part.denominator > 0 && part.places > 0)
        (void)add_parts(table->arena, parts, &part, 1);
}

void table_medians_take(struct table *table, enum table_role role, const Qd__Return *returned)
{
    struct table_medians *medians = table->medians;
    ProtobufCMessage *const *rows = NULL;
    size_t count;

    if (medians->count == 0 || (role != TABLE_PERIOD && role != TABLE_QUARTER_4))
        return;
    count = form_all_rows(returned, (enum form_part)table->about.part, &rows);
    for (size_t i = 0; i < count; i++) {
        const struct slice codes = dimensions_of_row(&medians->dimensions, rows[i]);

        if (is_total(&medians->dimensions, &codes))
            continue;
        for (size_t j = 0; j < medians->count; j++) {
            struct median_column *column = &medians->columns[j];

            take_row(table, column,
                     role == TABLE_PERIOD ? &column->of_period : &column->of_last_quarter, rows[i],
                     &codes);
        }
    }
}

static struct parts *kept(const struct table *table, size_t period, size_t median, int borough)
{
    return &table->medians->kept[(period * table->medians->count + median) * BOROUGHS_COUNT +
                                 (size_t)borough];
}

void table_medians_keep(struct table *table, size_t period, int borough, enum table_made_from from)
{
    for (size_t i = 0; i < table->medians->count; i++) {
        const struct median_column *column = &table->medians->columns[i];
        const struct parts *own =
            from == TABLE_FROM_QUARTERS ? &column->of_last_quarter : &column->of_period;
        struct parts *to = kept(table, period, i, borough);

        to->count = 0;
        (void)add_parts(table->arena, to, own->list, own->count);
    }
}

// --- medians

// Over the boroughs that have the figure, in the arena; NULL where no borough has it.
static const struct median *median_of(const struct table *table, size_t period, size_t column,
                                      uint64_t boroughs_in)
{
    struct median *median = arena_alloc(table->arena, sizeof *median);
    struct parts *all = &table->medians->all;

    all->count = 0;
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const struct parts *own = kept(table, period, table->columns[column].median, row);

        if ((boroughs_in >> row & 1) == 0 || !table_cell(table, period, column, row)->n)
            continue;
        if (add_parts(table->arena, all, own->list, own->count) != 0)
            return NULL;
    }
    return median != NULL && median_make(median, all->list, all->count) ? median : NULL;
}

void table_set_median(const struct table *table, size_t period, size_t column, uint64_t boroughs_in,
                      struct table_cell *cell)
{
    if (table->columns[column].indicator->kind != INDICATOR_MEDIAN)
        return;
    cell->median = median_of(table, period, column, boroughs_in);
    table_value(table->columns[column].indicator, cell);
}
