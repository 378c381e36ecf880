#include "collector/reading/rows.h"

#include "collector/cells/read_cell.h"
#include "collector/reading/row_shift.h"
#include "lib/base/list.h"
#include "proto/form/figures.h"

static struct finding_place row_place(const struct rows *rows, const struct csv_row *row)
{
    return (struct finding_place){.part = rows->read->part, .sheet_row = row->sheet_row};
}

// --- cells

// A cell that the row does not have is blank.
static const struct csv_cell *cell_at(const struct csv_row *row, size_t column)
{
    static const struct csv_cell blank = {"", 0};

    return column < row->count ? &row->cells[column] : &blank;
}

static void found_cell(struct rows *rows, const struct csv_row *row, size_t number)
{
    const struct row_fault *fault = &rows->faults.list[number];
    const size_t index = (size_t)(fault->field - form_part(rows->read->part)->row->fields);
    struct finding_place place = row_place(rows, row);
    const char *words, *fix;

    if (!row_faults_tell(&rows->faults, number, rows->findings->arena, &words, &fix))
        return;
    if (rows->kept[index][fault->fault.rule]++ >= PART_CAUSE_KEPT_MAX) {
        findings_count(rows->findings, fault->fault.rule);
        return;
    }
    place.field = fault->field;
    place.sheet_column = (uint32_t)fault->column + 1;
    findings_add(rows->findings, fault->fault.rule, place, fault->cell->text, fix, "%s",
                 words == NULL ? "" : words);
}

// A cell that was left out or put in is one mistake, whatever its neighbours are taken for.
static int found_shift(struct rows *rows, const struct csv_row *row)
{
    const struct row_fault *first = &rows->faults.list[0];
    struct finding_place place = row_place(rows, row);
    enum row_shift shift;

    if (rows->faults.count < ROW_SHIFT_FAULTS_MIN || form_part(rows->read->part)->one_row)
        return 0;
    shift = row_shift_of(&rows->heading, row, first->column, rows->findings->arena);
    if (shift == ROW_SHIFT_NONE)
        return 0;
    place.sheet_column = (uint32_t)first->column + 1;
    findings_add(
        rows->findings, RULE_FILE_RAGGED, place, first->cell->text,
        shift == ROW_SHIFT_LEFT
            ? "compare the row with its source, and put the cell that was left out back in its "
              "place"
            : "compare the row with its source, and take out the cell that is too many",
        shift == ROW_SHIFT_LEFT
            ? "from this cell on, each stands one column too far to the left: a cell before it "
              "was left out"
            : "from this cell on, each stands one column too far to the right: there is a cell "
              "too many");
    return 1;
}

// A row that is being read.
struct made {
    ProtobufCMessage *message;
    int perfect;  // every cell was read
    int lost;     // a cell could not be read that no "not available" can stand in for
};

// Puts "not available" where a figure could not be read.
static enum err stand_in(struct rows *rows, struct made *made,
                         const ProtobufCFieldDescriptor *field)
{
    made->perfect = 0;
    if (!figures_is_figure(field))
        made->lost = 1;
    else if (figures_set_absence(rows->findings->arena, made->message, field,
                                 QD__ABSENCE__NOT_AVAILABLE) != 0)
        return ERR_NO_MEMORY;
    return ERR_OK;
}

// Of a column that came later than the file: its figures are not collected.
static enum err enter_later(struct rows *rows, struct made *made,
                            const ProtobufCFieldDescriptor *field)
{
    if (figures_is_figure(field) && figures_set_absence(rows->findings->arena, made->message, field,
                                                        QD__ABSENCE__NOT_COLLECTED) != 0)
        return ERR_NO_MEMORY;
    return ERR_OK;
}

static enum err read_one(struct rows *rows, const struct csv_row *row, size_t column,
                         struct made *made)
{
    const ProtobufCFieldDescriptor *field = rows->heading.fields[column];
    const struct csv_cell *cell = cell_at(row, column);
    struct row_fault found = {.column = column, .field = field, .cell = cell};
    enum err error = read_cell(rows->findings->arena, made->message, field, cell->text,
                               cell->length, &found.fault);

