#include "proto/rules/findings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PLENTY = 16 * 1000 * 1000 };

static const ProtobufCFieldDescriptor *field(enum form_part part, const char *name)
{
    const ProtobufCFieldDescriptor *found =
        protobuf_c_message_descriptor_get_field_by_name(form_part(part)->row, name);

    assert_non_null(found);
    return found;
}

// --- the rules

static void no_rule_has_another_id(void **state)
{
    (void)state;
    assert_null(rule_find(""));
    assert_null(rule_find("QD-"));
    assert_null(rule_find("QD-R99"));
    assert_null(rule_find("QD-R011"));
    assert_null(rule_find("R01"));
}

static void every_rule_has_an_id_of_its_own_and_words(void **state)
{
    (void)state;
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const struct rule *rule = rule_get(i);
        unsigned number;
        char letter, end;

        assert_int_equal(2, sscanf(rule->id, "QD-%c%2u%c", &letter, &number, &end));
        assert_non_null(strchr("FHCIRPE", letter));
        assert_ptr_equal(rule, rule_find(rule->id));
        assert_true(strlen(rule->title) > 0);
        assert_true(strlen(rule->fix) > 0);
        assert_non_null(rule->why);
    }
}

static void a_rules_id_is_found_in_any_case(void **state)
{
    (void)state;
    assert_ptr_equal(rule_get(RULE_BANDS_ADD_UP), rule_find("qd-r03"));
}

// --- the list

static void without_memory_findings_are_counted_and_not_kept(void **state)
{
    struct arena arena;
    struct findings findings;

    (void)state;
    for (size_t cap = 0; cap < 4000; cap += 16) {
        arena_init(&arena, cap);
        findings_init(&findings, &arena);
        for (int i = 0; i < 3; i++)
            findings_add(&findings, RULE_CELL_BLANK, (struct finding_place){0}, "value", NULL,
                         "what is wrong with %d", i);
        assert_int_equal(3, findings.stops);
        assert_int_equal(3, findings.found[RULE_CELL_BLANK]);
        assert_true(findings.count <= 3);
        for (size_t i = 0; i < findings.count; i++) {
            assert_string_equal("value", findings.list[i].value);
            assert_non_null(findings.list[i].what);
            assert_non_null(findings.list[i].fix);
        }
        findings_sort(&findings);
        arena_free(&arena);
    }
}

static void all_are_counted_and_so_many_are_kept(void **state)
{
    struct arena arena;
    struct findings findings;

    (void)state;
    arena_init(&arena, PLENTY);
    findings_init(&findings, &arena);
    assert_int_equal(0, findings.count);
    for (int i = 0; i < 2 * FINDINGS_KEPT_MAX; i++) {
        findings_add(&findings, RULE_CELL_BLANK, (struct finding_place){.index = (size_t)i}, NULL,
                     NULL, "%d", i);
        findings_add(&findings, RULE_FILE_BLANK_ROW, (struct finding_place){0}, NULL, NULL, "x");
    }
    findings_add(&findings, RULE_BANDS_ADD_UP, (struct finding_place){0}, NULL, NULL, "x");
    assert_int_equal(FINDINGS_KEPT_MAX, findings.count);
    assert_int_equal(2 * FINDINGS_KEPT_MAX, findings.stops);
    assert_int_equal(2 * FINDINGS_KEPT_MAX, findings.informs);
    assert_int_equal(1, findings.asks);
    assert_int_equal(2 * FINDINGS_KEPT_MAX, findings.found[RULE_FILE_BLANK_ROW]);
    assert_string_equal("0", findings.list[0].what);
    arena_free(&arena);
}

