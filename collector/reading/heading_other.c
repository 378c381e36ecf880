#include "collector/reading/heading_other.h"

#include "collector/reading/heading_name.h"
#include "collector/words/printable.h"
#include "lib/base/spelling.h"

#include <string.h>
#include <strings.h>

// As the systems of councils and schools call them.
static const char *const of_a_person[] = {
    "upn",           "uln",           "unique pupil number",
    "nhs number",    "nhs no",        "forename",
    "first name",    "given name",    "surname",
    "last name",     "family name",   "full name",
    "child name",    "childs name",   "pupil name",
    "student name",  "client name",   "young person",
    "dob",           "date of birth", "birth date",
    "person id",     "client id",     "child id",
    "pupil id",      "student id",    "mosaic id",
    "lcs id",        "ehm id",        "case id",
    "address",       "home address",  "postcode",
    "home postcode", "parent name",
};

// In which officers say why.
static const char *const of_words[] = {"comment",    "comments",  "note",        "notes",
                                       "remark",     "remarks",   "reason",      "reasons",
                                       "commentary", "narrative", "explanation", "why"};

static const char *const of_a_pivot[] = {"sum of ", "count of ", "average of ", "row labels",
                                         "column labels"};

// Quotation marks that CSV does not have.
static const char *const marks[] = {"'",      "\u2018", "\u2019", "\u201C",
                                    "\u201D", "\u00AB", "\u00BB", "`"};

int heading_other_is_of_a_person(const char *text)
{
    for (size_t i = 0; i < sizeof of_a_person / sizeof of_a_person[0]; i++)
        if (spelling_same(of_a_person[i], text))
            return 1;
    return 0;
}

const char *heading_other_fix(const char *text)
{
    if (heading_other_is_of_a_person(text))
        return "delete the column: a return holds counts, and nothing about a single child or "
               "family";
    for (size_t i = 0; i < sizeof of_words / sizeof of_words[0]; i++)
        if (spelling_same(of_words[i], text))
            return "move what explains a figure to explanations.csv, or the note to return.csv, "
                   "and delete the column";
    return NULL;
}

static int is_of_a_pivot(const char *text)
{
    text += strspn(text, " \t");
    for (size_t i = 0; i < sizeof of_a_pivot / sizeof of_a_pivot[0]; i++)
        if (strncasecmp(text, of_a_pivot[i], strlen(of_a_pivot[i])) == 0)
            return 1;
    return 0;
}

// The first heading for which this holds; NULL.
static const struct csv_cell *first(const struct csv_row *row, int (*holds)(const char *text))
{
    for (size_t i = 0; i < row->count; i++)
        if (csv_is_filled(&row->cells[i]) && holds(row->cells[i].text))
            return &row->cells[i];
    return NULL;
}

static struct finding_place place_of(enum form_part part, const struct csv_row *row,
                                     const struct csv_cell *cell)
{
    return (struct finding_place){.part = part,
                                  .sheet_row = row->sheet_row,
                                  .sheet_column = (uint32_t)(cell - row->cells) + 1};
}

// Tables that one of their headings gives away.
static const struct {
    int (*holds)(const char *heading);
    const char *name, *why, *fix;
} kinds[] = {
    {heading_other_is_of_a_person, "a list of children or of cases",
     "and a return holds nothing about a single one",
     "take this file out of the folder: count the children into the rows and columns of the "
     "template, and return the counts"},
    {is_of_a_pivot, "a pivot table", "in which headings and codes stand crosswise",
     "show the pivot table in tabular form with all labels repeated and without totals, copy it, "
     "paste it as values, and give its columns the headings of the template"},
};

static int are_of_a_kind(enum form_part part, const struct csv_row *row, struct findings *findings)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct csv_cell *cell = first(row, kinds[i].holds);

        if (cell == NULL)
            continue;
        findings_add(findings, RULE_HEADING_UNKNOWN, place_of(part, row, cell), cell->text,
                     kinds[i].fix, "this is %s (%s), %s", kinds[i].name,
                     printable_quote(findings->arena, cell->text, cell->length), kinds[i].why);
        return 1;
    }
    return 0;
}

// How many bytes the mark at this end of the text takes; 0 when it is not a mark.
static size_t mark_at(const char *text, size_t length, int at_end)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const size_t bytes = strlen(marks[i]);

        if (bytes <= length && memcmp(at_end ? text + length - bytes : text, marks[i], bytes) == 0)
            return bytes;
    }
    return 0;
}

static int are_in_other_marks(enum form_part part, const struct csv_row *row,
                              struct findings *findings)
{
    unsigned matches = 0;

    for (size_t i = 0; i < row->count; i++) {
        const struct csv_cell *cell = &row->cells[i];
        const size_t before = mark_at(cell->text, cell->length, 0);
        const size_t after = before == 0 ? 0 : mark_at(cell->text, cell->length, 1);

        matches +=
            after > 0 && before + after < cell->length &&
            heading_name_field(part, cell->text + before, cell->length - before - after) != NULL;
    }
    if (!heading_names_are_enough(part, matches))
        return 0;
    findings_add(findings, RULE_FILE_QUOTE, place_of(part, row, row->cells), row->cells[0].text,
                 "export the file again with straight double quotation marks (\") around cells, or "
                 "with none",
                 "the cells stand in quotation marks that CSV does not have");
    return 1;
}

int heading_other_found(enum form_part part, const struct csv_row *row, struct findings *findings)
{
    return are_of_a_kind(part, row, findings) || are_in_other_marks(part, row, findings);
}
