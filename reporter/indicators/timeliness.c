#include "reporter/indicators/timeliness.h"

#include "proto/form/form.h"
#include "proto/form/labels.h"

#include <assert.h>
#include <string.h>

// The figures are the columns of timeliness.csv in the form's order, then these sums, which DfE
// divides by. (Its six-week percentages are of the requests with an outcome, not of all received.)
static const struct {
    const char *formula;
    const char *parts[2];
} sums[] = {
    {"(request_outcome_six_weeks + request_outcome_over_6_weeks)",
     {"request_outcome_six_weeks", "request_outcome_over_6_weeks"}},
    {"(outcome_decision_within_time + outcome_decision_over_time)",
     {"outcome_decision_within_time", "outcome_decision_over_time"}},
};

enum { SUMS = sizeof sums / sizeof sums[0] };

// The percentages; the measure is the numerator's name with _percent.
static const struct {
    const char *numerator, *denominator, *label;
    enum indicator_polarity polarity;
    int headline;
} percents[] = {
    {"plans_issued_within_20_weeks_ex", "plans_issued_ex",
     "Plans issued within 20 weeks, exceptions left out", POLARITY_HIGH, 1},
    {"plans_issued_within_20_weeks", "plans_issued",
     "Plans issued within 20 weeks, exceptions included", POLARITY_HIGH, 1},
    {"plans_issued_20_to_52_weeks_ex", "plans_issued_ex",
     "Plans issued in 20 to 52 weeks, exceptions left out", POLARITY_LOW, 0},
    {"plans_issued_20_to_52_weeks", "plans_issued",
     "Plans issued in 20 to 52 weeks, exceptions included", POLARITY_LOW, 0},
    {"plans_issued_over_52_weeks_ex", "plans_issued_ex",
     "Plans issued after 52 weeks, exceptions left out", POLARITY_LOW, 0},
    {"plans_issued_over_52_weeks", "plans_issued",
     "Plans issued after 52 weeks, exceptions included", POLARITY_LOW, 0},
    {"request_outcome_six_weeks", "(request_outcome_six_weeks + request_outcome_over_6_weeks)",
     "Requests answered within six weeks, of those answered", POLARITY_HIGH, 1},
    {"request_outcome_over_6_weeks", "(request_outcome_six_weeks + request_outcome_over_6_weeks)",
     "Requests answered after six weeks, of those answered", POLARITY_LOW, 0},
    {"requests_decided_to_assess", "requests_received",
     "Requests with the decision to assess, of those received", POLARITY_NONE, 0},
    {"requests_decided_not_to_assess", "requests_received",
     "Requests with the decision not to assess, of those received", POLARITY_NONE, 0},
    {"requests_decision_not_made", "requests_received",
     "Requests not decided yet, of those received", POLARITY_NONE, 0},
    {"requests_withdrawn", "requests_received", "Requests withdrawn, of those received",
     POLARITY_NONE, 0},
    {"assess_issued", "assessments", "Assessments with the decision to issue a plan", POLARITY_NONE,
     0},
    {"assess_not_issued", "assessments", "Assessments with the decision not to issue a plan",
     POLARITY_NONE, 0},
    {"assess_not_made", "assessments", "Assessments not decided yet", POLARITY_NONE, 0},
    {"assess_withdrawn", "assessments", "Assessments withdrawn", POLARITY_NONE, 0},
    {"outcome_decision_within_time", "(outcome_decision_within_time + outcome_decision_over_time)",
     "Decisions not to issue within 16 weeks, of all of them", POLARITY_HIGH, 0},
    {"outcome_decision_over_time", "(outcome_decision_within_time + outcome_decision_over_time)",
     "Decisions not to issue after 16 weeks, of all of them", POLARITY_LOW, 0},
    {"requests_open_over_6_weeks", "requests_open", "Open requests that are over six weeks old",
     POLARITY_LOW, 0},
    {"assessments_open_over_20_weeks", "assessments_open",
     "Open assessments that are over 20 weeks old", POLARITY_LOW, 0},
};

static const ProtobufCMessageDescriptor *const form = &qd__timeliness__descriptor;

static unsigned columns(void)
{
    return form_columns(form);
}

static int returned(const Qd__Return *candidate)
{
    return candidate->timeliness != NULL;
}

static size_t figures_count(void)
{
    return columns() + SUMS;
}

static int figure_index(const char *name)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(form, name);

    if (field != NULL)
        return (int)(field - form->fields);
    for (unsigned i = 0; i < SUMS; i++)
        if (strcmp(sums[i].formula, name) == 0)
            return (int)(columns() + i);
    assert(!"a name that is neither a column of the form nor a sum");
    return INDICATOR_NO_FIGURE;
}

static void figures_of(const struct indicator_source *source, struct figure *figures)
{
    const Qd__Timeliness *row = source->period == NULL ? NULL : source->period->timeliness;

    for (unsigned i = 0; i < columns(); i++)
        figures[i] = row == NULL ? figure_missing(FIGURE_NOT_RETURNED)
                                 : figure_in(&row->base, &form->fields[i]);
    for (unsigned i = 0; i < SUMS; i++) {
        struct figure sum = figures[figure_index(sums[i].parts[0])];

        figure_add(&sum, figures[figure_index(sums[i].parts[1])]);
        figures[columns() + i] = sum;
    }
}

// The form's field numbers tell the stages apart (proto/form/return.proto).
static const char *whose(unsigned field_number)
{
    enum { ASSESSMENTS_FROM = 20, PLANS_FROM = 40, OPEN_FROM = 60 };

    if (field_number < ASSESSMENTS_FROM)
        return "DfE requests";
    if (field_number < PLANS_FROM)
        return "DfE assessments";
    if (field_number < OPEN_FROM)
        return "DfE timeliness_20_week";
    return "Quarterday";
}

static const char *whose_column(const char *name)
{
    return whose(form->fields[figure_index(name)].id);
}

static void list(struct indicators *indicators)
{
    for (size_t i = 0; i < sizeof percents / sizeof percents[0]; i++)
        indicators_add(
            indicators,
            (struct indicator){
                .measure = arena_printf(indicators->arena, "%s_percent", percents[i].numerator),
                .label = percents[i].label,
                .unit = INDICATOR_PERCENT,
                .polarity = percents[i].polarity,
                .headline = percents[i].headline,
                .numerator = figure_index(percents[i].numerator),
                .denominator = figure_index(percents[i].denominator),
                .formula = arena_printf(indicators->arena, "%s / %s", percents[i].numerator,
                                        percents[i].denominator),
                .source = whose_column(percents[i].numerator)});
    for (unsigned i = 0; i < columns(); i++)
        indicators_add(indicators,
                       (struct indicator){.measure = arena_printf(indicators->arena, "%s_count",
                                                                  form->fields[i].name),
                                          .label = labels_of(&form->fields[i])->label,
                                          .unit = INDICATOR_COUNT,
                                          .numerator = (int)i,
                                          .denominator = INDICATOR_NO_FIGURE,
                                          .formula = form->fields[i].name,
                                          .source = whose(form->fields[i].id)});
}

const struct indicator_table timeliness_table = {
    .name = "timeliness",
    .title = "Timeliness of EHC plans",
    .about = "Requests, assessments and plans issued in the period.",
    .part = "timeliness",
    .returned = returned,
    .figures_count = figures_count,
    .figures = figures_of,
    .list = list,
};
