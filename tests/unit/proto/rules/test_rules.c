#include "proto/rules/rules.h"

#include "proto/wire/codec.h"
#include "simulate/simulate.h"
#include "tests/support/judged/judged.h"

#include <stdio.h>
#include <stdlib.h>

// --- each rule by an example

#define PRICED_RETURN(changes) CENSUS, .placements = {TOTAL_5, PRICED " " changes}

// A row whose price has a provider and its weeks.
#define PLACE(setting) "setting=" setting " urn=100049 weeks_a_year=38"
#define NAMED "setting=special_independent plans=5 "

// --- what the borough returned before

static const struct judged_cells before_q3 = {
    .period = "2024-25 Q3",
    .header = "as_at_date=2024-10-17",
    .timeliness = "plans_issued=100 requests_received=130 assess_mediation=0 assess_tribunal=1 "
                  "requests_open=40 assessments=90",
    .placements = {"setting=total plans=1000",
                   "setting=special_independent plans=100 urn=100049 weeks_a_year=38 "
                   "annual_cost=6000000",
                   "setting=mainstream_academy plans=900"},
    .transport = {"children=200 gross_expenditure=400000",
                  "section_251_line=line_2_1_7 children=20 gross_expenditure=40000"}};
static const struct judged_cells before_q2 = {
    .period = "2024-25 Q2",
    .header = "as_at_date=2024-07-04",
    .timeliness = "plans_issued=110 requests_received=120 assess_mediation=2 assess_tribunal=0 "
                  "requests_open=38 assessments=95",
    .placements = {"setting=total plans=980",
                   "setting=special_independent plans=80 urn=100049 weeks_a_year=38 "
                   "annual_cost=5000000",
                   "setting=mainstream_academy plans=900"},
    .transport = {"children=180 gross_expenditure=380000",
                  "section_251_line=line_2_1_7 children=20 gross_expenditure=40100"}};
static const struct judged_cells before_year = {.period = "2023", .timeliness = "plans_issued=400"};
static const struct judged_cells before_year_2 = {.period = "2022",
                                                  .timeliness = "plans_issued=420"};
static const struct judged_cells before_without_flows = {
    .period = "2024-25 Q3",
    .header = "as_at_date=2024-10-17",
    .placements = {"setting=total plans=1000", "setting=mainstream_academy plans=1000"}};
static const struct judged_cells before_reasons = {.period = "2024-25 Q3",
                                                   .timeliness = "plans_issued=x"};
static const struct judged_cells before_flows_alone = {.period = "2024-25 Q3",
                                                       .timeliness = "plans_issued=60"};

static const struct judged_cells before_caseload = {
    .period = "2024-25 Q3",
    .timeliness = "plans_issued=60",
    .rows = {{FORM_CASELOAD, "plans_maintained=1000"},
             {FORM_TRAVEL, "group=adult_duty mode=mileage expenditure_to_date=3000"}}};
#define CASELOAD(plans)                                                                            \
    .timeliness = "plans_issued=70",                                                               \
    .rows = {{FORM_CASELOAD,                                                                       \
              "plans_maintained=" plans " plans_moved_in=6 plans_ceased_max_age=10 "               \
              "plans_ceased_needs_met=1 plans_ceased_higher_education=2 "                          \
              "plans_ceased_employment=3 plans_ceased_moved_away=4 "                               \
              "plans_ceased_no_longer_engages=5 plans_ceased_left_england=6 "                      \
              "plans_ceased_died=0 plans_ceased_other=9"}},                                        \
    .earlier = {&before_caseload}

#define BEFORE .earlier = {&before_q3, &before_q2}
static const struct judged_cells before_explained = {
    .period = "2022",
    .timeliness = "plans_issued=300 plans_issued_within_20_weeks=200 "
                  "plans_issued_20_to_52_weeks=98 plans_issued_over_52_weeks=0",
    .explanations = {"rule=QD-R03 explanation=two_are_undated"}};
static const struct judged_cells before_replaced = {
    .period = "2023",
    .timeliness = "plans_issued=224 plans_issued_within_20_weeks=200 "
                  "plans_issued_20_to_52_weeks=23 plans_issued_over_52_weeks=0",
    .explanations = {"rule=QD-R03 explanation=two_are_undated"}};
#define PLANS_OF_1000(more)                                                                        \
    CENSUS, .placements = {"setting=total plans=" more, "setting=mainstream_academy plans=" more}

// What is found in a return: rule, part, row, column ("" for the row, NULL for the whole part). Its
// words stand in tests/data/words.golden, beside the example's name.
struct expected {
    enum rule_id rule;
    enum form_part part;
    size_t index;
    const char *column;
};

enum { EXPECTED_MAX = 4 };

