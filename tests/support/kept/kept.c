#include "tests/support/kept/kept.h"

#include "proto/form/period.h"
#include "simulate/simulate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

const Qd__Return *kept_return(struct arena *arena, int authority, uint32_t year, uint64_t figure,
                              size_t bytes)
{
    const struct simulate_options options = {
        .seed = figure, .parts = SIMULATE_TIMELINESS, .bytes = bytes};
    const Qd__Return *made;
    char period[PERIOD_TEXT_BYTES];

    snprintf(period, sizeof period, "%u", year);
    made = simulate_return(arena, (Qd__LocalAuthority)authority, period, &options);
    assert_non_null(made);
    return made;
}

struct outbox_entry kept_put(struct outbox *outbox, struct arena *arena, int authority,
                             uint32_t year, uint64_t figure, int *found)
{
    return kept_put_over(outbox, arena, authority, year, figure, NULL, found);
}

struct outbox_entry kept_put_over(struct outbox *outbox, struct arena *arena, int authority,
                                  uint32_t year, uint64_t figure, const uint8_t *replaces,
                                  int *found)
{
    struct err_text text = {""};
    struct outbox_entry entry;
    int unused;

    if (outbox_put(outbox, arena, kept_return(arena, authority, year, figure, 0), replaces, &entry,
                   found == NULL ? &unused : found, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return entry;
}

void kept_remove(const char *path)
{
    static const char *const files[] = {"data.mdb", "lock.mdb", "witness"};
    char file[200];

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        assert_true(snprintf(file, sizeof file, "%s/%s", path, files[i]) < (int)sizeof file);
        unlink(file);
    }
    rmdir(path);
}

int kept_set_up(void **state)
{
    struct kept *kept = calloc(1, sizeof *kept);

    assert_non_null(kept);
    strcpy(kept->folder, "/tmp/qd-outbox-XXXXXX");
    assert_non_null(mkdtemp(kept->folder));
    snprintf(kept->path, sizeof kept->path, "%s/outbox", kept->folder);
    arena_init(&kept->arena, 256 << 20);
    *state = kept;
    return 0;
}

int kept_tear_down(void **state)
{
    struct kept *kept = *state;

    outbox_close(kept->outbox);
    arena_free(&kept->arena);
    kept_remove(kept->path);
    assert_int_equal(rmdir(kept->folder), 0);
    free(kept);
    return 0;
}

void kept_open(struct kept *kept)
{
    if (outbox_open(&kept->outbox, kept->path, &kept->text) != ERR_OK)
        fail_msg("%s", kept->text.text);
}

void kept_reopen(struct kept *kept)
{
    outbox_close(kept->outbox);
    kept_open(kept);
}

struct outbox_entry kept_put_found(struct kept *kept, int authority, uint32_t year, uint64_t figure,
                                   int is_found)
{
    int found;
    struct outbox_entry entry =
        kept_put(kept->outbox, &kept->arena, authority, year, figure, &found);

    assert_int_equal(found, is_found);
    return entry;
}

void kept_answer(struct kept *kept, const struct outbox_entry *entry, enum outbox_state state,
                 const char *bytes)
{
    if (outbox_answer(kept->outbox, entry->submission_id, state, (const uint8_t *)bytes,
                      strlen(bytes), &kept->text) != ERR_OK)
        fail_msg("%s", kept->text.text);
}

static enum err list_one(void *context, const struct outbox_entry *entry)
{
    struct kept_list *list = context;
    Qd__Return *returned;
    uint8_t hash[CODEC_HASH_BYTES];

    assert_true(list->count < KEPT_ENTRIES_MAX);
    codec_hash(hash, entry->return_bytes, entry->return_size);
    assert_memory_equal(hash, entry->return_hash, sizeof hash);
    arena_reset(list->arena);
    assert_int_equal(
        codec_unpack_return(&returned, list->arena, entry->return_bytes, entry->return_size, NULL),
        ERR_OK);
    assert_int_equal(returned->header->new_la_code, entry->authority);
    assert_int_equal(period_key(returned->header->period), entry->period_key);
    list->newest += entry->newest != 0;
    list->entries[list->count++] = *entry;
    return ERR_OK;
}

struct kept_list *kept_list(struct kept *kept)
{
    static struct kept_list list;
    struct arena arena;

    arena_init(&arena, CODEC_ARENA_CAP_BYTES);
    memset(&list, 0, sizeof list);
    list.arena = &arena;
    if (outbox_each(kept->outbox, list_one, &list, &kept->text) != ERR_OK)
        fail_msg("%s", kept->text.text);
    arena_free(&arena);
    return &list;
}

struct outbox_entry kept_get(struct kept *kept, const struct outbox_entry *wanted)
{
    struct outbox_entry entry;

    if (outbox_get(kept->outbox, &kept->arena, wanted->submission_id, &entry, &kept->text) !=
        ERR_OK)
        fail_msg("%s", kept->text.text);
    return entry;
}

void kept_assert_same_id(const struct outbox_entry *a, const struct outbox_entry *b)
{
    assert_memory_equal(a->submission_id, b->submission_id, CODEC_SUBMISSION_ID_BYTES);
}

void kept_assert_answer(const struct outbox_entry *entry, enum outbox_state state,
                        const char *bytes)
{
    assert_int_equal(entry->state, state);
    assert_int_equal(entry->answer_size, strlen(bytes));
    assert_memory_equal(entry->answer, bytes, entry->answer_size);
}
