// The table for a terminal: the names, then a block for each indicator, side by side.
#include "proto/period.h"
#include "reporter/notes.h"
#include "reporter/text_cell.h"
#include "reporter/wrap.h"

#include <assert.h>
#include <string.h>

enum {
    BLOCKS_MAX = 16,        // headline indicators of one table
    HEADING_LINES_MAX = 6,  // a block is widened until its heading fits
    HEADING_COLUMNS_MAX = 40,
    GAP_MAX = 2,  // between blocks, where there is room
    LINE_BYTES = 512,
};

// How much is shown: the first of these that is not wider than the terminal. With values only,
// ranks are left out, and one column says what the areas cover.
enum detail { EVERYTHING, NO_DENOMINATORS, VALUES_ONLY };

struct block {
    const struct table_column *column;
    int width[TEXT_CELL_PARTS];  // 0: the block does not show the part
    int all;                     // the widths and the spaces between
};

struct layout {
    const struct table_column *columns[BLOCKS_MAX];
    struct block blocks[BLOCKS_MAX];
    size_t count;
    enum detail detail;
    int gap, name_width, all;
};

static const char covers_heading[] = "covers";

// --- how wide ------------------------------------------------------------------------------------
static void widen(int *width, const char *text)
{
    const int columns = wrap_columns(text, strlen(text));

    if (columns > *width)
        *width = columns;
}

static int shown(const struct indicator *indicator, enum text_cell_part part, enum detail detail)
{
    if (part == TEXT_CELL_DENOMINATOR && detail == NO_DENOMINATORS)
        return 0;
    if (part != TEXT_CELL_VALUE && detail == VALUES_ONLY)
        return 0;
    return text_cell_has(indicator, part);
}

static void measure_block(struct block *block, enum detail detail, int with_heading)
{
    const struct indicator *indicator = block->column->indicator;

    block->all = -1;
    for (int part = 0; part < TEXT_CELL_PARTS; part++) {
        char text[OUTPUT_VALUE_BYTES];

        block->width[part] = 0;
        if (!shown(indicator, (enum text_cell_part)part, detail))
            continue;
        widen(&block->width[part], text_cell_heading(indicator, (enum text_cell_part)part));
        for (int row = 0; row < TABLE_ROWS; row++) {
            text_cell_write(block->column, (enum text_cell_part)part, row, text);
            widen(&block->width[part], text);
        }
        block->all += 1 + block->width[part];
    }
    while (with_heading && (block->all < wrap_longest_word(indicator->label) ||
                            (block->all < HEADING_COLUMNS_MAX &&
                             wrap_count(indicator->label, block->all) > HEADING_LINES_MAX))) {
        block->width[TEXT_CELL_VALUE]++;
        block->all++;
    }
}

static void measure(struct layout *layout, enum detail detail, int gap, int with_headings)
{
    layout->detail = detail;
    layout->gap = gap;
    layout->name_width = 0;
    for (int row = 0; row < TABLE_ROWS; row++)
        widen(&layout->name_width, table_row_name(row));
    layout->all = layout->name_width;
    for (size_t i = 0; i < layout->count; i++) {
        layout->blocks[i].column = layout->columns[i];
        measure_block(&layout->blocks[i], detail, with_headings);
        layout->all += gap + layout->blocks[i].all;
    }
    if (detail == VALUES_ONLY)
        layout->all += gap + (int)strlen(covers_heading);
}

static void fit(struct layout *layout, int with_headings)
{
    for (int detail = EVERYTHING; detail <= VALUES_ONLY; detail++)
        for (int gap = GAP_MAX; gap >= 1; gap--) {
            measure(layout, (enum detail)detail, gap, with_headings);
            if (layout->all <= OUTPUT_TEXT_COLUMNS)
                return;
        }
}

// --- lines
// ---------------------------------------------------------------------------------------- A line
// is built in full, so that it ends without spaces.
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
    put_spaces(line, width - wrap_columns(text, bytes));
}

static void put_right(struct line *line, const char *text, int width)
{
    put_spaces(line, width - wrap_columns(text, strlen(text)));
    put(line, text, strlen(text));
}

static void end_line(struct line *line, FILE *out)
{
    while (line->used > 0 && line->text[line->used - 1] == ' ')
        line->used--;
    fprintf(out, "%.*s\n", (int)line->used, line->text);
    line->used = 0;
}

static void write_rule(const struct layout *layout, FILE *out)
{
    for (int i = 0; i < layout->all; i++)
        fputc('-', out);
    fputc('\n', out);
}

