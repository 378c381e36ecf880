// The outbox: what is written before anything is sent, and kept as proof.
#include "collector/outbox/outbox.h"

#include "proto/form/form.h"
#include "proto/form/period.h"
#include "tests/support/golden/golden.h"
#include "tests/support/kept/kept.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    CAMDEN = QD__LOCAL_AUTHORITY__E09000007,
    BARNET = QD__LOCAL_AUTHORITY__E09000003,
    ENTRIES_MAX = 400,
};

// As after the end of the program.
static void reopen(struct kept *fixture)
{
    outbox_close(fixture->outbox);
    kept_open(fixture);
}

static struct outbox_entry put(struct kept *fixture, int authority, uint32_t year, uint64_t figure,
                               int expect_found)
{
    int found;
    struct outbox_entry entry =
        kept_put(fixture->outbox, &fixture->arena, authority, year, figure, &found);

    assert_int_equal(found, expect_found);
    return entry;
}

static void answer(struct kept *fixture, const struct outbox_entry *entry, enum outbox_state state,
                   const char *bytes)
{
    if (outbox_answer(fixture->outbox, entry->submission_id, state, (const uint8_t *)bytes,
                      strlen(bytes), &fixture->text) != ERR_OK)
        fail_msg("%s", fixture->text.text);
}

struct folder_files {
    size_t count;
    size_t newest;
    struct outbox_entry entries[ENTRIES_MAX];  // their pointers are gone
    struct arena *arena;
};

static enum err list_one(void *context, const struct outbox_entry *entry)
{
    struct folder_files *files = context;
    Qd__Return *returned;
    uint8_t hash[CODEC_HASH_BYTES];

    assert_true(files->count < ENTRIES_MAX);
    codec_hash(hash, entry->return_bytes, entry->return_size);
    assert_memory_equal(hash, entry->return_hash, sizeof hash);
    arena_reset(files->arena);
    assert_int_equal(
        codec_unpack_return(&returned, files->arena, entry->return_bytes, entry->return_size, NULL),
        ERR_OK);
    assert_int_equal(returned->header->new_la_code, entry->authority);
    assert_int_equal(period_key(returned->header->period), entry->period_key);
    files->newest += entry->newest != 0;
    files->entries[files->count++] = *entry;
    return ERR_OK;
}

static struct folder_files *list(struct kept *fixture)
{
    static struct folder_files files;
    struct arena arena;

    arena_init(&arena, CODEC_ARENA_CAP_BYTES);
    memset(&files, 0, sizeof files);
    files.arena = &arena;
    if (outbox_each(fixture->outbox, list_one, &files, &fixture->text) != ERR_OK)
        fail_msg("%s", fixture->text.text);
    arena_free(&arena);
    return &files;
}

static struct outbox_entry get(struct kept *fixture, const struct outbox_entry *wanted)
{
    struct outbox_entry entry;

    if (outbox_get(fixture->outbox, &fixture->arena, wanted->submission_id, &entry,
                   &fixture->text) != ERR_OK)
        fail_msg("%s", fixture->text.text);
    return entry;
}

static void assert_same_id(const struct outbox_entry *a, const struct outbox_entry *b)
{
    assert_memory_equal(a->submission_id, b->submission_id, CODEC_SUBMISSION_ID_BYTES);
}

static void assert_answer(const struct outbox_entry *entry, enum outbox_state state,
                          const char *bytes)
{
    assert_int_equal(entry->state, state);
    assert_int_equal(entry->answer_size, strlen(bytes));
    assert_memory_equal(entry->answer, bytes, entry->answer_size);
}

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
    assert_int_equal(list(fixture)->count, 0);
}

