#include "collector/reading/stray_row.h"

#include "collector/reading/stray_words.h"
#include "collector/words/printable.h"
#include "proto/form/codes.h"
#include "proto/form/figures.h"

#include <string.h>

static int has_figures(enum form_part part)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;

    for (unsigned i = 0; i < form_columns(row); i++)
        if (figures_is_figure(&row->fields[i]))
            return 1;
    return 0;
}

// With spaces around it, too: so it is read in the cell.
static int is_code(const ProtobufCFieldDescriptor *field, const char *text)
{
    static const char blanks[] = " \t";
    char code[CODES_WRITTEN_BYTES];
    size_t length;
    int value;

    text += strspn(text, blanks);
    length = strlen(text);
    while (length > 0 && strchr(blanks, text[length - 1]) != NULL)
        length--;
    if (field->type != PROTOBUF_C_TYPE_ENUM || length >= sizeof code)
        return 0;
    memcpy(code, text, length);
    code[length] = '\0';
    return codes_read(field->descriptor, code, &value);
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

// --- a row without a code

struct look {
    size_t first;     // the first filled cell
    size_t filled;    // cells that hold something
    size_t codes;     // columns of codes
    size_t labels;    // of them, those that hold something
    size_t figures;   // in the other columns, zeros not counted
    size_t words;     // in the columns of figures: headings or units
    size_t others;    // of those words, other ones than the first
    size_t errors;    // of the spreadsheet
    size_t readable;  // in the columns of figures, as far as can be told without reading them
    int is_total;
};

static void look_at_figure(struct look *look, const struct csv_row *row, size_t column,
                           size_t *first_word)
{
    const char *text = row->cells[column].text;

    if (!stray_words_heading_or_unit(text)) {
        look->readable++;
        return;
    }
    if (look->words++ == 0)
        *first_word = column;
    look->others += strcmp(text, row->cells[*first_word].text) != 0;
}

static void look_at(struct look *look, const struct heading *heading, const struct csv_row *row)
{
    size_t first_word = 0;

    *look = (struct look){.first = row->count};
    for (size_t i = 0; i < row->count && i < heading->count; i++) {
        const struct csv_cell *cell = &row->cells[i];
        const ProtobufCFieldDescriptor *field = heading->fields[i];
        const int is_of_codes = field != NULL && field->type == PROTOBUF_C_TYPE_ENUM;

        look->codes += is_of_codes && field->label == PROTOBUF_C_LABEL_REQUIRED;
        if (!csv_is_filled(cell))
            continue;
        if (look->filled++ == 0)
            look->first = i;
        look->is_total |= stray_words_total(cell->text);
        look->errors += stray_words_error(cell->text) != 0;
        if (is_of_codes)
            look->labels += !stray_words_nothing(cell);
        else
            look->figures += !stray_words_nothing(cell);
        if (field != NULL && figures_is_figure(field))
            look_at_figure(look, row, i, &first_word);
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

static int is_heading_or_unit_row(enum form_part part, const struct look *look)
{
    // One word in all cells of a part of one row may say why there are no figures.
    return look->words > 0 && look->readable == 0 &&
           (!form_part(part)->one_row || look->others * 2 > look->words);
}

// None of the cells is a code. What has labels in all columns of codes, and figures, is a row all the same.
static int found_without_codes(struct stray_rows *strays, const struct heading *heading,
                               const struct csv_row *row, const struct look *look,
                               struct findings *findings)
{
    const int one_row = form_part(heading->part)->one_row;

    if (look->filled == 1 && look->figures + look->labels > 0 &&
        stray_words_word(row->cells[look->first].text)) {
        found_here(heading, row, look->first, RULE_FILE_NOTE_ROW,
                   "delete the row if it is a note; else fill in its other cells",
                   "the row holds nothing but", findings);
    } else if (is_heading_or_unit_row(heading->part, look)) {
        found_here(heading, row, look->first, RULE_FILE_NOTE_ROW,
                   "delete the row: the headings stand once, and units not at all",
                   "the row holds headings or units, and no figures. It begins with", findings);
    } else if (!one_row && look->figures == 0) {
        row_list_add(look->labels > 0   ? &strays->words
                     : look->errors > 0 ? &strays->errors
                                        : &strays->unused,
                     row->sheet_row);
    } else if (!one_row && look->labels < look->codes) {
        row_list_add(&strays->without_codes, row->sheet_row);
    } else {
        return 0;
    }
    return 1;
}

// The column of codes in which a row says that it is of all, and has no such code; row->count: none.
static size_t total_among_codes(const struct heading *heading, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count && i < heading->count; i++) {
        const ProtobufCFieldDescriptor *field = heading->fields[i];
        const char *text = row->cells[i].text;

        if (field == NULL || field->type != PROTOBUF_C_TYPE_ENUM || is_code(field, text))
            continue;
        if (stray_words_sub_total(text) ||
            (!is_code(field, "total") && (stray_words_total(text) || stray_words_all(text))))
            return i;
    }
    return row->count;
}

static int found_total(struct stray_rows *strays, const struct heading *heading,
                       const struct csv_row *row, const struct look *look,
                       struct findings *findings)
{
    const size_t among_codes = total_among_codes(heading, row);
    const size_t column = among_codes < row->count ? among_codes : look->first;
    const char *fix = NULL;

    if (has_code(heading, row) ? among_codes == row->count
                               : among_codes == row->count && !look->is_total)
        return 0;
    if (!has_code(heading, row) && has_code_total(heading->part))
        fix = "delete it if its figures stand in other rows; if it is the one row of all plans, "
              "write total, and not_known in its other codes";
    else if (has_code(heading, row) && is_code(heading->fields[column], "not_known"))
        fix = "delete it if its figures stand in other rows; if they do not, write not_known here";
    else if (has_code(heading, row))
        fix = "delete it if its figures stand in other rows; if they do not, write the codes that "
              "they are of";
    strays->in_doubt += fix != NULL;
    found_here(heading, row, column, RULE_FILE_TOTALS_ROW, fix,
               "this is a row of totals:", findings);
    return 1;
}

// Codes that were filled down further than the figures, or a code and nothing else: of a row that has all
// its codes, and one figure, the cell says it.
static int has_codes_alone(const struct heading *heading, const struct csv_row *row,
                           const struct look *look)
{
    size_t figures = 0, filled = 0;

    for (size_t i = 0; i < row->count && i < heading->count; i++) {
        const ProtobufCFieldDescriptor *field = heading->fields[i];

        if (field == NULL || !figures_is_figure(field) || form_may_be_blank(field))
            continue;
        figures++;
        filled += csv_is_filled(&row->cells[i]) != 0;
    }
    return (figures > 1 || look->labels < look->codes) && filled == 0 && look->figures == 0;
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
    if (!has_figures(part))
        return 0;
    if (stray_words_count_columns(row)) {
        findings_add(findings, RULE_FILE_NOTE_ROW, place, NULL, NULL, "the row counts the columns");
        return 1;
    }
    look_at(&look, heading, row);
    if (found_total(strays, heading, row, &look, findings))
        return 1;
    if (!has_code(heading, row))
        return found_without_codes(strays, heading, row, &look, findings);
    if (form_part(part)->one_row || !has_codes_alone(heading, row, &look))
        return 0;
    row_list_add(&strays->without_figures, row->sheet_row);
    return 1;
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
    found_list(&strays->errors, part, RULE_FILE_NOTE_ROW,
               "fix the formulas; if nothing is meant, delete",
               strays->errors.rows == 1 ? "holds nothing but errors of the spreadsheet"
                                        : "hold nothing but errors of the spreadsheet",
               findings);
    found_list(&strays->words, part, RULE_FILE_NOTE_ROW,
               "put in codes and figures; if they are notes or another table, delete",
               strays->words.rows == 1
                   ? "has something else where codes should be, and no figures"
                   : "have something else where codes should be, and no figures",
               findings);
    found_list(&strays->without_figures, part, RULE_FILE_NOTE_ROW,
               "fill in the figures, or why there are none; if nothing is meant, delete",
               strays->without_figures.rows == 1 ? "has codes, and no figures"
                                                 : "have codes, and no figures",
               findings);
    found_list(&strays->separated, part, RULE_FILE_SEPARATOR, NULL,
               "without commas between the cells, unlike the headings", findings);
    found_list(&strays->without_codes, part, RULE_FILE_NO_CODES, NULL,
               strays->without_codes.rows == 1 ? "has figures and no codes"
                                               : "have figures and no codes",
               findings);
}
