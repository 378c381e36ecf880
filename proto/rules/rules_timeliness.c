// The rules over timeliness: parts and wholes among the figures of its one row.
#include "proto/rules/rules_internal.h"

#include <stddef.h>

// A count by its place in the row and its name.
struct named {
    size_t known, value;  // offsets
    const char *name;
    const char *words;  // what it counts: "412 within 20 weeks"
    int may_miss;       // of a sum's parts: it came later, and counts as zero where it is not known
};
#define NAMED_SO(field, words, may_miss)                                                           \
    {                                                                                              \
        offsetof(Qd__Timeliness, has_##field), offsetof(Qd__Timeliness, field), #field, words,     \
            may_miss                                                                               \
    }
#define NAMED(field, words) NAMED_SO(field, words, 0)

// Some of them together.
enum { PARTS_MAX = 5 };
struct together {
    struct named of[PARTS_MAX];
    const char *words;
};
#define ALONE(field, words)                                                                        \
    {                                                                                              \
        {NAMED(field, words)}, words                                                               \
    }

static struct figure figure_named(const Qd__Timeliness *row, const struct named *named)
{
    const char *start = (const char *)row;

    if (!*(const protobuf_c_boolean *)(start + named->known))
        return figure_missing(FIGURE_BLANK);
    return figure_of((int64_t) * (const uint64_t *)(const void *)(start + named->value));
}

// Their sum, when all of them are known.
static struct figure figure_together(const Qd__Timeliness *row, const struct together *together)
{
    int64_t sum = 0;

    for (size_t i = 0; i < PARTS_MAX && together->of[i].name != NULL; i++) {
        struct figure part = figure_named(row, &together->of[i]);

        if (!figure_known(part))
            return part;
        sum += part.value;
    }
    return figure_of(sum);
}

// --- one part and its whole

static const struct {
    enum rule_id rule;
    struct named part;
    struct together whole;
} pairs[] = {
    {RULE_WITHIN_OVER_ISSUED, NAMED(plans_issued_within_20_weeks, "within 20 weeks"),
     ALONE(plans_issued, "plans issued")},
    {RULE_WITHIN_OVER_ISSUED,
     NAMED(plans_issued_within_20_weeks_ex, "within 20 weeks without exceptions"),
     ALONE(plans_issued_ex, "plans issued without exceptions")},
    {RULE_EX_OVER_ALL, NAMED(plans_issued_ex, "plans issued without exceptions"),
     ALONE(plans_issued, "plans issued with them")},
    {RULE_EX_OVER_ALL, NAMED(plans_issued_within_20_weeks_ex, "within 20 weeks without exceptions"),
     ALONE(plans_issued_within_20_weeks, "within 20 weeks with them")},
    {RULE_EX_OVER_ALL,
     NAMED(plans_issued_20_to_52_weeks_ex, "after 20 to 52 weeks without exceptions"),
     ALONE(plans_issued_20_to_52_weeks, "after 20 to 52 weeks with them")},
    {RULE_EX_OVER_ALL,
     NAMED(plans_issued_over_52_weeks_ex, "after more than 52 weeks without exceptions"),
     ALONE(plans_issued_over_52_weeks, "after more than 52 weeks with them")},
    {RULE_OVERDUE_OVER_OPEN, NAMED(requests_open_over_6_weeks, "requests open for over 6 weeks"),
     ALONE(requests_open, "requests open")},
    {RULE_OVERDUE_OVER_OPEN,
     NAMED(assessments_open_over_20_weeks, "assessments open for over 20 weeks"),
     ALONE(assessments_open, "assessments open")},
    {RULE_SPECIAL_CASE_OVER_ALL,
     NAMED(requests_rya, "requests about a person in youth accommodation"),
     ALONE(requests_received, "requests received")},
    {RULE_SPECIAL_CASE_OVER_ALL,
     NAMED(tribunal_after_mediation_request, "appeals about a request after mediation"),
     ALONE(tribunal_related_request, "appeals about a request")},
    {RULE_SPECIAL_CASE_OVER_ALL,
     NAMED(assess_mediation_tribunal, "appeals about an assessment after mediation"),
     ALONE(assess_tribunal, "appeals about an assessment")},
    {RULE_SPECIAL_CASE_OVER_ALL, NAMED(other_mediation_tribunal, "other appeals after mediation"),
     ALONE(other_tribunal, "other appeals")},
    {RULE_EX_OVER_ALL, NAMED(plans_issued_undated_ex, "undated without exceptions"),
     ALONE(plans_issued_undated, "undated with them")},
    {RULE_EX_OVER_ALL, NAMED(days_to_issue_ex, "days to issue without exceptions"),
     ALONE(days_to_issue, "days to issue with them")},
    {RULE_SPECIAL_CASE_OVER_ALL,
     NAMED(advice_psychology_within_6_weeks, "from psychologists within 6 weeks"),
     ALONE(advice_psychology, "pieces of advice due")},
    {RULE_SPECIAL_CASE_OVER_ALL,
     NAMED(advice_health_within_6_weeks, "from health care within 6 weeks"),
     ALONE(advice_health, "pieces of advice due")},
    {RULE_SPECIAL_CASE_OVER_ALL,
     NAMED(advice_social_care_within_6_weeks, "from social care within 6 weeks"),
     ALONE(advice_social_care, "pieces of advice due")},
    {RULE_OVERDUE_OVER_OPEN,
     NAMED(assessments_open_over_20_weeks, "assessments open for over 20 weeks"),
     {{NAMED(cases_open_141_to_364_days, ""), NAMED(cases_open_over_364_days, "")},
      "cases open for over 140 days"}},
    {RULE_OVERDUE_OVER_OPEN,
     NAMED(requests_open_over_6_weeks, "requests open for over 6 weeks"),
     {{NAMED(cases_open_43_to_112_days, ""), NAMED(cases_open_113_to_140_days, ""),
       NAMED(cases_open_141_to_364_days, ""), NAMED(cases_open_over_364_days, "")},
      "cases open for over 42 days"}},
};

void rules_timeliness_pairs(const struct rules_run *run)
{
    const Qd__Timeliness *row = run->returned->timeliness;

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct figure part = figure_named(row, &pairs[i].part);
        struct figure whole = figure_together(row, &pairs[i].whole);

        if (pairs[i].rule == run->rule && figure_known(part) && figure_known(whole) &&
            part.value > whole.value)
            rules_found(run, rules_field(run, pairs[i].part.name), "%s: %lld, but %s: only %lld",
                        pairs[i].part.words, (long long)part.value, pairs[i].whole.words,
                        (long long)whole.value);
    }
}