static void an_answer_that_is_none_is_refused(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;

    kept_open(fixture);
    entry = put(fixture, CAMDEN, 2024, 1, 0);
    assert_int_equal(outbox_answer(fixture->outbox, entry.submission_id, OUTBOX_PENDING,
                                   (const uint8_t *)"x", 1, NULL),
                     ERR_MALFORMED);
    assert_int_equal(outbox_answer(fixture->outbox, entry.submission_id, OUTBOX_ACKNOWLEDGED,
                                   (const uint8_t *)"", 0, NULL),
                     ERR_MALFORMED);
    entry = get(fixture, &entry);
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
    entry = put(fixture, CAMDEN, 2024, 7654321, 0);
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
    } while (error == ERR_OK && figure < ENTRIES_MAX);
    assert_int_equal(error, ERR_FULL);
    assert_int_equal(list(fixture)->count, figure);

    // At the next opening it is larger.
    reopen(fixture);
    assert_int_equal(list(fixture)->count, figure);
    entry = put(fixture, CAMDEN, 2024, 1000, 0);
    assert_int_equal(list(fixture)->count, figure + 1);
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
    entry = put(fixture, CAMDEN, 2024, 1, 0);
    assert_int_equal(entry.state, OUTBOX_PENDING);
    assert_null(entry.answer);
    reopen(fixture);
    again = get(fixture, &entry);
    assert_same_id(&again, &entry);
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
    first = put(fixture, CAMDEN, 2024, 1, 0);
    reopen(fixture);
    second = put(fixture, CAMDEN, 2024, 1, 1);
    assert_same_id(&first, &second);
    assert_memory_equal(second.return_bytes, first.return_bytes, first.return_size);
    assert_int_equal(list(fixture)->count, 1);
}

static void promise_b_the_same_return_after_its_receipt_is_the_same_submission(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry first;
    struct outbox_entry second;

    kept_open(fixture);
    first = put(fixture, CAMDEN, 2024, 1, 0);
    answer(fixture, &first, OUTBOX_ACKNOWLEDGED, "a receipt");
    reopen(fixture);
    second = put(fixture, CAMDEN, 2024, 1, 1);
    assert_same_id(&first, &second);
    assert_answer(&second, OUTBOX_ACKNOWLEDGED, "a receipt");
}

static void another_return_for_the_period_is_another_submission(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry a;
    struct outbox_entry b;
    struct folder_files *files;

    kept_open(fixture);
    a = put(fixture, CAMDEN, 2024, 1, 0);
    b = put(fixture, CAMDEN, 2024, 2, 0);
    files = list(fixture);
    assert_int_equal(files->count, 2);
    assert_int_equal(files->newest, 1);
    assert_same_id(&files->entries[0], &a);
    assert_same_id(&files->entries[1], &b);
    assert_true(files->entries[1].newest);
}

// A figure is changed and changed back: the region must hold the first again, as a new revision.
static void a_then_b_then_a_again_is_three_submissions(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry first;
    struct outbox_entry third;

    kept_open(fixture);
    first = put(fixture, CAMDEN, 2024, 1, 0);
    answer(fixture, &first, OUTBOX_ACKNOWLEDGED, "one");
    first = put(fixture, CAMDEN, 2024, 2, 0);
    answer(fixture, &first, OUTBOX_ACKNOWLEDGED, "two");
    third = put(fixture, CAMDEN, 2024, 1, 0);
    assert_int_equal(third.state, OUTBOX_PENDING);
    assert_int_equal(list(fixture)->count, 3);
}

static void a_refused_return_can_be_sent_again(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry first;

    kept_open(fixture);
    first = put(fixture, CAMDEN, 2024, 1, 0);
    answer(fixture, &first, OUTBOX_REFUSED, "a refusal");
    put(fixture, CAMDEN, 2024, 1, 0);
    assert_int_equal(list(fixture)->count, 2);
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
    first = put(fixture, CAMDEN, 2024, 1, 0);
    answer(fixture, &first, OUTBOX_ACKNOWLEDGED, "one");
    second = put_again(fixture, &first);
    assert_memory_not_equal(second.submission_id, first.submission_id, CODEC_SUBMISSION_ID_BYTES);
    assert_int_equal(second.state, OUTBOX_PENDING);
    assert_true(second.newest);
    assert_null(second.answer);
    reopen(fixture);
    assert_int_equal(list(fixture)->count, 2);
    assert_int_equal(list(fixture)->newest, 1);
    assert_same_id(&list(fixture)->entries[1], &second);
    kept = get(fixture, &first);
    assert_answer(&kept, OUTBOX_ACKNOWLEDGED, "one");

    // The folder, named once more, is the new one; and that can be put again in its turn.
    kept = put(fixture, CAMDEN, 2024, 1, 1);
    assert_same_id(&kept, &second);
    answer(fixture, &second, OUTBOX_ACKNOWLEDGED, "two");
    put_again(fixture, &second);
    assert_int_equal(list(fixture)->count, 3);
}

