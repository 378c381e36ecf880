// Pieces of returns that several examples are made of.
#ifndef QD_TESTS_UNIT_PROTO_RULES_EXAMPLES_RETURNS_H
#define QD_TESTS_UNIT_PROTO_RULES_EXAMPLES_RETURNS_H

#include "tests/support/judged/judged.h"

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

#endif
