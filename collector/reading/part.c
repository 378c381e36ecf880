#include "collector/reading/part.h"

#include "collector/reading/encoding.h"
#include "collector/reading/file_fault.h"
#include "collector/reading/heading_row.h"
#include "collector/reading/rows.h"
#include "collector/reading/survey.h"

#include <string.h>

// --- a first look, as often as something can be fixed

struct file {
    enum form_part part;
    char *bytes;
    size_t size;
    struct survey survey;
};

static enum err look(struct file *file, struct findings *findings)
{
    for (;;) {
        enum err error = survey_file(&file->survey, file->part, file->bytes, file->size);
        const struct csv_fault_place *fault = &file->survey.fault;
        size_t wrong = 1;

        if (error != ERR_OK ||
            (fault->fault != CSV_FAULT_NOT_UTF8 && fault->fault != CSV_FAULT_CARRIAGE_RETURN))
            return error;
        if (fault->fault == CSV_FAULT_NOT_UTF8)
            file->bytes =
                encoding_to_utf8(findings->arena, file->bytes, file->size, &file->size, &wrong);
        else
            encoding_line_ends(file->bytes, file->size);
        if (file->bytes == NULL)
            return ERR_NO_MEMORY;
        file_fault_found(findings, file->part, fault, wrong);
    }
}

// Whether rows can be read at all; a finding says why not.
static int is_readable(const struct file *file, struct findings *findings)
{
    const struct survey *survey = &file->survey;
    uint32_t line;
    char separator;

    if (survey->fault.fault == CSV_FAULT_UTF16 || survey->fault.fault == CSV_FAULT_NOT_CSV) {
        file_fault_found(findings, file->part, &survey->fault, 1);
        return 0;
    }
    separator = heading_row_separator(file->part, file->bytes, file->size, &line);
    if (separator != 0) {
        file_fault_separator(findings, file->part, separator, line);
        return 0;
    }
    if (survey->heading_row == 0 && survey->fault.fault == CSV_FAULT_NONE) {
        findings_add(findings, RULE_FILE_EMPTY, finding_place_part(file->part), NULL, NULL,
                     "the file %s", file->size == 0 ? "is empty" : "has nothing but blank rows");
        return 0;
    }
    return 1;
}

static void found_not_first(const struct file *file, struct findings *findings)
{
    struct finding_place place = {.part = file->part, .sheet_row = 1};
    uint32_t row = file->survey.heading_row;

    findings_add(findings, RULE_HEADING_NOT_FIRST, place, NULL,
                 row == 2 ? "delete row 1"
                          : arena_printf(findings->arena, "delete rows 1 to %u", (unsigned)row - 1),
                 "the headings stand in row %u", (unsigned)row);
}

// --- the rows

static int make_room(struct part *read, const struct survey *survey, struct arena *arena)
{
    size_t rows = survey->rows < FORM_ROWS_MAX ? survey->rows : FORM_ROWS_MAX;

    read->rows = arena_alloc(arena, (rows + 1) * sizeof(ProtobufCMessage *));
    read->sheet_rows = arena_alloc(arena, (rows + 1) * sizeof read->sheet_rows[0]);
    return read->rows != NULL && read->sheet_rows != NULL;
}

static enum err read_rows(struct part *read, const struct file *file, struct findings *findings)
{
    struct rows *rows = arena_zalloc(findings->arena, sizeof *rows);
    struct csv_fault_place fault;
    enum err error;

    if (rows == NULL || !make_room(read, &file->survey, findings->arena))
        return ERR_NO_MEMORY;
    rows->read = read;
    rows->findings = findings;
    rows->survey = &file->survey;
    error = csv_read(file->bytes, file->size, rows_take, rows_blank, rows, &fault);
    if (rows->error != ERR_OK)
        return rows->error;
    if (error == ERR_MALFORMED && fault.fault != CSV_FAULT_STOPPED) {
        file_fault_found(findings, read->part, &fault, 1);
        read->stopped_at = fault.sheet_row;
    } else if (error != ERR_MALFORMED && error != ERR_OK) {
        return error;
    }
    rows_end(rows);
    if (rows->below == 0 && read->stopped_at == 0 && !rows->headless)
        read->state = PART_EMPTY;
    else if (rows->heading.complete && read->stopped_at == 0 && read->rows_at_fault == 0)
        read->state = PART_WHOLE;
    else if (read->count > 0)
        read->state = PART_IN_PIECES;
    return ERR_OK;
}

enum err part_read(struct part *read, enum form_part part, char *bytes, size_t size,
                   struct findings *findings)
{
    struct file file = {.part = part, .bytes = bytes, .size = size};
    enum err error = look(&file, findings);

    *read = (struct part){.part = part, .state = PART_NOT_READ};
    if (error == ERR_TOO_LARGE) {
        file_fault_too_large(findings, part, file.size);
        return ERR_OK;
    }
    if (error != ERR_OK || !is_readable(&file, findings)) {
        if (file.survey.heading_row == 0 && file.survey.fault.fault == CSV_FAULT_NONE)
            read->state = PART_EMPTY;
        return error;
    }
    if (file.survey.heading_row > 1)
        found_not_first(&file, findings);
    return read_rows(read, &file, findings);
}
