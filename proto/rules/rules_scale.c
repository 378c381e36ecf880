// The rules over scale: money for one plan or one child that is more often in pence or in thousands,
// for one child of several or for a week of the year, than it is a price. The bounds are wide. What lies
// outside asks, because a true price may.
#include "proto/form/figures.h"
#include "proto/form/period.h"
#include "proto/rules/rules_internal.h"

enum { PENCE = 100, QUARTERS_A_YEAR = 4 };

struct bounds {
    int64_t least, most;  // pounds a year
};

// --- a place

// Where no price is published there is no bound to be had from one: those without a source stand far from
// any price that is known, and are ours (docs/DESIGN.md, "How far is far").
static const struct bounds any_place = {500, 750000};

// Narrower where a setting says more. Independent special schools charge 63,000 pounds a year on average, and
// a place in a state-funded one costs 26,000 (DfE's announcement of national price bands, 2026, as reported by
// localgovernmentlawyer.co.uk and fenews.co.uk). Less than a quarter of the first, or ten times the
// second, is not a year's price, and more than 100,000 in a mainstream class is more likely pence.
// Independent places are bought as a whole, so that nobody has them for nothing; others may be paid for by
// the school's own funding.
static const struct {
    struct bounds bounds;
    Qd__Setting setting;
    int is_bought;
} settings[] = {
    {{500, 100000}, QD__SETTING__MAINSTREAM_LA_MAINTAINED, 0},
    {{500, 100000}, QD__SETTING__MAINSTREAM_ACADEMY, 0},
    {{500, 100000}, QD__SETTING__MAINSTREAM_FREE_SCHOOL, 0},
    {{500, 150000}, QD__SETTING__MAINSTREAM_LA_MAINTAINED_RESOURCED_PROVISION, 0},
    {{500, 150000}, QD__SETTING__MAINSTREAM_ACADEMY_RESOURCED_PROVISION, 0},
    {{500, 150000}, QD__SETTING__MAINSTREAM_FREE_SCHOOL_RESOURCED_PROVISION, 0},
    {{500, 150000}, QD__SETTING__MAINSTREAM_LA_MAINTAINED_SENUNIT, 0},
    {{500, 150000}, QD__SETTING__MAINSTREAM_ACADEMY_SENUNIT, 0},
    {{500, 150000}, QD__SETTING__MAINSTREAM_FREE_SCHOOL_SENUNIT, 0},
    {{3000, 250000}, QD__SETTING__MAINSTREAM_INDEPENDENT, 1},
    {{1000, 260000}, QD__SETTING__SPECIAL_LA_MAINTAINED, 0},
    {{1000, 260000}, QD__SETTING__SPECIAL_ACADEMY_FREE, 0},
    {{1000, 260000}, QD__SETTING__SPECIAL_ACADEMY, 0},
    {{1000, 260000}, QD__SETTING__SPECIAL_FREE_SCHOOL, 0},
    {{15000, 750000}, QD__SETTING__SPECIAL_INDEPENDENT, 1},
    {{15000, 750000}, QD__SETTING__SPECIAL_NON_MAINTAINED, 1},
    {{4000, 750000}, QD__SETTING__SPECIALIST_POST_16_INSTITUTIONS, 1},
    {{500, 150000}, QD__SETTING__GENERAL_FE_TERTIARY_COLLEGES, 0},
    {{500, 100000}, QD__SETTING__ONLINE_PROVIDER, 1},
    {{500, 100000}, QD__SETTING__NM_EARLY_YEARS, 0},
};

// Boarding needs staff at night, whatever the setting is; a child who comes by day has nobody at night
// to pay for. Ours.
static const struct {
    Qd__Residence residence;
    struct bounds bounds;
} residences[] = {
    {QD__RESIDENCE__DAY, {500, 300000}},
    {QD__RESIDENCE__WEEKLY_BOARDING, {10000, 500000}},
    {QD__RESIDENCE__RESIDENTIAL_38_WEEKS, {20000, 600000}},
    {QD__RESIDENCE__RESIDENTIAL_52_WEEKS, {30000, 750000}},
};

