// Figures, places and lists in words.
#include "reporter/pages/figure_words.h"

#include "tests/support/tabled/tabled.h"

static struct arena *arena = &tabled_arena;

static const struct indicator share = {
    .unit = INDICATOR_PERCENT, .decimals = 1, .denominator = "plans", .kind = INDICATOR_PROPORTION};
static const struct indicator money = {
    .unit = INDICATOR_POUNDS, .decimals = 2, .denominator = "plans", .kind = INDICATOR_MEAN};

static struct table_cell cell_of(const struct indicator *indicator, int64_t count, int64_t of)
{
    struct table_cell cell = {.numerator = figure_of(count), .denominator = figure_of(of)};

    table_value(indicator, &cell);
    return cell;
}

static void a_missing_figure_has_its_sign_and_never_a_unit(void **state)
{
    const struct table_cell none = {.numerator = figure_missing(FIGURE_NOT_AVAILABLE),
                                    .denominator = figure_missing(FIGURE_NOT_AVAILABLE),
                                    .value = figure_missing(FIGURE_NOT_AVAILABLE)};

    (void)state;
    assert_string_equal(figure_words_value(arena, &share, &none), "x");
    assert_string_equal(figure_words_plain(arena, &share, &none), "x");
    assert_string_equal(figure_words_share(arena, &share, &none), "x of x");
}

static void a_value_has_its_unit_and_its_thousands(void **state)
{
    const struct table_cell within = cell_of(&share, 8859, 13697),
                            spent = cell_of(&money, 23756692400, 99116);

    (void)state;
    assert_string_equal(figure_words_value(arena, &share, &within), "64.7%");
    assert_string_equal(figure_words_share(arena, &share, &within), "8,859 of 13,697");
    assert_string_equal(figure_words_value(arena, &money, &spent), "\xc2\xa3"
                                                                   "2,396.86");
    assert_string_equal(figure_words_share(arena, &money, &spent), "\xc2\xa3"
                                                                   "237,566,924 over 99,116");
}

static void a_change_has_a_sign_and_an_amount(void **state)
{
    struct change change = {.state = CHANGE_KNOWN, .change = -0.0254};

    (void)state;
    assert_string_equal(figure_words_change(arena, &share, &change), "\xe2\x88\x92"
                                                                     "2.5");
    assert_string_equal(figure_words_by(arena, &share, &change), "2.5 points");
    change.change = 0.1125;  // a half goes upwards, and not to the even one
    assert_string_equal(figure_words_by(arena, &share, &change), "11.3 points");
    change.change = 0.0004;
    assert_string_equal(figure_words_change(arena, &share, &change), "0.0");
    assert_null(figure_words_by(arena, &share, &change));
    change = (struct change){.state = CHANGE_KNOWN, .in_percent = 1, .change = 0.06};
    assert_string_equal(figure_words_change(arena, &money, &change), "+6.0%");
    assert_string_equal(figure_words_by(arena, &money, &change), "6.0%");
    change.state = CHANGE_FROM_ZERO;
    assert_string_equal(figure_words_change(arena, &money, &change), "0/0");
}

static void a_sign_is_that_of_what_is_shown(void **state)
{
    (void)state;
    assert_string_equal(figure_words_signed(arena, 1347, 0), "+1,347");
    assert_string_equal(figure_words_signed(arena, -0.5, 0), "\xe2\x88\x92"
                                                             "1");
    assert_string_equal(figure_words_signed(arena, -0.04, 1), "0.0");
    assert_string_equal(figure_words_signed(arena, 0.04, 1), "0.0");
}

static void places_numbers_and_lists_are_words(void **state)
{
    static const char *const names[] = {"Camden", "Brent", "Barnet"};

    (void)state;
    assert_string_equal(figure_words_ordinal(arena, 1), "1st");
    assert_string_equal(figure_words_ordinal(arena, 12), "12th");
    assert_string_equal(figure_words_ordinal(arena, 23), "23rd");
    assert_string_equal(figure_words_number(arena, 9), "nine");
    assert_string_equal(figure_words_number(arena, 10), "10");
    assert_string_equal(figure_words_list(arena, names, 0), "");
    assert_string_equal(figure_words_list(arena, names, 1), "Camden");
    assert_string_equal(figure_words_list(arena, names, 3), "Camden, Brent and Barnet");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_figure_has_its_sign_and_never_a_unit),
        cmocka_unit_test(a_value_has_its_unit_and_its_thousands),
        cmocka_unit_test(a_change_has_a_sign_and_an_amount),
        cmocka_unit_test(a_sign_is_that_of_what_is_shown),
        cmocka_unit_test(places_numbers_and_lists_are_words),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
