#include "collector/page/causes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PLENTY = 64 * 1000 * 1000 };

struct sample {
    struct arena arena;
    struct findings findings;
    struct causes causes;
};

static int set_up(void **state)
{
    struct sample *sample = calloc(1, sizeof *sample);

    assert_non_null(sample);
    arena_init(&sample->arena, PLENTY);
    findings_init(&sample->findings, &sample->arena);
    *state = sample;
    return 0;
}

static int tear_down(void **state)
{
    struct sample *sample = *state;

    arena_free(&sample->arena);
    free(sample);
    return 0;
}

// `field` NULL: the whole row.
static void add(struct sample *sample, enum rule_id rule, enum form_part part, uint32_t row,
                const char *field, uint32_t column)
{
    const struct finding_place place = {
        .part = part,
        .field = field == NULL
                     ? NULL
                     : protobuf_c_message_descriptor_get_field_by_name(form_part(part)->row, field),
        .sheet_row = row,
        .sheet_column = column,
    };

    findings_add(&sample->findings, rule, place, "value", "fix", "what");
}

static const struct cause *make(struct sample *sample, size_t count)
{
    assert_int_equal(causes_make(&sample->causes, &sample->arena, &sample->findings), ERR_OK);
    assert_int_equal(sample->causes.count, count);
    return sample->causes.list;
}

static void nothing_found_has_no_cause(void **state)
{
    make(*state, 0);
}

static void one_rule_in_several_columns_of_a_file_is_one_cause(void **state)
{
    struct sample *sample = *state;
    const struct cause *cause;

    add(sample, RULE_CELL_THOUSANDS, FORM_PLACEMENTS, 3, "annual_cost", 12);
    add(sample, RULE_CELL_THOUSANDS, FORM_PLACEMENTS, 3, "plans", 6);
    add(sample, RULE_CELL_THOUSANDS, FORM_PLACEMENTS, 4, "plans", 6);
    cause = make(sample, 1);
    assert_int_equal(cause->count, 3);
    assert_int_equal(cause->section, REPORT_STOPS);
}

static void two_files_are_two_causes(void **state)
{
    struct sample *sample = *state;

    add(sample, RULE_CELL_THOUSANDS, FORM_PLACEMENTS, 3, "plans", 6);
    add(sample, RULE_CELL_THOUSANDS, FORM_TIMELINESS, 2, "plans_issued", 25);
    make(sample, 2);
}

static void what_is_explained_is_a_cause_of_its_own(void **state)
{
    struct sample *sample = *state;

    add(sample, RULE_PRICE_WITHOUT_WEEKS, FORM_PLACEMENTS, 3, NULL, 0);
    add(sample, RULE_PRICE_WITHOUT_WEEKS, FORM_PLACEMENTS, 4, NULL, 0);
    findings_explain(&sample->findings, 0, "the place has no weeks");
    make(sample, 2);
    assert_int_equal(sample->causes.in_section[REPORT_ASKS], 1);
    assert_int_equal(sample->causes.in_section[REPORT_EXPLAINED], 1);
}

static void what_stops_comes_first_and_the_largest_before_others(void **state)
{
    struct sample *sample = *state;
    const struct cause *causes;

    add(sample, RULE_PRICE_WITHOUT_WEEKS, FORM_PLACEMENTS, 2, NULL, 0);
    add(sample, RULE_CELL_BLANK, FORM_PLACEMENTS, 3, "plans", 6);
    add(sample, RULE_CELL_THOUSANDS, FORM_PLACEMENTS, 4, "plans", 6);
    add(sample, RULE_CELL_THOUSANDS, FORM_PLACEMENTS, 5, "plans", 6);
    causes = make(sample, 3);
    assert_ptr_equal(causes[0].list[0]->rule, rule_get(RULE_CELL_THOUSANDS));
    assert_ptr_equal(causes[1].list[0]->rule, rule_get(RULE_CELL_BLANK));
    assert_ptr_equal(causes[2].list[0]->rule, rule_get(RULE_PRICE_WITHOUT_WEEKS));
}

static void a_sum_that_breaks_because_of_a_figure_is_no_cause_of_its_own(void **state)
{
    struct sample *sample = *state;
    const struct cause *cause;

    add(sample, RULE_BANDS_EXCEED, FORM_TIMELINESS, 2, NULL, 0);
    add(sample, RULE_WITHIN_OVER_ISSUED, FORM_TIMELINESS, 2, "plans_issued_within_20_weeks_ex", 28);
    cause = make(sample, 1);
    assert_int_equal(cause->count, 2);
    assert_ptr_equal(cause->list[0]->rule, rule_get(RULE_WITHIN_OVER_ISSUED));
    assert_ptr_equal(cause->list[1]->rule, rule_get(RULE_BANDS_EXCEED));
}

static void a_sum_over_other_figures_is_a_cause_of_its_own(void **state)
{
    struct sample *sample = *state;

    add(sample, RULE_BANDS_EXCEED, FORM_TIMELINESS, 2, NULL, 0);
    add(sample, RULE_OVERDUE_OVER_OPEN, FORM_TIMELINESS, 2, "requests_open_over_6_weeks", 34);
    make(sample, 2);
}

static void a_sum_that_asks_does_not_go_into_a_cause_that_stops(void **state)
{
    struct sample *sample = *state;

    add(sample, RULE_BANDS_ADD_UP, FORM_TIMELINESS, 2, NULL, 0);
    add(sample, RULE_WITHIN_OVER_ISSUED, FORM_TIMELINESS, 2, "plans_issued_within_20_weeks_ex", 28);
    make(sample, 2);
}

static void what_is_not_kept_is_counted_once(void **state)
{
    struct sample *sample = *state;
    const struct cause *causes;

    add(sample, RULE_CELL_THOUSANDS, FORM_PLACEMENTS, 4, "plans", 6);
    add(sample, RULE_CELL_THOUSANDS, FORM_TRANSPORT, 4, "children", 5);
    findings_count(&sample->findings, RULE_CELL_THOUSANDS);
    causes = make(sample, 2);
    assert_int_equal(causes[0].not_listed + causes[1].not_listed, 1);
}

#define WITH_FINDINGS(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FINDINGS(nothing_found_has_no_cause),
        WITH_FINDINGS(one_rule_in_several_columns_of_a_file_is_one_cause),
        WITH_FINDINGS(two_files_are_two_causes),
        WITH_FINDINGS(what_is_explained_is_a_cause_of_its_own),
        WITH_FINDINGS(what_stops_comes_first_and_the_largest_before_others),
        WITH_FINDINGS(a_sum_that_breaks_because_of_a_figure_is_no_cause_of_its_own),
        WITH_FINDINGS(a_sum_over_other_figures_is_a_cause_of_its_own),
        WITH_FINDINGS(a_sum_that_asks_does_not_go_into_a_cause_that_stops),
        WITH_FINDINGS(what_is_not_kept_is_counted_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
