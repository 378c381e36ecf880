// How the sheets of a workbook look: formats, heads, tables, and the sheets in front.
#include "reporter/workbook/book_internal.h"
#include "reporter/workbook/book_text.h"

#include "lib/base/utf8.h"
#include "lib/base/wrap.h"

#include <stdlib.h>
#include <string.h>

enum {
    TEXT_POINTS = 12,
    TITLE_POINTS = 16,
    TITLE_HEIGHT = 24,     // points
    LINE_HEIGHT = 16,      // points
    HEIGHT_MAX = 400,      // points; Excel takes 409
    WIDTH_MIN = 10,        // characters
    TEXT_LINE_WIDTH = 80,  // characters: of the cover
    NOTE_LEAD_WIDTH = 38,
    PAPER_A4 = 9,
    PRINT_PERCENT = 70,
    HEADING_MARGIN = 3,  // bold letters are wider
    NAMES_OF_A_ROW = 2   // columns that are printed on each page
};

// --- formats: one font, black on white; bold is the only difference of rank

static lxw_format *make(struct book *book, int points, int bold, int wrap)
{
    lxw_format *format = workbook_add_format(book->file);

    if (format == NULL) {
        book->error = ERR_NO_MEMORY;
        return NULL;
    }
    format_set_font_name(format, "Arial");
    format_set_font_size(format, points);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (bold)
        format_set_bold(format);
    if (wrap)
        format_set_text_wrap(format);
    return format;
}

static lxw_format *make_right(struct book *book, int bold, const char *number)
{
    lxw_format *format = make(book, TEXT_POINTS, bold, number == NULL);

    if (format == NULL)
        return NULL;
    format_set_align(format, LXW_ALIGN_RIGHT);
    if (number != NULL)
        format_set_num_format(format, number);
    return format;
}

void book_formats_make(struct book *book)
{
    static const char *const numbers[BOOK_DECIMALS] = {"#,##0", "#,##0.0", "#,##0.00",
                                                       "#,##0.0000"};
    struct book_formats *formats = &book->formats;

    formats->title = make(book, TITLE_POINTS, 1, 0);
    formats->line = make(book, TEXT_POINTS, 0, 0);
    formats->heading = make(book, TEXT_POINTS, 1, 1);
    formats->text = make(book, TEXT_POINTS, 0, 1);
    formats->number_heading = make_right(book, 1, NULL);
    formats->sign = make_right(book, 0, NULL);
    for (int i = 0; i < BOOK_DECIMALS; i++)
        formats->numbers[i] = make_right(book, 0, numbers[i]);
    formats->link = make(book, TEXT_POINTS, 0, 0);
    if (formats->link == NULL)
        return;
    format_set_underline(formats->link, LXW_UNDERLINE_SINGLE);
    format_set_font_color(formats->link, 0x0000FF);
}

// --- texts

void book_put(struct book *book, lxw_worksheet *page, lxw_row_t row, lxw_col_t column,
              const char *text, lxw_format *format)
{
    char *held = book_text(text);

    if (held == NULL)
        book->error = ERR_NO_MEMORY;
    else
        book_keep(book, worksheet_write_string(page, row, column, held, format));
    free(held);
}

void book_link(struct book *book, lxw_worksheet *page, lxw_row_t row, const char *sheet,
               const char *words)
{
    char link[BOOK_NAME_MAX + sizeof "internal:''!A1"];

    snprintf(link, sizeof link, "internal:'%s'!A1", sheet);
    book_keep(book, worksheet_write_url_opt(page, row, 0, link, book->formats.link, words, NULL));
}

// A longer word than the width is broken.
static int lines_of(const char *text, size_t length, int width)
{
    const int columns = utf8_columns(text, length);

    return columns <= width ? 1 : (columns + width - 1) / width;
}

static int lines_of_paragraph(const char *text, size_t length, int width)
{
    char *paragraph = strndup(text, length);
    const char *rest = paragraph, *line;
    size_t bytes;
    int lines = 0;

    while (rest != NULL && (line = wrap_line(&rest, width, &bytes)) != NULL)
        lines += lines_of(line, bytes, width);
    free(paragraph);
    return lines;
}

int book_lines(const char *text, int width)
{
    int lines = 0;

    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");

        lines += utf8_columns(text, length) <= width ? length > 0
                                                     : lines_of_paragraph(text, length, width);
        text += length + (text[length] == '\n');
    }
    return lines < 1 ? 1 : lines;
}

void book_height(struct book *book, lxw_worksheet *page, lxw_row_t row, int lines)
{
    const int height = lines * LINE_HEIGHT;

    book_keep(book, worksheet_set_row(page, row, height > HEIGHT_MAX ? HEIGHT_MAX : height, NULL));
}

lxw_row_t book_head(struct book *book, lxw_worksheet *page, const char *title,
                    const char *const *lines)
{
    lxw_row_t row = 0;

    book_keep(book, worksheet_set_row(page, row, TITLE_HEIGHT, NULL));
    book_put(book, page, row++, 0, title, book->formats.title);
    for (size_t i = 0; i < BOOK_LINES_MAX && lines[i] != NULL; i++)
        book_put(book, page, row++, 0, lines[i], book->formats.line);
    return row;
}

// --- a table

static double width_of(const struct book_column *column, size_t widest)
{
    enum { MARGIN = 2 };
    size_t width = (size_t)wrap_longest_word(column->heading);

    width = (widest > width ? widest : width) + MARGIN;
    return width < WIDTH_MIN ? WIDTH_MIN : width > BOOK_WIDTH_MAX ? BOOK_WIDTH_MAX : (double)width;
}

