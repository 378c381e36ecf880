// The measures of the table `placements`, broken down; test_wanted.c has what is zero and what is
// missing.
#include "proto/form/codes.h"
#include "reporter/indicators/sums.h"
#include "tests/support/tabled/tabled.h"

static void a_return_without_its_total_has_none(void **state)
{
    Qd__Return *returned = tabled_return(CAMDEN, "2024-25 Q4");
    struct table table;

    (void)state;
    tabled_plans(returned, QD__SETTING__MAINSTREAM_ACADEMY, QD__NEED__ASD, 5);
    tabled_begin(&table, "placements", "2024-25 Q4");
    tabled_add(&table, returned, NULL);
    table_finish(&table);
    assert_int_equal(tabled_state(&table, "plans_count", CAMDEN), FIGURE_NOT_AVAILABLE);
    assert_int_equal(tabled_state(&table, "plans_count", BARNET), FIGURE_NOT_RETURNED);
}

static void assert_measure(const struct table *table, const char *measure)
{
    if (tabled_find(table, measure) == table->count)
        fail_msg("the table has no measure %s", measure);
}

// Settings and needs come from the form: a new one is there without a line of code.
static void every_setting_by_every_need_can_be_asked_for(void **state)
{
    const ProtobufCEnumDescriptor *settings = &qd__setting__descriptor;
    const ProtobufCEnumDescriptor *needs = &qd__need__descriptor;
    struct table table;

    (void)state;
    tabled_begin_by(&table, "placements", "2024-25 Q4", "setting,need");
    for (unsigned i = 0; i < settings->n_values; i++) {
        char setting[CODES_WRITTEN_BYTES], need[CODES_WRITTEN_BYTES];

        if (settings->values[i].value == QD__SETTING__TOTAL)
            continue;
        assert_true(codes_write(settings, settings->values[i].value, setting));
        assert_measure(&table, arena_printf(&tabled_arena, "plans_count setting=%s", setting));
        for (unsigned j = 0; j < needs->n_values; j++) {
            if (needs->values[j].value == QD__NEED__NEED_NOT_KNOWN)
                continue;
            assert_true(codes_write(needs, needs->values[j].value, need));
            assert_measure(&table, arena_printf(&tabled_arena, "plans_percent need=%s", need));
            assert_measure(&table, arena_printf(&tabled_arena, "plans_count setting=%s need=%s",
                                                setting, need));
        }
    }
    for (size_t i = 0; i < sums_sub_totals_count; i++)
        if (strcmp(sums_sub_totals[i].dimension, "setting") == 0)
            assert_measure(&table, arena_printf(&tabled_arena, "plans_percent setting=%s need=asd",
                                                sums_sub_totals[i].name));
    assert_measure(&table, "plans_count need=oth_with_ds");
    assert_int_equal(tabled_find(&table, "plans_count need=not_known"), table.count);
    assert_int_equal(tabled_find(&table, "plans_count phase=primary"), table.count);
}

static Qd__Return *some_placements(void)
{
    Qd__Return *returned = tabled_return(CAMDEN, "2024-25 Q4");

    tabled_plans(returned, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 40);
    tabled_plans(returned, QD__SETTING__MAINSTREAM_ACADEMY, QD__NEED__ASD, 20);
    tabled_plans(returned, QD__SETTING__SPECIAL_INDEPENDENT, QD__NEED__ASD, 4);
    tabled_plans(returned, QD__SETTING__SPECIAL_INDEPENDENT, QD__NEED__OTH, 1);
    tabled_plans(returned, QD__SETTING__SPECIAL_NON_MAINTAINED, QD__NEED__DS, 15);
    return returned;
}