    if (error == ERR_NO_MEMORY)
        return error;
    if (found.fault.fix != NULL)
        row_faults_add(&rows->faults, &found);
    return error == ERR_OK ? ERR_OK : stand_in(rows, made, field);
}

static enum err read_cells(struct rows *rows, const struct csv_row *row, struct made *made)
{
    const ProtobufCMessageDescriptor *fields = form_part(rows->read->part)->row;
    enum err error = ERR_OK;

    rows->faults.count = 0;
    for (size_t i = 0; i < rows->heading.count && error == ERR_OK; i++)
        if (rows->heading.fields[i] != NULL)
            error = read_one(rows, row, i, made);
    if (!found_shift(rows, row))
        for (size_t i = 0; i < rows->faults.count; i++)
            found_cell(rows, row, i);
    for (unsigned i = 0; i < form_columns(fields) && error == ERR_OK; i++)
        if (rows->heading.later >> i & 1)
            error = enter_later(rows, made, &fields->fields[i]);
        else if (rows->heading.columns[i] == 0 && !(rows->heading.left_out >> i & 1))
            error = stand_in(rows, made, &fields->fields[i]);
    return error;
}

static enum err keep(struct part *read, ProtobufCMessage *message, uint32_t sheet_row,
                     struct arena *arena)
{
    size_t count = read->count;
    uint32_t *row_place = LIST_ADD(arena, read->sheet_rows, count);
    ProtobufCMessage **place = LIST_ADD(arena, read->rows, read->count);

    if (row_place == NULL || place == NULL)
        return ERR_NO_MEMORY;
    *row_place = sheet_row;
    *place = message;
    return ERR_OK;
}

static enum err read_row(struct rows *rows, const struct csv_row *row)
{
    struct arena *arena = rows->findings->arena;
    struct made made = {form_new_row(arena, rows->read->part), 1, 0};
    enum err error = made.message == NULL ? ERR_NO_MEMORY : read_cells(rows, row, &made);

    if (error == ERR_OK && !made.lost)
        error = keep(rows->read, made.message, row->sheet_row, arena);
    if (!made.perfect)
        row_list_add(&rows->read->at_fault, row->sheet_row);
    return error;
}

// --- rows that are not read

// Cells that are missing at the end are blank, as a spreadsheet leaves them out; one that must not be
// blank is told at its column, several as a row that is too short. So is one in the row of a part that has one: all its
// figures may stand under the wrong headings, and what the rules would find of them leads astray. Blank cells
// beyond the headings are no cells.
static int fits(const struct heading *heading, const struct csv_row *row)
{
    const size_t missed_max = form_part(heading->part)->one_row ? 0 : 1;
    size_t missed = 0;

    for (size_t i = heading->count; i < row->count; i++)
        if (csv_is_filled(&row->cells[i]))
            return 0;
    for (size_t i = row->count; i < heading->count; i++)
        missed += heading->fields[i] != NULL && !form_may_be_blank(heading->fields[i]);
    return missed <= missed_max;
}

