#include "collector/cells/cell.h"

#include "tests/support/cells/cell_cases.h"
#include "tests/support/memory/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_fault_without_a_fix_means_that_memory_is_exhausted(void **state)
{
    struct cell_fault fault;
    const struct cell cell = {.arena = &arena, .fault = &fault};

    (void)state;
    assert_int_equal(ERR_NO_MEMORY, cell_fault(&cell, RULE_CELL_BLANK, NULL, NULL));
}

static void every_rule_about_a_cell_has_its_words_and_stops_or_asks(void **state)
{
    struct cell_fault fault = {.what = NULL};
    const struct cell cell = {.arena = &arena, .fault = &fault};

    (void)state;
    for (enum rule_id rule = 0; rule < RULE_COUNT; rule++) {
        if (rule_get(rule)->scope != RULE_SCOPE_CELL)
            continue;
        assert_int_equal(rule_get(rule)->class == RULE_STOPS ? ERR_MALFORMED : ERR_OK,
                         cell_fault(&cell, rule, "type it again", "20"));
        assert_int_equal(rule, fault.rule);
        assert_true(strlen(fault.what) > 0);
        assert_string_equal("type it again", fault.fix);
        assert_string_equal("20", fault.instead);
        assert_int_not_equal(RULE_INFORMS, rule_get(rule)->class);
    }
}

static void the_type_of_a_field_decides_how_its_cell_is_read(void **state)
{
    (void)state;
    assert_int_equal(CELL_COUNT, cell_kind(cell_cases_field(FORM_TIMELINESS, "plans_issued")));
    assert_int_equal(CELL_MONEY, cell_kind(cell_cases_field(FORM_TRANSPORT, "gross_expenditure")));
    assert_int_equal(CELL_NUMBER, cell_kind(cell_cases_field(FORM_PLACEMENTS, "urn")));
    assert_int_equal(CELL_TEXT, cell_kind(cell_cases_field(FORM_HEADER, "note")));
    assert_int_equal(CELL_CODE, cell_kind(cell_cases_field(FORM_PLACEMENTS, "setting")));
    assert_int_equal(CELL_BOROUGH, cell_kind(cell_cases_field(FORM_HEADER, "new_la_code")));
    assert_int_equal(CELL_DATE, cell_kind(cell_cases_field(FORM_HEADER, "as_at_date")));
    assert_int_equal(CELL_PERIOD, cell_kind(cell_cases_field(FORM_HEADER, "period")));
}

static void what_is_allowed_is_said_for_every_column(void **state)
{
    (void)state;
    for (enum form_part part = 0; part < FORM_PARTS; part++) {
        const ProtobufCMessageDescriptor *row = form_part(part)->row;

        for (unsigned i = 0; i < form_columns(row); i++) {
            struct arena none;

            assert_true(strlen(cell_allowed(&arena, &row->fields[i])) > 0);
            arena_init(&none, 0);
            cell_allowed(&none, &row->fields[i]);
            arena_free(&none);
        }
    }
    assert_string_equal("one of: in_borough, out_of_borough, not_known",
                        cell_allowed(&arena, cell_cases_field(FORM_TRANSPORT, "location")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_make, memory_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_fault_without_a_fix_means_that_memory_is_exhausted),
        TEST(every_rule_about_a_cell_has_its_words_and_stops_or_asks),
        TEST(the_type_of_a_field_decides_how_its_cell_is_read),
        TEST(what_is_allowed_is_said_for_every_column),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