// --- parts that make up their whole

static const struct sum {
    enum rule_id less, more;  // the parts make less, or more, than the whole
    struct together whole;
    struct named parts[PARTS_MAX];
    // A whole that is itself more than this one is wrong by another rule, and says nothing here.
    struct named within;
} sums[] = {
    {RULE_BANDS_ADD_UP,
     RULE_BANDS_EXCEED,
     ALONE(plans_issued, "plans issued"),
     {NAMED(plans_issued_within_20_weeks, "within 20 weeks"),
      NAMED(plans_issued_20_to_52_weeks, "after 20 to 52 weeks"),
      NAMED(plans_issued_over_52_weeks, "after more than 52 weeks"),
      NAMED_SO(plans_issued_undated, "undated", 1)},
     NAMED(plans_issued, "")},
    {RULE_BANDS_ADD_UP,
     RULE_BANDS_EXCEED,
     ALONE(plans_issued_ex, "plans issued without exceptions"),
     {NAMED(plans_issued_within_20_weeks_ex, "within 20 weeks"),
      NAMED(plans_issued_20_to_52_weeks_ex, "after 20 to 52 weeks"),
      NAMED(plans_issued_over_52_weeks_ex, "after more than 52 weeks"),
      NAMED_SO(plans_issued_undated_ex, "undated", 1)},
     NAMED(plans_issued, "")},
    {RULE_REQUESTS_ADD_UP,
     RULE_REQUESTS_ADD_UP,
     ALONE(requests_received, "requests received"),
     {NAMED(requests_decided_to_assess, "to assess"),
      NAMED(requests_decided_not_to_assess, "not to assess"),
      NAMED(requests_decision_not_made, "not decided yet"), NAMED(requests_withdrawn, "withdrawn")},
     NAMED(requests_received, "")},
    {RULE_ASSESSMENTS_ADD_UP,
     RULE_ASSESSMENTS_ADD_UP,
     ALONE(assessments, "assessments"),
     {NAMED(assess_issued, "with a plan"), NAMED(assess_not_issued, "without one"),
      NAMED(assess_not_made, "not decided yet"), NAMED(assess_withdrawn, "withdrawn")},
     NAMED(assessments, "")},
    {RULE_REFUSALS_ADD_UP,
     RULE_REFUSALS_ADD_UP,
     ALONE(assess_not_issued, "decisions not to issue a plan"),
     {NAMED(outcome_decision_within_time, "within 16 weeks"),
      NAMED(outcome_decision_over_time, "after more than 16 weeks")},
     NAMED(assess_not_issued, "")},
    {RULE_SOURCES_ADD_UP,
     RULE_SOURCES_ADD_UP,
     ALONE(requests_received, "requests received"),
     {NAMED(requests_by_parent_or_young_person, "by parents and young people"),
      NAMED(requests_by_education, "by education"), NAMED(requests_by_health, "by health care"),
      NAMED(requests_by_social_care, "by social care"),
      NAMED(requests_by_other, "by somebody else")},
     NAMED(requests_received, "")},
    {RULE_OPEN_ADD_UP,
     RULE_OPEN_ADD_UP,
     {{NAMED(requests_open, ""), NAMED(assessments_open, "")}, "open requests and assessments"},
     {NAMED(cases_open_0_to_42_days, "of up to 42 days"),
      NAMED(cases_open_43_to_112_days, "of 43 to 112 days"),
      NAMED(cases_open_113_to_140_days, "of 113 to 140 days"),
      NAMED(cases_open_141_to_364_days, "of 141 to 364 days"),
      NAMED(cases_open_over_364_days, "of over 364 days")},
     {0}},
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
    struct figure whole = figure_together(row, &sum->whole);
    struct figure within =
        sum->within.name == NULL ? figure_missing(FIGURE_BLANK) : figure_named(row, &sum->within);
    int64_t made = 0;
    int complete = 1;

    if (!figure_known(whole) || (figure_known(within) && whole.value > within.value))
        return;
    for (size_t i = 0; i < PARTS_MAX && sum->parts[i].name != NULL; i++) {
        struct figure part = figure_named(row, &sum->parts[i]);

        made += part.value;
        complete &= figure_known(part) || sum->parts[i].may_miss;
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

// --- days, and the bands that they lie in

// What the days of some plans add up to at least, and at most where none took over a year.
struct days {
    int64_t least, most;
    int has_most;
};

static struct days days_of_bands(int64_t within_20_weeks, int64_t to_52_weeks,
                                 int64_t over_52_weeks)
{
    enum { TWENTY_WEEKS = 140, FIFTY_TWO_WEEKS = 364, YEAR = 366 };

    return (struct days){TWENTY_WEEKS * to_52_weeks + FIFTY_TWO_WEEKS * over_52_weeks,
                         TWENTY_WEEKS * within_20_weeks + YEAR * to_52_weeks, over_52_weeks == 0};
}

static void judge_days(const struct rules_run *run, const char *column, struct figure days,
                       const struct figure bands[3])
{
    const struct days can = days_of_bands(bands[0].value, bands[1].value, bands[2].value);

    if (!figure_known(days) || !figure_known(bands[0]) || !figure_known(bands[1]) ||
        !figure_known(bands[2]))
        return;
    if (days.value < can.least)
        rules_found(run, rules_field(run, column),
                    "%lld days, but the plans of the three bands took %lld or more",
                    (long long)days.value, (long long)can.least);
    else if (can.has_most && days.value > can.most)
        rules_found(run, rules_field(run, column),
                    "%lld days, but the plans of the three bands took %lld or fewer",
                    (long long)days.value, (long long)can.most);
}

void rules_timeliness_days(const struct rules_run *run)
{
    const Qd__Timeliness *row = run->returned->timeliness;
    const struct figure all[] = {FIGURE_VALUE(row, plans_issued_within_20_weeks),
                                 FIGURE_VALUE(row, plans_issued_20_to_52_weeks),
                                 FIGURE_VALUE(row, plans_issued_over_52_weeks)};
    const struct figure ex[] = {FIGURE_VALUE(row, plans_issued_within_20_weeks_ex),
                                FIGURE_VALUE(row, plans_issued_20_to_52_weeks_ex),
                                FIGURE_VALUE(row, plans_issued_over_52_weeks_ex)};

    judge_days(run, "days_to_issue", FIGURE_VALUE(row, days_to_issue), all);
    judge_days(run, "days_to_issue_ex", FIGURE_VALUE(row, days_to_issue_ex), ex);
}
