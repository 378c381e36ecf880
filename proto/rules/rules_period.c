// The rules over the period, by what the collector alone knows: the day, and the folder's name.
#include "lib/base/clock.h"
#include "proto/form/period.h"
#include "proto/rules/rules_internal.h"

static struct finding_place in_header(const char *column)
{
    return (struct finding_place){
        .part = FORM_HEADER,
        .field = protobuf_c_message_descriptor_get_field_by_name(&qd__header__descriptor, column)};
}

// On its last day nobody asks: the figures may be there in the evening.
void rules_period_not_ended(const struct rules_run *run)
{
    const Qd__Period *period = run->returned->header->period;
    const int32_t last = period_last_day(period), today = *run->input->today;
    char name[PERIOD_TEXT_BYTES], last_text[CLOCK_DAY_BYTES], today_text[CLOCK_DAY_BYTES];

    if (last <= today)
        return;
    period_format(period, name);
    clock_format_day(last, last_text);
    clock_format_day(today, today_text);
    rules_found(run, in_header("period"), "%s ends on %s, and today is %s", name, last_text,
                today_text);
}

// Of a period that has not begun one finding is enough: QD-I07's; of a day outside the period QD-I03's.
void rules_period_as_at_to_come(const struct rules_run *run)
{
    const Qd__Header *header = run->returned->header;
    const int32_t today = *run->input->today;
    char date_text[CLOCK_DAY_BYTES], today_text[CLOCK_DAY_BYTES];

    if (header->as_at_date == NULL || period_date_days(header->as_at_date) <= today ||
        period_date_days(header->as_at_date) > period_last_day(header->period) ||
        period_first_day(header->period) > today)
        return;
    clock_format_day(period_date_days(header->as_at_date), date_text);
    clock_format_day(today, today_text);
    rules_found(run, in_header("as_at_date"), "as_at_date is %s, and today is %s", date_text,
                today_text);
}

static int is_within(const Qd__Period *inner, const Qd__Period *outer)
{
    return period_first_day(inner) >= period_first_day(outer) &&
           period_last_day(inner) <= period_last_day(outer);
}

// "Q1" says less than a period, and may still say another.
static void quarter_of_folder(const struct rules_run *run)
{
    const Qd__Period *period = run->returned->header->period;
    const unsigned quarter = period_quarter_in_name(run->input->folder);
    char name[PERIOD_TEXT_BYTES];

    if (quarter == 0 || (period->has_quarter && period->quarter == quarter))
        return;
    period_format(period, name);
    rules_found(run, in_header("period"), "return.csv says %s, and the folder's name says Q%u",
                name, quarter);
}

// A quarter may lie in its year's folder.
void rules_period_of_folder(const struct rules_run *run)
{
    const Qd__Period *period = run->returned->header->period;
    char name[PERIOD_TEXT_BYTES], other[PERIOD_TEXT_BYTES];
    Qd__Period folder;

    if (!period_in_name(&folder, run->input->folder)) {
        quarter_of_folder(run);
        return;
    }
    if (is_within(period, &folder))
        return;
    period_format(period, name);
    period_format(&folder, other);
    rules_found(run, in_header("period"), "return.csv says %s, and the folder's name says %s", name,
                other);
}
