// The rules over explanations, and what an explanation does to what was found.
#include "proto/rules/rules_internal.h"

#include <string.h>

static int says_something(const char *text)
{
    return text[strspn(text, " \r\n")] != '\0';
}

void rules_explanations_unknown(const struct rules_run *run)
{
    const Qd__Explanation *row = run->returned->explanations[run->index];

    if (rule_find(row->rule) == NULL)
        rules_found(run, rules_field(run, "rule"), "\"%s\" is the id of no rule", row->rule);
}

// At each end alike: by which of the other rules was judged is not known there.
void rules_explanations_not_asked(const struct rules_run *run)
{
    struct rules_run at = *run;

    at.part = FORM_EXPLANATIONS;
    for (at.index = 0; at.index < run->returned->n_explanations; at.index++) {
        const struct rule *rule = rule_find(run->returned->explanations[at.index]->rule);

        if (rule != NULL && rule_is_of_both_ends(rule->scope) &&
            run->findings->found[rule_id(rule)] == 0)
            rules_found(&at, rules_field(&at, "rule"), "%s (%s) was not found in this return",
                        rule->id, rule->title);
    }
}

void rules_explanations_mark(const struct rules_input *input, struct findings *findings)
{
    uint8_t explained[RULE_COUNT] = {0};

    if (input->read[FORM_EXPLANATIONS] != RULES_READ_WHOLE)
        return;
    for (size_t i = 0; i < input->returned->n_explanations; i++) {
        const Qd__Explanation *row = input->returned->explanations[i];
        const struct rule *rule = rule_find(row->rule);

        if (rule != NULL && rule->class == RULE_ASKS)
            explained[rule_id(rule)] = says_something(row->explanation) != 0;
    }
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (explained[i])
            findings->asks -= findings->found[i];
    for (size_t i = 0; i < findings->count; i++)
        findings->list[i].explained = explained[rule_id(findings->list[i].rule)];
}
