#include "collector/reading/part.h"

#include "collector/reading/file_fault.h"
#include "collector/reading/heading_down.h"
#include "collector/reading/heading_missing.h"
#include "collector/reading/heading_row.h"
#include "collector/reading/rows.h"

#include <string.h>

// A file while its rows go by, once.
struct reading {
    struct part *read;
    struct findings *findings;
    const char *bytes;
    size_t size;
    struct heading_down down;  // of parts with one row
    int is_turned;             // it stands on its side: what is told of the whole file is told once
    struct heading_row search;
    enum {
        ABOVE,      // the headings are looked for
        BELOW,      // rows are read
        UNREADABLE  // the columns cannot be told: the bytes alone are looked at
    } place;
    struct rows rows;
    enum err error;
};

// --- the headings

static void found_not_first(const struct reading *reading, uint32_t row)
{
    struct finding_place place = {.part = reading->read->part, .sheet_row = 1};

    findings_add(
        reading->findings, RULE_HEADING_NOT_FIRST, place, NULL,
        row == 2 ? "delete row 1"
                 : arena_printf(reading->findings->arena, "delete rows 1 to %u", (unsigned)row - 1),
        "the headings stand in row %u", (unsigned)row);
}

// Of a part of many rows: which of its columns is which row cannot be told.
static void found_not_across(const struct reading *reading, uint32_t row)
{
    struct finding_place place = {.part = reading->read->part, .sheet_row = row, .sheet_column = 1};

    findings_add(reading->findings, RULE_HEADING_NOT_FIRST, place, NULL,
                 "copy the cells and paste them transposed, so that the headings are row 1",
                 "the headings stand in column A, one below the other");
}

static int is_separated_otherwise(const struct reading *reading)
{
    const size_t preamble = csv_preamble(reading->bytes, reading->size);
    uint32_t line;
    const enum form_part part = reading->read->part;
    const char *bytes = reading->bytes + preamble;
    const size_t size = reading->size - preamble;
    char separator = heading_row_separator(part, bytes, size, &line);

    if (separator == 0 && form_part(part)->one_row)
        separator = heading_down_separator(part, bytes, size, &line);
    if (separator != 0)
        file_fault_separator(reading->findings, part, separator, line);
    return separator != 0;
}

// All rows in which the headings can stand have been seen.
static enum err settle(struct reading *reading)
{
    const struct heading_row *search = &reading->search;
    const struct csv_row *row = &search->rows[search->best];
    enum form_part part = reading->read->part;
    enum err error;

    reading->place = UNREADABLE;
    if (!heading_names_are_enough(part, search->names.matches) && is_separated_otherwise(reading))
        return ERR_OK;
    if (heading_row_stands_down(search, part)) {
        found_not_across(reading, row->sheet_row);
        return ERR_OK;
    }
    if (row->sheet_row > 1)
        found_not_first(reading, row->sheet_row);
    if (heading_row_is_none(part, row, search->names.matches, reading->findings))
        return ERR_OK;
    error = heading_read(&reading->rows.heading, part, row, &search->names, reading->findings);
    memcpy(reading->read->columns, reading->rows.heading.columns, sizeof reading->read->columns);
    reading->read->not_asked = reading->rows.heading.later | reading->rows.heading.left_out;
    reading->place = BELOW;
    if (!reading->is_turned && error == ERR_OK)
        heading_missing_found_later(&reading->rows.heading, reading->findings);
    for (size_t i = search->best + 1; i < search->count && error == ERR_OK; i++)
        error = rows_take(&reading->rows, &search->rows[i]);
    return error;
}

// --- the file

static enum err take(struct reading *reading, const struct csv_row *row)
{
    int known;

    switch (reading->place) {
    case ABOVE:
        known =
            heading_row_take(&reading->search, reading->read->part, row, reading->findings->arena);
        if (known < 0)
            return ERR_NO_MEMORY;
        return known ? settle(reading) : ERR_OK;
    case BELOW:
        return rows_take(&reading->rows, row);
    case UNREADABLE:
        break;
    }
    return ERR_OK;
}

// --- on its side

// The rows are as they are: those that were kept come first.
static enum err take_kept(struct reading *reading)
{
    enum err error = ERR_OK;

    for (size_t i = 0; i < reading->down.count && error == ERR_OK; i++)
        error = take(reading, &reading->down.rows[i]);
    reading->down.count = 0;
    return error;
}

static int take_row(void *context, const struct csv_row *row)
{
    struct reading *reading = context;
    int kept = 0;

    if (form_part(reading->read->part)->one_row)
        kept =
            heading_down_take(&reading->down, reading->read->part, row, reading->findings->arena);
    if (kept == 0) {
        reading->error = take_kept(reading);
        if (reading->error == ERR_OK)
            reading->error = take(reading, row);
    }
    if (kept < 0)
        reading->error = ERR_NO_MEMORY;
    return reading->error == ERR_OK ? 0 : -1;
}

void part_place(const struct part *read, struct finding_place *place)
{
    const size_t column = place->sheet_column == 0 ? 0 : place->sheet_column - 1;

    if (read->turned_rows == NULL || place->whole_part || place->sheet_row == 0)
        return;
    if (place->sheet_column != 0)
        place->sheet_column =
            place->sheet_row == 1 ? read->turned_names : read->turned_columns[column];
    place->sheet_row = read->turned_rows[column];
}

