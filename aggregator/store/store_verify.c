// Checking the whole store: its file, its journal with every body, and what its indexes say of it.
#include "aggregator/store/store_internal.h"

#include <string.h>

static enum err index_differs(const char *index, struct err_text *text)
{
    return err_say(text, ERR_CORRUPT,
                   "the index of %s does not agree with the journal: `qd-aggregator verify "
                   "--rebuild` makes the indexes again",
                   index);
}

struct crossing {
    struct store_reading *reading;
    struct err_text *text;
};

static int leads_to(struct store_reading *reading, db_table index, const struct db_key *key,
                    uint64_t sequence)
{
    const struct db_key wanted = journal_key(sequence);
    struct db_value value;

    return db_find(&reading->txn, index, key, &value) == ERR_OK && value.size == wanted.size &&
           memcmp(value.bytes, wanted.bytes, wanted.size) == 0;
}

// Each submission is found by its period and by its id.
static enum err cross(void *context, const struct journal_entry *entry)
{
    struct crossing *crossing = context;
    struct store_reading *reading = crossing->reading;
    const struct db_key by_period = store_return_key(entry);
    const struct db_key by_id = store_submission_key(entry->authority, entry->submission_id);

    if (!journal_is_submission(entry->kind))
        return ERR_OK;
    if (!leads_to(reading, STORE_RETURNS, &by_period, entry->sequence))
        return index_differs("returns", crossing->text);
    if (!leads_to(reading, STORE_SUBMISSIONS, &by_id, entry->sequence))
        return index_differs("submissions", crossing->text);
    return ERR_OK;
}

static enum err count_one(void *context, const struct db_value *key, const struct db_value *value)
{
    (void)key;
    (void)value;
    ++*(uint64_t *)context;
    return ERR_OK;
}

// An index has as many entries as there are submissions, by its own count and when it is walked. Each of
// them is in it, so that there are no others.
static enum err check_count(struct store_reading *reading, db_table index, const char *name,
                            struct err_text *text)
{
    const struct db_key all = {.size = 0};
    const uint64_t submissions = reading->report.returns + reading->report.withdrawn;
    uint64_t walked = 0;
    const enum err error = db_each(&reading->txn, index, &all, count_one, &walked);

    if (error != ERR_OK)
        return error;
    return walked == submissions && db_count(&reading->txn, index) == walked
               ? ERR_OK
               : index_differs(name, text);
}

static enum err check_indexes(struct store_reading *reading, struct err_text *text)
{
    struct crossing crossing = {.reading = reading, .text = text};
    enum err error = store_each_entry(reading, cross, &crossing);

    if (error == ERR_OK)
        error = check_count(reading, STORE_RETURNS, "returns", text);
    if (error == ERR_OK)
        error = check_count(reading, STORE_SUBMISSIONS, "submissions", text);
    return error;
}

static enum err verify(struct store *store, const struct store_walk_options *options,
                       struct store_report *report, struct err_text *text)
{
    struct store_reading reading;
    enum err error = store_walk(store, &reading, options, text);

    if (error != ERR_OK)
        return error;
    error = check_indexes(&reading, text);
    if (db_error(&reading.txn, text) != ERR_OK)
        error = reading.txn.error;
    if (error == ERR_OK) {
        store->end = reading.end;
        if (report != NULL)
            *report = reading.report;
    }
    store_read_end(&reading);
    return error;
}

enum err store_verify(struct store *store, struct store_report *report, store_progress_fn *progress,
                      void *context, struct err_text *text)
{
    const struct store_walk_options options = {
        .as_of = STORE_NOW, .check_bodies = 1, .progress = progress, .progress_context = context};

    return verify(store, &options, report, text);
}

enum err store_verify_unwitnessed(struct store *store, struct err_text *text)
{
    const struct store_walk_options options = {
        .as_of = STORE_NOW, .check_bodies = 1, .ignore_witness = 1};

    return verify(store, &options, NULL, text);
}
