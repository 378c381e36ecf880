// One borough of one period: from its returns to the cells of its row.
#include "reporter/table/table_internal.h"

#include "lib/base/list.h"
#include "proto/form/labels.h"
#include "proto/form/period.h"

#include <assert.h>

// Whether the table's periods can be made from four quarters each.
static int is_made_of_quarters(const struct table *table)
{
    return table->rolling || table->kind != QD__PERIOD_KIND__FINANCIAL_QUARTER;
}

// --- the answers

static struct figure *make_answers(const struct table *table, int part)
{
    // One more than there are: nothing to be asked is no failure.
    return arena_alloc(table->arena,
                       (asked_count(&table->asked, part) + 1) * sizeof(struct figure));
}

struct table_work *table_work_make(const struct table *table)
{
    struct table_work *work = arena_zalloc(table->arena, sizeof *work);
    const int own = table->about.part;
    int failed = work == NULL;

    for (int part = 0; part < ANSWERS && !failed; part++) {
        work->answers[part] = make_answers(table, part);
        failed |= work->answers[part] == NULL;
    }
    for (int i = 0; i < YEAR_QUARTERS && !failed; i++) {
        work->quarters[i] = make_answers(table, own);
        failed |= work->quarters[i] == NULL;
    }
    if (!failed) {
        work->of_quarters = make_answers(table, own);
        failed |= work->of_quarters == NULL;
    }
    return failed ? NULL : work;
}

void table_borough_begin(struct table *table, size_t period, int borough)
{
    const struct receipt nothing = {.returned = NULL};
    struct table_work *work = table->work;

    work->period = period;
    work->borough = borough;
    work->has_part = work->quarters_with_part = 0;
    work->notes_before = table->notes_count;
    work->of_period = work->of_the_quarters = work->of_stock =
        (struct table_marks){.as_at = TABLE_NO_DAY};
    table_medians_begin(table);
    for (int part = 0; part < ANSWERS; part++)
        asked_answer(&table->asked, part, &nothing, work->answers[part]);
    for (int i = 0; i < YEAR_QUARTERS && is_made_of_quarters(table); i++)
        asked_answer(&table->asked, table->about.part, &nothing, work->quarters[i]);
}

static int holds_part(const struct table *table, const struct receipt *receipt)
{
    const int part = table->about.part;

    if (part == RECEIPT_PART)
        return 1;
    if (receipt->redacted)
        return (int)(receipt->parts >> part & 1);
    assert((receipt->left >> part & 1) == 0);
    return form_rows(receipt->returned, (enum form_part)part) > 0;
}

static struct table_source *source_of(const struct table *table, size_t period, int borough)
{
    return &table->sources[period * BOROUGHS_COUNT + (size_t)borough];
}

// Until the calendar's refresh day.
static int is_provisional(const struct table *table, const struct receipt *receipt)
{
    return table->calendar != NULL && receipt->returned != NULL &&
           calendar_is_provisional(table->calendar, receipt->returned->header->period,
                                   table->as_at);
}

static void mark(const struct table *table, struct table_marks *marks,
                 const struct receipt *receipt)
{
    marks->redacted |= receipt->redacted;
    marks->withdrawn |= receipt->withdrawn;
    marks->marks |= is_provisional(table, receipt) ? marks_one(MARK_PROVISIONAL) : 0;
    marks->marks |= receipt->revision > 1 ? marks_one(MARK_REVISED) : 0;
    if (receipt->returned != NULL && receipt->returned->header->as_at_date != NULL)
        marks->as_at = period_date_days(receipt->returned->header->as_at_date);
    if (receipt->returned != NULL)
        marks->simulated |= receipt->returned->header->has_simulated &&
                            receipt->returned->header->simulated == QD__YES_NO__YES;
    if (receipt->sequence > marks->sequence) {
        marks->sequence = receipt->sequence;
        marks->received_at_unix_ms = receipt->received_at_unix_ms;
    }
}

static struct table_marks *marks_of(struct table_work *work, enum table_role role)
{
    if (role == TABLE_PERIOD)
        return &work->of_period;
    return role == TABLE_STOCK ? &work->of_stock : &work->of_the_quarters;
}

// What was taken back leaves its mark, and no figure.
void table_borough_take(struct table *table, enum table_role role, const struct receipt *receipt,
                        const struct judged *judged)
{
    const int own = table->about.part;
    struct table_work *work = table->work;

    assert(receipt->returned != NULL || receipt->redacted || receipt->withdrawn);
    mark(table, marks_of(work, role), receipt);
    if (receipt->withdrawn)
        return;
    if (receipt->returned != NULL) {
        table_notes_take(table, role, receipt, judged);
        table_medians_take(table, role, receipt->returned);
    }
    if (role == TABLE_PERIOD) {
        asked_answer(&table->asked, own, receipt, work->answers[own]);
        work->has_part = holds_part(table, receipt);
    } else if (role == TABLE_STOCK) {
        for (int part = 0; part < FORM_PARTS; part++)
            if (part != own)
                asked_answer(&table->asked, part, receipt, work->answers[part]);
    } else {
        asked_answer(&table->asked, own, receipt, work->quarters[role - TABLE_QUARTER_1]);
        work->quarters_with_part += holds_part(table, receipt);
    }
}

// --- the cells

