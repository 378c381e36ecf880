#include "collector/reading/heading_guess.h"

#include "lib/base/spelling.h"
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

const ProtobufCFieldDescriptor *heading_guess(enum form_part part, const uint32_t *columns,
                                              const char *text)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;
    const ProtobufCFieldDescriptor *found = by_other_name(part, text);
    size_t best = spelling_slips_allowed(text) + 1;

    if (found != NULL && columns[found - row->fields] == 0)
        return found;
    found = NULL;
    if (heading_guess_percentage(text))
        return NULL;  // plans_issued_pc is two slips from plans_issued_ex, and something else
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

// Whether a text has this word: letters and digits, with something else around them.
static int has_word(const char *text, const char *word)
{
    while (*text != '\0') {
        size_t length = 0;

        while (isalnum((unsigned char)text[length]))
            length++;
        if (length == strlen(word) && strncasecmp(text, word, length) == 0)
            return 1;
        text += length > 0 ? length : 1;
    }
    return 0;
}

const char *heading_guess_other_meaning(struct arena *arena, const char *text,
                                        const ProtobufCFieldDescriptor *meant)
{
    static const struct {
        const char *word, *meaning;
    } words[] = {
        {"000", "thousands"},
        {"000s", "thousands"},
        {"k", "thousands"},
        {"thousand", "thousands"},
        {"thousands", "thousands"},
        {"m", "millions"},
        {"millions", "millions"},
        {"pence", "pence"},
        {"ytd", "the year to date"},
        {"cumulative", "the year to date"},
        {"avg", "an average"},
        {"average", "an average"},
        {"mean", "an average"},
        {"per", "a rate"},
        {"weekly", "a week's figure"},
        {"monthly", "a month's figure"},
        {"net", "a net figure"},
        {"not", "that something is left out"},
        {"excl", "that something is left out"},
        {"excluding", "that something is left out"},
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (has_word(text, words[i].word) && !has_word(meant->name, words[i].word))
            return arena_printf(arena,
                                "the heading says %s: put in the figures that %s asks for, as the "
                                "template explains it, and only then head it so",
                                words[i].meaning, meant->name);
    return NULL;
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
