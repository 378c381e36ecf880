// What the rows of a part become: which slices are zero and which are missing.
#include "reporter/figures/wanted.h"

#include "proto/form/figures.h"
#include "tests/support/memory/memory.h"
#include "tests/support/written/written.h"

// Shorter here, where every line has one.
#define ACADEMY QD__SETTING__MAINSTREAM_ACADEMY
#define INDEPENDENT QD__SETTING__SPECIAL_INDEPENDENT
#define NON_MAINTAINED QD__SETTING__SPECIAL_NON_MAINTAINED
#define TOTAL QD__SETTING__TOTAL
#define NOT_KNOWN QD__NEED__NEED_NOT_KNOWN

static void add_plans(Qd__Return *to, Qd__Setting setting, Qd__Need need, int64_t plans)
{
    Qd__Placement *row;

    written_placement(&arena, to, "");
    row = to->placements[to->n_placements - 1];
    row->setting = setting;
    row->primary_need = need;
    WRITTEN_SET(&arena, row, plans, plans);
}

static Qd__Transport *add_transport(Qd__Return *to, Qd__Section251Line line, int64_t pounds)
{
    Qd__Transport *row;

    written_transport(&arena, to, "");
    row = to->transport[to->n_transport - 1];
    row->section_251_line = line;
    WRITTEN_SET(&arena, row, gross_expenditure, pounds * 100);
    return row;
}

static Qd__Timeliness *add_timeliness(Qd__Return *to)
{
    written_rest_is_x(&arena, written_row(&arena, to, FORM_TIMELINESS, ""));
    return to->timeliness;
}

struct row {
    Qd__Setting setting;
    Qd__Need need;
    int64_t plans;
};

static Qd__Return *fill(const struct row *rows, size_t count)
{
    Qd__Return *returned = written_return(&arena, "2023-24 Q4");

    for (size_t i = 0; i < count; i++)
        add_plans(returned, rows[i].setting, rows[i].need, rows[i].plans);
    return returned;
}
#define FILL(...)                                                                                  \
    fill((const struct row[]){__VA_ARGS__},                                                        \
         sizeof((const struct row[]){__VA_ARGS__}) / sizeof(struct row))

enum { SETTING, NEED, PHASE, RESIDENCE, LOCATION };  // the dimensions of placements

static const ProtobufCFieldDescriptor *column_of(enum form_part part, const char *name)
{
    return protobuf_c_message_descriptor_get_field_by_name(form_part(part)->row, name);
}

static struct figure figure_at(const Qd__Return *returned, enum form_part part,
                               const struct wanted *wanted)
{
    struct wanted_plan *plan;
    struct figure figure;

    assert_int_equal(wanted_plan_make(&plan, &arena, part, wanted, 1, NULL), ERR_OK);
    wanted_figures(plan, returned, &figure);
    return figure;
}

static struct figure plans_at(const Qd__Return *returned, uint64_t settings, uint64_t needs)
{
    struct wanted wanted = {column_of(FORM_PLACEMENTS, "plans"), NULL, dimensions_all()};

    wanted.slice.codes[SETTING] = settings;
    wanted.slice.codes[NEED] = needs;
    return figure_at(returned, FORM_PLACEMENTS, &wanted);
}

static uint64_t bit(const ProtobufCEnumDescriptor *codes, int value)
{
    return (uint64_t)1 << (protobuf_c_enum_descriptor_get_value(codes, value) - codes->values);
}

static uint64_t setting_bit(Qd__Setting setting)
{
    return setting == TOTAL ? SLICE_ANY : bit(&qd__setting__descriptor, (int)setting);
}

// From one setting to another, by their numbers in the form.
static uint64_t settings_bits(Qd__Setting first, Qd__Setting last)
{
    return (bit(&qd__setting__descriptor, (int)last) << 1) -
           bit(&qd__setting__descriptor, (int)first);
}

#define MAINSTREAM                                                                                 \
    settings_bits(QD__SETTING__MAINSTREAM_LA_MAINTAINED, QD__SETTING__MAINSTREAM_INDEPENDENT)
#define SPECIAL settings_bits(QD__SETTING__SPECIAL_LA_MAINTAINED, NON_MAINTAINED)
#define INMSS settings_bits(INDEPENDENT, NON_MAINTAINED)
#define FE settings_bits(QD__SETTING__GENERAL_FE_TERTIARY_COLLEGES, QD__SETTING__UKRLP_PROVIDER)
#define OTH_WITH_DS                                                                                \
    (bit(&qd__need__descriptor, QD__NEED__OTH) | bit(&qd__need__descriptor, QD__NEED__DS))

