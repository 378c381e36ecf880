// Figures by their names.
#include "reporter/indicators/formula.h"

#include "tests/support/memory/memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>

static void a_name_that_the_part_does_not_have_is_no_formula(void **state)
{
    static const char *const names[] = {
        "plan",
        "setting",
        "provider_name",
        "plans@colour",
        "plans&urn",
        "plans&nothing",
        "nowhere.plans",
        ".plans",
        "plans_issued",
        "plans@",
        "timeliness.plans",
        "@total",
        "plans.",
        "plans&annual_cost@nowhere",
    };
    struct formula formula;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        // An empty keeps is the same as none.
        if (strcmp(names[i], "plans@") == 0)
            continue;
        if (formula_parse(&formula, FORM_PLACEMENTS, names[i]))
            fail_msg("%s was taken", names[i]);
    }
    assert_false(formula_parse(&formula, RECEIPT_PART, "plans"));
    assert_false(
        formula_parse(&formula, FORM_PLACEMENTS, arena_printf(&arena, "plans%0*d", 4000, 0)));
}

static void a_column_is_a_term_of_the_slice_that_is_asked(void **state)
{
    struct slice asked = dimensions_all(), slice;
    struct formula formula;

    (void)state;
    asked.codes[0] = 6;
    asked.codes[1] = 8;
    assert_true(formula_parse(&formula, FORM_PLACEMENTS, "plans"));
    assert_int_equal(formula.count, 1);
    assert_string_equal(formula.terms[0].column->name, "plans");
    assert_null(formula.terms[0].given);
    slice = formula_slice(&formula.terms[0], &asked);
    assert_memory_equal(&slice, &asked, sizeof slice);
    assert_true(formula_parse(&formula, FORM_PLACEMENTS, "plans@setting"));
    slice = formula_slice(&formula.terms[0], &asked);
    assert_true(slice.codes[0] == 6 && slice.codes[1] == SLICE_ANY);
    assert_true(formula_parse(&formula, FORM_PLACEMENTS, "plans@total"));
    slice = formula_slice(&formula.terms[0], &asked);
    assert_true(dimensions_is_all(&slice));
}

static void other_parts_conditions_sums_and_receipts_are_figures(void **state)
{
    struct formula formula;

    (void)state;
    assert_true(formula_parse(&formula, FORM_TRANSPORT, "placements.plans@total"));
    assert_int_equal(formula.terms[0].part, FORM_PLACEMENTS);
    assert_int_equal(formula.terms[0].keeps, 0);
    assert_true(formula_parse(&formula, FORM_PLACEMENTS, "plans&annual_cost"));
    assert_string_equal(formula.terms[0].given->name, "annual_cost");
    assert_true(formula_parse(&formula, FORM_TIMELINESS, "request_outcomes"));
    assert_int_equal(formula.count, 2);
    assert_string_equal(formula.terms[1].column->name, "request_outcome_over_6_weeks");
    assert_true(formula_parse(&formula, RECEIPT_PART, "timeliness_rows"));
    assert_int_equal(formula.terms[0].part, RECEIPT_PART);
    assert_true(formula_parse(&formula, FORM_PLACEMENTS, ""));
    assert_int_equal(formula.count, 0);
}

static void picks_are_codes_and_sub_totals_of_dimensions(void **state)
{
    static const char *const wrong[] = {
        "plans[",         "plans[setting]",     "plans[setting=]",
        "plans[x=inmss]", "plans[setting=zoo]", "plans[setting=total]",
        "plans[]x"};
    struct dimensions dimensions;
    struct formula formula;
    struct slice asked = dimensions_all(), slice;
    int setting, need;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (formula_parse(&formula, FORM_PLACEMENTS, wrong[i]))
            fail_msg("%s", wrong[i]);
    dimensions_of(&dimensions, FORM_PLACEMENTS);
    setting = dimensions_find(&dimensions, "setting");
    need = dimensions_find(&dimensions, "need");
    assert_true(
        formula_parse(&formula, FORM_PLACEMENTS, "plans[setting=inmss,need=asd]&annual_cost"));
    assert_string_equal(formula.terms[0].given->name, "annual_cost");
    assert_int_equal(formula_picks(&formula), 1U << setting | 1U << need);
    slice = formula_slice(&formula.terms[0], &asked);
    assert_int_equal(__builtin_popcountll(slice.codes[setting]), 2);
    assert_int_equal(__builtin_popcountll(slice.codes[need]), 1);
    // Of a slice it is what both hold; of one that holds nothing of it, nothing.
    asked.codes[setting] = (uint64_t)1
                           << dimensions_code(&dimensions.list[setting], "special_independent");
    slice = formula_slice(&formula.terms[0], &asked);
    assert_int_equal(slice.codes[setting], asked.codes[setting]);
    asked.codes[setting] = (uint64_t)1 << dimensions_code(&dimensions.list[setting], "neet");
    assert_int_equal(formula_slice(&formula.terms[0], &asked).codes[setting], 0);
}

static void a_formula_is_told_in_words(void **state)
{
    (void)state;
    assert_string_equal(formula_words(&arena, FORM_PLACEMENTS, "plans"), "plans");
    assert_string_equal(formula_words(&arena, FORM_PLACEMENTS, "plans@total"), "all plans");
    assert_string_equal(formula_words(&arena, FORM_PLACEMENTS, "plans@setting"),
                        "plans of the whole setting");
    assert_string_equal(formula_words(&arena, FORM_PLACEMENTS, "plans&annual_cost"),
                        "plans of the rows with annual_cost");
    assert_string_equal(formula_words(&arena, FORM_TRANSPORT, "placements.plans@total"),
                        "all plans in the placements of the stock");
    assert_string_equal(formula_words(&arena, FORM_TIMELINESS, "request_outcomes"),
                        "(request_outcome_six_weeks + request_outcome_over_6_weeks)");
    assert_string_equal(formula_words(&arena, RECEIPT_PART, "revision"), "revision");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_that_the_part_does_not_have_is_no_formula),
        cmocka_unit_test(a_column_is_a_term_of_the_slice_that_is_asked),
        cmocka_unit_test(other_parts_conditions_sums_and_receipts_are_figures),
        cmocka_unit_test(picks_are_codes_and_sub_totals_of_dimensions),
        cmocka_unit_test(a_formula_is_told_in_words),
    };

    return cmocka_run_group_tests(tests, memory_make, memory_free);
}
