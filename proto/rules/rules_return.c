// The rules over several parts of a return.
#include "proto/form/period.h"
#include "proto/rules/rules_internal.h"

// --- whose, and for when

static struct finding_place as_at_date(void)
{
    return (struct finding_place){.part = FORM_HEADER,
                                  .field = protobuf_c_message_descriptor_get_field_by_name(
                                      &qd__header__descriptor, "as_at_date")};
}

void rules_return_as_at_missing(const struct rules_run *run)
{
    const Qd__Return *returned = run->returned;

    if (returned->n_placements > 0 && returned->header->as_at_date == NULL)
        rules_found(run, as_at_date(),
                    "as_at_date is blank, and %zu rows of placements were counted on some day",
                    returned->n_placements);
}

void rules_return_as_at_outside(const struct rules_run *run)
{
    const Qd__Header *header = run->returned->header;
    const Qd__Date *date = header->as_at_date;
    char period[PERIOD_TEXT_BYTES];
    int32_t day;

    if (date == NULL)
        return;
    day = period_date_days(date);
    if (day >= period_first_day(header->period) && day <= period_last_day(header->period))
        return;
    period_format(header->period, period);
    rules_found(run, as_at_date(), "%04u-%02u-%02u is not a day of %s", date->year, date->month,
                date->day, period);
}

void rules_return_placements_period(const struct rules_run *run)
{
    const Qd__Period *period = run->returned->header->period;
    char text[PERIOD_TEXT_BYTES];

    if (run->returned->n_placements == 0 || period->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER)
        return;
    period_format(period, text);
    rules_found(run, finding_place_part(FORM_PLACEMENTS),
                "placements are returned for %s, which is a year", text);
}

// --- across the parts

void rules_return_nothing(const struct rules_run *run)
{
    for (int part = 0; part < FORM_PARTS; part++)
        if ((RULE_IN_FIGURES >> part & 1) != 0 &&
            form_rows(run->returned, (enum form_part)part) > 0)
            return;
    rules_found(run, finding_place_part(FORM_HEADER), "there is no part with figures");
}

// Section 251's line 1.4.11 may pay for children who are on another line as well.
static int64_t known_children(const Qd__Return *returned)
{
    int64_t children = 0;

    for (size_t i = 0; i < returned->n_transport; i++)
        if (returned->transport[i]->section_251_line != QD__SECTION251_LINE__LINE_1_4_11)
            children += FIGURE_VALUE(returned->transport[i], children).value;
    return children;
}

void rules_return_children(const struct rules_run *run)
{
    struct figure plans = rules_settings_total(run->returned, FORM_PLACEMENTS);
    int64_t children = known_children(run->returned);

    if (figure_known(plans) && children > plans.value)
        rules_found(run, finding_place_part(FORM_TRANSPORT),
                    "children with transport: %lld, but plans: only %lld", (long long)children,
                    (long long)plans.value);
}

void rules_return_new_plans(const struct rules_run *run)
{
    const Qd__Return *returned = run->returned;
    const struct figure total = rules_settings_total(returned, FORM_NEW_PLANS);
    struct figure issued;

    if (returned->timeliness == NULL)
        return;
    issued = FIGURE_VALUE(returned->timeliness, plans_issued);
    if (figure_known(total) && figure_known(issued) && total.value != issued.value)
        rules_found(run, finding_place_part(FORM_NEW_PLANS),
                    "%lld new plans, but %lld plans were issued", (long long)total.value,
                    (long long)issued.value);
}

// Of a quarter, line 2.1.4; and what its group has cost since April, where every row of it is known.
void rules_return_travel(const struct rules_run *run)
{
    const Qd__Return *returned = run->returned;
    int64_t quarter = 0, to_date = 0;
    int rows = 0;

    if (returned->header->period->kind == QD__PERIOD_KIND__CALENDAR_YEAR)
        return;
    for (size_t i = 0; i < returned->n_transport; i++)
        if (returned->transport[i]->section_251_line == QD__SECTION251_LINE__LINE_2_1_4)
            quarter += FIGURE_VALUE(returned->transport[i], gross_expenditure).value;
    for (size_t i = 0; i < returned->n_travel; i++) {
        if (returned->travel[i]->group != QD__TRAVEL_GROUP__PRE_16_SEND)
            continue;
        if (!returned->travel[i]->has_expenditure_to_date)
            return;
        to_date += returned->travel[i]->expenditure_to_date;
        rows++;
    }
    if (rows > 0 && quarter > to_date)
        rules_found(run, finding_place_part(FORM_TRAVEL),
                    "%s in the period on line_2_1_4, but %s since April for pre_16_send",
                    rules_pounds(run, quarter), rules_pounds(run, to_date));
}
