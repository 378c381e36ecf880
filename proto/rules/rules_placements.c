// The rules over placements: each row, and all rows against their total.
#include "proto/form/field.h"
#include "proto/form/figures.h"
#include "proto/rules/rules_internal.h"

#include <string.h>

static int is_total(const Qd__Placement *row)
{
    return row->setting == QD__SETTING__TOTAL;
}

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
    uint64_t value;

    if (figures_is_figure(field))
        return !figures_value(&row->base, field, &value);
    if (field->label == PROTOBUF_C_LABEL_REQUIRED)
        return is_not_known(field, *(const int *)field_value(&row->base, field));
    return !field_given(&row->base, field);
}

void rules_placements_total(const struct rules_run *run)
{
    const Qd__Placement *row = run->returned->placements[run->index];
    const ProtobufCMessageDescriptor *columns = &qd__placement__descriptor;
    const char *names = "";

    if (!is_total(row))
        return;
    for (unsigned i = 0; i < form_columns(columns) && names != NULL; i++) {
        const ProtobufCFieldDescriptor *field = &columns->fields[i];

        if (field->offset != offsetof(Qd__Placement, setting) &&
            field->offset != offsetof(Qd__Placement, plans) && !is_open(row, field))
            names = arena_printf(run->findings->arena, "%s%s%s", names, *names == '\0' ? "" : ", ",
                                 field->name);
    }
    if (names == NULL || *names != '\0')
        rules_found(run, rules_row(run), "the total row says something in %s",
                    names == NULL ? "others" : names);
}

// --- prices

// Of a row that is not the total.
struct price {
    const Qd__Placement *row;
    struct figure cost;
    int64_t shares;
    int some_shares, all_shares;  // are known
};

// 0 for the total row, which has no price.
static int price_of(const struct rules_run *run, struct price *price)
{
    const Qd__Placement *row = run->returned->placements[run->index];
    struct figure education = FIGURE_VALUE(row, annual_cost_education);
    struct figure social_care = FIGURE_VALUE(row, annual_cost_social_care);
    struct figure health = FIGURE_VALUE(row, annual_cost_health);

    *price = (struct price){
        .row = row,
        .cost = FIGURE_VALUE(row, annual_cost),
        .shares = education.value + social_care.value + health.value,
        .some_shares = figure_known(education) || figure_known(social_care) || figure_known(health),
        .all_shares = figure_known(education) && figure_known(social_care) && figure_known(health),
    };
    return !is_total(row);
}

// A cost that is not there for a reason is not blank.
static int is_cost_blank(const Qd__Placement *row)
{
    const ProtobufCFieldDescriptor *cost =
        protobuf_c_message_descriptor_get_field_by_name(&qd__placement__descriptor, "annual_cost");

    return !row->has_annual_cost && figures_absence(&row->base, cost) == 0;
}

void rules_placements_shares_alone(const struct rules_run *run)
{
    struct price price;

    if (price_of(run, &price) && price.some_shares && is_cost_blank(price.row))
        rules_found(run, rules_row(run), "the shares make %s, and annual_cost is blank",
                    rules_pounds(run, price.shares));
}

void rules_placements_shares(const struct rules_run *run)
{
    struct price price;

    if (!price_of(run, &price) || !figure_known(price.cost) || price.shares == price.cost.value ||
        (price.shares < price.cost.value && !price.all_shares))
        return;
    rules_found(run, rules_field(run, "annual_cost"), "the shares make %s, the annual cost is %s",
                rules_pounds(run, price.shares), rules_pounds(run, price.cost.value));
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

// Whether the row has a price that says something.
static int is_paid(const struct rules_run *run, struct price *price)
{
    return price_of(run, price) && figure_known(price->cost) && price->cost.value > 0;
}

void rules_placements_provider(const struct rules_run *run)
{
    struct price price;

    if (is_paid(run, &price) && !price.row->has_urn && !price.row->has_ukprn &&
        has_provider(price.row->setting))
        rules_found(run, rules_row(run), "%s a year, and both urn and ukprn are blank",
                    rules_pounds(run, price.cost.value));
}

void rules_placements_weeks(const struct rules_run *run)
{
    struct price price;

    if (is_paid(run, &price) && !price.row->has_weeks_a_year)
        rules_found(run, rules_row(run), "%s a year, and weeks_a_year is blank",
                    rules_pounds(run, price.cost.value));
}

// --- numbers that have a form

void rules_placements_range(const struct rules_run *run)
{
    static const struct {
        enum rule_id rule;
        const char *name;
        size_t given, value;  // where they are in a row
        uint32_t least, most;
        const char *what;
    } numbers[] = {
#define NUMBER(column)                                                                             \
#column, offsetof(Qd__Placement, has_##column), offsetof(Qd__Placement, column)
        {RULE_WEEKS_RANGE, NUMBER(weeks_a_year), 1, 52, "not a number of weeks that a year has"},
        {RULE_URN_RANGE, NUMBER(urn), 100000, 999999, "not a number of six digits"},
        {RULE_UKPRN_RANGE, NUMBER(ukprn), 10000000, 19999999,
         "not a number of eight digits that begins with 1"},
        {RULE_LA_CODE_RANGE, NUMBER(setting_old_la_code), 201, 999, "not a number from 201 to 999"},
#undef NUMBER
    };
    const char *row = (const char *)run->returned->placements[run->index];

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        const uint32_t value = *(const uint32_t *)(const void *)(row + numbers[i].value);

        if (numbers[i].rule == run->rule && *(const protobuf_c_boolean *)(row + numbers[i].given) &&
            (value < numbers[i].least || value > numbers[i].most))
            rules_found(run, rules_field(run, numbers[i].name), "%u is %s", value, numbers[i].what);
    }
}
