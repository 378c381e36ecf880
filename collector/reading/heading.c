#include "collector/reading/heading.h"

#include "collector/reading/heading_guess.h"
#include "collector/reading/heading_name.h"
#include "collector/reading/heading_row.h"
#include "collector/words/printable.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

static size_t index_of(enum form_part part, const ProtobufCFieldDescriptor *field)
{
    return (size_t)(field - form_part(part)->row->fields);
}

// --- reading it

struct reading {
    struct heading *heading;
    enum form_part part;
    const struct csv_row *row;
    struct findings *findings;
    // By column: the field that an unknown heading is probably meant to be; NULL if none is.
    const ProtobufCFieldDescriptor *meant[CSV_COLUMNS_MAX];
};

static struct finding_place place_of(const struct reading *reading, size_t column)
{
    return (struct finding_place){.part = reading->part,
                                  .sheet_row = reading->row->sheet_row,
                                  .sheet_column = (uint32_t)column + 1};
}

// The cell without the spaces around it, in the arena.
static const char *text_of(const struct reading *reading, size_t column)
{
    const char *text = reading->row->cells[column].text;
    size_t length = reading->row->cells[column].length;
    const char *copy;

    heading_name_trim(&text, &length, HEADING_NAME_SPACES);
    copy = arena_strndup(reading->findings->arena, text, length);
    return copy == NULL ? "" : copy;
}

static void found_blank(const struct reading *reading, size_t column)
{
    char letters[FINDING_LETTERS_BYTES];

    finding_letters((uint32_t)column + 1, letters);
    findings_add(reading->findings, RULE_HEADING_BLANK, place_of(reading, column), "", NULL,
                 "column %s has no heading, but something stands in it", letters);
}

static void found_twice(const struct reading *reading, size_t column,
                        const ProtobufCFieldDescriptor *field, uint32_t first)
{
    struct finding_place place = place_of(reading, column);
    char letters[FINDING_LETTERS_BYTES];

    place.field = field;
    finding_letters(first, letters);
    findings_add(reading->findings, RULE_HEADING_TWICE, place, text_of(reading, column), NULL,
                 "%s is the heading of column %s, too", field->name, letters);
}

static void found_misnamed(const struct reading *reading, size_t column,
                           const ProtobufCFieldDescriptor *meant)
{
    struct arena *arena = reading->findings->arena;
    struct finding_place place = place_of(reading, column);
    const char *text = text_of(reading, column);

    place.heading = text;
    findings_add(reading->findings, RULE_HEADING_UNKNOWN, place, text,
                 arena_printf(arena,
                              "rename it %s if that is what it holds; else delete the column, and "
                              "add one with that heading",
                              meant->name),
                 "the column is headed %s, and the heading is %s",
                 printable_quote(arena, text, strlen(text)), meant->name);
}

static void found_unknown(const struct reading *reading, size_t column,
                          const ProtobufCFieldDescriptor *meant)
{
    struct arena *arena = reading->findings->arena;
    struct finding_place place = place_of(reading, column);
    const char *text = text_of(reading, column), *fix = NULL;

    place.heading = text;
    if (meant != NULL)
        fix = arena_printf(arena, "rename it %s if that is what it holds; else delete the column",
                           meant->name);
    else if (heading_guess_percentage(text))
        fix = "delete the column: percentages are worked out from the counts";
    else
        fix = heading_guess_elsewhere(arena, reading->part, text);
    findings_add(reading->findings, RULE_HEADING_UNKNOWN, place, text, fix,
                 "%s is no heading of %s", printable_quote(arena, text, strlen(text)),
                 form_part(reading->part)->file);
}

// Letters of the columns that may be meant to be the field: "C or E". NULL if there are none.
static const char *columns_meant(const struct reading *reading,
                                 const ProtobufCFieldDescriptor *field)
{
    const char *list = NULL;

    for (size_t i = 0; i < reading->row->count; i++) {
        char letters[FINDING_LETTERS_BYTES];

        if (reading->meant[i] != field)
            continue;
        finding_letters((uint32_t)i + 1, letters);
        list = arena_printf(reading->findings->arena, "%s%s%s", list == NULL ? "" : list,
                            list == NULL ? "" : " or ", letters);
    }
    return list;
}

static void found_missing(const struct reading *reading, const ProtobufCFieldDescriptor *field)
{
    struct arena *arena = reading->findings->arena;
    struct finding_place place = {
        .part = reading->part, .field = field, .sheet_row = reading->row->sheet_row};
    const char *columns = columns_meant(reading, field), *fix;

    if (columns == NULL)
        fix = arena_printf(arena, "add a column with the heading %s%s", field->name,
                           form_may_be_blank(field) ? "; its cells may be left blank" : "");
    else
        fix = arena_printf(arena, "if column %s is meant to be it, rename that", columns);
    findings_add(reading->findings, RULE_HEADING_MISSING, place, NULL, fix, "there is no column %s",
                 field->name);
}

