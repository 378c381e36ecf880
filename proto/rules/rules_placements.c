// The rules over placements: each row, and all rows against their total.
#include "proto/form/figures.h"
#include "proto/rules/duplicates.h"
#include "proto/rules/rules_internal.h"
#include "proto/rules/rules_tools.h"

#include <string.h>

// --- the total row

static int is_not_known(const ProtobufCFieldDescriptor *field, int value)
{
    static const char ending[] = "NOT_KNOWN";
    const ProtobufCEnumValue *found =
        protobuf_c_enum_descriptor_get_value(field->descriptor, value);
    size_t length = found == NULL ? 0 : strlen(found->name);

    return length >= strlen(ending) && strcmp(found->name + length - strlen(ending), ending) == 0;
}

// Whether the column is left open: a code not_known, a figure that is not there, a blank cell.
static int is_open(const Qd__Placement *row, const ProtobufCFieldDescriptor *field)
{
    const char *at = (const char *)row + field->offset;

    uint64_t value;

    if (figures_is_figure(field))
        return !figures_value(&row->base, field, &value);
    if (field->label == PROTOBUF_C_LABEL_REQUIRED)
        return is_not_known(field, *(const int *)(const void *)at);
    if (field->type == PROTOBUF_C_TYPE_STRING)
        return *(const void *const *)(const void *)at == NULL;
    return !*(const protobuf_c_boolean *)((const char *)row + field->quantifier_offset);
}

static void judge_total(const Qd__Return *returned, size_t index, struct findings *findings)
{
    const ProtobufCMessageDescriptor *columns = &qd__placement__descriptor;
    const char *names = "";

    for (unsigned i = 0; i < form_columns(columns) && names != NULL; i++) {
        const ProtobufCFieldDescriptor *field = &columns->fields[i];

        if (field->offset != offsetof(Qd__Placement, setting) &&
            field->offset != offsetof(Qd__Placement, plans) &&
            !is_open(returned->placements[index], field))
            names = arena_printf(findings->arena, "%s%s%s", names, *names == '\0' ? "" : ", ",
                                 field->name);
    }
    if (names == NULL || *names != '\0')
        findings_add(findings, RULE_TOTAL_BROKEN_DOWN, rules_row(FORM_PLACEMENTS, index), NULL,
                     NULL, "the total row says something in %s", names == NULL ? "others" : names);
}

// --- prices

// A cost that is not there for a reason is no blank one.
static int is_cost_blank(const Qd__Placement *row)
{
    const ProtobufCFieldDescriptor *cost =
        protobuf_c_message_descriptor_get_field_by_name(&qd__placement__descriptor, "annual_cost");

    return !row->has_annual_cost && figures_absence(&row->base, cost) == 0;
}

static void judge_shares(const Qd__Return *returned, size_t index, struct findings *findings)
{
    const Qd__Placement *row = returned->placements[index];
    struct figure cost = FIGURE_VALUE(row, annual_cost);
    struct figure education = FIGURE_VALUE(row, annual_cost_education);
    struct figure social_care = FIGURE_VALUE(row, annual_cost_social_care);
    struct figure health = FIGURE_VALUE(row, annual_cost_health);
    int64_t sum = education.value + social_care.value + health.value;
    int complete = figure_known(education) && figure_known(social_care) && figure_known(health);
    struct finding_place place;

    if ((figure_known(education) || figure_known(social_care) || figure_known(health)) &&
        is_cost_blank(row))
        findings_add(findings, RULE_SHARE_WITHOUT_COST, rules_row(FORM_PLACEMENTS, index), NULL,
                     NULL, "the shares make %s, and annual_cost is blank",
                     rules_pounds(findings, sum));
    if (!figure_known(cost) || sum == cost.value || (sum < cost.value && !complete))
        return;
    place = rules_field(FORM_PLACEMENTS, index, "annual_cost");
    findings_add(findings, RULE_SHARES_ADD_UP, place, rules_value(findings, returned, &place), NULL,
                 "the shares make %s, the annual cost is %s", rules_pounds(findings, sum),
                 rules_pounds(findings, cost.value));
}

