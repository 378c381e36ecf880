// A file in which something has changed is opened with words, or holds what it held: never a crash, a
// walk without an end, or an entry fewer.
#include "lib/db/db.h"

#include "tests/support/golden/golden.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    MIB = 1024 * 1024,
    FLIPS = 4000,
    SEED = 20261123,
    ENTRIES = 400,
    PATH_BYTES = 128,
    LAST_PAGE_AT = 16 + 24 + 2 * 48,    // of a meta page's fields
    TRANSACTION_AT = LAST_PAGE_AT + 8,  // and the last of them
};

enum { JOURNAL, RETURNS, SUBMISSIONS, TABLES };
static const char *const tables[] = {
    [JOURNAL] = "journal", [RETURNS] = "returns", [SUBMISSIONS] = "submissions", NULL};

struct fixture {
    char folder[PATH_BYTES], data[PATH_BYTES + 16], lock[PATH_BYTES + 16];
    uint8_t *whole;  // data.mdb as it was made
    size_t pages_used, page_bytes;
    int file;
    int skips_values;  // how it is opened
};

static int remove_folder(void **state)
{
    struct fixture *f = *state;

    (void)unlink(f->data);
    (void)unlink(f->lock);
    (void)rmdir(f->folder);
    (void)close(f->file);
    free(f->whole);
    free(f);
    return 0;
}

static void put_entry(struct db_txn *txn, db_table table, uint64_t number, size_t size)
{
    static uint8_t bytes[64 * 1024];
    struct db_key key = {.size = 0};

    db_key_u64(&key, number);
    memset(bytes, (int)number, size);
    db_put(txn, table, &key, bytes, size);
}

// Tables of branches, leaves and large values, and pages that are free again.
static void fill(struct db *db)
{
    for (uint64_t round = 0; round < 20; round++) {
        struct db_txn txn = db_begin_write(db);

        for (uint64_t i = 0; i < ENTRIES / 20; i++)
            for (db_table k = 0; k < TABLES; k++)
                put_entry(&txn, k, round * 1000 + i * 7 % 20,
                          k == JOURNAL ? (i % 4 == 0 ? 9000 : 300) : 8);
        assert_int_equal(ERR_OK, db_commit(&txn, NULL));
    }
    for (uint64_t round = 5; round < 8; round++) {
        struct db_txn txn = db_begin_write(db);

        for (uint64_t i = 0; i < 20; i++) {
            struct db_key key = {.size = 0};

            db_key_u64(&key, round * 1000 + i);
            db_delete(&txn, JOURNAL, &key);
        }
        assert_int_equal(ERR_OK, db_commit(&txn, NULL));
    }
}

// As the newer of the two meta pages says.
static size_t last_page(const struct fixture *f)
{
    uint64_t last[2];

    for (size_t meta = 0; meta < 2; meta++)
        memcpy(&last[meta], f->whole + meta * f->page_bytes + LAST_PAGE_AT, sizeof last[0]);
    return last[0] > last[1] ? last[0] : last[1];
}

