// The table from a store: which revisions it takes, and what it says when there is nothing.
#include "proto/wire/codec.h"
#include "reporter/table/table_read.h"
#include "tests/support/golden/golden.h"
#include "tests/support/stored/stored.h"
#include "tests/support/tabled/tabled.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { STORE_BYTES = 8 * 1024 * 1024, KEPT_BYTES = 1024 * 1024, TAKEN_AT_S = 1763892000 };

struct fixture {
    char folder[64];
    struct store *store;
    struct kept kept;  // of all tables that a test makes
    struct err_text text;
    uint64_t now_ms;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    if (f == NULL)
        return -1;
    *state = f;
    f->now_ms = (uint64_t)TAKEN_AT_S * 1000;
    snprintf(f->folder, sizeof f->folder, "/tmp/qd-table-XXXXXX");
    if (mkdtemp(f->folder) == NULL)
        return -1;
    f->store = stored_open(f->folder, STORE_BYTES);
    kept_init(&f->kept, KEPT_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    kept_free(&f->kept);
    store_close(f->store);
    stored_remove(f->folder);
    free(f);
    return 0;
}

static unsigned parts_of(const Qd__Return *returned)
{
    unsigned parts = 0;

    for (int part = 0; part < FORM_PARTS; part++)
        parts |= (unsigned)(form_rows(returned, (enum form_part)part) > 0) << part;
    return parts;
}

// Puts bytes into the store as they are; `hash` NULL is their own.
static void put_bytes(struct fixture *f, const Qd__Return *returned, const uint8_t *bytes,
                      size_t size, const uint8_t *hash)
{
    (void)stored_add(f->store, (struct store_submission){.authority = returned->header->new_la_code,
                                                         .period = returned->header->period,
                                                         .return_hash = hash,
                                                         .return_bytes = bytes,
                                                         .return_size = size,
                                                         .parts = parts_of(returned),
                                                         .queries = 2,
                                                         .received_at_unix_ms = f->now_ms});
}

static void put(struct fixture *f, const Qd__Return *returned)
{
    const uint8_t *bytes;
    size_t size;

    assert_int_equal(codec_pack_return(returned, &tabled_arena, &bytes, &size, &f->text), ERR_OK);
    put_bytes(f, returned, bytes, size, NULL);
}

static Qd__Return *timely(int row, const char *period, int64_t plans)
{
    Qd__Return *made = tabled_return(row, period);

    TABLED_SET(tabled_timeliness(made), plans_issued, plans);
    return made;
}

static Qd__Return *placed(int row, const char *period, int64_t plans)
{
    Qd__Return *made = tabled_return(row, period);
    Qd__Date *as_at = arena_alloc(&tabled_arena, sizeof *as_at);

    assert_non_null(as_at);
    qd__date__init(as_at);
    as_at->year = 2025;
    as_at->month = 1;
    as_at->day = 16;
    made->header->as_at_date = as_at;
    tabled_plans(made, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, plans);
    return made;
}

static enum err make_as(struct fixture *f, struct table *table, struct table_request request,
                        const char *periods, struct as_of as_of)
{
    enum err error = ERR_OK;

    f->text.text[0] = '\0';
    if (periods != NULL) {
        assert_int_equal(periods_parse(&request.periods, &tabled_arena, periods, &f->text), ERR_OK);
        request.kind = request.periods.list[0].kind;
    }
    error = table_begin(table, &tabled_arena, tabled_areas(), &request, &f->text);
    if (error == ERR_OK)
        error = table_read(table, f->store, &f->kept, &request.periods, as_of, &f->text);
    kept_look_end(&f->kept);
    return error;
}

static enum err make(struct fixture *f, struct table *table, const char *name, const char *periods)
{
    return make_as(f, table, (struct table_request){.name = name, .by = NULL}, periods, AS_OF_NOW);
}

// --- a look

static void a_look_lasts_until_it_is_ended(void **state)
{
    struct fixture *f = *state;
    const struct as_of first = {1, UINT64_MAX};
    struct store_reading *reading, *again;

    put(f, timely(CAMDEN, "2024", 5));
    assert_int_equal(ERR_OK, kept_look(&f->kept, f->store, AS_OF_NOW, &reading, &f->text));
    put(f, timely(BARNET, "2024", 7));
    assert_int_equal(ERR_OK, kept_look(&f->kept, f->store, AS_OF_NOW, &again, &f->text));
    assert_int_equal(1, again->end.sequence);
    kept_look_end(&f->kept);
    assert_int_equal(ERR_OK, kept_look(&f->kept, f->store, AS_OF_NOW, &again, &f->text));
    assert_int_equal(2, again->end.sequence);
    assert_int_equal(ERR_OK, kept_look(&f->kept, f->store, first, &again, &f->text));
    assert_int_equal(1, again->then.sequence);
    assert_int_equal(ERR_OK, kept_look(&f->kept, f->store, AS_OF_NOW, &again, &f->text));
    assert_int_equal(2, again->then.sequence);
    kept_look_end(&f->kept);
}

// --- bad input first

static void an_empty_store_says_that_nothing_was_returned(void **state)
{
    struct fixture *f = *state;
    struct table table;

    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_EMPTY);
    golden_note("timeliness of 2024", f->text.text);
    golden_check_noted("errors.golden", "a table of a store without returns");
}