static struct figure at(const Qd__Return *returned, Qd__Setting setting)
{
    return plans_at(returned, setting_bit(setting), SLICE_ANY);
}

static struct figure at_need(const Qd__Return *returned, Qd__Setting setting, Qd__Need need)
{
    return plans_at(returned, setting_bit(setting), bit(&qd__need__descriptor, (int)need));
}

static struct figure sub_total(const Qd__Return *returned, uint64_t settings)
{
    return plans_at(returned, settings, SLICE_ANY);
}

static struct figure sub_total_at(const Qd__Return *returned, uint64_t settings, Qd__Need need)
{
    return plans_at(returned, settings, bit(&qd__need__descriptor, (int)need));
}

static void assert_figure(struct figure figure, int64_t value)
{
    assert_int_equal(figure.state, FIGURE_KNOWN);
    assert_int_equal(figure.value, value);
}

static void assert_state(struct figure figure, enum figure_state state)
{
    assert_int_equal(figure.state, state);
    assert_int_equal(figure.value, 0);
}

static void assert_none(struct figure figure)
{
    assert_state(figure, FIGURE_NOT_AVAILABLE);
}

// --- bad input first
static void no_return_and_no_placements_are_not_returned(void **state)
{
    const Qd__Return *empty = written_return(&arena, "2024-25 Q4");

    (void)state;
    assert_state(at(NULL, TOTAL), FIGURE_NOT_RETURNED);
    assert_state(at(empty, TOTAL), FIGURE_NOT_RETURNED);
    assert_state(at_need(empty, ACADEMY, QD__NEED__ASD), FIGURE_NOT_RETURNED);
    assert_state(sub_total(empty, MAINSTREAM), FIGURE_NOT_RETURNED);
}

static void codes_that_nobody_knows_are_passed_over(void **state)
{
    const Qd__Return *figures = FILL({TOTAL, NOT_KNOWN, 5}, {(Qd__Setting)77, NOT_KNOWN, 3},
                                     {ACADEMY, (Qd__Need)99, 3}, {ACADEMY, NOT_KNOWN, 5});

    (void)state;
    assert_figure(at(figures, TOTAL), 5);
    assert_figure(at(figures, ACADEMY), 5);
}

static void a_row_without_its_count_is_one_that_is_not_available(void **state)
{
    Qd__Return *returned = written_return(&arena, "2024-25 Q4");

    (void)state;
    add_plans(returned, TOTAL, NOT_KNOWN, 5);
    add_plans(returned, ACADEMY, NOT_KNOWN, 5);
    returned->placements[1]->has_plans = 0;
    assert_none(at(returned, ACADEMY));
}

static void counts_beyond_an_integer_are_no_figures(void **state)
{
    const Qd__Return *figures = FILL({TOTAL, NOT_KNOWN, 5}, {ACADEMY, NOT_KNOWN, INT64_MAX},
                                     {ACADEMY, NOT_KNOWN, INT64_MAX});

    (void)state;
    assert_none(at(figures, ACADEMY));
    assert_none(sub_total(figures, MAINSTREAM));
    assert_figure(at(figures, TOTAL), 5);
}

// --- promise F: missing is not zero
static void promise_f_a_setting_without_a_row_is_zero_when_the_rows_make_up_the_total(void **state)
{
    const Qd__Return *figures =
        FILL({TOTAL, NOT_KNOWN, 12}, {ACADEMY, NOT_KNOWN, 7}, {INDEPENDENT, NOT_KNOWN, 5});

    (void)state;
    assert_figure(at(figures, NON_MAINTAINED), 0);
    assert_figure(at(figures, QD__SETTING__UKRLP_PROVIDER), 0);
    assert_figure(sub_total(figures, MAINSTREAM), 7);
    assert_figure(sub_total(figures, SPECIAL), 5);
    assert_figure(sub_total(figures, FE), 0);
    assert_figure(at(figures, TOTAL), 12);
}

static void promise_f_a_setting_without_a_row_is_missing_when_they_do_not(void **state)
{
    const Qd__Return *figures =
        FILL({TOTAL, NOT_KNOWN, 13}, {ACADEMY, NOT_KNOWN, 7}, {INDEPENDENT, NOT_KNOWN, 5});

    (void)state;
    assert_figure(at(figures, ACADEMY), 7);
    assert_none(at(figures, NON_MAINTAINED));
    assert_none(sub_total(figures, MAINSTREAM));
    assert_none(sub_total(figures, SPECIAL));
    assert_none(sub_total(figures, INMSS));
    assert_none(sub_total(figures, FE));
}

