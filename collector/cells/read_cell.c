#include "collector/cells/read_cell.h"

#include "collector/cells/date_and_period.h"
#include "collector/cells/lookalike.h"
#include "collector/cells/number.h"
#include "collector/cells/spreadsheet.h"
#include "collector/cells/symbols.h"
#include "lib/base/utf8.h"
#include "proto/form/boroughs.h"
#include "proto/form/codes.h"
#include "proto/form/figures.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

// --- the kinds of cell

// What was read, whichever kind it is.
struct reading {
    int has_absence;
    Qd__Absence absence;
    uint64_t number;
    int code;
    Qd__Date date;
    Qd__Period period;
};

static enum err read_number(const struct cell *cell, struct reading *reading)
{
    static const struct number_form count = {0, FORM_COUNT_MAX};
    static const struct number_form money = {2, FORM_PENCE_MAX_POUNDS};
    static const struct number_form other = {0, UINT32_MAX};
    const struct number_form *form = figures_is_count(cell->field)   ? &count
                                     : figures_is_money(cell->field) ? &money
                                                                     : &other;
    enum err error = ERR_OK;

    // No symbol and no reason begins with a digit.
    if (!isdigit((unsigned char)cell->text[0]))
        error = symbols_check(cell);
    return error != ERR_OK ? error : number_read(cell, form, &reading->number);
}

static enum err read_figure(const struct cell *cell, struct reading *reading)
{
    int absence;

    if (isdigit((unsigned char)cell->text[0]))
        return read_number(cell, reading);
    reading->has_absence = 1;
    if (strcasecmp(cell->text, "x") == 0)
        reading->absence = QD__ABSENCE__NOT_AVAILABLE;
    else if (strcasecmp(cell->text, "z") == 0)
        reading->absence = QD__ABSENCE__NOT_APPLICABLE;
    else if (codes_read(&qd__absence__descriptor, cell->text, &absence))
        reading->absence = (Qd__Absence)absence;
    else
        reading->has_absence = 0;
    return reading->has_absence ? ERR_OK : read_number(cell, reading);
}

static enum err read_authority(const struct cell *cell, struct reading *reading)
{
    const struct borough *borough = boroughs_find(cell->text);
    int meant;
    const char *fix;

    if (borough != NULL) {
        reading->code = (int)borough->authority;
        return ERR_OK;
    }
    if (codes_nearest(cell->field->descriptor, cell->text, &meant)) {
        borough = boroughs_of((Qd__LocalAuthority)meant);
        fix = arena_printf(cell->arena, "write %s if %s is meant", borough->new_la_code,
                           borough->la_name);
    } else {
        fix = arena_printf(cell->arena, "give the ONS code, as E09000007, or DfE's number, as 202");
    }
    return cell_fault(cell, RULE_CELL_NOT_A_BOROUGH, fix);
}

static enum err read_code(const struct cell *cell, struct reading *reading)
{
    const ProtobufCEnumDescriptor *codes = cell->field->descriptor;
    const char *fix = NULL;
    int meant;

    if (codes_read(codes, cell->text, &reading->code))
        return ERR_OK;
    if (codes_nearest(codes, cell->text, &meant)) {
        char code[CODES_WRITTEN_BYTES];

        codes_write(codes, meant, code);
        fix = arena_printf(cell->arena, "write %s if %s is meant", code, codes_label(codes, meant));
    } else {
        const char *list = codes_list(cell->arena, codes);

        if (list != NULL)
            fix = arena_printf(cell->arena, "use one of: %s%s", list,
                               form_may_be_blank(cell->field) ? "; or leave the cell blank" : "");
    }
    return cell_fault(cell, RULE_CELL_NOT_A_CODE, fix);
}

static enum err read_kind(const struct cell *cell, struct reading *reading)
{
    const void *descriptor = cell->field->descriptor;
    enum err error;

    if (figures_is_figure(cell->field))
        return read_figure(cell, reading);
    if (cell->field->type == PROTOBUF_C_TYPE_ENUM) {
        error = spreadsheet_check(cell);
        if (error != ERR_OK)
            return error;
        return descriptor == &qd__local_authority__descriptor ? read_authority(cell, reading)
                                                              : read_code(cell, reading);
    }
    if (cell->field->type == PROTOBUF_C_TYPE_UINT32)
        return read_number(cell, reading);
    error = symbols_check(cell);
    if (error != ERR_OK)
        return error;
    return descriptor == &qd__date__descriptor
               ? date_and_period_read_date(cell, &reading->date)
               : date_and_period_read_period(cell, &reading->period);
}

// --- from the reading into the row

static void *member(ProtobufCMessage *row, unsigned offset)
{
    return (char *)row + offset;
}

static void mark_given(ProtobufCMessage *row, const ProtobufCFieldDescriptor *field)
{
    if (field->label == PROTOBUF_C_LABEL_OPTIONAL)
        *(protobuf_c_boolean *)member(row, field->quantifier_offset) = 1;
}

// A message of its own for a date or a period; NULL when the arena is exhausted.
static void *make_message(struct arena *arena, const ProtobufCFieldDescriptor *field,
                          const struct reading *reading)
{
    const ProtobufCMessageDescriptor *descriptor = field->descriptor;
    void *made = arena_alloc(arena, descriptor->sizeof_message);

    if (made == NULL)
        return NULL;
    protobuf_c_message_init(descriptor, made);
    if (descriptor == &qd__date__descriptor)
        *(Qd__Date *)made = reading->date;
    else
        *(Qd__Period *)made = reading->period;
    return made;
}

