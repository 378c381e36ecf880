#include "collector/reading/heading_down.h"

#include <string.h>
#include <strings.h>

static const ProtobufCFieldDescriptor *named_by(enum form_part part, const struct csv_row *row,
                                                size_t column)
{
    return column < row->count
               ? heading_name_field(part, row->cells[column].text, row->cells[column].length)
               : NULL;
}

static size_t next_filled(const struct csv_row *row, size_t at)
{
    while (at < row->count && !csv_is_filled(&row->cells[at]))
        at++;
    return at;
}

// A title, a note or nothing: what it says names no figure.
static int has_one_cell(const struct csv_row *row)
{
    return next_filled(row, next_filled(row, 0) + 1) >= row->count;
}

// "measure,value,why" above the names, in any order of the last two.
static int are_titles(const struct csv_row *row, size_t column)
{
    return column + 1 < row->count && strcasecmp(row->cells[column].text, "measure") == 0;
}

// The column of the one name in the row, or of the title above the names; row->count: none.
static size_t begins_at(enum form_part part, const struct csv_row *row)
{
    struct heading_names names;
    size_t column = 0;

    while (column < row->count && !are_titles(row, column))
        column++;
    if (column < row->count)
        return column;
    heading_names_of(&names, part, row);
    if (names.matches != 1)
        return row->count;
    for (column = 0; names.fields[column] == NULL;)
        column++;
    return column + 1 < row->count ? column : row->count;
}

static int may_stand_so(struct heading_down *down, enum form_part part, const struct csv_row *row)
{
    if (down->is_begun || row->count == 0)
        return 1;
    down->column = begins_at(part, row);
    down->is_begun = down->column < row->count;
    return down->is_begun || has_one_cell(row);
}

int heading_down_take(struct heading_down *down, enum form_part part, const struct csv_row *row,
                      struct arena *arena)
{
    if (!down->is_not && (down->count == HEADING_DOWN_ROWS_MAX || !may_stand_so(down, part, row)))
        down->is_not = 1;
    if (down->is_not)
        return 0;
    return csv_row_keep(arena, &down->rows[down->count++], row) == 0 ? 1 : -1;
}

char heading_down_separator(enum form_part part, const char *bytes, size_t size, uint32_t *line)
{
    static const char separators[] = {';', '\t', '|'};
    unsigned matches[sizeof separators] = {0};

    *line = 1;
    for (size_t number = 0; number < HEADING_DOWN_ROWS_MAX && size > 0; number++) {
        const char *end = memchr(bytes, '\n', size);
        const size_t length = end == NULL ? size : (size_t)(end - bytes);

        for (size_t i = 0; i < sizeof separators; i++) {
            const char *at = memchr(bytes, separators[i], length);

            if (at == NULL || heading_name_field(part, bytes, (size_t)(at - bytes)) == NULL)
                continue;
            if (heading_names_are_enough(part, ++matches[i]))
                return separators[i];
        }
        size -= end == NULL ? size : length + 1;
        bytes += end == NULL ? length : length + 1;
    }
    return 0;
}

// --- turned

static int are_enough(const struct heading_down *down, enum form_part part)
{
    const ProtobufCFieldDescriptor *first = form_part(part)->row->fields;
    unsigned char seen[HEADING_FIELDS_MAX] = {0};
    unsigned matches = 0;

    for (size_t i = 0; i < down->count; i++) {
        const ProtobufCFieldDescriptor *field = named_by(part, &down->rows[i], down->column);

        if (field != NULL && !seen[field - first]++)
            matches++;
    }
    return heading_names_are_enough(part, matches);
}

// The column with this title; 0 if there is none.
static size_t titled(const struct heading_down *down, const char *title)
{
    for (size_t i = 0; i < down->count; i++)
        for (size_t j = 0; are_titles(&down->rows[i], down->column) && j < down->rows[i].count; j++)
            if (strcasecmp(down->rows[i].cells[j].text, title) == 0)
                return j;
    return 0;
}

// The column in which the row's value stands.
static size_t value_of(const struct csv_row *row, size_t names, size_t value, size_t why,
                       int *is_ambiguous)
{
    size_t column;

    if (value > 0)
        return value < row->count && !csv_is_filled(&row->cells[value]) && why > 0 &&
                       why < row->count && csv_is_filled(&row->cells[why])
                   ? why
                   : value;
    column = next_filled(row, names + 1);
    *is_ambiguous |= next_filled(row, column + 1) < row->count;
    return column < row->count ? column : names + 1;
}

int heading_down_turn(const struct heading_down *down, enum form_part part,
                      struct heading_turned *turned, struct arena *arena)
{
    static const struct csv_cell blank = {"", 0};
    struct csv_cell *headings = arena_alloc(arena, down->count * sizeof *headings);
    struct csv_cell *values = arena_alloc(arena, down->count * sizeof *values);
    struct csv_cell *whys = arena_alloc(arena, down->count * sizeof *whys);
    size_t value = titled(down, "value"), why = titled(down, "why"), count = 0;

    *turned = (struct heading_turned){
        .sheet_rows = arena_alloc(arena, down->count * sizeof turned->sheet_rows[0]),
        .sheet_columns = arena_alloc(arena, down->count * sizeof turned->sheet_columns[0]),
    };
    if (arena->exhausted || !are_enough(down, part))
        return 0;
    for (size_t i = 0; i < down->count; i++) {
        const struct csv_row *row = &down->rows[i];
        size_t column;

        if (row->count <= down->column || are_titles(row, down->column) ||
            (has_one_cell(row) && named_by(part, row, down->column) == NULL))
            continue;
        column = value_of(row, down->column, value, why, &turned->is_ambiguous);
        headings[count] = row->cells[down->column];
        values[count] = column < row->count ? row->cells[column] : blank;
        turned->is_filled |= csv_is_filled(&values[count]);
        whys[count] = why > 0 && why != column && why < row->count ? row->cells[why] : blank;
        turned->sheet_rows[count] = row->sheet_row;
        turned->sheet_columns[count++] = (uint32_t)column + 1;
    }
    turned->whys = whys;
    turned->headings = (struct csv_row){.sheet_row = 1, .count = count, .cells = headings};
    turned->values = (struct csv_row){.sheet_row = 2,
                                      .count = count,
                                      .cells = values,
                                      .is_cut = down->rows[down->count - 1].is_cut};
    return 1;
}
