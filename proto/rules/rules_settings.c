// The rules over rows by setting, of placements and of new plans: all of them against their total, and a
// setting against its parts.
#include "proto/form/codes.h"
#include "proto/form/field.h"
#include "proto/rules/rules_internal.h"

#include <stddef.h>

// Where the part's rows have their setting and their count.
struct counted {
    const ProtobufCFieldDescriptor *setting, *count;
};

static struct counted counted_in(enum form_part part)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;

    return (struct counted){protobuf_c_message_descriptor_get_field_by_name(row, "setting"),
                            protobuf_c_message_descriptor_get_field_by_name(
                                row, part == FORM_PLACEMENTS ? "plans" : "new_plans")};
}

static Qd__Setting setting_of(const struct counted *counted, const ProtobufCMessage *row)
{
    return (Qd__Setting) * (const int *)field_value(row, counted->setting);
}

// --- all rows against their total

struct figure rules_settings_total(const Qd__Return *returned, enum form_part part)
{
    const struct counted counted = counted_in(part);
    ProtobufCMessage *const *rows;
    const size_t count = form_all_rows(returned, part, &rows);

    for (size_t i = 0; i < count; i++)
        if (setting_of(&counted, rows[i]) == QD__SETTING__TOTAL)
            return figure_in(rows[i], counted.count);
    return figure_missing(FIGURE_NOT_RETURNED);
}

struct finding_place rules_settings_total_row(const Qd__Return *returned, enum form_part part)
{
    const struct counted counted = counted_in(part);
    struct finding_place place = {.part = part, .field = counted.count};

    while (place.index < form_rows(returned, part) &&
           setting_of(&counted, form_row(returned, part, place.index)) != QD__SETTING__TOTAL)
        place.index++;
    return place;
}

// The plans of all rows but the total.
static int64_t sum_of_settings(const struct rules_run *run, int *complete, size_t *totals)
{
    const struct counted counted = counted_in(run->part);
    ProtobufCMessage *const *rows;
    const size_t count = form_all_rows(run->returned, run->part, &rows);
    int64_t sum = 0;

    *complete = 1;
    *totals = 0;
    for (size_t i = 0; i < count; i++) {
        const struct figure plans = figure_in(rows[i], counted.count);

        if (setting_of(&counted, rows[i]) == QD__SETTING__TOTAL) {
            ++*totals;
        } else {
            sum += plans.value;
            *complete &= figure_known(plans);
        }
    }
    return sum;
}

void rules_settings_no_total(const struct rules_run *run)
{
    int complete;
    size_t totals;
    int64_t sum = sum_of_settings(run, &complete, &totals);

    if (totals == 0)
        rules_found(run, finding_place_part(run->part),
                    "no row has setting total; the others make %lld plans", (long long)sum);
}

void rules_settings_sum(const struct rules_run *run)
{
    struct figure total = rules_settings_total(run->returned, run->part);
    int complete;
    size_t totals;
    int64_t sum = sum_of_settings(run, &complete, &totals);

    if (!figure_known(total) || sum == total.value || (sum < total.value && !complete))
        return;
    if (run->rule == (sum < total.value ? RULE_SETTINGS_ADD_UP : RULE_SETTINGS_EXCEED))
        rules_found(run, finding_place_part(run->part),
                    "the rows of all settings make %lld plans, the total row says %lld",
                    (long long)sum, (long long)total.value);
}

// --- a setting and its parts

// The plans in rows of one setting, as far as they are known.
static int64_t sum_of(const struct rules_run *run, Qd__Setting setting)
{
    const struct counted counted = counted_in(run->part);
    ProtobufCMessage *const *rows;
    const size_t count = form_all_rows(run->returned, run->part, &rows);
    int64_t sum = 0;

    for (size_t i = 0; i < count; i++)
        if (setting_of(&counted, rows[i]) == setting)
            sum += figure_in(rows[i], counted.count).value;
    return sum;
}

void rules_settings_parts(const struct rules_run *run)
{
    const ProtobufCEnumDescriptor *settings = &qd__setting__descriptor;

    for (unsigned i = 0; i < settings->n_values; i++) {
        const int part = settings->values[i].value, whole = codes_whole_of(settings, part);
        char words[CODES_WRITTEN_BYTES], whole_words[CODES_WRITTEN_BYTES];
        int64_t in_part, in_whole;

        if (whole == 0)
            continue;
        in_part = sum_of(run, (Qd__Setting)part);
        in_whole = sum_of(run, (Qd__Setting)whole);
        codes_write(settings, part, words);
        codes_write(settings, whole, whole_words);
        if (in_part > 0 && in_whole > 0)
            rules_found(run, finding_place_part(run->part), "%lld plans in %s, and %lld in %s",
                        (long long)in_whole, whole_words, (long long)in_part, words);
    }
}
