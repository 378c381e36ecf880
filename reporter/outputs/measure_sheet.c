#include "reporter/outputs/measure_sheet.h"

#include "proto/form/period.h"
#include "reporter/outputs/column_words.h"
#include "reporter/outputs/output_columns.h"
#include "reporter/outputs/output_standing.h"
#include "reporter/table/table_notes.h"

#include <string.h>

// --- its columns

// What stands above the table, because it is the same in every row.
static int is_above(const char *name)
{
    static const char *const above[] = {"table", "measure",     "label",
                                        "unit",  "ranked_from", "direction"};

    for (size_t i = 0; i < sizeof above / sizeof above[0]; i++)
        if (strcmp(above[i], name) == 0)
            return 1;
    return 0;
}

static size_t fill_columns(struct sheet_column *columns, const struct table *table)
{
    const char *names[OUTPUT_COLUMNS_MAX];
    const size_t all = output_columns(table, names);
    size_t count = 0;

    for (size_t i = 0; i < all; i++) {
        const struct column_words words = column_words_of(names[i]);

        if (is_above(names[i]))
            continue;
        columns[count++] = (struct sheet_column){names[i], NULL, column_words_is_number(&words)};
    }
    return count;
}

// --- a row: its cells in the order of the columns

struct filling {
    struct arena *arena;
    const struct table *table;
    const struct standings *standings;
    size_t period, column;
    int row;
    const char **next;
};

static void put(struct filling *filling, const char *text)
{
    *filling->next++ = text;
}

static void put_copied(struct filling *filling, const char *text)
{
    put(filling, arena_strdup(filling->arena, text));
}

static void put_figure(struct filling *filling, const char *digits, struct figure figure)
{
    put(filling, output_digits_or_sign(filling->arena, digits, figure));
}

static void fill_which(struct filling *filling)
{
    const struct table *table = filling->table;
    const struct breakdown_slice *slice = table->columns[filling->column].slice;
    char text[PERIOD_TEXT_BYTES], old_code[OUTPUT_VALUE_BYTES];

    period_format(&table->periods.list[filling->period], text);
    output_old_code(filling->row, old_code);
    put_copied(filling, text);
    put(filling, table_row_name(table, filling->row));
    put(filling, table_row_code(table, filling->row));
    put_copied(filling, old_code);
    put(filling, output_level(table, filling->row));
    for (unsigned i = 0; i < table->breakdown.dimensions.count; i++)
        put(filling, output_code_label(slice, i));
}

static void fill_figures(struct filling *filling, const struct indicator *indicator,
                         const struct table_cell *cell)
{
    char text[OUTPUT_VALUE_BYTES];

    put(filling, output_value_or_sign(filling->arena, indicator, cell));
    put(filling, output_status(cell->value.state));
    output_numerator(indicator, cell->numerator, text);
    put_figure(filling, text, cell->numerator);
    output_denominator(indicator, cell->denominator, text);
    if (indicators_has_denominator(indicator))
        put_figure(filling, text, cell->denominator);
    else
        put(filling, "");
    output_count(cell->n, text);
    put_copied(filling, text);
    output_count(cell->of, text);
    put_copied(filling, text);
    output_rank(cell, text);
    put_copied(filling, text);
    for (int i = 0; i < OUTPUT_STANDING_FIELDS; i++) {
        output_standing(filling->standings, indicator, cell, filling->row,
                        (enum output_standing_field)i, text);
        put_copied(filling, text);
    }
}

static void fill_quarters(struct filling *filling, const struct indicator *indicator)
{
    const struct table_difference *difference =
        table_difference_of(filling->table, filling->period, filling->column, filling->row);
    char numerator[OUTPUT_VALUE_BYTES] = "", denominator[OUTPUT_VALUE_BYTES] = "";

    if (difference != NULL) {
        output_numerator(indicator, difference->numerator, numerator);
        if (indicators_has_denominator(indicator))
            output_denominator(indicator, difference->denominator, denominator);
    }
    put_copied(filling, numerator);
    put_copied(filling, denominator);
}

// As in CSV: "QD-R03: a panel was ill | return: as agreed".
static const char *notes_of(const struct filling *filling)
{
    const struct table *table = filling->table;
    const char *words = "";

    for (const struct table_note *note =
             table_notes_next(table, filling->period, filling->column, filling->row, NULL);
         note != NULL && words != NULL;
         note = table_notes_next(table, filling->period, filling->column, filling->row, note)) {
        char name[TABLE_NOTES_NAME_BYTES];

        table_notes_name(table, filling->period, note, name);
        words = arena_printf(filling->arena, "%s%s%s: %s", words, words[0] == '\0' ? "" : " | ",
                             name, note->words);
    }
    return words;
}

static void fill_return(struct filling *filling, const struct table_cell *cell)
{
    const struct table_source source =
        table_source_of(filling->table, filling->period, filling->row);
    char marks[MARKS_TEXT_BYTES];

    put(filling, output_made_from(source));
    fill_quarters(filling, filling->table->columns[filling->column].indicator);
    put(filling, source.simulated ? "yes" : "no");
    marks_format(cell->marks, marks);
    put_copied(filling, marks);
    put(filling, output_note(source));
    put(filling, notes_of(filling));
}

static void add_row(struct sheet *sheet, const struct table *table, size_t period, size_t column,
                    int row, const struct standings *standings)
{
    struct filling filling = {.arena = sheet->arena,
                              .table = table,
                              .standings = standings,
                              .period = period,
                              .column = column,
                              .row = row,
                              .next = sheet_row(sheet, "")};
    const struct table_cell *cell = table_cell(table, period, column, row);

    if (filling.next == NULL)
        return;
    fill_which(&filling);
    fill_figures(&filling, table->columns[column].indicator, cell);
    fill_return(&filling, cell);
}

// --- the whole

static size_t end_of_measure(const struct table *table, size_t first)
{
    size_t end = first + 1;

    while (end < table->count &&
           strcmp(table->columns[end].indicator->name, table->columns[first].indicator->name) == 0)
        end++;
    return end;
}

size_t measure_sheet(struct sheet *sheet, struct arena *arena, const struct table *table,
                     size_t first, struct standings *standings)
{
    const struct table_column *column = &table->columns[first];
    const size_t end = end_of_measure(table, first);
    struct sheet_column *columns = arena_zalloc(arena, OUTPUT_COLUMNS_MAX * sizeof *columns);
    const struct sheet_about about = {
        .kind = "table", .name = table->about.name, .title = column->measure_label};

    sheet_init(sheet, arena, &about, columns, columns == NULL ? 0 : fill_columns(columns, table));
    for (size_t period = 0; period < table->periods.count && columns != NULL; period++)
        for (size_t i = first; i < end; i++) {
            standing_fill(standings, table, period, i);
            for (size_t row = 0; row < table->rows_count; row++)
                add_row(sheet, table, period, i, table->rows[row], standings);
        }
    return end;
}
