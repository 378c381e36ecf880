#include "collector/outbox/outbox_history.h"

#include "collector/outbox/outbox_internal.h"
#include "proto/form/period.h"

#include <string.h>

struct search {
    struct outbox_view *view;
    Qd__LocalAuthority authority;
    uint32_t period_key;
    int found;
    uint8_t submission_id[CODEC_SUBMISSION_ID_BYTES];  // of the newest one so far
    struct err_text *text;
};

static int has_receipt(const struct outbox_entry *entry)
{
    return entry->state == OUTBOX_ACKNOWLEDGED ||
           (entry->state == OUTBOX_PENDING && entry->earlier > 0);
}

static enum err look_at(void *context, const struct db_value *key, const struct db_value *value)
{
    struct search *search = context;
    struct outbox_entry entry;
    enum err error;

    (void)value;  // load takes it from the same place
    if (key->size != CODEC_SUBMISSION_ID_BYTES)
        return outbox_view_say_damaged(search->view, NULL, search->text);
    error = outbox_view_load_record(search->view, key->bytes, &entry, search->text);
    if (error != ERR_OK || entry.authority != search->authority ||
        entry.period_key != search->period_key || !has_receipt(&entry))
        return error;
    search->found = 1;
    memcpy(search->submission_id, entry.submission_id, sizeof search->submission_id);
    return ERR_OK;
}

// In the order of the ids, which is that of time: the last one that fits is the newest.
static enum err search_all(struct search *search)
{
    const struct db_key everything = {.size = 0};
    const enum err error =
        db_each(&search->view->txn, OUTBOX_SUBMISSIONS, &everything, look_at, search);

    return error == ERR_OK && !search->found ? ERR_NOT_FOUND : error;
}

enum err outbox_history_find(struct outbox *outbox, struct arena *arena,
                             Qd__LocalAuthority authority, const Qd__Period *period,
                             struct outbox_entry *entry, const Qd__Return **returned,
                             struct err_text *text)
{
    struct outbox_view view = outbox_view_read(outbox);
    struct search search = {
        .view = &view, .authority = authority, .period_key = period_key(period), .text = text};
    struct outbox_entry found = {.return_bytes = NULL};
    Qd__Return *decoded = NULL;
    enum err error = search_all(&search);

    *returned = NULL;
    if (error == ERR_OK)
        error = outbox_view_load(&view, search.submission_id, &found, text);
    if (error == ERR_OK)
        error = outbox_view_keep(&found, arena, text);
    error = outbox_view_end(&view, error, text);
    if (error == ERR_OK)
        error = codec_unpack_return(&decoded, arena, found.return_bytes, found.return_size, text);
    if (error != ERR_OK)
        return error;
    *returned = decoded;
    if (entry != NULL)
        *entry = found;
    return ERR_OK;
}
