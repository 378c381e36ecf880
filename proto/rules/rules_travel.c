// The rules over travel: money of the year so far and as forecast.
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
        rules_found(run, rules_field(run, "expenditure_forecast"), "%s for %lld users, a year",
                    rules_pounds(run, forecast.value), (long long)users.value);
}