static void promise_f_without_a_total_nothing_is_zero(void **state)
{
    const Qd__Return *absent_total = FILL({TOTAL, NOT_KNOWN, WRITTEN_X}, {ACADEMY, NOT_KNOWN, 7});
    const Qd__Return *left_out = FILL({ACADEMY, NOT_KNOWN, 7});

    (void)state;
    assert_none(at(absent_total, TOTAL));
    assert_figure(at(absent_total, ACADEMY), 7);
    assert_none(at(absent_total, INDEPENDENT));
    assert_none(at(left_out, TOTAL));
    assert_none(at(left_out, INDEPENDENT));
}

// The plan that the total has more is in the setting that is x: other sub-totals do not lose it.
static void promise_f_one_plan_in_an_x_setting_takes_only_the_sub_totals_that_it_is_in(void **state)
{
    const Qd__Return *figures =
        FILL({TOTAL, NOT_KNOWN, 13}, {ACADEMY, NOT_KNOWN, 7}, {INDEPENDENT, NOT_KNOWN, WRITTEN_X},
             {QD__SETTING__GENERAL_FE_TERTIARY_COLLEGES, NOT_KNOWN, 5});

    (void)state;
    assert_figure(sub_total(figures, MAINSTREAM), 7);
    assert_figure(sub_total(figures, FE), 5);
    assert_none(sub_total(figures, SPECIAL));
    assert_none(sub_total(figures, INMSS));
    assert_none(at(figures, INDEPENDENT));
    // Without a row there is no figure: a whole sector may have been left out.
    assert_none(at(figures, NON_MAINTAINED));
    assert_none(sub_total(
        figures, settings_bits(QD__SETTING__AP_PRU_ACADEMY, QD__SETTING__AP_PRU_LA_MAINTAINED)));
    // It may be of any need, in the setting and in all of them.
    assert_none(at_need(figures, INDEPENDENT, QD__NEED__ASD));
    assert_none(at_need(figures, TOTAL, QD__NEED__ASD));
}

// Hackney in January 2024: 3,525 plans, and x in every setting.
static void promise_f_a_total_whose_parts_are_not_available(void **state)
{
    struct row rows[DIMENSION_CODES_MAX] = {{TOTAL, NOT_KNOWN, 3525}};
    const ProtobufCEnumDescriptor *settings = &qd__setting__descriptor;
    const Qd__Return *figures;

    (void)state;
    for (unsigned i = 1; i < settings->n_values; i++)
        rows[i] = (struct row){(Qd__Setting)settings->values[i].value, NOT_KNOWN, WRITTEN_X};
    figures = fill(rows, settings->n_values);
    assert_figure(at(figures, TOTAL), 3525);
    for (unsigned i = 1; i < settings->n_values; i++) {
        assert_none(at(figures, (Qd__Setting)settings->values[i].value));
        assert_none(at_need(figures, (Qd__Setting)settings->values[i].value, QD__NEED__ASD));
    }
    assert_none(at_need(figures, TOTAL, QD__NEED__ASD));
    assert_none(sub_total(figures, MAINSTREAM));
}

// In January 2025 await_prov_2022 is x in every borough, and the other settings make up the total.
static void promise_f_what_is_x_in_a_complete_return_stays_x_and_adds_nothing(void **state)
{
    const Qd__Return *figures =
        FILL({TOTAL, NOT_KNOWN, 12}, {ACADEMY, NOT_KNOWN, 7},
             {QD__SETTING__MAINSTREAM_INDEPENDENT, NOT_KNOWN, WRITTEN_X},
             {INDEPENDENT, NOT_KNOWN, 5}, {QD__SETTING__AWAIT_PROV_2022, NOT_KNOWN, WRITTEN_X});

    (void)state;
    assert_none(at(figures, QD__SETTING__AWAIT_PROV_2022));
    assert_none(at(figures, QD__SETTING__MAINSTREAM_INDEPENDENT));
    assert_figure(sub_total(figures, MAINSTREAM), 7);
}

