#include "collector/reading/heading_guess.h"

#include "collector/reading/heading_meaning.h"
#include "lib/base/spelling.h"
#include "proto/form/figures.h"
#include "proto/form/labels.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

// What others call our columns, beside DfE's names of figures in labels.def: DfE's published files
// (timeliness_20_week, where one name is misspelt; caseload) and the SEN2 extract.
static const struct {
    const char *theirs, *ours;
} other_names[] = {
    {"number_asssess_mediation_tribunal", "assess_mediation_tribunal"},
    {"plans_issued_20_weeks", "plans_issued_within_20_weeks"},
    {"ehcplans", "plans"},
    {"ehc_plans", "plans"},
    {"number_of_plans", "plans"},
    {"establishment_type", "setting"},
    {"sensetting", "setting"},
    {"sentype", "primary_need"},
    {"sen_primary_need", "primary_need"},
    {"res", "residence"},
    {"number_of_children", "children"},
    {"pupils", "plans"},
    {"pupils", "children"},
    {"gross_expenditure_gbp", "gross_expenditure"},
    {"section_251", "section_251_line"},
    {"old_la_code", "new_la_code"},
    {"la_code", "new_la_code"},
    {"la_name", "new_la_code"},
    {"lea", "new_la_code"},
    {"time_period", "period"},
    {"reference_date", "as_at_date"},
    {"rule_id", "rule"},
};

// One name may be another column's in another part.
static const ProtobufCFieldDescriptor *by_other_name(enum form_part part, const char *text)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;
    const ProtobufCFieldDescriptor *found = NULL;

    for (unsigned i = 0; i < form_columns(row); i++)
        if (spelling_same(labels_of(&row->fields[i])->dfe, text))
            return &row->fields[i];
    for (size_t i = 0; i < sizeof other_names / sizeof other_names[0] && found == NULL; i++)
        if (spelling_same(other_names[i].theirs, text))
            found = protobuf_c_message_descriptor_get_field_by_name(row, other_names[i].ours);
    return found;
}

int heading_guess_percentage(const char *text)
{
    static const char *const endings[] = {"_pc", "_percent", "_percentage", "%", " pc"};
    size_t length = strlen(text);

    if (strncasecmp(text, "pc_", strlen("pc_")) == 0)
        return 1;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (length >= strlen(endings[i]) &&
            strcasecmp(text + length - strlen(endings[i]), endings[i]) == 0)
            return 1;
    return 0;
}

static const ProtobufCFieldDescriptor *by_slips(enum form_part part, const uint32_t *columns,
                                                const char *text)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;
    const ProtobufCFieldDescriptor *found = NULL;
    size_t best = spelling_slips_allowed(text) + 1;

    for (unsigned i = 0; i < form_columns(row); i++) {
        const ProtobufCFieldDescriptor *field = &row->fields[i];
        size_t slips;

        if (columns[i] != 0)
            continue;
        if (spelling_same(text, labels_of(field)->label))
            slips = 0;
        else if (tolower((unsigned char)*text) == *field->name)
            slips = spelling_slips(text, field->name);
        else
            continue;  // who slips rarely slips in the first letter: notes are no routes
        // Of two that are equally near neither is the one.
        if (slips == best)
            found = NULL;
        if (slips < best) {
            best = slips;
            found = field;
        }
    }
    return found;
}

// Of a heading without the words that change its meaning: the longest name that it holds, or the one
// name that holds it.
static const ProtobufCFieldDescriptor *by_what_it_holds(enum form_part part,
                                                        const uint32_t *columns, const char *text)
{
    enum { LETTERS_MIN = 4 };
    const ProtobufCMessageDescriptor *row = form_part(part)->row;
    const ProtobufCFieldDescriptor *longest = NULL, *holder = NULL;
    size_t holders = 0;

    for (unsigned i = 0; i < form_columns(row); i++) {
        const ProtobufCFieldDescriptor *field = &row->fields[i];

        if (columns[i] != 0 || !figures_is_figure(field))
            continue;
        if (spelling_holds(text, field->name) &&
            (longest == NULL || strlen(field->name) > strlen(longest->name)))
            longest = field;
        if (spelling_letters(text) >= LETTERS_MIN && spelling_holds(field->name, text)) {
            holder = field;
            holders++;
        }
    }
    return longest != NULL ? longest : holders == 1 ? holder : NULL;
}

// Behind the number of a question: "5. Children". The text itself if it does not begin with one.
static const char *behind_number(const char *text)
{
    const size_t digits = strspn(text, "0123456789");
    const size_t signs = strspn(text + digits, ".):");

    if (digits == 0 || signs == 0)
        return text;
    text += digits + signs;
    return text + strspn(text, " ");
}

const ProtobufCFieldDescriptor *heading_guess(struct arena *arena, enum form_part part,
                                              const uint32_t *columns, const char *heading)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;
    const char *text = behind_number(heading);
    const ProtobufCFieldDescriptor *found = by_other_name(part, text);
    const char *without;

    if (found != NULL && columns[found - row->fields] == 0)
        return found;
    if (heading_guess_percentage(text))
        return NULL;  // plans_issued_pc is two slips from plans_issued_ex, and something else
    found = by_slips(part, columns, text);
    without = found == NULL ? heading_meaning_without(arena, text) : NULL;
    if (without != NULL)
        found = by_slips(part, columns, without);
    if (without != NULL && found == NULL)
        found = by_what_it_holds(part, columns, without);
    return found;
}

const char *heading_guess_elsewhere(struct arena *arena, enum form_part part, const char *text)
{
    for (int i = 0; i < FORM_PARTS; i++) {
        const ProtobufCMessageDescriptor *row = form_part((enum form_part)i)->row;

        for (unsigned j = 0; j < form_columns(row); j++)
            if (i != (int)part && strcasecmp(row->fields[j].name, text) == 0)
                return arena_printf(arena, "it belongs to %s: delete the column here",
                                    form_part((enum form_part)i)->file);
    }
    return NULL;
}
