// What is zero and what is missing in a return's placements.
#include "reporter/figures/grid.h"

#include "tests/support/sample_arena.h"

// Shorter here, where every line has one.
#define ACADEMY QD__SETTING__MAINSTREAM_ACADEMY
#define INDEPENDENT QD__SETTING__SPECIAL_INDEPENDENT
#define NON_MAINTAINED QD__SETTING__SPECIAL_NON_MAINTAINED
#define TOTAL QD__SETTING__TOTAL
#define NOT_KNOWN QD__NEED__NEED_NOT_KNOWN

struct row {
    Qd__Setting setting;
    Qd__Need need;
    int64_t plans;
};

static struct figure *fill(const struct row *rows, size_t count)
{
    struct figure *figures = arena_alloc(&arena, grid_size() * sizeof *figures);
    Qd__Return *returned = sample_return(&arena, HACKNEY, "2023-24 Q4");

    for (size_t i = 0; i < count; i++)
        sample_plans(&arena, returned, rows[i].setting, rows[i].need, rows[i].plans);
    grid_fill(returned, figures);
    return figures;
}
#define FILL(...)                                                                                  \
    fill((const struct row[]){__VA_ARGS__},                                                        \
         sizeof((const struct row[]){__VA_ARGS__}) / sizeof(struct row))

static struct figure at(const struct figure *figures, Qd__Setting setting)
{
    return figures[grid_place(grid_setting_row(setting), GRID_ANY)];
}

static struct figure at_need(const struct figure *figures, Qd__Setting setting, Qd__Need need)
{
    return figures[grid_place(grid_setting_row(setting), grid_need_column(need))];
}

// -1 when there is no such sub-total.
static int sub_total_row(const char *name)
{
    for (int i = 0; i < GRID_SUB_TOTALS; i++)
        if (strcmp(grid_sub_totals[i].name, name) == 0)
            return grid_sub_total_row(i);
    return -1;
}

static struct figure sub_total(const struct figure *figures, const char *name)
{
    assert_true(sub_total_row(name) > 0);
    return figures[grid_place(sub_total_row(name), GRID_ANY)];
}

static void assert_figure(struct figure figure, int64_t value)
{
    assert_true(figure_known(figure));
    assert_int_equal(figure.value, value);
}

static void assert_none(struct figure figure)
{
    assert_false(figure_known(figure));
    assert_int_equal(figure.value, 0);
}

// --- bad input first
static void no_return_and_no_placements_are_no_figures(void **state)
{
    struct figure *figures = arena_alloc(&arena, grid_size() * sizeof *figures);

    (void)state;
    grid_fill(NULL, figures);
    for (size_t i = 0; i < grid_size(); i++)
        assert_none(figures[i]);
    grid_fill(sample_return(&arena, CAMDEN, "2024-25 Q4"), figures);
    for (size_t i = 0; i < grid_size(); i++)
        assert_none(figures[i]);
}

static void codes_that_nobody_knows_are_passed_over(void **state)
{
    struct figure *figures = FILL({TOTAL, NOT_KNOWN, 5}, {(Qd__Setting)77, NOT_KNOWN, 3},
                                  {ACADEMY, (Qd__Need)99, 3}, {ACADEMY, NOT_KNOWN, 5});

    (void)state;
    assert_figure(at(figures, TOTAL), 5);
    assert_figure(at(figures, ACADEMY), 5);
}

static void a_row_without_its_count_is_one_that_is_not_available(void **state)
{
    struct figure *figures = arena_alloc(&arena, grid_size() * sizeof *figures);
    Qd__Return *returned = sample_return(&arena, CAMDEN, "2024-25 Q4");

    (void)state;
    sample_plans(&arena, returned, TOTAL, NOT_KNOWN, 5);
    sample_plans(&arena, returned, ACADEMY, NOT_KNOWN, 5);
    returned->placements[1]->has_plans = 0;
    grid_fill(returned, figures);
    assert_none(at(figures, ACADEMY));
}