static void promise_b_what_was_put_again_already_is_found(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry first;
    struct outbox_entry second;
    struct outbox_entry again;

    kept_open(fixture);
    first = put(fixture, CAMDEN, 2024, 1, 0);
    again = put_again(fixture, &first);  // is pending itself
    assert_same_id(&again, &first);
    answer(fixture, &first, OUTBOX_ACKNOWLEDGED, "one");
    second = put_again(fixture, &first);
    again = put_again(fixture, &first);
    assert_same_id(&again, &second);
    answer(fixture, &second, OUTBOX_ACKNOWLEDGED, "two");
    again = put_again(fixture, &first);
    assert_same_id(&again, &second);
    assert_answer(&again, OUTBOX_ACKNOWLEDGED, "two");
    assert_int_equal(list(fixture)->count, 2);
}

static void what_a_return_replaces_is_kept_with_it(void **state)
{
    struct kept *fixture = *state;
    const uint8_t first[CODEC_SUBMISSION_ID_BYTES] = {1}, second[CODEC_SUBMISSION_ID_BYTES] = {2};
    struct outbox_entry entry, kept;
    int found;

    kept_open(fixture);
    entry = put(fixture, CAMDEN, 2023, 1, 0);
    assert_null(outbox_replaces(&entry));
    entry = kept_put_over(fixture->outbox, &fixture->arena, CAMDEN, 2024, 1, first, NULL);
    answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "receipt");
    reopen(fixture);
    kept = get(fixture, &entry);
    assert_memory_equal(outbox_replaces(&kept), first, sizeof first);
    assert_answer(&kept, OUTBOX_ACKNOWLEDGED, "receipt");
    // The same return, compared with another one; and with itself, which counts for nothing.
    for (int i = 0; i < 2; i++) {
        kept = kept_put_over(fixture->outbox, &fixture->arena, CAMDEN, 2024, 1,
                             i == 0 ? second : entry.submission_id, &found);
        assert_int_equal(found, 1);
        assert_same_id(&kept, &entry);
        kept = get(fixture, &entry);
        assert_memory_equal(outbox_replaces(&kept), second, sizeof second);
        assert_answer(&kept, OUTBOX_ACKNOWLEDGED, "receipt");
    }
    kept = put_again(fixture, &entry);
    assert_memory_equal(outbox_replaces(&kept), second, sizeof second);
}

static void periods_and_boroughs_are_told_apart(void **state)
{
    struct kept *fixture = *state;

    kept_open(fixture);
    put(fixture, CAMDEN, 2024, 1, 0);
    put(fixture, CAMDEN, 2023, 1, 0);
    put(fixture, BARNET, 2024, 1, 0);
    put(fixture, CAMDEN, 2024, 1, 1);
    put(fixture, CAMDEN, 2023, 1, 1);
    put(fixture, BARNET, 2024, 1, 1);
    assert_int_equal(list(fixture)->count, 3);
    assert_int_equal(list(fixture)->newest, 3);
}

// Many within one millisecond: what was put later is sent later, as it replaces the earlier.
static void entries_are_in_the_order_in_which_they_were_put(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry put_in[40];
    struct folder_files *files;

    kept_open(fixture);
    for (uint32_t i = 0; i < 40; i++)
        put_in[i] = put(fixture, CAMDEN, 2014 + i, i, 0);
    files = list(fixture);
    assert_int_equal(files->count, 40);
    for (int i = 0; i < 40; i++)
        assert_same_id(&files->entries[i], &put_in[i]);
}

