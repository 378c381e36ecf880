// The rules over disputes: each row, and rows by two definitions against each other.
#include "proto/form/codes.h"
#include "proto/rules/rules_internal.h"

void rules_disputes_appeals(const struct rules_run *run)
{
    const struct figure appeals = rules_figure(run, "appeals_registered");
    const struct figure decisions = rules_figure(run, "appealable_decisions");

    if (figure_known(appeals) && figure_known(decisions) && appeals.value > decisions.value)
        rules_found(run, rules_field(run, "appealable_decisions"),
                    "appeals: %lld, but decisions: only %lld", (long long)appeals.value,
                    (long long)decisions.value);
}

// Whether the figure is another one than the first row's, where both are known.
static int differs(const struct rules_run *first, const struct rules_run *later, const char *column,
                   struct figure figures[2])
{
    figures[0] = rules_figure(first, column);
    figures[1] = rules_figure(later, column);
    return figure_known(figures[0]) && figure_known(figures[1]) &&
           figures[0].value != figures[1].value;
}

void rules_disputes_same(const struct rules_run *run)
{
    static const char *const columns[] = {"mediations", "appeals_registered", "appeals_decided",
                                          "appeals_upheld"};
    const Qd__Return *returned = run->returned;
    const struct rules_run first = *run;
    struct rules_run later = *run;
    struct figure figures[2];

    for (later.index = 1; later.index < returned->n_disputes; later.index++)
        for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
            if (differs(&first, &later, columns[i], figures))
                rules_found(&later, rules_field(&later, columns[i]), "%lld here, and %lld in %s",
                            (long long)figures[1].value, (long long)figures[0].value,
                            rules_row_name(run, first.index));
}
