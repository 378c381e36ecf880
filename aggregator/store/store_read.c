// Reading: look-ups in what a walk found sound.
#include "aggregator/store/store_internal.h"

#include "proto/form/period.h"

enum err store_read_begin(struct store *store, struct store_as_of as_of,
                          struct store_reading *reading, struct err_text *text)
{
    const struct store_walk_options options = {.as_of = as_of};

    return store_walk(store, reading, &options, text);
}

void store_read_unpin(struct store_reading *reading)
{
    db_abort(&reading->txn);
}

const struct store_period *store_period(const struct store_reading *reading,
                                        const Qd__Period *period)
{
    const struct store_period *found = store_find_period(reading, period_key(period));

    return found == NULL || found->returned + found->withdrawn == 0 ? NULL : found;
}

const struct store_return *store_latest(const struct store_reading *reading,
                                        const Qd__Period *period, Qd__LocalAuthority authority)
{
    const struct store_period *found = store_period(reading, period);
    const int borough = boroughs_index(authority);

    return found == NULL || borough < 0 ? NULL : found->returns[borough];
}

struct each {
    store_each_fn *each;
    void *context;
};

static enum err give(void *context, const struct db_value *key, const struct db_value *value)
{
    const struct each *each = context;
    struct journal_entry entry;
    const enum err error = journal_read(&entry, key, value, NULL);

    return error == ERR_OK ? each->each(each->context, &entry) : error;
}

enum err store_each_entry(struct store_reading *reading, store_each_fn *each, void *context)
{
    const struct db_key all = {.size = 0};
    struct each giving = {.each = each, .context = context};

    return db_each(&reading->txn, STORE_JOURNAL, &all, give, &giving);
}

static struct db_key prefix_of_period(const struct db_key *key)
{
    struct db_key prefix = {.size = 0};

    db_key_bytes(&prefix, key->bytes, sizeof(uint32_t));
    return prefix;
}

// The periods are found by seeking from one to the next.
static enum err each_held(struct db_txn *txn, Qd__LocalAuthority authority, store_each_fn *each,
                          void *context, struct err_text *text)
{
    struct db_key period = {.size = 0}, key;
    struct db_value value;

    while (db_find_after(txn, STORE_RETURNS, &period, &key, &value) == ERR_OK) {
        struct journal_entry entry;
        struct db_key prefix;
        enum err error;

        period = prefix_of_period(&key);
        prefix = period;
        db_key_u16(&prefix, (uint16_t)authority);
        if (db_find_last(txn, STORE_RETURNS, &prefix, &key, &value) != ERR_OK)
            continue;
        error = store_follow_index(txn, &value, authority, &entry, text);
        if (error == ERR_OK)
            error = each(context, &entry);
        if (error != ERR_OK)
            return error;
    }
    return txn->error;
}

enum err store_each_held(struct store *store, Qd__LocalAuthority authority, store_each_fn *each,
                         void *context, struct err_text *text)
{
    struct db_txn txn = db_begin_read(store->db);
    enum err error = db_error(&txn, text);

    if (error == ERR_OK)
        error = each_held(&txn, authority, each, context, text);
    if (db_error(&txn, text) != ERR_OK)
        error = txn.error;
    db_abort(&txn);
    return error;
}

static enum err held(struct db_txn *txn, Qd__LocalAuthority authority, const struct db_key *by_id,
                     store_each_fn *each, void *context, struct err_text *text)
{
    struct journal_entry entry;
    struct db_value value;
    enum err error = db_find(txn, STORE_SUBMISSIONS, by_id, &value);

    if (error == ERR_OK)
        error = store_follow_index(txn, &value, authority, &entry, text);
    return error == ERR_OK ? each(context, &entry) : error;
}

enum err store_held(struct store *store, Qd__LocalAuthority authority, const uint8_t *submission_id,
                    store_each_fn *each, void *context, struct err_text *text)
{
    const struct db_key by_id = store_submission_key(authority, submission_id);
    struct db_txn txn = db_begin_read(store->db);
    enum err error = db_error(&txn, text);

    if (error == ERR_OK)
        error = held(&txn, authority, &by_id, each, context, text);
    if (db_error(&txn, text) != ERR_OK)
        error = txn.error;
    db_abort(&txn);
    return error;
}
