// The table from a store: which revisions it takes, and what it says when there is nothing.
#include "proto/wire/codec.h"
#include "tests/support/sample_returns.h"
#include "tests/support/stored/stored.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { STORE_BYTES = 8 * 1024 * 1024 };

struct fixture {
    char folder[64];
    struct store *store;
    struct arena arena;
    struct err_text text;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    if (f == NULL)
        return -1;
    *state = f;
    snprintf(f->folder, sizeof f->folder, "/tmp/qd-table-XXXXXX");
    arena_init(&f->arena, SAMPLE_ARENA_CAP_BYTES);
    if (mkdtemp(f->folder) == NULL)
        return -1;
    f->store = stored_open(f->folder, STORE_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    store_close(f->store);
    stored_remove(f->folder);
    arena_free(&f->arena);
    free(f);
    return 0;
}

// Puts bytes into the store as they are; `hash` NULL is their own.
static void put_bytes(struct fixture *f, const Qd__Header *header, const uint8_t *bytes,
                      size_t size, const uint8_t *hash)
{
    (void)stored_add(f->store, (struct store_submission){.authority = header->new_la_code,
                                                         .period = header->period,
                                                         .return_hash = hash,
                                                         .return_bytes = bytes,
                                                         .return_size = size,
                                                         .queries = 2,
                                                         .received_at_unix_ms = 1763892000000});
}

static void put(struct fixture *f, const Qd__Return *returned)
{
    const uint8_t *bytes;
    size_t size;

    assert_int_equal(codec_pack_return(returned, &f->arena, &bytes, &size, &f->text), ERR_OK);
    put_bytes(f, returned->header, bytes, size, NULL);
}

static Qd__Return *timely(struct fixture *f, int row, const char *period, int64_t plans)
{
    Qd__Return *made = sample_return(&f->arena, row, period);

    SAMPLE_SET(&f->arena, sample_timeliness(&f->arena, made), plans_issued, plans);
    return made;
}

static Qd__Return *placed(struct fixture *f, int row, const char *period, int64_t plans)
{
    Qd__Return *made = sample_return(&f->arena, row, period);
    Qd__Date *as_at = arena_alloc(&f->arena, sizeof *as_at);

    assert_non_null(as_at);
    qd__date__init(as_at);
    as_at->year = 2025;
    as_at->month = 1;
    as_at->day = 16;
    made->header->as_at_date = as_at;
    sample_plans(&f->arena, made, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, plans);
    return made;
}

static enum err make(struct fixture *f, struct table *table, const char *name, const char *period)
{
    Qd__Period when;

    f->text.text[0] = '\0';
    assert_int_equal(period_parse(&when, period, NULL), ERR_OK);
    return table_make(table, &f->arena, f->store, name, &when, &f->text);
}

// --- bad input first
static void a_table_that_there_is_not_names_those_that_there_are(void **state)
{
    struct fixture *f = *state;
    struct table table;

    assert_int_equal(make(f, &table, "timelines", "2024"), ERR_COMMAND);
    for (size_t i = 0; table_names[i] != NULL; i++)
        assert_non_null(strstr(f->text.text, table_names[i]));
}

static void an_empty_store_says_that_nothing_was_returned(void **state)
{
    struct fixture *f = *state;
    struct table table;

    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_EMPTY);
    assert_non_null(strstr(f->text.text, "timeliness"));
    assert_non_null(strstr(f->text.text, "any other period"));
}

static void a_period_without_returns_names_those_that_have_some(void **state)
{
    struct fixture *f = *state;
    struct table table;

    put(f, timely(f, CAMDEN, "2023", 5));
    put(f, timely(f, BARNET, "2023", 5));
    put(f, timely(f, CAMDEN, "2022", 5));
    put(f, placed(f, CAMDEN, "2024-25 Q4", 9));
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_EMPTY);
    assert_non_null(strstr(f->text.text, "for 2024;"));
    assert_non_null(strstr(f->text.text, ": 2022, 2023"));
    assert_null(strstr(f->text.text, "Q4"));
    // A return without the part is not one for the table.
    assert_int_equal(make(f, &table, "timeliness", "2024-25 Q4"), ERR_EMPTY);
    assert_int_equal(make(f, &table, "placements", "2023"), ERR_EMPTY);
    assert_non_null(strstr(f->text.text, "2024-25 Q4"));
    assert_int_equal(make(f, &table, "submissions", "2021"), ERR_EMPTY);
    assert_non_null(strstr(f->text.text, "2022, 2023, 2024-25 Q4"));
}

static void a_stored_return_that_is_not_what_its_hash_says_is_no_figure(void **state)
{
    const uint8_t other_hash[CODEC_HASH_BYTES] = {1};
    struct fixture *f = *state;
    Qd__Return *made = timely(f, CAMDEN, "2024", 5);
    const uint8_t *bytes;
    struct table table;
    size_t size;

    assert_int_equal(codec_pack_return(made, &f->arena, &bytes, &size, NULL), ERR_OK);
    put_bytes(f, made->header, bytes, size, other_hash);
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_CORRUPT);
    assert_non_null(strstr(f->text.text, "the return of Camden for 2024, revision 1"));
    // Nor is it passed over when a list of periods is asked for.
    assert_int_equal(make(f, &table, "timeliness", "2023"), ERR_CORRUPT);
}

