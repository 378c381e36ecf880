// The aggregator's store: promises B and C as far as they are the store's, and that nothing in it
// can be changed without being seen.
#include "aggregator/store/store.h"
#include "lib/base/arena.h"
#include "proto/form/period.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MIB = 1024 * 1024 };

static const Qd__LocalAuthority CAMDEN = QD__LOCAL_AUTHORITY__E09000007;
static const Qd__LocalAuthority HACKNEY = QD__LOCAL_AUTHORITY__E09000012;

struct fixture {
    char folder[64];
    struct store *store;
    struct arena arena;
    struct err_text text;
};

static const struct store_options small = {.size_bytes = 4 * MIB};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    *state = f;
    arena_init(&f->arena, 64 * MIB);
    strcpy(f->folder, "/tmp/qd-store-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    return store_open(&f->store, f->folder, &small, &f->text) == ERR_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    static const char *const files[] = {"data.mdb", "lock.mdb", "serving.lock"};
    struct fixture *f = *state;
    char path[128];

    store_close(f->store);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", f->folder, files[i]);
        unlink(path);
    }
    rmdir(f->folder);
    arena_free(&f->arena);
    free(f);
    return 0;
}

static Qd__Period quarter(uint32_t year, uint32_t number)
{
    Qd__Period period = QD__PERIOD__INIT;

    period.kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
    period.year = year;
    period.has_quarter = 1;
    period.quarter = number;
    return period;
}

// A submission of `size` bytes that all are `byte`; ids and hashes are made from `byte` and
// `number`.
struct sample {
    struct store_submission submission;
    Qd__Period period;
    uint8_t id[CODEC_SUBMISSION_ID_BYTES];
    uint8_t hash[CODEC_HASH_BYTES];
    uint8_t bytes[40000];
};

static void make(struct sample *sample, Qd__LocalAuthority authority, uint8_t number, uint8_t byte,
                 size_t size)
{
    memset(sample, 0, sizeof *sample);
    sample->period = quarter(2024, 4);
    memset(sample->id, number, sizeof sample->id);
    memset(sample->bytes, byte, size);
    codec_hash(sample->hash, sample->bytes, size);
    sample->submission = (struct store_submission){.authority = authority,
                                                   .period = &sample->period,
                                                   .submission_id = sample->id,
                                                   .return_hash = sample->hash,
                                                   .return_bytes = sample->bytes,
                                                   .return_size = size,
                                                   .queries = 2,
                                                   .received_at_unix_ms = 1700000000000};
}

static enum store_outcome add(struct fixture *f, struct store_batch *batch,
                              const struct sample *sample, struct store_receipt *receipt)
{
    return store_add(batch, &sample->submission, &f->arena, receipt);
}

static void commit(struct fixture *f, struct store_batch *batch)
{
    assert_string_equal("ERR_OK", err_name(store_commit(batch, &f->text)));
}

static struct store_receipt add_one(struct fixture *f, const struct sample *sample)
{
    struct store_batch batch;
    struct store_receipt receipt;

    store_begin(f->store, &batch);
    assert_int_equal(STORE_ADDED, add(f, &batch, sample, &receipt));
    commit(f, &batch);
    return receipt;
}

static void assert_same(struct store_receipt a, struct store_receipt b)
{
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.bytes, b.bytes, a.size);
}

static struct store_record latest(struct fixture *f, Qd__LocalAuthority authority,
                                  struct store_reading *reading)
{
    struct store_record record;
    Qd__Period period = quarter(2024, 4);

    assert_int_equal(ERR_OK, store_read_begin(f->store, reading, &f->text));
    assert_true(store_latest(reading, &period, authority, &record));
    return record;
}

// --- bad input first

static void a_store_that_is_served_is_not_served_twice(void **state)
{
    struct fixture *f = *state;
    struct store *second;

    assert_int_equal(ERR_BUSY, store_open(&second, f->folder, &small, &f->text));
    assert_null(second);
    assert_non_null(strstr(f->text.text, "another aggregator"));
}

