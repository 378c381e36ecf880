// What a return would take away that the one before it has.
#include "collector/words/leaving.h"

#include "tests/support/written/written.h"

#include <stdlib.h>

struct fixture {
    struct arena arena;
    Qd__Return *before, *after;
    struct leaving leaving;
    char *text;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    fixture = (struct fixture){.text = NULL};
    arena_init(&fixture.arena, WRITTEN_ARENA_CAP_BYTES);
    fixture.before = written_return(&fixture.arena, "2025-26 Q3");
    fixture.after = written_return(&fixture.arena, "2025-26 Q3");
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

    assert_int_equal(
        0, leaving_find(&fixture->leaving, &fixture->arena, fixture->before, fixture->after));
    free(fixture->text);
    out = open_memstream(&fixture->text, &length);
    assert_non_null(out);
    leaving_text(out, &fixture->leaving);
    fclose(out);
    return fixture->text;
}

static void put(struct fixture *fixture, Qd__Return *returned, const char *cells)
{
    written_placement(&fixture->arena, returned, cells);
}

static void a_part_that_is_not_there_any_more_goes_as_a_whole(void **state)
{
    struct fixture *fixture = *state;

    put(fixture, fixture->before, "setting=total plans=5");
    put(fixture, fixture->before, "setting=special_independent plans=5");
    written_transport(&fixture->arena, fixture->before, "");
    assert_string_equal(words(fixture), "  placements.csv: all of it (2 rows)\n"
                                        "  transport.csv: all of it (1 row)\n");
    assert_int_equal(1U << FORM_PLACEMENTS | 1U << FORM_TRANSPORT, fixture->leaving.parts);
    assert_int_equal(0, fixture->leaving.count);
}

static void a_row_goes_with_all_its_figures(void **state)
{
    struct fixture *fixture = *state;

    put(fixture, fixture->before, "setting=total plans=5");
    put(fixture, fixture->before,
        "setting=special_independent urn=100049 plans=5 annual_cost=63000");
    put(fixture, fixture->after, "setting=total plans=5");
    put(fixture, fixture->after, "setting=special_independent urn=100050 plans=5");
    (void)words(fixture);
    assert_int_equal(1, fixture->leaving.count);
    assert_int_equal(FORM_PLACEMENTS, fixture->leaving.figures[0].part);
    assert_non_null(strstr(fixture->leaving.figures[0].row, "/100049"));
    assert_string_equal("plans 5, annual_cost 63000", fixture->leaving.figures[0].what);
}

static void a_figure_goes_where_there_is_a_reason_in_its_place(void **state)
{
    struct fixture *fixture = *state;

    put(fixture, fixture->before, "setting=total plans=5 annual_cost=x");
    put(fixture, fixture->after, "setting=total plans=x annual_cost=7");
    (void)words(fixture);
    assert_int_equal(1, fixture->leaving.count);
    assert_string_equal("plans 5, now not_available", fixture->leaving.figures[0].what);
}

// A row that is gone may have become another one; money is of what its row counts.
static void what_can_be_kept_is_told_from_what_cannot(void **state)
{
    struct fixture *fixture = *state;

    put(fixture, fixture->before, "setting=total plans=9");
    put(fixture, fixture->before, "setting=special_independent plans=5 annual_cost=63000");
    put(fixture, fixture->before, "setting=ap_pru_academy plans=1");
    put(fixture, fixture->before, "setting=mainstream_academy plans=3 annual_cost=90");
    put(fixture, fixture->after, "setting=mainstream_academy plans=3 annual_cost=x");
    put(fixture, fixture->after, "setting=special_independent plans=6 annual_cost=x");
    put(fixture, fixture->after, "setting=total plans=x");
    (void)words(fixture);
    assert_int_equal(4, fixture->leaving.count);
    assert_int_equal(2, fixture->leaving.keepable);
    for (size_t i = 0; i < fixture->leaving.count; i++) {
        const struct leaving_figure *figure = &fixture->leaving.figures[i];

        if (figure->kept == NULL)
            continue;
        if (strcmp(figure->kept->name, "plans") == 0) {
            assert_int_equal(9, figure->value);
            assert_int_equal(2, figure->index);
        } else {
            assert_string_equal("annual_cost", figure->kept->name);
            assert_int_equal(9000, figure->value);
            assert_int_equal(0, figure->index);
        }
    }
}

static void what_changes_moves_or_comes_does_not_go(void **state)
{
    struct fixture *fixture = *state;

    put(fixture, fixture->before, "setting=total plans=5");
    put(fixture, fixture->before, "setting=special_independent plans=5");
    put(fixture, fixture->after, "setting=special_independent plans=0 annual_cost=7");
    put(fixture, fixture->after, "setting=total plans=6");
    written_transport(&fixture->arena, fixture->after, "");
    assert_string_equal(words(fixture), "");
    assert_int_equal(0, fixture->leaving.parts);
}

static void many_figures_are_counted_and_not_all_listed(void **state)
{
    enum { ROWS = 25, LISTED = 20 };
    struct fixture *fixture = *state;

    put(fixture, fixture->after, "setting=total plans=5");
    put(fixture, fixture->before, "setting=total plans=5");
    for (int i = 0; i < ROWS; i++) {
        char cells[64];

        snprintf(cells, sizeof cells, "setting=special_independent plans=1 urn=%d", 100000 + i);
        put(fixture, fixture->before, cells);
    }
    assert_non_null(strstr(words(fixture), "  and 5 more\n"));
    assert_int_equal(ROWS, fixture->leaving.count);
    assert_int_equal(LISTED + 5, ROWS);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_part_that_is_not_there_any_more_goes_as_a_whole),
        TEST(a_row_goes_with_all_its_figures),
        TEST(a_figure_goes_where_there_is_a_reason_in_its_place),
        TEST(what_can_be_kept_is_told_from_what_cannot),
        TEST(what_changes_moves_or_comes_does_not_go),
        TEST(many_figures_are_counted_and_not_all_listed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
