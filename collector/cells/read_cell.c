#include "collector/cells/read_cell.h"

#include "collector/cells/advice.h"
#include "collector/cells/number.h"
#include "collector/cells/plain.h"
#include "collector/cells/when.h"
#include "lib/base/utf8.h"
#include "proto/form/boroughs.h"
#include "proto/form/codes.h"
#include "proto/form/field.h"
#include "proto/form/figures.h"
#include "proto/form/period.h"

#include <string.h>
#include <strings.h>

// --- a plain cell into its field: ERR_MALFORMED when something would have to be guessed

static enum err put_figure(const struct cell *cell, ProtobufCMessage *row)
{
    uint64_t number;
    int absence;

    if (number_read(cell->text, cell->kind, &number)) {
        figures_set_value(row, cell->field, number);
        return ERR_OK;
    }
    if (strcasecmp(cell->text, "x") == 0)
        absence = QD__ABSENCE__NOT_AVAILABLE;
    else if (strcasecmp(cell->text, "z") == 0)
        absence = QD__ABSENCE__NOT_APPLICABLE;
    else if (!codes_read(&qd__absence__descriptor, cell->text, &absence))
        return ERR_MALFORMED;
    return figures_set_absence(cell->arena, row, cell->field, (Qd__Absence)absence) == 0
               ? ERR_OK
               : ERR_NO_MEMORY;
}

// What the field points to, copied into the arena.
static enum err put_copy(const struct cell *cell, void *place, const void *bytes, size_t size)
{
    void *copy = arena_alloc(cell->arena, size);

    if (copy == NULL)
        return ERR_NO_MEMORY;
    *(void **)place = memcpy(copy, bytes, size);
    return ERR_OK;
}

static enum err put(const struct cell *cell, ProtobufCMessage *row)
{
    void *place = field_place(row, cell->field);
    const struct borough *borough;
    uint64_t number;
    Qd__Date date;
    Qd__Period period;

    switch (cell->kind) {
    case CELL_COUNT:
    case CELL_MONEY:
        return put_figure(cell, row);
    case CELL_TEXT:
        return put_copy(cell, place, cell->text, strlen(cell->text) + 1);
    case CELL_DATE:
        return when_read_date(cell, &date) ? put_copy(cell, place, &date, sizeof date)
                                           : ERR_MALFORMED;
    case CELL_PERIOD:
        return period_parse(&period, cell->text, NULL) == ERR_OK
                   ? put_copy(cell, place, &period, sizeof period)
                   : ERR_MALFORMED;
    case CELL_NUMBER:
        if (!number_read(cell->text, cell->kind, &number))
            return ERR_MALFORMED;
        *(uint32_t *)place = (uint32_t)number;
        break;
    case CELL_CODE:
        if (!codes_read(cell->field->descriptor, cell->text, place))
            return ERR_MALFORMED;
        break;
    case CELL_BOROUGH:
        borough = boroughs_find(cell->text);
        if (borough == NULL)
            return ERR_MALFORMED;
        *(Qd__LocalAuthority *)place = borough->authority;
        break;
    }
    field_set_given(row, cell->field, 1);
    return ERR_OK;
}

// --- a whole cell

static enum err not_text(const struct cell *cell, enum utf8_fault fault, size_t at)
{
    const size_t place = utf8_characters(cell->written, at) + 1;
    const int32_t code = utf8_first(cell->written + at, 2).code;

    return cell_fault(cell, RULE_CELL_CONTROL_CHARACTER,
                      fault == UTF8_MALFORMED
                          ? arena_printf(cell->arena,
                                         "type character %zu of the cell again, and save the file "
                                         "as \"CSV UTF-8 (comma delimited)\"",
                                         place)
                          : arena_printf(cell->arena, "take out character %zu of the cell, U+%04X",
                                         place, (unsigned)code),
                      NULL);
}

static enum err too_long(const struct cell *cell, size_t length, size_t most)
{
    return cell_fault(
        cell, RULE_CELL_TOO_LONG,
        arena_printf(cell->arena,
                     "shorten it: it has %zu letters, and %zu are accepted (one with an "
                     "accent counts as two)",
                     length, most),
        NULL);
}

// A cell that is text. What is not ASCII is never taken as a value; of a text that is taken there may
// be something to ask.
static enum err read_text(struct cell *cell, ProtobufCMessage *row)
{
    const size_t length = strlen(cell->written);
    const int ascii = utf8_characters(cell->written, length) == length;
    enum err error = ERR_MALFORMED;

    cell->text = ascii ? cell->written : plain_text(cell->arena, cell->written);
    if (cell->text == NULL)
        return ERR_NO_MEMORY;
    if (cell->text[0] == '\0')
        return form_may_be_blank(cell->field) ? ERR_OK : advice_give(cell);
    if (cell->kind == CELL_TEXT) {
        cell->text = cell->written;
        error = advice_give(cell);
        return error == ERR_OK ? put(cell, row) : error;
    }
    if (ascii)
        error = put(cell, row);
    return error == ERR_MALFORMED ? advice_give(cell) : error;
}

enum err read_cell(struct arena *arena, ProtobufCMessage *row,
                   const ProtobufCFieldDescriptor *field, const char *text, size_t length,
                   struct cell_fault *fault)
{
    struct cell cell = {.arena = arena, .field = field, .row = row, .fault = fault};
    const size_t most =
        field->type == PROTOBUF_C_TYPE_STRING ? FORM_TEXT_MAX_BYTES : FORM_CELL_MAX_BYTES;
    enum utf8_fault in_text;
    size_t at;

    *fault = (struct cell_fault){.fix = NULL};
    cell.kind = cell_kind(field);
    while (length > 0 && utf8_is_blank(text, 1)) {
        text++;
        length--;
    }
    while (length > 0 && utf8_is_blank(text + length - 1, 1))
        length--;
    if (length > most)
        return too_long(&cell, length, most);
    cell.written = arena_strndup(arena, text, length);
    if (cell.written == NULL)
        return ERR_NO_MEMORY;
    in_text = utf8_check(cell.written, length, &at);
    return in_text == UTF8_FINE ? read_text(&cell, row) : not_text(&cell, in_text, at);
}
