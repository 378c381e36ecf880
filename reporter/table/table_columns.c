// The columns of a table: which indicators, and of which slices.
#include "reporter/table/table_internal.h"

#include "lib/base/commas.h"
#include "lib/base/list.h"
#include "proto/form/labels.h"

#include <assert.h>
#include <string.h>

enum err table_no_memory(struct err_text *text)
{
    return err_say(text, ERR_NO_MEMORY, "the table needs more memory than there is");
}

// --- one column

static const struct indicator *keep(struct arena *arena, const struct indicator *indicator)
{
    struct indicator *kept = arena_alloc(arena, sizeof *kept);

    if (kept != NULL)
        *kept = *indicator;
    return kept;
}

// Money that was spent in a quarter is not to be taken for a year's.
static int is_spent_in_a_quarter(const struct table *table, const struct indicator *indicator,
                                 const struct formula *numerator)
{
    const ProtobufCFieldDescriptor *column =
        numerator->count == 0 ? NULL : numerator->terms[0].column;

    return table->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER &&
           indicator->unit == INDICATOR_POUNDS && column != NULL && !labels_is_stock(column);
}

static int add_column(struct table *table, const struct indicator *indicator,
                      const struct breakdown_slice *slice, const char *label)
{
    struct table_column *column =
        indicator == NULL ? NULL : LIST_ADD(table->arena, table->columns, table->count);
    struct formula numerator, denominator;
    int known;

    if (column == NULL)
        return -1;
    known = formula_parse(&numerator, indicator->part, indicator->numerator) &&
            formula_parse(&denominator, indicator->part, indicator->denominator);
    assert(known);  // a test looks at each
    (void)known;
    *column =
        (struct table_column){.indicator = indicator,
                              .slice = slice,
                              .measure_label = indicator->label,
                              .slice_label = label,
                              .numerator = asked_add(&table->asked, &numerator, &slice->slice),
                              .denominator = asked_add(&table->asked, &denominator, &slice->slice)};
    if (is_spent_in_a_quarter(table, indicator, &numerator))
        column->measure_label = arena_printf(table->arena, "%s, in the %s", indicator->label,
                                             table->rolling ? "four quarters" : "quarter");
    column->label = column->measure_label;
    if (label[0] != '\0' && column->label != NULL)
        column->label = arena_printf(table->arena, "%s: %s", label, column->label);
    return column->label == NULL ? -1 : 0;
}

static enum err add_slices(struct table *table, const struct indicator *indicator,
                           struct err_text *text)
{
    const struct indicator *kept = keep(table->arena, indicator);

    for (size_t i = 0; i < table->breakdown.count; i++)
        if (add_column(table, kept, &table->breakdown.list[i], table->breakdown.list[i].label) != 0)
            return table_no_memory(text);
    return ERR_OK;
}

static enum err no_measure(const struct table *table, const char *word, struct err_text *text)
{
    const char *nearest[INDICATORS_NEAREST];
    struct indicator *list;
    const size_t count = indicators_list(&list, table->arena, table->about.part);
    const size_t found = indicators_nearest(list, count, word, nearest);

    if (found == 0)
        return table_no_memory(text);
    return err_say(text, ERR_COMMAND,
                   "the table %s has no measure \"%.80s\"; the nearest are %s, %s and %s; "
                   "`qd-reporter indicators` lists all",
                   table->about.name, word, nearest[0], nearest[1 % found], nearest[2 % found]);
}

static int has_measure(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->columns[i].indicator->name, name) == 0)
            return 1;
    return 0;
}

// A measure, unless it is there, and those without which it misleads.
static enum err add_measure(struct table *table, const char *name, struct err_text *text)
{
    const int part = table->about.part;
    struct indicator indicator;
    enum err error;

    if (has_measure(table, name))
        return ERR_OK;
    if (!indicators_find(&indicator, table->arena, part, name))
        return no_measure(table, name, text);
    if (table->for_borough && indicators_is_a_price(&indicator))
        return err_say(text, ERR_COMMAND,
                       "%s is for the panel alone: what a borough pays for placements is a secret "
                       "from the others",
                       indicator.name);
    error = add_slices(table, &indicator, text);
    for (size_t i = 0; i < indicators_beside_count && error == ERR_OK; i++)
        if (indicators_beside[i].part == part && strcmp(indicators_beside[i].name, name) == 0)
            error = add_measure(table, indicators_beside[i].other, text);
    return error;
}

