// The marks of the cells (marks.def).
#include "reporter/table/table_internal.h"

#include "proto/form/period.h"

#include <assert.h>

// --- what is asked for

static unsigned parts_of(const struct formula *formula)
{
    unsigned parts = 0;

    for (unsigned i = 0; i < formula->count; i++)
        parts |= 1U << formula->terms[i].part;
    return parts;
}

static int parsed(struct formula *formula, int part, const char *text)
{
    const int known = formula_parse(formula, part, text);

    assert(known);  // a test looks at each
    return known;
}

enum err table_ask_marks(struct table *table, struct err_text *text)
{
    const struct slice all = dimensions_all();

    table->undated = arena_zalloc(table->arena, marks_undated_count * sizeof *table->undated);
    if (table->undated == NULL)
        return table_no_memory(text);
    for (size_t i = 0; i < table->count; i++) {
        struct table_column *column = &table->columns[i];
        struct formula numerator, denominator;

        (void)parsed(&numerator, column->indicator->part, column->indicator->numerator);
        (void)parsed(&denominator, column->indicator->part, column->indicator->denominator);
        column->takes_parts = parts_of(&numerator) | parts_of(&denominator);
        for (size_t j = 0; j < marks_undated_count; j++) {
            struct formula rest;

            if (marks_undated[j].part != table->about.part ||
                !parsed(&rest, marks_undated[j].part, marks_undated[j].sum))
                continue;
            if (marks_share_column(&numerator, &rest) || marks_share_column(&denominator, &rest))
                column->undated |= 1U << j;
            if (table->undated[j].count == 0)
                table->undated[j] = asked_add(&table->asked, &rest, &all);
        }
    }
    return ERR_OK;
}

// --- a borough's cell

static int is_undated(const struct table *table, size_t index, struct figure *const *answers)
{
    const struct figure left = asked_value(&table->undated[index], answers);

    return figure_known(left) && left.value > 0;
}

marks_set table_marks_of(const struct table *table, const struct table_column *column,
                         struct figure *const *answers, marks_set own, marks_set stock)
{
    const unsigned own_part = 1U << table->about.part;
    marks_set marks = 0;

    if ((column->takes_parts & own_part) != 0)
        marks |= own;
    if ((column->takes_parts & ~own_part) != 0)
        marks |= stock;
    for (size_t i = 0; i < marks_undated_count; i++)
        if ((column->undated >> i & 1) != 0 && is_undated(table, i, answers))
            marks |= marks_one(MARK_UNDATED);
    return marks;
}

// --- what the whole table tells

int32_t table_usual_day(const struct table *table, size_t period)
{
    const struct table_source *sources = &table->sources[period * BOROUGHS_COUNT];
    int32_t usual = TABLE_NO_DAY;
    unsigned most = 0;

    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const int32_t day = sources[row].as_at;
        unsigned count = 0;

        for (int other = 0; other < BOROUGHS_COUNT; other++)
            count += sources[other].as_at == day;
        if (day != TABLE_NO_DAY && (count > most || (count == most && day < usual))) {
            usual = day;
            most = count;
        }
    }
    return usual;
}

static void mark_days(struct table *table, size_t period)
{
    const int32_t usual = table_usual_day(table, period);

    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const int32_t day = table->sources[period * BOROUGHS_COUNT + (size_t)row].as_at;

        if (day == TABLE_NO_DAY || day == usual)
            continue;
        for (size_t i = 0; i < table->count; i++)
            if ((table->columns[i].takes_parts >> FORM_PLACEMENTS & 1) != 0)
                table_cell(table, period, i, row)->marks |= marks_one(MARK_AS_AT);
    }
}

// The latest of the table's periods that ended before this one began; -1.
static long shown_before(const struct table *table, size_t period)
{
    const int32_t first_day = period_first_day(&table->periods.list[period]);
    long before = -1;

    for (size_t i = 0; i < table->periods.count; i++)
        if (period_last_day(&table->periods.list[i]) < first_day &&
            (before < 0 || period_last_day(&table->periods.list[i]) >
                               period_last_day(&table->periods.list[before])))
            before = (long)i;
    return before;
}

static void mark_breaks(struct table *table, size_t period)
{
    const long before = shown_before(table, period);

    if (before < 0 || marks_break(table->about.part, &table->periods.list[before],
                                  &table->periods.list[period]) == NULL)
        return;
    for (size_t i = 0; i < table->count; i++)
        for (int row = 0; row < BOROUGHS_COUNT; row++)
            table_cell(table, period, i, row)->marks |= marks_one(MARK_BREAK);
}

void table_mark_others(struct table *table)
{
    for (size_t period = 0; period < table->periods.count; period++) {
        mark_days(table, period);
        mark_breaks(table, period);
        // A cell without a value has nothing that a mark could be about.
        for (size_t i = 0; i < table->count; i++)
            for (int row = 0; row < BOROUGHS_COUNT; row++)
                if (!table_cell(table, period, i, row)->n)
                    table_cell(table, period, i, row)->marks = 0;
    }
}
