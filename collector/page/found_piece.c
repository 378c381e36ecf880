// A piece of a file as the spreadsheet shows it: letters above the columns, numbers in front of the rows, the
// headings, the first rows of a cause, and below them the same of the return before, where the file has one row.
#include "collector/page/found_internal.h"

#include "lib/base/utf8.h"
#include "proto/form/period.h"

#include <string.h>

enum {
    COLUMNS_LEAST = 5,  // with neighbours of what was found
    COLUMNS_MOST = 12,
};

struct piece {
    const struct found *found;
    const struct cause *cause;
    const struct found_file *file;
    enum form_part part;
    uint32_t rows[CAUSES_ROWS_SHOWN];
    size_t rows_count;
    unsigned char shown[CSV_COLUMNS_MAX + 1];  // by column: 1 is A
    unsigned shown_count;
};

// --- which columns

static const ProtobufCFieldDescriptor *field_of(const struct piece *piece, uint32_t column)
{
    const struct file_rows *rows = &piece->file->rows;

    return column - 1 < rows->headings.count ? rows->names.fields[column - 1] : NULL;
}

// Whether the finding is in that column of its row.
static int is_in(const struct piece *piece, const struct finding *finding, uint32_t column)
{
    return finding->place.sheet_column == column ||
           (finding->place.sheet_column == 0 && causes_is_over(finding, field_of(piece, column)));
}

static int is_found(const struct piece *piece, uint32_t row, uint32_t column)
{
    for (size_t i = 0; i < piece->cause->count; i++) {
        const struct finding *finding = piece->cause->list[i];

        if (finding->place.sheet_row == row && is_in(piece, finding, column))
            return 1;
    }
    return 0;
}

static void show(struct piece *piece, uint32_t column)
{
    if (piece->shown[column] || piece->shown_count == COLUMNS_MOST)
        return;
    piece->shown[column] = 1;
    piece->shown_count++;
}

// The widest row that is shown.
static uint32_t last_column(const struct piece *piece)
{
    size_t last = piece->file->rows.headings.count;

    for (size_t i = 0; i < piece->rows_count; i++) {
        const struct csv_row *row = file_rows_find(&piece->file->rows, piece->rows[i]);

        if (row != NULL && row->count > last)
            last = row->count;
    }
    return (uint32_t)last;
}

// Columns beside those that are shown, in turn to the left and to the right.
static void show_neighbours(struct piece *piece, uint32_t last)
{
    unsigned before = 0;

    while (piece->shown_count < COLUMNS_LEAST && piece->shown_count != before) {
        before = piece->shown_count;
        for (uint32_t column = 2; column <= last; column++)
            if (piece->shown[column] && !piece->shown[column - 1]) {
                show(piece, column - 1);
                break;
            }
        for (uint32_t column = last; column > 1 && piece->shown_count < COLUMNS_LEAST; column--)
            if (piece->shown[column - 1] && !piece->shown[column]) {
                show(piece, column);
                break;
            }
    }
}

static void choose_columns(struct piece *piece)
{
    const uint32_t last = last_column(piece);

    for (uint32_t column = 1; column <= last; column++)
        for (size_t i = 0; i < piece->rows_count; i++)
            if (is_found(piece, piece->rows[i], column))
                show(piece, column);
    if (piece->shown_count == 0 && last > 0)
        show(piece, 1);
    show_neighbours(piece, last);
}

// --- cells

static int looks_like_number(const char *text, size_t length)
{
    const size_t sign = strncmp(text, "£", strlen("£")) == 0 ? strlen("£") : text[0] == '-';

    return length > sign && text[sign] >= '0' && text[sign] <= '9' &&
           strspn(text + sign, "0123456789,.%") == length - sign;
}

static json_t *cell_object(const char *text, size_t length, int is_found_here)
{
    return json_pack("{s:o, s:b, s:b, s:b}",                        //
                     "text", found_text(text, FOUND_CELL_COLUMNS),  //
                     "blank", utf8_is_blank(text, length),          //
                     "number", looks_like_number(text, length),     //
                     "found", is_found_here);
}

// Cells by column, of those that are shown; `row` NULL: of the earlier return.
static json_t *cells_array(const struct piece *piece, const struct csv_row *row,
                           const ProtobufCMessage *earlier)
{
    json_t *cells = json_array();
    int failed = cells == NULL;

    for (uint32_t column = 1; column <= CSV_COLUMNS_MAX; column++) {
        const ProtobufCFieldDescriptor *field = field_of(piece, column);
        const char *text = "";

        if (!piece->shown[column])
            continue;
        if (row != NULL && column <= row->count)
            text = row->cells[column - 1].text;
        else if (earlier != NULL && field != NULL)
            text = form_write_cell(piece->found->arena, earlier, field);
        if (text == NULL ||
            json_array_append_new(
                cells, cell_object(text, strlen(text),
                                   row != NULL && is_found(piece, row->sheet_row, column))) != 0)
            failed = 1;
    }
    if (!failed)
        return cells;
    json_decref(cells);
    return NULL;
}

