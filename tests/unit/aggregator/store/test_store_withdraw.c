// A return that is taken back: what the store says of it, then and after repairs.
#include "aggregator/store/store.h"

#include "proto/form/period.h"
#include "tests/support/stored/stored.h"

#include <fcntl.h>
#include <stdlib.h>

enum { RETURN_BYTES = 700, WITHDRAWAL_MAX_BYTES = 200 };

static const Qd__LocalAuthority CAMDEN = QD__LOCAL_AUTHORITY__E09000007;
static const Qd__LocalAuthority HACKNEY = QD__LOCAL_AUTHORITY__E09000012;

static struct journal_entry add(struct stored *f, Qd__LocalAuthority authority, uint8_t byte)
{
    uint8_t bytes[RETURN_BYTES];

    memset(bytes, byte, sizeof bytes);
    return stored_add(f->store, (struct store_submission){.authority = authority,
                                                          .period = &f->period,
                                                          .return_bytes = bytes,
                                                          .return_size = sizeof bytes,
                                                          .parts = 2,
                                                          .received_at_unix_ms = 1000});
}

// A borough's withdrawal of the return that has this id, under an id of its own.
struct withdrawal {
    struct store_submission submission;
    uint8_t id[CODEC_SUBMISSION_ID_BYTES], hash[CODEC_HASH_BYTES], bytes[WITHDRAWAL_MAX_BYTES];
};

static struct withdrawal *make(struct stored *f, const struct journal_entry *of)
{
    struct withdrawal *made = calloc(1, sizeof *made);
    Qd__Withdrawal body = QD__WITHDRAWAL__INIT;

    body.new_la_code = of->authority;
    body.period = &f->period;
    body.withdrawn_id.len = sizeof of->submission_id;
    body.withdrawn_id.data = (uint8_t *)(uintptr_t)of->submission_id;
    made->submission =
        (struct store_submission){.authority = of->authority,
                                  .period = &f->period,
                                  .submission_id = made->id,
                                  .return_hash = made->hash,
                                  .return_bytes = made->bytes,
                                  .return_size = qd__withdrawal__pack(&body, made->bytes),
                                  .received_at_unix_ms = 2000,
                                  .withdrawn_id = of->submission_id};
    codec_new_submission_id(made->id);
    codec_hash(made->hash, made->bytes, made->submission.return_size);
    return made;
}

static enum store_outcome put(struct stored *f, const struct withdrawal *made,
                              struct journal_entry *entry)
{
    struct store_batch batch;
    enum store_outcome outcome;

