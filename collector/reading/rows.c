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

static void found_cell(struct rows *rows, const struct csv_row *row, size_t column,
                       const struct cell_fault *fault)
{
    struct findings *findings = rows->findings;
    const struct csv_cell *cell = &row->cells[column];
    const ProtobufCFieldDescriptor *field = rows->heading.fields[column];
    size_t index = (size_t)(field - form_part(rows->read->part)->row->fields);
    struct finding_place place = row_place(rows, row);

    if (rows->kept[index][fault->rule]++ >= PART_CAUSE_KEPT_MAX) {
        findings_count(findings, fault->rule);
        return;
    }
    place.field = field;
    place.sheet_column = (uint32_t)column + 1;
    findings_add(findings, fault->rule, place, cell->text, fault->fix, "%s %s",
                 cell->length == 0 ? "the cell"
                                   : printable_quote(findings->arena, cell->text, cell->length),
                 fault->what);
}

// Puts "not available" where a figure could not be read. 0 if the field is no figure.
static int stand_in(struct rows *rows, ProtobufCMessage *message,
                    const ProtobufCFieldDescriptor *field)
{
    if (!figures_is_figure(field))
        return 0;
    if (figures_set_absence(rows->findings->arena, message, field, QD__ABSENCE__NOT_AVAILABLE) != 0)
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
        struct cell_fault fault;
        enum err error;

        if (field == NULL)
            continue;
        error = read_cell(rows->findings->arena, message, field, row->cells[i].text,
                          row->cells[i].length, &fault);
        if (error == ERR_NO_MEMORY)
            return no_memory(rows);
        if (fault.fix != NULL)
            found_cell(rows, row, i, &fault);
        if (error == ERR_OK)
            continue;
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

// --- rows that are not data

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