static void reading_what_is_not_there_says_so(void **state)
{
    struct fixture *f = *state;
    const struct store_options reading = {.read_only = 1};
    struct store *none;

    assert_int_equal(ERR_NOT_FOUND, store_open(&none, "/tmp/qd-no-such-store", &reading, &f->text));
    assert_null(none);
}

static void promise_b_an_id_used_for_another_return_is_refused(void **state)
{
    struct fixture *f = *state;
    struct sample *first = malloc(sizeof *first), *second = malloc(sizeof *second);
    struct store_batch batch;
    struct store_receipt receipt;
    uint64_t returns;

    make(first, CAMDEN, 1, 'a', 100);
    make(second, CAMDEN, 1, 'b', 100);
    add_one(f, first);
    store_begin(f->store, &batch);
    assert_int_equal(STORE_ID_TAKEN, add(f, &batch, second, &receipt));
    assert_null(receipt.bytes);
    commit(f, &batch);
    assert_int_equal(ERR_OK, store_verify(f->store, &returns, &f->text));
    assert_int_equal(1, returns);
    free(first);
    free(second);
}

// --- promise B

static void promise_b_a_resend_gets_the_same_receipt(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct store_receipt first, again;
    struct store_batch batch;
    uint64_t returns;

    make(sample, CAMDEN, 1, 'a', 1000);
    first = add_one(f, sample);
    store_begin(f->store, &batch);
    sample->submission.received_at_unix_ms += 5000;
    assert_int_equal(STORE_REPEATED, add(f, &batch, sample, &again));
    commit(f, &batch);
    assert_same(first, again);
    assert_int_equal(ERR_OK, store_verify(f->store, &returns, &f->text));
    assert_int_equal(1, returns);
    free(sample);
}

static void promise_b_a_resend_in_the_same_batch_gets_the_same_receipt(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct store_receipt first, again;
    struct store_batch batch;

    make(sample, CAMDEN, 1, 'a', 1000);
    store_begin(f->store, &batch);
    assert_int_equal(STORE_ADDED, add(f, &batch, sample, &first));
    assert_int_equal(STORE_REPEATED, add(f, &batch, sample, &again));
    assert_same(first, again);
    commit(f, &batch);
    free(sample);
}

static void promise_b_the_same_id_of_another_borough_is_another_submission(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);

    make(sample, CAMDEN, 1, 'a', 100);
    add_one(f, sample);
    make(sample, HACKNEY, 1, 'a', 100);
    add_one(f, sample);
    free(sample);
}

// --- promise C

static void promise_c_a_new_revision_replaces_as_a_whole_and_keeps_the_old(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct store_reading reading;
    struct store_record record;

    make(sample, CAMDEN, 1, 'a', 1000);
    add_one(f, sample);
    make(sample, CAMDEN, 2, 'b', 30000);
    add_one(f, sample);
    record = latest(f, CAMDEN, &reading);
    assert_int_equal(2, record.revision);
    assert_int_equal(30000, record.return_size);
    assert_int_equal('b', record.return_bytes[29999]);
    assert_memory_equal(sample->hash, record.return_hash, CODEC_HASH_BYTES);
    assert_true(store_revision(&reading, &sample->period, CAMDEN, 1, &record));
    assert_int_equal(1000, record.return_size);
    assert_int_equal('a', record.return_bytes[0]);
    assert_false(store_revision(&reading, &sample->period, CAMDEN, 3, &record));
    store_read_end(&reading);
    free(sample);
}

static void promise_c_a_batch_that_is_not_committed_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct store_batch batch;
    struct store_receipt receipt;
    uint64_t returns = 99;

    make(sample, CAMDEN, 1, 'a', 1000);
    store_begin(f->store, &batch);
    assert_int_equal(STORE_ADDED, add(f, &batch, sample, &receipt));
    store_abort(&batch);
    assert_int_equal(ERR_OK, store_verify(f->store, &returns, &f->text));
    assert_int_equal(0, returns);
    free(sample);
}

