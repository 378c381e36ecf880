#include "tests/support/run/run.h"

#include "tests/support/golden/golden.h"
#include "tests/support/kept/kept.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int run_set_up(void **state)
{
    struct run *run = calloc(1, sizeof *run);

    assert_non_null(run);
    strcpy(run->folder, "/tmp/qd-submit-XXXXXX");
    assert_non_null(mkdtemp(run->folder));
    arena_init(&run->arena, CODEC_ARENA_CAP_BYTES);
    keys_generate(&run->key);
    fake_init(&run->fake, (Qd__LocalAuthority)CAMDEN, &run->key);
    assert_int_equal(outbox_open(&run->outbox, run->folder, NULL), ERR_OK);
    *state = run;
    return 0;
}

int run_tear_down(void **state)
{
    struct run *run = *state;

    fake_stop(&run->fake);
    outbox_close(run->outbox);
    arena_free(&run->arena);
    kept_remove(run->folder);
    free(run);
    return 0;
}

struct outbox_entry run_put(struct run *run, int authority, uint32_t year, uint64_t figure)
{
    return kept_put(run->outbox, &run->arena, authority, year, figure, NULL);
}

struct outbox_entry run_put_over_stored(struct run *run, uint32_t year, uint64_t figure)
{
    const struct fake_aggregator *fake = &run->fake;

    assert_true(fake->count > 0);
    return kept_put_over(run->outbox, &run->arena, CAMDEN, year, figure,
                         fake->records[fake->count - 1].id, NULL);
}

static void note(void *context, const char *sentence)
{
    struct run *run = context;

    run->notes++;
    snprintf(run->last_note.text, sizeof run->last_note.text, "%s", sentence);
}

// Nobody hears of an answer that is not written down.
static void answered(void *context, const struct outbox_entry *entry)
{
    struct run *run = context;
    struct outbox_entry kept;

    run->answers++;
    assert_int_equal(outbox_get(run->outbox, &run->arena, entry->submission_id, &kept, NULL),
                     ERR_OK);
    assert_int_equal(kept.state, entry->state);
    assert_int_equal(kept.answer_size, entry->answer_size);
    assert_memory_equal(kept.answer, entry->answer, kept.answer_size);
}

enum err run_submit(struct run *run, struct outbox_entry *fresh, int timeout_ms)
{
    const struct submit_watcher watcher = {.context = run, .note = note, .answered = answered};
    struct sender_options options = {
        .aggregator = run->fake.endpoint, .key = &run->key, .timeout_ms = timeout_ms};
    struct sender *sender;
    enum err error;

    memcpy(options.server_key, run->fake.key.public_key, KEYS_BYTES);
    assert_int_equal(sender_open(&sender, &options, &run->text), ERR_OK);
    run->notes = 0;
    run->answers = 0;
    error = submit_pending(run->outbox, sender, fresh == NULL ? NULL : fresh->submission_id,
                           &watcher, &run->counts, &run->text);
    sender_close(sender);
    return error;
}

void run_well(struct run *run, struct outbox_entry *fresh)
{
    if (run_submit(run, fresh, TIMEOUT_MS) != ERR_OK)
        fail_msg("%s", run->text.text);
}

enum outbox_state run_state_of(struct run *run, const struct outbox_entry *entry)
{
    struct outbox_entry kept;

    assert_int_equal(outbox_get(run->outbox, &run->arena, entry->submission_id, &kept, NULL),
                     ERR_OK);
    return kept.state;
}

void run_restore_backup(struct run *run, size_t count)
{
    pthread_mutex_lock(&run->fake.lock);
    assert_true(count <= run->fake.count);
    run->fake.count = count;
    pthread_mutex_unlock(&run->fake.lock);
}

void run_replace_from_elsewhere(struct run *run)
{
    struct fake_aggregator *fake = &run->fake;
    struct fake_record *newest;

    pthread_mutex_lock(&fake->lock);
    assert_true(fake->count > 0 && fake->count < FAKE_RECORDS_MAX);
    newest = &fake->records[fake->count];
    *newest = fake->records[fake->count - 1];
    newest->revision++;
    newest->id[0] ^= 1;
    newest->hash[0] ^= 1;
    fake->count++;
    pthread_mutex_unlock(&fake->lock);
}

const struct fake_record *run_stored(const struct run *run, size_t index)
{
    assert_true(index < run->fake.count);
    return &run->fake.records[index];
}

void run_assert_stored(const struct run *run, size_t index, const struct outbox_entry *entry)
{
    assert_memory_equal(run_stored(run, index)->id, entry->submission_id,
                        CODEC_SUBMISSION_ID_BYTES);
}

static enum err tally_one(void *context, const struct outbox_entry *entry)
{
    struct run_tally *tally = context;

    tally->all++;
    tally->pending += entry->state == OUTBOX_PENDING;
    return ERR_OK;
}

struct run_tally run_tally(struct run *run)
{
    struct run_tally tally = {0};

    assert_int_equal(outbox_each(run->outbox, tally_one, &tally, NULL), ERR_OK);
    return tally;
}

void run_assert_left(struct run *run, const struct outbox_entry *entry, size_t stored)
{
    assert_int_equal(run->counts.unseen, 1);
    assert_int_equal(run->notes, 1);
    golden_note("revision 2 came meanwhile", run->last_note.text);
    golden_check_noted("errors.golden", "a return that was not compared with what is held");
    assert_int_equal(run_state_of(run, entry), OUTBOX_PENDING);
    assert_int_equal(run->fake.count, stored);
}
