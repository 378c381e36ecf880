#include "proto/rules/asked.h"

#include "proto/rules/rules_internal.h"

#include <string.h>

static int travels(const struct rule *rule)
{
    return rule->class == RULE_ASKS && !rule_is_of_both_ends(rule->scope);
}

// --- into the return

// A file that is no part of a return.
static int is_stray(const struct finding_place *place)
{
    return place->file != NULL && strcmp(place->file, form_part(place->part)->file) != 0;
}

static char *or_not_given(struct arena *arena, const char *text)
{
    return *text == '\0' ? NULL : arena_strdup(arena, text);
}

// A part goes by its own name. The name of any other file stays where it is: a child may be named in
// it.
static ProtobufCMessage *new_row(const struct finding *finding, struct arena *arena)
{
    struct finding_place place = finding->place;
    ProtobufCMessage *message = form_new_row(arena, FORM_EXPLANATIONS);
    Qd__Explanation *row = (Qd__Explanation *)message;
    struct explanation_target target;

    if (message == NULL)
        return NULL;
    place.file = NULL;
    target = explanation_target_of_place(finding->rule, &place, finding->row_key);
    row->rule = arena_strdup(arena, target.rule);
    row->part = is_stray(&finding->place) ? NULL : arena_strdup(arena, target.part);
    row->row = or_not_given(arena, target.row);
    row->column = or_not_given(arena, target.column);
    row->explanation = arena_strdup(arena, "");
    return message;
}

int asked_put(Qd__Return *returned, const struct findings *findings)
{
    ProtobufCMessage *rows[ASKED_MAX];
    size_t count = 0;

    for (size_t i = 0; i < findings->count && count < ASKED_MAX; i++) {
        const struct finding *finding = &findings->list[i];

        // Words for a file by its name would not be found for a query without it.
        if (!travels(finding->rule) || (finding->explained && is_stray(&finding->place)))
            continue;
        rows[count] = new_row(finding, findings->arena);
        if (rows[count++] == NULL)
            return -1;
    }
    return form_set_rows(findings->arena, returned, FORM_EXPLANATIONS, rows, count);
}

// --- and out of it

static struct finding_place place_of(const struct explanation_target *target)
{
    struct finding_place place = finding_place_part(FORM_HEADER);

    for (int part = 0; part < FORM_PARTS; part++)
        if (*target->part != '\0' && explanation_target_is_in(target, (enum form_part)part))
            place = finding_place_part((enum form_part)part);
    place.field =
        protobuf_c_message_descriptor_get_field_by_name(form_part(place.part)->row, target->column);
    return place;
}

void asked_find(const struct rules_explanations *explanations, struct findings *findings)
{
    const Qd__Return *returned = explanations->returned;

    for (size_t i = 0; i < explanations->count; i++) {
        const Qd__Explanation *row = returned->explanations[i];
        const struct explanation_target target = explanation_target_of(row);
        const struct rule *rule = rule_find(target.rule);
        const size_t before = findings->count;
        const char *words;

        if (explanation_target_is_answered(row))
            continue;
        if (rule == NULL)
            findings->asks++;  // a newer collector's: its words are not known here
        if (rule == NULL || !travels(rule))
            continue;
        findings_add(findings, rule_id(rule), place_of(&target), NULL, NULL,
                     "this was asked where the folder was checked");
        if (before < findings->count)
            findings->list[before].row_key = target.row;
        words = rules_explanations_answer(explanations, &target);
        if (words != NULL)
            findings_explain(findings, before, words);
    }
}
