#include "collector/reading/heading.h"

#include "collector/reading/heading_guess.h"
#include "collector/reading/heading_meaning.h"
#include "collector/reading/heading_missing.h"
#include "collector/reading/heading_other.h"
#include "collector/words/printable.h"
#include "proto/form/figures.h"
#include "proto/form/history.h"

#include <assert.h>
#include <string.h>

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
    struct column {
        const char *text;                       // without the spaces around it
        const ProtobufCFieldDescriptor *named;  // the field whose name it is; NULL: none
        const ProtobufCFieldDescriptor *meant;  // that an unknown heading is probably meant to be
    } * columns;
};

static struct finding_place place_of(const struct reading *reading, size_t column)
{
    return (struct finding_place){.part = reading->part,
                                  .sheet_row = reading->row->sheet_row,
                                  .sheet_column = (uint32_t)column + 1};
}

static const char *trimmed(struct arena *arena, const struct csv_cell *cell)
{
    static const char spaces[] = " \t\r\n";
    const char *text = cell->text + strspn(cell->text, spaces);
    size_t length = cell->length - (size_t)(text - cell->text);
    const char *copy;

    if (!csv_is_filled(cell))
        return "";
    while (length > 0 && text[length - 1] != '\0' && strchr(spaces, text[length - 1]) != NULL)
        length--;
    copy = arena_strndup(arena, text, length);
    return copy == NULL ? "" : copy;
}

static int make_columns(struct reading *reading, const struct heading_names *names)
{
    struct arena *arena = reading->findings->arena;
    size_t count = reading->row->count;

    reading->columns = arena_zalloc(arena, count * sizeof reading->columns[0]);
    for (size_t i = 0; reading->columns != NULL && i < count; i++) {
        reading->columns[i].named = names->fields[i];
        reading->columns[i].text = trimmed(arena, &reading->row->cells[i]);
    }
    return reading->columns != NULL;
}

static int is_unknown(const struct column *column)
{
    return column->named == NULL && column->text[0] != '\0';
}

// --- findings

static void found_twice(const struct reading *reading, size_t column, uint32_t first)
{
    struct finding_place place = place_of(reading, column);
    char letters[FINDING_LETTERS_BYTES];

    place.field = reading->columns[column].named;
    finding_letters(first, letters);
    findings_add(reading->findings, RULE_HEADING_TWICE, place, reading->columns[column].text, NULL,
                 "%s is the heading of column %s, too", place.field->name, letters);
}

// How to fix a heading whose words change what its figures are; NULL when they do not.
static const char *other_meaning(const struct reading *reading, size_t column)
{
    const ProtobufCFieldDescriptor *meant = reading->columns[column].meant;
    const int is_figure =
        meant == NULL ? figures_in(form_part(reading->part)->row) : figures_is_figure(meant);
    const char *says = is_figure ? heading_meaning(reading->columns[column].text, meant) : NULL;

    return says == NULL ? NULL : heading_meaning_fix(reading->findings->arena, says, meant);
}

// One mistake: the heading is unknown, and so the column is missing.
static void found_misnamed(const struct reading *reading, size_t column)
{
    struct arena *arena = reading->findings->arena;
    struct finding_place place = place_of(reading, column);
    const char *text = reading->columns[column].text;
    const char *name = reading->columns[column].meant->name;
    const char *fix = other_meaning(reading, column);

    place.heading = text;
    if (fix == NULL)
        fix = arena_printf(arena,
                           "rename it %s if that is what it holds; else delete the column, and add "
                           "one with that heading",
                           name);
    findings_add(reading->findings, RULE_HEADING_UNKNOWN, place, text, fix,
                 "the column is headed %s, and the heading is %s",
                 printable_quote(arena, text, strlen(text)), name);
}

static void found_unknown(const struct reading *reading, size_t column)
{
    struct arena *arena = reading->findings->arena;
    struct finding_place place = place_of(reading, column);
    const char *text = reading->columns[column].text, *fix = heading_other_fix(text);

    place.heading = text;
    if (fix == NULL && heading_guess_percentage(text))
        fix = "delete the column: percentages are worked out from the counts";
    if (fix == NULL)
        fix = other_meaning(reading, column);
    if (fix == NULL && reading->columns[column].meant != NULL)
        fix = arena_printf(arena, "rename it %s if that is what it holds; else delete the column",
                           reading->columns[column].meant->name);
    else if (fix == NULL)
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

        if (reading->columns[i].meant != field)
            continue;
        finding_letters((uint32_t)i + 1, letters);
        list = arena_printf(reading->findings->arena, "%s%s%s", list == NULL ? "" : list,
                            list == NULL ? "" : " or ", letters);
    }
    return list;
}

static void found_meant(const struct reading *reading, const ProtobufCFieldDescriptor *field,
                        const char *columns)
{
    struct finding_place place = {
        .part = reading->part, .field = field, .sheet_row = reading->row->sheet_row};

    findings_add(reading->findings, RULE_HEADING_MISSING, place, NULL,
                 arena_printf(reading->findings->arena,
                              "if column %s is meant to be it, rename that", columns),
                 "there is no column %s", field->name);
}

// --- columns

