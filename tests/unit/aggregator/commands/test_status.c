// Which boroughs returned what, and who is missing: for a person and for a program.
#include "aggregator/commands/status.h"

#include "tests/support/golden/golden.h"
#include "tests/support/peer/peer.h"
#include "tests/support/stored/stored.h"

#include <jansson.h>

#define MIB ((size_t)1024 * 1024)

enum { PRINTED_BYTES = 256 * 1024 };

static const Qd__LocalAuthority CAMDEN = QD__LOCAL_AUTHORITY__E09000007;
static const Qd__LocalAuthority HACKNEY = QD__LOCAL_AUTHORITY__E09000012;

struct fixture {
    struct peer_folder folder;
    struct store *store;
    struct arena arena;
    struct status status;
    char printed[PRINTED_BYTES];
    struct err_text text;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    char path[128];

    f->folder = peer_folder_make();
    arena_init(&f->arena, 16 * MIB);
    *state = f;
    f->store = stored_open(peer_path(&f->folder, "store", path), 4 * MIB);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    status_free(&f->status);
    store_close(f->store);
    peer_folder_remove(&f->folder);
    arena_free(&f->arena);
    free(f);
    return 0;
}

static Qd__Period quarter_of(uint32_t quarter)
{
    Qd__Period period = QD__PERIOD__INIT;

    period.kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
    period.year = 2024;
    period.has_quarter = 1;
    period.quarter = quarter;
    return period;
}

static void add(struct fixture *f, Qd__LocalAuthority authority, uint32_t quarter)
{
    const struct peer_return given = {
        .authority = authority, .year = 2024, .quarter = quarter, .issued = 10, .within = 1};
    const Qd__Period period = quarter_of(quarter);
    const uint8_t *bytes;
    size_t size;

    peer_pack_return(&f->arena, &given, &bytes, &size);
    (void)stored_add(f->store, (struct store_submission){.authority = authority,
                                                         .period = &period,
                                                         .return_bytes = bytes,
                                                         .return_size = size,
                                                         .parts = 1U << FORM_TIMELINESS,
                                                         .queries = 3,
                                                         .received_at_unix_ms = 1763892000000});
}