static void promise_f_a_sub_total_of_nothing_but_x_is_x(void **state)
{
    const Qd__Return *figures =
        FILL({TOTAL, NOT_KNOWN, 7}, {ACADEMY, NOT_KNOWN, 7},
             {QD__SETTING__GENERAL_FE_TERTIARY_COLLEGES, NOT_KNOWN, WRITTEN_X},
             {QD__SETTING__SPECIALIST_POST_16_INSTITUTIONS, NOT_KNOWN, WRITTEN_X},
             {QD__SETTING__UKRLP_PROVIDER, NOT_KNOWN, WRITTEN_X});

    (void)state;
    assert_none(sub_total(figures, FE));
}

static void a_sub_total_with_a_row_for_each_part_needs_no_total(void **state)
{
    const Qd__Return *figures =
        FILL({TOTAL, NOT_KNOWN, 100}, {INDEPENDENT, NOT_KNOWN, 4}, {NON_MAINTAINED, NOT_KNOWN, 2});

    (void)state;
    assert_figure(sub_total(figures, INMSS), 6);
    assert_none(sub_total(figures, SPECIAL));
}

#define ACADEMIES bit(&qd__setting__descriptor, QD__SETTING__SPECIAL_ACADEMY)
#define FREE_SCHOOLS bit(&qd__setting__descriptor, QD__SETTING__SPECIAL_FREE_SCHOOL)
#define ACADEMIES_AND_FREE_SCHOOLS                                                                 \
    (ACADEMIES | FREE_SCHOOLS | bit(&qd__setting__descriptor, QD__SETTING__SPECIAL_ACADEMY_FREE))

static void promise_f_parts_of_a_code_that_is_given_as_one_are_not_zero(void **state)
{
    const Qd__Return *figures = FILL({TOTAL, NOT_KNOWN, 10}, {ACADEMY, NOT_KNOWN, 6},
                                     {QD__SETTING__SPECIAL_ACADEMY_FREE, NOT_KNOWN, 4});
    const Qd__Return *without = FILL({TOTAL, NOT_KNOWN, 6}, {ACADEMY, NOT_KNOWN, 6});

    (void)state;
    assert_none(sub_total(figures, ACADEMIES));
    assert_none(sub_total(figures, FREE_SCHOOLS));
    assert_figure(sub_total(figures, ACADEMIES_AND_FREE_SCHOOLS), 4);
    assert_figure(sub_total(without, ACADEMIES), 0);
}

static void the_parts_of_a_code_are_in_the_whole(void **state)
{
    const Qd__Return *figures = FILL({TOTAL, NOT_KNOWN, 10}, {ACADEMY, NOT_KNOWN, 6},
                                     {QD__SETTING__SPECIAL_ACADEMY, NOT_KNOWN, 3},
                                     {QD__SETTING__SPECIAL_FREE_SCHOOL, NOT_KNOWN, 1});

    (void)state;
    assert_figure(sub_total(figures, ACADEMIES), 3);
    assert_figure(sub_total(figures, FREE_SCHOOLS), 1);
    assert_figure(sub_total(figures, ACADEMIES_AND_FREE_SCHOOLS), 4);
}

static void several_rows_of_a_setting_are_their_sum(void **state)
{
    const Qd__Return *figures = FILL({TOTAL, NOT_KNOWN, 12}, {ACADEMY, QD__NEED__ASD, 7},
                                     {ACADEMY, QD__NEED__ASD, 2}, {ACADEMY, QD__NEED__HI, 3});

    (void)state;
    assert_figure(at(figures, ACADEMY), 12);
    assert_figure(at_need(figures, ACADEMY, QD__NEED__ASD), 9);
}

// --- needs
static void needs_add_up_over_settings(void **state)
{
    const Qd__Return *figures =
        FILL({TOTAL, NOT_KNOWN, 18}, {ACADEMY, QD__NEED__ASD, 7}, {INDEPENDENT, QD__NEED__ASD, 5},
             {NON_MAINTAINED, QD__NEED__ASD, 2}, {NON_MAINTAINED, QD__NEED__NEED_NOT_RECORDED, 4});

    (void)state;
    assert_figure(at_need(figures, TOTAL, QD__NEED__ASD), 14);
    assert_figure(at_need(figures, TOTAL, QD__NEED__NEED_NOT_RECORDED), 4);
    assert_figure(at_need(figures, TOTAL, QD__NEED__HI), 0);
    assert_figure(sub_total_at(figures, INMSS, QD__NEED__ASD), 7);
    assert_figure(at_need(figures, INDEPENDENT, QD__NEED__HI), 0);
}

