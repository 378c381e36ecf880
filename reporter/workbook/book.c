#include "reporter/workbook/book_internal.h"

#include "lib/base/list.h"
#include "lib/base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { NOTES_ARENA_CAP_BYTES = 64 * 1000 * 1000, FILE_NAME_BYTES = 32 };

// --- making one

// libxlsxwriter 1.1.4 writes to a path: it gets that of memory, whose bytes go to `out`.
static int open_file(struct book *book)
{
    lxw_workbook_options options = {.constant_memory = LXW_FALSE};
    char name[FILE_NAME_BYTES];

    book->descriptor = memfd_create("workbook", MFD_CLOEXEC);
    if (book->descriptor < 0)
        return -1;
    snprintf(name, sizeof name, "/proc/self/fd/%d", book->descriptor);
    book->file = workbook_new_opt(name, &options);
    return book->file == NULL ? -1 : 0;
}

// libxlsxwriter copies the texts, and does not say const.
static char *text_of(struct book *book, const char *text)
{
    return arena_strdup(&book->arena, text);
}

static void set_properties(struct book *book)
{
    lxw_doc_properties properties = {.title = text_of(book, book->about->title),
                                     .subject = text_of(book, book->about->subject),
                                     .author = text_of(book, "Quarterday"),
                                     .category = text_of(book, "Statistics"),
                                     .created = (time_t)book->about->made_at};

    book_keep(book, workbook_set_properties(book->file, &properties));
    book_keep(book, workbook_set_custom_property_string(book->file, "Language", "en-GB"));
}

struct book *book_new(const struct book_about *about)
{
    struct book *book = calloc(1, sizeof *book);

    if (book == NULL)
        return NULL;
    book->about = about;
    arena_init(&book->arena, NOTES_ARENA_CAP_BYTES);
    if (open_file(book) != 0) {
        book_free(book);
        return NULL;
    }
    book_formats_make(book);
    set_properties(book);
    book->cover = workbook_add_worksheet(book->file, "Cover");
    book->contents = workbook_add_worksheet(book->file, "Contents");
    book->notes = workbook_add_worksheet(book->file, "Notes");
    if (book->cover == NULL || book->contents == NULL || book->notes == NULL)
        book->error = ERR_NO_MEMORY;
    return book;
}

static void add_entry(struct book *book, struct book_entry **list, size_t *count, const char *lead,
                      const char *words)
{
    struct book_entry *entry = LIST_ADD(&book->arena, *list, *count);

    if (entry != NULL)
        *entry = (struct book_entry){arena_strdup(&book->arena, lead),
                                     arena_strdup(&book->arena, words)};
    if (book->arena.exhausted)
        book->error = ERR_NO_MEMORY;
}

void book_note(struct book *book, const char *lead, const char *words)
{
    for (size_t i = 0; i < book->notes_count; i++)
        if (strcmp(book->notes_list[i].lead, lead) == 0 &&
            strcmp(book->notes_list[i].words, words) == 0)
            return;
    add_entry(book, &book->notes_list, &book->notes_count, lead, words);
}

// --- the sheets of tables

static void begin_page(struct book *book)
{
    const char *part = book->parts++ == 0 ? "" : " (continued)";
    char name[BOOK_NAME_MAX + 1];
    const char *title = arena_printf(&book->arena, "%s%s", book->sheet->title, part);

    snprintf(name, sizeof name, "Table %zu", book->contents_count + 1);
    book->page = book->error == ERR_OK ? workbook_add_worksheet(book->file, name) : NULL;
    if (book->page == NULL || title == NULL) {
        book->error = book->error == ERR_OK ? ERR_NO_MEMORY : book->error;
        return;
    }
    add_entry(book, &book->contents_list, &book->contents_count, name, title);
    book->first = book_head(book, book->page, title, book->sheet->lines);
    book_link(book, book->page, book->first++, "Contents", "Back to the contents");
    book->next = book->first + 1;
    memset(book->widths, 0, sizeof book->widths);
}