static enum err store(struct arena *arena, ProtobufCMessage *row,
                      const ProtobufCFieldDescriptor *field, const struct reading *reading)
{
    void *made;

    if (reading->has_absence)
        return figures_set_absence(arena, row, field, reading->absence) == 0 ? ERR_OK
                                                                             : ERR_NO_MEMORY;
    if (figures_is_figure(field)) {
        figures_set_value(row, field, reading->number);
        return ERR_OK;
    }
    switch (field->type) {
    case PROTOBUF_C_TYPE_ENUM:
        *(int *)member(row, field->offset) = reading->code;
        mark_given(row, field);
        return ERR_OK;
    case PROTOBUF_C_TYPE_UINT32:
        *(uint32_t *)member(row, field->offset) = (uint32_t)reading->number;
        mark_given(row, field);
        return ERR_OK;
    default:
        made = make_message(arena, field, reading);
        if (made == NULL)
            return ERR_NO_MEMORY;
        *(void **)member(row, field->offset) = made;
        return ERR_OK;
    }
}

// --- a whole cell

static int is_space(char character)
{
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

static enum err fault_in_text(const struct cell *cell, enum utf8_fault fault, size_t at)
{
    const size_t place = utf8_characters(cell->text, at) + 1;

    if (fault == UTF8_MALFORMED)
        return cell_fault(cell, RULE_CELL_CONTROL_CHARACTER,
                          arena_printf(cell->arena,
                                       "type character %zu of the cell again, and save "
                                       "the file as \"CSV UTF-8 (comma delimited)\"",
                                       place));
    return cell_fault(cell, RULE_CELL_CONTROL_CHARACTER,
                      arena_printf(cell->arena, "take out character %zu of the cell: %s", place,
                                   cell->text[at] == '\t' ? "a tab, where a space will do"
                                                          : "it is invisible, and no text"));
}

static enum err read_text(const struct cell *cell, size_t length, ProtobufCMessage *row)
{
    enum err error;
    char *copy;

    if (length > FORM_TEXT_MAX_BYTES)
        return cell_fault(cell, RULE_CELL_TOO_LONG,
                          arena_printf(cell->arena,
                                       "shorten it by %zu letters or more: %d are taken",
                                       length - FORM_TEXT_MAX_BYTES, FORM_TEXT_MAX_BYTES));
    error = spreadsheet_check(cell);
    if (error != ERR_OK)
        return error;
    copy = arena_strndup(cell->arena, cell->text, length);
    if (copy == NULL)
        return ERR_NO_MEMORY;
    *(char **)member(row, cell->field->offset) = copy;
    return ERR_OK;
}

// "2 0": the space, which was no ordinary one, came in unseen.
static const char *without_spaces(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text), *to = copy;

    if (copy == NULL)
        return NULL;
    for (; *text != '\0'; text++)
        if (*text != ' ')
            *to++ = *text;
    *to = '\0';
    return copy;
}

// A figure, code, date or other number whose cell is not plain ASCII: it is never taken. Either it
// would be right but for its look-alikes, or it has a fault that can be named better.
static enum err read_lookalike(const struct cell *cell)
{
    struct cell folded = *cell;
    struct reading reading = {0};
    enum err error = ERR_OK;

    folded.text = lookalike_fold(cell->arena, cell->text);
    if (folded.text == NULL)
        return ERR_NO_MEMORY;
    if (folded.text[0] != '\0') {
        error = read_kind(&folded, &reading);
        if (error == ERR_MALFORMED && cell->fault->rule == RULE_CELL_NOT_A_NUMBER &&
            strchr(folded.text, ' ') != NULL) {
            folded.text = without_spaces(cell->arena, folded.text);
            error = folded.text == NULL ? ERR_NO_MEMORY : read_kind(&folded, &reading);
        }
    } else if (!form_may_be_blank(cell->field))
        return cell_fault(cell, RULE_CELL_BLANK, symbols_fix_blank(cell));
    if (error != ERR_OK)
        return error;
    return cell_fault(cell, RULE_CELL_LOOK_ALIKE,
                      folded.text[0] == '\0'
                          ? arena_printf(cell->arena, "empty the cell: an invisible space is in it")
                          : arena_printf(cell->arena, "type %s again, by hand", folded.text));
}

static int is_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text > 0x7f)
            return 0;
    return 1;
}

enum err read_cell(struct arena *arena, ProtobufCMessage *row,
                   const ProtobufCFieldDescriptor *field, const char *text, size_t length,
                   struct cell_fault *fault)
{
    struct cell cell = {arena, field, "", fault};
    struct reading reading = {0};
    enum err error;
    enum utf8_fault in_text;
    size_t at;

    *fault = (struct cell_fault){.fix = NULL};
    while (length > 0 && is_space(text[0])) {
        text++;
        length--;
    }
    while (length > 0 && is_space(text[length - 1]))
        length--;
    if (length == 0)
        return form_may_be_blank(field)
                   ? ERR_OK
                   : cell_fault(&cell, RULE_CELL_BLANK, symbols_fix_blank(&cell));
    if (length > FORM_CELL_MAX_BYTES)
        return cell_fault(&cell, RULE_CELL_TOO_LONG,
                          arena_printf(arena, "shorten it: it has %zu letters", length));
    cell.text = arena_strndup(arena, text, length);
    if (cell.text == NULL)
        return ERR_NO_MEMORY;
    in_text = utf8_check(cell.text, length, &at);
    if (in_text != UTF8_FINE)
        return fault_in_text(&cell, in_text, at);
    if (field->type == PROTOBUF_C_TYPE_STRING)
        return read_text(&cell, length, row);
    if (!is_ascii(cell.text))
        return read_lookalike(&cell);
    error = read_kind(&cell, &reading);
    return error != ERR_OK ? error : store(arena, row, field, &reading);
}
