#include "reporter/outputs/sheet.h"

#include "lib/base/list.h"
#include "reporter/outputs/csv_piece.h"

void sheet_init(struct sheet *sheet, struct arena *arena, const struct sheet_about *about,
                const struct sheet_column *columns, size_t count)
{
    *sheet =
        (struct sheet){.arena = arena, .about = *about, .columns = columns, .columns_count = count};
}

const char **sheet_row(struct sheet *sheet, const char *section)
{
    struct sheet_row *row = LIST_ADD(sheet->arena, sheet->rows, sheet->rows_count);

    if (row == NULL)
        return NULL;
    *row = (struct sheet_row){
        .section = section,
        .cells = arena_zalloc(sheet->arena, sheet->columns_count * sizeof *row->cells)};
    if (row->cells == NULL)
        sheet->rows_count--;
    return row->cells;
}

void sheet_rule(struct sheet *sheet)
{
    if (sheet->rows_count > 0)
        sheet->rows[sheet->rows_count - 1].ruled = 1;
}

void sheet_note(struct sheet *sheet, const char *lead, const char *text)
{
    struct sheet_note *note = text == NULL || text[0] == '\0'
                                  ? NULL
                                  : LIST_ADD(sheet->arena, sheet->notes, sheet->notes_count);

    if (note != NULL)
        *note = (struct sheet_note){lead, text};
}

// --- for programs

static enum err written(const struct sheet *sheet, FILE *out)
{
    if (sheet->arena->exhausted)
        return ERR_NO_MEMORY;
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}

// The columns' names (NULL), or the cells of a row.
static void write_csv_line(const struct sheet *sheet, const char *const *cells, FILE *out)
{
    const char *separator = "";

    for (size_t i = 0; i < sheet->columns_count; i++) {
        const char *name = sheet->columns[i].name;

        if (name == NULL)
            continue;
        fputs(separator, out);
        separator = ",";
        if (cells == NULL)
            fputs(name, out);
        else if (cells[i] != NULL)
            csv_piece_write_cell(cells[i], out);
    }
    putc('\n', out);
}

enum err sheet_csv(const struct sheet *sheet, FILE *out)
{
    write_csv_line(sheet, NULL, out);
    for (size_t i = 0; i < sheet->rows_count; i++)
        write_csv_line(sheet, sheet->rows[i].cells, out);
    return written(sheet, out);
}
