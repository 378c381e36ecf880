#include "simulate/casework.h"

// --- what is open

static void set_open(Qd__Timeliness *row, struct draw *draw, uint64_t requests,
                     uint64_t assessments)
{
    row->requests_open = requests;
    row->requests_open_over_6_weeks = requests * draw_between(draw, 5, 30) / 100;
    row->assessments_open = assessments;
    row->assessments_open_over_20_weeks = assessments * draw_between(draw, 5, 35) / 100;
    row->has_requests_open = row->has_requests_open_over_6_weeks = 1;
    row->has_assessments_open = row->has_assessments_open_over_20_weeks = 1;
}

static void draw_open(struct draw *draw, Qd__Timeliness *row)
{
    const uint64_t requests = row->requests_received * draw_between(draw, 30, 60) / 100;
    const uint64_t assessments = row->plans_issued * draw_between(draw, 70, 120) / 100;

    set_open(row, draw, requests, assessments);
}

// By days: a request that is overdue is in the second band, an assessment that is in the last two.
static void draw_bands(struct draw *draw, Qd__Timeliness *row)
{
    enum { YOUNG, TO_112, TO_140, AGES };
    static const unsigned ages[AGES] = {15, 60, 25}, overdue[] = {88, 12};
    uint64_t in_time[AGES], late[2];

    draw_split(draw, row->assessments_open - row->assessments_open_over_20_weeks, ages, AGES,
               in_time);
    draw_split(draw, row->assessments_open_over_20_weeks, overdue, 2, late);
    row->cases_open_0_to_42_days =
        row->requests_open - row->requests_open_over_6_weeks + in_time[YOUNG];
    row->cases_open_43_to_112_days = row->requests_open_over_6_weeks + in_time[TO_112];
    row->cases_open_113_to_140_days = in_time[TO_140];
    row->cases_open_141_to_364_days = late[0];
    row->cases_open_over_364_days = late[1];
    row->has_cases_open_0_to_42_days = row->has_cases_open_43_to_112_days = 1;
    row->has_cases_open_113_to_140_days = row->has_cases_open_141_to_364_days = 1;
    row->has_cases_open_over_364_days = 1;
}

// --- who asked

static void draw_sources(struct draw *draw, Qd__Timeliness *row)
{
    enum { FAMILY, EDUCATION, HEALTH, SOCIAL_CARE, OTHER, SOURCES };
    static const unsigned weights[SOURCES] = {46, 42, 6, 4, 2};
    uint64_t requests[SOURCES];

    if (!row->has_requests_received)
        return;
    draw_split(draw, row->requests_received, weights, SOURCES, requests);
    row->requests_by_parent_or_young_person = requests[FAMILY];
    row->requests_by_education = requests[EDUCATION];
    row->requests_by_health = requests[HEALTH];
    row->requests_by_social_care = requests[SOCIAL_CARE];
    row->requests_by_other = requests[OTHER];
    row->has_requests_by_parent_or_young_person = row->has_requests_by_education = 1;
    row->has_requests_by_health = row->has_requests_by_social_care = 1;
    row->has_requests_by_other = 1;
}

// --- advice

// About one piece of each kind for a decision to assess.
static void draw_advice(struct draw *draw, Qd__Timeliness *row)
{
    const uint64_t cases = row->requests_decided_to_assess;

    if (!row->has_requests_decided_to_assess)
        return;
    row->advice_psychology = cases * draw_between(draw, 92, 100) / 100;
    row->advice_health = cases * draw_between(draw, 80, 98) / 100;
    row->advice_social_care = cases * draw_between(draw, 75, 97) / 100;
    row->advice_psychology_within_6_weeks =
        row->advice_psychology * draw_between(draw, 35, 85) / 100;
    row->advice_health_within_6_weeks = row->advice_health * draw_between(draw, 55, 95) / 100;
    row->advice_social_care_within_6_weeks =
        row->advice_social_care * draw_between(draw, 60, 98) / 100;
    row->has_advice_psychology = row->has_advice_psychology_within_6_weeks = 1;
    row->has_advice_health = row->has_advice_health_within_6_weeks = 1;
    row->has_advice_social_care = row->has_advice_social_care_within_6_weeks = 1;
}

// --- days

// Each band's plans took as long on average, with an exception or without.
static void draw_days(struct draw *draw, Qd__Timeliness *row)
{
    const uint64_t in_time = draw_between(draw, 118, 138), late = draw_between(draw, 160, 230),
                   over_a_year = draw_between(draw, 390, 470);

    if (!row->has_plans_issued_within_20_weeks || !row->has_plans_issued_20_to_52_weeks ||
        !row->has_plans_issued_over_52_weeks)
        return;
    row->days_to_issue = in_time * row->plans_issued_within_20_weeks +
                         late * row->plans_issued_20_to_52_weeks +
                         over_a_year * row->plans_issued_over_52_weeks;
    row->days_to_issue_ex = in_time * row->plans_issued_within_20_weeks_ex +
                            late * row->plans_issued_20_to_52_weeks_ex +
                            over_a_year * row->plans_issued_over_52_weeks_ex;
    row->has_days_to_issue = row->has_days_to_issue_ex = 1;
}

void casework_draw(struct draw *draw, Qd__Timeliness *row)
{
    draw_open(draw, row);
    draw_bands(draw, row);
    draw_sources(draw, row);
    draw_advice(draw, row);
    draw_days(draw, row);
}
