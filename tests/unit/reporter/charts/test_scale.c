// Scales, and the round figures at them.
#include "reporter/charts/scale.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static void assert_near(double value, double expected)
{
    if (fabs(value - expected) > 1e-9 * fmax(1, fabs(expected)))
        fail_msg("%.17g is not %.17g", value, expected);
}

static void equal_figures_and_no_range_have_a_scale_all_the_same(void **state)
{
    const struct scale same = scale_placed(scale_between(5, 5, 1), 0, 100),
                       zeros = scale_of(0, 0, 1, 4);

    (void)state;
    assert_near(scale_at(&same, 5), 50);
    assert_true(zeros.to > zeros.from);
}

static void a_scale_ends_in_whole_steps_and_holds_its_figures(void **state)
{
    static const double ranges[][2] = {{0, 97.3}, {-12, 8},  {1127, 3925},
                                       {0, 0.4},  {0, 5232}, {3, 4}};

    (void)state;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        const struct scale scale = scale_of(ranges[i][0], ranges[i][1], 0, 4);
        double ticks[SCALE_TICKS_MAX];
        const size_t count = scale_ticks(&scale, ticks);

        assert_true(scale.from <= ranges[i][0] + 1e-9 && scale.to >= ranges[i][1] - 1e-9);
        assert_true(count >= 2 && count <= 8);
        assert_near(ticks[0], scale.from);
        assert_near(ticks[count - 1], scale.to);
    }
}

static void zero_is_on_a_scale_that_begins_at_it(void **state)
{
    const struct scale above = scale_of(20, 90, 1, 4), below = scale_of(-20, -3, 1, 4);

    (void)state;
    assert_near(above.from, 0);
    assert_near(below.to, 0);
}

static void a_place_is_in_proportion_in_both_directions(void **state)
{
    const struct scale across = scale_placed(scale_between(0, 100, 4), 196, 612),
                       upwards = scale_placed(scale_between(0, 100, 4), 400, 14);

    (void)state;
    assert_near(scale_at(&across, 25), 300);
    assert_near(scale_at(&upwards, 25), 303.5);
}

static void figures_are_written_with_their_sign_their_thousands_and_their_decimals(void **state)
{
    struct scale scale = scale_of(-2000, 4000, 0, 3);
    const struct scale small = scale_of(0, 0.3, 1, 3);

    (void)state;
    scale.before = "\xc2\xa3";
    scale.behind = "%";
    assert_string_equal(scale_label(&scale, &arena, -2000), "\xe2\x88\x92\xc2\xa3"
                                                            "2,000");
    assert_string_equal(scale_label(&scale, &arena, 4000), "\xc2\xa3"
                                                           "4,000%");
    assert_string_equal(scale_label(&small, &arena, 0.1), "0.1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_figures_and_no_range_have_a_scale_all_the_same),
        cmocka_unit_test(a_scale_ends_in_whole_steps_and_holds_its_figures),
        cmocka_unit_test(zero_is_on_a_scale_that_begins_at_it),
        cmocka_unit_test(a_place_is_in_proportion_in_both_directions),
        cmocka_unit_test(figures_are_written_with_their_sign_their_thousands_and_their_decimals),
    };
    int failed;

    arena_init(&arena, 1000 * 1000);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
