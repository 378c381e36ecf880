#include "reporter/table/judged.h"

#include "lib/base/list.h"
#include "proto/rules/rules.h"

#include <string.h>

// What was found in one return, and what is kept of it. `said` has the words of each that is kept, as they stand
// in the return.
struct judging {
    struct judged *judged;
    struct arena *arena;
    const char **said;
};

// The words in the arena: what answers several findings is there once.
static const char *keep_words(const struct judging *judging, const char *words)
{
    for (size_t i = 0; i < judging->judged->count; i++)
        if (judging->said[i] == words)
            return judging->judged->list[i].explanation;
    return arena_strdup(judging->arena, words);
}

static int keep(const struct judging *judging, const Qd__Return *returned,
                const struct finding *finding)
{
    struct judged *judged = judging->judged;
    const char *words = NULL;
    struct judged_finding *kept;

    if (finding->explanation != NULL) {
        words = keep_words(judging, finding->explanation);
        if (words == NULL)
            return -1;
    }
    judging->said[judged->count] = finding->explanation;
    kept = LIST_ADD(judging->arena, judged->list, judged->count);
    if (kept == NULL)
        return -1;
    *kept = (struct judged_finding){finding->rule, words, table_notes_place(returned, finding)};
    return 0;
}

static int keep_all(struct judging *judging, const Qd__Return *returned,
                    const struct findings *findings)
{
    judging->said = arena_alloc(findings->arena, (findings->count + 1) * sizeof *judging->said);
    if (judging->said == NULL)
        return -1;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];

        if ((finding->explanation != NULL || finding->rule->class == RULE_ASKS) &&
            keep(judging, returned, finding) != 0)
            return -1;
    }
    return 0;
}

int judged_make(struct judged *judged, struct arena *arena, struct arena *scratch,
                const Qd__Return *returned)
{
    const struct rules_input input = rules_input_whole(returned);
    struct judging judging = {.judged = judged, .arena = arena};
    struct findings findings;

    *judged = (struct judged){.count = 0};
    findings_init(&findings, scratch);
    rules_check(&input, &findings);
    return scratch->exhausted ? -1 : keep_all(&judging, returned, &findings);
}