// A fee that is agreed by the term, week or day comes to more in a year than one such fee: three terms of 500
// pounds, 38 weeks of 50, 190 days of 15. How many of them a year has is common practice; the fees are ours.
static const struct {
    Qd__FeeBasis basis;
    struct bounds bounds;
} bases[] = {
    {QD__FEE_BASIS__TERMLY, {1500, 750000}},
    {QD__FEE_BASIS__WEEKLY, {1900, 750000}},
    {QD__FEE_BASIS__DAILY, {2850, 750000}},
};

static void narrow(struct bounds *bounds, const struct bounds *by)
{
    if (by->least > bounds->least)
        bounds->least = by->least;
    if (by->most < bounds->most)
        bounds->most = by->most;
}

static struct bounds bounds_of_place(const Qd__Placement *row, int *is_bought)
{
    struct bounds bounds = any_place;

    *is_bought = 0;
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
        if (settings[i].setting == row->setting) {
            narrow(&bounds, &settings[i].bounds);
            *is_bought = settings[i].is_bought;
        }
    for (size_t i = 0; i < sizeof residences / sizeof residences[0]; i++)
        if (residences[i].residence == row->residence)
            narrow(&bounds, &residences[i].bounds);
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++)
        if (row->has_fee_basis && bases[i].basis == row->fee_basis)
            narrow(&bounds, &bases[i].bounds);
    return bounds;
}

void rules_scale_place(const struct rules_run *run)
{
    const Qd__Placement *row = run->returned->placements[run->index];
    int is_bought;
    const struct bounds bounds = bounds_of_place(row, &is_bought);
    const struct figure cost = FIGURE_VALUE(row, annual_cost), plans = FIGURE_VALUE(row, plans);

    if (row->setting == QD__SETTING__TOTAL || !figure_known(cost) || !figure_known(plans) ||
        (cost.value == 0 && !is_bought) ||
        (cost.value >= plans.value * bounds.least * PENCE &&
         cost.value <= plans.value * bounds.most * PENCE))
        return;
    if (plans.value == 0)
        rules_found(run, rules_field(run, "annual_cost"), "%s for 0 plans",
                    rules_pounds(run, cost.value));
    else
        rules_found(run, rules_field(run, "annual_cost"),
                    "%s for each of %lld plans, where \u00a3%lld to \u00a3%lld a year is expected",
                    rules_pounds(run, cost.value / plans.value), (long long)plans.value,
                    (long long)bounds.least, (long long)bounds.most);
}

// --- transport

// For one child who is taken, or whose parents are paid. A pupil with SEND cost 8,116 pounds on average in
// England in 2023-24 (NAO, 31 October 2025, as reported by localgov.co.uk). The bounds are ours: an eightieth
// of that, and twelve times as much.
static const struct bounds one_child = {100, 100000};

// Over all plans. Line 2.1.4 was 605 to 3,925 pounds in London's boroughs in 2023-24 and 2024-25
// (data/published/sen_transport_pre16_gross_london.csv). The other lines are of few of the plans, and are
// looked at only where nobody says how many children they are for; their bounds are ours.
static const struct {
    const char *name;
    struct bounds bounds;
    Qd__Section251Line line;
    int is_without_children;
} lines[] = {
    {"line_2_1_4", {20, 20000}, QD__SECTION251_LINE__LINE_2_1_4, 0},
    {"line_2_1_6", {1, 20000}, QD__SECTION251_LINE__LINE_2_1_6, 1},
    {"line_2_1_7", {1, 20000}, QD__SECTION251_LINE__LINE_2_1_7, 1},
    {"line_1_4_11", {1, 20000}, QD__SECTION251_LINE__LINE_1_4_11, 1},
};

// Of a year, in the pence of the return's period. A quarter has its fourth part.
static struct bounds pence_in_period(const struct bounds *year, const Qd__Period *period)
{
    const int64_t part = period->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER ? QUARTERS_A_YEAR : 1;

