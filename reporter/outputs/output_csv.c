// What is the same in every line of a row or of a measure is quoted once, not once a line: a table
// of every setting by every need has 48,000 lines.
#include "proto/form/period.h"
#include "reporter/outputs/output.h"

#include <string.h>

enum { PIECE_BYTES = 1024 };  // a label that is all quotation marks would fit

// Cells of a line that belong together, with a comma after each.
struct piece {
    char text[PIECE_BYTES];
    size_t used;
};

static void put(struct piece *piece, char byte)
{
    if (piece->used + 1 < sizeof piece->text)
        piece->text[piece->used++] = byte;
    piece->text[piece->used] = '\0';
}

// By RFC 4180: in quotation marks where it must be.
static void add_cell(struct piece *piece, const char *text)
{
    const int quoted = strpbrk(text, ",\"\r\n") != NULL;

    if (quoted)
        put(piece, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            put(piece, '"');
        put(piece, *text);
    }
    if (quoted)
        put(piece, '"');
    put(piece, ',');
}

static void make_row_piece(struct piece *piece, const struct table *table, const char *period,
                           int row)
{
    char old_code[OUTPUT_VALUE_BYTES];

    output_old_code(row, old_code);
    piece->used = 0;
    add_cell(piece, table->about->name);
    add_cell(piece, period);
    add_cell(piece, output_level(row));
    add_cell(piece, table_row_code(row));
    add_cell(piece, old_code);
    add_cell(piece, table_row_name(row));
}

static void make_measure_piece(struct piece *piece, const struct indicator *indicator)
{
    piece->used = 0;
    add_cell(piece, indicator->measure);
    add_cell(piece, indicator->label);
    add_cell(piece, indicators_unit_name(indicator->unit));
}

static void make_figures_piece(struct piece *piece, const struct table_column *column, int row)
{
    char text[OUTPUT_VALUE_BYTES];

    piece->used = 0;
    output_value(column, row, text);
    add_cell(piece, text);
    output_numerator(column, row, text);
    add_cell(piece, text);
    output_denominator(column, row, text);
    add_cell(piece, text);
    output_count(column->cells[row].covered, text);
    add_cell(piece, text);
    output_count(column->cells[row].of, text);
    add_cell(piece, text);
    output_rank(column, row, text);
    add_cell(piece, text);
}

static void make_order_piece(struct piece *piece, const struct indicator *indicator)
{
    piece->used = 0;
    add_cell(piece, output_ranked_from(indicator));
    add_cell(piece, indicators_polarity_name(indicator->polarity));
    piece->text[piece->used - 1] = '\n';  // nothing follows
}

enum err output_csv(const struct table *table, const char *measure, FILE *out)
{
    struct piece rows[TABLE_ROWS], of_measure, order, figures;
    char period[PERIOD_TEXT_BYTES];

    period_format(&table->period, period);
    for (int row = 0; row < TABLE_ROWS; row++)
        make_row_piece(&rows[row], table, period, row);
    fputs("table,period,geographic_level,area_code,old_la_code,area_name,measure,label,unit,value,"
          "numerator,denominator,covered,of,rank,ranked_from,polarity\n",
          out);
    for (size_t i = 0; i < table->count; i++) {
        const struct table_column *column = &table->columns[i];

        if (measure != NULL && strcmp(column->indicator->measure, measure) != 0)
            continue;
        make_measure_piece(&of_measure, column->indicator);
        make_order_piece(&order, column->indicator);
        for (int row = 0; row < TABLE_ROWS; row++) {
            make_figures_piece(&figures, column, row);
            fputs(rows[row].text, out);
            fputs(of_measure.text, out);
            fputs(figures.text, out);
            fputs(order.text, out);
        }
    }
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}