// --- answers

static void an_answer_is_kept_as_it_came(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;

    kept_open(fixture);
    entry = put(fixture, CAMDEN, 2024, 1, 0);
    answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "the receipt");
    reopen(fixture);
    entry = get(fixture, &entry);
    assert_answer(&entry, OUTBOX_ACKNOWLEDGED, "the receipt");
}

// The answer arrived, and the program was killed before it could write it down.
static void promise_b_the_same_receipt_may_come_again(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;

    kept_open(fixture);
    entry = put(fixture, CAMDEN, 2024, 1, 0);
    answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "the receipt");
    answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "the receipt");
    entry = get(fixture, &entry);
    assert_answer(&entry, OUTBOX_ACKNOWLEDGED, "the receipt");
}

static void a_receipt_is_never_replaced(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;

    kept_open(fixture);
    entry = put(fixture, CAMDEN, 2024, 1, 0);
    answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "the receipt");
    assert_int_equal(outbox_answer(fixture->outbox, entry.submission_id, OUTBOX_ACKNOWLEDGED,
                                   (const uint8_t *)"another", 7, &fixture->text),
                     ERR_EXISTS);
    assert_int_equal(outbox_answer(fixture->outbox, entry.submission_id, OUTBOX_REFUSED,
                                   (const uint8_t *)"the receipt", 11, &fixture->text),
                     ERR_EXISTS);
    entry = get(fixture, &entry);
    assert_answer(&entry, OUTBOX_ACKNOWLEDGED, "the receipt");
}

static void a_receipt_counts_more_than_a_refusal(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;

    kept_open(fixture);
    entry = put(fixture, CAMDEN, 2024, 1, 0);
    answer(fixture, &entry, OUTBOX_REFUSED, "a refusal");
    answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "the receipt");
    entry = get(fixture, &entry);
    assert_answer(&entry, OUTBOX_ACKNOWLEDGED, "the receipt");
}

struct earlier {
    size_t count;
    char texts[4][32];
};

static enum err note_earlier(void *context, const uint8_t *bytes, size_t size)
{
    struct earlier *earlier = context;

    assert_true(earlier->count < 4 && size < sizeof earlier->texts[0]);
    memcpy(earlier->texts[earlier->count], bytes, size);
    earlier->texts[earlier->count++][size] = '\0';
    return ERR_OK;
}

// The region has lost it; the first receipt still proves that it was there in time.
static void what_is_sent_again_keeps_its_earlier_receipts(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;
    struct outbox_entry other;
    struct earlier earlier = {0};

    kept_open(fixture);
    entry = put(fixture, CAMDEN, 2024, 1, 0);
    other = put(fixture, CAMDEN, 2023, 1, 0);
    answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "one");
    answer(fixture, &other, OUTBOX_ACKNOWLEDGED, "another's");
    assert_int_equal(outbox_resend(fixture->outbox, entry.submission_id, NULL), ERR_OK);
    entry = get(fixture, &entry);
    assert_int_equal(entry.state, OUTBOX_PENDING);
    assert_null(entry.answer);
    // Twice changes nothing: it is pending already.
    assert_int_equal(outbox_resend(fixture->outbox, entry.submission_id, NULL), ERR_OK);
    answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "two");
    assert_int_equal(outbox_resend(fixture->outbox, entry.submission_id, NULL), ERR_OK);
    answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "three");
    reopen(fixture);
    entry = get(fixture, &entry);
    assert_answer(&entry, OUTBOX_ACKNOWLEDGED, "three");
    assert_int_equal(
        outbox_each_earlier(fixture->outbox, entry.submission_id, note_earlier, &earlier, NULL),
        ERR_OK);
    assert_int_equal(earlier.count, 2);
    assert_string_equal(earlier.texts[0], "one");
    assert_string_equal(earlier.texts[1], "two");
}