static void end_page(struct book *book)
{
    const char *name = book->parts == 1
                           ? book->sheet->table
                           : arena_printf(&book->arena, "%s_%d", book->sheet->table, book->parts);

    if (book->error != ERR_OK || name == NULL)
        return;
    if (book->next == book->first + 1)  // a table has a row, and this one says why it is there
        book_put(book, book->page, book->next++, 0, "There is nothing to show.",
                 book->formats.text);
    book_mark_up(book, book->page, name, book->columns, book->columns_count, book->first,
                 book->next - 1, book->widths);
}

void book_begin(struct book *book, const struct book_sheet *sheet,
                const struct book_column *columns, size_t count)
{
    book->sheet = sheet;
    book->columns = columns;
    book->columns_count = count;
    book->parts = 0;
    begin_page(book);
}

// How many decimals a number has; -1: the text is no number.
static int decimals_of(const char *text)
{
    size_t whole = strspn(text += *text == '-', "0123456789");
    const char *rest = text + whole;

    if (whole == 0 || (*rest != '.' && *rest != '\0'))
        return -1;
    if (*rest == '\0')
        return 0;
    whole = strspn(rest + 1, "0123456789");
    return whole > 0 && rest[1 + whole] == '\0' ? (int)whole : -1;
}

static void put_cell(struct book *book, size_t column, const char *text)
{
    const int is_number = book->columns[column].is_number;
    const int decimals = is_number ? decimals_of(text) : -1;
    const size_t width = (size_t)utf8_columns(text, strlen(text));

    if (decimals < 0) {
        const int lines = book_lines(text, BOOK_WIDTH_MAX);

        book->lines = lines > book->lines ? lines : book->lines;
    }
    book->widths[column] = width > book->widths[column] ? width : book->widths[column];
    if (decimals < 0)
        book_put(book, book->page, book->next, (lxw_col_t)column, text,
                 is_number ? book->formats.sign : book->formats.text);
    else
        book_keep(
            book,
            worksheet_write_number(
                book->page, book->next, (lxw_col_t)column, strtod(text, NULL),
                book->formats.numbers[decimals < BOOK_DECIMALS ? decimals : BOOK_DECIMALS - 1]));
}

void book_row(struct book *book, const char *const *cells)
{
    if (book->error == ERR_OK && book->next - book->first > BOOK_ROWS_MAX) {
        end_page(book);
        begin_page(book);
    }
    if (book->error != ERR_OK)
        return;
    book->lines = 1;
    for (size_t i = 0; i < book->columns_count; i++)
        put_cell(book, i, cells[i] == NULL ? "" : cells[i]);
    book_height(book, book->page, book->next++, book->lines);
}

void book_end(struct book *book)
{
    end_page(book);
}

// --- writing it

static enum err copy(int descriptor, FILE *out)
{
    char bytes[BUFSIZ];
    ssize_t count;

    if (lseek(descriptor, 0, SEEK_SET) != 0)
        return ERR_IO;
    while ((count = read(descriptor, bytes, sizeof bytes)) > 0)
        if (fwrite(bytes, 1, (size_t)count, out) != (size_t)count)
            return ERR_IO;
    return count == 0 && fflush(out) == 0 ? ERR_OK : ERR_IO;
}

enum err book_write(struct book *book, FILE *out)
{
    book_note(book, "a blank cell",
              "there is nothing to say: the column does not apply to the row, or the status beside "
              "it says why");
    if (book->error == ERR_OK)
        book_front(book);
    if (book->error != ERR_OK)
        return book->error;
    book_keep(book, workbook_close(book->file));
    book->file = NULL;
    return book->error == ERR_OK ? copy(book->descriptor, out) : book->error;
}

void book_free(struct book *book)
{
    if (book == NULL)
        return;
    if (book->file != NULL)
        lxw_workbook_free(book->file);
    if (book->descriptor >= 0)
        close(book->descriptor);
    arena_free(&book->arena);
    free(book);
}