    return (struct bounds){year->least * PENCE / part, year->most * PENCE / part};
}

// Children travel free in London on buses and trains.
static int costs_nothing_much(const Qd__Transport *row)
{
    return row->mode == QD__TRANSPORT_MODE__PUBLIC_TRANSPORT ||
           row->mode == QD__TRANSPORT_MODE__INDEPENDENT_TRAVEL_TRAINING;
}

// Nobody may be left on the last day of those for whom something was paid, so that no child counts as
// one.
void rules_scale_child(const struct rules_run *run)
{
    const Qd__Transport *row = run->returned->transport[run->index];
    const struct figure cost = FIGURE_VALUE(row, gross_expenditure);
    const struct figure children = FIGURE_VALUE(row, children);
    const int64_t shared_by = children.value > 0 ? children.value : 1;
    struct bounds bounds;

    if (run->returned->header == NULL || !figure_known(cost) || !figure_known(children))
        return;
    bounds = pence_in_period(&one_child, run->returned->header->period);
    if (children.value == 0 || costs_nothing_much(row))
        bounds.least = 0;
    if (cost.value >= shared_by * bounds.least && cost.value <= shared_by * bounds.most)
        return;
    if (children.value == 0)
        rules_found(run, rules_field(run, "gross_expenditure"), "%s for 0 children",
                    rules_pounds(run, cost.value));
    else
        rules_found(run, rules_field(run, "gross_expenditure"),
                    "%s for %lld children, which is %s for each", rules_pounds(run, cost.value),
                    (long long)children.value, rules_pounds(run, cost.value / shared_by));
}

// Of a line; not known when one of its rows is not, or it has none, or a row with children is judged by them.
static struct figure spent_on(const Qd__Return *returned, Qd__Section251Line line,
                              int is_without_children)
{
    struct figure sum = figure_missing(FIGURE_NOT_RETURNED);

    for (size_t i = 0; i < returned->n_transport; i++) {
        const Qd__Transport *row = returned->transport[i];

        if (row->section_251_line != line)
            continue;
        if (!row->has_gross_expenditure || (is_without_children && row->has_children))
            return figure_missing(FIGURE_NOT_AVAILABLE);
        sum = figure_of(sum.value + row->gross_expenditure);
    }
    return sum;
}

void rules_scale_plans(const struct rules_run *run)
{
    const struct figure plans = rules_settings_total(run->returned, FORM_PLACEMENTS);

    if (!figure_known(plans) || plans.value == 0)
        return;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const struct bounds bounds =
            pence_in_period(&lines[i].bounds, run->returned->header->period);
        const struct figure cost =
            spent_on(run->returned, lines[i].line, lines[i].is_without_children);

        if (!figure_known(cost) || cost.value == 0 ||
            (cost.value >= plans.value * bounds.least && cost.value <= plans.value * bounds.most))
            continue;
        rules_found(run, finding_place_part(FORM_TRANSPORT),
                    "%s makes %s, which is %s for each of %lld plans", lines[i].name,
                    rules_pounds(run, cost.value), rules_pounds(run, cost.value / plans.value),
                    (long long)plans.value);
    }
}

// --- nothing but zeros

void rules_scale_zeros(const struct rules_run *run)
{
    const ProtobufCMessageDescriptor *columns = form_part(run->part)->row;
    const size_t rows = form_rows(run->returned, run->part);
    size_t zeros = 0;

    for (size_t i = 0; i < rows; i++)
        for (unsigned j = 0; j < form_columns(columns); j++) {
            const ProtobufCFieldDescriptor *field = &columns->fields[j];
            struct figure figure;

            if (!figures_is_figure(field))
                continue;
            figure = figure_in(form_row(run->returned, run->part, i), field);
            if (!figure_known(figure))
                continue;
            if (figure.value != 0)
                return;
            zeros++;
        }
    if (zeros > 0)
        rules_found(run, finding_place_part(run->part), "every figure that is given is 0 (%zu)",
                    zeros);
}
