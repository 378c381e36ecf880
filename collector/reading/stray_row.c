#include "collector/reading/stray_row.h"

#include "collector/words/printable.h"
#include "proto/form/codes.h"
#include "proto/form/figures.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

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

// Whether "total" or the like is one of the words in a cell that is not a formula.
static int names_a_total(const char *text)
{
    static const char *const names[] = {"total",     "totals", "subtotal",
                                        "subtotals", "sum",    "overall"};

    if (strpbrk(text, "=@+") != NULL)
        return 0;
    while (*text != '\0') {
        size_t length = 0;

        while (isalpha((unsigned char)text[length]))
            length++;
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            if (strlen(names[i]) == length && strncasecmp(names[i], text, length) == 0)
                return 1;
        text += length > 0 ? length : 1;
    }
    return 0;
}

static int holds_a_digit(const char *text)
{
    return strpbrk(text, "123456789") != NULL;
}

// Nothing, a zero or a dash, however it is written: what a formula that is not used gives.
static int is_nothing(const struct csv_cell *cell)
{
    if (!csv_is_filled(cell))
        return 1;
    for (const char *at = cell->text; *at != '\0'; at++)
        if (isalpha((unsigned char)*at))
            return 0;
    return !holds_a_digit(cell->text);
}

// "Number of children", "pounds", "\u00a3": a heading or a unit, and not a reason why there is no figure.
static int is_heading_or_unit(const char *text)
{
    enum { LETTERS = 4 };
    size_t letters = 0;
    int value;

    if (holds_a_digit(text) || codes_read(&qd__absence__descriptor, text, &value))
        return 0;
    for (const char *at = text; *at != '\0'; at++)
        letters += isalpha((unsigned char)*at) != 0;
    return letters >= LETTERS || strcmp(text, "\u00a3") == 0;
}

// --- a row without a code

struct look {
    size_t first;     // the first filled cell
    size_t filled;    // cells that hold something
    size_t labels;    // in the columns of codes
    size_t figures;   // in the other columns, zeros not counted
    size_t words;     // in the columns of figures: headings or units
    size_t readable;  // in the columns of figures, as far as can be told without reading them
    int is_total;
};

static void look_at(struct look *look, const struct heading *heading, const struct csv_row *row)
{
    *look = (struct look){.first = row->count};
    for (size_t i = 0; i < row->count && i < heading->count; i++) {
        const struct csv_cell *cell = &row->cells[i];
        const ProtobufCFieldDescriptor *field = heading->fields[i];

        if (!csv_is_filled(cell))
            continue;
        if (look->filled++ == 0)
            look->first = i;
        look->is_total |= names_a_total(cell->text);
        if (field != NULL && field->type == PROTOBUF_C_TYPE_ENUM)
            look->labels += !is_nothing(cell);
        else
            look->figures += !is_nothing(cell);
        if (field != NULL && figures_is_figure(field) && is_heading_or_unit(cell->text))
            look->words++;
        else if (field != NULL && figures_is_figure(field))
            look->readable++;
    }
}

static int has_code(const struct heading *heading, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count && i < heading->count; i++)
        if (heading->fields[i] != NULL && is_code(heading->fields[i], row->cells[i].text))
            return 1;
    return 0;
}

static int are_headings(enum form_part part, const struct csv_row *row)
{
    struct heading_names names;
    size_t first = 0;

    while (first + 1 < row->count && !csv_is_filled(&row->cells[first]))
        first++;
    if (heading_name_field(part, row->cells[first].text, row->cells[first].length) == NULL)
        return 0;
    heading_names_of(&names, part, row);
    return heading_names_are_enough(part, names.matches);
}

// Whether semicolons, tabs or bars stand where commas should: as many as the headings need.
static int is_separated_otherwise(const struct heading *heading, const struct csv_row *row)
{
    static const char separators[] = ";\t|";

    if (row->count * 2 > heading->count)
        return 0;
    for (const char *separator = separators; *separator != '\0'; separator++) {
        size_t found = 0;

        for (size_t i = 0; i < row->count; i++)
            for (const char *at = row->cells[i].text; (at = strchr(at, *separator)) != NULL; at++)
                found++;
        if (found + 1 >= heading->count)
            return 1;
    }
    return 0;
}

