#include "collector/reading/stray_row.h"

#include "collector/words/printable.h"
#include "proto/form/codes.h"
#include "proto/form/figures.h"

#include <string.h>
#include <strings.h>

// The first cell that holds something: a row that is blank is not asked about.
static size_t first_filled(const struct csv_row *row)
{
    size_t at = 0;

    while (at + 1 < row->count && !csv_is_filled(&row->cells[at]))
        at++;
    return at;
}

static int has_figures(enum form_part part)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;

    for (unsigned i = 0; i < form_columns(row); i++)
        if (figures_is_figure(&row->fields[i]))
            return 1;
    return 0;
}

static int is_code(const ProtobufCFieldDescriptor *field, const char *text)
{
    int value;

    return field->type == PROTOBUF_C_TYPE_ENUM && codes_read(field->descriptor, text, &value);
}

// A part whose rows have a total among them needs that one.
static int has_code_total(enum form_part part)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;

    for (unsigned i = 0; i < form_columns(row); i++)
        if (is_code(&row->fields[i], "total"))
            return 1;
    return 0;
}

static int is_total(const char *text)
{
    static const char *const names[] = {"total",    "totals",    "grand total", "sub-total",
                                        "subtotal", "sub total", "sum",         "overall"};
    size_t length;

    text += strspn(text, " ");
    length = strlen(text);
    while (length > 0 && strchr(" :", text[length - 1]) != NULL)
        length--;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == length && strncasecmp(names[i], text, length) == 0)
            return 1;
    return 0;
}

// One cell with words where a code belongs, and nothing else in the whole row.
static int is_note(const struct heading *heading, const struct csv_row *row, size_t first)
{
    const ProtobufCFieldDescriptor *field = heading->fields[first];

    if (form_part(heading->part)->one_row || row->count != heading->count || field == NULL ||
        field->type != PROTOBUF_C_TYPE_ENUM || is_code(field, row->cells[first].text))
        return 0;
    for (size_t i = first + 1; i < row->count; i++)
        if (csv_is_filled(&row->cells[i]))
            return 0;
    return 1;
}

static int are_headings(enum form_part part, const struct csv_row *row,
                        const struct csv_cell *first)
{
    struct heading_names names;

    if (heading_name_field(part, first->text, first->length) == NULL)
        return 0;
    heading_names_of(&names, part, row);
    return heading_names_are_enough(part, names.matches);
}

int stray_row_found(const struct heading *heading, const struct csv_row *row,
                    struct findings *findings)
{
    const enum form_part part = heading->part;
    struct finding_place place = {.part = part, .sheet_row = row->sheet_row};
    size_t first = first_filled(row);
    const struct csv_cell *cell = &row->cells[first];
    const char *quoted;

    if (are_headings(part, row, cell)) {
        findings_add(findings, RULE_FILE_NOTE_ROW, place, NULL, NULL,
                     "the headings stand here once more");
        return 1;
    }
    if (!has_figures(part))
        return 0;
    place.sheet_column = (uint32_t)first + 1;
    place.field = heading->fields[first];
    if (is_total(cell->text) && !has_code_total(part)) {
        quoted = printable_quote(findings->arena, cell->text, cell->length);
        findings_add(findings, RULE_FILE_TOTALS_ROW, place, cell->text, NULL,
                     "the row begins with %s, as a row of totals does", quoted);
        return 1;
    }
    if (!is_note(heading, row, first))
        return 0;
    quoted = printable_quote(findings->arena, cell->text, cell->length);
    findings_add(findings, RULE_FILE_NOTE_ROW, place, cell->text,
                 "delete the row if it is a note; else fill in its other cells",
                 "the row holds nothing but %s", quoted);
    return 1;
}
