#include "collector/outbox/outbox_history.h"

#include "collector/outbox/outbox_internal.h"
#include "proto/form/period.h"

#include <string.h>

struct search {
    struct outbox_view *view;
    Qd__LocalAuthority authority;
    uint32_t period_key;
    int (*counts)(const struct outbox_entry *entry);
    const uint8_t *made_before;  // an id; NULL: all count
    int found;
    enum outbox_kind kind;  // of the newest one so far
    uint8_t submission_id[CODEC_SUBMISSION_ID_BYTES];
    struct err_text *text;
};

static int has_receipt(const struct outbox_entry *entry)
{
    return entry->state == OUTBOX_ACKNOWLEDGED ||
           (entry->state == OUTBOX_PENDING && entry->earlier > 0);
}

static int is_not_refused(const struct outbox_entry *entry)
{
    return entry->state != OUTBOX_REFUSED;
}

static enum err look_at(void *context, const struct db_value *key, const struct db_value *value)
{
    struct search *search = context;
    struct outbox_entry entry;
    enum err error;

    (void)value;  // load takes it from the same place
    if (key->size != CODEC_SUBMISSION_ID_BYTES)
        return outbox_view_say_damaged(search->view, NULL, search->text);
    if (search->made_before != NULL &&
        memcmp(key->bytes, search->made_before, CODEC_SUBMISSION_ID_BYTES) >= 0)
        return ERR_OK;
    error = outbox_view_load_record(search->view, key->bytes, &entry, search->text);
    if (error != ERR_OK || entry.authority != search->authority ||
        entry.period_key != search->period_key || !search->counts(&entry))
        return error;
    search->found = 1;
    search->kind = entry.kind;
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

// As outbox_history_find, of what `search` is for.
static enum err find(struct outbox *outbox, struct arena *arena, struct search search,
                     struct outbox_entry *entry, const Qd__Return **returned)
{
    struct outbox_view view = outbox_view_read(outbox);
    Qd__Return *decoded = NULL;
    enum err error;

    *returned = NULL;
    search.view = &view;
    search.counts = has_receipt;
    error = search_all(&search);
    if (error == ERR_OK && search.kind != OUTBOX_RETURN)
        error = ERR_NOT_FOUND;  // it was taken back
    if (error == ERR_OK)
        error = outbox_view_load(&view, search.submission_id, entry, search.text);
    if (error == ERR_OK)
        error = outbox_view_keep(entry, arena, search.text);
    error = outbox_view_end(&view, error, search.text);
    if (error == ERR_OK)
        error = codec_unpack_return(&decoded, arena, entry->return_bytes, entry->return_size,
                                    search.text);
    if (error == ERR_OK)
        *returned = decoded;
    return error;
}

enum err outbox_history_newest(struct outbox *outbox, struct arena *arena,
                               Qd__LocalAuthority authority, const Qd__Period *period,
                               struct outbox_entry *entry, struct err_text *text)
{
    struct outbox_view view = outbox_view_read(outbox);
    struct search search = {.view = &view,
                            .counts = is_not_refused,
                            .authority = authority,
                            .period_key = period_key(period),
                            .text = text};
    enum err error = search_all(&search);

    if (error == ERR_OK)
        error = outbox_view_load(&view, search.submission_id, entry, text);
    if (error == ERR_OK)
        error = outbox_view_keep(entry, arena, text);
    return outbox_view_end(&view, error, text);
}

enum err outbox_history_find(struct outbox *outbox, struct arena *arena,
                             Qd__LocalAuthority authority, const Qd__Period *period,
                             struct outbox_entry *entry, const Qd__Return **returned,
                             struct err_text *text)
{
    struct search search = {.authority = authority, .period_key = period_key(period), .text = text};
    struct outbox_entry found = {.return_bytes = NULL};
    const enum err error = find(outbox, arena, search, &found, returned);

    if (error == ERR_OK && entry != NULL)
        *entry = found;
    return error;
}

enum err outbox_history_before(struct outbox *outbox, struct arena *arena,
                               const Qd__Return *returned, const uint8_t *submission_id,
                               const Qd__Return **earlier, struct err_text *text)
{
    struct search search = {
        .authority = returned->header->new_la_code, .made_before = submission_id, .text = text};
    struct outbox_entry found = {.return_bytes = NULL};
    Qd__Period before;
    enum err error;

    *earlier = NULL;
    if (!period_before(&before, returned->header->period))
        return ERR_OK;
    search.period_key = period_key(&before);
    error = find(outbox, arena, search, &found, earlier);
    return error == ERR_NOT_FOUND ? ERR_OK : error;
}

struct understood outbox_history_understood(struct outbox *outbox, struct arena *arena,
                                            const struct outbox_entry *entry)
{
    struct understood understood = {.returned = NULL};
    struct err_text why = {""};
    Qd__Return *returned;

    if (codec_unpack_return(&returned, arena, entry->return_bytes, entry->return_size, &why) !=
        ERR_OK) {
        understood.why = arena_strdup(arena, why.text);
        return understood;
    }
    understood.returned = returned;
    (void)outbox_history_before(outbox, arena, returned, entry->submission_id, &understood.earlier,
                                NULL);
    return understood;
}