static struct table_cell cell_of(const struct table_column *column, struct figure *const *answers)
{
    struct table_cell cell = {.numerator = asked_value(&column->numerator, answers), .of = 1};

    cell.n = figure_known(cell.numerator);
    if (indicators_has_denominator(column->indicator)) {
        cell.denominator = asked_value(&column->denominator, answers);
        cell.n = cell.n && figure_known(cell.denominator);
    }
    table_value(column->indicator, &cell);
    return cell;
}

void table_outside(const struct table *table, const Qd__Return *own, const Qd__Return *stock,
                   struct table_cell *cells)
{
    struct table_work *work = table->work;

    for (int part = 0; part < ANSWERS; part++) {
        const struct receipt receipt = {.returned = part == table->about.part ? own : stock};

        asked_answer(&table->asked, part, &receipt, work->answers[part]);
    }
    for (size_t i = 0; i < table->count; i++)
        cells[i] = cell_of(&table->columns[i], work->answers);
}

// Of the quarters a year, figure by figure: 1 if there is anything that they can tell.
static int add_quarters(struct table *table)
{
    const struct asked_part *asked = &table->asked.parts[table->about.part];
    struct table_work *work = table->work;
    int told = 0;

    for (size_t i = 0; i < asked->count; i++) {
        struct figure quarters[YEAR_QUARTERS];

        for (int j = 0; j < YEAR_QUARTERS; j++)
            quarters[j] = work->quarters[j][i];
        work->of_quarters[i] = year_figure(&table->periods.list[work->period],
                                           labels_is_stock(asked->list[i].column), quarters);
        told |= work->of_quarters[i].state != FIGURE_NOT_APPLICABLE;
    }
    return told && work->quarters_with_part > 0;
}

static int is_same(struct figure a, struct figure b)
{
    return !figure_known(a) || !figure_known(b) || a.value == b.value;
}

// Notes a cell of which the quarters say something else than the year's return.
static void compare(struct table *table, size_t index, const struct table_cell *cell,
                    const struct table_cell *of_quarters)
{
    struct table_difference *difference;

    if (!of_quarters->n || (is_same(cell->numerator, of_quarters->numerator) &&
                            is_same(cell->denominator, of_quarters->denominator)))
        return;
    difference = LIST_ADD(table->arena, table->differences, table->differences_count);
    if (difference != NULL)
        *difference = (struct table_difference){.period = table->work->period,
                                                .column = index,
                                                .row = table->work->borough,
                                                .numerator = of_quarters->numerator,
                                                .denominator = of_quarters->denominator};
}

// The returns whose figures are in the table: quarters that were only compared with are not.
static void keep_marks(struct table *table, struct table_source *source,
                       const struct table_marks *marks)
{
    source->simulated |= marks->simulated;
    source->redacted |= marks->redacted;
    source->withdrawn |= marks->withdrawn;
    if (marks->sequence > table->sequence) {
        table->sequence = marks->sequence;
        table->received_at_unix_ms = marks->received_at_unix_ms;
    }
}

int table_borough_end(struct table *table)
{
    struct table_work *work = table->work;
    struct table_source *source = source_of(table, work->period, work->borough);
    const int own = table->about.part;
    const int quarters = own != RECEIPT_PART && is_made_of_quarters(table) && add_quarters(table);
    struct figure *of_quarters[ANSWERS];
    struct figure *const *answers;
    const struct table_marks *used;

    for (int part = 0; part < ANSWERS; part++)
        of_quarters[part] = part == own ? work->of_quarters : work->answers[part];
    *source = (struct table_source){.as_at = TABLE_NO_DAY};
    source->made_from = work->has_part ? TABLE_FROM_RETURN
                        : quarters     ? TABLE_FROM_QUARTERS
                                       : TABLE_FROM_NOTHING;
    used = source->made_from == TABLE_FROM_QUARTERS ? &work->of_the_quarters : &work->of_period;
    answers = source->made_from == TABLE_FROM_QUARTERS ? of_quarters : work->answers;
    keep_marks(table, source, used);
    if (source->made_from == TABLE_FROM_NOTHING)  // the quarter that was taken back may be why
        source->withdrawn |= work->of_the_quarters.withdrawn;
    source->stock_simulated = work->of_stock.simulated && !source->simulated;
    keep_marks(table, source, &work->of_stock);
    source->as_at = own == FORM_PLACEMENTS ? used->as_at : work->of_stock.as_at;
    table_notes_keep(table, source, work->notes_before);
    table_medians_keep(table, work->period, work->borough, source->made_from);
    for (size_t i = 0; i < table->count; i++) {
        const struct table_column *column = &table->columns[i];
        struct table_cell *cell = table_cell(table, work->period, i, work->borough);

        *cell = cell_of(column, answers);
        table_set_median(table, work->period, i, (uint64_t)1 << work->borough, cell);
        cell->marks = table_marks_of(table, column, answers, used->marks, work->of_stock.marks);
        if (table_notes_is_queried(table, source, i))
            cell->marks |= marks_one(MARK_QUERIES) | marks_one(MARK_PROVISIONAL);
        if (work->has_part && quarters) {
            const struct table_cell other = cell_of(column, of_quarters);

            compare(table, i, cell, &other);
        }
    }
    table_notes_drop_queries(table, source);
    return source->made_from != TABLE_FROM_NOTHING;
}
