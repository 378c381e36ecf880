// Looking at all that is kept.
#include "collector/outbox/outbox_internal.h"

struct walk {
    struct outbox_view *view;
    outbox_each_fn *each;
    void *context;
    struct err_text *text;
};

static enum err walk_entry(void *context, const struct db_value *key, const struct db_value *value)
{
    struct walk *walk = context;
    struct outbox_entry entry;
    enum err error;

    (void)value;  // load takes it from the same place
    if (key->size != CODEC_SUBMISSION_ID_BYTES)
        return outbox_view_say_damaged(walk->view, NULL, walk->text);
    error = outbox_view_load(walk->view, key->bytes, &entry, walk->text);
    return error == ERR_OK ? walk->each(walk->context, &entry) : error;
}

enum err outbox_each(struct outbox *outbox, outbox_each_fn *each, void *context,
                     struct err_text *text)
{
    const struct db_key everything = {.size = 0};
    struct outbox_view view = outbox_view_read(outbox);
    struct walk walk = {.view = &view, .each = each, .context = context, .text = text};

    return outbox_view_end(
        &view, db_each(&view.txn, OUTBOX_SUBMISSIONS, &everything, walk_entry, &walk), text);
}

struct earlier_walk {
    struct outbox_view *view;
    outbox_earlier_fn *each;
    void *context;
    struct err_text *text;
};

static enum err walk_earlier(void *context, const struct db_value *key,
                             const struct db_value *value)
{
    struct earlier_walk *walk = context;
    const uint8_t *receipt;
    size_t size;

    if (!outbox_view_read_earlier(key, value, &receipt, &size))
        return outbox_view_say_damaged(walk->view, NULL, walk->text);
    return walk->each(walk->context, receipt, size);
}

enum err outbox_each_earlier(struct outbox *outbox, const uint8_t *submission_id,
                             outbox_earlier_fn *each, void *context, struct err_text *text)
{
    const struct db_key prefix = outbox_view_id_key(submission_id);
    struct outbox_view view = outbox_view_read(outbox);
    struct earlier_walk walk = {.view = &view, .each = each, .context = context, .text = text};

    return outbox_view_end(&view, db_each(&view.txn, OUTBOX_EARLIER, &prefix, walk_earlier, &walk),
                           text);
}
