// What is judged of a return that was not read as a whole.
#include "proto/rules/rules.h"

#include "tests/support/judged/judged.h"

#include <stdio.h>

// Broken by a row rule and by a part rule in placements, a row rule in transport, and across them.
static const struct judged_cells broken_everywhere = {
    .header = "as_at_date=2024-12-31",
    .placements = {"setting=total plans=6", PRICED " weeks_a_year=53"},
    .transport = {"children=7 solo=8 mode=taxi"},
    .explanations = {"rule=QD-P07 explanation=because", "rule=QD-R03 explanation=because"}};

static struct findings judged_as_read(const Qd__Return *returned, enum form_part part,
                                      enum rules_read read)
{
    struct rules_input input = rules_input_whole(returned);
    struct findings findings;

    input.read[part] = read;
    findings_init(&findings, &judged_arena);
    rules_check(&input, &findings);
    return findings;
}

static void assert_found(const struct findings *findings, const enum rule_id *rules, size_t count)
{
    size_t expected[RULE_COUNT] = {0};

    for (size_t i = 0; i < count; i++)
        expected[rules[i]] = 1;
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (findings->found[i] != expected[i])
            fail_msg("%s found %zu times", rule_get((enum rule_id)i)->id, findings->found[i]);
}
#define ASSERT_FOUND(verdict, ...)                                                                 \
    do {                                                                                           \
        const struct findings found_ = (verdict);                                                  \
        const enum rule_id rules_[] = {__VA_ARGS__};                                               \
        assert_found(&found_, rules_, sizeof rules_ / sizeof rules_[0]);                           \
    } while (0)

static void a_part_of_which_rows_are_missing_is_judged_row_by_row(void **state)
{
    const Qd__Return *returned = judged_return(&broken_everywhere);

    (void)state;
    ASSERT_FOUND(judged(returned), RULE_WEEKS_RANGE, RULE_SETTINGS_ADD_UP, RULE_AS_AT_OUTSIDE,
                 RULE_SOLO_OVER_CHILDREN, RULE_CHILDREN_OVER_PLANS, RULE_EXPLANATION_NOT_ASKED);
    ASSERT_FOUND(judged_as_read(returned, FORM_PLACEMENTS, RULES_READ_ROWS), RULE_WEEKS_RANGE,
                 RULE_AS_AT_OUTSIDE, RULE_SOLO_OVER_CHILDREN);
    ASSERT_FOUND(judged_as_read(returned, FORM_TRANSPORT, RULES_READ_ROWS), RULE_WEEKS_RANGE,
                 RULE_SETTINGS_ADD_UP, RULE_AS_AT_OUTSIDE, RULE_SOLO_OVER_CHILDREN);
}

static void a_part_that_was_not_read_is_not_judged(void **state)
{
    Qd__Return *returned = judged_return(&broken_everywhere);

    (void)state;
    ASSERT_FOUND(judged_as_read(returned, FORM_PLACEMENTS, RULES_READ_NOTHING), RULE_AS_AT_OUTSIDE,
                 RULE_SOLO_OVER_CHILDREN);
    returned->n_transport = 0;
    ASSERT_FOUND(judged_as_read(returned, FORM_TRANSPORT, RULES_READ_NOTHING), RULE_WEEKS_RANGE,
                 RULE_SETTINGS_ADD_UP, RULE_AS_AT_OUTSIDE);
}

static void without_its_header_the_rest_of_a_return_is_judged(void **state)
{
    Qd__Return *returned = judged_return(&broken_everywhere);

    (void)state;
    returned->header = NULL;
    ASSERT_FOUND(judged_as_read(returned, FORM_HEADER, RULES_READ_NOTHING), RULE_WEEKS_RANGE,
                 RULE_SETTINGS_ADD_UP, RULE_SOLO_OVER_CHILDREN, RULE_CHILDREN_OVER_PLANS);
}

static void explanations_that_were_not_all_read_answer_nothing(void **state)
{
    const Qd__Return *returned = judged_return(&broken_everywhere);

    (void)state;
    assert_int_equal(judged(returned).asks, 0);
    assert_int_equal(judged_as_read(returned, FORM_EXPLANATIONS, RULES_READ_ROWS).asks, 1);
}

static void a_part_that_could_not_be_read_is_not_said_to_be_missing(void **state)
{
    static const struct judged_cells nothing = {.period = "2024"};
    const Qd__Return *returned = judged_return(&nothing);

    (void)state;
    ASSERT_FOUND(judged(returned), RULE_NOTHING_RETURNED);
    assert_int_equal(judged_as_read(returned, FORM_TIMELINESS, RULES_READ_NOTHING).count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, judged_set_up, judged_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_part_of_which_rows_are_missing_is_judged_row_by_row),
        TEST(a_part_that_was_not_read_is_not_judged),
        TEST(without_its_header_the_rest_of_a_return_is_judged),
        TEST(explanations_that_were_not_all_read_answer_nothing),
        TEST(a_part_that_could_not_be_read_is_not_said_to_be_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
