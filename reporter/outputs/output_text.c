// The table for a terminal, written strip by strip as text_strip.h lays it out.
#include "lib/base/utf8.h"
#include "lib/base/wrap.h"
#include "proto/form/period.h"
#include "reporter/outputs/footnotes.h"
#include "reporter/outputs/text_strip.h"

#include <string.h>

enum {
    LINE_BYTES = 512,
    HEADING_ROW = -1,  // stands above the rows of the table
};

// --- one line, built in full so that it ends without spaces
struct line {
    char text[LINE_BYTES];
    size_t used;
};

static void put(struct line *line, const char *text, size_t bytes)
{
    const size_t room = sizeof line->text - line->used - 1;

    if (bytes > room)
        bytes = room;
    memcpy(line->text + line->used, text, bytes);
    line->used += bytes;
    line->text[line->used] = '\0';
}

static void put_spaces(struct line *line, int count)
{
    for (int i = 0; i < count; i++)
        put(line, " ", 1);
}

static void put_left(struct line *line, const char *text, size_t bytes, int width)
{
    put(line, text, bytes);
    put_spaces(line, width - utf8_columns(text, bytes));
}

static void put_right(struct line *line, const char *text, int width)
{
    put_spaces(line, width - utf8_columns(text, strlen(text)));
    put(line, text, strlen(text));
}

static void end_line(struct line *line, FILE *out)
{
    while (line->used > 0 && line->text[line->used - 1] == ' ')
        line->used--;
    fprintf(out, "%.*s\n", (int)line->used, line->text);
    line->used = 0;
}

// --- one strip
// Of the labels, each wrapped over its block, the line that is `left` lines above the last ones.
static void write_labels_line(const struct text_strip *strip, int left, FILE *out)
{
    struct line line = {.used = 0};

    put_spaces(&line, strip->name_width);
    for (size_t i = 0; i < strip->count; i++) {
        const struct text_block *block = &strip->blocks[i];
        const char *rest = block->column->label, *piece = "";
        const int lines = wrap_count(rest, block->all) - left;
        size_t bytes = 0;

        for (int j = 0; j < lines; j++)
            piece = wrap_line(&rest, block->all, &bytes);
        put_spaces(&line, strip->gap);
        put_left(&line, piece, bytes, block->all);
    }
    end_line(&line, out);
}

static void write_labels(const struct text_strip *strip, FILE *out)
{
    int lines = 0;

    for (size_t i = 0; i < strip->count; i++) {
        const struct text_block *block = &strip->blocks[i];
        const int count = wrap_count(block->column->label, block->all);

        lines = count > lines ? count : lines;
    }
    while (lines-- > 0)
        write_labels_line(strip, lines, out);
}

static void put_block(struct line *line, const struct text_block *block, int row)
{
    const struct indicator *indicator = text_cell_indicator(block->column);
    const char *between = "";

    for (int i = 0; i < TEXT_CELL_PARTS; i++) {
        const enum text_cell_part part = (enum text_cell_part)i;
        char text[OUTPUT_VALUE_BYTES];

        if (block->width[part] == 0)
            continue;
        if (row != HEADING_ROW)
            text_cell_write(block->column, part, row, text);
        put(line, between, strlen(between));
        if (row == HEADING_ROW)
            snprintf(text, sizeof text, "%s", text_cell_heading(indicator, part));
        if (part == TEXT_CELL_MARK)
            put_left(line, text, strlen(text), block->width[part]);
        else
            put_right(line, text, block->width[part]);
        between = " ";
    }
}

static void write_row(const struct text_strip *strip, int row, FILE *out)
{
    const struct table *table = strip->blocks[0].column->table;
    const char *name = row == HEADING_ROW ? "" : table_row_name(table, row);
    struct line line = {.used = 0};

    put_left(&line, name, strlen(name), strip->name_width);
    for (size_t i = 0; i < strip->count; i++) {
        put_spaces(&line, strip->gap);
        put_block(&line, &strip->blocks[i], row);
    }
    if (strspn(line.text, " ") < line.used)  // no part of the strip may need a heading
        end_line(&line, out);
}