static const struct {
    const char *name;
    struct judged_cells cells;
    struct expected expected[EXPECTED_MAX];  // until RULE_FILE_MISSING, which no return breaks
} examples[] = {
    // clang-format off
    // I: whose, and for when
    {"no as-at date", {.placements = {TOTAL_5, PRICED}},
     {{RULE_AS_AT_MISSING, FORM_HEADER, 0, "as_at_date"}}},
    {"as-at date before the period", {.header = "as_at_date=2024-12-31",
     .placements = {TOTAL_5, PRICED}},
     {{RULE_AS_AT_OUTSIDE, FORM_HEADER, 0, "as_at_date"}}},
    {"as-at date after the period", {.header = "as_at_date=2025-04-01",
     .placements = {TOTAL_5, PRICED}},
     {{RULE_AS_AT_OUTSIDE, FORM_HEADER, 0, "as_at_date"}}},
    {"as-at date before the period, of a return without placements",
     {.header = "as_at_date=2024-12-31", .timeliness = "plans_issued=1"},
     {{RULE_AS_AT_OUTSIDE, FORM_HEADER, 0, "as_at_date"}}},
    {"as-at date after the year, of a return without placements",
     {.period = "2024", .header = "as_at_date=2025-01-16", .timeliness = "plans_issued=1"},
     {{RULE_AS_AT_OUTSIDE, FORM_HEADER, 0, "as_at_date"}}},
    {"as-at date on the first day", {.header = "as_at_date=2025-01-01",
     .placements = {TOTAL_5, PRICED}}, {{0}}},
    {"as-at date on the last day", {.header = "as_at_date=2025-03-31",
     .placements = {TOTAL_5, PRICED}}, {{0}}},
    {"no as-at date without placements", {.timeliness = "plans_issued=1"}, {{0}}},
    {"explanation of no rule", {.timeliness = "plans_issued=1",
     .explanations = {"rule=QD-R99 explanation=because"}},
     {{RULE_EXPLANATION_UNKNOWN, FORM_EXPLANATIONS, 0, "rule"}}},
    {"explanation of a sign", {.timeliness = "plans_issued=1",
     .explanations = {"rule=QD-R03 explanation=tbc"}},
     {{RULE_EXPLANATION_NOT_ASKED, FORM_EXPLANATIONS, 0, "rule"},
      {RULE_EXPLANATION_SAYS_NOTHING, FORM_EXPLANATIONS, 0, "explanation"}}},
    {"words of the year before", {.period = "2023", .timeliness = "plans_issued=225 "
     "plans_issued_within_20_weeks=200 plans_issued_20_to_52_weeks=23 plans_issued_over_52_weeks=0",
     .explanations = {"rule=QD-R03 explanation=two_are_undated"}, .earlier = {&before_explained}},
     {{RULE_BANDS_ADD_UP, FORM_TIMELINESS, 0, ""},
      {RULE_EXPLANATION_CARRIED_OVER, FORM_EXPLANATIONS, 0, "explanation"}}},
    {"words of the return that is replaced, for other figures", {.period = "2023",
     .timeliness = "plans_issued=225 plans_issued_within_20_weeks=200 "
     "plans_issued_20_to_52_weeks=23 plans_issued_over_52_weeks=0",
     .explanations = {"rule=QD-R03 explanation=two_are_undated"}, .earlier = {&before_replaced}},
     {{RULE_BANDS_ADD_UP, FORM_TIMELINESS, 0, ""},
      {RULE_EXPLANATION_CARRIED_OVER, FORM_EXPLANATIONS, 0, "explanation"}}},
    {"explanation not asked for", {.timeliness = "plans_issued=1",
     .explanations = {"rule=QD-R03 explanation=because"}},
     {{RULE_EXPLANATION_NOT_ASKED, FORM_EXPLANATIONS, 0, "rule"}}},
    {"explanation for no part", {.timeliness = "plans_issued=1",
     .explanations = {"rule=QD-R03 part=timelines explanation=because"}},
     {{RULE_EXPLANATION_PLACE, FORM_EXPLANATIONS, 0, "part"}}},
    {"explanation for no column", {.timeliness = "plans_issued=1",
     .explanations = {"rule=QD-R03 part=timeliness.csv column=plans explanation=because",
                      "rule=QD-R03 column=planes explanation=because"}},
     {{RULE_EXPLANATION_PLACE, FORM_EXPLANATIONS, 0, "column"},
      {RULE_EXPLANATION_PLACE, FORM_EXPLANATIONS, 1, "column"}}},
    {"explanation for a place where it was not found",
     {.period = "2023", .timeliness = "plans_issued=225 plans_issued_within_20_weeks=200 "
      "plans_issued_20_to_52_weeks=23 plans_issued_over_52_weeks=0",
      .explanations = {"rule=QD-R03 part=transport explanation=because"}},
     {{RULE_BANDS_ADD_UP, FORM_TIMELINESS, 0, ""},
      {RULE_EXPLANATION_NOT_ASKED, FORM_EXPLANATIONS, 0, "rule"}}},
    {"explanation of what only the file shows", {.timeliness = "plans_issued=1",
     .explanations = {"rule=QD-F03 explanation=my_notes"}}, {{0}}},

    {"the day before the period ends", {.timeliness = "plans_issued=1", .today = "2025-03-30"},
     {{RULE_PERIOD_NOT_ENDED, FORM_HEADER, 0, "period"}}},
    {"the day on which the period ends", {.timeliness = "plans_issued=1", .today = "2025-03-31"},
     {{0}}},
    {"a period years ahead, and its as-at date", {.period = "2035-36 Q3",
     .header = "as_at_date=2035-12-31", .placements = {TOTAL_5, PRICED}, .today = "2025-12-31"},
     {{RULE_PERIOD_NOT_ENDED, FORM_HEADER, 0, "period"}}},
    {"an as-at date of tomorrow", {CENSUS, .placements = {TOTAL_5, PRICED}, .today = "2025-01-15"},
     {{RULE_PERIOD_NOT_ENDED, FORM_HEADER, 0, "period"},
      {RULE_AS_AT_TO_COME, FORM_HEADER, 0, "as_at_date"}}},
    {"an as-at date of today", {CENSUS, .placements = {TOTAL_5, PRICED}, .today = "2025-01-16"},
     {{RULE_PERIOD_NOT_ENDED, FORM_HEADER, 0, "period"}}},
    {"a folder of another quarter", {.timeliness = "plans_issued=1", .folder = "Camden 2025-26-Q1"},
     {{RULE_FOLDER_OTHER_PERIOD, FORM_HEADER, 0, "period"}}},
    {"a folder of another year", {.timeliness = "plans_issued=1", .folder = "2023-24"},
     {{RULE_FOLDER_OTHER_PERIOD, FORM_HEADER, 0, "period"}}},
    {"a quarter's folder that holds a year", {.period = "2024-25", .timeliness = "plans_issued=1",
     .folder = "2024-25-Q4"}, {{RULE_FOLDER_OTHER_PERIOD, FORM_HEADER, 0, "period"}}},
    {"a year's folder that holds a quarter", {.timeliness = "plans_issued=1", .folder = "2024-25"},
     {{0}}},
    {"a folder of that quarter", {.timeliness = "plans_issued=1", .folder = "2024-25-q4"}, {{0}}},
    {"a folder of another quarter, with no year", {.timeliness = "plans_issued=1", .folder = "Q3"},
     {{RULE_FOLDER_OTHER_PERIOD, FORM_HEADER, 0, "period"}}},
    {"a folder of that quarter, with no year", {.timeliness = "plans_issued=1", .folder = "Q4 final"},
     {{0}}},
    {"a folder of a quarter that holds a year", {.period = "2024", .timeliness = "plans_issued=1",
     .folder = "2024 Q4"}, {{RULE_FOLDER_OTHER_PERIOD, FORM_HEADER, 0, "period"}}},
    {"a folder whose name has the quarter in front", {.timeliness = "plans_issued=1",
     .folder = "Q1 2024-25"}, {{RULE_FOLDER_OTHER_PERIOD, FORM_HEADER, 0, "period"}}},
    {"a folder whose name is no period", {.timeliness = "plans_issued=1", .folder = "send"}, {{0}}},

    // R: timeliness
    {"more within 20 weeks than plans",
     {.timeliness = "plans_issued=400 plans_issued_within_20_weeks=412 plans_issued_over_52_weeks=x"},
     {{RULE_BANDS_EXCEED, FORM_TIMELINESS, 0, ""},
      {RULE_WITHIN_OVER_ISSUED, FORM_TIMELINESS, 0, "plans_issued_within_20_weeks"}}},
    {"as many within 20 weeks as plans",
     {.timeliness = "plans_issued=400 plans_issued_within_20_weeks=400"}, {{0}}},
    {"within 20 weeks is not known",
     {.timeliness = "plans_issued=400 plans_issued_within_20_weeks=x"}, {{0}}},
    {"more without exceptions than with them",
     {.timeliness = "plans_issued=100 plans_issued_ex=101 plans_issued_within_20_weeks_ex=1 "
                    "plans_issued_20_to_52_weeks_ex=1 plans_issued_over_52_weeks_ex=1"},
     {{RULE_EX_OVER_ALL, FORM_TIMELINESS, 0, "plans_issued_ex"}}},
    {"a band with more without exceptions",
     {.timeliness = "plans_issued_20_to_52_weeks=3 plans_issued_20_to_52_weeks_ex=4"},
     {{RULE_EX_OVER_ALL, FORM_TIMELINESS, 0, "plans_issued_20_to_52_weeks_ex"}}},
    {"bands short of the plans",
     {.timeliness = "plans_issued=5 plans_issued_within_20_weeks=4 plans_issued_20_to_52_weeks=0 "
                    "plans_issued_over_52_weeks=0"},
     {{RULE_BANDS_ADD_UP, FORM_TIMELINESS, 0, ""}}},
    {"bands without exceptions short of the plans",
     {.timeliness = "plans_issued_ex=5 plans_issued_within_20_weeks_ex=4 "
                    "plans_issued_20_to_52_weeks_ex=0 plans_issued_over_52_weeks_ex=0"},
     {{RULE_BANDS_ADD_UP, FORM_TIMELINESS, 0, ""}}},
    {"bands short with one that is not known",
     {.timeliness = "plans_issued=5 plans_issued_within_20_weeks=4 plans_issued_20_to_52_weeks=0 "
                    "plans_issued_over_52_weeks=x"}, {{0}}},
    {"bands that hold too many",
     {.timeliness = "plans_issued=5 plans_issued_within_20_weeks=4 plans_issued_20_to_52_weeks=2 "
                    "plans_issued_over_52_weeks=0"},
     {{RULE_BANDS_EXCEED, FORM_TIMELINESS, 0, ""}}},
    {"bands that hold too many although one is not known",
     {.timeliness = "plans_issued=5 plans_issued_within_20_weeks=4 plans_issued_20_to_52_weeks=2 "
                    "plans_issued_over_52_weeks=x"},
     {{RULE_BANDS_EXCEED, FORM_TIMELINESS, 0, ""}}},
    {"requests that do not add up",
     {.timeliness = "requests_received=201 requests_decided_to_assess=130 "
                    "requests_decided_not_to_assess=50 requests_decision_not_made=18 "
                    "requests_withdrawn=2"},
     {{RULE_REQUESTS_ADD_UP, FORM_TIMELINESS, 0, ""}}},
    {"requests that add up",
     {.timeliness = "requests_received=200 requests_decided_to_assess=130 "
                    "requests_decided_not_to_assess=50 requests_decision_not_made=18 "
                    "requests_withdrawn=2"}, {{0}}},
    {"more outcomes of requests than requests",
     {.timeliness = "requests_received=200 requests_decided_to_assess=201 requests_withdrawn=x"},
     {{RULE_REQUESTS_ADD_UP, FORM_TIMELINESS, 0, ""}}},
    {"outcomes within and over six weeks need not add up to the decided requests",
     {.timeliness = "requests_received=236 requests_decided_to_assess=150 "
                    "requests_decided_not_to_assess=60 requests_decision_not_made=20 "
                    "requests_withdrawn=6 request_outcome_six_weeks=200 "
                    "request_outcome_over_6_weeks=35"}, {{0}}},
    {"assessments that do not add up",
     {.timeliness = "assessments=131 assess_issued=100 assess_not_issued=10 assess_not_made=19 "
                    "assess_withdrawn=1"},
     {{RULE_ASSESSMENTS_ADD_UP, FORM_TIMELINESS, 0, ""}}},
    {"refusals that do not add up",
     {.timeliness = "assess_not_issued=31 outcome_decision_within_time=12 "
                    "outcome_decision_over_time=18"},
     {{RULE_REFUSALS_ADD_UP, FORM_TIMELINESS, 0, ""}}},
    {"more overdue than open",
     {.timeliness = "requests_open=20 requests_open_over_6_weeks=21 assessments_open=3 "
                    "assessments_open_over_20_weeks=4"},
     {{RULE_OVERDUE_OVER_OPEN, FORM_TIMELINESS, 0, "requests_open_over_6_weeks"},
      {RULE_OVERDUE_OVER_OPEN, FORM_TIMELINESS, 0, "assessments_open_over_20_weeks"}}},
    {"plans without decisions", {.timeliness = "plans_issued=476 assess_issued=655"},
     {{RULE_ISSUED_WITHOUT_DECISIONS, FORM_TIMELINESS, 0, ""}}},
    {"decisions without plans", {.timeliness = "plans_issued=655 assess_issued=476"},
     {{RULE_ISSUED_WITHOUT_DECISIONS, FORM_TIMELINESS, 0, ""}}},
    {"a few plans without decisions", {.timeliness = "plans_issued=20 assess_issued=0"}, {{0}}},
    {"plans and decisions a quarter apart", {.timeliness = "plans_issued=75 assess_issued=100"},
     {{0}}},
    {"more tribunals after mediation than tribunals",
     {.timeliness = "requests_received=3 requests_rya=4 tribunal_related_request=1 "
                    "tribunal_after_mediation_request=2"},
     {{RULE_SPECIAL_CASE_OVER_ALL, FORM_TIMELINESS, 0, "requests_rya"},
      {RULE_SPECIAL_CASE_OVER_ALL, FORM_TIMELINESS, 0, "tribunal_after_mediation_request"}}},

    {"bands and undated plans make the plans",
     {.timeliness = "plans_issued=6 plans_issued_within_20_weeks=4 plans_issued_20_to_52_weeks=0 "
                    "plans_issued_over_52_weeks=0 plans_issued_undated=2"}, {{0}}},
    {"bands and undated plans short of the plans",
     {.timeliness = "plans_issued=7 plans_issued_within_20_weeks=4 plans_issued_20_to_52_weeks=0 "
                    "plans_issued_over_52_weeks=0 plans_issued_undated=2"},
     {{RULE_BANDS_ADD_UP, FORM_TIMELINESS, 0, ""}}},
    {"bands and undated plans that hold too many",
     {.timeliness = "plans_issued_ex=5 plans_issued_within_20_weeks_ex=4 "
                    "plans_issued_20_to_52_weeks_ex=0 plans_issued_over_52_weeks_ex=0 "
                    "plans_issued_undated_ex=2"},
     {{RULE_BANDS_EXCEED, FORM_TIMELINESS, 0, ""}}},
    {"more undated and more days without exceptions",
     {.timeliness = "plans_issued_undated=1 plans_issued_undated_ex=2 days_to_issue=100 "
                    "days_to_issue_ex=101"},
     {{RULE_EX_OVER_ALL, FORM_TIMELINESS, 0, "plans_issued_undated_ex"},
      {RULE_EX_OVER_ALL, FORM_TIMELINESS, 0, "days_to_issue_ex"}}},
    {"sources of requests that do not add up",
     {.timeliness = "requests_received=200 requests_by_parent_or_young_person=100 "
                    "requests_by_education=80 requests_by_health=10 requests_by_social_care=6 "
                    "requests_by_other=3"},
     {{RULE_SOURCES_ADD_UP, FORM_TIMELINESS, 0, ""}}},
    {"a source of requests that is not known",
     {.timeliness = "requests_received=200 requests_by_parent_or_young_person=100 "
                    "requests_by_education=80 requests_by_health=10 requests_by_social_care=6"},
     {{0}}},
    {"open cases by days that do not add up",
     {.timeliness = "requests_open=30 assessments_open=40 cases_open_0_to_42_days=20 "
                    "cases_open_43_to_112_days=20 cases_open_113_to_140_days=10 "
                    "cases_open_141_to_364_days=15 cases_open_over_364_days=4"},
     {{RULE_OPEN_ADD_UP, FORM_TIMELINESS, 0, ""}}},
    {"open cases by days that add up, and what is overdue among them",
     {.timeliness = "requests_open=30 requests_open_over_6_weeks=30 assessments_open=40 "
                    "assessments_open_over_20_weeks=20 cases_open_0_to_42_days=20 "
                    "cases_open_43_to_112_days=20 cases_open_113_to_140_days=10 "
                    "cases_open_141_to_364_days=15 cases_open_over_364_days=5"},
     {{0}}},
    {"more overdue than the bands hold",
     {.timeliness = "requests_open=60 requests_open_over_6_weeks=51 assessments_open=40 "
                    "assessments_open_over_20_weeks=21 cases_open_0_to_42_days=50 "
                    "cases_open_43_to_112_days=20 cases_open_113_to_140_days=10 "
                    "cases_open_141_to_364_days=15 cases_open_over_364_days=5"},
     {{RULE_OVERDUE_OVER_OPEN, FORM_TIMELINESS, 0, "requests_open_over_6_weeks"},
      {RULE_OVERDUE_OVER_OPEN, FORM_TIMELINESS, 0, "assessments_open_over_20_weeks"}}},
    {"more advice in time than was due",
     {.timeliness = "advice_psychology=10 advice_psychology_within_6_weeks=11 advice_health=10 "
                    "advice_health_within_6_weeks=10 advice_social_care=0 "
                    "advice_social_care_within_6_weeks=1"},
     {{RULE_SPECIAL_CASE_OVER_ALL, FORM_TIMELINESS, 0, "advice_psychology_within_6_weeks"},
      {RULE_SPECIAL_CASE_OVER_ALL, FORM_TIMELINESS, 0, "advice_social_care_within_6_weeks"}}},
    {"weeks for days",
     {.timeliness = "plans_issued=12 plans_issued_within_20_weeks=10 plans_issued_20_to_52_weeks=1 "
                    "plans_issued_over_52_weeks=1 days_to_issue=503"},
     {{RULE_DAYS_OUTSIDE_BANDS, FORM_TIMELINESS, 0, "days_to_issue"}}},
    {"just as many days as the bands take",
     {.timeliness = "plans_issued=12 plans_issued_within_20_weeks=10 plans_issued_20_to_52_weeks=1 "
                    "plans_issued_over_52_weeks=1 days_to_issue=504"}, {{0}}},
    {"more days without exceptions than the bands take",
     {.timeliness = "plans_issued_ex=11 plans_issued_within_20_weeks_ex=10 "
                    "plans_issued_20_to_52_weeks_ex=1 plans_issued_over_52_weeks_ex=0 "
                    "days_to_issue_ex=1767"},
     {{RULE_DAYS_OUTSIDE_BANDS, FORM_TIMELINESS, 0, "days_to_issue_ex"}}},
    {"as many days without exceptions as the bands take",
     {.timeliness = "plans_issued_ex=11 plans_issued_within_20_weeks_ex=10 "
                    "plans_issued_20_to_52_weeks_ex=1 plans_issued_over_52_weeks_ex=0 "
                    "days_to_issue_ex=1766"}, {{0}}},
    {"days of bands that are not known",
     {.timeliness = "plans_issued_20_to_52_weeks=5 days_to_issue=1"}, {{0}}},

    // R: placements
    {"prices as they should be", {PRICED_RETURN("")}, {{0}}},
    {"shares short of the cost", {PRICED_RETURN("annual_cost_health=19999.99")},
     {{RULE_SHARES_ADD_UP, FORM_PLACEMENTS, 1, "annual_cost"}}},
    {"shares above the cost, one not known",
     {PRICED_RETURN("annual_cost_education=315000.01 annual_cost_health=x")},
     {{RULE_SHARES_ADD_UP, FORM_PLACEMENTS, 1, "annual_cost"}}},
    {"shares short of the cost, one not known", {PRICED_RETURN("annual_cost_health=x")}, {{0}}},
    {"shares of a cost that is not known", {PRICED_RETURN("annual_cost=x")}, {{0}}},
    {"a share without a cost",
     {CENSUS, .placements = {TOTAL_5, "setting=special_independent plans=5 annual_cost_health=1"}},
     {{RULE_SHARE_WITHOUT_COST, FORM_PLACEMENTS, 1, ""}}},
    {"a price without provider and weeks",
     {CENSUS, .placements = {TOTAL_5, "setting=special_independent plans=5 annual_cost=315000"}},
     {{RULE_PRICE_WITHOUT_PROVIDER, FORM_PLACEMENTS, 1, ""},
      {RULE_PRICE_WITHOUT_WEEKS, FORM_PLACEMENTS, 1, ""}}},
    {"a package at home has no provider",
     {CENSUS, .placements = {TOTAL_5, "setting=other_arrangements_la plans=5 annual_cost=90000 "
                                      "weeks_a_year=38"}}, {{0}}},
    {"a UKPRN is a provider",
     {CENSUS, .placements = {TOTAL_5, "setting=ukrlp_provider plans=5 annual_cost=90000 "
                                      "weeks_a_year=38 ukprn=10000001"}}, {{0}}},
    {"nothing paid", {CENSUS, .placements = {TOTAL_5, "setting=ukrlp_provider plans=5 annual_cost=0"}},
     {{0}}},
    {"weeks that no year has", {PRICED_RETURN("weeks_a_year=53")},
     {{RULE_WEEKS_RANGE, FORM_PLACEMENTS, 1, "weeks_a_year"}}},
    {"no weeks", {PRICED_RETURN("weeks_a_year=0")},
     {{RULE_WEEKS_RANGE, FORM_PLACEMENTS, 1, "weeks_a_year"}}},
    {"a URN of five digits", {PRICED_RETURN("urn=99999")},
     {{RULE_URN_RANGE, FORM_PLACEMENTS, 1, "urn"}}},
    {"a URN of seven digits", {PRICED_RETURN("urn=1000000")},
     {{RULE_URN_RANGE, FORM_PLACEMENTS, 1, "urn"}}},
    {"a UKPRN that begins with 2", {PRICED_RETURN("ukprn=20000000")},
     {{RULE_UKPRN_RANGE, FORM_PLACEMENTS, 1, "ukprn"}}},
    {"a total by need",
     {CENSUS, .placements = {TOTAL_5 " primary_need=asd urn=100049 annual_cost=5000", PRICED}},
     {{RULE_TOTAL_BROKEN_DOWN, FORM_PLACEMENTS, 0, ""}}},
    {"a total whose need is not recorded",
     {CENSUS, .placements = {TOTAL_5 " primary_need=not_recorded", PRICED}},
     {{RULE_TOTAL_BROKEN_DOWN, FORM_PLACEMENTS, 0, ""}}},
    {"pence for pounds",
     {PRICED_RETURN("annual_cost=31500000 annual_cost_education=21500000 "
                    "annual_cost_social_care=8000000 annual_cost_health=2000000")},
     {{RULE_PRICE_PER_PLAN_RANGE, FORM_PLACEMENTS, 1, "annual_cost"}}},
    {"pounds in thousands",
     {PRICED_RETURN("annual_cost=315 annual_cost_education=215 annual_cost_social_care=80 "
                    "annual_cost_health=20")},
     {{RULE_PRICE_PER_PLAN_RANGE, FORM_PLACEMENTS, 1, "annual_cost"}}},
    {"a price for nobody", {CENSUS, .placements = {"setting=total plans=0", PRICED " plans=0"}},
     {{RULE_PRICE_PER_PLAN_RANGE, FORM_PLACEMENTS, 1, "annual_cost"}}},
    {"nothing for places that are always bought", {PRICED_RETURN("annual_cost=0 annual_cost_education=0 "
      "annual_cost_social_care=0 annual_cost_health=0")},
     {{RULE_PRICE_PER_PLAN_RANGE, FORM_PLACEMENTS, 1, "annual_cost"}}},
    {"a top-up in pence",
     {CENSUS, .placements = {TOTAL_5, PLACE("mainstream_academy") " plans=5 annual_cost=3000000"}},
     {{RULE_PRICE_PER_PLAN_RANGE, FORM_PLACEMENTS, 1, "annual_cost"}}},
    {"a place in a state-funded special school in pence",
     {CENSUS, .placements = {TOTAL_5, PLACE("special_academy_free") " plans=5 annual_cost=13000000"}},
     {{RULE_PRICE_PER_PLAN_RANGE, FORM_PLACEMENTS, 1, "annual_cost"}}},
    {"a price for plans that are not known", {CENSUS, .placements = {TOTAL_5, PRICED " plans=x"}},
     {{RULE_SUB_TOTALS_LOST, FORM_PLACEMENTS, 0, NULL}}},

    {"an authority with two digits", {PRICED_RETURN("setting_old_la_code=88")},
     {{RULE_LA_CODE_RANGE, FORM_PLACEMENTS, 1, "setting_old_la_code"}}},
    {"in the borough, and in another authority",
     {PRICED_RETURN("location=in_borough setting_old_la_code=886")},
     {{RULE_LOCATION_OTHERWISE, FORM_PLACEMENTS, 1, "setting_old_la_code"}}},
    {"out of the borough, and in its own authority",
     {PRICED_RETURN("location=out_of_borough setting_old_la_code=202")},
     {{RULE_LOCATION_OTHERWISE, FORM_PLACEMENTS, 1, "setting_old_la_code"}}},
    {"outside England, and in an authority",
     {PRICED_RETURN("location=out_of_borough setting_old_la_code=886 outside_england=yes")},
     {{RULE_LOCATION_OTHERWISE, FORM_PLACEMENTS, 1, "outside_england"}}},
    {"outside England, and in the borough",
     {PRICED_RETURN("location=in_borough outside_england=yes")},
     {{RULE_LOCATION_OTHERWISE, FORM_PLACEMENTS, 1, "outside_england"}}},
    {"where it lies, as it should be",
     {CENSUS, .placements = {"setting=total plans=15",
                             PRICED " location=in_borough setting_old_la_code=202",
                             PRICED " location=out_of_borough setting_old_la_code=886 urn=100150",
                             PRICED " location=out_of_borough outside_england=yes urn=100951"}},
     {{0}}},
    {"a company number without its zero", {PRICED_RETURN("company_number=1234567")},
     {{RULE_COMPANY_NUMBER_FORM, FORM_PLACEMENTS, 1, "company_number"}}},
    {"a company number with one letter", {PRICED_RETURN("company_number=O1234567")},
     {{RULE_COMPANY_NUMBER_FORM, FORM_PLACEMENTS, 1, "company_number"}}},
    {"company numbers as they should be",
     {CENSUS, .placements = {"setting=total plans=10", PRICED " company_number=01234567",
                             PRICED " company_number=OC123456 urn=100050"}}, {{0}}},
    {"more matched places than plans",
     {PRICED_RETURN("matched_places=6 matched_cost_before=300000 matched_cost_now=315000")},
     {{RULE_PART_OVER_WHOLE, FORM_PLACEMENTS, 1, "matched_places"}}},
    {"matched places that cost nothing", {PRICED_RETURN("matched_places=4")},
     {{RULE_MATCHED_INCOMPLETE, FORM_PLACEMENTS, 1, ""}}},
    {"costs of no matched places",
     {PRICED_RETURN("matched_cost_before=300000 matched_cost_now=315000")},
     {{RULE_MATCHED_INCOMPLETE, FORM_PLACEMENTS, 1, ""}}},
    {"matched places that cost more than all",
     {PRICED_RETURN("matched_places=4 matched_cost_before=300000 matched_cost_now=315000.01")},
     {{RULE_MATCHED_OVER_COST, FORM_PLACEMENTS, 1, "matched_cost_now"}}},
    {"no matched places", {PRICED_RETURN("matched_places=0")}, {{0}}},
    {"half as much again, and a penny",
     {PRICED_RETURN("matched_places=4 matched_cost_before=168000 matched_cost_now=252000.01")},
     {{RULE_UPLIFT_RANGE, FORM_PLACEMENTS, 1, "matched_cost_now"}}},
    {"half as much again",
     {PRICED_RETURN("matched_places=4 matched_cost_before=168000 matched_cost_now=252000")}, {{0}}},
    {"a third less, and a penny",
     {PRICED_RETURN("matched_places=4 matched_cost_before=300000 matched_cost_now=199999.99")},
     {{RULE_UPLIFT_RANGE, FORM_PLACEMENTS, 1, "matched_cost_now"}}},
    {"one price of two that says what it includes",
     {CENSUS, .placements = {"setting=total plans=10", PRICED " price_includes=therapy vat=out",
                             PRICED " price_includes=therapy urn=100050"}},
     {{RULE_PRICES_NOT_COMPARED, FORM_PLACEMENTS, 0, NULL}}},
    {"no price that says what it includes",
     {CENSUS, .placements = {"setting=total plans=10", PRICED, PRICED " urn=100050"}}, {{0}}},
    {"two contracts with one provider, with therapy and without",
     {CENSUS, .placements = {"setting=total plans=10", PRICED " price_includes=therapy vat=out",
                             PRICED " price_includes=nothing_more vat=out"}}, {{0}}},

    // R: transport
    {"more alone than in all", {.transport = {"children=30 solo=31 passenger_assistants=32"}},
     {{RULE_SOLO_OVER_CHILDREN, FORM_TRANSPORT, 0, "solo"},
      {RULE_SOLO_OVER_CHILDREN, FORM_TRANSPORT, 0, "passenger_assistants"}}},
    {"alone, of children who are not known", {.transport = {"solo=31"}}, {{0}}},

    {"transport in thousands",
     {.transport = {"children=130 gross_expenditure=250"}},
     {{RULE_TRANSPORT_PER_CHILD_RANGE, FORM_TRANSPORT, 0, "gross_expenditure"}}},
    {"transport in pence",
     {.transport = {"children=10 gross_expenditure=2500000"}},
     {{RULE_TRANSPORT_PER_CHILD_RANGE, FORM_TRANSPORT, 0, "gross_expenditure"}}},
    {"the least and the most for a child in a quarter",
     {.transport = {"children=10 gross_expenditure=250", "mode=taxi children=10 gross_expenditure=250000"}},
     {{0}}},
    {"a penny more for a child in a quarter",
     {.transport = {"children=10 gross_expenditure=250000.01"}},
     {{RULE_TRANSPORT_PER_CHILD_RANGE, FORM_TRANSPORT, 0, "gross_expenditure"}}},
    {"a penny less for a child in a quarter",
     {.transport = {"children=10 gross_expenditure=249.99"}},
     {{RULE_TRANSPORT_PER_CHILD_RANGE, FORM_TRANSPORT, 0, "gross_expenditure"}}},
    {"a quarter's transport for a year",
     {.period = "2024-25", .transport = {"children=10 gross_expenditure=999.99"}},
     {{RULE_TRANSPORT_PER_CHILD_RANGE, FORM_TRANSPORT, 0, "gross_expenditure"}}},
    {"spent on children who have left", {.transport = {"children=0 gross_expenditure=25000"}}, {{0}}},
    {"too much for children who have left", {.transport = {"children=0 gross_expenditure=25000.01"}},
     {{RULE_TRANSPORT_PER_CHILD_RANGE, FORM_TRANSPORT, 0, "gross_expenditure"}}},
    {"nothing for children who are driven",
     {.transport = {"mode=taxi children=10 gross_expenditure=0"}},
     {{RULE_TRANSPORT_PER_CHILD_RANGE, FORM_TRANSPORT, 0, "gross_expenditure"}}},
    {"nothing for children who take the bus",
     {.transport = {"mode=public_transport children=10 gross_expenditure=0"}}, {{0}}},
    {"buses cost little", {.transport = {"mode=public_transport children=10 gross_expenditure=1"}},
     {{0}}},
    {"transport of children who are not known", {.transport = {"gross_expenditure=1"}}, {{0}}},

    // R: what a place costs
    {"the price of one child for twelve",
     {CENSUS, .placements = {"setting=total plans=12", PLACE("special_non_maintained")
      " plans=12 annual_cost=60000"}},
     {{RULE_PRICE_PER_PLAN_RANGE, FORM_PLACEMENTS, 1, "annual_cost"}}},
    {"the price of a week for a year",
     {CENSUS, .placements = {TOTAL_5, PLACE("ukrlp_provider") " plans=5 fee_basis=weekly annual_cost=9000"}},
     {{RULE_PRICE_PER_PLAN_RANGE, FORM_PLACEMENTS, 1, "annual_cost"}}},
    {"the price of a night's care for a child who comes by day",
     {CENSUS, .placements = {TOTAL_5, PLACE("special_independent") " plans=5 residence=day "
      "annual_cost=1500000.01"}},
     {{RULE_PRICE_PER_PLAN_RANGE, FORM_PLACEMENTS, 1, "annual_cost"}}},
    {"the least for a place with care all year",
     {CENSUS, .placements = {TOTAL_5, PLACE("other_arrangements_la") " plans=5 "
      "residence=residential_52_weeks annual_cost=150000"}}, {{0}}},
    {"less for a place with care all year",
     {CENSUS, .placements = {TOTAL_5, PLACE("other_arrangements_la") " plans=5 "
      "residence=residential_52_weeks annual_cost=149999.99"}},
     {{RULE_PRICE_PER_PLAN_RANGE, FORM_PLACEMENTS, 1, "annual_cost"}}},
    {"a small top-up in a mainstream class",
     {CENSUS, .placements = {TOTAL_5, PLACE("mainstream_academy") " plans=5 fee_basis=annual "
      "annual_cost=2500"}}, {{0}}},

    // E: earlier periods
    {"twice as many plans issued as before", {.timeliness = "plans_issued=220", BEFORE}, {{0}}},
    {"more than twice as many plans issued as before", {.timeliness = "plans_issued=221", BEFORE},
     {{RULE_FAR_FROM_EARLIER, FORM_TIMELINESS, 0, "plans_issued"}}},
    {"half as many requests as before", {.timeliness = "requests_received=60", BEFORE}, {{0}}},
    {"less than half as many requests as before", {.timeliness = "requests_received=59", BEFORE},
     {{RULE_FAR_FROM_EARLIER, FORM_TIMELINESS, 0, "requests_received"}}},
    {"no requests, after many", {.timeliness = "requests_received=0 plans_issued=100", BEFORE},
     {{RULE_FAR_FROM_EARLIER, FORM_TIMELINESS, 0, "requests_received"}}},
    {"small numbers jump", {.timeliness = "assess_mediation=22 assess_tribunal=21", BEFORE}, {{0}}},
    {"small numbers that jump far", {.timeliness = "assess_mediation=23 assess_tribunal=22", BEFORE},
     {{RULE_FAR_FROM_EARLIER, FORM_TIMELINESS, 0, "assess_mediation"},
      {RULE_FAR_FROM_EARLIER, FORM_TIMELINESS, 0, "assess_tribunal"}}},
    {"a figure that is not known is not far", {.timeliness = "plans_issued=x", BEFORE}, {{0}}},
    {"one quarter before is too few", {.timeliness = "plans_issued=900", .earlier = {&before_q3}},
     {{0}}},
    {"a quarter is not set beside years",
     {.timeliness = "plans_issued=100", .earlier = {&before_year, &before_year_2}}, {{0}}},
    {"a year is set beside years", {.period = "2024", .timeliness = "plans_issued=841",
     .earlier = {&before_year, &before_year_2}},
     {{RULE_FAR_FROM_EARLIER, FORM_TIMELINESS, 0, "plans_issued"}}},
    {"later quarters are not looked at", {.period = "2024-25 Q2", .timeliness = "plans_issued=900",
     BEFORE}, {{0}}},
    {"quarters of more than a year ago are not looked at", {.period = "2025-26 Q4",
     .timeliness = "plans_issued=900", BEFORE}, {{0}}},
    {"a year to date, in every figure",
     {.timeliness = "plans_issued=310 requests_received=380 requests_open=120 assessments=285", BEFORE},
     {{RULE_FAR_FROM_EARLIER, FORM_TIMELINESS, 0, NULL}}},
    {"plans as a whole grow slowly", {PLANS_OF_1000("1201"), .timeliness = "plans_issued=190",
     .earlier = {&before_without_flows}},
     {{RULE_FAR_FROM_EARLIER, FORM_PLACEMENTS, 0, "plans"}}},
    {"half of the plans are gone", {PLANS_OF_1000("500"), .earlier = {&before_without_flows}},
     {{RULE_FAR_FROM_EARLIER, FORM_PLACEMENTS, 0, "plans"}}},
    {"a setting in which most are gone, and its price",
     {CENSUS, .placements = {"setting=total plans=1000", "setting=mainstream_academy plans=961",
      "setting=special_independent plans=39 urn=100049 weeks_a_year=38 annual_cost=4914039"}, BEFORE},
     {{RULE_FAR_FROM_EARLIER, FORM_PLACEMENTS, 0, NULL},
      {RULE_FAR_FROM_EARLIER, FORM_PLACEMENTS, 0, NULL}}},
    {"spending on one line of two", {.transport = {"children=200 gross_expenditure=400000",
      "section_251_line=line_2_1_7 children=20 gross_expenditure=90200.01"}, BEFORE},
     {{RULE_FAR_FROM_EARLIER, FORM_TRANSPORT, 0, NULL}}},
    {"as many plans as there can be",
     {PLANS_OF_1000("1155"), .timeliness = "plans_issued=100", .earlier = {&before_without_flows}},
     {{0}}},
    {"one plan more than there can be",
     {PLANS_OF_1000("1156"), .timeliness = "plans_issued=100", .earlier = {&before_without_flows}},
     {{RULE_STOCK_OVER_ISSUED, FORM_PLACEMENTS, 0, "plans"}}},
    {"plans of two quarters", {PLANS_OF_1000("1144"), .timeliness = "plans_issued=50",
     .earlier = {&before_flows_alone, &before_q2}}, {{0}}},
    {"one plan more in two quarters", {PLANS_OF_1000("1145"), .timeliness = "plans_issued=50",
     .earlier = {&before_flows_alone, &before_q2}},
     {{RULE_STOCK_OVER_ISSUED, FORM_PLACEMENTS, 0, "plans"}}},
    {"plans issued that are not known", {PLANS_OF_1000("1190"), .timeliness = "plans_issued=x",
     .earlier = {&before_without_flows}}, {{0}}},
    {"a quarter between that was not returned", {PLANS_OF_1000("1150"), .timeliness = "plans_issued=10",
     .earlier = {&before_q2}}, {{0}}},
    {"the figures of the quarter before", {.timeliness = "plans_issued=100 requests_received=130 "
      "assess_mediation=0 assess_tribunal=1 requests_open=40 assessments=90", BEFORE},
     {{RULE_NOTHING_CHANGED, FORM_TIMELINESS, 0, NULL}}},
    {"the figures of two quarters ago, but for one", {.timeliness = "plans_issued=110 "
      "requests_received=120 assess_mediation=2 assess_tribunal=0 requests_open=38 assessments=94",
      BEFORE}, {{0}}},
    {"the rows of the quarter before in another order", {.transport = {
      "section_251_line=line_2_1_7 children=20 gross_expenditure=40000",
      "children=200 gross_expenditure=400000"}, BEFORE},
     {{RULE_NOTHING_CHANGED, FORM_TRANSPORT, 0, NULL}}},
    {"plans that are the last ones, issued and moved in, less ceased", {CASELOAD("1036")}, {{0}}},
    {"one plan more than that", {CASELOAD("1037")},
     {{RULE_STOCK_BALANCE, FORM_CASELOAD, 0, "plans_maintained"}}},
    {"one plan fewer than that", {CASELOAD("1035")},
     {{RULE_STOCK_BALANCE, FORM_CASELOAD, 0, "plans_maintained"}}},
    {"plans of which a reason is not known",
     {.timeliness = "plans_issued=70",
      .rows = {{FORM_CASELOAD, "plans_maintained=900 plans_moved_in=6 plans_ceased_max_age=x"}},
      .earlier = {&before_caseload}}, {{0}}},
    {"less spent since April than a quarter ago",
     {.rows = {{FORM_TRAVEL, "group=adult_duty mode=mileage expenditure_to_date=2999.99"}},
      .earlier = {&before_caseload}},
     {{RULE_TO_DATE_FELL, FORM_TRAVEL, 0, NULL}}},
    {"as much spent since April as a quarter ago",
     {.rows = {{FORM_TRAVEL, "group=adult_duty mode=external_taxi expenditure_to_date=3000"}},
      .earlier = {&before_caseload}}, {{0}}},
    {"the first quarter of a year begins again",
     {.period = "2025-26 Q1",
      .rows = {{FORM_TRAVEL, "group=adult_duty mode=mileage expenditure_to_date=10"}},
      .earlier = {&before_caseload}}, {{0}}},
    {"reasons of the quarter before", {.timeliness = "plans_issued=x",
     .earlier = {&before_reasons, &before_q2}}, {{0}}},

    // P: a part, or several
    {"transport of all plans in thousands",
     {CENSUS, .placements = {"setting=total plans=1000", "setting=mainstream_academy plans=1000"},
      .transport = {"gross_expenditure=600"}},
     {{RULE_TRANSPORT_PER_PLAN_RANGE, FORM_TRANSPORT, 0, NULL}}},
    {"transport of all plans in pence",
     {CENSUS, .placements = {"setting=total plans=1000", "setting=mainstream_academy plans=1000"},
      .transport = {"gross_expenditure=60000000"}},
     {{RULE_TRANSPORT_PER_PLAN_RANGE, FORM_TRANSPORT, 0, NULL}}},
    {"transport of all plans, one mode not known",
     {CENSUS, .placements = {"setting=total plans=1000", "setting=mainstream_academy plans=1000"},
      .transport = {"gross_expenditure=600", "mode=taxi"}}, {{0}}},
    {"transport on another line is not for all plans",
     {CENSUS, .placements = {"setting=total plans=1000", "setting=mainstream_academy plans=1000"},
      .transport = {"section_251_line=line_2_1_7 gross_expenditure=600"}}, {{0}}},
    {"transport on another line in thousands, its children not known",
     {CENSUS, .placements = {"setting=total plans=1000", "setting=mainstream_academy plans=1000"},
      .transport = {"section_251_line=line_2_1_6 gross_expenditure=98"}},
     {{RULE_TRANSPORT_PER_PLAN_RANGE, FORM_TRANSPORT, 0, NULL}}},
    {"transport on another line in pence, its children not known",
     {CENSUS, .placements = {"setting=total plans=1000", "setting=mainstream_academy plans=1000"},
      .transport = {"section_251_line=line_1_4_11 gross_expenditure=9800000"}},
     {{RULE_TRANSPORT_PER_PLAN_RANGE, FORM_TRANSPORT, 0, NULL}}},
    {"transport on another line, judged by its children alone",
     {CENSUS, .placements = {"setting=total plans=1000", "setting=mainstream_academy plans=1000"},
      .transport = {"section_251_line=line_2_1_6 children=3 gross_expenditure=98"}}, {{0}}},
    {"a URN that was counted up",
     {CENSUS, .placements = {"setting=total plans=15", NAMED "urn=100049 provider_name=Elm_House",
      NAMED "urn=100050 provider_name=ELM_HOUSE.", NAMED "urn=100051 provider_name=Elm_House"}},
     {{RULE_PROVIDER_TWO_NUMBERS, FORM_PLACEMENTS, 2, "urn"}}},
    {"a UKPRN that was counted up",
     {CENSUS, .placements = {"setting=total plans=10", NAMED "ukprn=10000049 provider_name=Elm_House",
      NAMED "ukprn=10000050 provider_name=Elm_House"}},
     {{RULE_PROVIDER_TWO_NUMBERS, FORM_PLACEMENTS, 2, "ukprn"}}},
    {"a provider with a URN and a UKPRN",
     {CENSUS, .placements = {"setting=total plans=10", NAMED "urn=100049 provider_name=Elm_House",
      NAMED "ukprn=10000050 provider_name=Elm_House"}}, {{0}}},
    {"two providers under one URN",
     {CENSUS, .placements = {"setting=total plans=15", NAMED "urn=100049 provider_name=Elm_House",
      NAMED "primary_need=asd urn=100049 provider_name=Oak_House",
      NAMED "primary_need=semh urn=100049 provider_name=Ash_House"}},
     {{RULE_NUMBER_TWO_PROVIDERS, FORM_PLACEMENTS, 2, "provider_name"}}},
    {"one provider under one URN, in two rows",
     {CENSUS, .placements = {"setting=total plans=10", NAMED "urn=100049 provider_name=Elm_House",
      NAMED "primary_need=asd urn=100049 provider_name=elm__house"}}, {{0}}},
    {"one provider as two programs write it",
     {CENSUS, .placements = {"setting=total plans=10",
      NAMED "urn=100049 provider_name=The_St._Mary's_School_Ltd",
      NAMED "urn=100050 provider_name=Saint_Mary\u2019s_School"}},
     {{RULE_PROVIDER_TWO_NUMBERS, FORM_PLACEMENTS, 2, "urn"}}},
    {"URNs that count up, without names",
     {CENSUS, .placements = {"setting=total plans=15", NAMED "urn=100049", NAMED "urn=100050",
      NAMED "urn=100051"}},
     {{RULE_PROVIDER_TWO_NUMBERS, FORM_PLACEMENTS, 2, "urn"}}},
    {"two URNs that follow each other, without names",
     {CENSUS, .placements = {"setting=total plans=10", NAMED "urn=100049", NAMED "urn=100050"}},
     {{0}}},
    {"one URN in two settings",
     {CENSUS, .placements = {"setting=total plans=10", NAMED "urn=100049",
      "setting=mainstream_academy plans=5 urn=100049"}},
     {{RULE_NUMBER_TWO_PROVIDERS, FORM_PLACEMENTS, 2, "setting"}}},
    {"a school and its unit have one URN",
     {CENSUS, .placements = {"setting=total plans=10", "setting=mainstream_academy plans=5 urn=100049",
      "setting=mainstream_academy_senunit plans=5 urn=100049"}}, {{0}}},
    {"a quarter of zeros", {.timeliness = "plans_issued=0 requests_received=0 assessments=x"},
     {{RULE_NOTHING_BUT_ZEROS, FORM_TIMELINESS, 0, NULL}}},
    {"a quarter of zeros but for one", {.timeliness = "plans_issued=0 requests_received=1"}, {{0}}},
    {"no plans at all", {CENSUS, .placements = {"setting=total plans=0"}},
     {{RULE_NOTHING_BUT_ZEROS, FORM_PLACEMENTS, 0, NULL}}},
    {"no transport at all", {.transport = {"children=0", "mode=taxi children=0"}},
     {{RULE_NOTHING_BUT_ZEROS, FORM_TRANSPORT, 0, NULL}}},
    {"the same combination twice",
     {CENSUS, .placements = {"setting=total plans=6", PRICED, "setting=mainstream_academy plans=1",
                             PRICED " plans=0"}},
     {{RULE_ROW_TWICE, FORM_PLACEMENTS, 3, ""},
      {RULE_PRICE_PER_PLAN_RANGE, FORM_PLACEMENTS, 3, "annual_cost"}}},
    {"two providers of one setting",
     {CENSUS, .placements = {"setting=total plans=10", PRICED, PRICED " urn=100050"}}, {{0}}},
    {"two providers without numbers",
     {CENSUS, .placements = {"setting=total plans=3",
                             "setting=special_independent plans=1 provider_name=Elm_House",
                             "setting=special_independent plans=1 provider_name=Oak_House",
                             "setting=special_independent plans=1"}}, {{0}}},
    {"one provider without a number, twice",
     {CENSUS, .placements = {"setting=total plans=2",
                             "setting=special_independent plans=1 provider_name=Elm_House",
                             "setting=special_independent plans=1 provider_name=Elm_House"}},
     {{RULE_ROW_TWICE, FORM_PLACEMENTS, 2, ""}}},
    {"two ways of buying from one provider",
     {CENSUS, .placements = {"setting=total plans=10", PRICED, PRICED " sourcing=block"}}, {{0}}},
    {"two totals", {CENSUS, .placements = {TOTAL_5, PRICED, TOTAL_5}},
     {{RULE_ROW_TWICE, FORM_PLACEMENTS, 2, ""}}},
    {"the same line and mode twice", {.transport = {"mode=taxi", "mode=taxi", "mode=mileage_allowance"}},
     {{RULE_ROW_TWICE, FORM_TRANSPORT, 1, ""}}},
    {"no total", {CENSUS, .placements = {PRICED}},
     {{RULE_TOTAL_MISSING, FORM_PLACEMENTS, 0, NULL}}},
    {"settings short of the total", {CENSUS, .placements = {"setting=total plans=6", PRICED}},
     {{RULE_SETTINGS_ADD_UP, FORM_PLACEMENTS, 0, NULL}}},
    {"a total alone", {CENSUS, .placements = {TOTAL_5}},
     {{RULE_SETTINGS_ADD_UP, FORM_PLACEMENTS, 0, NULL}}},
    {"settings short of the total, one not available",
     {CENSUS, .placements = {"setting=total plans=6", PRICED, "setting=neet plans=x"}},
     {{RULE_SUB_TOTALS_LOST, FORM_PLACEMENTS, 0, NULL}}},
    {"a setting that is not available, and holds nothing",
     {CENSUS, .placements = {TOTAL_5, PRICED, "setting=neet plans=x"}}, {{0}}},
    {"six settings that are not available",
     {CENSUS, .placements = {"setting=total plans=6", "setting=special_independent plans=x",
                             "setting=special_non_maintained plans=x", "setting=neet plans=x",
                             "setting=neet_ntci plans=x", "setting=nm_early_years plans=x"}},
     {{RULE_SUB_TOTALS_LOST, FORM_PLACEMENTS, 0, NULL}}},
    {"a setting of no sub-total that is not available",
     {CENSUS, .placements = {"setting=total plans=6", PRICED, "setting=nm_early_years plans=x"}},
     {{RULE_SUB_TOTALS_LOST, FORM_PLACEMENTS, 0, NULL}}},
    {"a row that is the sum of two others, and leaves their mode open",
     {.transport = {"mode=taxi children=10 gross_expenditure=1000",
                    "mode=minibus_in_house children=20 gross_expenditure=3000",
                    "children=30 gross_expenditure=4000"}},
     {{RULE_SUM_OF_OTHERS, FORM_TRANSPORT, 2, ""}}},
    {"a row that would be the sum of two others but for a pound",
     {.transport = {"mode=taxi children=10 gross_expenditure=1000",
                    "mode=minibus_in_house children=20 gross_expenditure=3000",
                    "children=30 gross_expenditure=4001"}},
     {{0}}},
    {"a sum of others under another code",
     {.transport = {"mode=taxi phase=primary children=10 gross_expenditure=1000",
                    "mode=minibus_in_house phase=primary children=20 gross_expenditure=3000",
                    "mode=minibus_contracted phase=primary children=30 gross_expenditure=4000"}},
     {{RULE_SUM_OF_OTHERS, FORM_TRANSPORT, 2, ""}}},
    {"one figure alone that others make by chance",
     {.transport = {"mode=taxi phase=primary children=1", "mode=minibus_in_house phase=primary children=2",
                    "mode=minibus_contracted phase=primary children=3"}},
     {{0}}},
    {"a sum of which a part is not known",
     {.transport = {"mode=taxi children=10 gross_expenditure=1000",
                    "mode=minibus_in_house children=20 gross_expenditure=x",
                    "children=30 gross_expenditure=1000"}},
     {{0}}},
    {"the plans of a setting, by need and in all",
     {CENSUS, .placements = {"setting=total plans=60",
                             "setting=mainstream_academy primary_need=asd plans=10",
                             "setting=mainstream_academy primary_need=mld plans=20",
                             "setting=mainstream_academy plans=30"}},
     {{RULE_SUM_OF_OTHERS, FORM_PLACEMENTS, 3, ""}}},
    {"a provider with as many plans as two others",
     {CENSUS, .placements = {"setting=total plans=10",
                             NAMED "urn=100049 provider_name=Elm_House",
                             "setting=special_independent plans=3 urn=100050 provider_name=Oak_House",
                             "setting=special_independent plans=2 urn=100051 provider_name=Ash_House"}},
     {{0}}},
    {"section 251 lines that were left out",
     {.transport = {"gross_expenditure=1000", "section_251_line=line_2_1_7 gross_expenditure=0"},
      .lines_left_out = 1},
     {{RULE_CODE_WITHOUT_ROW, FORM_TRANSPORT, 0, NULL}}},
    {"each section 251 line, if with x alone", {.transport = {"gross_expenditure=1000"}}, {{0}}},
    {"settings above the total, one not available",
     {CENSUS, .placements = {"setting=total plans=4", PRICED, "setting=neet plans=x"}},
     {{RULE_SETTINGS_EXCEED, FORM_PLACEMENTS, 0, NULL}}},
    {"a total that is not available", {CENSUS, .placements = {"setting=total plans=x", PRICED}},
     {{0}}},
    {"nothing returned", {.period = "2024"},
     {{RULE_NOTHING_RETURNED, FORM_HEADER, 0, NULL}}},
    {"placements of a year", {.period = "2024-25", CENSUS, .placements = {TOTAL_5, PRICED}},
     {{RULE_PLACEMENTS_PERIOD, FORM_PLACEMENTS, 0, NULL}}},
    {"more children than plans",
     {CENSUS, .placements = {TOTAL_5, PRICED}, .transport = {"children=6 mode=taxi"}},
     {{RULE_CHILDREN_OVER_PLANS, FORM_TRANSPORT, 0, NULL}}},
    {"children who are on the schools grant's line too",
     {CENSUS, .placements = {TOTAL_5, PRICED},
      .transport = {"children=5", "children=5 section_251_line=line_1_4_11"}}, {{0}}},

    // Reviews, disputes, adulthood, money, caseload
    {"more held than due, and more decided than held",
     {.rows = {{FORM_REVIEWS, "reviews_due=10 reviews_held=11 reviews_decided_within_4_weeks=12 "
                              "phase_transfers_due=3 phase_transfers_final_in_time=3"}}},
     {{RULE_PART_OVER_WHOLE, FORM_REVIEWS, 0, "reviews_held"},
      {RULE_PART_OVER_WHOLE, FORM_REVIEWS, 0, "reviews_decided_within_4_weeks"}}},
    {"held, where what is due is not known",
     {.rows = {{FORM_REVIEWS, "reviews_due=x reviews_held=11 reviews_decided_within_4_weeks=11"}}},
     {{0}}},
    {"more transfers in time than due",
     {.rows = {{FORM_REVIEWS, "phase_transfers_due=3 phase_transfers_final_in_time=4 "
                              "phase_transfers_post_16_due=0 phase_transfers_post_16_final_in_time=1"}}},
     {{RULE_PART_OVER_WHOLE, FORM_REVIEWS, 0, "phase_transfers_final_in_time"},
      {RULE_PART_OVER_WHOLE, FORM_REVIEWS, 0, "phase_transfers_post_16_final_in_time"}}},
    {"more appeals upheld than decided",
     {.rows = {{FORM_DISPUTES, "definition=since_2025 appeals_decided=4 appeals_upheld=5"}}},
     {{RULE_PART_OVER_WHOLE, FORM_DISPUTES, 0, "appeals_upheld"}}},
    {"more appeals than decisions",
     {.rows = {{FORM_DISPUTES, "definition=since_2025 appeals_registered=9 appealable_decisions=8"}}},
     {{RULE_APPEALS_OVER_DECISIONS, FORM_DISPUTES, 0, "appealable_decisions"}}},
    {"an appeal against each decision",
     {.rows = {{FORM_DISPUTES, "definition=since_2025 appeals_registered=8 appealable_decisions=8"}}},
     {{0}}},
    {"a year by both definitions",
     {.period = "2024",
      .rows = {{FORM_DISPUTES, "definition=until_2024 appeals_registered=68 appealable_decisions=1421"},
               {FORM_DISPUTES, "definition=since_2025 appeals_registered=68 appealable_decisions=386"}}},
     {{0}}},
    {"other appeals by the other definition",
     {.rows = {{FORM_DISPUTES, "definition=until_2024 appeals_registered=68 mediations=x"},
               {FORM_DISPUTES, "definition=since_2025 appeals_registered=67 mediations=5"}}},
     {{RULE_DISPUTES_DIFFER, FORM_DISPUTES, 1, "appeals_registered"}}},
    {"one definition twice",
     {.rows = {{FORM_DISPUTES, "definition=since_2025 mediations=5"},
               {FORM_DISPUTES, "definition=since_2025 mediations=5"}}},
     {{RULE_ROW_TWICE, FORM_DISPUTES, 1, ""}}},
    {"more who do something than there are",
     {.rows = {{FORM_ADULTHOOD, "age_group=age_16_to_17 young_people=10 supported_internships=4 "
                                "apprenticeships=3 traineeships=x young_people_neet=3 "
                                "activity_not_known=1"}}},
     {{RULE_PART_OVER_WHOLE, FORM_ADULTHOOD, 0, "supported_internships"}}},
    {"just as many who do something",
     {.rows = {{FORM_ADULTHOOD, "age_group=age_18_to_25 young_people=11 supported_internships=4 "
                                "apprenticeships=3 traineeships=0 young_people_neet=3 "
                                "activity_not_known=1"}}},
     {{0}}},
    {"a surplus and a deficit",
     {.rows = {{FORM_MONEY, "high_needs_surplus=0.01 high_needs_deficit=5000000"}}},
     {{RULE_SURPLUS_AND_DEFICIT, FORM_MONEY, 0, "high_needs_deficit"}}},
    {"a deficit alone",
     {.rows = {{FORM_MONEY, "high_needs_budget=40000000 high_needs_forecast=120000000 "
                            "high_needs_surplus=0 high_needs_deficit=80000000"}}},
     {{0}}},
    {"a forecast in thousands",
     {.rows = {{FORM_MONEY, "high_needs_budget=40000000 high_needs_forecast=41000"}}},
     {{RULE_FORECAST_SCALE, FORM_MONEY, 0, "high_needs_forecast"}}},
    {"a budget in thousands",
     {.rows = {{FORM_MONEY, "high_needs_budget=40000 high_needs_forecast=41000000"}}},
     {{RULE_FORECAST_SCALE, FORM_MONEY, 0, "high_needs_forecast"}}},
    {"half the budget", {.rows = {{FORM_MONEY, "high_needs_budget=40000 high_needs_forecast=20000"}}},
     {{0}}},
    {"more budgets than plans, and payments than budgets",
     {.rows = {{FORM_CASELOAD, "plans_maintained=3 personal_budgets=4 direct_payments=5"}}},
     {{RULE_PART_OVER_WHOLE, FORM_CASELOAD, 0, "personal_budgets"},
      {RULE_PART_OVER_WHOLE, FORM_CASELOAD, 0, "direct_payments"}}},
    {"other plans on the same day",
     {.period = "2024-25 Q3", .header = "as_at_date=2024-12-31", .placements = {TOTAL_5, PRICED},
      .rows = {{FORM_CASELOAD, "plans_maintained=6"}}},
     {{RULE_CASELOAD_OTHER_STOCK, FORM_CASELOAD, 0, NULL}}},
    {"as many plans on the same day",
     {.period = "2024-25 Q3", .header = "as_at_date=2024-12-31", .placements = {TOTAL_5, PRICED},
      .rows = {{FORM_CASELOAD, "plans_maintained=5"}}},
     {{0}}},
    {"new plans that are not those issued, and do not add up",
     {.timeliness = "plans_issued=9",
      .rows = {{FORM_NEW_PLANS, "setting=total new_plans=8"},
               {FORM_NEW_PLANS, "setting=mainstream_academy new_plans=7"}}},
     {{RULE_SETTINGS_ADD_UP, FORM_NEW_PLANS, 0, NULL},
      {RULE_NEW_PLANS_OTHER_THAN_ISSUED, FORM_NEW_PLANS, 0, NULL}}},
    {"new plans that are those issued",
     {.timeliness = "plans_issued=9",
      .rows = {{FORM_NEW_PLANS, "setting=total new_plans=9"},
               {FORM_NEW_PLANS, "setting=mainstream_academy new_plans=9"}}}, {{0}}},
    {"new plans without their total",
     {.rows = {{FORM_NEW_PLANS, "setting=mainstream_academy new_plans=7"}}},
     {{RULE_TOTAL_MISSING, FORM_NEW_PLANS, 0, NULL}}},
    {"special academies, and academies with free schools",
     {CENSUS, .placements = {TOTAL_5, "setting=special_academy plans=2",
                             "setting=special_academy_free plans=3"}},
     {{RULE_CODE_AND_ITS_PARTS, FORM_PLACEMENTS, 0, NULL}}},
    {"special academies and special free schools",
     {CENSUS, .placements = {TOTAL_5, "setting=special_academy plans=2",
                             "setting=special_free_school plans=3",
                             "setting=special_academy_free plans=0"}}, {{0}}},
    {"more spent by now than in the year",
     {.rows = {{FORM_TRAVEL, "group=post_16_to_18 mode=mileage expenditure_to_date=5000.01 "
                             "expenditure_forecast=5000"}}},
     {{RULE_TO_DATE_OVER_FORECAST, FORM_TRAVEL, 0, "expenditure_to_date"}}},
    {"all of the year spent by now",
     {.rows = {{FORM_TRAVEL, "group=post_16_to_18 mode=mileage expenditure_to_date=5000 "
                             "expenditure_forecast=5000"}}}, {{0}}},
    {"travel in thousands, and in pence",
     {.rows = {{FORM_TRAVEL, "group=adult_duty mode=external_taxi users=100 expenditure_forecast=999"},
               {FORM_TRAVEL, "group=adult_duty mode=mileage users=1 expenditure_forecast=200000"}}},
     {{RULE_TRAVEL_PER_USER_RANGE, FORM_TRAVEL, 0, "expenditure_forecast"},
      {RULE_TRAVEL_PER_USER_RANGE, FORM_TRAVEL, 1, "expenditure_forecast"}}},
    {"the least for a user in a year",
     {.rows = {{FORM_TRAVEL, "group=adult_duty mode=mileage users=100 expenditure_forecast=1000"}}},
     {{0}}},
    {"less since April than in the quarter",
     {.transport = {"gross_expenditure=5000.01"},
      .rows = {{FORM_TRAVEL, "group=pre_16_send mode=mileage expenditure_to_date=5000"}}},
     {{RULE_TRAVEL_BELOW_PERIOD, FORM_TRAVEL, 0, NULL}}},
    {"as much since April as in the quarter",
     {.transport = {"gross_expenditure=5000"},
      .rows = {{FORM_TRAVEL, "group=pre_16_send mode=mileage expenditure_to_date=4000"},
               {FORM_TRAVEL, "group=pre_16_send mode=external_taxi expenditure_to_date=1000"}}},
     {{0}}},
    {"since April, a part of which is not known",
     {.transport = {"gross_expenditure=5000"},
      .rows = {{FORM_TRAVEL, "group=pre_16_send mode=mileage expenditure_to_date=4000"},
               {FORM_TRAVEL, "group=pre_16_send mode=external_taxi expenditure_to_date=x"}}},
     {{0}}},
    {"the same group and mode twice",
     {.rows = {{FORM_TRAVEL, "group=pre_16_send mode=mileage users=4"},
               {FORM_TRAVEL, "group=pre_16_send mode=mileage users=1"}}},
     {{RULE_ROW_TWICE, FORM_TRAVEL, 1, ""}}},
    {"other plans on another day",
     {CENSUS, .placements = {TOTAL_5, PRICED}, .rows = {{FORM_CASELOAD, "plans_maintained=6"}}},
     {{0}}},
    // clang-format on
};