static void counts_beyond_an_integer_are_no_figures(void **state)
{
    struct figure *figures = FILL({TOTAL, NOT_KNOWN, 5}, {ACADEMY, NOT_KNOWN, INT64_MAX},
                                  {ACADEMY, NOT_KNOWN, INT64_MAX});

    (void)state;
    assert_none(at(figures, ACADEMY));
    assert_none(sub_total(figures, "mainstream"));
    assert_figure(at(figures, TOTAL), 5);
}

// --- promise F: missing is not zero
static void promise_f_a_setting_without_a_row_is_zero_when_the_rows_make_up_the_total(void **state)
{
    struct figure *figures =
        FILL({TOTAL, NOT_KNOWN, 12}, {ACADEMY, NOT_KNOWN, 7}, {INDEPENDENT, NOT_KNOWN, 5});

    (void)state;
    assert_figure(at(figures, NON_MAINTAINED), 0);
    assert_figure(at(figures, QD__SETTING__UKRLP_PROVIDER), 0);
    assert_figure(sub_total(figures, "mainstream"), 7);
    assert_figure(sub_total(figures, "special"), 5);
    assert_figure(sub_total(figures, "fe"), 0);
    assert_figure(at(figures, TOTAL), 12);
}

static void promise_f_a_setting_without_a_row_is_missing_when_they_do_not(void **state)
{
    struct figure *figures =
        FILL({TOTAL, NOT_KNOWN, 13}, {ACADEMY, NOT_KNOWN, 7}, {INDEPENDENT, NOT_KNOWN, 5});

    (void)state;
    assert_figure(at(figures, ACADEMY), 7);
    assert_none(at(figures, NON_MAINTAINED));
    assert_none(sub_total(figures, "mainstream"));
    assert_none(sub_total(figures, "special"));
    assert_none(sub_total(figures, "inmss"));
    assert_none(sub_total(figures, "fe"));
}

static void promise_f_without_a_total_nothing_is_zero(void **state)
{
    struct figure *absent = FILL({TOTAL, NOT_KNOWN, SAMPLE_X}, {ACADEMY, NOT_KNOWN, 7});
    struct figure *left_out = FILL({ACADEMY, NOT_KNOWN, 7});

    (void)state;
    assert_none(at(absent, TOTAL));
    assert_figure(at(absent, ACADEMY), 7);
    assert_none(at(absent, INDEPENDENT));
    assert_none(at(left_out, TOTAL));
    assert_none(at(left_out, INDEPENDENT));
}

// Hackney in January 2024: 3,525 plans, and x in every setting.
static void promise_f_a_total_whose_parts_are_not_available(void **state)
{
    struct row rows[SAMPLE_ROWS_MAX] = {{TOTAL, NOT_KNOWN, 3525}};
    const ProtobufCEnumDescriptor *settings = &qd__setting__descriptor;
    struct figure *figures;

    (void)state;
    for (unsigned i = 1; i < settings->n_values; i++)
        rows[i] = (struct row){(Qd__Setting)settings->values[i].value, NOT_KNOWN, SAMPLE_X};
    figures = fill(rows, settings->n_values);
    assert_figure(at(figures, TOTAL), 3525);
    for (size_t i = 1; i < grid_size(); i++)
        assert_none(figures[i]);
}

// In January 2025 await_prov_2022 is x in every borough, and the other settings make up the total.
static void promise_f_what_is_x_in_a_complete_return_stays_x_and_adds_nothing(void **state)
{
    struct figure *figures =
        FILL({TOTAL, NOT_KNOWN, 12}, {ACADEMY, NOT_KNOWN, 7},
             {QD__SETTING__MAINSTREAM_INDEPENDENT, NOT_KNOWN, SAMPLE_X},
             {INDEPENDENT, NOT_KNOWN, 5}, {QD__SETTING__AWAIT_PROV_2022, NOT_KNOWN, SAMPLE_X});

    (void)state;
    assert_none(at(figures, QD__SETTING__AWAIT_PROV_2022));
    assert_none(at(figures, QD__SETTING__MAINSTREAM_INDEPENDENT));
    assert_figure(sub_total(figures, "mainstream"), 7);
}