static void read_asked(struct fixture *f, const struct status_asked *asked)
{
    status_free(&f->status);
    if (status_read(&f->status, f->store, asked, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
}

static void read_status(struct fixture *f, const Qd__Period *only)
{
    read_asked(f, &(struct status_asked){.only = only});
}

static const char *print(struct fixture *f, enum err (*printer)(const struct status *, FILE *))
{
    FILE *out;

    memset(f->printed, 0, sizeof f->printed);
    out = fmemopen(f->printed, sizeof f->printed, "w");
    assert_non_null(out);
    assert_int_equal(ERR_OK, printer(&f->status, out));
    assert_int_equal(0, fclose(out));
    return f->printed;
}

static void a_full_disk_at_the_other_end_is_an_error(void **state)
{
    struct fixture *f = *state;
    FILE *out = fopen("/dev/full", "w");

    read_status(f, NULL);
    assert_int_not_equal(ERR_OK, status_print(&f->status, out));
    (void)fclose(out);
    out = fopen("/dev/full", "w");
    assert_int_not_equal(ERR_OK, status_print_json(&f->status, out));
    (void)fclose(out);
}

static void an_empty_store_says_so(void **state)
{
    struct fixture *f = *state;
    json_t *whole;

    read_status(f, NULL);
    golden_check("status.golden", "nothing", print(f, status_print));
    whole = json_loads(print(f, status_print_json), 0, NULL);
    assert_int_equal(0, json_array_size(json_object_get(whole, "periods")));
    json_decref(whole);
}

static void a_period_that_nobody_returned_shows_all_as_missing(void **state)
{
    struct fixture *f = *state;
    const Qd__Period period = quarter_of(4);
    json_t *whole;
    json_t *only;

    add(f, CAMDEN, 3);
    read_status(f, &period);
    golden_check("status.golden", "a period that nobody returned", print(f, status_print));
    whole = json_loads(print(f, status_print_json), 0, NULL);
    only = json_array_get(json_object_get(whole, "periods"), 0);
    assert_int_equal(33, json_array_size(json_object_get(only, "missing")));
    json_decref(whole);
}

static void the_latest_revision_of_each_borough_is_shown_and_who_is_missing(void **state)
{
    struct fixture *f = *state;
    const Qd__Period period = quarter_of(3);

    add(f, CAMDEN, 3);
    add(f, HACKNEY, 3);
    add(f, CAMDEN, 3);
    add(f, CAMDEN, 4);
    read_status(f, NULL);
    assert_int_equal(2, f->status.count);
    assert_int_equal(2, f->status.periods[0].stored->returned);
    assert_int_equal(1, f->status.periods[1].stored->returned);
    golden_check("status.golden", "two periods", print(f, status_print));
    read_status(f, &period);
    assert_int_equal(1, f->status.count);
    golden_check("status.golden", "one of two periods", print(f, status_print));
}

static void a_program_reads_the_same(void **state)
{
    struct fixture *f = *state;
    json_t *whole;
    json_t *period;
    json_t *camden;

    add(f, CAMDEN, 3);
    add(f, CAMDEN, 3);
    read_status(f, NULL);
    whole = json_loads(print(f, status_print_json), 0, NULL);
    assert_non_null(whole);
    period = json_array_get(json_object_get(whole, "periods"), 0);
    assert_string_equal("2024-25 Q3", json_string_value(json_object_get(period, "period")));
    assert_int_equal(1, json_integer_value(json_object_get(period, "returned")));
    assert_int_equal(33, json_integer_value(json_object_get(period, "of")));
    assert_int_equal(32, json_array_size(json_object_get(period, "missing")));
    camden = json_array_get(json_object_get(period, "boroughs"), 0);
    assert_string_equal("E09000007", json_string_value(json_object_get(camden, "new_la_code")));
    assert_int_equal(202, json_integer_value(json_object_get(camden, "old_la_code")));
    assert_int_equal(2, json_integer_value(json_object_get(camden, "revision")));
    assert_int_equal(2, json_integer_value(json_object_get(camden, "sequence")));
    assert_int_equal(3, json_integer_value(json_object_get(camden, "queries")));
    assert_true(json_is_integer(json_object_get(camden, "explanations")));
    assert_int_equal(0, json_integer_value(json_object_get(camden, "explanations")));
    assert_int_equal(0, json_integer_value(json_object_get(camden, "notes")));
    assert_string_equal("2025-11-23T10:00:00Z",
                        json_string_value(json_object_get(camden, "received_at")));
    assert_string_equal("timeliness",
                        json_string_value(json_array_get(json_object_get(camden, "parts"), 0)));
    json_decref(whole);
}

// Returns of the fixture come on 23 November 2025.
static void a_calendar_says_what_is_due_and_who_is_late(void **state)
{
    struct fixture *f = *state;
    char path[128];
    FILE *file = fopen(peer_path(&f->folder, "calendar.csv", path), "w");
    const struct status_asked asked = {.calendar = path, .today = 20454};  // 1 January 2026
    const char *text;

    assert_non_null(file);
    fputs("period,opens,due,refresh_until\n"
          "2024-25 Q1,2025-10-01,2025-11-20,2025-12-20\n"
          "2024-25 Q2,2025-10-01,2026-01-01,2026-02-01\n"
          "2024-25 Q3,2025-12-01,2025-12-31,2026-02-01\n"
          "2024-25 Q4,2026-01-02,2026-01-31,2026-02-01\n",
          file);
    assert_int_equal(fclose(file), 0);
    add(f, QD__LOCAL_AUTHORITY__E09000007, 1);
    add(f, QD__LOCAL_AUTHORITY__E09000007, 2);
    read_asked(f, &asked);
    assert_int_equal(f->status.count, 3);  // the last one is not open
    assert_int_equal(status_days_late(&f->status.periods[0], boroughs_index(202)), 3);
    assert_int_equal(status_days_late(&f->status.periods[1], boroughs_index(202)), 0);
    golden_check("status.golden", "what is due, and who is late", print(f, status_print));
    text = print(f, status_print_json);
    assert_non_null(strstr(text, "\"due\": \"2025-11-20\""));
    assert_non_null(strstr(text, "\"days_late\": 3"));
    (void)unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(a_full_disk_at_the_other_end_is_an_error),
        TEST(an_empty_store_says_so),
        TEST(a_period_that_nobody_returned_shows_all_as_missing),
        TEST(the_latest_revision_of_each_borough_is_shown_and_who_is_missing),
        TEST(a_program_reads_the_same),
        TEST(a_calendar_says_what_is_due_and_who_is_late),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
