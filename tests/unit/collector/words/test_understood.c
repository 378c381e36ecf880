// What was understood of a return, a line a part.
#include "collector/words/understood.h"

#include "tests/support/written/written.h"

#include <stdlib.h>

struct fixture {
    struct arena arena;
    Qd__Return *returned, *earlier;
    struct findings findings;
    struct understood understood;
    char *text;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    fixture = (struct fixture){.text = NULL};
    arena_init(&fixture.arena, WRITTEN_ARENA_CAP_BYTES);
    findings_init(&fixture.findings, &fixture.arena);
    fixture.returned = written_return(&fixture.arena, "2025-26 Q3");
    fixture.earlier = written_return(&fixture.arena, "2025-26 Q2");
    fixture.understood =
        (struct understood){.returned = fixture.returned, .findings = &fixture.findings};
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    arena_free(&fixture->arena);
    free(fixture->text);
    return 0;
}

static const char *words(struct fixture *fixture)
{
    size_t length;
    FILE *out;

    free(fixture->text);
    out = open_memstream(&fixture->text, &length);
    assert_non_null(out);
    assert_int_equal(understood_text(out, 0, &fixture->understood), ERR_OK);
    fclose(out);
    return fixture->text;
}

static void set_day(struct fixture *fixture, Qd__Return *returned, const char *day)
{
    char cells[64];

    snprintf(cells, sizeof cells, "as_at_date=%s", day);
    written_cells(&fixture->arena, &returned->header->base, cells);
}

static void total(struct fixture *fixture, Qd__Return *returned, const char *plans)
{
    char cells[64];

    snprintf(cells, sizeof cells, "setting=total plans=%s", plans);
    written_placement(&fixture->arena, returned, cells);
}

// --- what is not there

static void of_what_could_not_be_read_nothing_is_said(void **state)
{
    struct fixture *fixture = *state;
    json_t *object;

    fixture->understood.returned = NULL;
    assert_string_equal(words(fixture),
                        "return: it could not be read, and nothing is known of its parts\n");
    object = understood_json(&fixture->understood);
    assert_true(json_is_null(object));
    json_decref(object);
}

static void a_stream_that_takes_nothing_is_told(void **state)
{
    struct fixture *fixture = *state;
    FILE *full = fopen("/dev/full", "w");

    assert_non_null(full);
    setbuf(full, NULL);
    assert_int_equal(understood_text(full, 0, &fixture->understood), ERR_IO);
    fclose(full);
}

static void a_part_that_is_gone_and_one_that_was_not_read_are_told(void **state)
{
    struct fixture *fixture = *state;

    fixture->understood.earlier = fixture->earlier;
    fixture->findings.not_checked[FORM_TRANSPORT] = "the rows could not be read";
    total(fixture, fixture->earlier, "1583");
    assert_string_equal(words(fixture), "return: Camden, 2025-26 Q3\n"
                                        "timeliness: not in this return\n"
                                        "placements: not in this return (last quarter 1 row)\n"
                                        "transport: could not be read in full\n");
}

// --- what is there

static void a_line_a_part_says_what_the_issue_of_it_asks_for(void **state)
{
    struct fixture *fixture = *state;

    set_day(fixture, fixture->returned, "2025-12-31");
    total(fixture, fixture->returned, "1607");
    written_placement(&fixture->arena, fixture->returned,
                      "setting=special_independent plans=12 annual_cost=1035000");
    written_transport(&fixture->arena, fixture->returned, "children=402 gross_expenditure=99.50");
    assert_string_equal(words(fixture),
                        "return: Camden, 2025-26 Q3, as at 2025-12-31 (no return of last quarter "
                        "at hand)\n"
                        "timeliness: not in this return\n"
                        "placements: 2 rows, 1,607 plans, £1,035,000\n"
                        "transport: 1 row, 402 children, £99.50\n");
}

static void the_last_return_stands_beside_it_with_the_change(void **state)
{
    struct fixture *fixture = *state;

    fixture->understood.earlier = fixture->earlier;
    set_day(fixture, fixture->returned, "2025-12-31");
    set_day(fixture, fixture->earlier, "2025-09-30");
    total(fixture, fixture->returned, "1607");
    total(fixture, fixture->earlier, "1583");
    written_transport(&fixture->arena, fixture->returned, "children=400 gross_expenditure=1000");
    written_transport(&fixture->arena, fixture->earlier, "children=400 gross_expenditure=2500");
    assert_string_equal(
        words(fixture),
        "return: Camden, 2025-26 Q3, as at 2025-12-31 (last quarter 2025-09-30)\n"
        "timeliness: not in this return\n"
        "placements: 1 row (last quarter 1, no change), 1,607 plans (last quarter 1,583,\n"
        "  +24)\n"
        "transport: 1 row (last quarter 1, no change), 400 children (last quarter 400, no\n"
        "  change), £1,000 (last quarter £2,500, -£1,500)\n");
}