// A borough that knows the needs of its mainstream plans alone.
static void promise_f_needs_are_x_only_in_the_settings_where_they_are_not_known(void **state)
{
    const Qd__Return *figures =
        FILL({TOTAL, NOT_KNOWN, 12}, {ACADEMY, QD__NEED__ASD, 7}, {INDEPENDENT, NOT_KNOWN, 5});

    (void)state;
    assert_figure(at(figures, ACADEMY), 7);
    assert_figure(at_need(figures, ACADEMY, QD__NEED__ASD), 7);
    assert_figure(at_need(figures, ACADEMY, QD__NEED__HI), 0);
    assert_figure(sub_total_at(figures, MAINSTREAM, QD__NEED__ASD), 7);
    assert_figure(sub_total_at(figures, FE, QD__NEED__ASD), 0);
    assert_none(at_need(figures, INDEPENDENT, QD__NEED__ASD));
    assert_none(at_need(figures, INDEPENDENT, QD__NEED__HI));
    assert_none(sub_total_at(figures, INMSS, QD__NEED__ASD));
    assert_none(at_need(figures, TOTAL, QD__NEED__ASD));
}

// Within a setting too: five plans whose need is not known may be of any.
static void promise_f_a_setting_whose_needs_are_known_in_part_has_none_of_them(void **state)
{
    const Qd__Return *figures = FILL({TOTAL, NOT_KNOWN, 19}, {ACADEMY, QD__NEED__ASD, 7},
                                     {ACADEMY, NOT_KNOWN, 5}, {INDEPENDENT, QD__NEED__HI, 7});

    (void)state;
    assert_figure(at(figures, ACADEMY), 12);
    assert_none(at_need(figures, ACADEMY, QD__NEED__ASD));
    assert_none(sub_total_at(figures, MAINSTREAM, QD__NEED__ASD));
    assert_figure(at_need(figures, INDEPENDENT, QD__NEED__HI), 7);
    assert_none(at_need(figures, TOTAL, QD__NEED__HI));
}

static void a_row_of_no_plans_may_be_without_its_need(void **state)
{
    const Qd__Return *figures =
        FILL({TOTAL, NOT_KNOWN, 7}, {ACADEMY, QD__NEED__ASD, 7}, {INDEPENDENT, NOT_KNOWN, 0});

    (void)state;
    assert_figure(at_need(figures, TOTAL, QD__NEED__ASD), 7);
    assert_figure(at_need(figures, INDEPENDENT, QD__NEED__ASD), 0);
}

static void promise_f_a_setting_that_is_not_available_has_no_needs_that_are_zero(void **state)
{
    const Qd__Return *figures = FILL({TOTAL, NOT_KNOWN, 7}, {ACADEMY, QD__NEED__ASD, 7},
                                     {QD__SETTING__AWAIT_PROV_2022, NOT_KNOWN, WRITTEN_X});

    (void)state;
    assert_none(at_need(figures, QD__SETTING__AWAIT_PROV_2022, QD__NEED__ASD));
    assert_figure(at_need(figures, TOTAL, QD__NEED__ASD), 7);
}

// DfE's `oth` holds Down syndrome, which SEN2 has counted by itself since 2025.
static void other_as_dfe_publishes_it_holds_down_syndrome(void **state)
{
    const Qd__Return *figures = FILL({TOTAL, NOT_KNOWN, 12}, {ACADEMY, QD__NEED__OTH, 7},
                                     {ACADEMY, QD__NEED__DS, 3}, {INDEPENDENT, QD__NEED__DS, 2});

    (void)state;
    assert_figure(at_need(figures, TOTAL, QD__NEED__OTH), 7);
    assert_figure(at_need(figures, TOTAL, QD__NEED__DS), 5);
    assert_figure(plans_at(figures, SLICE_ANY, OTH_WITH_DS), 12);
    assert_figure(plans_at(figures, setting_bit(ACADEMY), OTH_WITH_DS), 10);
}

