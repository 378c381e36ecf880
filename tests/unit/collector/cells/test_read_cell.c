// tests/data/cells.tsv, line by line; and what holds for every cell, whatever stands in it.
#include "collector/cells/read_cell.h"

#include "proto/form/codes.h"
#include "proto/form/figures.h"
#include "tests/support/cells/cell_cases.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct cell_cases cases;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, CELL_CASES_ARENA_BYTES);
    cell_cases_read(&cases, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static int is_ok(const struct cell_case *one)
{
    return strcmp(one->rule, "ok") == 0;
}

static int asks(const struct cell_case *one)
{
    return !is_ok(one) && rule_find(one->rule)->class == RULE_ASKS;
}

static const char *or_nothing(const char *text)
{
    return text == NULL ? "" : text;
}

static void every_cell_of_the_list_is_read_as_it_says(void **state)
{
    unsigned wrong = 0;

    (void)state;
    assert_true(cases.count >= 400);
    for (size_t i = 0; i < cases.count; i++) {
        const struct cell_case *one = &cases.list[i];
        ProtobufCMessage *row = cell_cases_row(&arena, one);
        struct cell_fault fault;
        const enum err error = read_cell(&arena, row, one->field, one->input, one->length, &fault);
        const char *rule = fault.fix == NULL ? "ok" : rule_get(fault.rule)->id;
        const char *value =
            error == ERR_OK ? form_write_cell(&arena, row, one->field) : or_nothing(fault.instead);

        if (error != (is_ok(one) || asks(one) ? ERR_OK : ERR_MALFORMED) ||
            strcmp(rule, one->rule) != 0 || strcmp(value, one->value) != 0) {
            print_error("cells.tsv, line %u: \"%s\" in %s: %s, %s, \"%s\"; %s\n", one->line,
                        one->written, one->field->name, err_name(error), rule, value,
                        or_nothing(fault.fix));
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void every_rule_about_a_cell_is_met(void **state)
{
    (void)state;
    for (enum rule_id rule = 0; rule < RULE_COUNT; rule++) {
        unsigned met = 0;

        for (size_t i = 0; i < cases.count; i++)
            met += strcmp(cases.list[i].rule, rule_get(rule)->id) == 0;
        assert_int_equal(rule_get(rule)->scope == RULE_SCOPE_CELL, met > 0);
    }
}

static void a_cell_that_is_not_read_leaves_the_row_as_it_was(void **state)
{
    (void)state;
    for (size_t i = 0; i < cases.count; i++) {
        const struct cell_case *one = &cases.list[i];
        const size_t size = form_part(one->part)->row->sizeof_message;
        ProtobufCMessage *row = cell_cases_row(&arena, one);
        void *before = arena_alloc(&arena, size);
        struct cell_fault fault;

        memcpy(before, row, size);
        if (read_cell(&arena, row, one->field, one->input, one->length, &fault) != ERR_OK)
            assert_memory_equal(before, row, size);
    }
}

// With every amount of memory from none to enough: an error that is told, or the right one.
static void when_memory_ends_a_cell_is_not_read(void **state)
{
    enum { STEP = 16, ENOUGH = 64 * 1024 };

    (void)state;
    for (size_t i = 0; i < cases.count; i++) {
        const struct cell_case *one = &cases.list[i];
        ProtobufCMessage *row = cell_cases_row(&arena, one);
        enum err error = ERR_NO_MEMORY;
        struct cell_fault fault;

        for (size_t cap = 0; error == ERR_NO_MEMORY && !is_ok(one) && !asks(one); cap += STEP) {
            struct arena small;

            assert_true(cap < ENOUGH);
            arena_init(&small, cap);
            error = read_cell(&small, row, one->field, one->input, one->length, &fault);
            if (error == ERR_MALFORMED)
                assert_string_equal(one->rule, rule_get(fault.rule)->id);
            arena_free(&small);
        }
    }
}

// --- promise F: missing is not zero

// "1,234.50" without what may be taken away of a figure: a pound sign, spaces around, and signs between
// digits of which exactly three follow. NULL if anything else stands there.
static const char *without_signs(const char *text)
{
    static const char *const signs[] = {"\u00a3", "GBP",    "gbp",    " ",      "\u00a0",
                                        "\u2007", "\u2009", "\u202f", "\u200b", "\ufeff",
                                        "\u202a", "\u202c", ",",      "'",      "\u2019"};
    enum { OUTSIDE = 12 };  // so many of them may stand before the digits or behind them
    static char left[100];
    size_t used = 0;

    while (*text != '\0') {
        size_t sign = 0, digits;

        if (isdigit((unsigned char)*text) || *text == '.') {
            left[used++] = *text++;
            continue;
        }
        while (sign < sizeof signs / sizeof signs[0] &&
               strncmp(text, signs[sign], strlen(signs[sign])) != 0)
            sign++;
        if (sign == sizeof signs / sizeof signs[0])
            return NULL;
        text += strlen(signs[sign]);
        digits = strspn(text, "0123456789");
        if (sign >= OUTSIDE ? digits != 3 || used == 0 : used > 0 && digits != 0 && digits != 3)
            return NULL;
    }
    left[used] = '\0';
    return left;
}

static void promise_f_a_figure_is_proposed_only_where_the_cell_plainly_holds_it(void **state)
{
    unsigned proposed = 0;

    (void)state;
    for (size_t i = 0; i < cases.count; i++) {
        const struct cell_case *one = &cases.list[i];
        ProtobufCMessage *row = cell_cases_row(&arena, one);
        struct cell_fault fault;
        const char *at;

        if (!figures_is_figure(one->field) ||
            read_cell(&arena, row, one->field, one->input, one->length, &fault) != ERR_MALFORMED)
            continue;
        if (fault.instead != NULL && isdigit((unsigned char)fault.instead[0])) {
            assert_string_equal(fault.instead, or_nothing(without_signs(one->input)));
            proposed++;
            continue;
        }
        for (at = fault.fix; (at = strstr(at, "write ")) != NULL;) {
            at += strlen("write ");
            if (isdigit((unsigned char)*at))
                fail_msg("line %u: %s", one->line, fault.fix);
        }
    }
    assert_true(proposed > 0);
}

static void promise_f_what_is_not_a_figure_never_becomes_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < cases.count; i++) {
        const struct cell_case *one = &cases.list[i];
        ProtobufCMessage *row = cell_cases_row(&arena, one);
        struct cell_fault fault;
        uint64_t value;

        if (!figures_is_figure(one->field) ||
            read_cell(&arena, row, one->field, one->input, one->length, &fault) != ERR_OK)
            continue;
        if (figures_value(row, one->field, &value))
            assert_int_equal(strspn(one->input, " \t\r\n0123456789."), one->length);
    }
}

static void promise_f_zero_and_not_there_are_two_things(void **state)
{
    const ProtobufCFieldDescriptor *issued = cell_cases_field(FORM_TIMELINESS, "plans_issued");
    const ProtobufCFieldDescriptor *assessed = cell_cases_field(FORM_TIMELINESS, "assessments");
    Qd__Timeliness *row = (Qd__Timeliness *)(void *)form_new_row(&arena, FORM_TIMELINESS);
    struct cell_fault fault;

    (void)state;
    assert_int_equal(ERR_OK, read_cell(&arena, &row->base, issued, "0", 1, &fault));
    assert_int_equal(ERR_OK, read_cell(&arena, &row->base, assessed, "x", 1, &fault));
    assert_true(row->has_plans_issued);
    assert_int_equal(0, row->plans_issued);
    assert_int_equal(0, figures_absence(&row->base, issued));
    assert_false(row->has_assessments);
    assert_int_equal(QD__ABSENCE__NOT_AVAILABLE, figures_absence(&row->base, assessed));
    assert_false(row->has_requests_received);
}

// --- every column

static void every_code_of_a_column_is_read_from_its_cell(void **state)
{
    (void)state;
    for (enum form_part part = 0; part < FORM_PARTS; part++) {
        const ProtobufCMessageDescriptor *descriptor = form_part(part)->row;

        for (unsigned i = 0; i < form_columns(descriptor); i++) {
            const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
            const ProtobufCEnumDescriptor *codes = field->descriptor;

            for (unsigned j = 0; field->type == PROTOBUF_C_TYPE_ENUM && j < codes->n_values; j++) {
                ProtobufCMessage *row = form_new_row(&arena, part);
                char code[CODES_WRITTEN_BYTES];
                struct cell_fault fault;

                codes_write(codes, codes->values[j].value, code);
                assert_int_equal(ERR_OK, read_cell(&arena, row, field, code, strlen(code), &fault));
                assert_string_equal(code, form_write_cell(&arena, row, field));
            }
        }
    }
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_cell_of_the_list_is_read_as_it_says),
        TEST(every_rule_about_a_cell_is_met),
        TEST(a_cell_that_is_not_read_leaves_the_row_as_it_was),
        TEST(when_memory_ends_a_cell_is_not_read),
        TEST(promise_f_a_figure_is_proposed_only_where_the_cell_plainly_holds_it),
        TEST(promise_f_what_is_not_a_figure_never_becomes_one),
        TEST(promise_f_zero_and_not_there_are_two_things),
        TEST(every_code_of_a_column_is_read_from_its_cell),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