static void promise_f_a_sub_total_of_nothing_but_x_is_x(void **state)
{
    struct figure *figures =
        FILL({TOTAL, NOT_KNOWN, 7}, {ACADEMY, NOT_KNOWN, 7},
             {QD__SETTING__GENERAL_FE_TERTIARY_COLLEGES, NOT_KNOWN, SAMPLE_X},
             {QD__SETTING__SPECIALIST_POST_16_INSTITUTIONS, NOT_KNOWN, SAMPLE_X},
             {QD__SETTING__UKRLP_PROVIDER, NOT_KNOWN, SAMPLE_X});

    (void)state;
    assert_none(sub_total(figures, "fe"));
}

static void a_sub_total_with_a_row_for_each_part_needs_no_total(void **state)
{
    struct figure *figures =
        FILL({TOTAL, NOT_KNOWN, 100}, {INDEPENDENT, NOT_KNOWN, 4}, {NON_MAINTAINED, NOT_KNOWN, 2});

    (void)state;
    assert_figure(sub_total(figures, "inmss"), 6);
    assert_none(sub_total(figures, "special"));
}

static void several_rows_of_a_setting_are_their_sum(void **state)
{
    struct figure *figures = FILL({TOTAL, NOT_KNOWN, 12}, {ACADEMY, QD__NEED__ASD, 7},
                                  {ACADEMY, QD__NEED__ASD, 2}, {ACADEMY, QD__NEED__HI, 3});

    (void)state;
    assert_figure(at(figures, ACADEMY), 12);
    assert_figure(at_need(figures, ACADEMY, QD__NEED__ASD), 9);
}

// --- sub-totals
// ----------------------------------------------------------------------------------- DfE left
// other_placement_settings out of ed_elsewhere until January 2023.
static void educated_elsewhere_as_dfe_counts_it_and_as_it_did(void **state)
{
    struct figure *figures =
        FILL({TOTAL, NOT_KNOWN, 1685}, {QD__SETTING__OTHER_ARRANGEMENTS_LA, NOT_KNOWN, 431},
             {QD__SETTING__OTHER_ARRANGEMENTS_PARENTS, NOT_KNOWN, 322},
             {QD__SETTING__OTHER_PLACEMENT_SETTINGS, NOT_KNOWN, 275},
             {QD__SETTING__NEET, NOT_KNOWN, 657});

    (void)state;
    assert_figure(sub_total(figures, "ed_elsewhere"), 1685);
    assert_figure(sub_total(figures, "ed_elsewhere_to_2023"), 1410);
}

static void every_setting_is_in_the_sub_total_of_its_name(void **state)
{
    static const struct {
        Qd__Setting setting;
        const char *sub_total;
    } parts[] = {
        {QD__SETTING__MAINSTREAM_LA_MAINTAINED, "mainstream"},
        {QD__SETTING__MAINSTREAM_FREE_SCHOOL_SENUNIT, "mainstream"},
        {QD__SETTING__MAINSTREAM_INDEPENDENT, "mainstream"},
        {QD__SETTING__SPECIAL_LA_MAINTAINED, "special"},
        {QD__SETTING__SPECIAL_NON_MAINTAINED, "special"},
        {QD__SETTING__SPECIAL_INDEPENDENT, "inmss"},
        {QD__SETTING__SPECIAL_NON_MAINTAINED, "inmss"},
        {QD__SETTING__AP_PRU_ACADEMY, "ap_pru"},
        {QD__SETTING__AP_PRU_LA_MAINTAINED, "ap_pru"},
        {QD__SETTING__GENERAL_FE_TERTIARY_COLLEGES, "fe"},
        {QD__SETTING__UKRLP_PROVIDER, "fe"},
        {QD__SETTING__ELECTIVE_HOME_EDUCATION, "ed_elsewhere"},
        {QD__SETTING__NEET_OTHER_CSA, "ed_elsewhere"},
    };
    static const Qd__Setting in_none[] = {QD__SETTING__NM_EARLY_YEARS,
                                          QD__SETTING__PLACEMENT_UNKNOWN,
                                          QD__SETTING__AWAIT_PROV_2022, QD__SETTING__PERM_EX_2022};

    (void)state;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        assert_figure(sub_total(FILL({TOTAL, NOT_KNOWN, 9}, {parts[i].setting, NOT_KNOWN, 9}),
                                parts[i].sub_total),
                      9);
    for (size_t i = 0; i < sizeof in_none / sizeof in_none[0]; i++) {
        struct figure *figures = FILL({TOTAL, NOT_KNOWN, 9}, {in_none[i], NOT_KNOWN, 9});

        for (int j = 0; j < GRID_SUB_TOTALS; j++)
            assert_figure(sub_total(figures, grid_sub_totals[j].name), 0);
    }
}