// A borough that counts it within `oth` says x for it: the rest of the setting stands.
static void promise_f_a_need_that_is_counted_within_another_is_x_not_zero(void **state)
{
    const Qd__Return *figures =
        FILL({TOTAL, NOT_KNOWN, 12}, {ACADEMY, QD__NEED__OTH, 7},
             {ACADEMY, QD__NEED__DS, WRITTEN_X}, {ACADEMY, QD__NEED__ASD, 5});

    (void)state;
    assert_none(at_need(figures, ACADEMY, QD__NEED__DS));
    assert_figure(at(figures, ACADEMY), 12);
    assert_figure(plans_at(figures, SLICE_ANY, OTH_WITH_DS), 7);
    // Nor is it zero in a sum, though all other settings have none.
    assert_figure(at_need(figures, INDEPENDENT, QD__NEED__DS), 0);
    assert_none(at_need(figures, TOTAL, QD__NEED__DS));
    assert_none(sub_total_at(figures, MAINSTREAM, QD__NEED__DS));
    assert_figure(sub_total_at(figures, SPECIAL, QD__NEED__DS), 0);
    // What is `oth` without it cannot be known either.
    assert_none(at_need(figures, ACADEMY, QD__NEED__OTH));
    assert_none(at_need(figures, TOTAL, QD__NEED__OTH));
    assert_figure(plans_at(figures, setting_bit(ACADEMY), OTH_WITH_DS), 7);
    assert_figure(at_need(figures, TOTAL, QD__NEED__ASD), 5);
}

// --- the reason goes with the figure

static void absent(Qd__Return *returned, size_t row, const char *column, Qd__Absence why)
{
    assert_int_equal(0, figures_set_absence(&arena, &returned->placements[row]->base,
                                            column_of(FORM_PLACEMENTS, column), why));
}

static void promise_f_a_slice_says_why_it_is_missing(void **state)
{
    Qd__Return *returned =
        FILL({TOTAL, NOT_KNOWN, 9}, {ACADEMY, NOT_KNOWN, WRITTEN_X},
             {INDEPENDENT, NOT_KNOWN, WRITTEN_X}, {NON_MAINTAINED, NOT_KNOWN, 2});

    (void)state;
    absent(returned, 1, "plans", QD__ABSENCE__NOT_COLLECTED);
    absent(returned, 2, "plans", QD__ABSENCE__NOT_YET_KNOWN);
    assert_state(at(returned, ACADEMY), FIGURE_NOT_COLLECTED);
    assert_state(at(returned, INDEPENDENT), FIGURE_NOT_YET_KNOWN);
    assert_state(sub_total(returned, INMSS), FIGURE_NOT_YET_KNOWN);
    assert_state(sub_total(returned, SPECIAL), FIGURE_NOT_YET_KNOWN);
    assert_state(sub_total(returned, FE), FIGURE_NOT_AVAILABLE);
    absent(returned, 0, "plans", QD__ABSENCE__NOT_YET_KNOWN);
    assert_state(at(returned, TOTAL), FIGURE_NOT_YET_KNOWN);
}

static void promise_f_a_row_that_is_left_open_may_belong_to_the_slice(void **state)
{
    Qd__Return *returned = FILL({TOTAL, NOT_KNOWN, 20}, {ACADEMY, QD__NEED__ASD, 7},
                                {ACADEMY, NOT_KNOWN, WRITTEN_X}, {INDEPENDENT, QD__NEED__ASD, 4});

    (void)state;
    absent(returned, 2, "plans", QD__ABSENCE__NOT_YET_KNOWN);
    assert_state(at_need(returned, ACADEMY, QD__NEED__ASD), FIGURE_NOT_YET_KNOWN);
    assert_figure(at_need(returned, INDEPENDENT, QD__NEED__ASD), 4);
}

// --- prices

static struct figure price_at(const Qd__Return *returned, uint64_t settings)
{
    struct wanted wanted = {column_of(FORM_PLACEMENTS, "annual_cost"), NULL, dimensions_all()};

    wanted.slice.codes[SETTING] = settings;
    return figure_at(returned, FORM_PLACEMENTS, &wanted);
}

static struct figure priced_plans_at(const Qd__Return *returned, uint64_t settings)
{
    struct wanted wanted = {column_of(FORM_PLACEMENTS, "plans"),
                            column_of(FORM_PLACEMENTS, "annual_cost"), dimensions_all()};

    wanted.slice.codes[SETTING] = settings;
    return figure_at(returned, FORM_PLACEMENTS, &wanted);
}

