// What --by and --where ask for.
#include "reporter/indicators/breakdown.h"

#include "reporter/figures/receipt.h"
#include "tests/support/golden/golden.h"
#include "tests/support/memory/memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>

enum { SETTING, NEED, PHASE };  // the first dimensions of placements

enum { SUB_TOTALS = 10 };  // of settings, in sums.def

static struct breakdown make(int part, const char *by, const char *where)
{
    struct breakdown breakdown;
    struct err_text text = {""};

    if (breakdown_make(&breakdown, &arena, part, by, &where, where != NULL, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return breakdown;
}

static const struct breakdown_slice *find(const struct breakdown *breakdown, const char *setting,
                                          const char *need)
{
    for (size_t i = 0; i < breakdown->count; i++)
        if (strcmp(breakdown->list[i].names[SETTING], setting) == 0 &&
            strcmp(breakdown->list[i].names[NEED], need) == 0)
            return &breakdown->list[i];
    return NULL;
}

static void assert_refused(int part, const char *by, const char *where)
{
    struct breakdown breakdown;
    struct err_text text = {""};

    assert_int_equal(breakdown_make(&breakdown, &arena, part, by, &where, where != NULL, &text),
                     ERR_COMMAND);
    golden_note(arena_printf(&arena, "%s%s%s", by == NULL ? "" : by, where == NULL ? "" : " where ",
                             where == NULL ? "" : where),
                text.text);
}

static void what_is_not_a_dimension_or_a_code_is_refused(void **state)
{
    (void)state;
    assert_refused(FORM_DISPUTES, "setting", NULL);
    assert_refused(FORM_DISPUTES, "definition,", "definition=until");
    assert_refused(FORM_DISPUTES, NULL, "definition=");
    assert_refused(FORM_DISPUTES, NULL, "definition=not_known");
    assert_refused(FORM_PLACEMENTS, NULL, "setting=specialindependent");
    assert_refused(FORM_PLACEMENTS, NULL, "setting=special_totl");
    assert_refused(FORM_TIMELINESS, "phase", NULL);
    assert_refused(RECEIPT_PART, NULL, "phase=primary");
    golden_check_noted("errors.golden", "dimensions and codes that a part does not have");
}

static void nothing_asked_is_everything(void **state)
{
    const struct breakdown placements = make(FORM_PLACEMENTS, NULL, NULL);
    const struct breakdown receipts = make(RECEIPT_PART, NULL, NULL);

    (void)state;
    assert_int_equal(placements.count, 1);
    assert_true(dimensions_is_all(&placements.list[0].slice));
    assert_string_equal(placements.list[0].label, "");
    assert_string_equal(placements.list[0].names[PHASE], "total");
    assert_int_equal(receipts.count, 1);
    assert_int_equal(receipts.dimensions.count, 0);
}

static void by_gives_everything_the_codes_and_the_sub_totals_in_front_of_theirs(void **state)
{
    const struct breakdown breakdown = make(FORM_PLACEMENTS, "setting", NULL);
    static const char *const first[] = {"total", "mainstream_total", "mainstream_la_maintained"};

    (void)state;
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++)
        assert_string_equal(breakdown.list[i].names[SETTING], first[i]);
    assert_string_equal(find(&breakdown, "inmss", "total")[1].names[SETTING],
                        "special_independent");
    // `total` once, every other code, the sub-totals.
    assert_int_equal(breakdown.count, qd__setting__descriptor.n_values + SUB_TOTALS);
    assert_string_equal(find(&breakdown, "special_independent", "total")->label,
                        "Special - independent");
}

static void by_two_gives_each_with_each_and_the_first_changes_slowest(void **state)
{
    const struct breakdown breakdown = make(FORM_PLACEMENTS, "need,setting", NULL);
    const size_t settings = qd__setting__descriptor.n_values + SUB_TOTALS;

    (void)state;
    assert_int_equal(breakdown.count % settings, 0);
    assert_string_equal(breakdown.list[settings - 1].names[NEED], "total");
    assert_string_not_equal(breakdown.list[settings].names[NEED], "total");
    assert_string_equal(find(&breakdown, "special_total", "asd")->label,
                        "Autistic spectrum disorder, Special - total");
    assert_null(find(&breakdown, "special_total", "not_known"));
    assert_non_null(find(&breakdown, "neet", "oth_with_ds"));
}

static void where_picks_one_and_narrows_by(void **state)
{
    const struct breakdown one = make(FORM_PLACEMENTS, NULL, "setting=inmss");
    const struct breakdown within = make(FORM_PLACEMENTS, "setting", "setting=special_total");
    static const char *const names[] = {
        "special_total",          "special_state",   "special_la_maintained",
        "special_academy_free",   "inmss",           "special_independent",
        "special_non_maintained", "special_academy", "special_free_school"};

    (void)state;
    assert_int_equal(one.count, 1);
    assert_string_equal(one.list[0].names[SETTING], "inmss");
    // What is the same in all slices is no part of their labels.
    assert_string_equal(one.list[0].label, "");
    assert_string_equal(one.label, "of which special - independent and non-maintained (INMSS)");
    assert_string_equal(within.label, "");
    assert_string_equal(within.list[2].label, "Special - LA maintained");
    assert_int_equal(within.count, sizeof names / sizeof names[0]);
    for (size_t i = 0; i < within.count; i++)
        assert_string_equal(within.list[i].names[SETTING], names[i]);
}

static void a_column_may_be_named_in_full(void **state)
{
    const struct breakdown breakdown = make(FORM_TRANSPORT, NULL, "section_251_line=line_2_1_4");

    (void)state;
    assert_string_equal(breakdown.list[0].names[0], "line_2_1_4");
}

static void what_two_definitions_count_is_never_added_up(void **state)
{
    const struct breakdown all = make(FORM_DISPUTES, NULL, NULL);
    const struct breakdown one = make(FORM_DISPUTES, NULL, "definition=since_2025");

    (void)state;
    assert_int_equal(all.count, 2);
    assert_string_equal(all.list[0].names[0], "until_2024");
    assert_string_equal(all.list[1].names[0], "since_2025");
    assert_int_equal(make(FORM_DISPUTES, "definition", NULL).count, 2);
    assert_int_equal(one.count, 1);
    assert_true(one.list[0].slice.codes[0] == 2);
    assert_refused(FORM_DISPUTES, NULL, "definition=total");
    golden_check_noted("errors.golden", "a total of two definitions");
}

static void a_code_holds_its_parts(void **state)
{
    const struct breakdown whole = make(FORM_PLACEMENTS, NULL, "setting=special_academy_free");
    const struct breakdown part = make(FORM_PLACEMENTS, NULL, "setting=special_free_school");

    (void)state;
    assert_int_equal(__builtin_popcountll(whole.list[0].slice.codes[SETTING]), 3);
    assert_int_equal(__builtin_popcountll(part.list[0].slice.codes[SETTING]), 1);
    assert_true((whole.list[0].slice.codes[SETTING] & part.list[0].slice.codes[SETTING]) != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_a_dimension_or_a_code_is_refused),
        cmocka_unit_test(nothing_asked_is_everything),
        cmocka_unit_test(by_gives_everything_the_codes_and_the_sub_totals_in_front_of_theirs),
        cmocka_unit_test(by_two_gives_each_with_each_and_the_first_changes_slowest),
        cmocka_unit_test(where_picks_one_and_narrows_by),
        cmocka_unit_test(a_column_may_be_named_in_full),
        cmocka_unit_test(a_code_holds_its_parts),
        cmocka_unit_test(what_two_definitions_count_is_never_added_up),
    };

    return cmocka_run_group_tests(tests, memory_make, memory_free);
}
