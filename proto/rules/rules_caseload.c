// The rules over the plans that a borough maintains, against the other parts.
#include "proto/form/period.h"
#include "proto/rules/rules_internal.h"

void rules_caseload_stock(const struct rules_run *run)
{
    const Qd__Return *returned = run->returned;
    const Qd__Date *day = returned->header->as_at_date;
    const struct figure total = rules_settings_total(returned, FORM_PLACEMENTS);
    struct figure maintained;

    if (returned->caseload == NULL || day == NULL ||
        period_date_days(day) != period_last_day(returned->header->period))
        return;
    maintained = FIGURE_VALUE(returned->caseload, plans_maintained);
    if (figure_known(maintained) && figure_known(total) && maintained.value != total.value)
        rules_found(run, finding_place_part(FORM_CASELOAD),
                    "%lld plans are maintained, and placements have %lld on the same day",
                    (long long)maintained.value, (long long)total.value);
}
