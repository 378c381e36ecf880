// Made-up returns: nothing is wrong with them, whatever is asked for, and the same seed gives the same.
#include "simulate/simulate.h"

#include "proto/form/boroughs.h"
#include "proto/form/figures.h"
#include "proto/rules/rules.h"
#include "proto/wire/codec.h"
#include "tests/support/memory/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define CAMDEN QD__LOCAL_AUTHORITY__E09000007

enum { ARENA_CAP_BYTES = 256 * 1000 * 1000 };

struct packed {
    const uint8_t *bytes;
    size_t size;
};

static struct packed pack(const Qd__Return *made)
{
    struct err_text text = {""};
    struct packed packed;

    if (codec_pack_return(made, &arena, &packed.bytes, &packed.size, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return packed;
}

static void assert_nothing_is_found(const Qd__Return *made)
{
    const struct rules_input input = rules_input_whole(made);
    struct findings findings;

    findings_init(&findings, &arena);
    rules_check(&input, &findings);
    if (findings.count > 0)
        fail_msg("%s: %s", findings.list[0].rule->id, findings.list[0].what);
}

static void assert_it_is_a_return(const Qd__Return *made)
{
    struct packed packed = pack(made);
    struct err_text text = {""};
    Qd__Return *back;

    if (codec_unpack_return(&back, &arena, packed.bytes, packed.size, &text) != ERR_OK)
        fail_msg("%s", text.text);
    assert_nothing_is_found(back);
}

// --- without memory

static void without_memory_there_is_no_return(void **state)
{
    (void)state;
    for (size_t cap = 0; cap < 100000; cap += 10000) {
        struct arena small;

        arena_init(&small, cap);
        assert_null(simulate_return(&small, CAMDEN, "2024-25 Q1", NULL));
        arena_free(&small);
    }
}

// --- what is made

static void nothing_is_wrong_with_any_of_them(void **state)
{
    static const char *const periods[] = {"2024", "2024-25", "2024-25 Q1", "2025-26 Q4"};

    (void)state;
    for (uint64_t seed = 0; seed < 10; seed++)
        for (size_t b = 0; b < BOROUGHS_COUNT; b += 8)
            for (size_t p = 0; p < sizeof periods / sizeof periods[0]; p++) {
                const struct simulate_options options = {.seed = seed};

                arena_reset(&arena);
                assert_it_is_a_return(
                    simulate_return(&arena, boroughs[b].authority, periods[p], &options));
            }
}

static void a_quarter_has_all_parts_and_a_year_no_stock(void **state)
{
    const Qd__Return *quarter = simulate_return(&arena, CAMDEN, "2024-25 Q4", NULL);
    const Qd__Return *year = simulate_return(&arena, CAMDEN, "2024-25", NULL);

    (void)state;
    assert_non_null(quarter->timeliness);
    assert_true(quarter->n_placements > 100 && quarter->n_transport > 10);
    assert_non_null(year->timeliness);
    assert_true(year->n_placements == 0 && year->n_transport > 10);
}

static void only_the_parts_that_are_asked_for_are_there(void **state)
{
    const struct simulate_options options = {.parts = SIMULATE_PLACEMENTS};
    const Qd__Return *made = simulate_return(&arena, CAMDEN, "2024-25 Q4", &options);

    (void)state;
    assert_null(made->timeliness);
    assert_true(made->n_placements > 0);
    assert_int_equal(made->n_transport, 0);
}

static void there_are_as_many_placements_as_are_asked_for(void **state)
{
    static const size_t rows[] = {2, 3, 40, 700, 3000};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct simulate_options options = {.placements = rows[i]};
        const Qd__Return *made = simulate_return(&arena, CAMDEN, "2024-25 Q4", &options);

        assert_int_equal(made->n_placements, rows[i]);
        assert_it_is_a_return(made);
    }
}

static void it_is_as_long_as_is_asked_for(void **state)
{
    static const size_t sizes[] = {1024, 5000, 24 * 1024, 500 * 1000, CODEC_RETURN_MAX_BYTES};
    static const unsigned parts[] = {SIMULATE_TIMELINESS, SIMULATE_PLACEMENTS, 0};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        for (size_t p = 0; p < sizeof parts / sizeof parts[0]; p++) {
            const struct simulate_options options = {.parts = parts[p], .bytes = sizes[i]};
            const Qd__Return *made = simulate_return(&arena, CAMDEN, "2024-25 Q4", &options);

            assert_in_range(pack(made).size, sizes[i] - 100, sizes[i]);
            assert_it_is_a_return(made);
        }
}

static void it_says_so_if_it_is_to_be_known_for_what_it_is(void **state)
{
    const struct simulate_options options = {.simulated = 1};

    (void)state;
    assert_false(simulate_return(&arena, CAMDEN, "2024", NULL)->header->has_simulated);
    assert_int_equal(simulate_return(&arena, CAMDEN, "2024", &options)->header->simulated,
                     QD__YES_NO__YES);
}

// The hash of what it makes today, on any machine.
static void the_same_seed_makes_the_same_return(void **state)
{
    const struct simulate_options one = {.seed = 1}, two = {.seed = 2};
    struct packed a = pack(simulate_return(&arena, CAMDEN, "2024-25 Q4", &one));
    struct packed b = pack(simulate_return(&arena, CAMDEN, "2024-25 Q4", &one));
    struct packed c = pack(simulate_return(&arena, CAMDEN, "2024-25 Q4", &two));

    (void)state;
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.bytes, b.bytes, a.size);
    assert_true(a.size != c.size || memcmp(a.bytes, c.bytes, a.size) != 0);
}