static void percentages_are_of_all_plans_of_the_setting_or_of_the_need(void **state)
{
    static const struct {
        const char *measure;
        int64_t value;
    } expected[] = {
        {"plans_percent", 1000},
        {"plans_percent setting=mainstream_total", 500},
        {"plans_percent setting=inmss", 500},
        {"plans_percent setting=special_independent", 125},
        {"plans_percent need=asd", 600},
        {"plans_percent setting=special_independent need=asd", 100},
        {"plans_percent_of_setting setting=special_independent need=asd", 800},
        {"plans_percent_of_setting setting=inmss need=ds", 750},
        {"plans_percent_of_need setting=special_independent need=asd", 167},
        {"plans_count setting=inmss need=oth_with_ds", 16},
        {"plans_count setting=inmss need=oth", 1},
        {"plans_count need=ds", 15},
        {"plans_count setting=neet need=asd", 0},
    };
    struct table table;

    (void)state;
    tabled_begin_by(&table, "placements", "2024-25 Q4", "setting,need");
    tabled_add(&table, some_placements(), NULL);
    table_finish(&table);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        assert_int_equal(tabled_value(&table, expected[i].measure, CAMDEN), expected[i].value);
    assert_int_equal(tabled_state(&table, "plans_percent_of_setting setting=neet need=asd", CAMDEN),
                     FIGURE_NOTHING_TO_DIVIDE_BY);
}

static void assert_same_figure(struct figure a, struct figure b)
{
    assert_int_equal(a.state, b.state);
    assert_int_equal(a.value, b.value);
}

// Field by field: what lies between them is not set.
static void assert_same_cell(const struct table_cell *a, const struct table_cell *b)
{
    assert_same_figure(a->numerator, b->numerator);
    assert_same_figure(a->denominator, b->denominator);
    assert_same_figure(a->value, b->value);
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->of, b->of);
    assert_int_equal(a->rank, b->rank);
}

// However it was asked for: what is broken down beside it changes nothing.
static void a_slice_has_the_same_figure_in_every_table(void **state)
{
    static const char *const where[] = {"setting=special_independent"};
    struct table by_both, by_need;

    (void)state;
    tabled_begin_by(&by_both, "placements", "2024-25 Q4", "need,setting");
    tabled_begin_as(&by_need,
                    (struct table_request){
                        .name = "placements", .by = "need", .where = where, .where_count = 1},
                    "2024-25 Q4");
    tabled_add(&by_both, some_placements(), NULL);
    tabled_add(&by_need, some_placements(), NULL);
    table_finish(&by_both);
    table_finish(&by_need);
    for (size_t i = 0; i < by_need.count; i++) {
        const struct table_column *column = &by_need.columns[i];
        const char *need = column->slice->names[1];
        const char *measure = arena_printf(
            &tabled_arena, "%s setting=special_independent%s%s", column->indicator->name,
            strcmp(need, "total") == 0 ? "" : " need=", strcmp(need, "total") == 0 ? "" : need);

        assert_same_cell(table_cell(&by_need, 0, i, CAMDEN),
                         tabled_cell(&by_both, measure, CAMDEN));
    }
}

static void a_price_is_over_the_plans_that_have_one(void **state)
{
    Qd__Return *returned = some_placements();
    struct table table;

    (void)state;
    TABLED_SET(returned->placements[2], annual_cost, 24000050);
    tabled_begin_by(&table, "placements", "2024-25 Q4", "setting");
    tabled_add(&table, returned, NULL);
    table_finish(&table);
    assert_int_equal(tabled_value(&table, "annual_cost setting=inmss", CAMDEN), 24000050);
    assert_int_equal(tabled_value(&table, "annual_cost_per_plan setting=inmss", CAMDEN), 6000013);
    assert_int_equal(tabled_value(&table, "plans_with_a_price_percent setting=inmss", CAMDEN), 200);
    assert_int_equal(tabled_state(&table, "annual_cost setting=mainstream_total", CAMDEN),
                     FIGURE_NOT_AVAILABLE);
}

