// Which returns the figures of a table come from.
#include "lib/base/clock.h"
#include "proto/form/period.h"
#include "reporter/outputs/footnotes.h"
#include "reporter/outputs/paragraph.h"

enum { DIFFERENCES_MAX = 6 };  // that a note tells of

static int is_years(const struct table *table)
{
    return table->periods.list[0].kind != QD__PERIOD_KIND__FINANCIAL_QUARTER &&
           table->about.part != RECEIPT_PART;
}

// "2024: ", where there are several.
static void add_period(struct paragraph *paragraph, const struct table *table, size_t period)
{
    char text[PERIOD_TEXT_BYTES];

    if (table->periods.count == 1)
        return;
    period_format(&table->periods.list[period], text);
    paragraph_addf(paragraph, "%s: ", text);
}

// --- years from quarters

static uint64_t made_from(const struct table *table, size_t period, enum table_made_from from)
{
    uint64_t boroughs_in = 0;

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if (table_source_of(table, period, row).made_from == from)
            boroughs_in |= (uint64_t)1 << row;
    return boroughs_in;
}

static void write_year(const struct table *table, size_t period, FILE *out)
{
    const uint64_t year = made_from(table, period, TABLE_FROM_RETURN);
    const uint64_t quarters = made_from(table, period, TABLE_FROM_QUARTERS);
    struct paragraph paragraph = {.used = 0};

    add_period(&paragraph, table, period);
    if (quarters == 0) {
        paragraph_add(&paragraph, "", "made from the boroughs' returns for the year");
    } else if (year == 0) {
        paragraph_add(&paragraph, "", "made from the boroughs' returns for its quarters");
    } else {
        paragraph_add(&paragraph, "", "made from the returns for its quarters of ");
        paragraph_add_boroughs(&paragraph, quarters);
        paragraph_add(&paragraph, "; ", "from the others' returns for the year");
    }
    if (quarters != 0)
        paragraph_add(&paragraph, ". ",
                      table->periods.list[period].kind == QD__PERIOD_KIND__FINANCIAL_YEAR
                          ? "What happened is four quarters added up, what there is on a day is "
                            "the last quarter's"
                          : "What happened is four quarters added up; a calendar year has no "
                            "figure of its own of what there is on a day");
    paragraph_note(out, "year", paragraph.text);
}

static void write_difference(const struct table *table, const struct table_difference *difference,
                             FILE *out)
{
    const struct table_column *column = &table->columns[difference->column];
    const struct table_cell *cell =
        table_cell(table, difference->period, difference->column, difference->row);
    char text[OUTPUT_VALUE_BYTES];
    struct paragraph paragraph = {.used = 0};

    add_period(&paragraph, table, difference->period);
    output_numerator(column->indicator, cell->numerator, text);
    paragraph_addf(&paragraph, "%s, %s: %s", table_row_name(table, difference->row), column->label,
                   text);
    if (indicators_has_denominator(column->indicator)) {
        output_denominator(column->indicator, cell->denominator, text);
        paragraph_addf(&paragraph, " of %s", text);
    }
    output_numerator(column->indicator, difference->numerator, text);
    paragraph_addf(&paragraph, " by its return for the year, which the table has; %s", text);
    if (indicators_has_denominator(column->indicator)) {
        output_denominator(column->indicator, difference->denominator, text);
        paragraph_addf(&paragraph, " of %s", text);
    }
    paragraph_add(&paragraph, " ", "by its four quarters");
    paragraph_note(out, "differs", paragraph.text);
}

static void write_years(const struct table *table, FILE *out)
{
    for (size_t period = 0; period < table->periods.count; period++)
        write_year(table, period, out);
    for (size_t i = 0; i < table->differences_count && i < DIFFERENCES_MAX; i++)
        write_difference(table, &table->differences[i], out);
    if (table->differences_count > DIFFERENCES_MAX) {
        struct paragraph paragraph = {.used = 0};

        paragraph_addf(&paragraph, "and %zu more figures: --format csv has them all",
                       table->differences_count - DIFFERENCES_MAX);
        paragraph_note(out, "differs", paragraph.text);
    }
}

// --- a stock that is divided by

// A borough's plans may come from another of its returns than what is divided by them.
static void write_stock(const struct table *table, FILE *out)
{
    for (size_t period = 0; period < table->periods.count; period++) {
        struct paragraph paragraph = {.used = 0};
        char text[PERIOD_TEXT_BYTES];
        Qd__Period stock;

        if (!table_wants(table, period, TABLE_STOCK, &stock))
            continue;
        period_format(&stock, text);
        add_period(&paragraph, table, period);
        paragraph_addf(&paragraph, "an amount over EHC plans is over those in the placements of %s",
                       text);
        paragraph_note(out, "plans", paragraph.text);
    }
}

// --- what a reader must know of the returns

static void add_made_up(struct paragraph *paragraph, const char *separator, const char *what,
                        uint64_t whose)
{
    if (whose == 0)
        return;
    paragraph_addf(paragraph, "%ssimulated are %s ", separator, what);
    if (whose == ((uint64_t)1 << BOROUGHS_COUNT) - 1)
        paragraph_add(paragraph, "", "all boroughs");
    else
        paragraph_add_boroughs(paragraph, whose);
}

static void write_marked(const struct table *table, FILE *out)
{
    for (size_t period = 0; period < table->periods.count; period++) {
        struct paragraph simulated = {.used = 0}, redacted = {.used = 0}, withdrawn = {.used = 0};
        uint64_t made_up = 0, stock_made_up = 0, removed = 0, taken_back = 0;

        for (int row = 0; row < BOROUGHS_COUNT; row++) {
            const struct table_source source = table_source_of(table, period, row);

            if (source.simulated)
                *(source.stock_simulated ? &stock_made_up : &made_up) |= (uint64_t)1 << row;
            removed |= (uint64_t)source.redacted << row;
            taken_back |= (uint64_t)source.withdrawn << row;
        }
        add_period(&simulated, table, period);
        add_period(&redacted, table, period);
        add_period(&withdrawn, table, period);
        add_made_up(&simulated, "", "the returns of", made_up);
        add_made_up(&simulated, made_up == 0 ? "" : "; ",
                    "only the plans, by which amounts are divided, of", stock_made_up);
        if (removed != 0) {
            paragraph_add(&redacted, "", "the operator removed the return of ");
            paragraph_add_boroughs(&redacted, removed);
        }
        if (taken_back != 0) {
            paragraph_add(&withdrawn, "", "withdrawn, and not returned since: the return of ");
            paragraph_add_boroughs(&withdrawn, taken_back);
        }
        if ((made_up | stock_made_up) != 0)
            paragraph_note(out, "made up", simulated.text);
        if (removed != 0)
            paragraph_note(out, "redacted", redacted.text);
        if (taken_back != 0)
            paragraph_note(out, "nr", withdrawn.text);
    }
}

void footnotes_source(const struct table *table, FILE *out)
{
    struct paragraph paragraph = {.used = 0};
    char received_at[CLOCK_TEXT_BYTES], as_of[AS_OF_TEXT_BYTES];

    write_stock(table, out);
    if (is_years(table))
        write_years(table, out);
    write_marked(table, out);
    clock_format_words(table->received_at_unix_ms, received_at);
    paragraph_addf(
        &paragraph,
        "the boroughs' own returns, the latest revision of each; the newest was received "
        "%s",
        received_at);
    if (!as_of_is_now(table->as_of)) {
        as_of_format(table->as_of, as_of);
        paragraph_addf(&paragraph, ". This is how the table stood %s", as_of);
    }
    paragraph_note(out, "source", paragraph.text);
}
