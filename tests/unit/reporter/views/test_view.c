// Which views there are, who may see them, and what is refused before there is a store.
#include "reporter/views/view.h"

#include "tests/support/golden/golden.h"
#include "tests/support/tabled/tabled.h"

#include <string.h>

static const char reference[] = QD_DATA_DIR "/reference";

static enum err begin(const struct view_asked *asked, struct err_text *text)
{
    struct view view;

    return view_begin(&view, &tabled_arena, asked, reference, text);
}

static void a_panels_table_is_refused_to_a_borough(void **state)
{
    const struct view_asked asked = {.kind = "table",
                                     .table = "providers",
                                     .periods = "2025-26 Q3",
                                     .audience = {.borough = "Camden"}};
    struct err_text text = {""};

    (void)state;
    assert_int_equal(begin(&asked, &text), ERR_COMMAND);
    golden_note("providers, by Camden", text.text);
    golden_check_noted("errors.golden", "a view of the panel that a borough asks for");
}

static void a_panels_table_says_what_it_does_not_take(void **state)
{
    const struct view_asked asked = {.kind = "table",
                                     .table = "where-to-look",
                                     .periods = "2025-26 Q3",
                                     .by = "need",
                                     .audience = {.is_panel = 1}};
    struct err_text text = {""};

    (void)state;
    assert_int_equal(begin(&asked, &text), ERR_COMMAND);
    golden_note("where-to-look by need", text.text);
    golden_check_noted("errors.golden", "a view that does not take what it is given");
}

static void a_view_that_does_not_exist_is_named(void **state)
{
    const struct view_asked asked = {
        .kind = "draw", .table = "timeliness", .periods = "2024", .audience = {.is_panel = 1}};
    struct err_text text = {""};

    (void)state;
    assert_int_equal(begin(&asked, &text), ERR_COMMAND);
    golden_note("draw", text.text);
    golden_check_noted("errors.golden", "a view that does not exist");
}

static void a_view_without_a_period_is_refused(void **state)
{
    struct view_asked asked = {.kind = "table", .table = "timeliness", .audience = {.is_panel = 1}};
    struct err_text text = {""};

    (void)state;
    assert_int_equal(begin(&asked, &text), ERR_COMMAND);
    asked.table = "providers";
    assert_int_equal(begin(&asked, &text), ERR_COMMAND);
}

static void every_view_of_the_list_can_be_begun_by_whom_it_is_for(void **state)
{
    const struct audience audiences[] = {{.is_panel = 1}, {.borough = "Camden"}};
    struct view_entry entry;

    (void)state;
    for (size_t i = 0; view_at(&entry, i); i++)
        for (int who = 0; who < 2; who++) {
            const struct view_asked asked = {.kind = entry.kind->name,
                                             .table = entry.table,
                                             .periods = "2025-26 Q3",
                                             .audience = audiences[who]};
            struct err_text text = {""};

            assert_int_equal(begin(&asked, &text) == ERR_OK, view_is_for(&entry, &audiences[who]));
        }
}

static int has(const char *kind, const char *table)
{
    const char *name;

    for (size_t i = 0; (name = view_table_at(kind, i)) != NULL; i++)
        if (strcmp(name, table) == 0)
            return 1;
    return 0;
}

static void each_table_stands_under_the_kinds_that_take_it(void **state)
{
    struct tables_entry table;

    (void)state;
    for (size_t i = 0; tables_at(&table, i); i++) {
        assert_true(has("table", table.name));
        assert_true(has("change", table.name));
        assert_int_equal(has("quality", table.name), table.part != RECEIPT_PART);
    }
    assert_true(has("table", "providers"));
    assert_false(has("compare", "providers"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_panels_table_is_refused_to_a_borough),
        cmocka_unit_test(a_panels_table_says_what_it_does_not_take),
        cmocka_unit_test(a_view_that_does_not_exist_is_named),
        cmocka_unit_test(a_view_without_a_period_is_refused),
        cmocka_unit_test(every_view_of_the_list_can_be_begun_by_whom_it_is_for),
        cmocka_unit_test(each_table_stands_under_the_kinds_that_take_it),
    };
    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