    store_begin(f->store, &batch);
    outcome = store_add(&batch, &made->submission, entry);
    if (store_commit(&batch, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    return outcome;
}

static struct journal_entry withdraw(struct stored *f, const struct journal_entry *of)
{
    struct withdrawal *made = make(f, of);
    struct journal_entry entry;

    assert_int_equal(STORE_ADDED, put(f, made, &entry));
    free(made);
    return entry;
}

static enum store_standing standing_as_of(struct stored *f, struct store_as_of then,
                                          uint32_t *revision)
{
    const struct store_return *latest;
    struct store_reading reading;
    enum store_standing standing;

    if (store_read_begin(f->store, then, &reading, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    latest = store_latest(&reading, &f->period, CAMDEN);
    assert_non_null(latest);
    standing = latest->standing;
    *revision = latest->entry.revision;
    assert_int_equal(standing != STORE_WITHDRAWN, store_counts(latest));
    assert_int_equal(store_period(&reading, &f->period)->returned, store_counts(latest));
    store_read_end(&reading);
    return standing;
}

static void expect(struct stored *f, enum store_standing standing, uint32_t revision)
{
    uint32_t newest;

    assert_int_equal(standing, standing_as_of(f, STORE_NOW, &newest));
    assert_int_equal(revision, newest);
}

static enum err note_held(void *context, const struct journal_entry *entry)
{
    *(struct journal_entry *)context = *entry;
    return ERR_OK;
}

static struct journal_entry held(struct stored *f)
{
    struct journal_entry entry = {.kind = JOURNAL_MADE};

    assert_int_equal(ERR_OK, store_each_held(f->store, CAMDEN, note_held, &entry, &f->text));
    return entry;
}

// --- what is not withdrawn

static void only_what_counts_is_withdrawn(void **state)
{
    struct stored *f = *state;
    const struct journal_entry first = add(f, CAMDEN, 'a'), second = add(f, CAMDEN, 'b');
    struct journal_entry other = first, entry;
    struct withdrawal *made;

    other.authority = HACKNEY;  // which has sent nothing
    made = make(f, &other);
    assert_int_equal(STORE_NOT_HELD, put(f, made, &entry));
    free(made);
    made = make(f, &first);  // which was replaced
    assert_int_equal(STORE_NOT_HELD, put(f, made, &entry));
    free(made);
    (void)withdraw(f, &second);
    made = make(f, &second);  // once more
    assert_int_equal(STORE_NOT_HELD, put(f, made, &entry));
    free(made);
    assert_int_equal(1, stored_verified(f).withdrawn);
    expect(f, STORE_WITHDRAWN, 2);
}

static void a_batch_that_is_not_committed_withdraws_nothing(void **state)
{
    struct stored *f = *state;
    const struct journal_entry first = add(f, CAMDEN, 'a');
    struct withdrawal *made = make(f, &first);
    struct journal_entry entry;
    struct store_batch batch;

    store_begin(f->store, &batch);
    assert_int_equal(STORE_ADDED, store_add(&batch, &made->submission, &entry));
    store_abort(&batch);
    free(made);
    expect(f, STORE_RETURNED, 1);
    assert_int_equal(0, stored_verified(f).withdrawn);
}

// --- what is

static void promise_c_nothing_is_deleted_and_the_next_return_has_the_next_revision(void **state)
{
    struct stored *f = *state;
    struct store_as_of then = STORE_NOW;
    const struct journal_entry first = add(f, CAMDEN, 'a');
    const struct journal_entry entry = withdraw(f, &first);
    uint32_t revision;

    assert_int_equal(JOURNAL_WITHDRAWN, entry.kind);
    assert_int_equal(1, entry.revision);
    expect(f, STORE_WITHDRAWN, 1);
    assert_int_equal(JOURNAL_WITHDRAWN, held(f).kind);
    assert_memory_equal(entry.submission_id, held(f).submission_id, sizeof entry.submission_id);
    // By its number and by its time it stands as it did.
    then.sequence = first.sequence;
    assert_int_equal(STORE_RETURNED, standing_as_of(f, then, &revision));
    then = (struct store_as_of){UINT64_MAX, 1999};
    assert_int_equal(STORE_RETURNED, standing_as_of(f, then, &revision));
    // The same content once more.
    assert_int_equal(2, add(f, CAMDEN, 'a').revision);
    expect(f, STORE_RETURNED, 2);
    assert_int_equal(JOURNAL_RETURN, held(f).kind);
    assert_int_equal(2, stored_verified(f).returns);
}

static void promise_b_both_ids_keep_their_receipts(void **state)
{
    struct stored *f = *state;
    const struct journal_entry first = add(f, CAMDEN, 'a');
    struct withdrawal *made = make(f, &first);
    struct store_submission old = {
        .authority = CAMDEN, .submission_id = first.submission_id, .return_hash = first.body_hash};
    struct journal_entry entry, again;
    struct store_batch batch;

    assert_int_equal(STORE_ADDED, put(f, made, &entry));
    (void)add(f, CAMDEN, 'b');
    assert_int_equal(STORE_REPEATED, put(f, made, &again));
    assert_int_equal(entry.sequence, again.sequence);
    assert_memory_equal(entry.link, again.link, sizeof entry.link);
    store_begin(f->store, &batch);
    assert_int_equal(STORE_REPEATED, store_find(&batch, &old, &again));
    assert_int_equal(first.sequence, again.sequence);
    old.return_hash = made->hash;  // the return's id for the withdrawal
    assert_int_equal(STORE_ID_TAKEN, store_find(&batch, &old, &again));
    store_abort(&batch);
    free(made);
}

static void promise_d_a_borough_finds_its_own_submissions_only(void **state)
{
    struct stored *f = *state;
    const struct journal_entry first = add(f, CAMDEN, 'a');
    struct journal_entry entry;

    assert_int_equal(ERR_NOT_FOUND, store_held(f->store, HACKNEY, first.submission_id, note_held,
                                               &entry, &f->text));
    assert_int_equal(
        ERR_OK, store_held(f->store, CAMDEN, first.submission_id, note_held, &entry, &f->text));
    assert_int_equal(first.sequence, entry.sequence);
}

// --- the operator, and repairs

static void close_store(struct stored *f)
{
    store_close(f->store);
    f->store = NULL;
}

static void the_operator_withdraws_with_a_reason(void **state)
{
    struct stored *f = *state;
    char long_reason[3000];
    struct journal_entry entry;

    assert_int_equal(ERR_BUSY,
                     store_withdraw(f->folder, CAMDEN, &f->period, "why", &entry, &f->text));
    (void)add(f, CAMDEN, 'a');
    close_store(f);
    memset(long_reason, 'x', sizeof long_reason);
    long_reason[sizeof long_reason - 1] = '\0';
    assert_int_equal(ERR_COMMAND,
                     store_withdraw(f->folder, CAMDEN, &f->period, long_reason, &entry, &f->text));
    assert_int_equal(ERR_COMMAND,
                     store_withdraw(f->folder, CAMDEN, &f->period, "a\033[1m", &entry, &f->text));
    assert_int_equal(ERR_NOT_FOUND,
                     store_withdraw(f->folder, HACKNEY, &f->period, "why", &entry, &f->text));
    assert_int_equal(ERR_OK,
                     store_withdraw(f->folder, CAMDEN, &f->period, "why", &entry, &f->text));
    assert_int_equal(1, entry.revision);
    assert_int_equal(ERR_NOT_FOUND,
                     store_withdraw(f->folder, CAMDEN, &f->period, "why", &entry, &f->text));
    f->store = stored_open(f->folder, STORED_BYTES);
    assert_int_equal(1, stored_verified(f).withdrawn);
    expect(f, STORE_WITHDRAWN, 1);
}

static void promise_c_a_rebuild_keeps_what_was_withdrawn(void **state)
{
    struct stored *f = *state;
    const struct journal_entry first = add(f, CAMDEN, 'a');
    struct store_report report;

    (void)withdraw(f, &first);
    close_store(f);
    assert_int_equal(ERR_OK, store_rebuild(f->folder, &report, NULL, NULL, &f->text));
    assert_int_equal(1, report.withdrawn);
    f->store = stored_open(f->folder, STORED_BYTES);
    assert_int_equal(1, stored_verified(f).withdrawn);
    expect(f, STORE_WITHDRAWN, 1);
    assert_int_equal(2, add(f, CAMDEN, 'a').revision);
    assert_int_equal(2, stored_verified(f).returns);
}

static void what_was_withdrawn_can_be_redacted(void **state)
{
    struct stored *f = *state;
    const struct store_target target = {.authority = CAMDEN, .period = f->period, .revision = 1};
    const struct journal_entry first = add(f, CAMDEN, 'a');

    (void)withdraw(f, &first);
    close_store(f);
    assert_int_equal(ERR_OK, store_redact(f->folder, &target, "a name", &f->text));
    f->store = stored_open(f->folder, STORED_BYTES);
    assert_int_equal(1, stored_verified(f).redacted);
    expect(f, STORE_WITHDRAWN, 1);
}

// Every bit of what the withdrawal says, wherever it stands in the file.
static void a_flipped_bit_of_a_withdrawal_is_seen(void **state)
{
    struct stored *f = *state;
    const struct journal_entry first = add(f, CAMDEN, 'a');
    struct withdrawal *made = make(f, &first);
    uint8_t *bytes = malloc(STORED_BYTES);
    struct store_reading reading;
    struct journal_entry entry;
    const uint8_t *at;
    char path[128];
    int file;

    assert_int_equal(STORE_ADDED, put(f, made, &entry));
    assert_int_equal(1, stored_verified(f).withdrawn);
    (void)snprintf(path, sizeof path, "%s/data.mdb", f->folder);
    file = open(path, O_RDWR);
    assert_true(file >= 0 && pread(file, bytes, STORED_BYTES, 0) > 0);
    at = memmem(bytes, STORED_BYTES, made->bytes, made->submission.return_size);
    assert_non_null(at);
    for (size_t bit = 0; bit < 8 * made->submission.return_size; bit++) {
        const off_t place = at - bytes + (off_t)bit / 8;
        const uint8_t flipped = (uint8_t)(at[bit / 8] ^ 1 << bit % 8);

        assert_int_equal(1, pwrite(file, &flipped, 1, place));
        assert_int_equal(ERR_CORRUPT, store_read_begin(f->store, STORE_NOW, &reading, &f->text));
        assert_int_equal(1, pwrite(file, at + bit / 8, 1, place));
    }
    assert_int_equal(1, stored_verified(f).withdrawn);
    (void)close(file);
    free(bytes);
    free(made);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, stored_set_up, stored_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(only_what_counts_is_withdrawn),
        TEST(a_batch_that_is_not_committed_withdraws_nothing),
        TEST(promise_c_nothing_is_deleted_and_the_next_return_has_the_next_revision),
        TEST(promise_b_both_ids_keep_their_receipts),
        TEST(promise_d_a_borough_finds_its_own_submissions_only),
        TEST(the_operator_withdraws_with_a_reason),
        TEST(promise_c_a_rebuild_keeps_what_was_withdrawn),
        TEST(what_was_withdrawn_can_be_redacted),
        TEST(a_flipped_bit_of_a_withdrawal_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
