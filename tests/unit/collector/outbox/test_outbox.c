// The outbox: what is written before anything is sent, and kept as proof.
#include "collector/outbox/outbox.h"

#include "tests/support/golden/golden.h"
#include "tests/support/kept/kept.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    CAMDEN = QD__LOCAL_AUTHORITY__E09000007,
    BARNET = QD__LOCAL_AUTHORITY__E09000003,
};

// --- bad input

static void a_folder_that_cannot_be_made_is_told(void **state)
{
    struct kept *fixture = *state;
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/no/outbox", fixture->folder);
    assert_int_equal(outbox_open(&fixture->outbox, path, &fixture->text), ERR_COMMAND);
    assert_null(fixture->outbox);
    assert_non_null(strstr(fixture->text.text, "--outbox"));

    file = fopen(fixture->path, "w");
    assert_non_null(file);
    fclose(file);
    assert_int_not_equal(outbox_open(&fixture->outbox, fixture->path, &fixture->text), ERR_OK);
    assert_null(fixture->outbox);
    unlink(fixture->path);
}

static void a_file_that_is_no_outbox_is_told(void **state)
{
    struct kept *fixture = *state;
    char path[128];
    FILE *file;

    assert_int_equal(mkdir(fixture->path, 0700), 0);
    snprintf(path, sizeof path, "%s/data.mdb", fixture->path);
    file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++)
        assert_true(fputs("this is something else ", file) >= 0);
    fclose(file);
    assert_int_equal(outbox_open(&fixture->outbox, fixture->path, &fixture->text), ERR_CORRUPT);
}

static void an_unknown_submission_is_not_found(void **state)
{
    struct kept *fixture = *state;
    const uint8_t id[CODEC_SUBMISSION_ID_BYTES] = {1};
    struct outbox_entry entry;

    kept_open(fixture);
    assert_int_equal(outbox_get(fixture->outbox, &fixture->arena, id, &entry, &fixture->text),
                     ERR_NOT_FOUND);
    assert_int_equal(outbox_answer(fixture->outbox, id, OUTBOX_ACKNOWLEDGED, id, 1, &fixture->text),
                     ERR_NOT_FOUND);
    assert_int_equal(outbox_resend(fixture->outbox, id, &fixture->text), ERR_NOT_FOUND);
    assert_int_equal(outbox_put_again(fixture->outbox, &fixture->arena, id, &entry, &fixture->text),
                     ERR_NOT_FOUND);
    assert_int_equal(kept_list(fixture)->count, 0);
}

static void an_answer_that_is_none_is_refused(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;

    kept_open(fixture);
    entry = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    assert_int_equal(outbox_answer(fixture->outbox, entry.submission_id, OUTBOX_PENDING,
                                   (const uint8_t *)"x", 1, NULL),
                     ERR_MALFORMED);
    assert_int_equal(outbox_answer(fixture->outbox, entry.submission_id, OUTBOX_ACKNOWLEDGED,
                                   (const uint8_t *)"", 0, NULL),
                     ERR_MALFORMED);
    entry = kept_get(fixture, &entry);
    assert_int_equal(entry.state, OUTBOX_PENDING);
}

// What the disk has changed is not sent, and the submission is named.
static void damaged_bytes_are_told(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;
    char path[128];
    char id[2 * CODEC_SUBMISSION_ID_BYTES + 1];
    static char bytes[OUTBOX_SIZE_BYTES];
    FILE *file;
    char *place;
    struct outbox_entry same;

    kept_open(fixture);
    entry = kept_put_found(fixture, CAMDEN, 2024, 7654321, 0);
    outbox_close(fixture->outbox);
    snprintf(path, sizeof path, "%s/data.mdb", fixture->path);
    file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, sizeof bytes, file), sizeof bytes);
    place = memmem(bytes, sizeof bytes, entry.return_bytes, entry.return_size);
    assert_non_null(place);
    place += entry.return_size - 2;
    assert_int_equal(fseek(file, place - bytes, SEEK_SET), 0);
    fputc(*place ^ 1, file);
    fclose(file);

    kept_open(fixture);
    assert_int_equal(
        outbox_get(fixture->outbox, &fixture->arena, entry.submission_id, &same, &fixture->text),
        ERR_CORRUPT);
    codec_hex(id, entry.submission_id, CODEC_SUBMISSION_ID_BYTES);
    golden_stand(fixture->text.text, id, "ID");
    golden_note_in(fixture->path, "the last byte but one", fixture->text.text);
    golden_check_noted("errors.golden", "a return in the outbox that is damaged");
}

