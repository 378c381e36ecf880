// The operator's two repairs: a body that should never have been sent is removed from the file itself,
// and data.mdb is made again from the journal.
#include "aggregator/store/store.h"

#include "proto/form/period.h"
#include "tests/support/golden/golden.h"
#include "tests/support/stored/stored.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { SMALL = 700, LARGE = 30000 };

static const Qd__LocalAuthority CAMDEN = QD__LOCAL_AUTHORITY__E09000007;
static const Qd__LocalAuthority HACKNEY = QD__LOCAL_AUTHORITY__E09000012;
static const char secret[] = "the name of a child, which nobody should have sent";

// Stores a return of `size` bytes, with the secret in it at so many places or none.
static struct journal_entry add(struct stored *f, Qd__LocalAuthority authority, size_t size,
                                unsigned secrets)
{
    static unsigned number;
    uint8_t bytes[LARGE];

    assert_true(size <= sizeof bytes);
    memset(bytes, 'a' + (int)(number++ % 26), size);
    for (unsigned i = 0; i < secrets; i++)
        memcpy(bytes + (i + 1) * (size - sizeof secret) / (secrets + 1), secret, sizeof secret - 1);
    return stored_add(f->store, (struct store_submission){.authority = authority,
                                                          .period = &f->period,
                                                          .return_bytes = bytes,
                                                          .return_size = size,
                                                          .received_at_unix_ms = 1});
}

static void close_store(struct stored *f)
{
    store_close(f->store);
    f->store = NULL;
}

static void open_again(struct stored *f)
{
    if (f->store == NULL)
        f->store = stored_open(f->folder, STORED_BYTES);
}

static uint8_t *read_file(const struct stored *f, const char *name, size_t *size)
{
    uint8_t *bytes = malloc(STORED_BYTES);
    char path[128];
    ssize_t got;
    int file;

    (void)snprintf(path, sizeof path, "%s/%s", f->folder, name);
    file = open(path, O_RDONLY);
    assert_true(file >= 0);
    got = read(file, bytes, STORED_BYTES);
    assert_true(got > 0);
    (void)close(file);
    *size = (size_t)got;
    return bytes;
}

static unsigned secrets_in_file(const struct stored *f)
{
    size_t size;
    uint8_t *bytes = read_file(f, "data.mdb", &size);
    unsigned found = 0;

    for (const uint8_t *at = bytes;
         (at = memmem(at, size - (size_t)(at - bytes), secret, sizeof secret - 1)) != NULL; at++)
        found++;
    free(bytes);
    return found;
}

static enum err redact(struct stored *f, Qd__LocalAuthority authority, uint32_t revision)
{
    const struct store_target target = {
        .authority = authority, .period = f->period, .revision = revision};

    return store_redact(f->folder, &target, "a name stood in the note", &f->text);
}

static void expect_redacted(struct stored *f, Qd__LocalAuthority authority, uint32_t revision)
{
    close_store(f);
    if (redact(f, authority, revision) != ERR_OK)
        fail_msg("%s", f->text.text);
    open_again(f);
}

