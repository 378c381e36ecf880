#include "collector/reading/rows.h"
#include "collector/cells/read_cell.h"

#include "collector/reading/stray_row.h"
#include "collector/words/printable.h"
#include "proto/form/figures.h"

#include <string.h>

static struct finding_place row_place(const struct rows *rows, const struct csv_row *row)
{
    return (struct finding_place){.part = rows->read->part, .sheet_row = row->sheet_row};
}

// --- cells

static const char *what_is_wrong(const ProtobufCFieldDescriptor *field, enum cell_error error)
{
    switch (error) {
    case CELL_NOT_A_NUMBER:
        return "is not a number";
    case CELL_THOUSANDS:
        return "has a thousands separator";
    case CELL_PERCENT:
        return "is a percentage, where a figure is asked for";
    case CELL_SCIENTIFIC:
        return "is a number that the spreadsheet has shortened";
    case CELL_SPREADSHEET_ERROR:
        return "is an error of the spreadsheet";
    case CELL_NEGATIVE:
        return "is below zero";
    case CELL_FRACTION:
        return figures_is_money(field) ? "has a fraction of a penny" : "is a fraction";
    case CELL_TOO_LARGE:
        return "is larger than can be";
    case CELL_CURRENCY:
        return "has a currency sign";
    case CELL_LEGACY_SYMBOL:
        return "does not say why there is no value";
    case CELL_NOT_A_CODE:
        return "is not one of the codes";
    case CELL_LOOK_ALIKE:
        return "has a character that only looks right";
    case CELL_NOT_A_DATE:
        return "is not a date";
    case CELL_NO_SUCH_DAY:
        return "is a day that there is not";
    case CELL_NOT_A_PERIOD:
        return "is not a period";
    case CELL_NOT_A_BOROUGH:
        return "is not one of the 33 authorities";
    case CELL_TOO_LONG:
        return "is too long";
    case CELL_CONTROL_CHARACTER:
        return "has an invisible control character";
    case CELL_FORMULA:
        return "is a formula, not what it works out to";
    case CELL_MADE_A_DATE:
        return "is a date or a time of day";
    case CELL_BLANK:
    case CELL_NO_MEMORY:
    case CELL_OK:
        break;
    }
    return "cannot be read";
}

static void found_cell(struct rows *rows, const struct csv_row *row, size_t column,
                       enum cell_error error, const char *fix)
{
    struct findings *findings = rows->findings;
    const struct csv_cell *cell = &row->cells[column];
    const ProtobufCFieldDescriptor *field = rows->heading.fields[column];
    size_t index = (size_t)(field - form_part(rows->read->part)->row->fields);
    enum rule_id rule = read_cell_rule(error);
    struct finding_place place = row_place(rows, row);

    if (rows->kept[index][rule]++ >= PART_CAUSE_KEPT_MAX) {
        findings_count(findings, rule);
        return;
    }
    place.field = field;
    place.sheet_column = (uint32_t)column + 1;
    if (error == CELL_BLANK)
        findings_add(findings, rule, place, cell->text, fix, "the cell is blank");
    else
        findings_add(findings, rule, place, cell->text, fix, "%s %s",
                     printable_quote(findings->arena, cell->text, cell->length),
                     what_is_wrong(field, error));
}

// Puts "not available" where a figure could not be read. 0 if the field is no figure.
static int stand_in(struct rows *rows, ProtobufCMessage *message,
                    const ProtobufCFieldDescriptor *field)
{
    const char *fix;

    if (!figures_is_figure(field))
        return 0;
    if (read_cell(rows->findings->arena, message, field, "x", 1, &fix) != CELL_OK)
        rows->error = ERR_NO_MEMORY;
    return 1;
}

static int no_memory(struct rows *rows)
{
    rows->error = ERR_NO_MEMORY;
    return -1;
}

static int read_cells(struct rows *rows, const struct csv_row *row)
{
    struct part *read = rows->read;
    const ProtobufCMessageDescriptor *fields = form_part(read->part)->row;
    ProtobufCMessage *message = form_new_row(rows->findings->arena, read->part);
    int keep = 1, perfect = 1;

    if (message == NULL)
        return no_memory(rows);
    for (size_t i = 0; i < row->count && rows->error == ERR_OK; i++) {
        const ProtobufCFieldDescriptor *field = rows->heading.fields[i];
        enum cell_error error;
        const char *fix;

        if (field == NULL)
            continue;
        error = read_cell(rows->findings->arena, message, field, row->cells[i].text,
                          row->cells[i].length, &fix);
        if (error == CELL_OK)
            continue;
        if (error == CELL_NO_MEMORY)
            return no_memory(rows);
        found_cell(rows, row, i, error, fix);
        perfect = 0;
        keep &= stand_in(rows, message, field);
    }
    for (unsigned i = 0; i < form_columns(fields); i++)
        if (read->columns[i] == 0) {
            perfect = 0;
            keep &= stand_in(rows, message, &fields->fields[i]);
        }
    read->rows_at_fault += !perfect;
    if (keep) {
        read->rows[read->count] = message;
        read->sheet_rows[read->count++] = row->sheet_row;
    }
    return rows->error == ERR_OK ? 0 : -1;
}

