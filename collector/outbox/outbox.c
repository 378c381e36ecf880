#include "collector/outbox/outbox.h"

#include "collector/outbox/outbox_internal.h"
#include "lib/base/clock.h"
#include "proto/form/period.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    OUTBOX_DIRECTORY_MODE = 0700,  // returns that are not published yet
    OUTBOX_ID_TIME_BYTES = 6,      // of a submission id: see codec.h
};

// More than a borough returns in a century; ends the doubling.
static const size_t OUTBOX_SIZE_MAX_BYTES = (size_t)16 << 30;

// --- opening

static enum err open_at_size(struct outbox *outbox, size_t size_bytes, struct err_text *text)
{
    static const char *const tables[] = {[OUTBOX_SUBMISSIONS] = "submissions",
                                         [OUTBOX_RETURNS] = "returns",
                                         [OUTBOX_LATEST] = "latest",
                                         [OUTBOX_EARLIER] = "earlier",
                                         NULL};
    const struct db_options options = {.tables = tables, .size_bytes = size_bytes};

    return db_open(&outbox->db, outbox->directory, &options, text);
}

// What is in use only grows. When the disk has no room for more, what is left is used to its end.
static enum err grow(struct outbox *outbox, struct err_text *text)
{
    size_t size_bytes = OUTBOX_SIZE_BYTES;
    enum err error = ERR_OK;

    while (error == ERR_OK && size_bytes < OUTBOX_SIZE_MAX_BYTES &&
           db_percent_used(outbox->db) > OUTBOX_GROW_PERCENT) {
        size_bytes *= 2;
        db_close(outbox->db);
        error = open_at_size(outbox, size_bytes, text);
    }
    if (error == ERR_FULL && size_bytes > OUTBOX_SIZE_BYTES)
        error = open_at_size(outbox, size_bytes / 2, text);
    return error;
}

static enum err check(struct outbox *outbox, struct err_text *text)
{
    struct outbox_view view = outbox_view_read(outbox);
    const enum err error = outbox_view_check(&view, text);

    return outbox_view_end(&view, error, text);
}

enum err outbox_open(struct outbox **result, const char *directory, struct err_text *text)
{
    struct outbox *outbox = calloc(1, sizeof *outbox);
    enum err error;

    *result = NULL;
    if (outbox == NULL)
        goto no_memory;
    outbox->directory = strdup(directory);
    if (outbox->directory == NULL)
        goto no_memory;
    if (mkdir(directory, OUTBOX_DIRECTORY_MODE) != 0 && errno != EEXIST) {
        error = err_say_errno(text, errno, "the outbox %s cannot be made", directory);
        if (error == ERR_NOT_FOUND)  // the command names a place that is not there
            error = err_say(text, ERR_COMMAND,
                            "the outbox %s cannot be made, because the folder above it is not "
                            "there: make that folder, or give another with --outbox",
                            directory);
        goto failed;
    }
    error = outbox_witness_read(outbox, text);
    if (error == ERR_OK)
        error = open_at_size(outbox, OUTBOX_SIZE_BYTES, text);
    if (error == ERR_OK)
        error = check(outbox, text);
    if (error == ERR_OK)
        error = outbox_witness_judge(outbox, text);
    if (error == ERR_OK)
        error = grow(outbox, text);
    if (error == ERR_OK)
        error = outbox_witness_write(outbox, text);
    if (error != ERR_OK)
        goto failed;
    *result = outbox;
    return ERR_OK;

no_memory:
    error = err_say(text, ERR_NO_MEMORY, "out of memory while opening the outbox %s", directory);
failed:
    outbox_close(outbox);
    return error;
}

void outbox_close(struct outbox *outbox)
{
    if (outbox == NULL)
        return;
    db_close(outbox->db);
    free(outbox->directory);
    free(outbox);
}

// --- taking a return in

// Entries are kept in the order of their ids, which begin with the time; a clock that was put back
// must not bring a return in front of the one that it replaces.
static void id_after_all(struct outbox_view *view, uint8_t id[CODEC_SUBMISSION_ID_BYTES])
{
    const struct db_key everything = {.size = 0};
    struct db_key last;
    struct db_value value;

    codec_new_submission_id(id);
    if (db_find_last(&view->txn, OUTBOX_SUBMISSIONS, &everything, &last, &value) != ERR_OK)
        return;
    if (last.size != CODEC_SUBMISSION_ID_BYTES) {
        db_break(&view->txn, ERR_CORRUPT);
        return;
    }
    if (memcmp(last.bytes, id, CODEC_SUBMISSION_ID_BYTES) < 0)
        return;
    memcpy(id, last.bytes, OUTBOX_ID_TIME_BYTES);
    for (int i = OUTBOX_ID_TIME_BYTES - 1; i >= 0; i--)
        if (++id[i] != 0)
            break;
}