static void promise_f_what_is_not_given_is_not_zero(void **state)
{
    struct fixture *fixture = *state;

    fixture->understood.earlier = fixture->earlier;
    written_transport(&fixture->arena, fixture->returned, "mode=taxi children=12");
    written_transport(&fixture->arena, fixture->returned, "mode=minibus_in_house children=x");
    written_transport(&fixture->arena, fixture->earlier, "gross_expenditure=2500");
    assert_string_equal(
        words(fixture),
        "return: Camden, 2025-26 Q3\n"
        "timeliness: not in this return\n"
        "placements: not in this return\n"
        "transport: 2 rows (last quarter 1, +1), 12 children (without 1 row; last quarter\n"
        "  not given), £ not given (last quarter £2,500)\n");
}

static void what_is_not_given_is_said_without_a_last_return_too(void **state)
{
    struct fixture *fixture = *state;

    written_transport(&fixture->arena, fixture->returned, "children=x gross_expenditure=10");
    assert_non_null(strstr(words(fixture), "transport: 1 row, children not given, £10\n"));
}

static void without_a_header_the_parts_are_said_all_the_same(void **state)
{
    struct fixture *fixture = *state;
    json_t *object;

    total(fixture, fixture->returned, "1607");
    fixture->returned->header = NULL;
    assert_string_equal(words(fixture), "return: it could not be read\n"
                                        "timeliness: not in this return\n"
                                        "placements: 1 row, 1,607 plans\n"
                                        "transport: not in this return\n");
    object = understood_json(&fixture->understood);
    assert_true(json_is_null(json_object_get(object, "period")));
    assert_int_equal(json_array_size(json_object_get(object, "parts")), FORM_PARTS - 1);
    json_decref(object);
}

static void a_program_gets_the_same_in_pence(void **state)
{
    struct fixture *fixture = *state;
    json_t *object, *part, *figure;

    fixture->understood.earlier = fixture->earlier;
    written_transport(&fixture->arena, fixture->returned, "children=x gross_expenditure=1000.25");
    written_transport(&fixture->arena, fixture->earlier, "children=5 gross_expenditure=2500");
    object = understood_json(&fixture->understood);
    assert_string_equal(json_string_value(json_object_get(object, "la_name")), "Camden");
    assert_string_equal(json_string_value(json_object_get(object, "period")), "2025-26 Q3");
    assert_string_equal(json_string_value(json_object_get(object, "earlier_period")), "2025-26 Q2");
    assert_true(json_is_null(json_object_get(object, "as_at_date")));
    part = json_array_get(json_object_get(object, "parts"), FORM_TRANSPORT - 1);
    assert_string_equal(json_string_value(json_object_get(part, "part")), "transport");
    assert_string_equal(json_string_value(json_object_get(part, "state")), "whole");
    assert_int_equal(json_integer_value(json_object_get(part, "rows")), 1);
    figure = json_array_get(json_object_get(part, "figures"), 0);
    assert_true(json_is_null(json_object_get(figure, "value")));
    assert_true(json_is_null(json_object_get(figure, "change")));
    assert_int_equal(json_integer_value(json_object_get(figure, "rows_absent")), 1);
    assert_int_equal(json_integer_value(json_object_get(figure, "earlier")), 5);
    figure = json_array_get(json_object_get(part, "figures"), 1);
    assert_string_equal(json_string_value(json_object_get(figure, "unit")), "pence");
    assert_int_equal(json_integer_value(json_object_get(figure, "value")), 100025);
    assert_int_equal(json_integer_value(json_object_get(figure, "change")), -149975);
    json_decref(object);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(of_what_could_not_be_read_nothing_is_said),
        TEST(a_stream_that_takes_nothing_is_told),
        TEST(a_part_that_is_gone_and_one_that_was_not_read_are_told),
        TEST(a_line_a_part_says_what_the_issue_of_it_asks_for),
        TEST(the_last_return_stands_beside_it_with_the_change),
        TEST(promise_f_what_is_not_given_is_not_zero),
        TEST(what_is_not_given_is_said_without_a_last_return_too),
        TEST(without_a_header_the_parts_are_said_all_the_same),
        TEST(a_program_gets_the_same_in_pence),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
