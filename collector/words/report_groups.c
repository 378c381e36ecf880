#include "collector/words/report_groups.h"

#include <stdlib.h>
#include <string.h>

enum report_section report_groups_section(const struct finding *finding)
{
    switch (finding->rule->class) {
    case RULE_ASKS:
        return finding->explained ? REPORT_EXPLAINED : REPORT_ASKS;
    case RULE_INFORMS:
        return REPORT_INFORMS;
    case RULE_STOPS:
        break;
    }
    return REPORT_STOPS;
}

static int same_text(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

static int same_cause(const struct finding *a, const struct finding *b)
{
    const struct finding_place *p = &a->place, *q = &b->place;

    return a->rule == b->rule && a->explained == b->explained &&
           same_text(a->explanation, b->explanation) && p->part == q->part &&
           p->field == q->field && p->sheet_column == q->sheet_column &&
           p->whole_part == q->whole_part && same_text(p->file, q->file) &&
           same_text(p->heading, q->heading);
}

static void put_into_group(struct report_groups *groups, const struct findings *findings, size_t at)
{
    const struct finding *finding = &findings->list[at];

    for (size_t i = 0; i < groups->count; i++) {
        struct report_group *group = &groups->list[i];

        if (!same_cause(&findings->list[group->first], finding))
            continue;
        groups->next[group->last] = at;
        group->last = at;
        group->count++;
        return;
    }
    groups->list[groups->count++] =
        (struct report_group){report_groups_section(finding), at, at, 1};
}

enum err report_groups_make(struct report_groups *groups, const struct findings *findings)
{
    *groups = (struct report_groups){
        .list = calloc(findings->count + 1, sizeof groups->list[0]),
        .next = calloc(findings->count + 1, sizeof groups->next[0]),
    };
    if (groups->list == NULL || groups->next == NULL) {
        report_groups_free(groups);
        return ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < findings->count; i++)
        put_into_group(groups, findings, i);
    return ERR_OK;
}

void report_groups_free(struct report_groups *groups)
{
    free(groups->list);
    free(groups->next);
    *groups = (struct report_groups){.list = NULL};
}