static const struct store_return *latest(const struct stored *f, struct store_reading *reading,
                                         Qd__LocalAuthority authority)
{
    struct err_text text = {""};

    if (store_read_begin(f->store, STORE_NOW, reading, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return store_latest(reading, &f->period, authority);
}

// --- redacting

static void what_is_not_there_is_not_redacted(void **state)
{
    struct stored *f = *state;

    add(f, CAMDEN, SMALL, 0);
    assert_int_equal(ERR_BUSY, redact(f, CAMDEN, 1));
    close_store(f);
    assert_int_equal(ERR_NOT_FOUND, redact(f, HACKNEY, 1));
    golden_note("a borough that has not returned", f->text.text);
    assert_int_equal(ERR_NOT_FOUND, redact(f, CAMDEN, 2));
    golden_note("revision 2 of one", f->text.text);
    golden_check_noted("errors.golden", "a return that is not there to be redacted");
    open_again(f);
    assert_int_equal(0, stored_verified(f).redacted);
}

static void promise_c_but_for_a_redacted_body_everything_is_kept(void **state)
{
    struct stored *f = *state;
    struct store_reading reading;
    const struct store_return *found;
    struct journal_entry before;

    (void)add(f, CAMDEN, SMALL, 0);
    before = add(f, CAMDEN, SMALL, 1);
    (void)add(f, HACKNEY, SMALL, 0);
    expect_redacted(f, CAMDEN, 2);
    assert_int_equal(1, stored_verified(f).redacted);
    assert_int_equal(3, stored_verified(f).returns);
    // No earlier revision steps in, and everything but the body is as it was.
    found = latest(f, &reading, CAMDEN);
    assert_int_equal(STORE_REDACTED, found->standing);
    assert_int_equal(2, found->entry.revision);
    assert_null(found->entry.body);
    assert_int_equal(before.sequence, found->entry.sequence);
    assert_memory_equal(before.body_hash, found->entry.body_hash, sizeof before.body_hash);
    assert_memory_equal(before.link, found->entry.link, sizeof before.link);
    assert_int_equal(STORE_RETURNED, store_latest(&reading, &f->period, HACKNEY)->standing);
    store_read_end(&reading);
    // The borough sends the next one.
    assert_int_equal(3, add(f, CAMDEN, SMALL, 0).revision);
    found = latest(f, &reading, CAMDEN);
    assert_int_equal(STORE_RETURNED, found->standing);
    store_read_end(&reading);
    assert_int_equal(1, stored_verified(f).redacted);
}

static void promise_b_a_redacted_submission_keeps_its_receipt(void **state)
{
    struct stored *f = *state;
    const struct journal_entry before = add(f, CAMDEN, SMALL, 1);
    const struct store_submission submission = {.authority = CAMDEN,
                                                .period = &f->period,
                                                .submission_id = before.submission_id,
                                                .return_hash = before.body_hash};
    struct journal_entry again;
    struct store_batch batch;

    expect_redacted(f, CAMDEN, 1);
    store_begin(f->store, &batch);
    assert_int_equal(STORE_REPEATED, store_find(&batch, &submission, &again));
    store_abort(&batch);
    assert_int_equal(before.sequence, again.sequence);
    assert_memory_equal(before.link, again.link, sizeof before.link);
}

// Small bodies lie in a page with others, large ones in pages of their own, and pages of earlier
// states are in the file as well.
static void nothing_of_a_redacted_body_is_left_in_the_file(void **state)
{
    static const size_t sizes[] = {SMALL, 1500, 2500, LARGE};
    struct stored *f = *state;

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        const uint32_t revision = (uint32_t)i * 3 + 2;

        (void)add(f, CAMDEN, sizes[i], 0);
        (void)add(f, CAMDEN, sizes[i], 3);
        (void)add(f, CAMDEN, SMALL, 0);
        assert_true(secrets_in_file(f) >= 3);
        expect_redacted(f, CAMDEN, revision);
        assert_int_equal(0, secrets_in_file(f));
        (void)stored_verified(f);
    }
}

static void a_body_that_somebody_reads_is_wiped_when_it_is_asked_for_again(void **state)
{
    const struct store_options read_only = {.read_only = 1};
    struct stored *f = *state;
    int told[2], go_on[2];
    char byte, process[32];
    pid_t child;

    (void)add(f, CAMDEN, LARGE, 1);
    close_store(f);
    assert_int_equal(0, pipe(told) + pipe(go_on));
    child = fork();
    if (child == 0) {
        struct store_reading reading;
        struct store *store;

        (void)!store_open(&store, f->folder, &read_only, NULL);
        (void)!store_read_begin(store, STORE_NOW, &reading, NULL);
        (void)!write(told[1], "r", 1);
        (void)!read(go_on[0], &byte, 1);
        _exit(0);
    }
    assert_int_equal(1, read(told[0], &byte, 1));
    assert_int_equal(ERR_BUSY, redact(f, CAMDEN, 1));
    (void)snprintf(process, sizeof process, "process %d ", (int)child);
    assert_non_null(strstr(f->text.text, process));
    assert_int_equal(1, write(go_on[1], "g", 1));
    assert_int_equal(child, waitpid(child, NULL, 0));
    expect_redacted(f, CAMDEN, 1);
    assert_int_equal(0, secrets_in_file(f));
    assert_int_equal(1, stored_verified(f).redacted);
}

static void a_redacted_return_is_redacted_as_of_earlier_too(void **state)
{
    struct store_as_of then = STORE_NOW;
    struct stored *f = *state;
    struct store_reading reading;

    (void)add(f, CAMDEN, SMALL, 1);
    (void)add(f, CAMDEN, SMALL, 0);
    expect_redacted(f, CAMDEN, 1);
    then.sequence = 1;
    assert_int_equal(ERR_OK, store_read_begin(f->store, then, &reading, &f->text));
    assert_int_equal(STORE_REDACTED, store_latest(&reading, &f->period, CAMDEN)->standing);
    store_read_end(&reading);
}

// --- making data.mdb again

static void flip_in_index(struct stored *f, const void *needle, size_t size)
{
    size_t file_size;
    uint8_t *bytes = read_file(f, "data.mdb", &file_size);
    char path[128];
    int file;

    (void)snprintf(path, sizeof path, "%s/data.mdb", f->folder);
    file = open(path, O_RDWR);
    for (uint8_t *at = bytes; (at = memmem(at, file_size - (size_t)(at - bytes), needle, size));
         at++) {
        const uint8_t changed = (uint8_t)(*at ^ 0x80);

        assert_int_equal(1, pwrite(file, &changed, 1, at - bytes));
    }
    (void)close(file);
    free(bytes);
}

static void damaged_indexes_are_made_again_from_the_journal(void **state)
{
    enum { RETURNS = 60 };
    struct stored *f = *state;
    struct journal_entry entries[RETURNS];
    struct store_report report;
    uint8_t by_id[2 + CODEC_SUBMISSION_ID_BYTES] = {0, (uint8_t)CAMDEN};
    struct store *store = NULL;
    const struct store_options read_only = {.read_only = 1};

    for (int i = 0; i < RETURNS; i++)
        entries[i] = add(f, CAMDEN, i % 7 == 0 ? LARGE : SMALL, 0);
    assert_int_equal(ERR_BUSY, store_rebuild(f->folder, NULL, NULL, NULL, &f->text));
    close_store(f);
    // Its key in `submissions`: no longer in order, so that not even the page is sound.
    memcpy(by_id + 2, entries[30].submission_id, CODEC_SUBMISSION_ID_BYTES);
    flip_in_index(f, by_id, sizeof by_id);
    assert_int_equal(ERR_CORRUPT, store_open(&store, f->folder, &read_only, &f->text));
    if (store_rebuild(f->folder, &report, NULL, NULL, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    assert_int_equal(RETURNS, report.returns);
    open_again(f);
    assert_int_equal(RETURNS, stored_verified(f).returns);
    for (int i = 0; i < RETURNS; i++) {
        const struct store_submission submission = {.authority = CAMDEN,
                                                    .period = &f->period,
                                                    .submission_id = entries[i].submission_id,
                                                    .return_hash = entries[i].body_hash};
        struct journal_entry again;
        struct store_batch batch;

        store_begin(f->store, &batch);
        assert_int_equal(STORE_REPEATED, store_find(&batch, &submission, &again));
        assert_memory_equal(entries[i].link, again.link, sizeof again.link);
        store_abort(&batch);
    }
    assert_int_equal(RETURNS + 1, add(f, CAMDEN, SMALL, 0).revision);
    (void)stored_verified(f);
}

static void a_damaged_journal_is_not_gone_on_with(void **state)
{
    struct stored *f = *state;
    struct journal_entry entry;
    size_t size;
    uint8_t *before, *after;

    (void)add(f, CAMDEN, SMALL, 0);
    entry = add(f, CAMDEN, SMALL, 0);
    close_store(f);
    flip_in_index(f, entry.link, sizeof entry.link);
    before = read_file(f, "data.mdb", &size);
    assert_int_equal(ERR_CORRUPT, store_rebuild(f->folder, NULL, NULL, NULL, &f->text));
    after = read_file(f, "data.mdb", &size);
    assert_memory_equal(before, after, size);
    free(before);
    free(after);
}

static void a_redacted_body_is_not_kept_by_a_rebuild(void **state)
{
    struct stored *f = *state;
    char kept[128];

    (void)add(f, CAMDEN, LARGE, 1);
    close_store(f);
    assert_int_equal(ERR_OK, store_rebuild(f->folder, NULL, NULL, NULL, &f->text));
    assert_int_equal(ERR_COMMAND, redact(f, CAMDEN, 1));
    golden_note_in(f->folder, "an earlier copy is there", f->text.text);
    golden_check_noted("errors.golden", "a store that is not made again");
    (void)snprintf(kept, sizeof kept, "%s/data.mdb.before-rebuild", f->folder);
    assert_int_equal(0, unlink(kept));
    expect_redacted(f, CAMDEN, 1);
    assert_int_equal(0, secrets_in_file(f));
    close_store(f);
    assert_int_equal(ERR_OK, store_rebuild(f->folder, NULL, NULL, NULL, &f->text));
    open_again(f);
    assert_int_equal(1, stored_verified(f).redacted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, stored_set_up, stored_tear_down)
        TEST(what_is_not_there_is_not_redacted),
        TEST(promise_c_but_for_a_redacted_body_everything_is_kept),
        TEST(promise_b_a_redacted_submission_keeps_its_receipt),
        TEST(nothing_of_a_redacted_body_is_left_in_the_file),
        TEST(a_body_that_somebody_reads_is_wiped_when_it_is_asked_for_again),
        TEST(a_redacted_return_is_redacted_as_of_earlier_too),
        TEST(damaged_indexes_are_made_again_from_the_journal),
        TEST(a_damaged_journal_is_not_gone_on_with),
        TEST(a_redacted_body_is_not_kept_by_a_rebuild),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