// The newest entry for the borough and period of `wanted`. ERR_NOT_FOUND.
static enum err find_newest(struct outbox_view *view, const struct outbox_entry *wanted,
                            struct outbox_entry *newest, struct err_text *text)
{
    const struct db_key key = outbox_view_latest_key(wanted);
    uint8_t id[CODEC_SUBMISSION_ID_BYTES];
    struct db_value found;
    enum err error = db_find(&view->txn, OUTBOX_LATEST, &key, &found);

    *newest = (struct outbox_entry){.state = OUTBOX_REFUSED};
    if (error != ERR_OK)
        return error;
    if (found.size != sizeof id)
        return outbox_view_say_damaged(view, NULL, text);
    memcpy(id, found.bytes, sizeof id);
    error = outbox_view_load(view, id, newest, text);
    return error == ERR_NOT_FOUND ? outbox_view_say_damaged(view, NULL, text) : error;
}

// `*found` becomes 1 when the newest entry for the same borough and period is there, and sending
// would only send the same once more.
static enum err find_same(struct outbox_view *view, const struct outbox_entry *wanted,
                          struct outbox_entry *same, int *found, struct err_text *text)
{
    enum err error = find_newest(view, wanted, same, text);

    *found = 0;
    if (error == ERR_NOT_FOUND)
        return ERR_OK;
    *found = error == ERR_OK && same->state != OUTBOX_REFUSED &&
             memcmp(same->return_hash, wanted->return_hash, CODEC_HASH_BYTES) == 0;
    return error;
}

// As a new submission, whatever the entry was.
static void insert(struct outbox_view *view, struct outbox_entry *entry)
{
    const struct db_key newest = outbox_view_latest_key(entry);
    struct db_key key;

    entry->state = OUTBOX_PENDING;
    entry->newest = 1;
    entry->made_at_unix_ms = clock_unix_ms();
    entry->answer = NULL;
    entry->answer_size = 0;
    entry->earlier = 0;
    id_after_all(view, entry->submission_id);
    key = outbox_view_id_key(entry->submission_id);
    outbox_view_store(view, entry, NULL, 0);
    db_put(&view->txn, OUTBOX_RETURNS, &key, entry->return_bytes, entry->return_size);
    db_put(&view->txn, OUTBOX_LATEST, &newest, entry->submission_id, sizeof entry->submission_id);
}

// An entry that was there already has been compared with another one since.
static void compared(struct outbox_view *view, struct outbox_entry *entry, const uint8_t *replaces)
{
    if (replaces == NULL || memcmp(replaces, entry->submission_id, sizeof entry->replaces) == 0 ||
        memcmp(replaces, entry->replaces, sizeof entry->replaces) == 0)
        return;
    memcpy(entry->replaces, replaces, sizeof entry->replaces);
    outbox_view_store(view, entry, entry->answer, entry->answer_size);
}

// What the entry says is packed already.
static enum err put(struct outbox *outbox, struct arena *arena, struct outbox_entry *entry,
                    int *found, struct err_text *text)
{
    const struct outbox_entry wanted = *entry;
    struct outbox_entry same;
    struct outbox_view view;
    enum err error;

    codec_hash(entry->return_hash, entry->return_bytes, entry->return_size);

    view = outbox_view_write(outbox);
    error = find_same(&view, entry, &same, found, text);
    if (error == ERR_OK && *found) {
        *entry = same;
        error = outbox_view_keep(entry, arena, text);
        if (error == ERR_OK)
            compared(&view, entry, outbox_replaces(&wanted));
    } else if (error == ERR_OK) {
        insert(&view, entry);
    }
    return outbox_view_end(&view, error, text);
}

enum err outbox_put(struct outbox *outbox, struct arena *arena, const Qd__Return *returned,
                    const uint8_t *replaces, struct outbox_entry *entry, int *found,
                    struct err_text *text)
{
    enum err error;