static void a_period_without_returns_names_those_that_have_some(void **state)
{
    struct fixture *f = *state;
    struct table table;

    put(f, timely(CAMDEN, "2023", 5));
    put(f, timely(BARNET, "2023", 5));
    put(f, timely(CAMDEN, "2022", 5));
    put(f, placed(CAMDEN, "2024-25 Q4", 9));
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_EMPTY);
    golden_note("timeliness of 2024", f->text.text);
    // A return without the part is not one for the table.
    assert_int_equal(make(f, &table, "timeliness", "2024-25 Q4"), ERR_EMPTY);
    assert_int_equal(make(f, &table, "placements", "2023"), ERR_EMPTY);
    golden_note("placements of 2023", f->text.text);
    assert_int_equal(make(f, &table, "submissions", "2021"), ERR_EMPTY);
    golden_note("submissions of 2021", f->text.text);
    golden_check_noted("errors.golden", "a table of periods without returns");
}

static void a_stored_return_that_is_not_what_its_hash_says_is_no_figure(void **state)
{
    const uint8_t other_hash[CODEC_HASH_BYTES] = {1};
    struct fixture *f = *state;
    Qd__Return *made = timely(CAMDEN, "2024", 5);
    const uint8_t *bytes;
    struct table table;
    size_t size;

    assert_int_equal(codec_pack_return(made, &tabled_arena, &bytes, &size, NULL), ERR_OK);
    put_bytes(f, made, bytes, size, other_hash);
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_CORRUPT);
    golden_note("the period of the return", f->text.text);
    // That something was returned for the period, the journal's heads tell all the same.
    assert_int_equal(make(f, &table, "timeliness", "2023"), ERR_EMPTY);
    golden_note("another period", f->text.text);
    golden_check_noted("errors.golden", "a table of a return that is damaged");
}

static void bytes_that_are_no_return_are_damage(void **state)
{
    const uint8_t junk[] = {0xff, 0xff, 0xff, 0xff};
    struct fixture *f = *state;
    struct table table;

    put_bytes(f, timely(CAMDEN, "2024", 5), junk, sizeof junk, NULL);
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_CORRUPT);
    golden_note("four bytes", f->text.text);
    golden_check_noted("errors.golden", "a table of bytes that are no return");
}

static void a_return_of_a_newer_version_says_which_program_to_upgrade(void **state)
{
    const uint8_t newer[] = {0x08, 99};
    struct fixture *f = *state;
    struct table table;

    put_bytes(f, timely(CAMDEN, "2024", 5), newer, sizeof newer, NULL);
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_UNKNOWN_VERSION);
    assert_non_null(strstr(f->text.text, "version 99 "));
    assert_non_null(strstr(f->text.text, err_program()));
}

// --- what it takes
static void promise_c_the_latest_revision_replaces_the_others_as_a_whole(void **state)
{
    struct fixture *f = *state;
    Qd__Return *first = timely(CAMDEN, "2024", 5);
    struct table table;

    TABLED_SET(first->timeliness, plans_issued_ex, 4);
    put(f, first);
    put(f, timely(CAMDEN, "2024", 6));
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_OK);
    assert_int_equal(tabled_value(&table, "plans_issued_count", CAMDEN), 6);
    assert_int_not_equal(tabled_state(&table, "plans_issued_ex_count", CAMDEN), FIGURE_KNOWN);
    assert_int_equal(make(f, &table, "submissions", "2024"), ERR_OK);
    assert_int_equal(tabled_value(&table, "revision", CAMDEN), 2);
    assert_int_equal(tabled_value(&table, "queries_count", CAMDEN), 2);
}

