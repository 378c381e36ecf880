// The rules over money: the high-needs block's balance and its scale.
#include "proto/rules/rules_internal.h"

void rules_money_balance(const struct rules_run *run)
{
    const struct figure surplus = rules_figure(run, "high_needs_surplus");
    const struct figure deficit = rules_figure(run, "high_needs_deficit");

    if (figure_known(surplus) && figure_known(deficit) && surplus.value > 0 && deficit.value > 0)
        rules_found(run, rules_field(run, "high_needs_deficit"),
                    "a surplus of %s and a deficit of %s", rules_pounds(run, surplus.value),
                    rules_pounds(run, deficit.value));
}

void rules_money_scale(const struct rules_run *run)
{
    enum { LESS = 2, MORE = 3 };
    const struct figure budget = rules_figure(run, "high_needs_budget");
    const struct figure forecast = rules_figure(run, "high_needs_forecast");

    if (figure_known(budget) && figure_known(forecast) &&
        (forecast.value < budget.value / LESS || forecast.value / MORE > budget.value))
        rules_found(run, rules_field(run, "high_needs_forecast"),
                    "%s is forecast, and the budget is %s", rules_pounds(run, forecast.value),
                    rules_pounds(run, budget.value));
}
