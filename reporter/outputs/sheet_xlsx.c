#include "reporter/outputs/sheet_xlsx.h"

#include "lib/base/clock.h"
#include "reporter/outputs/column_words.h"

#include <assert.h>
#include <string.h>

// --- the cover

// The next line; a text for which there is no memory ends them, and is told in the end. A sheet that
// is of no one journal says in `about` what it is made of.
static const char **add_source(const char **line, struct arena *arena,
                               const struct sheet_about *about)
{
    char received_at[CLOCK_TEXT_BYTES];

    if (about->sequence == 0)
        return line;
    clock_format_words(about->received_at_unix_ms, received_at);
    *line++ = arena_printf(arena,
                           "Source: the returns of the London boroughs, the latest revision of "
                           "each. The newest was received %s.",
                           received_at);
    *line++ = arena_printf(arena, "It has number %llu of the aggregator's journal.",
                           (unsigned long long)about->sequence);
    return line;
}

struct book_about sheet_xlsx_about(struct arena *arena, const struct sheet_about *about)
{
    enum { DAY_SECONDS = 24 * 60 * 60, MS = 1000 };
    struct book_about cover = {.title = about->title, .subject = about->about};
    const char **line = cover.lines;

    cover.made_at = (int64_t)(about->received_at_unix_ms / MS / DAY_SECONDS * DAY_SECONDS);
    *line++ = about->about;
    if (about->simulated)
        *line++ = "Simulated: some of the figures are made up.";
    line = add_source(line, arena, about);
    *line = "The sheet Contents lists the tables. The sheet Notes says what signs, columns "
            "and words mean.";
    return cover;
}

// --- a table

static int is_blank(const struct sheet *sheet, size_t column)
{
    for (size_t i = 0; i < sheet->rows_count; i++) {
        const char *cell = sheet->rows[i].cells[column];

        if (cell != NULL && cell[0] != '\0')
            return 0;
    }
    return sheet->rows_count > 0;
}

static const char *heading_of(const struct sheet_column *column, const struct column_words *words)
{
    return column_words_has(column->name) || column->heading == NULL ? words->title
                                                                     : column->heading;
}

void sheet_xlsx_add(struct book *book, const struct sheet *sheet, const struct book_sheet *about)
{
    struct book_column columns[BOOK_COLUMNS_MAX];
    size_t places[BOOK_COLUMNS_MAX], count = 0;

    assert(sheet->columns_count <= BOOK_COLUMNS_MAX);
    for (size_t i = 0; i < sheet->columns_count; i++) {
        const struct sheet_column *column = &sheet->columns[i];
        struct column_words words;

        if (column->name == NULL || is_blank(sheet, i))
            continue;
        words = column_words_of(column->name);
        columns[count] = (struct book_column){heading_of(column, &words), column->is_number};
        if (words.description[0] != '\0')
            book_note(book, columns[count].heading, words.description);
        places[count++] = i;
    }
    book_begin(book, about, columns, count);
    for (size_t i = 0; i < sheet->rows_count; i++) {
        const char *cells[BOOK_COLUMNS_MAX];

        for (size_t j = 0; j < count; j++)
            cells[j] = sheet->rows[i].cells[places[j]];
        book_row(book, cells);
    }
    book_end(book);
}

// --- a sheet by itself

// "where_to_look" of "where-to-look"; "compare_timeliness".
static const char *table_name(const struct sheet *sheet)
{
    const struct sheet_about *about = &sheet->about;
    char *name = strcmp(about->kind, about->name) == 0
                     ? arena_strdup(sheet->arena, about->kind)
                     : arena_printf(sheet->arena, "%s_%s", about->kind, about->name);

    for (char *byte = name; byte != NULL && *byte != '\0'; byte++)
        if (*byte == '-')
            *byte = '_';
    return name;
}

enum err sheet_xlsx(const struct sheet *sheet, FILE *out)
{
    const struct book_about cover = sheet_xlsx_about(sheet->arena, &sheet->about);
    const struct book_sheet about = {
        .title = sheet->about.title, .table = table_name(sheet), .lines = {sheet->about.about}};
    struct book *book = sheet->arena->exhausted ? NULL : book_new(&cover);
    enum err error;

    if (book == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < sheet->notes_count; i++)
        book_note(book, sheet->notes[i].lead, sheet->notes[i].text);
    sheet_xlsx_add(book, sheet, &about);
    error = book_write(book, out);
    book_free(book);
    return error;
}