static void promise_f_boroughs_without_a_return_are_missing(void **state)
{
    struct fixture *f = *state;
    struct table table;

    put(f, timely(CAMDEN, "2024", 5));
    put(f, timely(BARNET, "2024", 7));
    put(f, timely(HACKNEY, "2023", 100));
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_OK);
    assert_int_equal(tabled_value(&table, "plans_issued_count", LONDON), 12);
    assert_int_equal(tabled_cell(&table, "plans_issued_count", LONDON)->n, 2);
    assert_int_not_equal(tabled_state(&table, "plans_issued_count", HACKNEY), FIGURE_KNOWN);
}

// A financial year's spending goes over the plans of its January.
static void spending_takes_the_plans_of_the_stock_that_goes_with_it(void **state)
{
    struct fixture *f = *state;
    Qd__Return *spent = tabled_return(CAMDEN, "2024-25");
    struct table table;

    tabled_transport(spent, QD__SECTION251_LINE__LINE_2_1_4, 1000);
    written_other_lines(&tabled_arena, spent, WRITTEN_ZEROS);
    put(f, spent);
    put(f, placed(CAMDEN, "2023-24 Q4", 50));
    put(f, placed(CAMDEN, "2024-25 Q4", 40));
    put(f, placed(BARNET, "2024-25 Q4", 40));
    assert_int_equal(make(f, &table, "transport", "2024-25"), ERR_OK);
    assert_int_equal(tabled_value(&table, "gross_expenditure_per_plan", CAMDEN), 2500);
    assert_int_equal(tabled_cell(&table, "gross_expenditure_per_plan", LONDON)->n, 1);
}

static void a_quarter_s_spending_takes_the_plans_of_the_same_return(void **state)
{
    struct fixture *f = *state;
    Qd__Return *both = placed(CAMDEN, "2024-25 Q4", 40);
    struct table table;

    tabled_transport(both, QD__SECTION251_LINE__LINE_2_1_4, 1000);
    written_other_lines(&tabled_arena, both, WRITTEN_ZEROS);
    put(f, both);
    assert_int_equal(make(f, &table, "transport", "2024-25 Q4"), ERR_OK);
    assert_int_equal(tabled_value(&table, "gross_expenditure_per_plan", CAMDEN), 2500);
}

static void placements_are_those_of_the_very_period(void **state)
{
    struct fixture *f = *state;
    struct table table;

    put(f, placed(CAMDEN, "2024-25 Q3", 50));
    put(f, placed(BARNET, "2024-25 Q4", 40));
    assert_int_equal(make(f, &table, "placements", "2024-25 Q4"), ERR_OK);
    assert_int_not_equal(tabled_state(&table, "plans_count", CAMDEN), FIGURE_KNOWN);
    assert_int_equal(tabled_value(&table, "plans_count", LONDON), 40);
    assert_int_equal(table.sequence, 2);
    assert_int_equal(table.received_at_unix_ms, 1763892000000);
}

static void promise_c_a_table_leaves_the_store_as_it_is(void **state)
{
    const struct store_options read_only = {.read_only = 1};
    struct fixture *f = *state;
    struct store_report report;
    struct table table;

    put(f, timely(CAMDEN, "2024", 5));
    store_close(f->store);
    f->store = NULL;
    assert_int_equal(store_open(&f->store, f->folder, &read_only, &f->text), ERR_OK);
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_OK);
    assert_int_equal(tabled_value(&table, "plans_issued_count", CAMDEN), 5);
    assert_int_equal(store_verify(f->store, &report, NULL, NULL, &f->text), ERR_OK);
    assert_int_equal(report.returns, 1);
}

// --- as it stood

