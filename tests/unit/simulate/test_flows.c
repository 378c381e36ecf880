// Flows taken apart into groups and put together again: nothing is lost, and no part outgrows its whole.
#include "simulate/flows.h"

#include "proto/form/form.h"
#include "proto/rules/rules.h"
#include "simulate/simulate.h"
#include "tests/support/memory/memory.h"
#include "tests/support/written/written.h"

static Qd__Timeliness *row_of(const char *cells)
{
    ProtobufCMessage *row = form_new_row(&arena, FORM_TIMELINESS);

    assert_non_null(row);
    written_cells(&arena, row, cells);
    return (Qd__Timeliness *)row;
}

static struct draw draw_of(uint32_t number)
{
    struct draw draw;

    draw_start(&draw, 1, DRAW_FLOWS, number, 0, 0);
    return draw;
}

// --- bad input first

static void parts_that_are_more_than_their_whole_have_no_groups(void **state)
{
    static const char *const rows[] = {
        "plans_issued=4 plans_issued_within_20_weeks=5",
        "plans_issued_within_20_weeks=4 plans_issued_within_20_weeks_ex=5",
        "plans_issued_ex=4 plans_issued_within_20_weeks_ex=3 plans_issued_over_52_weeks_ex=2",
        "requests_received=9 requests_decided_to_assess=8 requests_withdrawn=2",
        "assess_tribunal=1 assess_mediation_tribunal=2",
    };
    struct flows flows;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(-1, flows_take_apart(&flows, row_of(rows[i])));
}

// --- apart, and together

static void what_is_put_together_again_is_what_was_taken_apart(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 50; i++) {
        struct draw draw = draw_of(i);
        struct flows before, after;
        Qd__Timeliness *row = row_of("");

        flows_draw(&before, &draw, 400);
        flows_add(&before, "plans_issued_ex", i % 3);
        assert_int_equal(0, flows_put_together(&before, NULL, &arena, row));
        assert_int_equal(0, flows_take_apart(&after, row));
        assert_memory_equal(before.groups, after.groups, sizeof before.groups);
    }
}

static void what_the_year_does_not_have_its_quarters_do_not_have(void **state)
{
    const Qd__Timeliness *year = row_of("plans_issued=10 plans_issued_within_20_weeks=x");
    Qd__Timeliness *row = row_of("");
    struct flows flows;

    (void)state;
    assert_int_equal(0, flows_take_apart(&flows, year));
    assert_int_equal(0, flows_put_together(&flows, year, &arena, row));
    assert_int_equal(10, row->plans_issued);
    assert_false(row->has_plans_issued_within_20_weeks);
}

static void quarters_add_up_to_their_year(void **state)
{
    static const unsigned weights[FLOWS_QUARTERS] = {3, 1, 2, 2};
    struct draw draw = draw_of(0);
    struct flows year, quarters[FLOWS_QUARTERS];

    (void)state;
    flows_draw(&year, &draw, 777);
    flows_split(&year, &draw, weights, quarters);
    for (size_t i = 0; i < FLOWS_GROUPS; i++) {
        uint64_t sum = 0;

        for (size_t q = 0; q < FLOWS_QUARTERS; q++)
            sum += quarters[q].groups[i];
        assert_int_equal(year.groups[i], sum);
    }
}

// --- what is asked about

static void assert_asked(const struct flows *flows)
{
    Qd__Return *made = written_return(&arena, "2024-25 Q1");
    struct rules_input input = rules_input_whole(made);
    const char *rules[FLOWS_ASKED_MAX];
    const size_t count = flows_asked(flows, rules);
    struct findings findings;
    size_t different = 0;

    made->timeliness = row_of("");
    assert_int_equal(0, flows_put_together(flows, NULL, &arena, made->timeliness));
    assert_int_equal(0, simulate_rest_of_all_is_x(&arena, made));
    findings_init(&findings, &arena);
    rules_check(&input, &findings);
    assert_int_equal(0, findings.stops);
    for (enum rule_id id = 0; id < RULE_COUNT; id++)
        different += findings.found[id] > 0;
    assert_int_equal(count, different);
    for (size_t i = 0; i < count; i++)
        assert_true(findings.found[rule_id(rule_find(rules[i]))] > 0);
}

static void the_rules_that_ask_are_those_that_are_named(void **state)
{
    static const struct {
        const char *column;
        uint64_t cases;
    } added[] = {{"plans_issued", 1},      {"plans_issued_ex", 2},   {"requests_received", 1},
                 {"assessments", 3},       {"assess_not_issued", 1}, {"assess_issued", 20},
                 {"assess_issued", 60},    {"assess_issued", 61},    {"assess_issued", 400},
                 {"requests_withdrawn", 5}};
    struct flows flows, more;
    struct draw draw = draw_of(0);

    (void)state;
    flows_draw(&flows, &draw, 300);
    assert_asked(&flows);
    for (size_t i = 0; i < sizeof added / sizeof added[0]; i++) {
        more = flows;
        flows_add(&more, added[i].column, added[i].cases);
        assert_int_equal(flows_count(&flows, added[i].column) + added[i].cases,
                         flows_count(&more, added[i].column));
        assert_asked(&more);
    }
}

static void what_has_grown_adds_up(void **state)
{
    struct draw draw = draw_of(0);
    struct flows flows;

    (void)state;
    flows_draw(&flows, &draw, 300);
    flows_add(&flows, "plans_issued", 5);
    flows_add(&flows, "assess_issued", 400);
    for (unsigned percent = 75; percent < 120; percent += 15) {
        flows_grow(&flows, percent, percent == 75 ? NULL : &draw);
        assert_asked(&flows);
        assert_int_equal(flows_count(&flows, "plans_issued"), flows_count(&flows, "assess_issued"));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_make, memory_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(parts_that_are_more_than_their_whole_have_no_groups),
        TEST(what_is_put_together_again_is_what_was_taken_apart),
        TEST(what_the_year_does_not_have_its_quarters_do_not_have),
        TEST(quarters_add_up_to_their_year),
        TEST(the_rules_that_ask_are_those_that_are_named),
        TEST(what_has_grown_adds_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