// These cannot be told column by column.
static int found_no_headings(const struct reading *reading)
{
    const char *file = form_part(reading->part)->file;
    struct arena *arena = reading->findings->arena;
    struct finding_place place = {.part = reading->part, .sheet_row = reading->row->sheet_row};
    unsigned matches = heading_row_matches(reading->part, reading->row);

    if (heading_row_is_enough(reading->part, matches))
        return 0;
    for (int i = 0; i < FORM_PARTS; i++) {
        enum form_part other = (enum form_part)i;

        if (!heading_row_is_enough(other, heading_row_matches(other, reading->row)))
            continue;
        findings_add(reading->findings, RULE_HEADING_UNKNOWN, place, NULL,
                     arena_printf(arena, "rename the file, or export the right table as %s", file),
                     "these are the headings of %s, not of %s", form_part(other)->file, file);
        return 1;
    }
    if (matches > 0)
        return 0;
    if (heading_row_is_quoted(reading->part, reading->row)) {
        place.sheet_column = 1;
        findings_add(
            reading->findings, RULE_FILE_SEPARATOR, place, NULL,
            "take away the quotation marks around each whole row, or export the file again",
            "each whole row stands in quotation marks, and is one cell");
        return 1;
    }
    findings_add(
        reading->findings, RULE_HEADING_MISSING, place, NULL,
        "put the headings into the first row, as `qd-collector template` writes them",
        "none of the headings is there: the first row begins with %s",
        printable_quote(arena, reading->row->cells[0].text, reading->row->cells[0].length));
    return 1;
}

// Gives each column that has a right heading to its field. A second one of the same name is found
// here, and then neither of the two is read.
static void give_columns(const struct reading *reading, unsigned char is_twice[HEADING_FIELDS_MAX])
{
    struct heading *heading = reading->heading;

    for (size_t i = 0; i < reading->row->count; i++) {
        const struct csv_cell *cell = &reading->row->cells[i];
        const ProtobufCFieldDescriptor *field =
            heading_name_field(reading->part, cell->text, cell->length);
        uint32_t *column = field == NULL ? NULL : &heading->columns[index_of(reading->part, field)];

        if (field == NULL)
            continue;
        if (*column != 0) {
            found_twice(reading, i, field, *column);
            is_twice[index_of(reading->part, field)] = 1;
            continue;
        }
        *column = (uint32_t)i + 1;
        heading->fields[i] = field;
    }
}

// Neither blank nor a field's.
static int is_unknown(const struct reading *reading, size_t column)
{
    const char *text = text_of(reading, column);

    return *text != '\0' && heading_name_field(reading->part, text, strlen(text)) == NULL;
}

static void find_meant(struct reading *reading)
{
    for (size_t i = 0; i < reading->row->count; i++)
        if (is_unknown(reading, i))
            reading->meant[i] =
                heading_guess(reading->part, reading->heading->columns, text_of(reading, i));
}

// Whether exactly one unknown heading is meant to be this field: then it is one mistake, not two.
static int is_misnamed(const struct reading *reading, const ProtobufCFieldDescriptor *field)
{
    size_t columns = 0;

    for (size_t i = 0; i < reading->row->count; i++)
        columns += reading->meant[i] == field;
    return columns == 1;
}

static void judge_columns(const struct reading *reading, const unsigned char used[CSV_COLUMNS_MAX])
{
    for (size_t i = 0; i < reading->row->count; i++) {
        const ProtobufCFieldDescriptor *meant = reading->meant[i];

        if (meant != NULL && is_misnamed(reading, meant))
            found_misnamed(reading, i, meant);
        else if (is_unknown(reading, i))
            found_unknown(reading, i, meant);
        else if (*text_of(reading, i) == '\0' && used[i])
            found_blank(reading, i);
    }
}

int heading_read(struct heading *heading, enum form_part part, const struct csv_row *row,
                 const unsigned char used[CSV_COLUMNS_MAX], struct findings *findings)
{
    const ProtobufCMessageDescriptor *fields = form_part(part)->row;
    struct reading reading = {heading, part, row, findings, {NULL}};
    unsigned char is_twice[HEADING_FIELDS_MAX] = {0};

    assert(form_columns(fields) <= HEADING_FIELDS_MAX);
    *heading = (struct heading){.sheet_row = row->sheet_row, .count = row->count};
    if (found_no_headings(&reading))
        return 0;
    heading->complete = 1;
    give_columns(&reading, is_twice);
    find_meant(&reading);
    judge_columns(&reading, used);
    for (unsigned i = 0; i < form_columns(fields); i++) {
        if (heading->columns[i] == 0 && !is_misnamed(&reading, &fields->fields[i]))
            found_missing(&reading, &fields->fields[i]);
        if (is_twice[i]) {
            heading->fields[heading->columns[i] - 1] = NULL;
            heading->columns[i] = 0;
        }
        heading->complete &= heading->columns[i] != 0;
    }
    return 1;
}