static void promise_f_a_sum_of_prices_is_that_of_the_rows_that_have_one(void **state)
{
    Qd__Return *returned =
        FILL({TOTAL, NOT_KNOWN, 16}, {ACADEMY, NOT_KNOWN, 7}, {INDEPENDENT, QD__NEED__ASD, 3},
             {INDEPENDENT, QD__NEED__HI, 2}, {NON_MAINTAINED, NOT_KNOWN, 4});

    (void)state;
    WRITTEN_SET(&arena, returned->placements[2], annual_cost, 15000000);
    WRITTEN_SET(&arena, returned->placements[4], annual_cost, 20000000);
    assert_figure(price_at(returned, SLICE_ANY), 35000000);
    assert_figure(price_at(returned, INMSS), 35000000);
    assert_figure(price_at(returned, setting_bit(INDEPENDENT)), 15000000);
    assert_figure(priced_plans_at(returned, INMSS), 7);
    assert_figure(price_at(returned, SPECIAL), 35000000);
    assert_none(price_at(returned, setting_bit(ACADEMY)));
    assert_figure(priced_plans_at(returned, SLICE_ANY), 7);
    assert_figure(priced_plans_at(returned, setting_bit(INDEPENDENT)), 3);
    assert_none(priced_plans_at(returned, setting_bit(ACADEMY)));
    absent(returned, 3, "annual_cost", QD__ABSENCE__NOT_YET_KNOWN);
    assert_state(price_at(returned, INMSS), FIGURE_NOT_YET_KNOWN);
    assert_figure(price_at(returned, setting_bit(NON_MAINTAINED)), 20000000);
}

// --- parts without a total

enum { LINE, MODE };  // the first dimensions of transport

static struct figure spent_at(const Qd__Return *returned, uint64_t lines, uint64_t modes)
{
    struct wanted wanted = {column_of(FORM_TRANSPORT, "gross_expenditure"), NULL, dimensions_all()};

    wanted.slice.codes[LINE] = lines;
    wanted.slice.codes[MODE] = modes;
    return figure_at(returned, FORM_TRANSPORT, &wanted);
}

static void promise_f_where_nothing_is_proved_a_slice_needs_a_row_for_each_code(void **state)
{
    const uint64_t line_2_1_4 = 1, line_2_1_6 = 2, line_2_1_7 = 4;
    const uint64_t taxi = bit(&qd__transport_mode__descriptor, QD__TRANSPORT_MODE__TAXI);
    const uint64_t own = bit(&qd__transport_mode__descriptor, QD__TRANSPORT_MODE__MINIBUS_IN_HOUSE);
    Qd__Return *returned = written_return(&arena, "2024-25");
    Qd__Transport *first = add_transport(returned, QD__SECTION251_LINE__LINE_2_1_4, 1000);
    Qd__Transport *second = add_transport(returned, QD__SECTION251_LINE__LINE_2_1_6, 500);

    (void)state;
    assert_none(spent_at(returned, SLICE_ANY, SLICE_ANY));
    assert_figure(spent_at(returned, line_2_1_4 | line_2_1_6, SLICE_ANY), 150000);
    assert_none(spent_at(returned, line_2_1_7, SLICE_ANY));
    assert_none(spent_at(returned, line_2_1_4 | line_2_1_7, SLICE_ANY));
    // Both rows leave the mode open.
    assert_none(spent_at(returned, SLICE_ANY, taxi));
    first->mode = QD__TRANSPORT_MODE__TAXI;
    second->mode = QD__TRANSPORT_MODE__MINIBUS_IN_HOUSE;
    assert_none(spent_at(returned, SLICE_ANY, taxi));
    written_other_lines(&arena, returned, WRITTEN_ZEROS);
    assert_figure(spent_at(returned, SLICE_ANY, SLICE_ANY), 150000);
    assert_figure(spent_at(returned, SLICE_ANY, taxi), 100000);
    assert_figure(spent_at(returned, SLICE_ANY, taxi | own), 150000);
    assert_none(spent_at(returned, line_2_1_4, own));
}

static void the_one_row_of_timeliness_is_its_figures(void **state)
{
    struct wanted wanted = {column_of(FORM_TIMELINESS, "plans_issued"), NULL, dimensions_all()};
    Qd__Return *returned = written_return(&arena, "2024");
    Qd__Timeliness *flows;

    (void)state;
    assert_state(figure_at(returned, FORM_TIMELINESS, &wanted), FIGURE_NOT_RETURNED);
    flows = add_timeliness(returned);
    assert_none(figure_at(returned, FORM_TIMELINESS, &wanted));
    WRITTEN_SET(&arena, flows, plans_issued, 0);
    assert_figure(figure_at(returned, FORM_TIMELINESS, &wanted), 0);
}

