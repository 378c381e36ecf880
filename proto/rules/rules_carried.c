// The rule over words that were carried over from an earlier return. Words are for a finding: copied
// into the next period they say nothing of it, and where the figures were changed they answer what is
// no longer there.
#include "proto/form/period.h"
#include "proto/rules/explanation_target.h"
#include "proto/rules/rules_internal.h"

#include <stdlib.h>
#include <string.h>

// An earlier return, and its explanations in order.
struct before {
    const Qd__Return *returned;
    struct rules_explanations explanations;
    struct findings scratch;  // what its explanations answer is not looked for here
};

static void begin(struct before *before, const Qd__Return *returned, struct arena *arena)
{
    const struct rules_input input = rules_input_whole(returned);

    before->returned = returned;
    findings_init(&before->scratch, arena);
    rules_explanations_begin(&before->explanations, &input, &before->scratch);
}

// --- what words answer

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

// What the rules find in a return and these words of it answer, in an order of their own, as one text:
// "" for nothing. NULL when memory is exhausted.
static const char *answered_by(const struct rules_run *run, const Qd__Return *returned,
                               const char *words)
{
    struct arena *arena = run->findings->arena;
    const struct rules_input input = rules_input_whole(returned);
    struct findings findings;
    const char **whats, *text = "";
    size_t count = 0;

    findings_init(&findings, arena);
    run->judge(&input, &findings);
    whats = arena_alloc(arena, findings.count * sizeof *whats + 1);
    for (size_t i = 0; whats != NULL && i < findings.count; i++)
        if (findings.list[i].explanation == words)
            whats[count++] = findings.list[i].what;
    if (whats == NULL)
        return NULL;
    qsort(whats, count, sizeof *whats, compare_texts);
    for (size_t i = 0; i < count && text != NULL; i++)
        text = arena_printf(arena, "%s%s%s", text, i == 0 ? "" : "; ", whats[i]);
    return text;
}

// Words for nothing are told by another rule.
static int answers_something(const struct rules_run *run, const char *words)
{
    for (size_t i = 0; i < run->findings->count; i++)
        if (run->findings->list[i].explanation == words)
            return 1;
    return 0;
}

static int is_whole(const struct rules_input *input)
{
    for (int part = 0; part < FORM_PARTS; part++)
        if (input->read[part] != RULES_READ_WHOLE)
            return 0;
    return 1;
}

// --- one explanation

static struct finding_place words_of(size_t index)
{
    return (struct finding_place){.part = FORM_EXPLANATIONS,
                                  .index = index,
                                  .field = protobuf_c_message_descriptor_get_field_by_name(
                                      &qd__explanation__descriptor, "explanation")};
}

// In the return that this one replaces the same words are right, as long as they answer the same.
static int ask_of_replaced(const struct rules_run *run, size_t index, const char *words,
                           const struct before *before)
{
    const Qd__Explanation *row = run->returned->explanations[index];
    const char *then, *now;

    if (!is_whole(run->input))
        return 0;
    then = answered_by(run, before->returned, words);
    now = answered_by(run, run->returned, row->explanation);
    if (then == NULL || now == NULL || *then == '\0' || *now == '\0' || strcmp(then, now) == 0)
        return 0;
    rules_found(run, words_of(index), "\"%s\" answered this in the return that was sent before: %s",
                row->explanation, then);
    return 1;
}

static int ask(const struct rules_run *run, size_t index, const struct before *before)
{
    const Qd__Explanation *row = run->returned->explanations[index];
    const struct explanation_target target = explanation_target_of(row);
    const char *words = rules_explanations_words(&before->explanations, &target);
    const Qd__Period *period = before->returned->header->period;
    char name[PERIOD_TEXT_BYTES];

    if (words == NULL || strcmp(words, row->explanation) != 0 ||
        !answers_something(run, row->explanation))
        return 0;
    if (period_key(period) == period_key(run->returned->header->period))
        return ask_of_replaced(run, index, words, before);
    period_format(period, name);
    rules_found(run, words_of(index), "\"%s\" stood in the return for %s as well", row->explanation,
                name);
    return 1;
}

// The latest of the returns in which the words stood is named.
void rules_carried_over(const struct rules_run *run)
{
    const size_t count = run->returned->n_explanations;
    unsigned char *asked = arena_zalloc(run->findings->arena, count);

    for (size_t i = 0; asked != NULL && i < run->input->earlier_count; i++) {
        struct before before;

        begin(&before, run->input->earlier[i], run->findings->arena);
        for (size_t index = 0; index < count; index++)
            if (!asked[index])
                asked[index] = (unsigned char)ask(run, index, &before);
    }
}