void book_mark_up(struct book *book, lxw_worksheet *page, const char *name,
                  const struct book_column *columns, size_t count, lxw_row_t first, lxw_row_t last,
                  const size_t *widths)
{
    lxw_table_column made[BOOK_COLUMNS_MAX] = {{0}}, *list[BOOK_COLUMNS_MAX + 1] = {NULL};
    char *headings[BOOK_COLUMNS_MAX] = {NULL}, *named = strdup(name);
    lxw_table_options options = {.name = named,
                                 .no_autofilter = LXW_TRUE,
                                 .no_banded_rows = LXW_TRUE,
                                 .style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
                                 .style_type_number = 0,
                                 .columns = list};

    int lines = 1;

    for (size_t i = 0; i < count; i++) {
        const double width = width_of(&columns[i], widths[i]);
        const int more = book_lines(columns[i].heading, (int)width - HEADING_MARGIN);

        lines = more > lines ? more : lines;
        headings[i] = book_text(columns[i].heading);
        made[i].header = headings[i];
        made[i].header_format =
            columns[i].is_number ? book->formats.number_heading : book->formats.heading;
        list[i] = &made[i];
        if (headings[i] == NULL)
            book->error = ERR_NO_MEMORY;
        book_keep(book, worksheet_set_column(page, (lxw_col_t)i, (lxw_col_t)i, width, NULL));
    }
    if (named == NULL)
        book->error = ERR_NO_MEMORY;
    if (book->error == ERR_OK)
        book_keep(book,
                  worksheet_add_table(page, first, 0, last, (lxw_col_t)(count - 1), &options));
    book_keep(book, worksheet_repeat_rows(page, first, first));
    if (count > NAMES_OF_A_ROW)
        book_keep(book, worksheet_repeat_columns(page, 0, NAMES_OF_A_ROW - 1));
    book_height(book, page, first, lines);
    worksheet_set_landscape(page);
    worksheet_set_paper(page, PAPER_A4);
    worksheet_set_print_scale(page, PRINT_PERCENT);
    for (size_t i = 0; i < count; i++)
        free(headings[i]);
    free(named);
}

// --- the sheets in front

static void write_cover(struct book *book)
{
    static const char *const none[BOOK_LINES_MAX] = {NULL};
    lxw_row_t row = book_head(book, book->cover, book->about->title, none);

    for (size_t i = 0; i < BOOK_LINES_MAX && book->about->lines[i] != NULL; i++) {
        const char *line = book->about->lines[i];

        book_height(book, book->cover, row, book_lines(line, TEXT_LINE_WIDTH));
        book_put(book, book->cover, row++, 0, line, book->formats.text);
    }
    book_keep(book, worksheet_set_column(book->cover, 0, 0, TEXT_LINE_WIDTH, NULL));
    worksheet_set_paper(book->cover, PAPER_A4);
    worksheet_set_print_scale(book->cover, PRINT_PERCENT);  // a line is wider than the paper
}

static void write_contents(struct book *book)
{
    static const struct book_column columns[] = {{"Sheet", 0}, {"What it has", 0}};
    static const char *const lines[BOOK_LINES_MAX] = {
        "One table: the sheets of this workbook, each with a link to it.", NULL};
    const lxw_row_t first = book_head(book, book->contents, "Contents", lines);
    size_t widths[2] = {0};
    lxw_row_t row = first;
    const struct book_entry notes = {"Notes", "What signs, columns and words mean"};

    for (size_t i = 0; i <= book->contents_count; i++) {
        const struct book_entry *entry = i == 0 ? &notes : &book->contents_list[i - 1];
        const size_t width = (size_t)utf8_columns(entry->words, strlen(entry->words));

        row++;
        book_link(book, book->contents, row, entry->lead, entry->lead);
        book_height(book, book->contents, row, book_lines(entry->words, BOOK_WIDTH_MAX));
        book_put(book, book->contents, row, 1, entry->words, book->formats.text);
        widths[1] = width > widths[1] ? width : widths[1];
    }
    book_mark_up(book, book->contents, "contents", columns, 2, first, row, widths);
}

static void write_notes(struct book *book)
{
    static const struct book_column columns[] = {{"Sign, column or word", 0}, {"What it means", 0}};
    static const char *const lines[BOOK_LINES_MAX] = {
        "One table: what signs, columns and words in the other sheets mean.", NULL};
    const lxw_row_t first = book_head(book, book->notes, "Notes", lines);
    static const size_t widths[2] = {NOTE_LEAD_WIDTH, BOOK_WIDTH_MAX};
    lxw_row_t row = first;

    for (size_t i = 0; i < book->notes_count; i++) {
        const struct book_entry *note = &book->notes_list[i];
        const int lead = book_lines(note->lead, NOTE_LEAD_WIDTH);
        const int words = book_lines(note->words, BOOK_WIDTH_MAX);

        book_height(book, book->notes, ++row, lead > words ? lead : words);
        book_put(book, book->notes, row, 0, note->lead, book->formats.text);
        book_put(book, book->notes, row, 1, note->words, book->formats.text);
    }
    book_mark_up(book, book->notes, "notes", columns, 2, first, row, widths);
}

void book_front(struct book *book)
{
    write_cover(book);
    write_contents(book);
    write_notes(book);
}