static size_t count_of(const struct expected expected[EXPECTED_MAX])
{
    size_t count = 0;

    while (count < EXPECTED_MAX && expected[count].rule != RULE_FILE_MISSING)
        count++;
    return count;
}

static void check_example(size_t number)
{
    struct findings findings = judged_at_collector(&examples[number].cells);
    const struct expected *expected = examples[number].expected;
    const size_t count = count_of(expected);
    size_t explained = 0;

    for (size_t i = 0; i < findings.count || i < count; i++) {
        const struct finding *finding = &findings.list[i];

        if (i >= findings.count || i >= count)
            fail_msg("%s: %zu findings, not %zu: %s %s", examples[number].name, findings.count,
                     count, i < findings.count ? finding->rule->id : "",
                     i < findings.count ? finding->what : "");
        if (finding->rule != rule_get(expected[i].rule))
            fail_msg("%s: %s \"%s\"", examples[number].name, finding->rule->id, finding->what);
        assert_int_equal(expected[i].part, finding->place.part);
        assert_int_equal(expected[i].index, finding->place.index);
        assert_int_equal(expected[i].column == NULL, finding->place.whole_part);
        if (expected[i].column != NULL && *expected[i].column != '\0') {
            assert_ptr_equal(written_field(expected[i].part, expected[i].column),
                             finding->place.field);
            if (finding->rule != rule_get(RULE_AS_AT_MISSING))  // whose cell is blank
                assert_non_null(finding->value);
        } else {
            assert_null(finding->place.field);
        }
        assert_true(strlen(finding->fix) > 0);
        explained += finding->explained != 0;
    }
    assert_int_equal(findings.count - explained, findings.stops + findings.asks + findings.informs);
}