// --- needs
static void needs_add_up_over_settings(void **state)
{
    struct figure *figures =
        FILL({TOTAL, NOT_KNOWN, 18}, {ACADEMY, QD__NEED__ASD, 7}, {INDEPENDENT, QD__NEED__ASD, 5},
             {NON_MAINTAINED, QD__NEED__ASD, 2}, {NON_MAINTAINED, QD__NEED__NEED_NOT_RECORDED, 4});

    (void)state;
    assert_figure(at_need(figures, TOTAL, QD__NEED__ASD), 14);
    assert_figure(at_need(figures, TOTAL, QD__NEED__NEED_NOT_RECORDED), 4);
    assert_figure(at_need(figures, TOTAL, QD__NEED__HI), 0);
    assert_figure(figures[grid_place(sub_total_row("inmss"), grid_need_column(QD__NEED__ASD))], 7);
    assert_figure(at_need(figures, INDEPENDENT, QD__NEED__HI), 0);
}

static void promise_f_plans_without_their_need_are_no_breakdown(void **state)
{
    struct figure *figures =
        FILL({TOTAL, NOT_KNOWN, 12}, {ACADEMY, QD__NEED__ASD, 7}, {INDEPENDENT, NOT_KNOWN, 5});

    (void)state;
    assert_figure(at(figures, ACADEMY), 7);
    assert_none(at_need(figures, ACADEMY, QD__NEED__ASD));
    assert_none(at_need(figures, TOTAL, QD__NEED__ASD));
    assert_none(figures[grid_place(sub_total_row("inmss"), grid_need_column(QD__NEED__ASD))]);
}

static void a_row_of_no_plans_may_be_without_its_need(void **state)
{
    struct figure *figures =
        FILL({TOTAL, NOT_KNOWN, 7}, {ACADEMY, QD__NEED__ASD, 7}, {INDEPENDENT, NOT_KNOWN, 0});

    (void)state;
    assert_figure(at_need(figures, TOTAL, QD__NEED__ASD), 7);
    assert_figure(at_need(figures, INDEPENDENT, QD__NEED__ASD), 0);
}

static void promise_f_a_setting_that_is_not_available_has_no_needs_that_are_zero(void **state)
{
    struct figure *figures = FILL({TOTAL, NOT_KNOWN, 7}, {ACADEMY, QD__NEED__ASD, 7},
                                  {QD__SETTING__AWAIT_PROV_2022, NOT_KNOWN, SAMPLE_X});

    (void)state;
    assert_none(at_need(figures, QD__SETTING__AWAIT_PROV_2022, QD__NEED__ASD));
    assert_figure(at_need(figures, TOTAL, QD__NEED__ASD), 7);
}

// DfE's `oth` holds Down syndrome, which SEN2 has counted by itself since 2025.
static void other_as_dfe_publishes_it_holds_down_syndrome(void **state)
{
    struct figure *figures = FILL({TOTAL, NOT_KNOWN, 12}, {ACADEMY, QD__NEED__OTH, 7},
                                  {ACADEMY, QD__NEED__DS, 3}, {INDEPENDENT, QD__NEED__DS, 2});

    (void)state;
    assert_figure(at_need(figures, TOTAL, QD__NEED__OTH), 7);
    assert_figure(at_need(figures, TOTAL, QD__NEED__DS), 5);
    assert_figure(figures[grid_place(GRID_ALL, grid_folded_column())], 12);
    assert_figure(figures[grid_place(grid_setting_row(ACADEMY), grid_folded_column())], 10);
}

