// The rules over travel: money of the year so far and as forecast.
#include "proto/form/period.h"
#include "proto/rules/rules_internal.h"

void rules_travel_forecast(const struct rules_run *run)
{
    const struct figure to_date = rules_figure(run, "expenditure_to_date");
    const struct figure forecast = rules_figure(run, "expenditure_forecast");

    if (figure_known(to_date) && figure_known(forecast) && to_date.value > forecast.value)
        rules_found(run, rules_field(run, "expenditure_to_date"),
                    "%s was spent by now, and %s is forecast for the year",
                    rules_pounds(run, to_date.value), rules_pounds(run, forecast.value));
}

void rules_travel_user(const struct rules_run *run)
{
    enum { PENCE = 100, LEAST = 10 * PENCE, MOST = 100000 * PENCE };
    const struct figure users = rules_figure(run, "users");
    const struct figure forecast = rules_figure(run, "expenditure_forecast");

    if (figure_known(users) && figure_known(forecast) && users.value > 0 && forecast.value > 0 &&
        (forecast.value < users.value * LEAST || forecast.value / MOST > users.value))
        rules_found(run, rules_field(run, "expenditure_forecast"), "%s a year, users: %lld",
                    rules_pounds(run, forecast.value), (long long)users.value);
}

// --- against the quarter before

// What all rows have cost since April, when each of them is known.
static struct figure to_date_of(const Qd__Return *returned)
{
    struct figure sum = figure_of(0);

    for (size_t i = 0; i < returned->n_travel; i++)
        figure_add(&sum, FIGURE_VALUE(returned->travel[i], expenditure_to_date));
    return returned->n_travel == 0 ? figure_missing(FIGURE_NOT_RETURNED) : sum;
}

void rules_travel_to_date(const struct rules_run *run)
{
    const Qd__Period *own = run->returned->header->period;
    Qd__Period period = *own;
    const Qd__Return *earlier;
    struct figure before, now;
    char name[PERIOD_TEXT_BYTES];

    // The first quarter of a year begins again at zero.
    if (own->kind != QD__PERIOD_KIND__FINANCIAL_QUARTER || own->quarter == 1 ||
        !period_before(&period, &period))
        return;
    earlier = rules_earlier(run, &period);
    if (earlier == NULL)
        return;
    before = to_date_of(earlier);
    now = to_date_of(run->returned);
    period_format(&period, name);
    if (figure_known(before) && figure_known(now) && now.value < before.value)
        rules_found(run, finding_place_part(run->part), "%s since April, and %s had %s already",
                    rules_pounds(run, now.value), name, rules_pounds(run, before.value));
}
