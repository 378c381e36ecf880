#include "collector/commands/kept.h"

#include "collector/words/report.h"
#include "proto/rules/rules.h"

#include <stdio.h>
#include <string.h>

struct findings kept_judged(struct arena *arena, const Qd__Return *returned)
{
    const struct rules_input input = rules_input_whole(returned);
    struct findings findings;

    findings_init(&findings, arena);
    rules_check(&input, &findings);
    findings_sort(&findings);
    return findings;
}

static int is_same(const struct finding *a, const struct finding *b)
{
    return a->rule == b->rule && a->place.part == b->place.part &&
           a->place.index == b->place.index && a->place.field == b->place.field &&
           a->place.whole_part == b->place.whole_part;
}

static int is_among(const struct findings *findings, const struct finding *finding)
{
    for (size_t i = 0; i < findings->count; i++)
        if (is_same(&findings->list[i], finding))
            return 1;
    return 0;
}

// Only what asks, has no words yet, and was not asked before anything was kept stays in `findings`.
static void take_what_is_new(struct findings *findings, const struct findings *before)
{
    size_t count = 0;

    for (size_t i = 0; i < findings->count; i++)
        if (findings->list[i].rule->class == RULE_ASKS && !findings->list[i].explained &&
            !is_among(before, &findings->list[i]))
            findings->list[count++] = findings->list[i];
    findings->count = findings->asks = count;
    findings->informs = 0;
    memset(findings->not_checked, 0, sizeof findings->not_checked);
}

size_t kept_say(struct findings *findings, const struct findings *before)
{
    if (findings->stops > 0) {
        (void)report_findings_text(stderr, findings, "the return with what is kept", NULL);
        return findings->stops;
    }
    take_what_is_new(findings, before);
    if (findings->count > 0)
        (void)report_findings_text(stderr, findings, "what is kept", NULL);
    return 0;
}
