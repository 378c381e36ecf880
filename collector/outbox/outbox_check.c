// Looks through an outbox when it is opened. Its pages hold together (lib/db/db_check.h); here it is seen
// that what they say does: each record and earlier receipt matches its seal, has its return, and is the
// newest of its period or has one that is.
#include "collector/outbox/outbox_internal.h"

#include <string.h>

struct check {
    struct outbox_view *view;
    struct err_text *text;
    uint64_t earlier;  // receipts that the records count
};

static enum err check_record(void *context, const struct db_value *key,
                             const struct db_value *value)
{
    struct check *check = context;
    struct db_value found;
    struct outbox_entry entry;
    struct db_key id, period;
    enum err error;

    (void)value;  // it is looked up, so that the look-up is seen to find it
    if (key->size != CODEC_SUBMISSION_ID_BYTES)
        return outbox_view_say_damaged(check->view, NULL, check->text);
    error = outbox_view_load_record(check->view, key->bytes, &entry, check->text);
    if (error == ERR_NOT_FOUND)
        return outbox_view_say_damaged(check->view, NULL, check->text);
    if (error != ERR_OK)
        return error;
    id = outbox_view_id_key(entry.submission_id);
    period = outbox_view_latest_key(&entry);
    error = db_find(&check->view->txn, OUTBOX_RETURNS, &id, &found);
    if (error == ERR_OK)
        error = db_find(&check->view->txn, OUTBOX_LATEST, &period, &found);
    check->earlier += entry.earlier;
    return error == ERR_NOT_FOUND ? outbox_view_say_damaged(check->view, &entry, check->text)
                                  : error;
}

// The newest is one that there is, of the very borough and period.
static enum err check_newest(void *context, const struct db_value *key,
                             const struct db_value *value)
{
    struct check *check = context;
    struct outbox_entry entry;
    struct db_key own;
    enum err error = ERR_NOT_FOUND;

    if (value->size == CODEC_SUBMISSION_ID_BYTES)
        error = outbox_view_load_record(check->view, value->bytes, &entry, check->text);
    if (error == ERR_NOT_FOUND)
        return outbox_view_say_damaged(check->view, NULL, check->text);
    if (error != ERR_OK)
        return error;
    own = outbox_view_latest_key(&entry);
    return own.size == key->size && memcmp(own.bytes, key->bytes, own.size) == 0
               ? ERR_OK
               : outbox_view_say_damaged(check->view, &entry, check->text);
}

static enum err check_earlier(void *context, const struct db_value *key,
                              const struct db_value *value)
{
    struct check *check = context;
    const uint8_t *receipt;
    size_t size;

    return outbox_view_read_earlier(key, value, &receipt, &size)
               ? ERR_OK
               : outbox_view_say_damaged(check->view, NULL, check->text);
}

enum err outbox_view_check(struct outbox_view *view, struct err_text *text)
{
    const struct db_key all = {.size = 0};
    struct check check = {.view = view, .text = text};
    struct db_txn *txn = &view->txn;
    enum err error = db_each(txn, OUTBOX_SUBMISSIONS, &all, check_record, &check);

    if (error == ERR_OK)
        error = db_each(txn, OUTBOX_LATEST, &all, check_newest, &check);
    if (error == ERR_OK)
        error = db_each(txn, OUTBOX_EARLIER, &all, check_earlier, &check);
    if (error != ERR_OK)
        return error;
    if (db_count(txn, OUTBOX_RETURNS) != db_count(txn, OUTBOX_SUBMISSIONS) ||
        db_count(txn, OUTBOX_EARLIER) != check.earlier)
        error = outbox_view_say_damaged(view, NULL, text);
    return txn->error != ERR_OK ? txn->error : error;
}