static enum err add_named(struct table *table, const char *measures, struct err_text *text)
{
    enum err error = ERR_OK;
    const char *word;

    while (error == ERR_OK && (word = commas_next(table->arena, &measures)) != NULL)
        error = add_measure(table, word, text);
    if (error == ERR_OK && table->count == 0)
        error = err_say(
            text, ERR_COMMAND,
            "--measure names none: name one, or leave it out; `qd-reporter indicators` lists all");
    return error;
}

// Whether the table is broken down by a dimension of which the measure picks codes: then it has nothing to
// say beside plans_percent.
static int picks_what_is_broken_down(const struct table *table, const struct indicator *indicator)
{
    struct formula numerator;
    unsigned broken_down = 0;

    if (!formula_parse(&numerator, indicator->part, indicator->numerator))
        return 0;
    for (size_t i = 0; i < table->breakdown.count; i++)
        for (unsigned j = 0; j < table->breakdown.dimensions.count; j++)
            if (strcmp(table->breakdown.list[i].names[j], BREAKDOWN_TOTAL) != 0)
                broken_down |= 1U << j;
    return (formula_picks(&numerator) & broken_down) != 0;
}

static enum err add_all(struct table *table, struct err_text *text)
{
    struct indicator *list;
    const size_t count = indicators_list(&list, table->arena, table->about.part);
    enum err error = ERR_OK;

    if (list == NULL)
        return table_no_memory(text);
    for (size_t i = 0; error == ERR_OK && i < count; i++)
        if (!picks_what_is_broken_down(table, &list[i]) &&
            !(table->for_borough && indicators_is_a_price(&list[i])))
            error = add_slices(table, &list[i], text);
    return error;
}

// What a headline picks: in words of the breakdown, or, of a dimension that is always broken down (a
// definition), of its slice. NULL when the arena is exhausted.
static const char *headline_label(const struct table *table, const struct breakdown *breakdown)
{
    const char *of_slice = breakdown->list[0].label;

    if (breakdown->label[0] == '\0' || of_slice[0] == '\0')
        return breakdown->label[0] == '\0' ? of_slice : breakdown->label;
    return arena_printf(table->arena, "%s, %s", breakdown->label, of_slice);
}

// A headline has its own slice; with --by or --where, its measure has the slices that are asked for.
static enum err add_headline(struct table *table, const struct indicator_headline *headline,
                             int own_slice, struct err_text *text)
{
    struct breakdown *breakdown;
    struct indicator indicator;
    const char *label;
    enum err error;

    if (!own_slice)
        return add_measure(table, headline->name, text);
    breakdown = arena_alloc(table->arena, sizeof *breakdown);
    if (breakdown == NULL ||
        !indicators_find(&indicator, table->arena, headline->part, headline->name))
        return table_no_memory(text);
    error = breakdown_make(breakdown, table->arena, headline->part, NULL, &headline->where,
                           headline->where[0] != '\0', text);
    if (error != ERR_OK)
        return error;
    label = headline_label(table, breakdown);
    if (label == NULL ||
        add_column(table, keep(table->arena, &indicator), &breakdown->list[0], label) != 0)
        error = table_no_memory(text);
    return error;
}

static enum err add_headlines(struct table *table, int own_slices, struct err_text *text)
{
    enum err error = ERR_OK;

    for (size_t i = 0; error == ERR_OK && i < indicators_headlines_count; i++) {
        const struct indicator_headline *headline = &indicators_headlines[i];

        if (headline->part == table->about.part)
            error = add_headline(table, headline, own_slices, text);
    }
    // A part without headlines shows everything.
    return error == ERR_OK && table->count == 0 ? add_all(table, text) : error;
}

enum err table_add_columns(struct table *table, const struct table_request *request,
                           struct err_text *text)
{
    enum err error = breakdown_make(&table->breakdown, table->arena, table->about.part, request->by,
                                    request->where, request->where_count, text);

    if (error != ERR_OK)
        return error;
    if (request->measures != NULL)
        return add_named(table, request->measures, text);
    if (!request->headlines)
        return add_all(table, text);
    return add_headlines(table, request->by == NULL && request->where_count == 0, text);
}
