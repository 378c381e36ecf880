// The rules over the plans that a borough maintains, against the other parts.
#include "proto/form/figures.h"
#include "proto/form/period.h"
#include "proto/rules/rules_internal.h"

#include <string.h>

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

// --- against the quarter before

// The plans that ceased, for whatever reason, when all of them are known.
static struct figure ceased_in(const ProtobufCMessage *row)
{
    static const char prefix[] = "plans_ceased_";
    struct figure sum = figure_of(0);

    for (unsigned i = 0; i < form_columns(row->descriptor); i++)
        if (strncmp(row->descriptor->fields[i].name, prefix, strlen(prefix)) == 0)
            figure_add(&sum, figure_in(row, &row->descriptor->fields[i]));
    return sum;
}

static struct figure issued_in(const struct rules_run *run)
{
    const Qd__Timeliness *row = run->returned->timeliness;

    return row == NULL || run->input->read[FORM_TIMELINESS] != RULES_READ_WHOLE
               ? figure_missing(FIGURE_NOT_RETURNED)
               : FIGURE_VALUE(row, plans_issued);
}

static struct figure maintained_before(const struct rules_run *run, char name[PERIOD_TEXT_BYTES])
{
    Qd__Period period = *run->returned->header->period;
    const Qd__Return *earlier =
        period_before(&period, &period) ? rules_earlier(run, &period) : NULL;

    if (earlier == NULL || earlier->caseload == NULL)
        return figure_missing(FIGURE_NOT_RETURNED);
    period_format(&period, name);
    return FIGURE_VALUE(earlier->caseload, plans_maintained);
}

void rules_caseload_balance(const struct rules_run *run)
{
    const Qd__Caseload *row = run->returned->caseload;
    const struct figure now = FIGURE_VALUE(row, plans_maintained);
    const struct figure moved_in = FIGURE_VALUE(row, plans_moved_in);
    const struct figure issued = issued_in(run), ceased = ceased_in(&row->base);
    char name[PERIOD_TEXT_BYTES];
    const struct figure before = maintained_before(run, name);

    if (!figure_known(now) || !figure_known(moved_in) || !figure_known(issued) ||
        !figure_known(ceased) || !figure_known(before) ||
        now.value == before.value + issued.value + moved_in.value - ceased.value)
        return;
    rules_found(
        run, rules_field(run, "plans_maintained"),
        "%s had %lld plans; with %lld issued and %lld moved in, less %lld ceased, that makes "
        "%lld, and there are %lld",
        name, (long long)before.value, (long long)issued.value, (long long)moved_in.value,
        (long long)ceased.value,
        (long long)(before.value + issued.value + moved_in.value - ceased.value),
        (long long)now.value);
}