static void each_rule_finds_what_it_is_for_and_nothing_else(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++)
        check_example(i);
}

// Not over files, headings or cells.
static int is_over_returns(const struct rule *rule)
{
    return rule->scope >= RULE_SCOPE_ROW;
}

static void every_rule_over_returns_has_an_example(void **state)
{
    int met[RULE_COUNT] = {0};

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++)
        for (size_t j = 0; j < count_of(examples[i].expected); j++)
            met[examples[i].expected[j].rule]++;
    for (unsigned i = 0; i < RULE_COUNT; i++)
        if (is_over_returns(rule_get(i)) && met[i] == 0)
            fail_msg("no example of %s", rule_get(i)->id);
}

// --- words

enum { GOLDEN_LINES_MAX = 300 };

// The lines of tests/data/words.golden about rules over returns: rule, example, what, fix.
static size_t golden_lines(const char *lines[GOLDEN_LINES_MAX])
{
    FILE *in = fopen(QD_DATA_DIR "/../tests/data/words.golden", "re");
    char *line = NULL;
    size_t room = 0, count = 0;

    assert_non_null(in);
    while (getline(&line, &room, in) >= 0) {
        const struct rule *rule =
            rule_find(arena_strndup(&judged_arena, line, strcspn(line, "\t")));

        assert_true(count < GOLDEN_LINES_MAX);
        if (rule != NULL && is_over_returns(rule))
            lines[count++] = arena_strndup(&judged_arena, line, strcspn(line, "\n"));
    }
    free(line);
    fclose(in);
    return count;
}