static enum err stop_at_second(void *context, const struct outbox_entry *entry)
{
    int *seen = context;

    (void)entry;
    return ++*seen == 2 ? ERR_BUSY : ERR_OK;
}

static void looking_at_all_stops_when_told(void **state)
{
    struct kept *fixture = *state;
    int seen = 0;

    kept_open(fixture);
    for (uint64_t i = 0; i < 5; i++)
        put(fixture, CAMDEN, 2024, i, 0);
    assert_int_equal(outbox_each(fixture->outbox, stop_at_second, &seen, NULL), ERR_BUSY);
    assert_int_equal(seen, 2);
}

// --- several programs, and their ends

static void promise_b_two_programs_at_once_make_one_submission(void **state)
{
    enum { PROGRAMS = 4, RETURNS = 5 };
    struct kept *fixture = *state;
    pid_t children[PROGRAMS];

    for (int i = 0; i < PROGRAMS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct outbox_entry entry;
            int found;
            int failed = outbox_open(&fixture->outbox, fixture->path, NULL) != ERR_OK;

            for (uint32_t k = 0; k < RETURNS && !failed; k++)
                failed =
                    outbox_put(fixture->outbox, &fixture->arena,
                               kept_return(&fixture->arena, CAMDEN, 2014 + k, k, 0), NULL, &entry,
                               &found, NULL) != ERR_OK ||
                    outbox_answer(fixture->outbox, entry.submission_id, OUTBOX_ACKNOWLEDGED,
                                  entry.submission_id, sizeof entry.submission_id, NULL) != ERR_OK;
            _exit(failed);
        }
        assert_true(children[i] > 0);
    }
    for (int i = 0; i < PROGRAMS; i++) {
        int status;

        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    kept_open(fixture);
    assert_int_equal(list(fixture)->count, RETURNS);
    assert_int_equal(list(fixture)->newest, RETURNS);
}

// The child is killed while it writes; each time a little further on.
static void promise_b_a_kill_at_any_moment_leaves_whole_submissions(void **state)
{
    enum { ROUNDS = 12 };
    struct kept *fixture = *state;

    for (int round = 1; round <= ROUNDS; round++) {
        uint32_t told = 0;
        int ends[2];
        pid_t child;
        int status;

        assert_int_equal(pipe(ends), 0);
        child = fork();
        if (child == 0) {
            struct outbox_entry entry;
            int found;

            if (outbox_open(&fixture->outbox, fixture->path, NULL) != ERR_OK)
                _exit(1);
            for (uint32_t k = 0; k < 50; k++) {
                const uint64_t figure = (uint64_t)round * 1000 + k;
                const Qd__Return *returned =
                    kept_return(&fixture->arena, CAMDEN, 2014 + k, figure, 20 * 1000);

                if (outbox_put(fixture->outbox, &fixture->arena, returned, NULL, &entry, &found,
                               NULL) != ERR_OK ||
                    write(ends[1], &k, sizeof k) != sizeof k)
                    _exit(1);
            }
            for (;;)
                pause();
        }
        assert_true(child > 0);
        close(ends[1]);
        for (int k = 0; k < round; k++, told++) {
            uint32_t number;

            assert_int_equal(read(ends[0], &number, sizeof number), sizeof number);
        }
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        close(ends[0]);

        // list looks at every hash.
        kept_open(fixture);
        assert_true(list(fixture)->count >= told);
        outbox_close(fixture->outbox);
        fixture->outbox = NULL;
        kept_remove(fixture->path);
    }
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
        TEST(an_answer_is_kept_as_it_came),
        TEST(promise_b_the_same_receipt_may_come_again),
        TEST(a_receipt_is_never_replaced),
        TEST(a_receipt_counts_more_than_a_refusal),
        TEST(what_is_sent_again_keeps_its_earlier_receipts),
        TEST(looking_at_all_stops_when_told),
        TEST(promise_b_two_programs_at_once_make_one_submission),
        TEST(promise_b_a_kill_at_any_moment_leaves_whole_submissions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
