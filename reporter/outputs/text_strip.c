#include "reporter/outputs/text_strip.h"

#include "lib/base/utf8.h"
#include "lib/base/wrap.h"

#include <assert.h>
#include <string.h>

enum {
    LABEL_LINES_MAX = 6,  // a block is widened until its label fits
    LABEL_COLUMNS_MAX = 40,
    GAP = 2,  // sets blocks apart: their parts are one space apart
    NARROW_GAP = 1,
};

static void widen(int *width, const char *text)
{
    const int columns = utf8_columns(text, strlen(text));

    if (columns > *width)
        *width = columns;
}

static int part_width(const struct text_column *column, enum text_cell_part part)
{
    const struct table *table = column->table;
    char text[OUTPUT_VALUE_BYTES];
    int width = 0;

    widen(&width, text_cell_heading(text_cell_indicator(column), part));
    for (size_t i = 0; i < table->rows_count; i++) {
        text_cell_write(column, part, table->rows[i], text);
        widen(&width, text);
    }
    return width;
}

static int label_fits(const char *label, int width)
{
    if (width < wrap_longest_word(label))
        return 0;
    return width >= LABEL_COLUMNS_MAX || wrap_count(label, width) <= LABEL_LINES_MAX;
}

static void lay_block(struct text_block *block, const struct text_column *column)
{
    *block = (struct text_block){.column = column, .all = -1};
    for (int part = 0; part < TEXT_CELL_PARTS; part++) {
        if (!text_cell_has(column, (enum text_cell_part)part))
            continue;
        block->width[part] = part_width(column, (enum text_cell_part)part);
        if (block->width[part] > 0)
            block->all += 1 + block->width[part];
    }
    while (!label_fits(column->label, block->all)) {
        block->width[TEXT_CELL_VALUE]++;
        block->all++;
    }
}

static void lay(struct text_strip *strip, int gap, const struct text_column *columns, size_t count)
{
    const struct table *table = columns[0].table;

    *strip = (struct text_strip){.gap = gap};
    for (size_t i = 0; i < table->rows_count; i++)
        widen(&strip->name_width, table_row_name(table, table->rows[i]));
    strip->all = strip->name_width;
    while (strip->count < count && strip->count < TEXT_STRIP_BLOCKS_MAX) {
        struct text_block *block = &strip->blocks[strip->count];

        lay_block(block, &columns[strip->count]);
        if (strip->count > 0 && strip->all + gap + block->all > OUTPUT_TEXT_COLUMNS)
            return;
        strip->all += gap + block->all;
        strip->count++;
    }
}

void text_strip_lay(struct text_strip *strip, const struct text_column *columns, size_t count)
{
    assert(count > 0);
    lay(strip, GAP, columns, count);
    if (strip->count == count)
        return;
    // Blocks that stand closer are better than a further strip, but only if they save it.
    lay(strip, NARROW_GAP, columns, count);
    if (strip->count < count)
        lay(strip, GAP, columns, count);
}