// Takes the line out of the list; 0 if it is not there.
static int is_golden(const char *lines[], size_t count, const char *line)
{
    for (size_t i = 0; i < count; i++)
        if (lines[i] != NULL && strcmp(lines[i], line) == 0) {
            lines[i] = NULL;
            return 1;
        }
    return 0;
}

// No program writes that file: whoever changes words reads them there.
static void what_is_said_is_what_the_golden_file_holds(void **state)
{
    const char *lines[GOLDEN_LINES_MAX];
    size_t count = golden_lines(lines), differences = 0;

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        struct findings findings = judged_at_collector(&examples[i].cells);

        for (size_t j = 0; j < findings.count; j++) {
            const struct finding *finding = &findings.list[j];
            const char *line = arena_printf(&judged_arena, "%s\t%s\t%s\t%s", finding->rule->id,
                                            examples[i].name, finding->what, finding->fix);

            if (!is_golden(lines, count, line)) {
                print_error("+%s\n", line);
                differences++;
            }
        }
    }
    for (size_t i = 0; i < count; i++)
        if (lines[i] != NULL) {
            print_error("-%s\n", lines[i]);
            differences++;
        }
    assert_int_equal(differences, 0);
}

// --- what DfE has really published

static void city_of_london_2024_asks_and_does_not_stop(void **state)
{
    static const struct judged_cells cells = {
        .period = "2024",
        .timeliness = "plans_issued=5 plans_issued_ex=0 plans_issued_within_20_weeks=4 "
                      "plans_issued_within_20_weeks_ex=0 plans_issued_20_to_52_weeks=0 "
                      "plans_issued_20_to_52_weeks_ex=0 plans_issued_over_52_weeks=0 "
                      "plans_issued_over_52_weeks_ex=0"};
    struct findings findings = judged(judged_return(&cells));

    (void)state;
    assert_int_equal(0, findings.stops);
    assert_int_equal(1, findings.asks);
    assert_int_equal(1, findings.found[RULE_BANDS_ADD_UP]);
}