// A borough that counts it within `oth` says x for it: the rest of the setting stands.
static void promise_f_a_need_that_is_counted_within_another_is_x_not_zero(void **state)
{
    struct figure *figures = FILL({TOTAL, NOT_KNOWN, 12}, {ACADEMY, QD__NEED__OTH, 7},
                                  {ACADEMY, QD__NEED__DS, SAMPLE_X}, {ACADEMY, QD__NEED__ASD, 5});

    (void)state;
    assert_none(at_need(figures, ACADEMY, QD__NEED__DS));
    assert_figure(at(figures, ACADEMY), 12);
    assert_figure(figures[grid_place(GRID_ALL, grid_folded_column())], 7);
    // Nor is it zero in a sum, though all other settings have none.
    assert_figure(at_need(figures, INDEPENDENT, QD__NEED__DS), 0);
    assert_none(at_need(figures, TOTAL, QD__NEED__DS));
    assert_none(figures[grid_place(sub_total_row("mainstream"), grid_need_column(QD__NEED__DS))]);
    assert_figure(figures[grid_place(sub_total_row("special"), grid_need_column(QD__NEED__DS))], 0);
    // What is `oth` without it cannot be known either.
    assert_none(at_need(figures, ACADEMY, QD__NEED__OTH));
    assert_none(at_need(figures, TOTAL, QD__NEED__OTH));
    assert_figure(figures[grid_place(grid_setting_row(ACADEMY), grid_folded_column())], 7);
    assert_figure(at_need(figures, TOTAL, QD__NEED__ASD), 5);
}

// --- the form
static void the_form_has_not_outgrown_the_grid(void **state)
{
    const ProtobufCEnumDescriptor *settings = &qd__setting__descriptor;

    (void)state;
    assert_true(settings->n_values <= GRID_SETTINGS_MAX);
    assert_true(qd__need__descriptor.n_values <= GRID_NEEDS_MAX);
    assert_true(settings->n_values <= SAMPLE_ROWS_MAX);
    assert_int_equal(grid_setting_row(TOTAL), GRID_ALL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_return_and_no_placements_are_no_figures),
        cmocka_unit_test(codes_that_nobody_knows_are_passed_over),
        cmocka_unit_test(a_row_without_its_count_is_one_that_is_not_available),
        cmocka_unit_test(counts_beyond_an_integer_are_no_figures),
        cmocka_unit_test(promise_f_a_setting_without_a_row_is_zero_when_the_rows_make_up_the_total),
        cmocka_unit_test(promise_f_a_setting_without_a_row_is_missing_when_they_do_not),
        cmocka_unit_test(promise_f_without_a_total_nothing_is_zero),
        cmocka_unit_test(promise_f_a_total_whose_parts_are_not_available),
        cmocka_unit_test(promise_f_what_is_x_in_a_complete_return_stays_x_and_adds_nothing),
        cmocka_unit_test(promise_f_a_sub_total_of_nothing_but_x_is_x),
        cmocka_unit_test(a_sub_total_with_a_row_for_each_part_needs_no_total),
        cmocka_unit_test(several_rows_of_a_setting_are_their_sum),
        cmocka_unit_test(educated_elsewhere_as_dfe_counts_it_and_as_it_did),
        cmocka_unit_test(every_setting_is_in_the_sub_total_of_its_name),
        cmocka_unit_test(needs_add_up_over_settings),
        cmocka_unit_test(promise_f_plans_without_their_need_are_no_breakdown),
        cmocka_unit_test(a_row_of_no_plans_may_be_without_its_need),
        cmocka_unit_test(promise_f_a_setting_that_is_not_available_has_no_needs_that_are_zero),
        cmocka_unit_test(other_as_dfe_publishes_it_holds_down_syndrome),
        cmocka_unit_test(promise_f_a_need_that_is_counted_within_another_is_x_not_zero),
        cmocka_unit_test(the_form_has_not_outgrown_the_grid),
    };

    return cmocka_run_group_tests(tests, sample_set_up, sample_tear_down);
}