// --- cells

static void a_cell_is_read_as_it_is_written(void **state)
{
    static const struct {
        enum form_part part;
        const char *column, *text;
    } cells[] = {
        {FORM_HEADER, "new_la_code", "E09000007"},
        {FORM_HEADER, "period", "2024-25 Q4"},
        {FORM_HEADER, "as_at_date", "2025-01-16"},
        {FORM_HEADER, "as_at_date", ""},
        {FORM_HEADER, "note", "two words"},
        {FORM_HEADER, "simulated", "yes"},
        {FORM_TIMELINESS, "plans_issued", "0"},
        {FORM_TIMELINESS, "plans_issued", "not_collected"},
        {FORM_PLACEMENTS, "setting", "total"},
        {FORM_PLACEMENTS, "urn", "100049"},
        {FORM_PLACEMENTS, "urn", ""},
        {FORM_PLACEMENTS, "annual_cost", "63000.50"},
        {FORM_PLACEMENTS, "sourcing", "spot"},
        {FORM_TRANSPORT, "gross_expenditure", "1000000000"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        ProtobufCMessage *row = form_new_row(&arena, cells[i].part);
        const ProtobufCFieldDescriptor *field =
            protobuf_c_message_descriptor_get_field_by_name(row->descriptor, cells[i].column);

        assert_int_equal(simulate_cell(&arena, row, field, cells[i].text), 0);
        assert_string_equal(form_write_cell(&arena, row, field), cells[i].text);
    }
}

static void a_cell_that_nobody_writes_so_is_not_read(void **state)
{
    static const struct {
        enum form_part part;
        const char *column, *text;
    } cells[] = {
        {FORM_HEADER, "new_la_code", ""},        {FORM_HEADER, "new_la_code", "Kent"},
        {FORM_HEADER, "period", "soon"},         {FORM_HEADER, "as_at_date", "2025-02-30"},
        {FORM_HEADER, "as_at_date", "16/01/25"}, {FORM_TIMELINESS, "plans_issued", "1,204"},
        {FORM_TIMELINESS, "plans_issued", "-1"}, {FORM_TIMELINESS, "plans_issued", "12 "},
        {FORM_PLACEMENTS, "annual_cost", "1.5"}, {FORM_PLACEMENTS, "annual_cost", "1.234"},
        {FORM_PLACEMENTS, "annual_cost", "1."},  {FORM_PLACEMENTS, "sourcing", "bought"},
        {FORM_PLACEMENTS, "urn", "x"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        ProtobufCMessage *row = form_new_row(&arena, cells[i].part);
        const ProtobufCFieldDescriptor *field =
            protobuf_c_message_descriptor_get_field_by_name(row->descriptor, cells[i].column);

        assert_int_equal(simulate_cell(&arena, row, field, cells[i].text), -1);
    }
}

static void what_is_left_of_a_row_is_x(void **state)
{
    Qd__Timeliness *row = (Qd__Timeliness *)form_new_row(&arena, FORM_TIMELINESS);

    (void)state;
    row->has_plans_issued = 1;
    assert_int_equal(simulate_rest_is_x(&arena, &row->base), 0);
    assert_true(row->has_plans_issued);
    assert_int_equal(row->absent.len,
                     FIGURES_ABSENT_BYTES * (form_columns(row->base.descriptor) - 1));
}

// --- folders

static void empty(const char *folder)
{
    for (int part = 0; part < FORM_PARTS; part++)
        unlink(arena_printf(&arena, "%s/%s", folder, form_part((enum form_part)part)->file));
    rmdir(folder);
}

static void a_folder_is_read_as_it_was_written(void **state)
{
    const struct simulate_options options = {.seed = 4, .bytes = 60 * 1000, .simulated = 1};
    Qd__Return *made = simulate_return(&arena, CAMDEN, "2024-25 Q4", &options), *back;
    char directory[] = "/tmp/qd-simulate-XXXXXX";
    const char *folder;
    struct err_text text = {""};
    struct packed before, after;

    (void)state;
    assert_non_null(mkdtemp(directory));
    folder = arena_printf(&arena, "%s/return", directory);
    made->header->note = arena_strdup(&arena, "Commas, \"quotation marks\"\r\nand lines.");
    if (simulate_write(made, folder, &text) != ERR_OK)
        fail_msg("%s", text.text);
    assert_int_equal(simulate_write(made, folder, &text), ERR_EXISTS);
    if (simulate_read(&arena, folder, &back, &text) != ERR_OK)
        fail_msg("%s", text.text);
    before = pack(made);
    after = pack(back);
    assert_int_equal(before.size, after.size);
    assert_memory_equal(before.bytes, after.bytes, before.size);
    empty(folder);
    assert_int_equal(simulate_read(&arena, folder, &back, &text), ERR_NOT_FOUND);
    assert_int_equal(rmdir(directory), 0);
}

static void a_folder_that_is_not_as_it_is_written_says_where(void **state)
{
    static const char *const files[] = {
        "new_la_code,period\r\nE09000007,soon\r\n",
        "new_la_code,period\r\nE09000007\r\n",
        "new_la_code,period\r\nE09000007,2024,2024\r\n",
        "new_la_code,perriod\r\nE09000007,2024\r\n",
        "new_la_code,period\r\n\"E09000007,2024\r\n",
        "new_la_code,period\r\n",
    };
    char directory[] = "/tmp/qd-simulate-XXXXXX";

    (void)state;
    assert_non_null(mkdtemp(directory));
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        FILE *out = fopen(arena_printf(&arena, "%s/return.csv", directory), "w");
        struct err_text text = {""};
        Qd__Return *back;

        assert_non_null(out);
        fputs(files[i], out);
        assert_int_equal(fclose(out), 0);
        assert_int_equal(simulate_read(&arena, directory, &back, &text), ERR_MALFORMED);
        assert_null(back);
        assert_non_null(strstr(text.text, "return.csv"));
    }
    empty(directory);
}

// Nobody writes to it, and nobody waits for it.
static void a_pipe_in_the_place_of_a_file_is_refused(void **state)
{
    char directory[] = "/tmp/qd-simulate-XXXXXX";
    Qd__Return *back;

    (void)state;
    assert_non_null(mkdtemp(directory));
    assert_int_equal(mkfifo(arena_printf(&arena, "%s/return.csv", directory), 0600), 0);
    assert_int_equal(simulate_read(&arena, directory, &back, NULL), ERR_COMMAND);
    empty(directory);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_make, memory_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_memory_there_is_no_return),
        TEST(nothing_is_wrong_with_any_of_them),
        TEST(a_quarter_has_all_parts_and_a_year_no_stock),
        TEST(only_the_parts_that_are_asked_for_are_there),
        TEST(there_are_as_many_placements_as_are_asked_for),
        TEST(it_is_as_long_as_is_asked_for),
        TEST(it_says_so_if_it_is_to_be_known_for_what_it_is),
        TEST(the_same_seed_makes_the_same_return),
        TEST(a_cell_is_read_as_it_is_written),
        TEST(a_cell_that_nobody_writes_so_is_not_read),
        TEST(what_is_left_of_a_row_is_x),
        TEST(a_folder_is_read_as_it_was_written),
        TEST(a_folder_that_is_not_as_it_is_written_says_where),
        TEST(a_pipe_in_the_place_of_a_file_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
