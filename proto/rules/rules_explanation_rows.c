// The rules over the rows of explanations.
#include "proto/rules/explanation_target.h"
#include "proto/rules/explanation_words.h"
#include "proto/rules/rules_internal.h"

#include <string.h>
#include <strings.h>

void rules_explanations_unknown(const struct rules_run *run)
{
    const Qd__Explanation *row = run->returned->explanations[run->index];

    if (rule_find(row->rule) == NULL && explanation_target_is_answered(row))
        rules_found(run, rules_field(run, "rule"), "\"%s\" is not the id of a rule", row->rule);
}

void rules_explanations_says_nothing(const struct rules_run *run)
{
    const Qd__Explanation *row = run->returned->explanations[run->index];

    if (explanation_target_is_answered(row) && !explanation_words_say(row->explanation))
        rules_found(run, rules_field(run, "explanation"), "\"%s\" does not say why",
                    row->explanation);
}

static int has_column(enum form_part part, const char *column)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;

    for (unsigned i = 0; i < form_columns(row); i++)
        if (strcasecmp(row->fields[i].name, column) == 0)
            return 1;
    return 0;
}

// The column of Explanation that names what does not exist; NULL when all that it names does. What
// only the collector finds may be in a file that is not a part.
static const char *wrong_place(const struct rule *rule, const struct explanation_target *target)
{
    int parts = 0, columns = 0;

    if (!rule_is_of_both_ends(rule->scope))
        return NULL;
    for (int i = 0; i < FORM_PARTS; i++) {
        const enum form_part part = (enum form_part)i;
        const int meant = explanation_target_is_in(target, part);

        parts += meant;
        columns += meant && (*target->column == '\0' || has_column(part, target->column));
    }
    return parts == 0 ? "part" : columns == 0 ? "column" : NULL;
}

void rules_explanations_place(const struct rules_run *run)
{
    const struct explanation_target target =
        explanation_target_of(run->returned->explanations[run->index]);
    const struct rule *rule = rule_find(target.rule);
    const char *wrong = rule == NULL ? NULL : wrong_place(rule, &target);

    if (wrong == NULL)
        return;
    if (strcmp(wrong, "part") == 0)
        rules_found(run, rules_field(run, wrong), "\"%s\" is not a part of a return", target.part);
    else
        rules_found(run, rules_field(run, wrong), "\"%s\" is not a column of %s", target.column,
                    *target.part == '\0' ? "any part" : target.part);
}

// Rows without words are queries (asked.h), and explain nothing. The list is in the order of what is explained, so
// that two for the same are neighbours.
void rules_explanations_twice(const struct rules_run *run)
{
    const struct rules_explanations *explanations = run->explanations;
    const Qd__Explanation *before = NULL;
    struct rules_run at = *run;

    at.part = FORM_EXPLANATIONS;
    for (size_t i = 0; i < explanations->count; i++) {
        const Qd__Explanation *row = run->returned->explanations[explanations->list[i].index];
        const struct explanation_target target = explanation_target_of(row);

        if (!explanation_target_is_answered(row))
            continue;
        at.index = explanations->list[i].index;
        if (before != NULL) {
            const struct explanation_target earlier = explanation_target_of(before);

            if (explanation_target_compare(&earlier, &target) == 0)
                rules_found(&at, rules_field(&at, "explanation"),
                            "\"%s\" is for the same as \"%s\" in another row", row->explanation,
                            before->explanation);
        }
        before = row;
    }
}

static void found_not_asked(const struct rules_run *run, const struct rule *rule, size_t index)
{
    const struct explanation_target target =
        explanation_target_of(run->returned->explanations[index]);
    struct rules_run at = *run;

    at.part = FORM_EXPLANATIONS;
    at.index = index;
    if (*target.part == '\0' && *target.row == '\0' && *target.column == '\0')
        rules_found(&at, rules_field(&at, "rule"), "%s (%s) was not found in this return", rule->id,
                    rule->title);
    else
        rules_found(&at, rules_field(&at, "rule"), "%s (%s) was not found in %s%s%s%s%s", rule->id,
                    rule->title, *target.part == '\0' ? "any part" : target.part,
                    *target.row == '\0' ? "" : ", row ", target.row,
                    *target.column == '\0' ? "" : ", column ", target.column);
}

// At each end alike: by which of the other rules was judged is not known there.
void rules_explanations_not_asked(const struct rules_run *run)
{
    const struct rules_explanations *explanations = run->explanations;
    struct explanation_target before = {"", "", "", ""};

    for (size_t i = 0; i < explanations->count; i++) {
        const struct explanation_target target =
            explanation_target_of(run->returned->explanations[explanations->list[i].index]);
        const struct rule *rule = rule_find(target.rule);

        if (i > 0 && explanation_target_compare(&before, &target) == 0)
            explanations->list[i].met = explanations->list[i - 1].met;
        if (rule != NULL && rule_is_of_both_ends(rule->scope) && !explanations->list[i].met &&
            wrong_place(rule, &target) == NULL)
            found_not_asked(run, rule, explanations->list[i].index);
        before = target;
    }
}
