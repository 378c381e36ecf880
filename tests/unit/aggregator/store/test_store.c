// The aggregator's store: promises B and C as far as they are the store's, and that nothing in it
// can be changed without being seen.
#include "aggregator/store/store.h"

#include "lib/base/arena.h"
#include "proto/form/period.h"
#include "tests/support/golden/golden.h"
#include "tests/support/stored/stored.h"

#include <fcntl.h>
#include <stdlib.h>

enum { MIB = 1024 * 1024, STORE_BYTES = 4 * MIB };

static const Qd__LocalAuthority CAMDEN = QD__LOCAL_AUTHORITY__E09000007;
static const Qd__LocalAuthority HACKNEY = QD__LOCAL_AUTHORITY__E09000012;

struct fixture {
    char folder[64];
    struct store *store;
    struct err_text text;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    *state = f;
    strcpy(f->folder, "/tmp/qd-store-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    f->store = stored_open(f->folder, STORE_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    store_close(f->store);
    stored_remove(f->folder);
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

static enum store_outcome add(struct store_batch *batch, const struct sample *sample,
                              struct journal_entry *entry)
{
    return store_add(batch, &sample->submission, entry);
}

static void commit(struct fixture *f, struct store_batch *batch)
{
    assert_string_equal("ERR_OK", err_name(store_commit(batch, &f->text)));
}

static struct journal_entry add_one(struct fixture *f, const struct sample *sample)
{
    return stored_add(f->store, sample->submission);
}

// What a receipt is made of.
static void assert_same(const struct journal_entry *a, const struct journal_entry *b)
{
    assert_int_equal(a->sequence, b->sequence);
    assert_int_equal(a->unix_ms, b->unix_ms);
    assert_int_equal(a->revision, b->revision);
    assert_int_equal(a->queries, b->queries);
    assert_memory_equal(a->submission_id, b->submission_id, sizeof a->submission_id);
    assert_memory_equal(a->body_hash, b->body_hash, sizeof a->body_hash);
    assert_memory_equal(a->link, b->link, sizeof a->link);
}

static void begin(struct fixture *f, struct store_reading *reading)
{
    if (store_read_begin(f->store, STORE_NOW, reading, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
}

static const struct journal_entry *latest(const struct store_reading *reading,
                                          Qd__LocalAuthority authority)
{
    const Qd__Period period = quarter(2024, 4);
    const struct store_return *found = store_latest(reading, &period, authority);

    assert_non_null(found);
    return &found->entry;
}

static uint64_t verified(struct fixture *f)
{
    struct store_report report;

    if (store_verify(f->store, &report, NULL, NULL, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    return report.returns;
}

// What is said of it is noted behind `what` has changed.
static void assert_damaged(struct fixture *f, const char *what)
{
    assert_int_equal(ERR_CORRUPT, store_verify(f->store, NULL, NULL, NULL, &f->text));
    golden_note_in(f->folder, what, f->text.text);
}

// --- bad input first

static void a_store_that_is_served_is_not_served_twice(void **state)
{
    const struct store_options options = {.size_bytes = STORE_BYTES};
    struct fixture *f = *state;
    struct store *second;

    assert_int_equal(ERR_BUSY, store_open(&second, f->folder, &options, &f->text));
    assert_null(second);
    golden_note_in(f->folder, "it is opened again", f->text.text);
    golden_check_noted("errors.golden", "a store that is served");
}

static void promise_b_an_id_used_for_another_return_is_refused(void **state)
{
    struct fixture *f = *state;
    struct sample *first = malloc(sizeof *first), *second = malloc(sizeof *second);
    struct journal_entry entry;
    struct store_batch batch;

    make(first, CAMDEN, 1, 'a', 100);
    make(second, CAMDEN, 1, 'b', 100);
    add_one(f, first);
    store_begin(f->store, &batch);
    assert_int_equal(STORE_ID_TAKEN, add(&batch, second, &entry));
    commit(f, &batch);
    assert_int_equal(1, verified(f));
    free(first);
    free(second);
}

// --- promise B

static void promise_b_a_resend_gets_the_same_receipt(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct journal_entry first, again;
    struct store_batch batch;

    make(sample, CAMDEN, 1, 'a', 1000);
    first = add_one(f, sample);
    store_begin(f->store, &batch);
    sample->submission.received_at_unix_ms += 5000;
    sample->submission.queries += 1;
    assert_int_equal(STORE_REPEATED, add(&batch, sample, &again));
    commit(f, &batch);
    assert_same(&first, &again);
    assert_int_equal(1, verified(f));
    free(sample);
}

static void promise_b_a_resend_in_the_same_batch_gets_the_same_receipt(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct journal_entry first, again;
    struct store_batch batch;

    make(sample, CAMDEN, 1, 'a', 1000);
    store_begin(f->store, &batch);
    assert_int_equal(STORE_ADDED, add(&batch, sample, &first));
    assert_int_equal(STORE_REPEATED, add(&batch, sample, &again));
    assert_same(&first, &again);
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

static enum err find_first(void *context, const struct journal_entry *entry)
{
    if (entry->kind == JOURNAL_RETURN && entry->revision == 1)
        *(struct journal_entry *)context = *entry;
    return ERR_OK;
}

static void promise_c_a_new_revision_replaces_as_a_whole_and_keeps_the_old(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    const struct journal_entry *entry;
    struct store_reading reading;
    struct journal_entry first;

    make(sample, CAMDEN, 1, 'a', 1000);
    add_one(f, sample);
    make(sample, CAMDEN, 2, 'b', 30000);
    add_one(f, sample);
    begin(f, &reading);
    entry = latest(&reading, CAMDEN);
    assert_int_equal(2, entry->revision);
    assert_int_equal(30000, entry->body_bytes);
    assert_int_equal('b', entry->body[29999]);
    assert_memory_equal(sample->hash, entry->body_hash, CODEC_HASH_BYTES);
    assert_int_equal(ERR_OK, store_each_entry(&reading, find_first, &first));
    assert_int_equal(1000, first.body_bytes);
    assert_int_equal('a', first.body[0]);
    store_read_end(&reading);
    free(sample);
}

static void promise_c_a_batch_that_is_not_committed_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct journal_entry entry;
    struct store_batch batch;

    make(sample, CAMDEN, 1, 'a', 1000);
    store_begin(f->store, &batch);
    assert_int_equal(STORE_ADDED, add(&batch, sample, &entry));
    store_abort(&batch);
    assert_int_equal(0, verified(f));
    assert_int_equal(1, add_one(f, sample).sequence);
    assert_int_equal(1, verified(f));
    free(sample);
}

// --- reading

static void promise_f_only_a_borough_that_no_entry_names_has_not_returned(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    const Qd__Period period = quarter(2024, 4), other = quarter(2024, 3);
    struct store_reading reading;

    make(sample, CAMDEN, 1, 'a', 100);
    add_one(f, sample);
    begin(f, &reading);
    assert_non_null(store_latest(&reading, &period, CAMDEN));
    assert_null(store_latest(&reading, &period, HACKNEY));
    assert_null(store_latest(&reading, &other, CAMDEN));
    assert_null(store_period(&reading, &other));
    store_read_end(&reading);
    free(sample);
}

static enum err count_held(void *context, const struct journal_entry *entry)
{
    unsigned *revisions = context;

    assert_int_equal(CAMDEN, entry->authority);
    revisions[0]++;
    revisions[revisions[0]] = entry->revision;
    return ERR_OK;
}

static void the_latest_of_every_borough_and_period_are_found(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    unsigned held[8] = {0};
    struct store_reading reading;

    make(sample, CAMDEN, 5, 'q', 500);
    sample->period = quarter(2025, 1);
    add_one(f, sample);
    for (uint8_t number = 1; number <= 3; number++) {
        make(sample, CAMDEN, number, number, 500);
        add_one(f, sample);
    }
    make(sample, HACKNEY, 4, 'h', 500);
    add_one(f, sample);
    begin(f, &reading);
    assert_int_equal(2, reading.periods_count);
    assert_int_equal(2, reading.periods[0]->returned);
    assert_int_equal(1, reading.periods[1]->returned);
    assert_int_equal(3, latest(&reading, CAMDEN)->revision);
    assert_int_equal(1, latest(&reading, HACKNEY)->revision);
    assert_int_equal(5, reading.end.sequence);
    store_read_end(&reading);
    assert_int_equal(ERR_OK, store_each_held(f->store, CAMDEN, count_held, held, &f->text));
    assert_int_equal(2, held[0]);
    assert_int_equal(3, held[1]);
    assert_int_equal(1, held[2]);
    free(sample);
}

static void the_store_is_read_as_it_stood(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    const Qd__Period period = quarter(2024, 4);
    struct store_as_of then = STORE_NOW;
    struct store_reading reading;

    for (uint8_t number = 1; number <= 3; number++) {
        make(sample, number < 3 ? CAMDEN : HACKNEY, number, number, 500);
        sample->submission.received_at_unix_ms += number * 1000U;
        add_one(f, sample);
    }
    then.sequence = 1;
    assert_int_equal(ERR_OK, store_read_begin(f->store, then, &reading, &f->text));
    assert_int_equal(1, latest(&reading, CAMDEN)->revision);
    assert_null(store_latest(&reading, &period, HACKNEY));
    assert_int_equal(3, reading.end.sequence);
    store_read_end(&reading);
    then = (struct store_as_of){UINT64_MAX, 1700000000000 + 2500};
    assert_int_equal(ERR_OK, store_read_begin(f->store, then, &reading, &f->text));
    assert_int_equal(2, latest(&reading, CAMDEN)->revision);
    assert_null(store_latest(&reading, &period, HACKNEY));
    store_read_end(&reading);
    then.unix_ms = 1;
    assert_int_equal(ERR_OK, store_read_begin(f->store, then, &reading, &f->text));
    assert_null(store_period(&reading, &period));
    store_read_end(&reading);
    free(sample);
}

static void a_reader_sees_its_snapshot_while_more_is_written(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct store_reading reading;

    make(sample, CAMDEN, 1, 'a', 1000);
    add_one(f, sample);
    begin(f, &reading);
    make(sample, CAMDEN, 2, 'b', 1000);
    add_one(f, sample);
    assert_int_equal('a', latest(&reading, CAMDEN)->body[999]);
    assert_int_equal(1, latest(&reading, CAMDEN)->revision);
    store_read_end(&reading);
    begin(f, &reading);
    assert_int_equal(2, latest(&reading, CAMDEN)->revision);
    store_read_end(&reading);
    free(sample);
}

static void each_entry_carries_the_link_of_the_one_before_it(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct journal_entry entries[2];

    for (uint8_t number = 0; number < 2; number++) {
        make(sample, CAMDEN, number, number, 100);
        entries[number] = add_one(f, sample);
        assert_int_equal(number + 1, entries[number].sequence);
        assert_int_equal(2, entries[number].queries);
    }
    assert_memory_not_equal(entries[0].link, entries[1].link, CODEC_HASH_BYTES);
    free(sample);
}

// --- a full store, and a damaged one

static void a_full_store_says_so_and_still_finds_what_it_has(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample), *kept = malloc(sizeof *kept);
    struct journal_entry first, entry;
    struct store_batch batch;
    enum err error = ERR_OK;

    make(kept, CAMDEN, 255, 'k', 1000);
    first = add_one(f, kept);
    for (uint8_t number = 0; number < 200 && error == ERR_OK; number++) {
        make(sample, CAMDEN, number, number, 40000);
        store_begin(f->store, &batch);
        add(&batch, sample, &entry);
        error = store_commit(&batch, &f->text);
    }
    assert_int_equal(ERR_FULL, error);
    assert_true(store_percent_used(f->store) >= STORE_FULL_PERCENT);
    store_begin(f->store, &batch);
    assert_int_equal(STORE_REPEATED, store_find(&batch, &kept->submission, &entry));
    store_abort(&batch);
    assert_same(&first, &entry);
    assert_true(verified(f) > 10);
    free(sample);
    free(kept);
}

// Finds the bytes in data.mdb and sets the one at `offset` from them, wherever they stand.
static void damage_to(const struct fixture *f, const void *needle, size_t size, size_t offset,
                      uint8_t value)
{
    uint8_t *bytes = malloc(STORE_BYTES);
    unsigned found = 0;
    char path[128];
    ssize_t got;
    int file;

    snprintf(path, sizeof path, "%s/data.mdb", f->folder);
    file = open(path, O_RDWR);
    assert_true(file >= 0);
    got = pread(file, bytes, STORE_BYTES, 0);
    assert_true(got > 0);
    for (uint8_t *at = bytes; (at = memmem(at, (size_t)(got - (at - bytes)), needle, size)) != NULL;
         at++) {
        assert_int_equal(1, pwrite(file, &value, 1, at - bytes + (off_t)offset));
        found++;
    }
    assert_true(found > 0);
    close(file);
    free(bytes);
}

static void damage(const struct fixture *f, const void *needle, size_t size, size_t offset)
{
    damage_to(f, needle, size, offset, ((const uint8_t *)needle)[offset] ^ 1);
}

static void verify_sees_a_changed_byte_of_a_return(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);

    make(sample, CAMDEN, 1, 'a', 1000);
    add_one(f, sample);
    assert_int_equal(1, verified(f));
    damage(f, sample->bytes, 1000, 250);
    assert_damaged(f, "byte 250 of a return");
    golden_check_noted("errors.golden", "a stored return that is damaged");
    free(sample);
}

// One byte of an entry's head, and of its link.
static void whoever_reads_sees_a_changed_byte_of_the_journal(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    struct store_reading reading;
    struct journal_entry entry;

    make(sample, CAMDEN, 1, 'a', 1000);
    entry = add_one(f, sample);
    make(sample, CAMDEN, 2, 'b', 1000);
    add_one(f, sample);
    damage(f, entry.link, sizeof entry.link, 3);
    assert_damaged(f, "the link of the first of two");
    assert_int_equal(ERR_CORRUPT, store_read_begin(f->store, STORE_NOW, &reading, &f->text));
    entry.link[3] ^= 1;
    damage(f, entry.link, sizeof entry.link, 3);
    assert_int_equal(2, verified(f));
    damage(f, sample->hash, sizeof sample->hash, 0);
    assert_int_equal(ERR_CORRUPT, store_read_begin(f->store, STORE_NOW, &reading, &f->text));
    golden_note_in(f->folder, "the head of the second", f->text.text);
    golden_check_noted("errors.golden", "an entry of the journal that is damaged");
    free(sample);
}

static void an_index_that_says_something_else_is_seen(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    uint8_t by_id[2 + CODEC_SUBMISSION_ID_BYTES] = {0, (uint8_t)CAMDEN};
    struct journal_entry entry;
    struct store_batch batch;

    make(sample, CAMDEN, 1, 'a', 1000);
    add_one(f, sample);
    make(sample, CAMDEN, 2, 'b', 1000);
    add_one(f, sample);
    // Its value, the number of an entry, stands behind the key: 1 becomes 0, which is no return.
    memset(by_id + 2, 1, CODEC_SUBMISSION_ID_BYTES);
    damage_to(f, by_id, sizeof by_id, sizeof by_id + sizeof(uint64_t) - 1, 0);
    assert_damaged(f, "verified");
    make(sample, CAMDEN, 1, 'a', 1000);
    store_begin(f->store, &batch);
    (void)add(&batch, sample, &entry);
    assert_int_equal(ERR_CORRUPT, store_commit(&batch, &f->text));
    golden_note_in(f->folder, "the same id again", f->text.text);
    golden_check_noted("errors.golden", "an index that leads to an entry of another kind");
    free(sample);
}

static enum err never_given(void *context, const struct journal_entry *entry)
{
    (void)entry;
    *(unsigned *)context += 1;
    return ERR_OK;
}

static void promise_d_an_index_that_leads_to_anothers_entry_gives_nothing(void **state)
{
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    uint8_t by_id[2 + CODEC_SUBMISSION_ID_BYTES] = {0, (uint8_t)CAMDEN};
    unsigned given = 0;

    make(sample, HACKNEY, 1, 'a', 1000);
    add_one(f, sample);
    make(sample, CAMDEN, 2, 'b', 1000);
    add_one(f, sample);
    // Camden's second entry becomes the first, which is Hackney's.
    memset(by_id + 2, 2, CODEC_SUBMISSION_ID_BYTES);
    damage_to(f, by_id, sizeof by_id, sizeof by_id + sizeof(uint64_t) - 1, 1);
    assert_int_equal(ERR_CORRUPT,
                     store_held(f->store, CAMDEN, by_id + 2, never_given, &given, &f->text));
    assert_int_equal(0, given);
    golden_note_in(f->folder, "Camden asks for it", f->text.text);
    golden_check_noted("errors.golden", "an index that leads to an entry of another borough");
    free(sample);
}

static enum err keep_made(void *context, const struct journal_entry *entry)
{
    if (entry->kind == JOURNAL_MADE)
        *(struct journal_entry *)context = *entry;
    return ERR_OK;
}

// Writes other bytes over some in the file.
static void replace(const struct fixture *f, const uint8_t *old, const uint8_t *new, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (old[i] != new[i]) {
            uint8_t there[JOURNAL_SEALED_BYTES];

            memcpy(there, new, i);
            memcpy(there + i, old + i, size - i);
            damage_to(f, there, size, i, new[i]);
        }
}

// An entry of another version, or of a kind that is not known here, linked as whoever wrote it would;
// and the same byte when it only changed on the disk.
static void a_newer_versions_entry_is_told_from_damage(void **state)
{
    enum { VERSION_AT = 0, KIND_AT = 1, OTHER = 0x40 };
    struct fixture *f = *state;
    struct sample *sample = malloc(sizeof *sample);
    uint8_t whole[JOURNAL_SEALED_BYTES], changed[JOURNAL_SEALED_BYTES];
    uint8_t chained[CODEC_HASH_BYTES + JOURNAL_HEAD_BYTES];
    struct store_reading reading;
    struct journal_entry entry, made;

    make(sample, CAMDEN, 1, 'a', 1000);
    entry = add_one(f, sample);
    journal_write(whole, &entry);
    begin(f, &reading);
    assert_int_equal(ERR_OK, store_each_entry(&reading, keep_made, &made));
    store_read_end(&reading);
    for (size_t at = VERSION_AT; at <= KIND_AT; at++) {
        memcpy(changed, whole, sizeof changed);
        changed[at] ^= OTHER;
        replace(f, whole, changed, sizeof whole);
        assert_int_equal(ERR_CORRUPT, store_read_begin(f->store, STORE_NOW, &reading, &f->text));
        replace(f, changed, whole, sizeof whole);
        memcpy(chained, made.link, CODEC_HASH_BYTES);
        memcpy(chained + CODEC_HASH_BYTES, changed, JOURNAL_HEAD_BYTES);
        codec_hash(changed + JOURNAL_HEAD_BYTES, chained, sizeof chained);
        replace(f, whole, changed, sizeof whole);
        assert_int_equal(ERR_UNKNOWN_VERSION,
                         store_read_begin(f->store, STORE_NOW, &reading, &f->text));
        golden_note_in(f->folder, at == VERSION_AT ? "version 65" : "a kind that is not known",
                       f->text.text);
        replace(f, changed, whole, sizeof whole);
        assert_int_equal(1, verified(f));
    }
    golden_check_noted("errors.golden", "an entry of the journal that a newer version wrote");
    free(sample);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_store_that_is_served_is_not_served_twice),
        TEST(promise_b_an_id_used_for_another_return_is_refused),
        TEST(promise_b_a_resend_gets_the_same_receipt),
        TEST(promise_b_a_resend_in_the_same_batch_gets_the_same_receipt),
        TEST(promise_b_the_same_id_of_another_borough_is_another_submission),
        TEST(promise_c_a_new_revision_replaces_as_a_whole_and_keeps_the_old),
        TEST(promise_c_a_batch_that_is_not_committed_leaves_nothing),
        TEST(promise_f_only_a_borough_that_no_entry_names_has_not_returned),
        TEST(the_latest_of_every_borough_and_period_are_found),
        TEST(the_store_is_read_as_it_stood),
        TEST(a_reader_sees_its_snapshot_while_more_is_written),
        TEST(each_entry_carries_the_link_of_the_one_before_it),
        TEST(a_full_store_says_so_and_still_finds_what_it_has),
        TEST(verify_sees_a_changed_byte_of_a_return),
        TEST(whoever_reads_sees_a_changed_byte_of_the_journal),
        TEST(an_index_that_says_something_else_is_seen),
        TEST(promise_d_an_index_that_leads_to_anothers_entry_gives_nothing),
        TEST(a_newer_versions_entry_is_told_from_damage),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