static void hackney_in_january_2024_has_a_total_and_no_parts(void **state)
{
    static const struct judged_cells cells = {
        .period = "2023-24 Q4",
        .header = "as_at_date=2024-01-18",
        .placements = {"setting=total plans=3525", "setting=mainstream_academy plans=x",
                       "setting=special_academy_free plans=x"}};

    (void)state;
    // All is taken; the officer is told what has no figure.
    assert_int_equal(1, judged(judged_return(&cells)).count);
    assert_int_equal(1, judged(judged_return(&cells)).found[RULE_SUB_TOTALS_LOST]);
    assert_int_equal(0, judged(judged_return(&cells)).asks);
}

static void without_exceptions_the_share_may_be_the_smaller(void **state)
{
    // Southwark 2024: 36.0 % without, 36.7 % with.
    static const struct judged_cells cells = {
        .period = "2024",
        .timeliness = "plans_issued=461 plans_issued_within_20_weeks=169 plans_issued_ex=439 "
                      "plans_issued_within_20_weeks_ex=158"};

    (void)state;
    assert_int_equal(0, judged(judged_return(&cells)).count);
}

// --- many rows

static void repeated_rows_are_found_among_many(void **state)
{
    enum { ROWS = 2500, EVERY = 500 };
    static const struct judged_cells cells = {CENSUS, .placements = {"setting=total plans=x"}};
    Qd__Return *returned = judged_return(&cells);
    struct findings findings;

    (void)state;
    for (int i = 0; i < ROWS; i++) {
        char row[100];

        snprintf(row, sizeof row, "setting=special_independent plans=1 urn=%d",
                 100000 + 2 * (i % EVERY == EVERY - 1 ? 7 : i));
        written_placement(&judged_arena, returned, row);
    }
    findings = judged(returned);
    assert_int_equal(5, findings.found[RULE_ROW_TWICE]);
    assert_int_equal(5, findings.count);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(EVERY * (i + 1), findings.list[i].place.index);
    }
}