static void promise_g_a_table_is_made_again_as_it_stood(void **state)
{
    struct fixture *f = *state;
    struct as_of as_of;
    struct table table;

    put(f, timely(CAMDEN, "2024", 5));  // number 1 of the journal
    put(f, timely(BARNET, "2024", 7));
    f->now_ms += 1000;
    put(f, timely(CAMDEN, "2024", 6));
    assert_int_equal(as_of_parse(&as_of, "2", &f->text), ERR_OK);
    assert_int_equal(
        make_as(f, &table, (struct table_request){.name = "timeliness", .by = NULL}, "2024", as_of),
        ERR_OK);
    assert_int_equal(tabled_value(&table, "plans_issued_count", CAMDEN), 5);
    assert_int_equal(tabled_value(&table, "plans_issued_count", LONDON), 12);
    assert_int_equal(table.sequence, 2);
    assert_int_equal(as_of_parse(&as_of, "2025-11-23T10:00:00Z", &f->text), ERR_OK);
    assert_int_equal(
        make_as(f, &table, (struct table_request){.name = "timeliness", .by = NULL}, "2024", as_of),
        ERR_OK);
    assert_int_equal(tabled_value(&table, "plans_issued_count", CAMDEN), 5);
    assert_int_equal(as_of_parse(&as_of, "1", &f->text), ERR_OK);
    assert_int_equal(
        make_as(f, &table, (struct table_request){.name = "timeliness", .by = NULL}, "2024", as_of),
        ERR_OK);
    assert_int_equal(tabled_state(&table, "plans_issued_count", BARNET), FIGURE_NOT_RETURNED);
    assert_int_equal(as_of_parse(&as_of, "2025-11-22", &f->text), ERR_OK);
    assert_int_equal(
        make_as(f, &table, (struct table_request){.name = "timeliness", .by = NULL}, "2024", as_of),
        ERR_EMPTY);
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_OK);
    assert_int_equal(tabled_value(&table, "plans_issued_count", CAMDEN), 6);
}

// --- several periods

static void several_periods_of_a_kind_stand_in_one_table(void **state)
{
    struct fixture *f = *state;
    struct table table;
    size_t column;

    put(f, timely(CAMDEN, "2022", 5));
    put(f, timely(CAMDEN, "2024", 6));
    put(f, timely(BARNET, "2024", 7));
    put(f, placed(CAMDEN, "2024-25 Q4", 9));
    assert_int_equal(make(f, &table, "timeliness", "2022..2024"), ERR_OK);
    assert_int_equal(table.periods.count, 3);
    column = tabled_find(&table, "plans_issued_count");
    assert_int_equal(table_cell(&table, 0, column, CAMDEN)->value.value, 5);
    assert_int_equal(table_cell(&table, 1, column, CAMDEN)->value.state, FIGURE_NOT_RETURNED);
    assert_int_equal(table_cell(&table, 2, column, LONDON)->value.value, 13);
    assert_int_equal(table_cell(&table, 0, column, LONDON)->value.value, 5);
}

static void all_periods_are_those_for_which_there_is_something(void **state)
{
    const struct table_request quarters = {.name = "placements",
                                           .kind = QD__PERIOD_KIND__FINANCIAL_QUARTER};
    const struct table_request years = {.name = "timeliness",
                                        .kind = QD__PERIOD_KIND__CALENDAR_YEAR};
    const struct table_request none = {.name = "timeliness",
                                       .kind = QD__PERIOD_KIND__FINANCIAL_YEAR};
    struct fixture *f = *state;
    char periods[PERIODS_TEXT_BYTES];
    struct table table;

    put(f, timely(CAMDEN, "2022", 5));
    put(f, timely(CAMDEN, "2024", 6));
    put(f, placed(BARNET, "2023-24 Q4", 7));
    put(f, placed(CAMDEN, "2024-25 Q1", 9));
    assert_int_equal(make_as(f, &table, quarters, NULL, AS_OF_NOW), ERR_OK);
    periods_format(&table.periods, periods);
    assert_string_equal(periods, "2023-24 Q4 to 2024-25 Q1");
    assert_int_equal(make_as(f, &table, years, NULL, AS_OF_NOW), ERR_OK);
    periods_format(&table.periods, periods);
    assert_string_equal(periods, "2022, 2024");
    assert_int_equal(make_as(f, &table, none, NULL, AS_OF_NOW), ERR_EMPTY);
    golden_note("all financial years", f->text.text);
    golden_check_noted("errors.golden", "a table of a kind of periods without returns");
}

// --- years from quarters