// A borough's return of a quarter with priced rows, each "plans=2 annual_cost=50000": at independent special
// schools unless it says otherwise.
static Qd__Return *priced(int row, const char *period, const char *const *rows, size_t count)
{
    Qd__Return *made = tabled_return(row, period);

    for (size_t i = 0; i < count; i++)
        written_placement(&tabled_arena, made,
                          arena_printf(&tabled_arena, "setting=special_independent %s", rows[i]));
    written_placement(&tabled_arena, made, "setting=total plans=1000");
    return made;
}

static void a_median_is_over_the_places_of_the_slice(void **state)
{
    // 10 20 20 20 30: of all 20; of day places 10 and 30.
    static const char *const camden[] = {"plans=3 annual_cost=60 residence=weekly_boarding",
                                         "plans=1 annual_cost=10 residence=day",
                                         "plans=1 annual_cost=30 residence=day", "plans=7"};
    static const char *const barnet[] = {"plans=4 annual_cost=400 residence=day"};
    struct table table;

    (void)state;
    tabled_begin_by(&table, "placements", "2025-26 Q3", "residence");
    tabled_add(&table, priced(CAMDEN, "2025-26 Q3", camden, 4), NULL);
    tabled_add(&table, priced(BARNET, "2025-26 Q3", barnet, 1), NULL);
    table_finish(&table);
    assert_int_equal(tabled_value(&table, "annual_cost_median", CAMDEN), 2000);
    assert_int_equal(tabled_value(&table, "annual_cost_median residence=day", CAMDEN), 2000);
    assert_int_equal(tabled_value(&table, "annual_cost_median", BARNET), 10000);
    // Of all nine places of both, and not of the two medians: 10 20 20 20 30 100 100 100 100.
    assert_int_equal(tabled_value(&table, "annual_cost_median", LONDON), 3000);
    assert_int_equal(tabled_value(&table, "annual_cost_median", INNER), 2000);
    // Day: 10 30 100 100 100 100. The numerator and the denominator are those of the mean.
    assert_int_equal(tabled_value(&table, "annual_cost_median residence=day", LONDON), 10000);
    assert_int_equal(tabled_cell(&table, "annual_cost_median", LONDON)->numerator.value, 50000);
    assert_int_equal(tabled_cell(&table, "annual_cost_median", LONDON)->denominator.value, 9);
    assert_int_equal(tabled_state(&table, "annual_cost_median residence=day", GREENWICH),
                     FIGURE_NOT_RETURNED);
}

// Of a long table each area and each period would otherwise leave a copy of all rows behind.
static void the_memory_of_a_median_is_used_again(void **state)
{
    enum { ROWS = 500, MEDIANS = 20 };
    const char *rows[ROWS];
    struct table table;
    size_t column, before;

    (void)state;
    for (int i = 0; i < ROWS; i++)
        rows[i] = arena_printf(&tabled_arena, "plans=1 annual_cost=%d", i + 1);
    tabled_begin(&table, "placements", "2025-26 Q3");
    tabled_add(&table, priced(CAMDEN, "2025-26 Q3", rows, ROWS), NULL);
    table_finish(&table);
    column = tabled_find(&table, "annual_cost_median");
    before = tabled_arena.used_bytes;
    for (int i = 0; i < MEDIANS; i++)
        assert_int_equal(table_sum(&table, 0, column, (uint64_t)1 << CAMDEN).value.value, 25050);
    // A row has three numbers of 8 bytes.
    assert_true(tabled_arena.used_bytes - before < (size_t)ROWS * 24);
}

// Prices of every kind are in it: what is shown is not put in order.
static void prices_of_different_bases_are_not_ranked(void **state)
{
    static const char *const rows[] = {"plans=1 annual_cost=10"};
    static const char *const measures[] = {"annual_cost_median", "annual_cost_per_plan",
                                           "inmss_annual_cost_median", "inmss_annual_cost_per_plan",
                                           "inmss_day_annual_cost_per_plan"};
    struct table table;

    (void)state;
    tabled_begin(&table, "placements", "2025-26 Q3");
    tabled_add(&table, priced(CAMDEN, "2025-26 Q3", rows, 1), NULL);
    tabled_add(&table, priced(BARNET, "2025-26 Q3", rows, 1), NULL);
    table_finish(&table);
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++) {
        assert_int_equal(tabled_cell(&table, measures[i], CAMDEN)->rank, 0);
        assert_true(tabled_column(&table, measures[i])->indicator->is_mixed);
    }
}