static void found_ragged(struct rows *rows, const struct csv_row *row)
{
    const char *fix;

    if (rows->kept_ragged++ >= PART_CAUSE_KEPT_MAX) {
        findings_count(rows->findings, RULE_FILE_RAGGED);
        return;
    }
    if (row->is_cut && row->count < rows->heading.count)
        fix =
            "compare the file with its source: it ends within this row, and may have been cut off";
    else if (row->count == 1)
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

static void found_too_many(const struct rows *rows)
{
    struct finding_place place = {.part = rows->read->part, .sheet_row = rows->read->stopped_at};

    findings_add(rows->findings, RULE_FILE_TOO_MANY_ROWS, place, NULL, NULL,
                 "there are %zu rows below the headings, and %d are taken: this is the first one "
                 "too many",
                 rows->all, FORM_ROWS_MAX);
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

static void found_surplus(struct rows *rows)
{
    struct finding_place place = {.part = rows->read->part,
                                  .sheet_row = rows->surplus.ranges[0].from};
    const int one = rows->surplus.rows == 1;

    findings_add(rows->findings, RULE_FILE_MANY_FOR_ONE, place, NULL, NULL,
                 one ? "there are %zu rows below the headings, and one is asked for: row %s is one "
                       "too many"
                     : "there are %zu rows below the headings, and one is asked for: rows %s are "
                       "too many",
                 rows->surplus.rows + 1, row_list_text(rows->findings->arena, &rows->surplus));
    // Which of the rows is meant is not known.
    rows->read->count = 0;
}

static void found_nothing_below(struct rows *rows)
{
    enum form_part part = rows->read->part;

    findings_add(rows->findings, RULE_FILE_NO_ROWS, finding_place_part(part), NULL,
                 form_part(part)->required ? "fill in the row below the headings" : NULL,
                 "the file has headings only");
}

// --- all of them

// Blank rows below the last row that holds something are seen by nobody.
static void take_blank_above(struct rows *rows, uint32_t row)
{
    for (; rows->blank_above > 0; rows->blank_above--)
        row_list_add(&rows->blank, row - rows->blank_above);
}

// The beginning of a code, a date or a period is not one itself.
static int may_be_a_beginning(const ProtobufCFieldDescriptor *field)
{
    return field != NULL && (figures_is_figure(field) || field->type == PROTOBUF_C_TYPE_UINT32 ||
                             field->type == PROTOBUF_C_TYPE_STRING);
}

// A file that was cut off within its last cell looks whole.
static void look_at_end(const struct rows *rows, const struct csv_row *row)
{
    struct finding_place place = row_place(rows, row);
    const size_t last = row->count - 1;

    if (!row->is_cut || row->count > rows->heading.count ||
        !may_be_a_beginning(rows->heading.fields[last]) || !csv_is_filled(&row->cells[last]))
        return;
    place.field = rows->heading.fields[last];
    place.sheet_column = (uint32_t)last + 1;
    findings_add(rows->findings, RULE_FILE_CUT_OFF, place, row->cells[last].text, NULL,
                 "the file ends right behind this cell, without a line end");
}

// Of a stray row that holds figures it is not known which, so that the rest does not add up.
static int is_stray(struct rows *rows, const struct csv_row *row)
{
    const struct stray_rows *strays = &rows->strays;
    const size_t before = strays->without_codes.rows + strays->separated.rows + strays->in_doubt;
    const int found = stray_row_found(&rows->strays, &rows->heading, row, rows->findings);

    if (strays->without_codes.rows + strays->separated.rows + strays->in_doubt > before)
        row_list_add(&rows->read->at_fault, row->sheet_row);
    return found;
}

enum err rows_take(struct rows *rows, const struct csv_row *row)
{
    struct part *read = rows->read;

    if (row->count == 0) {
        rows->blank_above++;
        return ERR_OK;
    }
    rows->all++;
    if (read->stopped_at != 0)
        return ERR_OK;
    take_blank_above(rows, row->sheet_row);
    heading_look_below(&rows->heading, row, rows->findings);
    if (is_stray(rows, row))
        return ERR_OK;
    if (++rows->below > FORM_ROWS_MAX) {
        read->stopped_at = row->sheet_row;
    } else if (form_part(read->part)->one_row && rows->below > 1) {
        row_list_add(&rows->surplus, row->sheet_row);
        row_list_add(&read->at_fault, row->sheet_row);
    } else if (row->damaged) {
        row_list_add(&read->at_fault,
                     row->sheet_row);  // that the file is damaged is told of all of it
    } else if (!fits(&rows->heading, row)) {
        found_ragged(rows, row);
        row_list_add(&read->at_fault, row->sheet_row);
    } else {
        look_at_end(rows, row);
        return read_row(rows, row);
    }
    return ERR_OK;
}

void rows_end(struct rows *rows)
{
    stray_row_end(&rows->strays, rows->read->part, rows->findings);
    rows->below += rows->strays.separated.rows;
    if (rows->blank.rows > 0)
        found_blank(rows);
    if (rows->surplus.rows > 0)
        found_surplus(rows);
    if (rows->below > FORM_ROWS_MAX)
        found_too_many(rows);
    // That there is nothing to explain needs no deleting of the template's file.
    if (rows->below == 0 && rows->read->stopped_at == 0 && rows->read->part != FORM_EXPLANATIONS)
        found_nothing_below(rows);
}
