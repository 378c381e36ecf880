#include "proto/rules/rules.h"

#include "proto/form/period.h"
#include "proto/rules/rules_internal.h"
#include "proto/rules/rules_tools.h"

#include <string.h>

// --- whose, and for when

static void judge_as_at_date(const Qd__Return *returned, struct findings *findings)
{
    const Qd__Header *header = returned->header;
    struct finding_place place;
    int32_t day;

    if (header->as_at_date == NULL) {
        findings_add(findings, RULE_AS_AT_MISSING, rules_field(FORM_HEADER, 0, "as_at_date"), NULL,
                     NULL,
                     "as_at_date is blank, and %zu rows of placements were counted on some day",
                     returned->n_placements);
        return;
    }
    day = period_date_days(header->as_at_date);
    if (day < period_first_day(header->period) || day > period_last_day(header->period)) {
        char period[PERIOD_TEXT_BYTES];

        period_format(header->period, period);
        place = rules_field(FORM_HEADER, 0, "as_at_date");
        findings_add(findings, RULE_AS_AT_OUTSIDE, place, rules_value(findings, returned, &place),
                     NULL, "%04u-%02u-%02u is not a day of %s", header->as_at_date->year,
                     header->as_at_date->month, header->as_at_date->day, period);
    }
}

static void judge_period_of_placements(const Qd__Return *returned, struct findings *findings)
{
    char period[PERIOD_TEXT_BYTES];

    if (returned->header->period->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER)
        return;
    period_format(returned->header->period, period);
    findings_add(findings, RULE_PLACEMENTS_PERIOD, finding_place_part(FORM_PLACEMENTS), NULL, NULL,
                 "placements are returned for %s, which is a year", period);
}

// --- across the parts

// Section 251's line 1.4.11 may pay for children who are on another line as well.
static int64_t known_children(const Qd__Return *returned)
{
    int64_t children = 0;

    for (size_t i = 0; i < returned->n_transport; i++)
        if (returned->transport[i]->section_251_line != QD__SECTION251_LINE__LINE_1_4_11)
            children += FIGURE_VALUE(returned->transport[i], children).value;
    return children;
}

static void judge_children(const Qd__Return *returned, struct findings *findings)
{
    struct figure plans = rules_total_plans(returned);
    int64_t children = known_children(returned);

    if (figure_known(plans) && children > plans.value)
        findings_add(findings, RULE_CHILDREN_OVER_PLANS, finding_place_part(FORM_TRANSPORT), NULL,
                     NULL, "%llu children have transport, but there are only %llu plans",
                     (unsigned long long)children, (unsigned long long)plans.value);
}

// --- explanations

// Rules over the file and its cells are judged by the collector alone, so that here it is not known
// whether an explanation of one was asked for.
static int judged_here(const struct rule *rule)
{
    return strchr("IRP", rule->id[strlen("QD-")]) != NULL;
}

static int says_something(const char *text)
{
    return text[strspn(text, " \r\n")] != '\0';
}

// Looks at each explanation, and marks in `explained` the rules that have one.
static void judge_explanations(const Qd__Return *returned, struct findings *findings,
                               uint8_t explained[RULE_COUNT])
{
    for (size_t i = 0; i < returned->n_explanations; i++) {
        const Qd__Explanation *row = returned->explanations[i];
        const struct rule *rule = rule_find(row->rule);
        struct finding_place place = rules_field(FORM_EXPLANATIONS, i, "rule");

        if (rule == NULL) {
            findings_add(findings, RULE_EXPLANATION_UNKNOWN, place, row->rule, NULL,
                         "\"%s\" is the id of no rule", row->rule);
            continue;
        }
        explained[rule - rule_get(0)] = says_something(row->explanation) != 0;
        if (judged_here(rule) && findings->found[rule - rule_get(0)] == 0)
            findings_add(findings, RULE_EXPLANATION_NOT_ASKED, place, row->rule, NULL,
                         "%s (%s) was not found in this return", rule->id, rule->title);
    }
}

static void mark_explained(struct findings *findings, const uint8_t explained[RULE_COUNT])
{
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (explained[i] && rule_get(i)->class == RULE_ASKS)
            findings->asks -= findings->found[i];
    for (size_t i = 0; i < findings->count; i++) {
        struct finding *finding = &findings->list[i];

        finding->explained =
            finding->rule->class == RULE_ASKS && explained[finding->rule - rule_get(0)];
    }
}

// --- all of it

void rules_check(const Qd__Return *returned, struct findings *findings)
{
    if (returned->timeliness == NULL && returned->n_placements == 0 && returned->n_transport == 0)
        findings_add(findings, RULE_NOTHING_RETURNED, finding_place_part(FORM_HEADER), NULL, NULL,
                     "there are neither timeliness nor placements nor transport");
    if (returned->timeliness != NULL)
        rules_timeliness(returned, findings);
    if (returned->n_placements > 0) {
        judge_as_at_date(returned, findings);
        judge_period_of_placements(returned, findings);
        rules_placements(returned, findings);
    }
    if (returned->n_transport > 0)
        rules_transport(returned, findings);
    if (returned->n_transport > 0 && returned->n_placements > 0)
        judge_children(returned, findings);
    if (returned->n_explanations > 0) {
        uint8_t explained[RULE_COUNT] = {0};

        judge_explanations(returned, findings, explained);
        mark_explained(findings, explained);
    }
}
