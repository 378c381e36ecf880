// Which store an edition is verified with.
#include "reporter/editions/verify.h"

#include "tests/support/edited/edited.h"
#include "tests/support/stored/stored.h"
#include "tests/support/tabled/tabled.h"

enum { DAY = 20000, MS_A_DAY = 24 * 60 * 60 * 1000 };

static void send(struct stored *f, int32_t day)
{
    stored_add(f->store,
               (struct store_submission){.authority = boroughs[CAMDEN].authority,
                                         .period = &f->period,
                                         .return_bytes = (const uint8_t *)"x",
                                         .return_size = 1,
                                         .received_at_unix_ms = (uint64_t)day * MS_A_DAY});
}

// With an edition of another store's first entry.
static void verify_wants_another_store(struct stored *f, int32_t day)
{
    const struct edition_asked asked = {.program = "qd-reporter", .version = "1"};
    const char *folder = arena_printf(&tabled_arena, "%s/edition", f->folder);
    struct verify_report report;

    edited_put(folder, 1, day, (struct redacted_list){.count = 0});
    assert_int_equal(verify_edition(&report, &tabled_arena, folder, &asked, f->store, &f->text),
                     ERR_COMMAND);
    assert_non_null(strstr(f->text.text, "--store"));
    edition_folder_remove(folder);
}

static void another_store_is_told_by_its_journal(void **state)
{
    send(*state, DAY);
    verify_wants_another_store(*state, DAY);
}

static void another_store_without_an_entry_is_told_alike(void **state)
{
    verify_wants_another_store(*state, DAY);
}

// As at the edition's day it had no entry yet, which is not what is wrong.
static void another_store_that_is_younger_is_told_alike(void **state)
{
    send(*state, DAY + 1);
    verify_wants_another_store(*state, DAY);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, stored_set_up, stored_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(another_store_is_told_by_its_journal),
        WITH_STORE(another_store_without_an_entry_is_told_alike),
        WITH_STORE(another_store_that_is_younger_is_told_alike),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
