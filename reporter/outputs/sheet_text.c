// A sheet for a terminal: each section a block, and where its columns do not stand side by side, one
// strip of them below the other.
#include "lib/base/utf8.h"
#include "lib/base/wrap.h"
#include "reporter/outputs/output.h"
#include "reporter/outputs/paragraph.h"
#include "reporter/outputs/sheet.h"

#include <string.h>

enum {
    COLUMNS_MAX = 64,
    HEADING_LINES_MAX = 3,    // a column is widened until its heading fits
    HEADING_COLUMNS_MAX = 40  // but no further
};

// The rows of one section, and the columns of one strip.
struct block {
    const struct sheet *sheet;
    size_t first_row, end_row;
    size_t columns[COLUMNS_MAX];
    int widths[COLUMNS_MAX];
    size_t count;
};

static const char *cell_of(const struct sheet *sheet, size_t row, size_t column)
{
    const char *cell = sheet->rows[row].cells[column];

    return cell == NULL ? "" : cell;
}

static int is_blank(const struct block *block, size_t column)
{
    for (size_t row = block->first_row; row < block->end_row; row++)
        if (cell_of(block->sheet, row, column)[0] != '\0')
            return 0;
    return 1;
}

static int width_of(const struct block *block, size_t column)
{
    const char *heading = block->sheet->columns[column].heading;
    int width = wrap_longest_word(heading);

    for (size_t row = block->first_row; row < block->end_row; row++) {
        const char *cell = cell_of(block->sheet, row, column);
        const int columns = utf8_columns(cell, strlen(cell));

        width = columns > width ? columns : width;
    }
    while (width < HEADING_COLUMNS_MAX && wrap_count(heading, width) > HEADING_LINES_MAX)
        width++;
    return width;
}

// Fills a strip with the first column and as many others, from `*next` on, as there is room for.
static void lay(struct block *strip, const struct block *all, size_t *next)
{
    int used = all->widths[0];

    strip->count = 1;
    strip->columns[0] = all->columns[0];
    strip->widths[0] = all->widths[0];
    while (*next < all->count &&
           (strip->count == 1 || used + 2 + all->widths[*next] <= OUTPUT_TEXT_COLUMNS)) {
        strip->columns[strip->count] = all->columns[*next];
        strip->widths[strip->count++] = all->widths[*next];
        used += 2 + all->widths[(*next)++];
    }
}

// --- writing

static void put(FILE *out, const char *text, size_t bytes, int width, int right, int last)
{
    const int spaces = width - utf8_columns(text, bytes);

    if (right)
        fprintf(out, "%*s", spaces > 0 ? spaces : 0, "");
    fwrite(text, 1, bytes, out);
    if (!right && !last)
        fprintf(out, "%*s", spaces > 0 ? spaces : 0, "");
}

// The last of the columns that has something in a line: behind it nothing is written.
static size_t last_with(const char *const *texts, size_t count)
{
    size_t last = 0;

    for (size_t i = 0; i < count; i++)
        if (texts[i][0] != '\0')
            last = i;
    return last;
}

static void write_line(const struct block *strip, const char *const *texts, const size_t *bytes,
                       FILE *out)
{
    const size_t last = last_with(texts, strip->count);

    for (size_t i = 0; i <= last; i++) {
        if (i > 0)
            fputs("  ", out);
        put(out, texts[i], bytes[i], strip->widths[i],
            strip->sheet->columns[strip->columns[i]].is_number, i == last);
    }
    putc('\n', out);
}

static void write_headings(const struct block *strip, FILE *out)
{
    int lines = 0;

    for (size_t i = 0; i < strip->count; i++) {
        const int count =
            wrap_count(strip->sheet->columns[strip->columns[i]].heading, strip->widths[i]);

        lines = count > lines ? count : lines;
    }
    for (int left = lines - 1; left >= 0; left--) {
        const char *texts[COLUMNS_MAX] = {NULL};
        size_t bytes[COLUMNS_MAX] = {0};

        for (size_t i = 0; i < strip->count; i++) {
            const char *rest = strip->sheet->columns[strip->columns[i]].heading;
            const int own = wrap_count(rest, strip->widths[i]) - left;

            texts[i] = "";
            bytes[i] = 0;
            for (int j = 0; j < own; j++)
                texts[i] = wrap_line(&rest, strip->widths[i], &bytes[i]);
        }
        write_line(strip, texts, bytes, out);
    }
}

static void write_strip(const struct block *strip, FILE *out)
{
    int all = -2;

    for (size_t i = 0; i < strip->count; i++)
        all += 2 + strip->widths[i];
    write_headings(strip, out);
    for (size_t row = strip->first_row; row < strip->end_row; row++) {
        const char *texts[COLUMNS_MAX] = {NULL};
        size_t bytes[COLUMNS_MAX] = {0};

        for (size_t i = 0; i < strip->count; i++) {
            texts[i] = cell_of(strip->sheet, row, strip->columns[i]);
            bytes[i] = strlen(texts[i]);
        }
        for (int i = 0; strip->sheet->rows[row].ruled && i < all; i++)
            putc('-', out);
        if (strip->sheet->rows[row].ruled)
            putc('\n', out);
        write_line(strip, texts, bytes, out);
    }
    putc('\n', out);
}

static void write_section(const struct sheet *sheet, size_t first_row, size_t end_row, FILE *out)
{
    struct block all = {.sheet = sheet, .first_row = first_row, .end_row = end_row}, strip = all;
    size_t next = 1;

    for (size_t i = 0; i < sheet->columns_count && all.count < COLUMNS_MAX; i++)
        if (sheet->columns[i].heading != NULL && (all.count == 0 || !is_blank(&all, i))) {
            all.columns[all.count] = i;
            all.widths[all.count++] = width_of(&all, i);
        }
    if (all.count == 0)
        return;
    wrap_paragraph(out, "", sheet->rows[first_row].section, OUTPUT_TEXT_COLUMNS);
    do {
        lay(&strip, &all, &next);
        write_strip(&strip, out);
    } while (next < all.count);
}

enum err sheet_text(const struct sheet *sheet, FILE *out)
{
    size_t first = 0;

    fprintf(out, "%s\n", sheet->about.title);
    wrap_paragraph(out, "", sheet->about.about, OUTPUT_TEXT_COLUMNS);
    if (sheet->about.simulated)
        fputs(
            "SIMULATED: some or all of the figures are made up; no borough stands behind those.\n",
            out);
    putc('\n', out);
    for (size_t row = 1; row <= sheet->rows_count; row++)
        if (row == sheet->rows_count ||
            strcmp(sheet->rows[row].section, sheet->rows[first].section) != 0) {
            write_section(sheet, first, row, out);
            first = row;
        }
    for (size_t i = 0; i < sheet->notes_count; i++)
        paragraph_note(out, sheet->notes[i].lead, sheet->notes[i].text);
    if (sheet->arena->exhausted)
        return ERR_NO_MEMORY;
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}