// Each return is the whole answer: nothing is left of the one before.
static void a_plan_is_used_for_one_return_after_the_other(void **state)
{
    struct wanted wanted[] = {{column_of(FORM_PLACEMENTS, "plans"), NULL, dimensions_all()},
                              {column_of(FORM_PLACEMENTS, "plans"), NULL, dimensions_all()}};
    struct wanted_plan *plan;
    struct figure figures[2];

    (void)state;
    wanted[1].slice.codes[SETTING] = setting_bit(ACADEMY);
    assert_int_equal(wanted_plan_make(&plan, &arena, FORM_PLACEMENTS, wanted, 2, NULL), ERR_OK);
    wanted_figures(plan, FILL({TOTAL, NOT_KNOWN, 7}, {ACADEMY, NOT_KNOWN, 7}), figures);
    assert_figure(figures[1], 7);
    wanted_figures(plan, FILL({TOTAL, NOT_KNOWN, 5}, {INDEPENDENT, NOT_KNOWN, 5}), figures);
    assert_figure(figures[0], 5);
    assert_figure(figures[1], 0);
    wanted_figures(plan, NULL, figures);
    assert_state(figures[1], FIGURE_NOT_RETURNED);
}

static void an_arena_that_is_too_small_is_an_error(void **state)
{
    const struct wanted wanted = {column_of(FORM_PLACEMENTS, "plans"), NULL, dimensions_all()};
    struct err_text text = {""};
    struct wanted_plan *plan;
    struct arena small;

    (void)state;
    for (size_t cap = 0;; cap += 100) {
        enum err error;

        arena_init(&small, cap);
        text.text[0] = '\0';
        error = wanted_plan_make(&plan, &small, FORM_PLACEMENTS, &wanted, 1, &text);
        arena_free(&small);
        if (error == ERR_OK)
            break;
        assert_int_equal(error, ERR_NO_MEMORY);
        assert_string_not_equal(text.text, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_return_and_no_placements_are_not_returned),
        cmocka_unit_test(codes_that_nobody_knows_are_passed_over),
        cmocka_unit_test(a_row_without_its_count_is_one_that_is_not_available),
        cmocka_unit_test(counts_beyond_an_integer_are_no_figures),
        cmocka_unit_test(promise_f_a_setting_without_a_row_is_zero_when_the_rows_make_up_the_total),
        cmocka_unit_test(promise_f_a_setting_without_a_row_is_missing_when_they_do_not),
        cmocka_unit_test(promise_f_without_a_total_nothing_is_zero),
        cmocka_unit_test(
            promise_f_one_plan_in_an_x_setting_takes_only_the_sub_totals_that_it_is_in),
        cmocka_unit_test(promise_f_a_total_whose_parts_are_not_available),
        cmocka_unit_test(promise_f_what_is_x_in_a_complete_return_stays_x_and_adds_nothing),
        cmocka_unit_test(promise_f_a_sub_total_of_nothing_but_x_is_x),
        cmocka_unit_test(a_sub_total_with_a_row_for_each_part_needs_no_total),
        cmocka_unit_test(promise_f_parts_of_a_code_that_is_given_as_one_are_not_zero),
        cmocka_unit_test(the_parts_of_a_code_are_in_the_whole),
        cmocka_unit_test(several_rows_of_a_setting_are_their_sum),
        cmocka_unit_test(needs_add_up_over_settings),
        cmocka_unit_test(promise_f_needs_are_x_only_in_the_settings_where_they_are_not_known),
        cmocka_unit_test(promise_f_a_setting_whose_needs_are_known_in_part_has_none_of_them),
        cmocka_unit_test(a_row_of_no_plans_may_be_without_its_need),
        cmocka_unit_test(promise_f_a_setting_that_is_not_available_has_no_needs_that_are_zero),
        cmocka_unit_test(other_as_dfe_publishes_it_holds_down_syndrome),
        cmocka_unit_test(promise_f_a_need_that_is_counted_within_another_is_x_not_zero),
        cmocka_unit_test(promise_f_a_slice_says_why_it_is_missing),
        cmocka_unit_test(promise_f_a_row_that_is_left_open_may_belong_to_the_slice),
        cmocka_unit_test(promise_f_a_sum_of_prices_is_that_of_the_rows_that_have_one),
        cmocka_unit_test(promise_f_where_nothing_is_proved_a_slice_needs_a_row_for_each_code),
        cmocka_unit_test(the_one_row_of_timeliness_is_its_figures),
        cmocka_unit_test(a_plan_is_used_for_one_return_after_the_other),
        cmocka_unit_test(an_arena_that_is_too_small_is_an_error),
    };

    return cmocka_run_group_tests(tests, memory_make, memory_free);
}