// Gives each column that has a right heading to its field. Of a second one of the same name neither
// is read.
static void give_columns(const struct reading *reading, unsigned char is_twice[HEADING_FIELDS_MAX])
{
    struct heading *heading = reading->heading;

    for (size_t i = 0; i < reading->row->count; i++) {
        const ProtobufCFieldDescriptor *field = reading->columns[i].named;
        uint32_t *column = field == NULL ? NULL : &heading->columns[index_of(reading->part, field)];

        if (field == NULL)
            continue;
        if (*column != 0) {
            found_twice(reading, i, *column);
            is_twice[index_of(reading->part, field)] = 1;
            continue;
        }
        *column = (uint32_t)i + 1;
        heading->fields[i] = field;
    }
}

static void find_meant(const struct reading *reading)
{
    for (size_t i = 0; i < reading->row->count; i++)
        if (is_unknown(&reading->columns[i]) &&
            !heading_other_is_of_a_person(reading->columns[i].text))
            reading->columns[i].meant =
                heading_guess(reading->findings->arena, reading->part, reading->heading->columns,
                              reading->columns[i].text);
}

// Whether exactly one unknown heading is meant to be this field.
static int is_misnamed(const struct reading *reading, const ProtobufCFieldDescriptor *field)
{
    size_t columns = 0;

    for (size_t i = 0; field != NULL && i < reading->row->count; i++)
        columns += reading->columns[i].meant == field;
    return columns == 1;
}

static void judge_columns(const struct reading *reading)
{
    struct heading *heading = reading->heading;

    for (size_t i = 0; i < reading->row->count; i++) {
        const struct column *column = &reading->columns[i];

        if (column->text[0] == '\0')
            heading->nameless[heading->nameless_count++] = i;
        else if (is_misnamed(reading, column->meant))
            found_misnamed(reading, i);
        else if (is_unknown(column))
            found_unknown(reading, i);
    }
}

// The version of the form that the file is of: the one in which the youngest of its columns came.
static uint32_t version_of(const struct reading *reading)
{
    uint32_t version = form_part(reading->part)->since;

    for (size_t i = 0; i < reading->row->count; i++) {
        const ProtobufCFieldDescriptor *field = reading->columns[i].named;

        if (field != NULL && history_since(field) > version)
            version = history_since(field);
    }
    return version;
}

// What may be blank, but for a price: figures must not go missing in silence.
static int may_be_left_out(const ProtobufCFieldDescriptor *field)
{
    return form_may_be_blank(field) && !figures_is_figure(field);
}

// A field that has no column, or more than one.
static void judge_missing(const struct reading *reading, const ProtobufCFieldDescriptor *field)
{
    struct heading *heading = reading->heading;
    const uint64_t bit = UINT64_C(1) << index_of(reading->part, field);
    const char *columns = columns_meant(reading, field);

    if (is_misnamed(reading, field)) {
        heading->complete = 0;
    } else if (history_since(field) > heading->version) {
        heading->later |= bit;
    } else if (columns == NULL && may_be_left_out(field)) {
        heading->left_out |= bit;
    } else {
        heading->complete = 0;
        if (columns == NULL)
            heading->missing |= bit;
        else
            found_meant(reading, field, columns);
    }
}

enum err heading_read(struct heading *heading, enum form_part part, const struct csv_row *row,
                      const struct heading_names *names, struct findings *findings)
{
    const ProtobufCMessageDescriptor *fields = form_part(part)->row;
    struct reading reading = {heading, part, row, findings, NULL};
    unsigned char is_twice[HEADING_FIELDS_MAX] = {0};

    assert(form_columns(fields) <= HEADING_FIELDS_MAX);
    *heading = (struct heading){.part = part, .sheet_row = row->sheet_row, .count = row->count};
    if (!make_columns(&reading, names))
        return ERR_NO_MEMORY;
    heading->complete = 1;
    heading->version = version_of(&reading);
    give_columns(&reading, is_twice);
    find_meant(&reading);
    judge_columns(&reading);
    for (unsigned i = 0; i < form_columns(fields); i++) {
        if (heading->columns[i] == 0)
            judge_missing(&reading, &fields->fields[i]);
        if (is_twice[i]) {
            heading->fields[heading->columns[i] - 1] = NULL;
            heading->columns[i] = 0;
            heading->complete = 0;
        }
    }
    heading_missing_found(heading, findings);
    return ERR_OK;
}

// --- below it

static void found_nameless(const struct heading *heading, size_t column, struct findings *findings)
{
    struct finding_place place = {.part = heading->part,
                                  .sheet_row = heading->sheet_row,
                                  .sheet_column = (uint32_t)column + 1};
    char letters[FINDING_LETTERS_BYTES];

    finding_letters(place.sheet_column, letters);
    findings_add(findings, RULE_HEADING_BLANK, place, "", NULL,
                 "column %s has no heading, but something stands in it", letters);
}

void heading_look_below(struct heading *heading, const struct csv_row *row,
                        struct findings *findings)
{
    size_t left = 0;

    for (size_t i = 0; i < heading->nameless_count; i++) {
        size_t column = heading->nameless[i];

        if (column < row->count && csv_is_filled(&row->cells[column]))
            found_nameless(heading, column, findings);
        else
            heading->nameless[left++] = column;
    }
    heading->nameless_count = left;
}