    *found = 0;
    *entry = (struct outbox_entry){
        .kind = OUTBOX_RETURN,
        .period_key = period_key(returned->header->period),
        .authority = returned->header->new_la_code,
    };
    if (replaces != NULL)
        memcpy(entry->replaces, replaces, sizeof entry->replaces);
    error = codec_pack_return(returned, arena, &entry->return_bytes, &entry->return_size, text);
    return error == ERR_OK ? put(outbox, arena, entry, found, text) : error;
}

enum err outbox_put_withdrawal(struct outbox *outbox, struct arena *arena,
                               const Qd__Withdrawal *withdrawal, struct outbox_entry *entry,
                               int *found, struct err_text *text)
{
    enum err error;

    *found = 0;
    *entry = (struct outbox_entry){
        .kind = OUTBOX_WITHDRAWAL,
        .period_key = period_key(withdrawal->period),
        .authority = withdrawal->new_la_code,
    };
    error =
        codec_pack_withdrawal(withdrawal, arena, &entry->return_bytes, &entry->return_size, text);
    return error == ERR_OK ? put(outbox, arena, entry, found, text) : error;
}

enum err outbox_put_again(struct outbox *outbox, struct arena *arena, const uint8_t *submission_id,
                          struct outbox_entry *entry, struct err_text *text)
{
    struct outbox_view view = outbox_view_write(outbox);
    struct outbox_entry newest = {.newest = 0};
    int is_there = 0;
    enum err error = outbox_view_load(&view, submission_id, entry, text);

    if (error == ERR_OK && entry->state != OUTBOX_PENDING)
        error = find_same(&view, entry, &newest, &is_there, text);
    if (error == ERR_OK && is_there)
        *entry = newest;
    if (error == ERR_OK)
        error = outbox_view_keep(entry, arena, text);
    if (error == ERR_OK && entry->state != OUTBOX_PENDING &&
        memcmp(entry->submission_id, submission_id, CODEC_SUBMISSION_ID_BYTES) == 0)
        insert(&view, entry);
    return outbox_view_end(&view, error, text);
}

enum err outbox_get(struct outbox *outbox, struct arena *arena, const uint8_t *submission_id,
                    struct outbox_entry *entry, struct err_text *text)
{
    struct outbox_view view = outbox_view_read(outbox);
    enum err error = outbox_view_load(&view, submission_id, entry, text);

    if (error == ERR_OK)
        error = outbox_view_keep(entry, arena, text);
    return outbox_view_end(&view, error, text);
}

// --- answers

static enum err change(struct outbox_view *view, struct outbox_entry *entry,
                       enum outbox_state state, const uint8_t *answer, size_t answer_size,
                       struct err_text *text)
{
    if (entry->state == OUTBOX_ACKNOWLEDGED) {
        if (state == OUTBOX_ACKNOWLEDGED && answer_size == entry->answer_size &&
            memcmp(answer, entry->answer, answer_size) == 0)
            return ERR_OK;
        return err_say(text, ERR_EXISTS,
                       "the outbox %s holds a receipt for this submission already, and another "
                       "answer came; the receipt is kept. Tell the region's operator",
                       view->outbox->directory);
    }
    entry->state = state;
    outbox_view_store(view, entry, answer, answer_size);
    return ERR_OK;
}

enum err outbox_answer(struct outbox *outbox, const uint8_t *submission_id, enum outbox_state state,
                       const uint8_t *answer, size_t answer_size, struct err_text *text)
{
    struct outbox_entry entry;
    struct outbox_view view;
    enum err error;

    if (state == OUTBOX_PENDING || answer_size == 0)
        return err_say(text, ERR_MALFORMED, "an answer is a receipt or a refusal");
    view = outbox_view_write(outbox);
    error = outbox_view_load(&view, submission_id, &entry, text);
    if (error == ERR_OK)
        error = change(&view, &entry, state, answer, answer_size, text);
    return outbox_view_end(&view, error, text);
}

enum err outbox_resend(struct outbox *outbox, const uint8_t *submission_id, struct err_text *text)
{
    struct outbox_view view = outbox_view_write(outbox);
    struct outbox_entry entry;
    enum err error = outbox_view_load(&view, submission_id, &entry, text);

    if (error == ERR_OK && entry.state == OUTBOX_ACKNOWLEDGED) {
        error = outbox_view_store_earlier(&view, &entry, text);
        entry.state = OUTBOX_PENDING;
        outbox_view_store(&view, &entry, NULL, 0);
    }
    return outbox_view_end(&view, error, text);
}