// --- reading

struct seen {
    unsigned count;
    Qd__LocalAuthority authorities[8];
    uint32_t revisions[8];
};

static enum err note(void *context, const struct store_record *record)
{
    struct seen *seen = context;

    seen->authorities[seen->count] = record->authority;
    seen->revisions[seen->count++] = record->revision;
    return ERR_OK;
}

static void the_latest_of_every_borough_and_period_are_found(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct store_reading reading;
    struct seen seen = {0}, held = {0};

    for (uint8_t number = 1; number <= 3; number++) {
        make(sample, CAMDEN, number, number, 500);
        add_one(f, sample);
    }
    make(sample, HACKNEY, 4, 'h', 500);
    add_one(f, sample);
    make(sample, CAMDEN, 5, 'q', 500);
    sample->period = quarter(2025, 1);
    add_one(f, sample);
    assert_int_equal(ERR_OK, store_read_begin(f->store, &reading, &f->text));
    assert_int_equal(ERR_OK, store_each_latest(&reading, note, &seen));
    assert_int_equal(3, seen.count);
    assert_int_equal(CAMDEN, seen.authorities[0]);
    assert_int_equal(3, seen.revisions[0]);
    assert_int_equal(HACKNEY, seen.authorities[1]);
    assert_int_equal(1, seen.revisions[2]);
    assert_int_equal(ERR_OK, store_each_held(&reading, CAMDEN, note, &held));
    assert_int_equal(2, held.count);
    assert_int_equal(3, held.revisions[0]);
    store_read_end(&reading);
    free(sample);
}

static void a_reader_sees_its_snapshot_while_more_is_written(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct store_reading reading;
    struct store_record record;

    make(sample, CAMDEN, 1, 'a', 1000);
    add_one(f, sample);
    record = latest(f, CAMDEN, &reading);
    make(sample, CAMDEN, 2, 'b', 1000);
    add_one(f, sample);
    assert_int_equal('a', record.return_bytes[999]);
    assert_true(store_latest(&reading, &sample->period, CAMDEN, &record));
    assert_int_equal(1, record.revision);
    store_read_end(&reading);
    record = latest(f, CAMDEN, &reading);
    assert_int_equal(2, record.revision);
    store_read_end(&reading);
    free(sample);
}

static void each_receipt_carries_the_link_of_the_one_before_it(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    uint8_t links[2][CODEC_HASH_BYTES];

    for (uint8_t number = 0; number < 2; number++) {
        struct store_receipt receipt;
        Qd__Envelope *envelope;

        make(sample, CAMDEN, number, number, 100);
        receipt = add_one(f, sample);
        assert_int_equal(ERR_OK, codec_unpack_envelope(&envelope, &f->arena, receipt.bytes,
                                                       receipt.size, &f->text));
        assert_int_equal(QD__ENVELOPE__CONTENT_RECEIPT, envelope->content_case);
        assert_int_equal(number + 1, envelope->receipt->sequence);
        assert_int_equal(2, envelope->receipt->queries);
        memcpy(links[number], envelope->receipt->link.data, CODEC_HASH_BYTES);
    }
    assert_memory_not_equal(links[0], links[1], CODEC_HASH_BYTES);
    free(sample);
}

// --- a full store, and a damaged one