// Settings whose places are a provider's, and so have a URN or a UKPRN.
static int has_provider(Qd__Setting setting)
{
    switch (setting) {
    case QD__SETTING__TOTAL:
    case QD__SETTING__ELECTIVE_HOME_EDUCATION:
    case QD__SETTING__OTHER_ARRANGEMENTS_LA:
    case QD__SETTING__OTHER_ARRANGEMENTS_PARENTS:
    case QD__SETTING__NEET:
    case QD__SETTING__NEET_NTCI:
    case QD__SETTING__NEET_OTHER:
    case QD__SETTING__NEET_OTHER_CSA:
    case QD__SETTING__PLACEMENT_UNKNOWN:
    case QD__SETTING__AWAIT_PROV_2022:
    case QD__SETTING__PERM_EX_2022:
        return 0;
    default:
        return 1;
    }
}

static void judge_price_each(const Qd__Return *returned, size_t index, struct findings *findings)
{
    enum { LEAST_POUNDS = 500, MOST_POUNDS = 750000, PENCE = 100 };
    const Qd__Placement *row = returned->placements[index];
    struct figure cost = FIGURE_VALUE(row, annual_cost), plans = FIGURE_VALUE(row, plans);
    struct finding_place place;

    if (!figure_known(plans) || (cost.value >= plans.value * LEAST_POUNDS * PENCE &&
                                 cost.value <= plans.value * MOST_POUNDS * PENCE))
        return;
    place = rules_field(FORM_PLACEMENTS, index, "annual_cost");
    if (plans.value == 0)
        findings_add(findings, RULE_PRICE_PER_PLAN_RANGE, place,
                     rules_value(findings, returned, &place), NULL, "%s for 0 plans",
                     rules_pounds(findings, cost.value));
    else
        findings_add(findings, RULE_PRICE_PER_PLAN_RANGE, place,
                     rules_value(findings, returned, &place), NULL, "%s for each of %llu plans",
                     rules_pounds(findings, cost.value / plans.value),
                     (unsigned long long)plans.value);
}

static void judge_price(const Qd__Return *returned, size_t index, struct findings *findings)
{
    const Qd__Placement *row = returned->placements[index];
    struct figure cost = FIGURE_VALUE(row, annual_cost);

    judge_shares(returned, index, findings);
    if (!figure_known(cost) || cost.value == 0)
        return;
    if (!row->has_urn && !row->has_ukprn && has_provider(row->setting))
        findings_add(findings, RULE_PRICE_WITHOUT_PROVIDER, rules_row(FORM_PLACEMENTS, index), NULL,
                     NULL, "%s a year, and both urn and ukprn are blank",
                     rules_pounds(findings, cost.value));
    if (!row->has_weeks_a_year)
        findings_add(findings, RULE_PRICE_WITHOUT_WEEKS, rules_row(FORM_PLACEMENTS, index), NULL,
                     NULL, "%s a year, and weeks_a_year is blank",
                     rules_pounds(findings, cost.value));
    judge_price_each(returned, index, findings);
}

// --- numbers that have a form

static void judge_range(const Qd__Return *returned, size_t index, struct findings *findings,
                        enum rule_id rule, const char *field, uint32_t value, const char *what)
{
    struct finding_place place = rules_field(FORM_PLACEMENTS, index, field);

    findings_add(findings, rule, place, rules_value(findings, returned, &place), NULL, "%u is %s",
                 value, what);
}

static int outside(uint32_t value, uint32_t least, uint32_t most)
{
    return value < least || value > most;
}

static void judge_numbers(const Qd__Return *returned, size_t index, struct findings *findings)
{
    const Qd__Placement *row = returned->placements[index];

    if (row->has_weeks_a_year && outside(row->weeks_a_year, 1, 52))
        judge_range(returned, index, findings, RULE_WEEKS_RANGE, "weeks_a_year", row->weeks_a_year,
                    "no number of weeks that a year has");
    if (row->has_urn && outside(row->urn, 100000, 999999))
        judge_range(returned, index, findings, RULE_URN_RANGE, "urn", row->urn,
                    "not a number of six digits");
    if (row->has_ukprn && outside(row->ukprn, 10000000, 19999999))
        judge_range(returned, index, findings, RULE_UKPRN_RANGE, "ukprn", row->ukprn,
                    "not a number of eight digits that begins with 1");
}

// --- rows that repeat