// --- findings

static void found_here(const struct heading *heading, const struct csv_row *row, size_t column,
                       enum rule_id rule, const char *fix, const char *what,
                       struct findings *findings)
{
    const struct csv_cell *cell = &row->cells[column];
    struct finding_place place = {.part = heading->part,
                                  .sheet_row = row->sheet_row,
                                  .sheet_column = (uint32_t)column + 1,
                                  .field = heading->fields[column]};

    findings_add(findings, rule, place, cell->text, fix, "%s %s", what,
                 printable_quote(findings->arena, cell->text, cell->length));
}

static int found_without_codes(struct stray_rows *strays, const struct heading *heading,
                               const struct csv_row *row, struct findings *findings)
{
    struct look look;

    look_at(&look, heading, row);
    if (look.labels == 0 && look.figures == 0) {
        row_list_add(&strays->unused, row->sheet_row);
    } else if (look.filled == 1 && !holds_a_digit(row->cells[look.first].text)) {
        found_here(heading, row, look.first, RULE_FILE_NOTE_ROW,
                   "delete the row if it is a note; else fill in its other cells",
                   "the row holds nothing but", findings);
    } else if (look.words > 0 && look.readable == 0) {
        found_here(heading, row, look.first, RULE_FILE_NOTE_ROW,
                   "delete the row: the headings stand once, and units not at all",
                   "the row holds headings or units, and no figures. It begins with", findings);
    } else if (look.labels == 0) {
        row_list_add(&strays->without_codes, row->sheet_row);
    } else {
        return 0;
    }
    return 1;
}

int stray_row_found(struct stray_rows *strays, const struct heading *heading,
                    const struct csv_row *row, struct findings *findings)
{
    const enum form_part part = heading->part;
    struct finding_place place = {.part = part, .sheet_row = row->sheet_row};
    struct look look;

    if (are_headings(part, row)) {
        findings_add(findings, RULE_FILE_NOTE_ROW, place, NULL, NULL,
                     "the headings stand here once more");
        return 1;
    }
    if (is_separated_otherwise(heading, row)) {
        row_list_add(&strays->separated, row->sheet_row);
        return 1;
    }
    if (!has_figures(part) || has_code(heading, row))
        return 0;
    look_at(&look, heading, row);
    if (look.is_total && !has_code_total(part)) {
        found_here(heading, row, look.first, RULE_FILE_TOTALS_ROW, NULL,
                   "this is a row of totals: it begins with", findings);
        return 1;
    }
    return !form_part(part)->one_row && found_without_codes(strays, heading, row, findings);
}

static void found_list(const struct row_list *list, enum form_part part, enum rule_id rule,
                       const char *fix, const char *what, struct findings *findings)
{
    struct finding_place place = {.part = part, .sheet_row = list->ranges[0].from};
    const char *rows = row_list_text(findings->arena, list);

    if (list->rows == 0)
        return;
    if (fix != NULL)
        fix =
            arena_printf(findings->arena, "%s %s %s", fix, list->rows == 1 ? "row" : "rows", rows);
    findings_add(findings, rule, place, NULL, fix, "%s %s %s", list->rows == 1 ? "row" : "rows",
                 rows, what);
}

void stray_row_end(const struct stray_rows *strays, enum form_part part, struct findings *findings)
{
    found_list(&strays->unused, part, RULE_FILE_NOTE_ROW, "delete",
               strays->unused.rows == 1 ? "has no codes, and no figures but zeros"
                                        : "have no codes, and no figures but zeros",
               findings);
    found_list(&strays->separated, part, RULE_FILE_SEPARATOR, NULL,
               "without commas between the cells, unlike the headings", findings);
    found_list(&strays->without_codes, part, RULE_FILE_NO_CODES, NULL,
               strays->without_codes.rows == 1 ? "has figures and no codes"
                                               : "have figures and no codes",
               findings);
}