static json_t *columns_array(const struct piece *piece)
{
    json_t *columns = json_array();
    char letters[FINDING_LETTERS_BYTES];

    for (uint32_t column = 1; columns != NULL && column <= CSV_COLUMNS_MAX; column++) {
        if (!piece->shown[column])
            continue;
        finding_letters(column, letters);
        if (json_array_append_new(columns, json_string(letters)) != 0) {
            json_decref(columns);
            columns = NULL;
        }
    }
    return columns;
}

// --- rows

// Whether the finding is in the row and in none of its columns.
static int is_of_whole_row(const struct piece *piece, uint32_t row)
{
    for (uint32_t column = 1; column <= CSV_COLUMNS_MAX; column++)
        if (is_found(piece, row, column))
            return 0;
    return 1;
}

static json_t *row_object(const struct piece *piece, const struct csv_row *row)
{
    const int is_headings = row->sheet_row == piece->file->rows.headings.sheet_row;
    int is_shown = 0;

    for (size_t i = 0; i < piece->rows_count; i++)
        is_shown |= piece->rows[i] == row->sheet_row;
    return json_pack("{s:o, s:b, s:b, s:b, s:o}",                                  //
                     "name", json_sprintf("%u", (unsigned)row->sheet_row),         //
                     "headings", is_headings,                                      //
                     "earlier", 0,                                                 //
                     "found", is_shown && is_of_whole_row(piece, row->sheet_row),  //
                     "cells", cells_array(piece, row, NULL));
}

// The row of the earlier return, where there is one of the kind; NULL else.
static const ProtobufCMessage *earlier_of(const struct piece *piece)
{
    const Qd__Return *earlier = piece->found->asked->understood->earlier;
    const struct file_rows *rows = &piece->file->rows;
    const int has_headings = rows->headings.count > 0;
    const int is_headings = has_headings && piece->rows[0] == rows->headings.sheet_row;

    if (piece->part == FORM_HEADER || !form_part(piece->part)->one_row || !has_headings ||
        is_headings || earlier == NULL || form_rows(earlier, piece->part) == 0)
        return NULL;
    return form_row(earlier, piece->part, 0);
}

static json_t *earlier_object(const struct piece *piece, const ProtobufCMessage *row)
{
    char period[PERIOD_TEXT_BYTES];

    period_format(piece->found->asked->understood->earlier->header->period, period);
    return json_pack("{s:s, s:b, s:b, s:b, s:o}",  //
                     "name", period,               //
                     "headings", 0,                //
                     "earlier", 1,                 //
                     "found", 0,                   //
                     "cells", cells_array(piece, NULL, row));
}

static int append(json_t *rows, json_t *row)
{
    return json_array_append_new(rows, row) == 0 ? 0 : -1;
}

static json_t *rows_array(const struct piece *piece)
{
    const struct csv_row *headings = &piece->file->rows.headings;
    const ProtobufCMessage *earlier = earlier_of(piece);
    json_t *rows = json_array();
    int failed = rows == NULL;

    if (!failed && headings->count > 0 && piece->rows[0] > headings->sheet_row)
        failed |= append(rows, row_object(piece, headings));
    for (size_t i = 0; !failed && i < piece->rows_count; i++) {
        const struct csv_row *row = file_rows_find(&piece->file->rows, piece->rows[i]);

        if (row != NULL)
            failed |= append(rows, row_object(piece, row));
    }
    if (!failed && earlier != NULL)
        failed |= append(rows, earlier_object(piece, earlier));
    if (!failed)
        return rows;
    json_decref(rows);
    return NULL;
}

static const char *caption_of(const struct piece *piece)
{
    const Qd__Return *earlier = piece->found->asked->understood->earlier;
    char period[PERIOD_TEXT_BYTES];

    if (earlier_of(piece) != NULL) {
        period_format(earlier->header->period, period);
        return arena_printf(piece->found->arena, "%s; below it, your return for %s",
                            piece->file->name, period);
    }
    return causes_rows_count(piece->cause) > piece->rows_count
               ? arena_printf(piece->found->arena, "%s, where it begins", piece->file->name)
               : piece->file->name;
}

json_t *found_piece(const struct found *found, const struct cause *cause)
{
    const struct finding_place *place = &cause->first->place;
    struct piece *piece = arena_zalloc(found->arena, sizeof *piece);
    size_t there = 0;

    if (piece == NULL)
        return NULL;
    piece->found = found;
    piece->cause = cause;
    piece->part = place->part;
    piece->file = &found->files[place->part];
    piece->rows_count = causes_rows(cause, piece->rows);
    for (size_t i = 0; i < piece->rows_count; i++)
        there += file_rows_find(&piece->file->rows, piece->rows[i]) != NULL;
    if (there == 0)
        return json_null();
    choose_columns(piece);
    return json_pack("{s:o, s:o, s:o}",                               //
                     "caption", found_whole_text(caption_of(piece)),  //
                     "columns", columns_array(piece),                 //
                     "rows", rows_array(piece));
}
