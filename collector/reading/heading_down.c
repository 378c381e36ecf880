#include "collector/reading/heading_down.h"

#include <string.h>
#include <strings.h>

static const ProtobufCFieldDescriptor *named_by(enum form_part part, const struct csv_row *row)
{
    return row->count == 0 ? NULL
                           : heading_name_field(part, row->cells[0].text, row->cells[0].length);
}

// "measure,value,why" above the names, in any order of the last two.
static int are_titles(const struct csv_row *row)
{
    return row->count > 1 && strcasecmp(row->cells[0].text, "measure") == 0;
}

static int may_begin(enum form_part part, const struct csv_row *row)
{
    struct heading_names names;

    if (are_titles(row))
        return 1;
    if (row->count < 2 || named_by(part, row) == NULL)
        return 0;
    heading_names_of(&names, part, row);
    return names.matches == 1;
}

int heading_down_take(struct heading_down *down, enum form_part part, const struct csv_row *row,
                      struct arena *arena)
{
    if (!down->is_not && ((down->count == 0 && row->count > 0 && !may_begin(part, row)) ||
                          down->count == HEADING_DOWN_ROWS_MAX))
        down->is_not = 1;
    if (down->is_not)
        return 0;
    return csv_row_keep(arena, &down->rows[down->count++], row) == 0 ? 1 : -1;
}

// --- turned

static int are_enough(const struct heading_down *down, enum form_part part)
{
    const ProtobufCFieldDescriptor *first = form_part(part)->row->fields;
    unsigned char seen[HEADING_FIELDS_MAX] = {0};
    unsigned matches = 0;

    for (size_t i = 0; i < down->count; i++) {
        const ProtobufCFieldDescriptor *field = named_by(part, &down->rows[i]);

        if (field != NULL && !seen[field - first]++)
            matches++;
    }
    return heading_names_are_enough(part, matches);
}

// The column with this title; 0 if there is none.
static size_t titled(const struct heading_down *down, const char *title)
{
    for (size_t i = 0; i < down->count; i++)
        for (size_t j = 1; are_titles(&down->rows[i]) && j < down->rows[i].count; j++)
            if (strcasecmp(down->rows[i].cells[j].text, title) == 0)
                return j;
    return 0;
}

static size_t next_filled(const struct csv_row *row, size_t at)
{
    while (at < row->count && !csv_is_filled(&row->cells[at]))
        at++;
    return at;
}

// The column in which the row's value stands.
static size_t value_of(const struct csv_row *row, size_t value, size_t why, int *is_ambiguous)
{
    size_t column;

    if (value > 0)
        return value < row->count && !csv_is_filled(&row->cells[value]) && why > 0 &&
                       why < row->count && csv_is_filled(&row->cells[why])
                   ? why
                   : value;
    column = next_filled(row, 1);
    *is_ambiguous |= next_filled(row, column + 1) < row->count;
    return column < row->count ? column : 1;
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

        if (row->count == 0 || are_titles(row))
            continue;
        column = value_of(row, value, why, &turned->is_ambiguous);
        headings[count] = row->cells[0];
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