static void found_down(const struct reading *reading, const struct heading_turned *turned)
{
    struct finding_place place = {.part = reading->read->part,
                                  .sheet_row = turned->sheet_rows[0],
                                  .sheet_column = (uint32_t)reading->down.column + 1};
    char letters[FINDING_LETTERS_BYTES];
    const char *later = heading_missing_later(&reading->rows.heading, reading->findings->arena);

    finding_letters(place.sheet_column, letters);
    if (turned->is_ambiguous)
        findings_add(
            reading->findings, RULE_HEADING_NOT_FIRST, place, NULL,
            "copy the cells and paste them transposed, so that the headings are row 1 and the "
            "figures row 2",
            "the headings stand in column %s, and more than one column beside them is filled",
            letters);
    else
        findings_add(reading->findings, RULE_HEADING_DOWN, place, NULL,
                     later == NULL ? NULL : rule_get(RULE_HEADING_LATER)->fix,
                     "the headings stand in column %s, one below the other%s%s", letters,
                     later == NULL ? "" : "; ", later == NULL ? "" : later);
}

// A figure, and why there is none: which of them holds cannot be known.
static void found_whys(const struct reading *reading, const struct heading_turned *turned)
{
    for (size_t i = 0; i < turned->values.count; i++) {
        const struct finding_place place = {.part = reading->read->part,
                                            .sheet_row = turned->sheet_rows[i],
                                            .sheet_column = turned->sheet_columns[i]};

        if (csv_is_filled(&turned->whys[i]))
            findings_add(reading->findings, RULE_FILE_FIGURE_AND_WHY, place,
                         turned->values.cells[i].text, NULL,
                         "there is a figure, and in the column why stands \"%.60s\"",
                         turned->whys[i].text);
    }
}

static enum err turn(struct reading *reading)
{
    struct part *read = reading->read;
    struct findings *findings = reading->findings;
    struct heading_turned turned;
    size_t before = findings->count;
    enum err error;

    if (!heading_down_turn(&reading->down, read->part, &turned, findings->arena))
        return findings->arena->exhausted ? ERR_NO_MEMORY : take_kept(reading);
    if (turned.is_ambiguous) {
        reading->place = UNREADABLE;
        found_down(reading, &turned);
        return ERR_OK;
    }
    reading->is_turned = 1;
    error = take(reading, &turned.headings);
    if (error == ERR_OK && turned.is_filled)  // else nobody has filled it in yet
        error = take(reading, &turned.values);
    if (error == ERR_OK && reading->place == ABOVE)
        error = settle(reading);
    read->turned_rows = turned.sheet_rows;
    read->turned_columns = turned.sheet_columns;
    read->turned_names = (uint32_t)reading->down.column + 1;
    for (size_t i = before; i < findings->count; i++)
        part_place(read, &findings->list[i].place);
    found_whys(reading, &turned);
    found_down(reading, &turned);
    return error;
}

// --- the end

static void found_empty(const struct reading *reading)
{
    findings_add(reading->findings, RULE_FILE_EMPTY, finding_place_part(reading->read->part), NULL,
                 NULL, "the file %s",
                 reading->size == 0 ? "is empty" : "has nothing but blank rows");
    reading->read->state = PART_EMPTY;
}

// The file has ended, or a fault has stopped the reading, and no row has all of the headings.
static enum err end_above(struct reading *reading, const struct csv_faults *faults)
{
    if (reading->search.count > 0)
        return settle(reading);
    if (faults->stopped_by == CSV_FAULT_NONE && faults->count[CSV_FAULT_NUL] == 0)
        found_empty(reading);
    else if (is_separated_otherwise(reading))
        reading->place = UNREADABLE;
    return ERR_OK;
}

// Of a file whose columns cannot be told, what stops the reading is not told besides; nor of one
// whose rows are too many, what is below them.
static void take_faults(const struct reading *reading, const struct csv_faults *faults)
{
    struct part *read = reading->read;
    int stopped = faults->stopped_by != CSV_FAULT_NONE && reading->place != UNREADABLE &&
                  read->stopped_at == 0;

    file_fault_found(reading->findings, read->part, faults,
                     stopped ? faults->stopped_by : CSV_FAULT_GOES_ON);
    if (stopped)
        read->stopped_at = faults->first[faults->stopped_by].sheet_row;
}

static void end_below(struct reading *reading)
{
    struct part *read = reading->read;
    const struct rows *rows = &reading->rows;

    rows_end(&reading->rows);
    if (rows->below == 0 && read->stopped_at == 0)
        read->state = PART_EMPTY;
    else if (rows->heading.complete && read->stopped_at == 0 && read->at_fault.rows == 0)
        read->state = PART_WHOLE;
    else if (read->count > 0)
        read->state = PART_IN_PIECES;
}

enum err part_read(struct part *read, enum form_part part, const char *bytes, size_t size,
                   struct findings *findings)
{
    struct reading *reading = arena_zalloc(findings->arena, sizeof *reading);
    struct csv_faults faults;
    enum err error;

    *read = (struct part){.part = part, .state = PART_NOT_READ};
    if (reading == NULL)
        return ERR_NO_MEMORY;
    reading->read = reading->rows.read = read;
    reading->findings = reading->rows.findings = findings;
    reading->bytes = bytes;
    reading->size = size;
    error = csv_read(bytes, size, take_row, reading, &faults);
    if (error == ERR_TOO_LARGE) {
        file_fault_too_large(findings, part, size);
        return ERR_OK;
    }
    if (reading->error != ERR_OK || error == ERR_NO_MEMORY)
        return ERR_NO_MEMORY;
    if (reading->down.count > 0 && turn(reading) != ERR_OK)
        return ERR_NO_MEMORY;
    if (reading->place == ABOVE && end_above(reading, &faults) != ERR_OK)
        return ERR_NO_MEMORY;
    take_faults(reading, &faults);
    if (reading->place == BELOW)
        end_below(reading);
    return ERR_OK;
}