static void without_memory_no_return_passes_unjudged(void **state)
{
    static const struct judged_cells cells = {CENSUS, .placements = {TOTAL_5, PRICED},
                                              .transport = {"children=1"}};
    Qd__Return *returned = judged_return(&cells);
    const struct rules_input input = rules_input_whole(returned);

    (void)state;
    assert_int_equal(0, judged(returned).count);
    for (size_t cap = 0; cap < 64; cap += 16) {
        struct arena small;
        struct findings findings;

        arena_init(&small, cap);
        findings_init(&findings, &small);
        rules_check(&input, &findings);
        assert_true(findings.stops > 0);
        arena_free(&small);
    }
}

// --- promise E: one verdict

static void assert_same(const struct findings *here, const struct findings *there)
{
    assert_int_equal(here->count, there->count);
    assert_int_equal(here->stops, there->stops);
    assert_int_equal(here->asks, there->asks);
    assert_int_equal(here->informs, there->informs);
    assert_memory_equal(here->found, there->found, sizeof here->found);
    for (size_t i = 0; i < here->count; i++) {
        const struct finding *a = &here->list[i], *b = &there->list[i];

        assert_ptr_equal(a->rule, b->rule);
        assert_int_equal(a->place.part, b->place.part);
        assert_int_equal(a->place.index, b->place.index);
        assert_ptr_equal(a->place.field, b->place.field);
        assert_int_equal(a->place.whole_part, b->place.whole_part);
        assert_int_equal(a->explained, b->explained);
        assert_string_equal(a->what, b->what);
        assert_string_equal(a->fix, b->fix);
        assert_string_equal(a->value == NULL ? "" : a->value, b->value == NULL ? "" : b->value);
    }
}

