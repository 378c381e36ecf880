#include "collector/reading/file_fault.h"

static struct finding_place place_of(enum form_part part, const struct csv_fault_place *fault)
{
    return (struct finding_place){
        .part = part, .sheet_row = fault->sheet_row, .sheet_column = fault->column};
}

static void found_not_utf8(struct findings *findings, enum form_part part,
                           const struct csv_fault_place *fault, size_t count)
{
    const char *known = fault->character[0] == '\0' ? NULL : fault->character;
    const char *more =
        count < 2 ? NULL : arena_printf(findings->arena, ", and %zu more below", count - 1);

    findings_add(findings, RULE_FILE_NOT_UTF8, place_of(part, fault), NULL, NULL,
                 "byte %02X is not UTF-8%s%s%s%s", fault->byte,
                 known == NULL ? "" : " (Windows-1252 has \"", known == NULL ? "" : known,
                 known == NULL ? "" : "\" there)", more == NULL ? "" : more);
}

static void found_unclosed(struct findings *findings, enum form_part part,
                           const struct csv_fault_place *fault)
{
    findings_add(findings, RULE_FILE_QUOTE, place_of(part, fault), NULL,
                 "put a quotation mark where the cell ends, or take away the one that begins it",
                 "the quotation mark that begins this cell, on line %u of the file, is never "
                 "closed, and takes in all that follows",
                 (unsigned)fault->line);
}

static void found_stray(struct findings *findings, enum form_part part,
                        const struct csv_fault_place *fault)
{
    if (fault->quoted)
        findings_add(findings, RULE_FILE_QUOTE, place_of(part, fault), NULL, NULL,
                     "the cell, which begins with a quotation mark on line %u of the file, goes on "
                     "behind the next one",
                     (unsigned)fault->line);
    else
        findings_add(findings, RULE_FILE_QUOTE, place_of(part, fault), NULL, NULL,
                     "a quotation mark stands within a cell that does not begin with one");
}

static void found_too_long(struct findings *findings, enum form_part part,
                           const struct csv_fault_place *fault)
{
    if (fault->quoted)
        findings_add(findings, RULE_FILE_QUOTE, place_of(part, fault), NULL,
                     arena_printf(findings->arena,
                                  "put a quotation mark where the cell ends; if it is all one "
                                  "text, shorten it to %d letters",
                                  FORM_TEXT_MAX_BYTES),
                     "the cell is longer than %d letters: the quotation mark that begins it on "
                     "line %u of the file is probably never closed",
                     CSV_CELL_MAX_BYTES, (unsigned)fault->line);
    else
        findings_add(findings, RULE_CELL_TOO_LONG, place_of(part, fault), NULL,
                     arena_printf(findings->arena, "shorten it to %d letters", FORM_TEXT_MAX_BYTES),
                     "the cell is longer than %d letters", CSV_CELL_MAX_BYTES);
}

static void found(struct findings *findings, enum form_part part, enum csv_fault kind,
                  const struct csv_fault_place *fault, size_t count)
{
    switch (kind) {
    case CSV_FAULT_UTF16:
        findings_add(findings, RULE_FILE_UTF16, finding_place_part(part), NULL, NULL,
                     "the file is saved as UTF-16 (\"Unicode text\")");
        break;
    case CSV_FAULT_NOT_CSV:
        findings_add(findings, RULE_FILE_NOT_CSV, finding_place_part(part), NULL,
                     fault->format->fix, "the file is %s, not a CSV file", fault->format->name);
        break;
    case CSV_FAULT_NOT_UTF8:
        found_not_utf8(findings, part, fault, count);
        break;
    case CSV_FAULT_QUOTE:
        found_stray(findings, part, fault);
        break;
    case CSV_FAULT_QUOTE_UNCLOSED:
        found_unclosed(findings, part, fault);
        break;
    case CSV_FAULT_CELL_TOO_LONG:
        found_too_long(findings, part, fault);
        break;
    case CSV_FAULT_TOO_MANY_COLUMNS:
        findings_add(findings, RULE_FILE_RAGGED, place_of(part, fault), NULL, NULL,
                     "the row has more than %d cells", CSV_COLUMNS_MAX);
        break;
    case CSV_FAULT_CARRIAGE_RETURN:
        findings_add(findings, RULE_FILE_CARRIAGE_RETURN, place_of(part, fault), NULL, NULL,
                     "the row ends with a carriage return that no line feed follows");
        break;
    case CSV_FAULT_NUL:
        findings_add(
            findings, RULE_FILE_DAMAGED, finding_place_part(part), NULL, NULL,
            "the file is damaged: %zu bytes of it are NUL, the first at byte %zu, in row %u", count,
            fault->offset + 1, (unsigned)fault->sheet_row);
        break;
    case CSV_FAULT_SPACED_QUOTE:
        findings_add(findings, RULE_FILE_SPACED_QUOTE, place_of(part, fault), NULL, NULL,
                     "spaces stand around quotation marks (%zu in this file)", count);
        break;
    case CSV_FAULT_MARK_INSIDE:
        findings_add(
            findings, RULE_FILE_PUT_TOGETHER, place_of(part, fault), NULL, NULL,
            "a byte order mark stands in front of this row, as at the beginning of a file");
        break;
    case CSV_FAULT_END_MARK:
        findings_add(findings, RULE_FILE_END_MARK, finding_place_part(part), NULL, NULL,
                     "the file ends with a control-Z");
        break;
    case CSV_FAULT_NONE:
    case CSV_FAULT_STOPPED:
    case CSV_FAULTS:
        break;
    }
}

void file_fault_found(struct findings *findings, enum form_part part,
                      const struct csv_faults *faults, enum csv_fault last)
{
    for (int kind = 0; kind <= (int)last; kind++)
        if (faults->count[kind] > 0)
            found(findings, part, (enum csv_fault)kind, &faults->first[kind], faults->count[kind]);
}

void file_fault_separator(struct findings *findings, enum form_part part, char separator,
                          uint32_t line)
{
    const char *name = separator == ';'    ? "semicolons"
                       : separator == '\t' ? "tabs"
                       : separator == ' '  ? "spaces"
                                           : "bars (|)";
    struct finding_place place = {.part = part, .sheet_row = line, .sheet_column = 1};

    findings_add(findings, RULE_FILE_SEPARATOR, place, NULL,
                 separator == ' '
                     ? "export the table again as CSV: columns of a fixed width cannot "
                       "be told for certain"
                     : NULL,
                 "%s stand between the headings, where commas should", name);
}

void file_fault_too_large(struct findings *findings, enum form_part part, size_t size)
{
    enum { MEBIBYTE = 1024 * 1024 };

    findings_add(findings, RULE_FILE_TOO_LARGE, finding_place_part(part), NULL, NULL,
                 "the file has %zu MB, and at most %d are read", (size + MEBIBYTE - 1) / MEBIBYTE,
                 CSV_FILE_MAX_BYTES / MEBIBYTE);
}
