#include "collector/reading/row_shift.h"

#include "collector/cells/read_cell.h"

// Whether the cells fit when each is read for a column that is `by` further on.
static int fits(const struct heading *heading, const struct csv_row *row, size_t first, int by,
                struct arena *arena)
{
    ProtobufCMessage *scratch = form_new_row(arena, heading->part);
    size_t read = 0;

    for (size_t i = first; i < heading->count && scratch != NULL; i++) {
        const size_t from = by > 0 ? i - 1 : i + 1;
        struct cell_fault fault = {.fix = NULL};

        if (heading->fields[i] == NULL || from >= row->count)
            continue;
        if (read_cell(arena, scratch, heading->fields[i], row->cells[from].text,
                      row->cells[from].length, &fault) == ERR_NO_MEMORY ||
            fault.fix != NULL)
            return 0;
        read++;
    }
    return scratch != NULL && read > 1;
}

enum row_shift row_shift_of(const struct heading *heading, const struct csv_row *row,
                            size_t first_fault, struct arena *arena)
{
    if (first_fault > 0 && fits(heading, row, first_fault, 1, arena))
        return ROW_SHIFT_LEFT;
    return fits(heading, row, first_fault, -1, arena) ? ROW_SHIFT_RIGHT : ROW_SHIFT_NONE;
}