static void texts_are_copied(void **state)
{
    struct arena arena;
    struct findings findings;
    char value[] = "1,234", fix[] = "write 1234", file[] = "plcements.csv", heading[] = "plns";
    struct finding_place place = {.file = file, .heading = heading};

    (void)state;
    arena_init(&arena, PLENTY);
    findings_init(&findings, &arena);
    findings_add(&findings, RULE_CELL_THOUSANDS, place, value, fix, "%s holds a comma", value);
    memset(value, '#', sizeof value - 1);
    memset(fix, '#', sizeof fix - 1);
    memset(file, '#', sizeof file - 1);
    memset(heading, '#', sizeof heading - 1);
    assert_string_equal("1,234", findings.list[0].value);
    assert_string_equal("write 1234", findings.list[0].fix);
    assert_string_equal("1,234 holds a comma", findings.list[0].what);
    assert_string_equal("plcements.csv", findings.list[0].place.file);
    assert_string_equal("plns", findings.list[0].place.heading);
    arena_free(&arena);
}

static void without_a_fix_of_its_own_a_finding_has_its_rules(void **state)
{
    struct arena arena;
    struct findings findings;

    (void)state;
    arena_init(&arena, PLENTY);
    findings_init(&findings, &arena);
    findings_add(&findings, RULE_CELL_PERCENT, (struct finding_place){0}, NULL, NULL, "x");
    assert_null(findings.list[0].value);
    assert_string_equal(rule_get(RULE_CELL_PERCENT)->fix, findings.list[0].fix);
    assert_false(findings.list[0].explained);
    arena_free(&arena);
}

static void they_are_sorted_by_file_row_and_column(void **state)
{
    const struct finding_place in_order[] = {
        {.part = FORM_HEADER, .whole_part = 1},
        {.part = FORM_HEADER, .index = 0, .field = field(FORM_HEADER, "as_at_date")},
        {.part = FORM_PLACEMENTS, .whole_part = 1},
        {.part = FORM_PLACEMENTS, .index = 0},
        {.part = FORM_PLACEMENTS, .index = 0, .field = field(FORM_PLACEMENTS, "setting")},
        {.part = FORM_PLACEMENTS, .index = 0, .field = field(FORM_PLACEMENTS, "urn")},
        {.part = FORM_PLACEMENTS, .index = 7, .field = field(FORM_PLACEMENTS, "setting")},
        {.part = FORM_TRANSPORT, .sheet_row = 1, .sheet_column = 4, .heading = "roots"},
        {.part = FORM_TRANSPORT, .sheet_row = 2, .sheet_column = 1, .index = 9},
        {.part = FORM_TRANSPORT, .sheet_row = 2, .sheet_column = 30, .index = 9},
        {.part = FORM_TRANSPORT, .sheet_row = 10, .sheet_column = 2, .file = "transport.csv"},
        {.part = FORM_TRANSPORT, .sheet_row = 11, .sheet_column = 2},
        {.part = FORM_HEADER, .file = "notes.txt"},
        {.part = FORM_HEADER, .file = "plcements.csv"},
    };
    enum { COUNT = sizeof in_order / sizeof in_order[0] };
    struct arena arena;
    struct findings findings;

    (void)state;
    arena_init(&arena, PLENTY);
    findings_init(&findings, &arena);
    for (size_t i = 0; i < COUNT; i++)
        findings_add(&findings, RULE_CELL_BLANK, in_order[(i * 5) % COUNT], NULL, NULL, "%zu",
                     (i * 5) % COUNT);
    findings_sort(&findings);
    assert_int_equal(COUNT, findings.count);
    for (size_t i = 0; i < COUNT; i++) {
        char expected[8];

        snprintf(expected, sizeof expected, "%zu", i);
        assert_string_equal(expected, findings.list[i].what);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_rule_has_another_id),
        cmocka_unit_test(every_rule_has_an_id_of_its_own_and_words),
        cmocka_unit_test(a_rules_id_is_found_in_any_case),
        cmocka_unit_test(without_memory_findings_are_counted_and_not_kept),
        cmocka_unit_test(all_are_counted_and_so_many_are_kept),
        cmocka_unit_test(texts_are_copied),
        cmocka_unit_test(without_a_fix_of_its_own_a_finding_has_its_rules),
        cmocka_unit_test(they_are_sorted_by_file_row_and_column),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