static void write_rule(const struct text_strip *strip, FILE *out)
{
    for (int i = 0; i < strip->all; i++)
        fputc('-', out);
    fputc('\n', out);
}

static void write_strip(const struct text_strip *strip, FILE *out)
{
    const struct table *table = strip->blocks[0].column->table;

    write_labels(strip, out);
    write_row(strip, HEADING_ROW, out);
    for (size_t i = 0; i < table->rows_count; i++) {
        if (i > 0 && table_area(table, table->rows[i]) != NULL &&
            table_area(table, table->rows[i - 1]) == NULL)
            write_rule(strip, out);
        write_row(strip, table->rows[i], out);
    }
    fputc('\n', out);
}

// --- the table

static int has_one_measure(const struct table *table)
{
    for (size_t i = 1; i < table->count; i++)
        if (strcmp(table->columns[i].indicator->name, table->columns[0].indicator->name) != 0)
            return 0;
    return 1;
}

// What stands above a column: nothing that the title says already.
static const char *label_of(const struct table *table, size_t period, size_t index)
{
    const struct table_column *column = &table->columns[index];
    const char *label = column->label;
    char text[PERIOD_TEXT_BYTES];

    if (table->count == 1)
        label = "";
    else if (has_one_measure(table))
        label = column->slice_label[0] == '\0' ? "All" : column->slice_label;
    if (table->periods.count == 1)
        return label;
    period_format(&table->periods.list[period], text);
    return label[0] == '\0' ? arena_strdup(table->arena, text)
                            : arena_printf(table->arena, "%s, %s", label, text);
}

// Every column in each period, in the arena; NULL when that is exhausted.
static struct text_column *make_columns(const struct table *table)
{
    struct text_column *columns =
        arena_alloc(table->arena, table->count * table->periods.count * sizeof *columns);
    size_t count = 0;

    for (size_t column = 0; columns != NULL && column < table->count; column++)
        for (size_t period = 0; period < table->periods.count; period++) {
            const char *label = label_of(table, period, column);

            if (label == NULL)
                return NULL;
            columns[count++] = (struct text_column){table, period, column, label};
        }
    return columns;
}

// Above the figures, so that nobody takes them for real.
static void write_simulated(const struct table *table, FILE *out)
{
    size_t real = 0;

    if (!output_is_simulated(table))
        return;
    for (size_t i = 0; i < table->periods.count * BOROUGHS_COUNT; i++)
        real += table->sources[i].made_from != TABLE_FROM_NOTHING &&
                (!table->sources[i].simulated || table->sources[i].stock_simulated);
    fputs(real == 0 ? "SIMULATED: the figures are made up; no borough stands behind them.\n"
                    : "SIMULATED: some of the figures are made up, as the notes say; no borough "
                      "stands behind those.\n",
          out);
}

enum err output_text(const struct table *table, FILE *out)
{
    const size_t count = table->count * table->periods.count;
    struct text_column *columns = make_columns(table);
    char periods[OUTPUT_PERIODS_BYTES];
    struct text_strip strip;

    if (columns == NULL)
        return ERR_NO_MEMORY;
    output_periods(table, periods);
    fprintf(out, "%s, %s\n", table->about.title, periods);
    wrap_paragraph(out, "",
                   table->count == 1        ? table->columns[0].label
                   : has_one_measure(table) ? table->columns[0].measure_label
                                            : table->about.about,
                   OUTPUT_TEXT_COLUMNS);
    if (table->breakdown.label[0] != '\0')
        wrap_paragraph(out, "Only: ", table->breakdown.label, OUTPUT_TEXT_COLUMNS);
    write_simulated(table, out);
    fputc('\n', out);
    for (size_t done = 0; done < count; done += strip.count) {
        if (done > 0)
            fprintf(out, "%s, %s, continued\n\n", table->about.title, periods);
        text_strip_lay(&strip, columns + done, count - done);
        write_strip(&strip, out);
    }
    footnotes_write(table, columns, count, out);
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}
