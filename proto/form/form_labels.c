// What a descriptor cannot hold: the label, the unit and one sentence of help for each column.
// A column that is not here fails tests/unit/test_form.c; a name here that is no column does not
// compile.
#include "proto/form/form.h"

#include <stddef.h>

#define HEADER(field) &qd__header__descriptor, offsetof(Qd__Header, field)
#define TIMELINESS(field) &qd__timeliness__descriptor, offsetof(Qd__Timeliness, field)
#define PLACEMENT(field) &qd__placement__descriptor, offsetof(Qd__Placement, field)
#define TRANSPORT(field) &qd__transport__descriptor, offsetof(Qd__Transport, field)
#define EXPLANATION(field) &qd__explanation__descriptor, offsetof(Qd__Explanation, field)

static const struct {
    const ProtobufCMessageDescriptor *row;
    size_t offset;  // of the field in its row
    struct form_words words;
} columns[] = {
    // clang-format off
    // --- return.csv ----------------------------------------------------------------------------
    {HEADER(new_la_code), {"Local authority", "",
     "The ONS code of the authority whose return this is (E09000007); DfE's number (202) or the "
     "name are taken too."}},
    {HEADER(period), {"Period", "",
     "The financial-year quarter (2024-25 Q4: Q1 is April to June), financial year (2024-25) or "
     "calendar year (2024) that all files of the folder are about."}},
    {HEADER(as_at_date), {"As-at date", "",
     "The day within the period on which placements were counted, for example DfE's January census "
     "day; may be blank when there is no placements.csv."}},
    {HEADER(note), {"Note", "",
     "Anything that a reader should know, above all why an earlier return of the period is "
     "replaced; may be blank."}},
    {HEADER(simulated), {"Simulated", "",
     "yes if the figures are made up, for a demonstration, training or a test: an aggregator that "
     "takes real returns refuses it. Blank in a real return."}},

    // --- timeliness.csv: the six-week stage ----------------------------------------------------
    {TIMELINESS(requests_received), {"Requests for an EHC needs assessment received", "requests",
     "All initial requests received in the period, from whomever (DfE requests_received_in_year)."}},
    {TIMELINESS(requests_rya), {"Requests for a person in relevant youth accommodation", "requests",
     "Those of the requests received that are about a person in relevant youth accommodation (DfE "
     "requests_rya)."}},
    {TIMELINESS(requests_decided_to_assess), {"Requests: decided to assess", "requests",
     "Requests received in the period on which the decision was to assess (DfE "
     "requests_decided_to_assess)."}},
    {TIMELINESS(requests_decided_not_to_assess), {"Requests: decided not to assess", "requests",
     "Requests received in the period that were refused (DfE requests_decided_not_to_assess)."}},
    {TIMELINESS(requests_decision_not_made), {"Requests: no decision yet", "requests",
     "Requests received in the period on which nothing was decided by its end (DfE "
     "requests_decision_not_made)."}},
    {TIMELINESS(requests_withdrawn), {"Requests withdrawn", "requests",
     "Requests received in the period that were withdrawn, or ceased, before a decision (DfE "
     "requests_withdrawn)."}},
    {TIMELINESS(request_outcome_six_weeks), {"Request outcomes within 6 weeks", "requests",
     "Requests with an outcome date, decided within six weeks of receipt (regulation 5(1); DfE "
     "request_outcome_six_weeks)."}},
    {TIMELINESS(request_outcome_over_6_weeks), {"Request outcomes after more than 6 weeks", "requests",
     "Requests with an outcome date, decided later than six weeks after receipt (DfE "
     "request_outcome_over_6_weeks)."}},
    {TIMELINESS(mediation_related_request), {"Mediation about a request", "cases",
     "Cases of mediation held about a decision on a request (DfE mediation_related_request)."}},
    {TIMELINESS(tribunal_related_request), {"Tribunal about a request", "cases",
     "Appeals to the SEND tribunal about a decision on a request (DfE tribunal_related_request)."}},
    {TIMELINESS(tribunal_after_mediation_request), {"Tribunal after mediation about a request", "cases",
     "Those of the appeals about a request that came after mediation (DfE "
     "tribunal_after_mediation_request)."}},

    // --- timeliness.csv: the sixteen-week stage ------------------------------------------------
    {TIMELINESS(assessments), {"EHC needs assessments", "assessments",
     "Assessments of the period, whatever became of them (DfE assess_in_year)."}},
    {TIMELINESS(assess_issued), {"Assessments: decided to issue a plan", "assessments",
     "Assessments that ended with the decision to issue a plan (DfE assess_issued)."}},
    {TIMELINESS(assess_not_issued), {"Assessments: decided not to issue a plan", "assessments",
     "Assessments that ended with the decision not to issue a plan (DfE assess_not_issued)."}},
    {TIMELINESS(assess_not_made), {"Assessments: no decision yet", "assessments",
     "Assessments on which nothing was decided by the end of the period (DfE assess_not_made)."}},
    {TIMELINESS(assess_withdrawn), {"Assessments withdrawn", "assessments",
     "Assessments that were withdrawn, or ceased, before a decision (DfE assess_withdrawn)."}},
    {TIMELINESS(outcome_decision_within_time), {"Decisions not to issue within 16 weeks", "assessments",
     "Decisions not to issue a plan of which notice was given within sixteen weeks of the request "
     "(regulation 10(1); DfE outcome_decision_within_time)."}},
    {TIMELINESS(outcome_decision_over_time), {"Decisions not to issue after more than 16 weeks",
     "assessments",
     "Decisions not to issue a plan of which notice came later than that (DfE "
     "outcome_decision_over_time)."}},
    {TIMELINESS(assess_mediation), {"Mediation about an assessment", "cases",
     "Cases of mediation held about the decision after an assessment (DfE "
     "number_assess_mediation)."}},
    {TIMELINESS(assess_tribunal), {"Tribunal about an assessment", "cases",
     "Appeals to the SEND tribunal about the decision after an assessment (DfE "
     "number_assess_tribunal)."}},
    {TIMELINESS(assess_mediation_tribunal), {"Tribunal after mediation about an assessment", "cases",
     "Those of the appeals about an assessment that came after mediation (DfE "
     "number_assess_mediation_tribunal)."}},
    {TIMELINESS(other_mediation), {"Other mediation", "cases",
     "Cases of mediation about anything else: the plan's content, its review, its ending (DfE "
     "number_other_mediation)."}},
    {TIMELINESS(other_tribunal), {"Other tribunal", "cases",
     "Appeals to the SEND tribunal about anything else (DfE number_other_tribunal)."}},
    {TIMELINESS(other_mediation_tribunal), {"Other tribunal after mediation", "cases",
     "Those of the other appeals that came after mediation (DfE "
     "number_other_mediation_tribunal)."}},

    // --- timeliness.csv: the twenty weeks ------------------------------------------------------
    {TIMELINESS(plans_issued), {"EHC plans issued", "plans",
     "Final plans issued for the first time in the period, with those to which an exception applies "
     "(DfE plans_issued_den)."}},
    {TIMELINESS(plans_issued_ex), {"EHC plans issued, without exceptions", "plans",
     "Plans issued in the period but for those to which an exception applies (regulation 10(4); DfE "
     "plans_issued_den_ex)."}},
    {TIMELINESS(plans_issued_within_20_weeks), {"EHC plans issued within 20 weeks", "plans",
     "Plans issued within twenty weeks of the request, with exceptions (regulation 13(2); DfE "
     "plans_issued_within_20_weeks)."}},
    {TIMELINESS(plans_issued_within_20_weeks_ex), {"EHC plans issued within 20 weeks, without "
     "exceptions", "plans",
     "The same but for plans to which an exception applies (DfE plans_issued_20_weeks_ex)."}},
    {TIMELINESS(plans_issued_20_to_52_weeks), {"EHC plans issued after 20 to 52 weeks", "plans",
     "Plans issued later than twenty weeks and within a year of the request, with exceptions (DfE "
     "plans_issued_gt20weeks_ltYear)."}},
    {TIMELINESS(plans_issued_20_to_52_weeks_ex), {"EHC plans issued after 20 to 52 weeks, without "
     "exceptions", "plans",
     "The same but for plans to which an exception applies (DfE plans_issued_gt20weeks_ltYear_ex)."}},
    {TIMELINESS(plans_issued_over_52_weeks), {"EHC plans issued after more than 52 weeks", "plans",
     "Plans issued more than a year after the request, with exceptions (DfE "
     "plans_issued_gt_1_year)."}},
    {TIMELINESS(plans_issued_over_52_weeks_ex), {"EHC plans issued after more than 52 weeks, without "
     "exceptions", "plans",
     "The same but for plans to which an exception applies (DfE plans_issued_gt_1_year_ex)."}},

    // --- timeliness.csv: what is open ----------------------------------------------------------
    {TIMELINESS(requests_open), {"Requests open", "requests",
     "Requests without a decision on the last day of the period, whenever they were received."}},
    {TIMELINESS(requests_open_over_6_weeks), {"Requests open for more than 6 weeks", "requests",
     "Those of the open requests that were received more than six weeks before that day."}},
    {TIMELINESS(assessments_open), {"Assessments open", "assessments",
     "Cases that are to be assessed, or have been, and have neither a final plan nor a decision not "
     "to issue one on the last day of the period."}},
    {TIMELINESS(assessments_open_over_20_weeks), {"Assessments open for more than 20 weeks",
     "assessments",
     "Those of the open assessments whose request was received more than twenty weeks before that "
     "day."}},

    // --- placements.csv ------------------------------------------------------------------------
    {PLACEMENT(setting), {"Setting", "",
     "The type of establishment, by DfE's published types; total in the one row that says how many "
     "plans there are in all."}},
    {PLACEMENT(primary_need), {"Primary need", "",
     "The SEN2 code of the primary need; not_recorded when the borough has none on file, not_known "
     "when this return does not break the row down by need."}},
    {PLACEMENT(phase), {"Phase", "",
     "The phase of education; not_known when this return does not break the row down by phase."}},
    {PLACEMENT(residence), {"Residence", "",
     "Day, boarding or residential; not_known when this return does not break the row down by it."}},
    {PLACEMENT(location), {"Location", "",
     "Whether the placement lies in the borough or outside it; not_known when this return does not "
     "break the row down by it."}},
    {PLACEMENT(plans), {"EHC plans", "plans",
     "Children and young people with a plan on the as-at date whose placement is of this "
     "combination."}},
    {PLACEMENT(urn), {"Provider's URN", "",
     "The six digits of the school in Get Information about Schools; blank when the row is not of "
     "one provider, or the provider has none."}},
    {PLACEMENT(ukprn), {"Provider's UKPRN", "",
     "The eight digits of the provider in the UK Register of Learning Providers; blank when there is "
     "a URN, or the row is not of one provider."}},
    {PLACEMENT(provider_name), {"Provider", "",
     "The provider's name, for people; may be blank."}},
    {PLACEMENT(fee_basis), {"Fee basis", "",
     "How the provider charges: the annual cost is worked out from it; blank where nothing is "
     "charged."}},
    {PLACEMENT(weeks_a_year), {"Weeks a year", "weeks",
     "For how many weeks of the year the placement is bought: 38 or 39 in term time, 52 for the whole "
     "year; blank where nothing is charged."}},
    {PLACEMENT(annual_cost), {"Annual cost", "\u00a3",
     "What all plans of the row cost together for a full year, in pounds without VAT that is "
     "reclaimed; blank where nothing is charged."}},
    {PLACEMENT(annual_cost_education), {"Annual cost: education's share", "\u00a3",
     "The part of the annual cost that education pays; 0 if it pays nothing."}},
    {PLACEMENT(annual_cost_social_care), {"Annual cost: social care's share", "\u00a3",
     "The part of the annual cost that social care pays; 0 if it pays nothing."}},
    {PLACEMENT(annual_cost_health), {"Annual cost: health's share", "\u00a3",
     "The part of the annual cost that the NHS pays; 0 if it pays nothing."}},
    {PLACEMENT(sourcing), {"Sourcing", "",
     "How the placement was bought: from a framework, a dynamic purchasing system, a block contract "
     "or on the spot; blank where it was not bought."}},

    // --- transport.csv -------------------------------------------------------------------------
    {TRANSPORT(section_251_line), {"Section 251 line", "",
     "The line of the section 251 return that the money is on: line_2_1_4 is SEN transport up to 16."}},
    {TRANSPORT(mode), {"Mode", "",
     "How the children travel; not_known when this return does not break the row down by mode."}},
    {TRANSPORT(phase), {"Phase", "",
     "The phase of education; not_known when this return does not break the row down by phase."}},
    {TRANSPORT(location), {"Location", "",
     "Whether the children travel to a place in the borough or outside it; not_known when this return "
     "does not break the row down by it."}},
    {TRANSPORT(children), {"Children and young people", "children",
     "Those who have SEN transport of this combination on the last day of the period."}},
    {TRANSPORT(routes), {"Routes", "routes",
     "Routes, or journeys by a single vehicle, that run on the last day of the period."}},
    {TRANSPORT(solo), {"Children who travel alone", "children",
     "Those of the children who are alone in a vehicle, but for its driver and an assistant."}},
    {TRANSPORT(passenger_assistants), {"Children with a passenger assistant", "children",
     "Those of the children on whose journey a passenger assistant goes with them."}},
    {TRANSPORT(gross_expenditure), {"Gross expenditure", "\u00a3",
     "What was spent in the period, in pounds, before income is taken off (section 251, gross)."}},

    // --- explanations.csv ----------------------------------------------------------------------
    {EXPLANATION(rule), {"Rule", "",
     "The id of the rule that is explained, as the finding shows it: QD-R03."}},
    {EXPLANATION(explanation), {"Explanation", "",
     "Why the figures are right all the same, for those who use them."}},
    // clang-format on
};

const struct form_words *form_words(const ProtobufCFieldDescriptor *field)
{
    static const struct form_words none = {"", "", ""};

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        const ProtobufCMessageDescriptor *row = columns[i].row;

        if (field >= row->fields && field < row->fields + row->n_fields &&
            field->offset == columns[i].offset)
            return &columns[i].words;
    }
    return &none;
}
