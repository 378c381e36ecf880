// The rules over timeliness: parts and wholes among the figures of its one row.
#include "proto/rules/rules_internal.h"

#include <stddef.h>

// A count by its place in the row and its name.
struct named {
    size_t known, value;  // offsets
    const char *name;
    const char *words;  // what it counts: "412 within 20 weeks"
};
#define NAMED(field, words)                                                                        \
    {                                                                                              \
        offsetof(Qd__Timeliness, has_##field), offsetof(Qd__Timeliness, field), #field, words      \
    }

static struct figure figure_named(const Qd__Timeliness *row, const struct named *named)
{
    const char *start = (const char *)row;

    if (!*(const protobuf_c_boolean *)(start + named->known))
        return figure_missing(FIGURE_BLANK);
    return figure_of((int64_t) * (const uint64_t *)(const void *)(start + named->value));
}

// --- one part and its whole

static const struct {
    enum rule_id rule;
    struct named part, whole;
} pairs[] = {
    {RULE_WITHIN_OVER_ISSUED, NAMED(plans_issued_within_20_weeks, "within 20 weeks"),
     NAMED(plans_issued, "plans issued")},
    {RULE_WITHIN_OVER_ISSUED,
     NAMED(plans_issued_within_20_weeks_ex, "within 20 weeks without exceptions"),
     NAMED(plans_issued_ex, "plans issued without exceptions")},
    {RULE_EX_OVER_ALL, NAMED(plans_issued_ex, "plans issued without exceptions"),
     NAMED(plans_issued, "plans issued with them")},
    {RULE_EX_OVER_ALL, NAMED(plans_issued_within_20_weeks_ex, "within 20 weeks without exceptions"),
     NAMED(plans_issued_within_20_weeks, "within 20 weeks with them")},
    {RULE_EX_OVER_ALL,
     NAMED(plans_issued_20_to_52_weeks_ex, "after 20 to 52 weeks without exceptions"),
     NAMED(plans_issued_20_to_52_weeks, "after 20 to 52 weeks with them")},
    {RULE_EX_OVER_ALL,
     NAMED(plans_issued_over_52_weeks_ex, "after more than 52 weeks without exceptions"),
     NAMED(plans_issued_over_52_weeks, "after more than 52 weeks with them")},
    {RULE_OVERDUE_OVER_OPEN, NAMED(requests_open_over_6_weeks, "requests open for over 6 weeks"),
     NAMED(requests_open, "requests open")},
    {RULE_OVERDUE_OVER_OPEN,
     NAMED(assessments_open_over_20_weeks, "assessments open for over 20 weeks"),
     NAMED(assessments_open, "assessments open")},
    {RULE_SPECIAL_CASE_OVER_ALL,
     NAMED(requests_rya, "requests about a person in youth accommodation"),
     NAMED(requests_received, "requests received")},
    {RULE_SPECIAL_CASE_OVER_ALL,
     NAMED(tribunal_after_mediation_request, "appeals about a request after mediation"),
     NAMED(tribunal_related_request, "appeals about a request")},
    {RULE_SPECIAL_CASE_OVER_ALL,
     NAMED(assess_mediation_tribunal, "appeals about an assessment after mediation"),
     NAMED(assess_tribunal, "appeals about an assessment")},
    {RULE_SPECIAL_CASE_OVER_ALL, NAMED(other_mediation_tribunal, "other appeals after mediation"),
     NAMED(other_tribunal, "other appeals")},
};

void rules_timeliness_pairs(const struct rules_run *run)
{
    const Qd__Timeliness *row = run->returned->timeliness;

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct figure part = figure_named(row, &pairs[i].part);
        struct figure whole = figure_named(row, &pairs[i].whole);

        if (pairs[i].rule == run->rule && figure_known(part) && figure_known(whole) &&
            part.value > whole.value)
            rules_found(run, rules_field(run, pairs[i].part.name), "%lld %s, but only %lld %s",
                        (long long)part.value, pairs[i].part.words, (long long)whole.value,
                        pairs[i].whole.words);
    }
}

// --- parts that make up their whole

enum { PARTS_MAX = 4 };