static void promise_e_a_return_is_judged_alike_after_a_trip_over_the_wire(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        Qd__Return *returned = judged_return(&examples[i].cells), *arrived;
        struct findings here, there;
        const uint8_t *bytes;
        size_t size;

        assert_int_equal(0, simulate_rest_of_all_is_x(&judged_arena, returned));
        here = judged(returned);
        assert_int_equal(ERR_OK, codec_pack_return(returned, &judged_arena, &bytes, &size, NULL));
        assert_int_equal(ERR_OK, codec_unpack_return(&arrived, &judged_arena, bytes, size, NULL));
        there = judged(arrived);
        assert_same(&here, &there);
    }
}

static void promise_e_a_return_is_judged_alike_each_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        Qd__Return *returned = judged_return(&examples[i].cells);
        struct findings once = judged(returned), again = judged(returned);

        assert_same(&once, &again);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, judged_set_up, judged_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_rule_finds_what_it_is_for_and_nothing_else),
        TEST(every_rule_over_returns_has_an_example),
        TEST(what_is_said_is_what_the_golden_file_holds),
        TEST(city_of_london_2024_asks_and_does_not_stop),
        TEST(hackney_in_january_2024_has_a_total_and_no_parts),
        TEST(without_exceptions_the_share_may_be_the_smaller),
        TEST(repeated_rows_are_found_among_many),
        TEST(without_memory_no_return_passes_unjudged),
        TEST(promise_e_a_return_is_judged_alike_after_a_trip_over_the_wire),
        TEST(promise_e_a_return_is_judged_alike_each_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