static void a_full_store_says_so_and_still_finds_what_it_has(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample), *kept = malloc(sizeof *kept);
    struct store_receipt first, again;
    struct store_batch batch;
    uint64_t returns;
    enum err error = ERR_OK;

    make(kept, CAMDEN, 255, 'k', 1000);
    first = add_one(f, kept);
    for (uint8_t number = 0; number < 200 && error == ERR_OK; number++) {
        struct store_receipt receipt;

        make(sample, CAMDEN, number, number, 40000);
        store_begin(f->store, &batch);
        add(f, &batch, sample, &receipt);
        error = store_commit(&batch, &f->text);
    }
    assert_int_equal(ERR_FULL, error);
    assert_true(store_percent_used(f->store) >= STORE_FULL_PERCENT);
    store_begin(f->store, &batch);
    assert_int_equal(STORE_REPEATED, store_find(&batch, &kept->submission, &f->arena, &again));
    store_abort(&batch);
    assert_same(first, again);
    assert_int_equal(ERR_OK, store_verify(f->store, &returns, &f->text));
    assert_true(returns > 10);
    free(sample);
    free(kept);
}

// Finds the bytes in data.mdb and changes the one at `offset` from them.
static void damage(const struct fixture *f, const uint8_t *needle, size_t size, size_t offset)
{
    uint8_t *bytes = malloc((size_t)small.size_bytes), *found;
    char path[128];
    int file;
    ssize_t got;

    snprintf(path, sizeof path, "%s/data.mdb", f->folder);
    file = open(path, O_RDWR);
    assert_true(file >= 0);
    got = pread(file, bytes, small.size_bytes, 0);
    assert_true(got > 0);
    found = memmem(bytes, (size_t)got, needle, size);
    assert_non_null(found);
    found[offset] ^= 1;
    assert_int_equal(1, pwrite(file, found + offset, 1, found - bytes + (off_t)offset));
    close(file);
    free(bytes);
}

static void verify_sees_a_changed_byte_of_a_return(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);

    make(sample, CAMDEN, 1, 'a', 1000);
    add_one(f, sample);
    assert_int_equal(ERR_OK, store_verify(f->store, NULL, &f->text));
    damage(f, sample->bytes, 500, 250);
    assert_int_equal(ERR_CORRUPT, store_verify(f->store, NULL, &f->text));
    assert_non_null(strstr(f->text.text, "the return of Camden for 2024-25 Q4, revision 1"));
    assert_non_null(strstr(f->text.text, "hash"));
    free(sample);
}

static void verify_sees_a_changed_byte_of_a_receipt_and_of_the_journal(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct store_receipt receipt;
    Qd__Envelope *envelope;

    make(sample, CAMDEN, 1, 'a', 1000);
    receipt = add_one(f, sample);
    assert_int_equal(
        ERR_OK, codec_unpack_envelope(&envelope, &f->arena, receipt.bytes, receipt.size, &f->text));
    damage(f, receipt.bytes, receipt.size, receipt.size - 1);
    assert_int_equal(ERR_CORRUPT, store_verify(f->store, NULL, &f->text));
    assert_non_null(strstr(f->text.text, "receipt"));
    damage(f, sample->hash, CODEC_HASH_BYTES, 0);
    assert_int_equal(ERR_CORRUPT, store_verify(f->store, NULL, &f->text));
    free(sample);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_store_that_is_served_is_not_served_twice),
        TEST(reading_what_is_not_there_says_so),
        TEST(promise_b_an_id_used_for_another_return_is_refused),
        TEST(promise_b_a_resend_gets_the_same_receipt),
        TEST(promise_b_a_resend_in_the_same_batch_gets_the_same_receipt),
        TEST(promise_b_the_same_id_of_another_borough_is_another_submission),
        TEST(promise_c_a_new_revision_replaces_as_a_whole_and_keeps_the_old),
        TEST(promise_c_a_batch_that_is_not_committed_leaves_nothing),
        TEST(the_latest_of_every_borough_and_period_are_found),
        TEST(a_reader_sees_its_snapshot_while_more_is_written),
        TEST(each_receipt_carries_the_link_of_the_one_before_it),
        TEST(a_full_store_says_so_and_still_finds_what_it_has),
        TEST(verify_sees_a_changed_byte_of_a_return),
        TEST(verify_sees_a_changed_byte_of_a_receipt_and_of_the_journal),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