static void a_full_outbox_is_told_and_loses_nothing(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;
    uint64_t figure = 0;
    enum err error;
    int found;

    kept_open(fixture);
    do {
        const Qd__Return *returned = kept_return(&fixture->arena, CAMDEN, 2024, figure, 900 * 1000);

        error = outbox_put(fixture->outbox, &fixture->arena, returned, NULL, &entry, &found,
                           &fixture->text);
        figure += error == ERR_OK;
        arena_reset(&fixture->arena);
    } while (error == ERR_OK && figure < KEPT_ENTRIES_MAX);
    assert_int_equal(error, ERR_FULL);
    assert_int_equal(kept_list(fixture)->count, figure);

    // At the next opening it is larger.
    kept_reopen(fixture);
    assert_int_equal(kept_list(fixture)->count, figure);
    entry = kept_put_found(fixture, CAMDEN, 2024, 1000, 0);
    assert_int_equal(kept_list(fixture)->count, figure + 1);
}

// --- what it is for

static void the_folder_is_for_its_owner_alone(void **state)
{
    struct kept *fixture = *state;
    struct stat folder;

    kept_open(fixture);
    assert_int_equal(stat(fixture->path, &folder), 0);
    assert_int_equal(folder.st_mode & 07777, 0700);
}

static void promise_b_a_return_and_its_id_outlive_the_program(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;
    struct outbox_entry again;

    kept_open(fixture);
    entry = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    assert_int_equal(entry.state, OUTBOX_PENDING);
    assert_null(entry.answer);
    kept_reopen(fixture);
    again = kept_get(fixture, &entry);
    kept_assert_same_id(&again, &entry);
    assert_int_equal(again.state, OUTBOX_PENDING);
    assert_int_equal(again.authority, CAMDEN);
    assert_int_equal(again.made_at_unix_ms, entry.made_at_unix_ms);
    assert_int_equal(again.return_size, entry.return_size);
    assert_memory_equal(again.return_bytes, entry.return_bytes, entry.return_size);
}

static void promise_b_the_same_return_while_pending_is_the_same_submission(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry first;
    struct outbox_entry second;

    kept_open(fixture);
    first = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    kept_reopen(fixture);
    second = kept_put_found(fixture, CAMDEN, 2024, 1, 1);
    kept_assert_same_id(&first, &second);
    assert_memory_equal(second.return_bytes, first.return_bytes, first.return_size);
    assert_int_equal(kept_list(fixture)->count, 1);
}

static void promise_b_the_same_return_after_its_receipt_is_the_same_submission(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry first;
    struct outbox_entry second;

    kept_open(fixture);
    first = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    kept_answer(fixture, &first, OUTBOX_ACKNOWLEDGED, "a receipt");
    kept_reopen(fixture);
    second = kept_put_found(fixture, CAMDEN, 2024, 1, 1);
    kept_assert_same_id(&first, &second);
    kept_assert_answer(&second, OUTBOX_ACKNOWLEDGED, "a receipt");
}

