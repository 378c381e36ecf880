// Which of the things that happened to a return between two editions is the cause of a change.
#include "reporter/editions/changes_causes.h"

#include "proto/form/period.h"
#include "proto/wire/codec.h"
#include "tests/support/stored/stored.h"
#include "tests/support/tabled/tabled.h"

enum { AT_MS = 1000 };

// A return of a borough for 2024-25 Q4, whose bytes differ by its plans. Its entry's number.
static uint64_t send(struct stored *f, int row, int64_t plans, const char *note)
{
    Qd__Return *made = tabled_return(row, "2024-25 Q4");
    struct store_submission submission = {.authority = boroughs[row].authority,
                                          .period = &f->period,
                                          .parts = 1U << FORM_TIMELINESS,
                                          .received_at_unix_ms = AT_MS};

    TABLED_SET(tabled_timeliness(made), plans_issued, plans);
    made->header->note = note[0] == '\0' ? NULL : arena_strdup(&tabled_arena, note);
    assert_int_equal(codec_pack_return(made, &tabled_arena, &submission.return_bytes,
                                       &submission.return_size, &f->text),
                     ERR_OK);
    return stored_add(f->store, submission).sequence;
}

// The operator wants the store for himself.
static void withdraw(struct stored *f, int row)
{
    struct journal_entry entry;

    store_close(f->store);
    assert_int_equal(store_withdraw(f->folder, boroughs[row].authority, &f->period,
                                    "another quarter", &entry, &f->text),
                     ERR_OK);
    f->store = stored_open(f->folder, STORED_BYTES);
}

// "Camden revision 2 'why'; ..." of what happened after a number of the journal, for an audience; "!" where what
// stood before has gone.
static const char *causes_for(struct stored *f, uint64_t since, struct audience audience)
{
    struct edition edition = {.asked = {.since = since},
                              .audience = audience,
                              .as_of = AS_OF_NOW,
                              .store = f->store,
                              .arena = &tabled_arena};
    struct changes changes = {.edition = &edition};
    const char *words = "";

    if (changes_causes_find(&changes, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    for (size_t i = 0; i < changes.count; i++) {
        const struct changes_cause *cause = &changes.causes[i];

        words = arena_printf(&tabled_arena, "%s%s%s %s %u '%s'%s", words, i == 0 ? "" : "; ",
                             boroughs[cause->event->borough].la_name, cause->reason,
                             cause->event->revision, cause->words, cause->hides_before ? "!" : "");
    }
    return words;
}

static const char *causes(struct stored *f, uint64_t since)
{
    return causes_for(f, since, (struct audience){.is_panel = 1});
}

static void nothing_that_happened_has_no_cause(void **state)
{
    const uint64_t since = send(*state, CAMDEN, 1, "");

    assert_string_equal(causes(*state, since), "");
}

static void promise_g_a_first_return_is_late_and_a_later_one_is_a_revision_with_its_note(
    void **state)
{
    const uint64_t since = send(*state, CAMDEN, 1, "the first");

    send(*state, CAMDEN, 2, "counted again");
    send(*state, BARNET, 5, "");
    assert_string_equal(causes(*state, since),
                        "Camden revision 2 'counted again'; Barnet late return 1 ''");
    assert_string_equal(causes(*state, 0), "Camden late return 2 'counted again'; "
                                           "Barnet late return 1 ''");
}

static void the_last_of_what_happened_is_the_cause(void **state)
{
    const uint64_t since = send(*state, CAMDEN, 1, "");

    send(*state, CAMDEN, 2, "counted again");
    withdraw(*state, CAMDEN);
    assert_string_equal(causes(*state, since), "Camden withdrawn 2 'another quarter'");
}

static void what_comes_after_a_withdrawal_is_late(void **state)
{
    uint64_t since;

    send(*state, CAMDEN, 1, "");
    withdraw(*state, CAMDEN);
    since = 2;
    send(*state, CAMDEN, 2, "");
    assert_string_equal(causes(*state, since), "Camden late return 2 ''");
    assert_string_equal(causes(*state, 1), "Camden revision 2 ''");
}

static void promise_g_a_redaction_hides_what_stood_before(void **state)
{
    const uint64_t since = send(*state, CAMDEN, 1, "");

    stored_redact(*state, boroughs[CAMDEN].authority, 1);
    assert_string_equal(causes(*state, since), "Camden redacted 1 'a name'!");
    assert_string_equal(causes(*state, 0), "Camden redacted 1 'a name'");
}

// Two things happened: the figures that differ are the revision's, and nobody can tell from what.
static void promise_g_a_redaction_that_a_revision_follows_hides_what_stood_before(void **state)
{
    const uint64_t since = send(*state, CAMDEN, 1, "");

    stored_redact(*state, boroughs[CAMDEN].authority, 1);
    send(*state, CAMDEN, 2, "without the name");
    assert_string_equal(causes(*state, since), "Camden revision 2 'without the name'!");
}

static void promise_g_a_revision_whose_predecessor_is_redacted_stays_the_cause(void **state)
{
    const uint64_t since = send(*state, CAMDEN, 1, "");
    const uint64_t later = send(*state, CAMDEN, 2, "");

    stored_redact(*state, boroughs[CAMDEN].authority, 1);
    assert_string_equal(causes(*state, since), "Camden revision 2 ''!");
    assert_string_equal(causes(*state, later), "");
}

static void a_boroughs_words_are_for_itself_and_the_panel(void **state)
{
    const uint64_t since = send(*state, CAMDEN, 1, "");

    send(*state, CAMDEN, 2, "mine");
    send(*state, BARNET, 5, "ours");
    assert_string_equal(causes_for(*state, since, (struct audience){.borough = "Camden"}),
                        "Camden revision 2 'mine'; Barnet late return 1 ''");
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, stored_set_up, stored_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(nothing_that_happened_has_no_cause),
        WITH_STORE(promise_g_a_first_return_is_late_and_a_later_one_is_a_revision_with_its_note),
        WITH_STORE(the_last_of_what_happened_is_the_cause),
        WITH_STORE(what_comes_after_a_withdrawal_is_late),
        WITH_STORE(promise_g_a_redaction_hides_what_stood_before),
        WITH_STORE(promise_g_a_redaction_that_a_revision_follows_hides_what_stood_before),
        WITH_STORE(promise_g_a_revision_whose_predecessor_is_redacted_stays_the_cause),
        WITH_STORE(a_boroughs_words_are_for_itself_and_the_panel),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
