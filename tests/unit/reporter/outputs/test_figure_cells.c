// Figures that are worked out, as people see them.
#include "reporter/outputs/figure_cells.h"

#include "tests/support/tabled/tabled.h"

static const struct indicator share = {.unit = INDICATOR_PERCENT, .decimals = 1};
static const struct indicator money = {.unit = INDICATOR_POUNDS, .decimals = 2};

static void a_figure_has_the_decimals_and_the_thousands_of_its_indicator(void **state)
{
    (void)state;
    assert_string_equal(figure_cells_rounded(&tabled_arena, &share, -0.0254), "-2.5");
    assert_string_equal(figure_cells_rounded(&tabled_arena, &money, 123456789), "1,234,567.89");
    assert_string_equal(figure_cells_interval(&tabled_arena, &share, 0.4123, 0.77), "41.2 to 77.0");
}

static void what_rounds_to_zero_has_no_sign(void **state)
{
    (void)state;
    assert_string_equal(figure_cells_rounded(&tabled_arena, &share, -0.0004), "0.0");
    assert_string_equal(figure_cells_rounded(&tabled_arena, &share, -0.0), "0.0");
    assert_string_equal(figure_cells_rounded(&tabled_arena, &money, -0.4), "0.00");
    assert_string_equal(figure_cells_rounded(&tabled_arena, &share, -0.0006), "-0.1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_has_the_decimals_and_the_thousands_of_its_indicator),
        cmocka_unit_test(what_rounds_to_zero_has_no_sign),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
