// One flipped bit anywhere in an outbox's file: it is refused with words, or shows what it showed before.
#include "collector/outbox/outbox.h"
#include "tests/support/kept/kept.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    CAMDEN = QD__LOCAL_AUTHORITY__E09000007,
    FLIPS = 2500,
    SEED = 20261127,
    PAGE_BYTES = 4096,
    HEAD_BYTES = 128,  // of a page: what it is, and where its entries are
};

struct fixture {
    char folder[64];
    char data[80];
    struct outbox *outbox;
    struct arena arena;
    struct err_text text;
    uint8_t whole[OUTBOX_SIZE_BYTES];
    int file;
};

// Not a receipt, but what is kept in its place.
static void acknowledge(struct fixture *fixture, const struct outbox_entry *entry, char letter)
{
    uint8_t answer[300];

    memset(answer, letter, sizeof answer);
    assert_int_equal(outbox_answer(fixture->outbox, entry->submission_id, OUTBOX_ACKNOWLEDGED,
                                   answer, sizeof answer, NULL),
                     ERR_OK);
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    *state = fixture;
    strcpy(fixture->folder, "/tmp/qd-outbox-flips-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    (void)snprintf(fixture->data, sizeof fixture->data, "%s/data.mdb", fixture->folder);
    arena_init(&fixture->arena, CODEC_ARENA_CAP_BYTES);
    assert_int_equal(outbox_open(&fixture->outbox, fixture->folder, NULL), ERR_OK);
    for (uint32_t year = 2014; year < 2025; year++) {
        const struct outbox_entry entry =
            kept_put(fixture->outbox, &fixture->arena, CAMDEN, year, year, NULL);

        if (year % 4 != 0)
            acknowledge(fixture, &entry, 'a');
        if (year % 4 > 1) {
            assert_int_equal(outbox_resend(fixture->outbox, entry.submission_id, NULL), ERR_OK);
            acknowledge(fixture, &entry, 'b');
        }
        if (year % 3 == 0)
            (void)kept_put(fixture->outbox, &fixture->arena, CAMDEN, year, year + 1, NULL);
    }
    outbox_close(fixture->outbox);
    fixture->file = open(fixture->data, O_RDWR);
    assert_int_equal(pread(fixture->file, fixture->whole, OUTBOX_SIZE_BYTES, 0), OUTBOX_SIZE_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    close(fixture->file);
    arena_free(&fixture->arena);
    kept_remove(fixture->folder);
    free(fixture);
    return 0;
}

// --- all that an outbox says, as a text

struct saying {
    FILE *out;
    struct outbox *outbox;
    struct err_text *text;
};

static enum err say_earlier(void *context, const uint8_t *answer, size_t size)
{
    const struct saying *saying = context;

    fprintf(saying->out, " earlier %zu %.*s", size, (int)size, (const char *)answer);
    return ERR_OK;
}

static enum err say_entry(void *context, const struct outbox_entry *entry)
{
    struct saying *saying = context;
    char hash[2 * CODEC_HASH_BYTES + 1], id[2 * CODEC_SUBMISSION_ID_BYTES + 1];

    codec_hex(hash, entry->return_hash, CODEC_HASH_BYTES);
    codec_hex(id, entry->submission_id, CODEC_SUBMISSION_ID_BYTES);
    fprintf(saying->out, "%s %d %d %llu %u %d %s %.*s", id, entry->state, entry->newest,
            (unsigned long long)entry->made_at_unix_ms, entry->period_key, entry->authority, hash,
            (int)entry->answer_size, entry->answer == NULL ? "" : (const char *)entry->answer);
    fputc('\n', saying->out);
    return ERR_OK;
}

static enum err note_id(void *context, const struct outbox_entry *entry)
{
    FILE *ids = context;

    return fwrite(entry->submission_id, sizeof entry->submission_id, 1, ids) == 1 ? ERR_OK : ERR_IO;
}

// The entries, and then the earlier receipts of each: one transaction at a time.
static enum err say_all(struct fixture *fixture, FILE *out)
{
    struct saying saying = {.out = out, .text = &fixture->text};
    uint8_t *ids = NULL;
    size_t size = 0;
    FILE *list = open_memstream((char **)&ids, &size);
    enum err error = outbox_open(&saying.outbox, fixture->folder, &fixture->text);

    if (error == ERR_OK)
        error = outbox_each(saying.outbox, say_entry, &saying, &fixture->text);
    if (error == ERR_OK)
        error = outbox_each(saying.outbox, note_id, list, &fixture->text);
    fclose(list);
    for (size_t at = 0; error == ERR_OK && at < size; at += CODEC_SUBMISSION_ID_BYTES)
        error = outbox_each_earlier(saying.outbox, ids + at, say_earlier, &saying, &fixture->text);
    outbox_close(saying.outbox);
    free(ids);
    return error;
}

static enum err said(struct fixture *fixture, char **text)
{
    size_t size;
    FILE *out = open_memstream(text, &size);
    const enum err error = say_all(fixture, out);

    fclose(out);
    return error;
}

static void a_flipped_bit_hides_nothing_and_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    size_t used_pages[OUTBOX_SIZE_BYTES / PAGE_BYTES] = {0}, pages = 0;
    static const uint8_t zeros[PAGE_BYTES];
    unsigned refused = 0;
    char *before, *after;

    for (size_t page = 0; page < OUTBOX_SIZE_BYTES / PAGE_BYTES; page++)
        if (memcmp(fixture->whole + page * PAGE_BYTES, zeros, PAGE_BYTES) != 0)
            used_pages[pages++] = page;
    assert_int_equal(said(fixture, &before), ERR_OK);
    assert_non_null(strstr(before, "earlier 300 aaa"));
    srandom(SEED);
    for (unsigned i = 0; i < FLIPS; i++) {
        const size_t within = (size_t)random() % (i / pages % 2 == 0 ? HEAD_BYTES : PAGE_BYTES);
        const size_t at = used_pages[i % pages] * PAGE_BYTES + within;
        const uint8_t changed = (uint8_t)(fixture->whole[at] ^ 1U << random() % 8);
        enum err error;

        fixture->text.text[0] = '\0';
        assert_int_equal(pwrite(fixture->file, &changed, 1, (off_t)at), 1);
        error = said(fixture, &after);
        assert_int_equal(pwrite(fixture->file, &fixture->whole[at], 1, (off_t)at), 1);
        if (error == ERR_OK
                ? strcmp(before, after) != 0
                : err_exit_status(error) != ERR_KIND_ENVIRONMENT || fixture->text.text[0] == '\0')
            fail_msg("byte %zu, now %02x: %s: %s", at, changed, err_name(error),
                     fixture->text.text);
        refused += error != ERR_OK;
        free(after);
    }
    free(before);
    assert_true(refused > FLIPS / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_flipped_bit_hides_nothing_and_changes_nothing, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