static int make_file(void **state)
{
    const struct db_options options = {.tables = tables, .size_bytes = 2 * MIB};
    struct fixture *f = calloc(1, sizeof *f);
    struct err_text text = {""};
    struct db *db;

    *state = f;
    (void)strcpy(f->folder, "/tmp/qd-db-check-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    (void)snprintf(f->data, sizeof f->data, "%s/data.mdb", f->folder);
    (void)snprintf(f->lock, sizeof f->lock, "%s/lock.mdb", f->folder);
    if (db_open(&db, f->folder, &options, &text) != ERR_OK)
        fail_msg("%s", text.text);
    fill(db);
    f->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
    db_close(db);
    f->whole = malloc(2 * MIB);
    f->file = open(f->data, O_RDWR);
    assert_int_equal(2 * MIB, pread(f->file, f->whole, 2 * MIB, 0));
    f->pages_used = last_page(f) + 1;
    return 0;
}

static void flip(struct fixture *f, size_t at, unsigned bit)
{
    const uint8_t changed = (uint8_t)(f->whole[at] ^ 1U << bit);

    assert_int_equal(1, pwrite(f->file, &changed, 1, (off_t)at));
}

static void flip_back(struct fixture *f, size_t at)
{
    assert_int_equal(1, pwrite(f->file, &f->whole[at], 1, (off_t)at));
}

static enum err count(void *context, const struct db_value *key, const struct db_value *value)
{
    volatile uint8_t last = value->size > 0 ? value->bytes[value->size - 1] : 0;

    (void)last;
    (void)key;
    ++*(unsigned *)context;
    return ERR_OK;
}

// Opens and walks everything: the error, or ERR_OK and how many entries there are.
static enum err walk(const struct fixture *f, unsigned *entries, struct err_text *text)
{
    const struct db_options options = {
        .tables = tables, .read_only = 1, .skips_values = f->skips_values};
    const struct db_key all = {.size = 0};
    struct db *db;
    enum err error = db_open(&db, f->folder, &options, text);

    *entries = 0;
    if (error != ERR_OK)
        return error;
    {
        struct db_txn txn = db_begin_read(db);

        for (db_table k = 0; k < TABLES && error == ERR_OK; k++)
            error = db_each(&txn, k, &all, count, entries);
        db_abort(&txn);
    }
    db_close(db);
    return error;
}

static void flip_many(struct fixture *f)
{
    unsigned whole, found, refused = 0;
    struct err_text text = {""};

    assert_int_equal(ERR_OK, walk(f, &whole, &text));
    assert_true(whole > 2 * ENTRIES);
    srandom(SEED);
    for (unsigned i = 0; i < FLIPS; i++) {
        const size_t page = i % f->pages_used;
        // Half of them in the first bytes of a page, which say what it is.
        const size_t within = (size_t)random() % (i / f->pages_used % 2 == 0 ? 128 : f->page_bytes);
        const size_t at = page * f->page_bytes + within;
        enum err error;

        text.text[0] = '\0';
        flip(f, at, (unsigned)random() % 8);
        error = walk(f, &found, &text);
        flip_back(f, at);
        refused += error != ERR_OK;
        if (error == ERR_OK ? found != whole : text.text[0] == '\0')
            fail_msg("byte %zu: %s, %u entries of %u: %s", at, err_name(error), found, whole,
                     text.text);
    }
    assert_true(refused > FLIPS / 50);
}

static void a_flipped_bit_ends_in_words_or_changes_no_count(void **state)
{
    flip_many(*state);
}

static void who_skips_values_is_told_of_all_else(void **state)
{
    struct fixture *f = *state;

    f->skips_values = 1;
    flip_many(f);
}

static void assert_refused(struct fixture *f, size_t at, unsigned bit, struct err_text *text)
{
    unsigned entries;

    flip(f, at, bit);
    assert_int_equal(ERR_CORRUPT, walk(f, &entries, text));
    flip_back(f, at);
}

static void the_head_of_a_values_own_page_is_looked_at_unless_it_is_skipped(void **state)
{
    enum { FLAGS_AT = 10, OVERFLOW = 4 };
    struct fixture *f = *state;
    struct err_text text = {""};
    unsigned entries, whole;
    size_t page = 2;

    while (page < f->pages_used && f->whole[page * f->page_bytes + FLAGS_AT] != OVERFLOW)
        page++;
    assert_true(page < f->pages_used);
    assert_int_equal(ERR_OK, walk(f, &whole, &text));
    assert_refused(f, page * f->page_bytes + FLAGS_AT, 1, &text);
    golden_note_in(f->data, "a flag", text.text);
    golden_check_noted("errors.golden", "the page of a value that is damaged");
    f->skips_values = 1;
    flip(f, page * f->page_bytes + FLAGS_AT, 1);
    assert_int_equal(ERR_OK, walk(f, &entries, &text));
    assert_int_equal(whole, entries);
    flip_back(f, page * f->page_bytes + FLAGS_AT);
}

// Where the table's name stands in the table of tables: its node's key.
static size_t place_of_name(const struct fixture *f, const char *name)
{
    const size_t size = strlen(name);
    size_t found = 0;

    // The newest copy, which the last commit wrote, is tried first by whoever flips it.
    for (size_t at = 2 * f->page_bytes; at + size < 2 * MIB; at++)
        if (memcmp(f->whole + at, name, size) == 0 && f->whole[at - 2] == size)
            found = at;
    assert_true(found > 0);
    return found;
}

// The length of a table's name is 16 bits of the page: 11 is made 2059, and no name has that.
static void a_table_name_that_is_too_long_is_refused(void **state)
{
    struct fixture *f = *state;
    const size_t name = place_of_name(f, "submissions");
    struct err_text text = {""};
    unsigned entries, refused = 0;

    // Older copies of that page are free, and nobody reads them.
    for (size_t at = 2 * f->page_bytes; at + 16 < 2 * MIB; at++)
        if (memcmp(f->whole + at, f->whole + name - 2, 2 + strlen("submissions")) == 0) {
            flip(f, at + 1, 3);
            refused += walk(f, &entries, &text) == ERR_CORRUPT;
            flip_back(f, at + 1);
        }
    assert_int_equal(1, refused);
}

static void a_size_of_pages_that_cannot_be_is_refused(void **state)
{
    enum { PAGE_SIZE_AT = 16 + 24 };  // behind the page's header and the meta's first fields
    struct fixture *f = *state;

    assert_refused(f, PAGE_SIZE_AT + 1, 4, NULL);  // 0, by which LMDB would divide
    assert_refused(f, PAGE_SIZE_AT + 1, 5, NULL);  // 12288
    assert_refused(f, f->page_bytes + PAGE_SIZE_AT + 3, 7, NULL);
}

// LMDB would take the older state for the newest, or the newest for the older.
static void a_transaction_out_of_turn_is_refused(void **state)
{
    struct fixture *f = *state;
    struct err_text text = {""};

    for (unsigned meta = 0; meta < 2; meta++)
        for (unsigned bit = 2; bit < 16; bit++)
            assert_refused(f, meta * f->page_bytes + TRANSACTION_AT + bit / 8, bit % 8, &text);
    golden_note_in(f->data, "bit 15 of the second", text.text);
    golden_check_noted("errors.golden", "a transaction out of turn");
}

// A free page that is in use would be written over by a later commit.
static void a_list_of_free_pages_is_looked_at(void **state)
{
    struct fixture *f = *state;
    struct err_text text = {""};
    unsigned entries, refused = 0;

    for (size_t at = 2 * f->page_bytes; at + 8 < f->pages_used * f->page_bytes; at += 2) {
        uint64_t number;

        memcpy(&number, f->whole + at, sizeof number);
        if (number < 3 || number >= f->pages_used)
            continue;
        flip(f, at, 1);
        if (walk(f, &entries, &text) == ERR_CORRUPT)
            refused += strstr(text.text, "used twice") != NULL ||
                       strstr(text.text, "free pages that is not in order") != NULL;
        flip_back(f, at);
    }
    assert_true(refused > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_file, remove_folder)
        TEST(a_flipped_bit_ends_in_words_or_changes_no_count),
        TEST(who_skips_values_is_told_of_all_else),
        TEST(the_head_of_a_values_own_page_is_looked_at_unless_it_is_skipped),
        TEST(a_table_name_that_is_too_long_is_refused),
        TEST(a_size_of_pages_that_cannot_be_is_refused),
        TEST(a_transaction_out_of_turn_is_refused),
        TEST(a_list_of_free_pages_is_looked_at),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