static void another_return_for_the_period_is_another_submission(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry a;
    struct outbox_entry b;
    struct kept_list *list;

    kept_open(fixture);
    a = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    b = kept_put_found(fixture, CAMDEN, 2024, 2, 0);
    list = kept_list(fixture);
    assert_int_equal(list->count, 2);
    assert_int_equal(list->newest, 1);
    kept_assert_same_id(&list->entries[0], &a);
    kept_assert_same_id(&list->entries[1], &b);
    assert_true(list->entries[1].newest);
}

// A figure is changed and changed back: the region must hold the first again, as a new revision.
static void a_then_b_then_a_again_is_three_submissions(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry first;
    struct outbox_entry third;

    kept_open(fixture);
    first = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    kept_answer(fixture, &first, OUTBOX_ACKNOWLEDGED, "one");
    first = kept_put_found(fixture, CAMDEN, 2024, 2, 0);
    kept_answer(fixture, &first, OUTBOX_ACKNOWLEDGED, "two");
    third = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    assert_int_equal(third.state, OUTBOX_PENDING);
    assert_int_equal(kept_list(fixture)->count, 3);
}

static void a_refused_return_can_be_sent_again(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry first;

    kept_open(fixture);
    first = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    kept_answer(fixture, &first, OUTBOX_REFUSED, "a refusal");
    kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    assert_int_equal(kept_list(fixture)->count, 2);
}

static struct outbox_entry put_again(struct kept *fixture, const struct outbox_entry *earlier)
{
    struct outbox_entry entry;

    if (outbox_put_again(fixture->outbox, &fixture->arena, earlier->submission_id, &entry,
                         &fixture->text) != ERR_OK)
        fail_msg("%s", fixture->text.text);
    assert_int_equal(entry.return_size, earlier->return_size);
    assert_memory_equal(entry.return_bytes, earlier->return_bytes, entry.return_size);
    return entry;
}

static void an_acknowledged_return_can_be_put_again(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry first;
    struct outbox_entry second;
    struct outbox_entry kept;

    kept_open(fixture);
    first = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    kept_answer(fixture, &first, OUTBOX_ACKNOWLEDGED, "one");
    second = put_again(fixture, &first);
    assert_memory_not_equal(second.submission_id, first.submission_id, CODEC_SUBMISSION_ID_BYTES);
    assert_int_equal(second.state, OUTBOX_PENDING);
    assert_true(second.newest);
    assert_null(second.answer);
    kept_reopen(fixture);
    assert_int_equal(kept_list(fixture)->count, 2);
    assert_int_equal(kept_list(fixture)->newest, 1);
    kept_assert_same_id(&kept_list(fixture)->entries[1], &second);
    kept = kept_get(fixture, &first);
    kept_assert_answer(&kept, OUTBOX_ACKNOWLEDGED, "one");

    // The folder, named once more, is the new one; and that can be put again in its turn.
    kept = kept_put_found(fixture, CAMDEN, 2024, 1, 1);
    kept_assert_same_id(&kept, &second);
    kept_answer(fixture, &second, OUTBOX_ACKNOWLEDGED, "two");
    put_again(fixture, &second);
    assert_int_equal(kept_list(fixture)->count, 3);
}

static void promise_b_what_was_put_again_already_is_found(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry first;
    struct outbox_entry second;
    struct outbox_entry again;

    kept_open(fixture);
    first = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    again = put_again(fixture, &first);  // is pending itself
    kept_assert_same_id(&again, &first);
    kept_answer(fixture, &first, OUTBOX_ACKNOWLEDGED, "one");
    second = put_again(fixture, &first);
    again = put_again(fixture, &first);
    kept_assert_same_id(&again, &second);
    kept_answer(fixture, &second, OUTBOX_ACKNOWLEDGED, "two");
    again = put_again(fixture, &first);
    kept_assert_same_id(&again, &second);
    kept_assert_answer(&again, OUTBOX_ACKNOWLEDGED, "two");
    assert_int_equal(kept_list(fixture)->count, 2);
}