static void an_uplift_is_of_the_same_places_and_is_ranked(void **state)
{
    // Of Camden's five places one is ten per cent dearer and four are five; Barnet's are two dearer.
    static const char *const camden[] = {
        "plans=1 annual_cost=110 matched_places=1 matched_cost_before=100 matched_cost_now=110",
        "plans=6 annual_cost=900 matched_places=4 matched_cost_before=400 matched_cost_now=420"};
    static const char *const barnet[] = {
        "plans=1 annual_cost=102 matched_places=1 matched_cost_before=100 matched_cost_now=102"};
    struct table table;

    (void)state;
    tabled_begin(&table, "placements", "2025-26 Q3");
    tabled_add(&table, priced(CAMDEN, "2025-26 Q3", camden, 2), NULL);
    tabled_add(&table, priced(BARNET, "2025-26 Q3", barnet, 1), NULL);
    table_finish(&table);
    assert_int_equal(tabled_value(&table, "uplift_median_percent", CAMDEN), 1050);
    assert_int_equal(tabled_value(&table, "uplift_median_percent", BARNET), 1020);
    assert_int_equal(tabled_value(&table, "uplift_median_percent", LONDON), 1050);
    assert_int_equal(tabled_cell(&table, "uplift_median_percent", CAMDEN)->rank, 1);
    assert_int_equal(tabled_cell(&table, "uplift_median_percent", BARNET)->rank, 2);
}

// What there is on a day is the last quarter's, and so is its median.
static void a_years_median_is_its_last_quarters(void **state)
{
    static const char *const earlier[] = {"plans=1 annual_cost=10"};
    static const char *const last[] = {"plans=1 annual_cost=30"};
    const Qd__Return *quarters[YEAR_QUARTERS] = {
        priced(CAMDEN, "2024-25 Q1", earlier, 1), priced(CAMDEN, "2024-25 Q2", earlier, 1),
        priced(CAMDEN, "2024-25 Q3", earlier, 1), priced(CAMDEN, "2024-25 Q4", last, 1)};
    struct table table;

    (void)state;
    tabled_begin(&table, "placements", "2024-25");
    tabled_add_year(&table, 0, CAMDEN, NULL, quarters);
    table_finish(&table);
    assert_int_equal(tabled_value(&table, "annual_cost_median", CAMDEN), 3000);
}

// Beside the total of special settings, whose plans hold these.
static void inmss_is_said_to_be_part_of_special(void **state)
{
    struct table table;

    (void)state;
    tabled_begin_by(&table, "placements", "2024-25 Q4", "setting");
    assert_string_equal(tabled_column(&table, "plans_percent setting=inmss")->label,
                        "of which special - independent and non-maintained (INMSS): EHC plans, of "
                        "all plans");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_return_without_its_total_has_none),
        cmocka_unit_test(every_setting_by_every_need_can_be_asked_for),
        cmocka_unit_test(percentages_are_of_all_plans_of_the_setting_or_of_the_need),
        cmocka_unit_test(a_slice_has_the_same_figure_in_every_table),
        cmocka_unit_test(a_price_is_over_the_plans_that_have_one),
        cmocka_unit_test(a_median_is_over_the_places_of_the_slice),
        cmocka_unit_test(the_memory_of_a_median_is_used_again),
        cmocka_unit_test(prices_of_different_bases_are_not_ranked),
        cmocka_unit_test(an_uplift_is_of_the_same_places_and_is_ranked),
        cmocka_unit_test(a_years_median_is_its_last_quarters),
        cmocka_unit_test(inmss_is_said_to_be_part_of_special),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
