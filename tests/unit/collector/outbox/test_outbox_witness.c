// An outbox whose data is gone, went back or is another's is told from a new one.
#include "collector/outbox/outbox.h"
#include "tests/support/golden/golden.h"
#include "tests/support/kept/kept.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    CAMDEN = QD__LOCAL_AUTHORITY__E09000007,
    PAGE_BYTES = 4096,
    TRANSACTION_AT = 144,  // in a meta page: the number of its transaction
};

struct fixture {
    char folder[64];
    char data[80];
    char witness[80];
    struct outbox *outbox;
    struct arena arena;
    struct err_text text;
};

static void open_outbox(struct fixture *f)
{
    if (outbox_open(&f->outbox, f->folder, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
}

static void close_outbox(struct fixture *f)
{
    outbox_close(f->outbox);
    f->outbox = NULL;
}

static void put(struct fixture *f, uint32_t year)
{
    (void)kept_put(f->outbox, &f->arena, CAMDEN, year, year, NULL);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    *state = f;
    strcpy(f->folder, "/tmp/qd-outbox-witness-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    (void)snprintf(f->data, sizeof f->data, "%s/data.mdb", f->folder);
    (void)snprintf(f->witness, sizeof f->witness, "%s/witness", f->folder);
    arena_init(&f->arena, CODEC_ARENA_CAP_BYTES);
    open_outbox(f);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    outbox_close(f->outbox);
    arena_free(&f->arena);
    kept_remove(f->folder);
    free(f);
    return 0;
}

static uint8_t *read_data(const struct fixture *f)
{
    uint8_t *bytes = malloc(OUTBOX_SIZE_BYTES);
    FILE *file = fopen(f->data, "r");

    assert_non_null(file);
    assert_int_equal(OUTBOX_SIZE_BYTES, fread(bytes, 1, OUTBOX_SIZE_BYTES, file));
    fclose(file);
    return bytes;
}

static void write_data(const struct fixture *f, uint8_t *bytes)
{
    FILE *file = fopen(f->data, "w");

    assert_non_null(file);
    assert_int_equal(OUTBOX_SIZE_BYTES, fwrite(bytes, 1, OUTBOX_SIZE_BYTES, file));
    assert_int_equal(0, fclose(file));
    free(bytes);
}

static enum err count_one(void *context, const struct outbox_entry *entry)
{
    (void)entry;
    ++*(unsigned *)context;
    return ERR_OK;
}

static unsigned entries(struct fixture *f)
{
    unsigned count = 0;

    assert_int_equal(ERR_OK, outbox_each(f->outbox, count_one, &count, &f->text));
    return count;
}

// It is refused, and no less when it is tried again. What is said is noted behind what `is_wrong`.
static void is_told(struct fixture *f, const char *is_wrong)
{
    for (int i = 0; i < 2; i++) {
        f->text.text[0] = '\0';
        assert_int_equal(ERR_CORRUPT, outbox_open(&f->outbox, f->folder, &f->text));
        assert_null(f->outbox);
    }
    golden_note_in(f->folder, is_wrong, f->text.text);
    golden_check_noted("errors.golden", is_wrong);
}

// What the words say to do when there is no backup.
static void is_used_without_the_witness(struct fixture *f, unsigned expected)
{
    assert_non_null(strstr(f->text.text, f->witness));
    assert_int_equal(0, unlink(f->witness));
    open_outbox(f);
    assert_int_equal(expected, entries(f));
    assert_int_equal(0, access(f->witness, F_OK));
}

static void data_that_is_gone_is_told_and_not_made_again(void **state)
{
    struct fixture *f = *state;

    put(f, 2023);
    close_outbox(f);
    assert_int_equal(0, unlink(f->data));
    is_told(f, "an outbox whose data is gone");
    assert_int_not_equal(0, access(f->data, F_OK));
    is_used_without_the_witness(f, 0);
}

static void data_that_is_empty_is_told_and_not_made_again(void **state)
{
    struct fixture *f = *state;
    struct stat data;

    put(f, 2023);
    close_outbox(f);
    assert_int_equal(0, truncate(f->data, 0));
    is_told(f, "an outbox whose data is empty");
    assert_int_equal(0, stat(f->data, &data));
    assert_int_equal(0, data.st_size);
    is_used_without_the_witness(f, 0);
}

static void an_older_state_is_told(void **state)
{
    struct fixture *f = *state;
    uint8_t *older;

    put(f, 2022);
    older = read_data(f);
    put(f, 2023);
    close_outbox(f);
    write_data(f, older);
    is_told(f, "an outbox whose data is older than it was");
    is_used_without_the_witness(f, 1);
}

static void another_outboxs_data_is_told(void **state)
{
    struct fixture *f = *state;
    uint8_t *others;

    for (uint32_t year = 2015; year < 2020; year++)
        put(f, year);
    others = read_data(f);
    close_outbox(f);
    kept_remove(f->folder);
    open_outbox(f);
    put(f, 2023);
    close_outbox(f);
    write_data(f, others);
    is_told(f, "an outbox with the data of another");
    is_used_without_the_witness(f, 5);
}

// The one flip after which both meta pages are sound, and of an older state.
static void a_newest_state_whose_number_was_made_smaller_by_two_is_told(void **state)
{
    struct fixture *f = *state;
    uint64_t numbers[2] = {0, 0};
    uint32_t year = 2014;
    uint8_t *bytes = NULL;
    unsigned newest = 0;

    do {
        put(f, year++);
        free(bytes);
        bytes = read_data(f);
        for (size_t meta = 0; meta < 2; meta++)
            memcpy(&numbers[meta], bytes + meta * PAGE_BYTES + TRANSACTION_AT, sizeof numbers[0]);
        newest = numbers[1] > numbers[0];
        assert_int_equal(numbers[newest], numbers[1 - newest] + 1);
    } while ((numbers[newest] & 2) == 0);
    close_outbox(f);
    bytes[newest * PAGE_BYTES + TRANSACTION_AT] ^= 2;
    write_data(f, bytes);
    is_told(f, "an outbox whose newest change has the number of an earlier one");
}

static void a_witness_that_is_damaged_is_told(void **state)
{
    struct fixture *f = *state;
    FILE *file;

    put(f, 2023);
    close_outbox(f);
    file = fopen(f->witness, "w");
    assert_non_null(file);
    fputs("sequence 7\n", file);
    fclose(file);
    is_told(f, "an outbox whose witness is damaged");
    is_used_without_the_witness(f, 1);
}

// A power cut between a commit and its witness: the next opening writes it.
static void a_witness_that_lags_behind_is_brought_up(void **state)
{
    struct fixture *f = *state;
    uint8_t *older;
    char kept[96];

    put(f, 2022);
    older = read_data(f);
    (void)snprintf(kept, sizeof kept, "%s.kept", f->folder);
    assert_int_equal(0, rename(f->witness, kept));
    put(f, 2023);
    close_outbox(f);
    assert_int_equal(0, rename(kept, f->witness));
    open_outbox(f);
    assert_int_equal(2, entries(f));
    close_outbox(f);
    write_data(f, older);
    is_told(f, "an outbox whose data is older than a witness that was brought up");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(data_that_is_gone_is_told_and_not_made_again),
        TEST(data_that_is_empty_is_told_and_not_made_again),
        TEST(an_older_state_is_told),
        TEST(another_outboxs_data_is_told),
        TEST(a_newest_state_whose_number_was_made_smaller_by_two_is_told),
        TEST(a_witness_that_is_damaged_is_told),
        TEST(a_witness_that_lags_behind_is_brought_up),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
