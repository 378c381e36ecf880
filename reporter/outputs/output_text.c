// The table for a terminal, written strip by strip as text_strip.h lays it out.
#include "lib/base/utf8.h"
#include "lib/base/wrap.h"
#include "proto/form/period.h"
#include "reporter/outputs/footnotes.h"
#include "reporter/outputs/text_strip.h"

#include <assert.h>
#include <string.h>

enum {
    COLUMNS_MAX = 16,  // headline indicators of one table; test_indicators.c holds them to 8
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
        const char *rest = block->column->indicator->label, *piece = "";
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
        const int count = wrap_count(block->column->indicator->label, block->all);

        lines = count > lines ? count : lines;
    }
    while (lines-- > 0)
        write_labels_line(strip, lines, out);
}

static void put_block(struct line *line, const struct text_block *block, int row)
{
    const char *between = "";

    for (int i = 0; i < TEXT_CELL_PARTS; i++) {
        const enum text_cell_part part = (enum text_cell_part)i;
        char text[OUTPUT_VALUE_BYTES];

        if (!text_cell_has(block->column->indicator, part))
            continue;
        if (row != HEADING_ROW)
            text_cell_write(block->column, part, row, text);
        put(line, between, strlen(between));
        put_right(line,
                  row == HEADING_ROW ? text_cell_heading(block->column->indicator, part) : text,
                  block->width[part]);
        between = " ";
    }
}

static void write_row(const struct text_strip *strip, int row, FILE *out)
{
    const char *name = row == HEADING_ROW ? "" : table_row_name(row);
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

static void write_strip(const struct text_strip *strip, int with_labels, FILE *out)
{
    if (with_labels)
        write_labels(strip, out);
    for (int row = HEADING_ROW; row < TABLE_ROWS; row++) {
        if (row == BOROUGHS_COUNT)
            write_rule(strip, out);
        write_row(strip, row, out);
    }
    fputc('\n', out);
}

// --- the table
static size_t choose(const struct table *table, const char *measure,
                     const struct table_column *columns[COLUMNS_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < table->count; i++) {
        const struct indicator *indicator = table->columns[i].indicator;

        if (measure == NULL ? !indicator->headline : strcmp(indicator->measure, measure) != 0)
            continue;
        assert(count < COLUMNS_MAX);
        columns[count++] = &table->columns[i];
    }
    assert(count > 0);
    return count;
}

enum err output_text(const struct table *table, const char *measure, FILE *out)
{
    const int single = measure != NULL;
    const struct table_column *columns[COLUMNS_MAX];
    const size_t count = choose(table, measure, columns);
    char period[PERIOD_TEXT_BYTES];
    struct text_strip strip;

    period_format(&table->period, period);
    fprintf(out, "%s, %s\n", table->about->title, period);
    wrap_paragraph(out, "", single ? columns[0]->indicator->label : table->about->about,
                   OUTPUT_TEXT_COLUMNS);
    fputc('\n', out);
    for (size_t done = 0; done < count; done += strip.count) {
        if (done > 0)
            fprintf(out, "%s, %s, continued\n\n", table->about->title, period);
        text_strip_lay(&strip, columns + done, count - done, !single);
        write_strip(&strip, !single, out);
    }
    footnotes_write(table, columns, count, single, out);
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}