static void bytes_that_are_no_return_are_damage(void **state)
{
    const uint8_t junk[] = {0xff, 0xff, 0xff, 0xff};
    struct fixture *f = *state;
    struct table table;

    put_bytes(f, timely(f, CAMDEN, "2024", 5)->header, junk, sizeof junk, NULL);
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_CORRUPT);
    assert_non_null(strstr(f->text.text, "the return of Camden for 2024, revision 1"));
}

// --- what it takes
static void promise_c_the_latest_revision_replaces_the_others_as_a_whole(void **state)
{
    struct fixture *f = *state;
    Qd__Return *first = timely(f, CAMDEN, "2024", 5);
    struct table table;

    SAMPLE_SET(&f->arena, first->timeliness, plans_issued_ex, 4);
    put(f, first);
    put(f, timely(f, CAMDEN, "2024", 6));
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_OK);
    assert_int_equal(sample_value(&table, "plans_issued_count", CAMDEN), 6);
    assert_false(sample_known(&table, "plans_issued_ex_count", CAMDEN));
    assert_int_equal(make(f, &table, "submissions", "2024"), ERR_OK);
    assert_int_equal(sample_value(&table, "revision", CAMDEN), 2);
    assert_int_equal(sample_value(&table, "queries_count", CAMDEN), 2);
}

static void promise_f_boroughs_without_a_return_are_missing(void **state)
{
    struct fixture *f = *state;
    struct table table;

    put(f, timely(f, CAMDEN, "2024", 5));
    put(f, timely(f, BARNET, "2024", 7));
    put(f, timely(f, HACKNEY, "2023", 100));
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_OK);
    assert_int_equal(sample_value(&table, "plans_issued_count", TABLE_LONDON), 12);
    assert_int_equal(sample_cell(&table, "plans_issued_count", TABLE_LONDON)->covered, 2);
    assert_false(sample_known(&table, "plans_issued_count", HACKNEY));
}

// A financial year's spending goes over the plans of its January.
static void spending_takes_the_plans_of_the_stock_that_goes_with_it(void **state)
{
    struct fixture *f = *state;
    Qd__Return *spent = sample_return(&f->arena, CAMDEN, "2024-25");
    struct table table;

    sample_transport(&f->arena, spent, QD__SECTION251_LINE__LINE_2_1_4, 1000);
    put(f, spent);
    put(f, placed(f, CAMDEN, "2023-24 Q4", 50));
    put(f, placed(f, CAMDEN, "2024-25 Q4", 40));
    put(f, placed(f, BARNET, "2024-25 Q4", 40));
    assert_int_equal(make(f, &table, "transport", "2024-25"), ERR_OK);
    assert_int_equal(sample_value(&table, "line_2_1_4_gross_expenditure_per_plan", CAMDEN), 2500);
    assert_int_equal(
        sample_cell(&table, "line_2_1_4_gross_expenditure_per_plan", TABLE_LONDON)->covered, 1);
}

static void a_quarter_s_spending_takes_the_plans_of_the_same_return(void **state)
{
    struct fixture *f = *state;
    Qd__Return *both = placed(f, CAMDEN, "2024-25 Q4", 40);
    struct table table;

    sample_transport(&f->arena, both, QD__SECTION251_LINE__LINE_2_1_4, 1000);
    put(f, both);
    assert_int_equal(make(f, &table, "transport", "2024-25 Q4"), ERR_OK);
    assert_int_equal(sample_value(&table, "line_2_1_4_gross_expenditure_per_plan", CAMDEN), 2500);
}

static void placements_are_those_of_the_very_period(void **state)
{
    struct fixture *f = *state;
    struct table table;

    put(f, placed(f, CAMDEN, "2024-25 Q3", 50));
    put(f, placed(f, BARNET, "2024-25 Q4", 40));
    assert_int_equal(make(f, &table, "placements", "2024-25 Q4"), ERR_OK);
    assert_false(sample_known(&table, "plans_count", CAMDEN));
    assert_int_equal(sample_value(&table, "plans_count", TABLE_LONDON), 40);
    assert_int_equal(table.sequence, 2);
    assert_int_equal(table.received_at_unix_ms, 1763892000000);
}

static void promise_c_a_table_leaves_the_store_as_it_is(void **state)
{
    const struct store_options read_only = {.read_only = 1};
    struct fixture *f = *state;
    struct store_report report;
    struct table table;

    put(f, timely(f, CAMDEN, "2024", 5));
    store_close(f->store);
    f->store = NULL;
    assert_int_equal(store_open(&f->store, f->folder, &read_only, &f->text), ERR_OK);
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_OK);
    assert_int_equal(sample_value(&table, "plans_issued_count", CAMDEN), 5);
    assert_int_equal(store_verify(f->store, &report, NULL, NULL, &f->text), ERR_OK);
    assert_int_equal(report.returns, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_table_that_there_is_not_names_those_that_there_are),
        TEST(an_empty_store_says_that_nothing_was_returned),
        TEST(a_period_without_returns_names_those_that_have_some),
        TEST(a_stored_return_that_is_not_what_its_hash_says_is_no_figure),
        TEST(bytes_that_are_no_return_are_damage),
        TEST(promise_c_the_latest_revision_replaces_the_others_as_a_whole),
        TEST(promise_f_boroughs_without_a_return_are_missing),
        TEST(spending_takes_the_plans_of_the_stock_that_goes_with_it),
        TEST(a_quarter_s_spending_takes_the_plans_of_the_same_return),
        TEST(placements_are_those_of_the_very_period),
        TEST(promise_c_a_table_leaves_the_store_as_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