static const struct sum {
    enum rule_id less, more;  // the parts make less, or more, than the whole
    struct named whole;
    struct named parts[PARTS_MAX];
    // A whole that is itself more than this one is wrong by another rule, and says nothing here.
    struct named within;
} sums[] = {
    {RULE_BANDS_ADD_UP,
     RULE_BANDS_EXCEED,
     NAMED(plans_issued, "plans issued"),
     {NAMED(plans_issued_within_20_weeks, "within 20 weeks"),
      NAMED(plans_issued_20_to_52_weeks, "after 20 to 52 weeks"),
      NAMED(plans_issued_over_52_weeks, "after more than 52 weeks")},
     NAMED(plans_issued, "")},
    {RULE_BANDS_ADD_UP,
     RULE_BANDS_EXCEED,
     NAMED(plans_issued_ex, "plans issued without exceptions"),
     {NAMED(plans_issued_within_20_weeks_ex, "within 20 weeks"),
      NAMED(plans_issued_20_to_52_weeks_ex, "after 20 to 52 weeks"),
      NAMED(plans_issued_over_52_weeks_ex, "after more than 52 weeks")},
     NAMED(plans_issued, "")},
    {RULE_REQUESTS_ADD_UP,
     RULE_REQUESTS_ADD_UP,
     NAMED(requests_received, "requests received"),
     {NAMED(requests_decided_to_assess, "to assess"),
      NAMED(requests_decided_not_to_assess, "not to assess"),
      NAMED(requests_decision_not_made, "not decided yet"), NAMED(requests_withdrawn, "withdrawn")},
     NAMED(requests_received, "")},
    {RULE_ASSESSMENTS_ADD_UP,
     RULE_ASSESSMENTS_ADD_UP,
     NAMED(assessments, "assessments"),
     {NAMED(assess_issued, "with a plan"), NAMED(assess_not_issued, "without one"),
      NAMED(assess_not_made, "not decided yet"), NAMED(assess_withdrawn, "withdrawn")},
     NAMED(assessments, "")},
    {RULE_REFUSALS_ADD_UP,
     RULE_REFUSALS_ADD_UP,
     NAMED(assess_not_issued, "decisions not to issue a plan"),
     {NAMED(outcome_decision_within_time, "within 16 weeks"),
      NAMED(outcome_decision_over_time, "after more than 16 weeks")},
     NAMED(assess_not_issued, "")},
};

// "60 within 20 weeks, 35 after 20 to 52 weeks": the parts that are known.
static const char *parts_in_words(const struct findings *findings, const Qd__Timeliness *row,
                                  const struct sum *sum)
{
    const char *words = "";

    for (size_t i = 0; i < PARTS_MAX && sum->parts[i].name != NULL && words != NULL; i++) {
        struct figure part = figure_named(row, &sum->parts[i]);

        if (figure_known(part))
            words = arena_printf(findings->arena, "%s%s%lld %s", words, *words == '\0' ? "" : ", ",
                                 (long long)part.value, sum->parts[i].words);
    }
    return words == NULL ? "the parts" : words;
}

static void judge_sum(const struct rules_run *run, const struct sum *sum)
{
    const Qd__Timeliness *row = run->returned->timeliness;
    struct figure whole = figure_named(row, &sum->whole);
    struct figure within = figure_named(row, &sum->within);
    int64_t made = 0;
    int complete = 1;

    if (!figure_known(whole) || (figure_known(within) && whole.value > within.value))
        return;
    for (size_t i = 0; i < PARTS_MAX && sum->parts[i].name != NULL; i++) {
        struct figure part = figure_named(row, &sum->parts[i]);

        made += part.value;
        complete &= figure_known(part);
    }
    // With a part that is not known, the others can still be too many.
    if (made == whole.value || (made < whole.value && !complete))
        return;
    if (run->rule == (made < whole.value ? sum->less : sum->more))
        rules_found(run, rules_row(run), "%s make %lld, but there are %lld %s",
                    parts_in_words(run->findings, row, sum), (long long)made,
                    (long long)whole.value, sum->whole.words);
}

void rules_timeliness_sums(const struct rules_run *run)
{
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++)
        if (run->rule == sums[i].less || run->rule == sums[i].more)
            judge_sum(run, &sums[i]);
}

// --- plans and the decisions before them

void rules_timeliness_decisions(const struct rules_run *run)
{
    // In DfE's London figures of 2019 to 2024 the two differ by a quarter or more in one row of
    // 195.
    enum { SMALL_DIFFERENCE = 20, SHARE = 4 };
    const Qd__Timeliness *row = run->returned->timeliness;
    struct figure plans = FIGURE_VALUE(row, plans_issued);
    struct figure decisions = FIGURE_VALUE(row, assess_issued);
    int64_t more = plans.value > decisions.value ? plans.value : decisions.value;
    int64_t less = plans.value > decisions.value ? decisions.value : plans.value;

    if (figure_known(plans) && figure_known(decisions) && more - less > SMALL_DIFFERENCE &&
        more - less > more / SHARE)
        rules_found(run, rules_row(run), "%lld plans issued, but %lld decisions to issue one",
                    (long long)plans.value, (long long)decisions.value);
}
