// What a part amounts to: which rows count, and what is not there.
#include "proto/form/summary.h"

#include "tests/support/written/written.h"

struct fixture {
    struct arena arena;
    Qd__Return *returned;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    arena_init(&fixture.arena, WRITTEN_ARENA_CAP_BYTES);
    fixture.returned = written_return(&fixture.arena, "2025-26 Q3");
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    arena_free(&fixture->arena);
    return 0;
}

static void placement(struct fixture *fixture, const char *cells)
{
    written_placement(&fixture->arena, fixture->returned, cells);
}

static void transport(struct fixture *fixture, const char *cells)
{
    written_transport(&fixture->arena, fixture->returned, cells);
}

static void assert_figure(const struct summary *summary, size_t at, const char *name, int64_t sum,
                          size_t rows_absent)
{
    const struct summary_figure *figure = &summary->figures[at];

    assert_in_range(at, 0, summary->figures_count - 1);
    assert_string_equal(figure->field->name, name);
    assert_int_equal(figure->sum.state, FIGURE_KNOWN);
    assert_int_equal(figure->sum.value, sum);
    assert_int_equal(figure->rows_absent, rows_absent);
}

static void every_figure_that_is_named_is_a_figure(void **state)
{
    struct fixture *fixture = *state;

    for (int part = 0; part < FORM_PARTS; part++) {
        const struct summary summary = summary_of(fixture->returned, (enum form_part)part);

        for (size_t i = 0; i < summary.figures_count; i++)
            assert_non_null(summary.figures[i].field);
    }
}

static void a_part_that_is_not_there_has_no_figure_and_not_zero(void **state)
{
    struct fixture *fixture = *state;
    const struct summary summary = summary_of(fixture->returned, FORM_PLACEMENTS);

    assert_int_equal(summary.rows, 0);
    assert_int_equal(summary.figures_count, 2);
    assert_int_equal(summary.figures[0].sum.state, FIGURE_BLANK);
}

static void promise_f_a_sum_says_how_many_rows_it_is_without(void **state)
{
    struct fixture *fixture = *state;
    struct summary summary;

    transport(fixture, "mode=taxi children=12 gross_expenditure=x");
    transport(fixture, "mode=minibus_in_house children=x gross_expenditure=1000.50");
    transport(fixture, "mode=minibus_contracted children=z gross_expenditure=2000");
    summary = summary_of(fixture->returned, FORM_TRANSPORT);
    assert_int_equal(summary.rows, 3);
    assert_figure(&summary, 0, "children", 12, 1);
    assert_figure(&summary, 1, "gross_expenditure", 300050, 1);
}

static void plans_are_those_of_the_total_and_costs_those_of_the_rest(void **state)
{
    struct fixture *fixture = *state;
    struct summary summary;

    placement(fixture, "setting=total plans=1607");
    placement(fixture, "setting=special_independent plans=12 annual_cost=1035000");
    placement(fixture, "setting=special_academy_free plans=x");
    summary = summary_of(fixture->returned, FORM_PLACEMENTS);
    assert_int_equal(summary.rows, 3);
    assert_figure(&summary, 0, "plans", 1607, 0);
    assert_figure(&summary, 1, "annual_cost", 103500000, 0);
}

static void children_on_two_lines_count_once(void **state)
{
    struct fixture *fixture = *state;
    struct summary summary;

    transport(fixture, "children=12 gross_expenditure=1000");
    transport(fixture, "section_251_line=line_1_4_11 children=10 gross_expenditure=10");
    summary = summary_of(fixture->returned, FORM_TRANSPORT);
    assert_figure(&summary, 0, "children", 12, 0);
    assert_figure(&summary, 1, "gross_expenditure", 101000, 0);
}

static void a_question_without_words_is_no_row_of_the_officers(void **state)
{
    struct fixture *fixture = *state;

    written_row(&fixture->arena, fixture->returned, FORM_EXPLANATIONS,
                "rule=QD-R03 explanation=_\r\n");
    written_row(&fixture->arena, fixture->returned, FORM_EXPLANATIONS,
                "rule=QD-R03 explanation=A_panel_was_ill.");
    assert_int_equal(summary_of(fixture->returned, FORM_EXPLANATIONS).rows, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(every_figure_that_is_named_is_a_figure),
        TEST(a_part_that_is_not_there_has_no_figure_and_not_zero),
        TEST(promise_f_a_sum_says_how_many_rows_it_is_without),
        TEST(plans_are_those_of_the_total_and_costs_those_of_the_rest),
        TEST(children_on_two_lines_count_once),
        TEST(a_question_without_words_is_no_row_of_the_officers),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
