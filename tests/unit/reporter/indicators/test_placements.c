// The measures of the table `placements`; test_grid.c has what is zero and what is missing.
#include "reporter/indicators/placements.h"

#include "reporter/figures/grid.h"
#include "tests/support/sample_arena.h"

static void a_return_without_its_total_has_none(void **state)
{
    Qd__Return *returned = sample_return(&arena, CAMDEN, "2024-25 Q4");

    (void)state;
    assert_false(figure_known(placements_total(NULL)));
    assert_false(figure_known(placements_total(returned)));
    sample_plans(&arena, returned, QD__SETTING__MAINSTREAM_ACADEMY, QD__NEED__ASD, 5);
    assert_false(figure_known(placements_total(returned)));
    sample_plans(&arena, returned, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 7);
    assert_int_equal(placements_total(returned).value, 7);
    sample_plans(&arena, returned, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, SAMPLE_X);
    assert_false(figure_known(placements_total(returned)));
}

static void assert_measure(const struct table *table, const char *measure)
{
    if (table_column(table, measure) == NULL)
        fail_msg("the table has no measure %s", measure);
}

// Settings and needs come from the form: a new one is there without a line of code.
static void every_setting_by_every_need_is_a_count_and_a_percentage(void **state)
{
    const ProtobufCEnumDescriptor *settings = &qd__setting__descriptor;
    const ProtobufCEnumDescriptor *needs = &qd__need__descriptor;
    struct table table;

    (void)state;
    sample_table(&table, &arena, "placements", "2024-25 Q4");
    for (unsigned i = 0; i < settings->n_values; i++) {
        char setting[CODES_WRITTEN_BYTES], need[CODES_WRITTEN_BYTES];

        if (settings->values[i].value == QD__SETTING__TOTAL)
            continue;
        assert_true(codes_write(settings, settings->values[i].value, setting));
        assert_measure(&table, arena_printf(&arena, "%s_count", setting));
        assert_measure(&table, arena_printf(&arena, "%s_percent", setting));
        for (unsigned j = 0; j < needs->n_values; j++) {
            if (needs->values[j].value == QD__NEED__NEED_NOT_KNOWN)
                continue;
            assert_true(codes_write(needs, needs->values[j].value, need));
            assert_measure(&table, arena_printf(&arena, "%s_count", need));
            assert_measure(&table, arena_printf(&arena, "%s__%s_count", setting, need));
            assert_measure(&table, arena_printf(&arena, "%s__%s_percent", setting, need));
        }
    }
    for (int i = 0; i < GRID_SUB_TOTALS; i++)
        assert_measure(&table, arena_printf(&arena, "%s_percent", grid_sub_totals[i].name));
    assert_measure(&table, "special__asd_count");
    assert_measure(&table, "inmss__not_recorded_count");
    assert_measure(&table, "oth_without_ds_count");
    assert_null(table_column(&table, "not_known_count"));
    assert_null(table_column(&table, "total_count"));
}

static void percentages_are_of_all_plans_or_of_the_setting(void **state)
{
    Qd__Return *returned = sample_return(&arena, CAMDEN, "2024-25 Q4");
    struct table table;

    (void)state;
    sample_plans(&arena, returned, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 40);
    sample_plans(&arena, returned, QD__SETTING__MAINSTREAM_ACADEMY, QD__NEED__ASD, 20);
    sample_plans(&arena, returned, QD__SETTING__SPECIAL_INDEPENDENT, QD__NEED__ASD, 4);
    sample_plans(&arena, returned, QD__SETTING__SPECIAL_INDEPENDENT, QD__NEED__OTH, 1);
    sample_plans(&arena, returned, QD__SETTING__SPECIAL_NON_MAINTAINED, QD__NEED__DS, 15);
    sample_table(&table, &arena, "placements", "2024-25 Q4");
    sample_add(&table, returned, NULL);
    table_finish(&table);
    assert_int_equal(sample_value(&table, "mainstream_percent", CAMDEN), 500);
    assert_int_equal(sample_value(&table, "inmss_percent", CAMDEN), 500);
    assert_int_equal(sample_value(&table, "special_independent_percent", CAMDEN), 125);
    assert_int_equal(sample_value(&table, "asd_percent", CAMDEN), 600);
    assert_int_equal(sample_value(&table, "special_independent__asd_percent", CAMDEN), 800);
    assert_int_equal(sample_value(&table, "inmss__oth_count", CAMDEN), 16);
    assert_int_equal(sample_value(&table, "inmss__oth_without_ds_count", CAMDEN), 1);
    assert_int_equal(sample_value(&table, "ds_count", CAMDEN), 15);
    // Of no plans there is no percentage.
    assert_int_equal(sample_value(&table, "neet__asd_count", CAMDEN), 0);
    assert_false(sample_known(&table, "neet__asd_percent", CAMDEN));
}

// Beside the total of special settings, whose plans hold these.
static void inmss_is_said_to_be_part_of_special(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "placements", "2024-25 Q4");
    assert_string_equal(table_column(&table, "inmss_percent")->indicator->label,
                        "of which special - independent and non-maintained (INMSS), of all plans");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_return_without_its_total_has_none),
        cmocka_unit_test(every_setting_by_every_need_is_a_count_and_a_percentage),
        cmocka_unit_test(percentages_are_of_all_plans_or_of_the_setting),
        cmocka_unit_test(inmss_is_said_to_be_part_of_special),
    };

    return cmocka_run_group_tests(tests, sample_set_up, sample_tear_down);
}
