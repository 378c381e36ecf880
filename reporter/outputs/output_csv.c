// What is the same in every line of a row or of a column is quoted once, not once a line: a table of
// every setting by every need has tens of thousands of them.
#include "proto/form/period.h"
#include "reporter/outputs/csv_piece.h"
#include "reporter/outputs/output_columns.h"
#include "reporter/outputs/output_standing.h"
#include "reporter/table/table_notes.h"

// --- what is the same in many lines

static void make_row_piece(struct csv_piece *piece, const struct table *table, const char *period,
                           int row)
{
    char old_code[OUTPUT_VALUE_BYTES];

    output_old_code(row, old_code);
    piece->used = 0;
    csv_piece_add(piece, table->about.name);
    csv_piece_add(piece, period);
    csv_piece_add(piece, table_row_name(table, row));
    csv_piece_add(piece, table_row_code(table, row));
    csv_piece_add(piece, old_code);
    csv_piece_add(piece, output_level(table, row));
}

static void make_column_piece(struct csv_piece *piece, const struct table *table,
                              const struct table_column *column)
{
    piece->used = 0;
    csv_piece_add(piece, column->indicator->name);
    csv_piece_add(piece, column->measure_label);
    csv_piece_add(piece, indicators_unit_name(column->indicator->unit));
    for (unsigned i = 0; i < table->breakdown.dimensions.count; i++)
        csv_piece_add(piece, column->slice->names[i]);
}

// Behind the figures: how boroughs are ranked.
static void make_rank_piece(struct csv_piece *piece, const struct indicator *indicator)
{
    const char *from = indicators_ranked_from(indicator->direction);

    piece->used = 0;
    csv_piece_add(piece, from == NULL ? "" : from);
    csv_piece_add(piece, indicators_direction_name(indicator->direction));
}

// --- one line

static void add_quarters(struct csv_piece *piece, const struct table *table, size_t period,
                         size_t column, int row)
{
    const struct table_difference *difference = table_difference_of(table, period, column, row);
    char numerator[OUTPUT_VALUE_BYTES] = "", denominator[OUTPUT_VALUE_BYTES] = "";

    if (difference != NULL) {
        output_numerator(table->columns[column].indicator, difference->numerator, numerator);
        if (indicators_has_denominator(table->columns[column].indicator))
            output_denominator(table->columns[column].indicator, difference->denominator,
                               denominator);
    }
    csv_piece_add(piece, numerator);
    csv_piece_add(piece, denominator);
}

static void add_standing(struct csv_piece *piece, const struct standings *standings,
                         const struct indicator *indicator, const struct table_cell *cell, int row)
{
    for (int i = 0; i < OUTPUT_STANDING_FIELDS; i++) {
        char text[OUTPUT_VALUE_BYTES];

        output_standing(standings, indicator, cell, row, (enum output_standing_field)i, text);
        csv_piece_add(piece, text);
    }
}

// In quotation marks, for a note may hold anything; it is not put together in a piece, for it may be
// long. A spreadsheet cannot take it for a formula, because its name stands in front.
static void write_notes(const struct table *table, size_t period, size_t column, int row, FILE *out)
{
    const struct table_note *note = table_notes_next(table, period, column, row, NULL);
    const char *between = "\"";

    if (note == NULL)
        return;
    for (; note != NULL; note = table_notes_next(table, period, column, row, note)) {
        char name[TABLE_NOTES_NAME_BYTES];

        fputs(between, out);
        table_notes_name(table, period, note, name);
        fprintf(out, "%s: ", name);
        csv_piece_write_quoted(note->words, out);
        between = " | ";
    }
    putc('"', out);
}

static void write_line(const struct table *table, size_t period, size_t index, int row,
                       const struct csv_piece *rank, const struct standings *standings, FILE *out)
{
    const struct table_column *column = &table->columns[index];
    const struct table_cell *cell = table_cell(table, period, index, row);
    const struct table_source source = table_source_of(table, period, row);
    struct csv_piece line = {.used = 0};
    char text[OUTPUT_VALUE_BYTES], marks[MARKS_TEXT_BYTES];

    output_value(column->indicator, cell, text);
    csv_piece_add(&line, text);
    csv_piece_add(&line, output_status(cell->value.state));
    output_numerator(column->indicator, cell->numerator, text);
    csv_piece_add(&line, text);
    text[0] = '\0';
    if (indicators_has_denominator(column->indicator))
        output_denominator(column->indicator, cell->denominator, text);
    csv_piece_add(&line, text);
    output_count(cell->n, text);
    csv_piece_add(&line, text);
    output_count(cell->of, text);
    csv_piece_add(&line, text);
    output_rank(cell, text);
    csv_piece_add(&line, text);
    csv_piece_write(&line, out);
    csv_piece_write(rank, out);
    line.used = 0;
    add_standing(&line, standings, column->indicator, cell, row);
    csv_piece_add(&line, output_made_from(source));
    add_quarters(&line, table, period, index, row);
    csv_piece_add(&line, source.simulated ? "yes" : "no");
    marks_format(cell->marks, marks);
    csv_piece_add(&line, marks);
    csv_piece_add(&line, output_note(source));
    csv_piece_write(&line, out);
    write_notes(table, period, index, row, out);
    putc('\n', out);
}

static void write_headings(const struct table *table, FILE *out)
{
    const char *names[OUTPUT_COLUMNS_MAX];
    const size_t count = output_columns(table, names);

    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%s", i == 0 ? "" : ",", names[i]);
    putc('\n', out);
}

static void write_column(const struct table *table, size_t period, size_t column,
                         const struct csv_piece *rows, struct standings *standings, FILE *out)
{
    struct csv_piece piece, rank;

    standing_fill(standings, table, period, column);
    make_column_piece(&piece, table, &table->columns[column]);
    make_rank_piece(&rank, table->columns[column].indicator);
    for (size_t i = 0; i < table->rows_count; i++) {
        csv_piece_write(&rows[i], out);
        csv_piece_write(&piece, out);
        write_line(table, period, column, table->rows[i], &rank, standings, out);
    }
}

enum err output_csv(const struct table *table, FILE *out)
{
    struct csv_piece *rows = arena_alloc(table->arena, table->rows_count * sizeof *rows);
    struct standings standings;

    if (rows == NULL || standing_make(&standings, table->arena, table) != 0)
        return ERR_NO_MEMORY;
    write_headings(table, out);
    for (size_t period = 0; period < table->periods.count; period++) {
        char text[PERIOD_TEXT_BYTES];

        period_format(&table->periods.list[period], text);
        for (size_t i = 0; i < table->rows_count; i++)
            make_row_piece(&rows[i], table, text, table->rows[i]);
        for (size_t column = 0; column < table->count; column++)
            write_column(table, period, column, rows, &standings, out);
    }
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}
