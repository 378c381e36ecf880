// Removing the body of a return that should never have been sent.
#include "aggregator/store/store_internal.h"

#include "lib/base/clock.h"
#include "proto/form/period.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char program_name[] = "qd-aggregator " QD_VERSION;

// --- finding it

struct search {
    const struct store_target *target;
    uint32_t period_key;
    uint32_t newest;  // revision of the borough and period
    int is_found;
    struct journal_entry entry;
};

static enum err look_at(void *context, const struct journal_entry *entry)
{
    struct search *search = context;

    if (entry->kind != JOURNAL_RETURN || entry->authority != search->target->authority ||
        entry->period_key != search->period_key)
        return ERR_OK;
    search->newest = entry->revision;
    if (entry->revision == search->target->revision) {
        search->is_found = 1;
        search->entry = *entry;
    }
    return ERR_OK;
}

static enum err not_found(const struct search *search, struct err_text *text)
{
    const char *borough = boroughs_of(search->target->authority)->la_name;
    char period[PERIOD_TEXT_BYTES];

    period_format(&search->target->period, period);
    if (search->newest == 0)
        return err_say(text, ERR_NOT_FOUND,
                       "%s has not returned for %s: `qd-aggregator status` shows what there is",
                       borough, period);
    return err_say(text, ERR_NOT_FOUND, "%s has no revision %u for %s: the newest is %u", borough,
                   search->target->revision, period, search->newest);
}

// The return's entry, without its body, and whether that is gone already.
static enum err find(struct store *store, const struct store_target *target,
                     struct journal_entry *entry, int *is_redacted, struct err_text *text)
{
    struct search search = {.target = target, .period_key = period_key(&target->period)};
    struct store_reading reading;
    enum err error = store_read_begin(store, STORE_NOW, &reading, text);

    if (error != ERR_OK)
        return error;
    error = store_each_entry(&reading, look_at, &search);
    store_read_end(&reading);
    if (error != ERR_OK)
        return err_say(text, error, "the journal cannot be read: %s", err_words(error));
    if (!search.is_found)
        return not_found(&search, text);
    *is_redacted = search.entry.body == NULL;
    *entry = search.entry;
    entry->body = NULL;
    return ERR_OK;
}

// --- removing it

// Writes the entry as it is now: head and link, and no body.
static void put_bare(struct store_batch *batch, const struct journal_entry *entry)
{
    const struct db_key key = journal_key(entry->sequence);
    uint8_t bare[JOURNAL_SEALED_BYTES];

    journal_write(bare, entry);
    db_put(&batch->txn, STORE_JOURNAL, &key, bare, sizeof bare);
}

static enum err remove_body(struct store *store, const struct journal_entry *entry,
                            const char *reason, struct err_text *text)
{
    struct journal_entry redacted = {.kind = JOURNAL_REDACTED,
                                     .unix_ms = clock_unix_ms(),
                                     .period_key = entry->period_key,
                                     .authority = entry->authority,
                                     .revision = entry->revision};
    Qd__JournalRedacted body = QD__JOURNAL_REDACTED__INIT;
    struct store_batch batch;

    memcpy(redacted.submission_id, entry->submission_id, sizeof redacted.submission_id);
    body.sequence = entry->sequence;
    body.reason = codec_text(reason);
    body.program = program_name;
    store_begin(store, &batch);
    put_bare(&batch, entry);
    store_append_message(&batch, &redacted, &body.base, 0);
    return store_commit(&batch, text);
}

static enum err put_again(struct store *store, const struct journal_entry *entry,
                          struct err_text *text)
{
    struct store_batch batch;

    store_begin(store, &batch);
    put_bare(&batch, entry);
    return store_commit(&batch, text);
}

// LMDB copies of a page only what is used, and leaves the old page as it was. So the entry's page is
// written twice more, each time by a newly opened file, whose memory holds nothing of it; then no state
// that the file can be opened with has the body, and what is free is overwritten.
static enum err wipe(const char *directory, const struct journal_entry *entry,
                     struct err_text *text)
{
    enum { TIMES = 2 };
    const struct store_options options = {.size_bytes = 0};
    enum err error = ERR_OK;

    for (int i = 0; i < TIMES && error == ERR_OK; i++) {
        struct store *store;

        error = store_open(&store, directory, &options, text);
        if (error != ERR_OK)
            return error;
        error = put_again(store, entry, text);
        if (error == ERR_OK && i == TIMES - 1)
            error = db_wipe_free(store->db, text);
        store_close(store);
    }
    return error;
}

// What `verify --rebuild` kept would keep the body, too.
static enum err check_kept(const char *directory, struct err_text *text)
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s/" STORE_KEPT_FILE, directory) >= (int)sizeof path)
        return err_say(text, ERR_COMMAND, "%s: the folder's name is too long", directory);
    if (access(path, F_OK) != 0)
        return ERR_OK;
    return err_say(text, ERR_COMMAND,
                   "%s holds the same returns: take it away first, and run this again", path);
}

enum err store_redact(const char *directory, const struct store_target *target, const char *reason,
                      struct err_text *text)
{
    const struct store_options options = {.size_bytes = 0};
    struct journal_entry entry = {.kind = JOURNAL_RETURN};
    struct store *store;
    int is_redacted = 0;
    enum err error = check_kept(directory, text);

    if (error == ERR_OK)
        error = store_open(&store, directory, &options, text);
    if (error != ERR_OK)
        return error;
    error = find(store, target, &entry, &is_redacted, text);
    if (error == ERR_OK && !is_redacted) {
        error = remove_body(store, &entry, reason, text);
        if (error == ERR_OK)
            error = store_witness(store, text);
    }
    store_close(store);
    return error == ERR_OK ? wipe(directory, &entry, text) : error;
}
