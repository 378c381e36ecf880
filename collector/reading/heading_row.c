#include "collector/reading/heading_row.h"

#include "collector/reading/heading_other.h"
#include "collector/words/printable.h"

#include <string.h>

static void consider(struct heading_row *search, enum form_part part, size_t at)
{
    struct heading_names names;

    heading_names_of(&names, part, &search->rows[at]);
    if (at > 0 &&
        (names.matches <= search->names.matches || !heading_names_are_enough(part, names.matches)))
        return;
    search->best = at;
    search->names = names;
}

int heading_row_take(struct heading_row *search, enum form_part part, const struct csv_row *row,
                     struct arena *arena)
{
    if (search->count == 0 && row->count == 0)
        return 0;
    if (csv_row_keep(arena, &search->rows[search->count], row) != 0)
        return -1;
    consider(search, part, search->count++);
    return search->names.matches == form_columns(form_part(part)->row) ||
           row->sheet_row >= HEADING_ROW_LOOKED_AT;
}

int heading_row_stands_down(const struct heading_row *search, enum form_part part)
{
    enum { ENOUGH = 3 };
    unsigned names = 0;

    if (form_part(part)->one_row || search->names.matches > 1)
        return 0;
    for (size_t i = 0; i < search->count; i++) {
        const struct csv_row *row = &search->rows[i];

        names += row->count > 1 &&
                 heading_name_field(part, row->cells[0].text, row->cells[0].length) != NULL;
    }
    return names >= ENOUGH;
}

char heading_row_separator(enum form_part part, const char *bytes, size_t size, uint32_t *line)
{
    static const char separators[] = {';', '\t', '|', ' '};

    for (*line = 1; *line <= HEADING_ROW_LOOKED_AT && size > 0; ++*line) {
        const char *end = memchr(bytes, '\n', size);
        size_t length = end == NULL ? size : (size_t)(end - bytes);

        for (size_t i = 0; i < sizeof separators; i++)
            if (heading_names_are_enough(part,
                                         heading_names_between(part, bytes, length, separators[i])))
                return separators[i];
        size -= end == NULL ? size : length + 1;
        bytes += end == NULL ? length : length + 1;
    }
    return 0;
}

// --- a row whose columns cannot be told

static int are_of_another_file(enum form_part part, const struct csv_row *row,
                               struct findings *findings)
{
    struct finding_place place = {.part = part, .sheet_row = row->sheet_row};
    const char *file = form_part(part)->file;
    struct heading_names names;

    for (int other = 0; other < FORM_PARTS; other++) {
        heading_names_of(&names, (enum form_part)other, row);
        if (!heading_names_are_enough((enum form_part)other, names.matches))
            continue;
        findings_add(
            findings, RULE_HEADING_UNKNOWN, place, NULL,
            arena_printf(findings->arena, "rename the file, or export the right table as %s", file),
            "these are the headings of %s, not of %s", form_part((enum form_part)other)->file,
            file);
        return 1;
    }
    return 0;
}

// Somebody put quotation marks around the whole row.
static int is_quoted(enum form_part part, const struct csv_row *row)
{
    return row->count == 1 &&
           heading_names_are_enough(
               part, heading_names_between(part, row->cells[0].text, row->cells[0].length, ','));
}

static int are_in_one_cell(enum form_part part, const struct csv_row *row,
                           struct findings *findings)
{
    struct finding_place place = {.part = part, .sheet_row = row->sheet_row, .sheet_column = 1};

    if (!is_quoted(part, row))
        return 0;
    findings_add(findings, RULE_FILE_SEPARATOR, place, NULL,
                 "take away the quotation marks around each whole row, or export the file again",
                 "each whole row stands in quotation marks, and is one cell");
    return 1;
}

static void found_no_headings(enum form_part part, const struct csv_row *row,
                              struct findings *findings)
{
    struct finding_place place = {.part = part, .sheet_row = row->sheet_row};

    findings_add(
        findings, RULE_HEADING_MISSING, place, NULL,
        "put the headings into the first row, as `qd-collector template` writes them, each above "
        "the column that holds just that; if this is another table, make the one that the "
        "template asks for",
        "none of the headings is there: the first row begins with %s",
        printable_quote(findings->arena, row->cells[0].text, row->cells[0].length));
}

int heading_row_is_none(enum form_part part, const struct csv_row *row, unsigned matches,
                        struct findings *findings)
{
    if (heading_names_are_enough(part, matches))
        return 0;
    if (are_of_another_file(part, row, findings) || heading_other_found(part, row, findings))
        return 1;
    if (matches > 0)
        return 0;
    if (!are_in_one_cell(part, row, findings))
        found_no_headings(part, row, findings);
    return 1;
}