// Codes fit a byte each; weeks that no year has are cut, as another rule stops them.
static struct combination combination_of(const Qd__Placement *row)
{
    uint64_t weeks = row->has_weeks_a_year ? (uint64_t)row->weeks_a_year + 1 : 0;
    uint64_t codes = (uint64_t)row->setting | (uint64_t)row->primary_need << 8 |
                     (uint64_t)row->phase << 16 | (uint64_t)row->residence << 24 |
                     (uint64_t)row->location << 32 | (weeks > 0xff ? 0xff : weeks) << 40 |
                     (uint64_t)(row->has_fee_basis ? row->fee_basis : 0) << 48 |
                     (uint64_t)(row->has_sourcing ? row->sourcing : 0) << 56;
    int named = !row->has_urn && !row->has_ukprn;

    return (struct combination){.codes = codes,
                                .provider = (uint64_t)(row->has_urn ? row->urn : 0) << 32 |
                                            (row->has_ukprn ? row->ukprn : 0),
                                .name = named ? row->provider_name : NULL};
}

struct repeated {
    const Qd__Return *returned;
    struct findings *findings;
};

static const char *plans_in_words(const struct repeated *repeated, size_t index)
{
    const char *words = form_write_cell(
        repeated->findings->arena, &repeated->returned->placements[index]->base,
        protobuf_c_message_descriptor_get_field_by_name(&qd__placement__descriptor, "plans"));

    return words == NULL ? "some" : words;
}

static void found_repeated(void *context, size_t earlier, size_t later)
{
    const struct repeated *repeated = context;
    char setting[FORM_CODE_BYTES];

    form_code(&qd__setting__descriptor, (int)repeated->returned->placements[later]->setting,
              setting);
    findings_add(
        repeated->findings, RULE_ROW_TWICE, rules_row(FORM_PLACEMENTS, later), NULL, NULL,
        "the same combination, of setting %s, stands %zu %s of figures further up: %s plans "
        "there, %s here",
        setting, later - earlier, later - earlier == 1 ? "row" : "rows",
        plans_in_words(repeated, earlier), plans_in_words(repeated, later));
}

static void judge_repeated(const Qd__Return *returned, struct findings *findings)
{
    struct repeated repeated = {returned, findings};
    size_t count = returned->n_placements;
    struct combination *rows = arena_alloc(findings->arena, count * sizeof *rows);

    for (size_t i = 0; i < count && rows != NULL; i++)
        rows[i] = combination_of(returned->placements[i]);
    if (rows == NULL ||
        duplicates_find(findings->arena, rows, count, found_repeated, &repeated) != 0)
        findings_add(findings, RULE_ROW_TWICE, finding_place_part(FORM_PLACEMENTS), NULL,
                     "return fewer rows", "memory did not suffice to look for rows that repeat");
}

// --- all rows against their total

static void judge_settings(const Qd__Return *returned, struct findings *findings)
{
    struct figure total = rules_total_plans(returned);
    int64_t sum = 0;
    int complete = 1, totals = 0;

    for (size_t i = 0; i < returned->n_placements; i++) {
        const Qd__Placement *row = returned->placements[i];
        struct figure plans = FIGURE_VALUE(row, plans);

        if (row->setting == QD__SETTING__TOTAL) {
            totals++;
        } else {
            sum += plans.value;
            complete &= figure_known(plans);
        }
    }
    if (totals == 0)
        findings_add(findings, RULE_TOTAL_MISSING, finding_place_part(FORM_PLACEMENTS), NULL, NULL,
                     "%zu rows with %llu plans, and none of them has setting total",
                     returned->n_placements, (unsigned long long)sum);
    if (!figure_known(total) || sum == total.value || (sum < total.value && !complete))
        return;
    findings_add(findings, sum < total.value ? RULE_SETTINGS_ADD_UP : RULE_SETTINGS_EXCEED,
                 finding_place_part(FORM_PLACEMENTS), NULL, NULL,
                 "the rows of all settings make %llu plans, the total row says %llu",
                 (unsigned long long)sum, (unsigned long long)total.value);
}

void rules_placements(const Qd__Return *returned, struct findings *findings)
{
    for (size_t i = 0; i < returned->n_placements; i++) {
        if (returned->placements[i]->setting == QD__SETTING__TOTAL)
            judge_total(returned, i, findings);
        else
            judge_price(returned, i, findings);
        judge_numbers(returned, i, findings);
    }
    judge_repeated(returned, findings);
    judge_settings(returned, findings);
}
