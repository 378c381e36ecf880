// The rules over transport.
#include "proto/rules/duplicates.h"
#include "proto/rules/rules_internal.h"
#include "proto/rules/rules_tools.h"

static void judge_solo(const Qd__Return *returned, size_t index, struct findings *findings)
{
    const Qd__Transport *row = returned->transport[index];
    const struct {
        const char *name, *words;
        struct figure figure;
    } parts[] = {{"solo", "travel alone", FIGURE_VALUE(row, solo)},
                 {"passenger_assistants", "travel with an assistant",
                  FIGURE_VALUE(row, passenger_assistants)}};
    struct figure children = FIGURE_VALUE(row, children);

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct figure part = parts[i].figure;
        struct finding_place place;

        if (!figure_known(part) || !figure_known(children) || part.value <= children.value)
            continue;
        place = rules_field(FORM_TRANSPORT, index, parts[i].name);
        findings_add(findings, RULE_SOLO_OVER_CHILDREN, place,
                     rules_value(findings, returned, &place), NULL,
                     "%llu %s, but only %llu children travel", (unsigned long long)part.value,
                     parts[i].words, (unsigned long long)children.value);
    }
}

static void found_repeated(void *context, size_t earlier, size_t later)
{
    findings_add(context, RULE_ROW_TWICE, rules_row(FORM_TRANSPORT, later), NULL, NULL,
                 "the same line, mode, phase and location stand %zu %s of figures further up",
                 later - earlier, later - earlier == 1 ? "row" : "rows");
}

static void judge_repeated(const Qd__Return *returned, struct findings *findings)
{
    size_t count = returned->n_transport;
    struct combination *rows = arena_alloc(findings->arena, count * sizeof *rows);

    for (size_t i = 0; i < count && rows != NULL; i++) {
        const Qd__Transport *row = returned->transport[i];

        rows[i] = (struct combination){
            .codes = (uint64_t)row->section_251_line << 24 | (uint64_t)row->mode << 16 |
                     (uint64_t)row->phase << 8 | (uint64_t)row->location};
    }
    if (rows == NULL ||
        duplicates_find(findings->arena, rows, count, found_repeated, findings) != 0)
        findings_add(findings, RULE_ROW_TWICE, finding_place_part(FORM_TRANSPORT), NULL,
                     "return fewer rows", "memory did not suffice to look for rows that repeat");
}

void rules_transport(const Qd__Return *returned, struct findings *findings)
{
    for (size_t i = 0; i < returned->n_transport; i++)
        judge_solo(returned, i, findings);
    judge_repeated(returned, findings);
}