static void what_a_return_replaces_is_kept_with_it(void **state)
{
    struct kept *fixture = *state;
    const uint8_t first[CODEC_SUBMISSION_ID_BYTES] = {1}, second[CODEC_SUBMISSION_ID_BYTES] = {2};
    struct outbox_entry entry, kept;
    int found;

    kept_open(fixture);
    entry = kept_put_found(fixture, CAMDEN, 2023, 1, 0);
    assert_null(outbox_replaces(&entry));
    entry = kept_put_over(fixture->outbox, &fixture->arena, CAMDEN, 2024, 1, first, NULL);
    kept_answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "receipt");
    kept_reopen(fixture);
    kept = kept_get(fixture, &entry);
    assert_memory_equal(outbox_replaces(&kept), first, sizeof first);
    kept_assert_answer(&kept, OUTBOX_ACKNOWLEDGED, "receipt");
    // The same return, compared with another one; and with itself, which counts for nothing.
    for (int i = 0; i < 2; i++) {
        kept = kept_put_over(fixture->outbox, &fixture->arena, CAMDEN, 2024, 1,
                             i == 0 ? second : entry.submission_id, &found);
        assert_int_equal(found, 1);
        kept_assert_same_id(&kept, &entry);
        kept = kept_get(fixture, &entry);
        assert_memory_equal(outbox_replaces(&kept), second, sizeof second);
        kept_assert_answer(&kept, OUTBOX_ACKNOWLEDGED, "receipt");
    }
    kept = put_again(fixture, &entry);
    assert_memory_equal(outbox_replaces(&kept), second, sizeof second);
}

static void periods_and_boroughs_are_told_apart(void **state)
{
    struct kept *fixture = *state;

    kept_open(fixture);
    kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    kept_put_found(fixture, CAMDEN, 2023, 1, 0);
    kept_put_found(fixture, BARNET, 2024, 1, 0);
    kept_put_found(fixture, CAMDEN, 2024, 1, 1);
    kept_put_found(fixture, CAMDEN, 2023, 1, 1);
    kept_put_found(fixture, BARNET, 2024, 1, 1);
    assert_int_equal(kept_list(fixture)->count, 3);
    assert_int_equal(kept_list(fixture)->newest, 3);
}

// Many within one millisecond: what was put later is sent later, as it replaces the earlier.
static void entries_are_in_the_order_in_which_they_were_put(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry put_in[40];
    struct kept_list *list;

    kept_open(fixture);
    for (uint32_t i = 0; i < 40; i++)
        put_in[i] = kept_put_found(fixture, CAMDEN, 2014 + i, i, 0);
    list = kept_list(fixture);
    assert_int_equal(list->count, 40);
    for (int i = 0; i < 40; i++)
        kept_assert_same_id(&list->entries[i], &put_in[i]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, kept_set_up, kept_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_folder_that_cannot_be_made_is_told),
        TEST(a_file_that_is_no_outbox_is_told),
        TEST(an_unknown_submission_is_not_found),
        TEST(an_answer_that_is_none_is_refused),
        TEST(damaged_bytes_are_told),
        TEST(a_full_outbox_is_told_and_loses_nothing),
        TEST(the_folder_is_for_its_owner_alone),
        TEST(promise_b_a_return_and_its_id_outlive_the_program),
        TEST(promise_b_the_same_return_while_pending_is_the_same_submission),
        TEST(promise_b_the_same_return_after_its_receipt_is_the_same_submission),
        TEST(another_return_for_the_period_is_another_submission),
        TEST(a_then_b_then_a_again_is_three_submissions),
        TEST(a_refused_return_can_be_sent_again),
        TEST(an_acknowledged_return_can_be_put_again),
        TEST(promise_b_what_was_put_again_already_is_found),
        TEST(what_a_return_replaces_is_kept_with_it),
        TEST(periods_and_boroughs_are_told_apart),
        TEST(entries_are_in_the_order_in_which_they_were_put),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