// --- rows that are none

static void found_ragged(struct rows *rows, const struct csv_row *row)
{
    const char *fix;

    if (rows->kept_ragged++ >= PART_CAUSE_KEPT_MAX) {
        findings_count(rows->findings, RULE_FILE_RAGGED);
        return;
    }
    if (row->count == 1)
        fix = "delete the row if it is a note; else give it all its cells";
    else if (row->count > rows->heading.count)
        fix = "put a cell that has a comma in it into quotation marks, or delete the cells that "
              "are too many";
    else
        fix = "put back the cells that are missing; a blank cell needs its comma, too";
    findings_add(rows->findings, RULE_FILE_RAGGED, row_place(rows, row), NULL, fix,
                 "the row has %zu cell%s, but there are %zu headings", row->count,
                 row->count == 1 ? "" : "s", rows->heading.count);
}

static int found_too_many(struct rows *rows, const struct csv_row *row)
{
    findings_add(
        rows->findings, RULE_FILE_TOO_MANY_ROWS, row_place(rows, row), NULL, NULL,
        "there are %zu rows below the headings, and %d are taken: this is the first one too "
        "many",
        rows->survey->rows, FORM_ROWS_MAX);
    rows->read->stopped_at = row->sheet_row;
    return 1;
}

// --- all of them

static int take_headings(struct rows *rows, const struct csv_row *row)
{
    struct part *read = rows->read;

    if (!heading_read(&rows->heading, read->part, row, rows->survey->used, rows->findings)) {
        rows->headless = 1;
        return 1;
    }
    memcpy(read->columns, rows->heading.columns, sizeof read->columns);
    return 0;
}

int rows_take(void *context, const struct csv_row *row)
{
    struct rows *rows = context;
    struct part *read = rows->read;

    if (row->sheet_row < rows->survey->heading_row)
        return 0;
    if (row->sheet_row == rows->survey->heading_row)
        return take_headings(rows, row);
    if (stray_row_found(&rows->heading, read->part, row, rows->findings))
        return 0;
    rows->below++;
    if (rows->below > FORM_ROWS_MAX)
        return found_too_many(rows, row);
    if (form_part(read->part)->one_row && rows->below > 1) {
        row_list_add(&rows->too_many, row->sheet_row);
        return 0;
    }
    if (row->count != rows->heading.count) {
        found_ragged(rows, row);
        read->rows_at_fault++;
        return 0;
    }
    return read_cells(rows, row);
}

void rows_blank(void *context, uint32_t sheet_row)
{
    struct rows *rows = context;

    // Below the last row that holds something nobody sees them.
    if (sheet_row > rows->survey->heading_row && sheet_row < rows->survey->last_row)
        row_list_add(&rows->blank, sheet_row);
}

static void found_blank(struct rows *rows)
{
    struct finding_place place = {.part = rows->read->part,
                                  .sheet_row = rows->blank.ranges[0].from};

    if (rows->blank.rows == 1)
        findings_add(rows->findings, RULE_FILE_BLANK_ROW, place, NULL, NULL, "the row is blank");
    else
        findings_add(rows->findings, RULE_FILE_BLANK_ROW, place, NULL, "nothing; or delete them",
                     "%zu rows are blank: %s", rows->blank.rows,
                     row_list_text(rows->findings->arena, &rows->blank));
}

static void found_many_for_one(struct rows *rows)
{
    struct finding_place place = {.part = rows->read->part,
                                  .sheet_row = rows->too_many.ranges[0].from};
    const int one = rows->too_many.rows == 1;

    findings_add(rows->findings, RULE_FILE_MANY_FOR_ONE, place, NULL, NULL,
                 one ? "there are %zu rows below the headings, and one is asked for: row %s is one "
                       "too many"
                     : "there are %zu rows below the headings, and one is asked for: rows %s are "
                       "too many",
                 rows->too_many.rows + 1, row_list_text(rows->findings->arena, &rows->too_many));
    // Which of the rows is meant is not known.
    rows->read->count = 0;
    rows->read->rows_at_fault += rows->too_many.rows + 1;
}

static void found_nothing_below(struct rows *rows)
{
    enum form_part part = rows->read->part;

    findings_add(rows->findings, RULE_FILE_NO_ROWS, finding_place_part(part), NULL,
                 form_part(part)->required ? "fill in the row below the headings" : NULL,
                 "the file has headings only");
}

void rows_end(struct rows *rows)
{
    if (rows->blank.rows > 0)
        found_blank(rows);
    if (rows->too_many.rows > 0)
        found_many_for_one(rows);
    // That there is nothing to explain needs no deleting of the template's file.
    if (rows->below == 0 && !rows->headless && rows->read->stopped_at == 0 &&
        rows->read->part != FORM_EXPLANATIONS)
        found_nothing_below(rows);
}