// The labels, each wrapped over its block, with their last lines side by side.
static void write_labels(const struct layout *layout, FILE *out)
{
    int lines = 0;

    for (size_t i = 0; i < layout->count; i++) {
        const struct block *block = &layout->blocks[i];
        const int count = wrap_count(block->column->indicator->label, block->all);

        lines = count > lines ? count : lines;
    }
    for (int line = 0; line < lines; line++) {
        struct line built = {.used = 0};

        put_spaces(&built, layout->name_width);
        for (size_t i = 0; i < layout->count; i++) {
            const struct block *block = &layout->blocks[i];
            const char *rest = block->column->indicator->label, *piece = "";
            const int above = lines - wrap_count(rest, block->all);
            size_t bytes = 0;

            for (int j = above; j <= line; j++)
                piece = wrap_line(&rest, block->all, &bytes);
            put_spaces(&built, layout->gap);
            put_left(&built, piece, bytes, block->all);
        }
        end_line(&built, out);
    }
}

static void write_part_headings(const struct layout *layout, FILE *out)
{
    struct line line = {.used = 0};

    put_spaces(&line, layout->name_width);
    for (size_t i = 0; i < layout->count; i++) {
        const struct block *block = &layout->blocks[i];
        const char *between = "";

        put_spaces(&line, layout->gap);
        for (int part = 0; part < TEXT_CELL_PARTS; part++) {
            if (block->width[part] == 0)
                continue;
            put(&line, between, strlen(between));
            put_right(&line, text_cell_heading(block->column->indicator, (enum text_cell_part)part),
                      block->width[part]);
            between = " ";
        }
    }
    if (layout->detail == VALUES_ONLY) {
        put_spaces(&line, layout->gap);
        put_right(&line, covers_heading, (int)strlen(covers_heading));
    }
    if (strspn(line.text, " ") < line.used)
        end_line(&line, out);
}

// What the area covers in the column that covers least.
static void least_cover(const struct layout *layout, int row, char text[OUTPUT_VALUE_BYTES])
{
    const struct table_cell *least = &layout->columns[0]->cells[row];

    for (size_t i = 1; i < layout->count; i++)
        if (layout->columns[i]->cells[row].covered < least->covered)
            least = &layout->columns[i]->cells[row];
    snprintf(text, OUTPUT_VALUE_BYTES, "%d/%d", least->covered, least->of);
}

static void write_row(const struct layout *layout, int row, FILE *out)
{
    const char *name = table_row_name(row);
    char text[OUTPUT_VALUE_BYTES];
    struct line line = {.used = 0};

    put_left(&line, name, strlen(name), layout->name_width);
    for (size_t i = 0; i < layout->count; i++) {
        const struct block *block = &layout->blocks[i];
        const char *between = "";

        put_spaces(&line, layout->gap);
        for (int part = 0; part < TEXT_CELL_PARTS; part++) {
            if (block->width[part] == 0)
                continue;
            text_cell_write(block->column, (enum text_cell_part)part, row, text);
            put(&line, between, strlen(between));
            put_right(&line, text, block->width[part]);
            between = " ";
        }
    }
    if (layout->detail == VALUES_ONLY && row >= BOROUGHS_COUNT) {
        least_cover(layout, row, text);
        put_spaces(&line, layout->gap);
        put_right(&line, text, (int)strlen(covers_heading));
    }
    end_line(&line, out);
}

enum err output_text(const struct table *table, const char *measure, FILE *out)
{
    const int single = measure != NULL;
    struct layout layout = {.count = 0};
    char period[PERIOD_TEXT_BYTES];

    for (size_t i = 0; i < table->count && layout.count < BLOCKS_MAX; i++) {
        const struct indicator *indicator = table->columns[i].indicator;

        if (single ? strcmp(indicator->measure, measure) == 0 : indicator->headline)
            layout.columns[layout.count++] = &table->columns[i];
    }
    assert(layout.count > 0);
    fit(&layout, !single);
    period_format(&table->period, period);
    fprintf(out, "%s, %s\n", table->about->title, period);
    wrap_paragraph(out, "", single ? layout.columns[0]->indicator->label : table->about->about,
                   OUTPUT_TEXT_COLUMNS);
    fputc('\n', out);
    if (!single)
        write_labels(&layout, out);
    write_part_headings(&layout, out);
    for (int row = 0; row < TABLE_ROWS; row++) {
        if (row == BOROUGHS_COUNT)
            write_rule(&layout, out);
        write_row(&layout, row, out);
    }
    fputc('\n', out);
    notes_write(table, layout.columns, layout.count, single, out);
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}
