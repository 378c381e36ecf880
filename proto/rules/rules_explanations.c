// What an explanation does to what was found.
#include "proto/form/row_key.h"
#include "proto/rules/explanation_target.h"
#include "proto/rules/rules_internal.h"

#include <stdlib.h>
#include <string.h>

static int compare_rows(const void *left, const void *right, void *context)
{
    const Qd__Return *returned = context;
    const size_t a = ((const struct rules_explanation *)left)->index;
    const size_t b = ((const struct rules_explanation *)right)->index;
    const struct explanation_target target_a = explanation_target_of(returned->explanations[a]);
    const struct explanation_target target_b = explanation_target_of(returned->explanations[b]);
    const int order = explanation_target_compare(&target_a, &target_b);

    return order != 0 ? order : (a > b) - (a < b);
}

static const Qd__Explanation *sorted_row(const struct rules_explanations *explanations, size_t at)
{
    return explanations->returned->explanations[explanations->list[at].index];
}

// The first of the explanations for exactly this target; `count` when there is none.
static size_t find(const struct rules_explanations *explanations,
                   const struct explanation_target *target)
{
    size_t low = 0, high = explanations->count;
    struct explanation_target found;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        found = explanation_target_of(sorted_row(explanations, middle));
        if (explanation_target_compare(&found, target) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == explanations->count)
        return low;
    found = explanation_target_of(sorted_row(explanations, low));
    return explanation_target_compare(&found, target) == 0 ? low : explanations->count;
}

// --- answers

static int same_target(const struct rules_explanations *explanations, size_t a, size_t b)
{
    const struct explanation_target target_a = explanation_target_of(sorted_row(explanations, a));
    const struct explanation_target target_b = explanation_target_of(sorted_row(explanations, b));

    return explanation_target_compare(&target_a, &target_b) == 0;
}

// Sorted, and of those for the same target the first one says something if any of them does.
static void index_explanations(struct rules_explanations *explanations, size_t count)
{
    explanations->count = count;
    for (size_t i = 0; i < count; i++)
        explanations->list[i] = (struct rules_explanation){.index = i};
    qsort_r(explanations->list, count, sizeof explanations->list[0], compare_rows,
            (void *)(uintptr_t)explanations->returned);
    for (size_t i = count; i-- > 0;) {
        const Qd__Explanation *row = sorted_row(explanations, i);
        const struct rule *rule = rule_find(row->rule);

        if (rule != NULL)
            explanations->has[rule_id(rule)] = 1;
        if (explanation_target_is_answered(row))
            explanations->list[i].words = row->explanation;
        else if (i + 1 < count && same_target(explanations, i, i + 1))
            explanations->list[i].words = explanations->list[i + 1].words;
    }
}

const char *rules_explanations_words(const struct rules_explanations *explanations,
                                     const struct explanation_target *target)
{
    const size_t at = find(explanations, target);

    return at == explanations->count ? NULL : explanations->list[at].words;
}

// The words for the target, or NULL; notes that something was found there.
static const char *answered(const struct rules_explanations *explanations,
                            const struct explanation_target *target)
{
    const size_t at = find(explanations, target);

    if (at == explanations->count)
        return NULL;
    explanations->list[at].met = 1;
    return explanations->list[at].words;
}

// For each way to leave out pieces of the place, the whole place last. All of them are looked at,
// because each explanation must know whether something was found there.
const char *rules_explanations_answer(const struct rules_explanations *explanations,
                                      const struct explanation_target *place)
{
    enum { PART = 1, ROW = 2, COLUMN = 4, ALL = 7 };
    const char *words = NULL;

    for (unsigned pieces = 0; pieces <= ALL; pieces++) {
        const struct explanation_target target = {.rule = place->rule,
                                                  .part = pieces & PART ? place->part : "",
                                                  .row = pieces & ROW ? place->row : "",
                                                  .column = pieces & COLUMN ? place->column : ""};
        const char *answer = answered(explanations, &target);

        words = answer == NULL ? words : answer;
    }
    return words;
}

// Where files are read a row may have another index than in the return.
static int is_found_in_return(const struct rule *rule)
{
    return rule->scope != RULE_SCOPE_FILE && rule->scope != RULE_SCOPE_HEADING &&
           rule->scope != RULE_SCOPE_CELL;
}

static const char *row_of(const struct rules_explanations *explanations, const struct rule *rule,
                          const struct finding_place *place, struct arena *arena)
{
    const Qd__Return *returned = explanations->returned;
    const char *key;

    if (!is_found_in_return(rule) || place->whole_part ||
        place->index >= form_rows(returned, place->part))
        return "";
    key = row_key(arena, place->part, form_row(returned, place->part, place->index));
    return key == NULL ? "" : key;
}

void rules_explanations_look(const struct rules_explanations *explanations, enum rule_id id,
                             const struct finding_place *place, struct findings *findings,
                             size_t kept_at)
{
    const struct rule *rule = rule_get(id);
    struct finding *kept = kept_at < findings->count ? &findings->list[kept_at] : NULL;
    struct explanation_target target = explanation_target_of_place(rule, place, "");
    const char *words;

    if (explanations->has[id] || (kept != NULL && rule->class == RULE_ASKS))
        target.row = row_of(explanations, rule, place, findings->arena);
    if (kept != NULL)
        kept->row_key = target.row;
    words = explanations->has[id] ? rules_explanations_answer(explanations, &target) : NULL;
    if (words != NULL && rule->class == RULE_ASKS)
        findings_explain(findings, kept_at, words);
}

// Those of a rule that were counted and not kept have no place: an explanation for all that the rule
// finds is for them, too.
static void look_at_not_kept(const struct rules_explanations *explanations,
                             struct findings *findings)
{
    size_t not_kept[RULE_COUNT];

    memcpy(not_kept, findings->found, sizeof not_kept);
    for (size_t i = 0; i < findings->count; i++)
        not_kept[rule_id(findings->list[i].rule)]--;
    for (int id = 0; id < RULE_COUNT; id++) {
        const struct rule *rule = rule_get((enum rule_id)id);
        const struct explanation_target all = {rule->id, "", "", ""};

        if (not_kept[id] > 0 && rule->class == RULE_ASKS && answered(explanations, &all) != NULL)
            findings->asks -= not_kept[id];
    }
}

void rules_explanations_begin(struct rules_explanations *explanations,
                              const struct rules_input *input, struct findings *findings)
{
    const size_t count =
        input->read[FORM_EXPLANATIONS] == RULES_READ_WHOLE ? input->returned->n_explanations : 0;

    *explanations = (struct rules_explanations){.returned = input->returned};
    if (count > 0)
        explanations->list = arena_alloc(findings->arena, count * sizeof explanations->list[0]);
    if (explanations->list == NULL)
        return;
    index_explanations(explanations, count);
    for (size_t i = 0; i < findings->count; i++)
        rules_explanations_look(explanations, rule_id(findings->list[i].rule),
                                &findings->list[i].place, findings, i);
    look_at_not_kept(explanations, findings);
}