static void put_quarters(struct fixture *f, int row, int count)
{
    static const char *const quarters[] = {"2023-24 Q4", "2024-25 Q1", "2024-25 Q2", "2024-25 Q3"};

    for (int i = 0; i < count; i++) {
        Qd__Return *made = timely(row, quarters[i], 10 + i);

        TABLED_SET(made->timeliness, requests_open, 100 + i);
        put(f, made);
    }
}

static void a_calendar_year_is_its_return_or_its_four_quarters(void **state)
{
    struct fixture *f = *state;
    struct returned all;
    struct table table;

    put_quarters(f, CAMDEN, 4);
    put_quarters(f, BARNET, 3);
    put_quarters(f, HACKNEY, 4);
    put(f, timely(HACKNEY, "2024", 47));
    assert_int_equal(make(f, &table, "timeliness", "2024"), ERR_OK);
    assert_int_equal(tabled_value(&table, "plans_issued_count", CAMDEN), 10 + 11 + 12 + 13);
    assert_int_equal(table_source_of(&table, 0, CAMDEN).made_from, TABLE_FROM_QUARTERS);
    assert_int_equal(tabled_state(&table, "requests_open_count", CAMDEN), FIGURE_NOT_APPLICABLE);
    assert_int_equal(tabled_state(&table, "plans_issued_count", BARNET), FIGURE_NOT_RETURNED);
    assert_int_equal(tabled_value(&table, "plans_issued_count", HACKNEY), 47);
    assert_int_equal(table_source_of(&table, 0, HACKNEY).made_from, TABLE_FROM_RETURN);
    assert_int_equal(table_source_of(&table, 0, LONDON).made_from, TABLE_FROM_BOTH);
    assert_int_equal(table.differences_count, 1);
    assert_int_equal(table.differences[0].row, HACKNEY);
    assert_int_equal(table.differences[0].numerator.value, 46);
    assert_int_equal(tabled_cell(&table, "plans_issued_count", LONDON)->n, 2);
    // And in the list of what there is.
    assert_int_equal(
        table_read_returned(&all, &tabled_arena, f->store, &f->kept, AS_OF_NOW, &f->text), ERR_OK);
    assert_int_equal(all.list[0].period.kind, QD__PERIOD_KIND__CALENDAR_YEAR);
    assert_true(all.list[0].parts[FORM_TIMELINESS] == (uint64_t)1 << HACKNEY);
    assert_true(all.list[0].made[FORM_TIMELINESS] == (uint64_t)1 << CAMDEN);
}

// Placements are a stock: a financial year's are those of its last quarter, a calendar year has none.
static void a_year_s_placements_are_those_of_its_last_quarter(void **state)
{
    struct fixture *f = *state;
    struct table table;

    put(f, placed(CAMDEN, "2024-25 Q4", 40));
    put(f, placed(BARNET, "2024-25 Q3", 30));
    assert_int_equal(make(f, &table, "placements", "2024-25"), ERR_OK);
    assert_int_equal(tabled_value(&table, "plans_count", CAMDEN), 40);
    assert_int_equal(tabled_state(&table, "plans_count", BARNET), FIGURE_NOT_RETURNED);
    assert_int_equal(make(f, &table, "placements", "2024"), ERR_EMPTY);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_look_lasts_until_it_is_ended),
        TEST(an_empty_store_says_that_nothing_was_returned),
        TEST(a_period_without_returns_names_those_that_have_some),
        TEST(a_stored_return_that_is_not_what_its_hash_says_is_no_figure),
        TEST(bytes_that_are_no_return_are_damage),
        TEST(a_return_of_a_newer_version_says_which_program_to_upgrade),
        TEST(promise_c_the_latest_revision_replaces_the_others_as_a_whole),
        TEST(promise_f_boroughs_without_a_return_are_missing),
        TEST(spending_takes_the_plans_of_the_stock_that_goes_with_it),
        TEST(a_quarter_s_spending_takes_the_plans_of_the_same_return),
        TEST(placements_are_those_of_the_very_period),
        TEST(promise_c_a_table_leaves_the_store_as_it_is),
        TEST(promise_g_a_table_is_made_again_as_it_stood),
        TEST(several_periods_of_a_kind_stand_in_one_table),
        TEST(all_periods_are_those_for_which_there_is_something),
        TEST(a_calendar_year_is_its_return_or_its_four_quarters),
        TEST(a_year_s_placements_are_those_of_its_last_quarter),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
