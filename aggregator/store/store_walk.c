// Walking the journal: what a reading knows, and the checks that nothing of it is damaged.
#include "aggregator/store/store_internal.h"

#include "lib/base/list.h"

#include <string.h>

enum {
    // 33 boroughs of some hundred bytes for more periods than there can be.
    READING_ARENA_CAP_BYTES = 16 * 1024 * 1024,
    PROGRESS_ENTRIES = 1000,  // between two words: some milliseconds
};

// A return whose body is not there. Somewhere behind it must stand who removed it.
struct bodiless {
    struct journal_entry entry;
    int is_explained;
};

struct walk {
    struct store_reading *reading;
    const struct store_walk_options *options;
    struct witness_watch watch;
    struct bodiless *bodiless;
    size_t bodiless_count;
    uint64_t total;
    struct err_text *text;
};

static enum err no_memory(const struct walk *walk)
{
    return err_say(walk->text, ERR_NO_MEMORY, "no memory to read the journal");
}

// --- returns

static int stands(const struct walk *walk, const struct journal_entry *entry)
{
    return entry->sequence <= walk->options->as_of.sequence &&
           entry->unix_ms <= walk->options->as_of.unix_ms;
}

static enum err note_bodiless(struct walk *walk, const struct journal_entry *entry)
{
    struct bodiless *place = LIST_ADD(&walk->reading->arena, walk->bodiless, walk->bodiless_count);

    if (place == NULL)
        return no_memory(walk);
    *place = (struct bodiless){.entry = *entry};
    return ERR_OK;
}

static enum err see_return(struct walk *walk, const struct journal_entry *entry)
{
    const enum err error = store_see_return(walk->reading, entry, stands(walk, entry), walk->text);

    if (error != ERR_OK)
        return error;
    if (entry->body == NULL)
        return note_bodiless(walk, entry);
    return walk->options->check_bodies ? journal_check_body(entry, walk->text) : ERR_OK;
}

// --- the other kinds

static enum err see_made(struct walk *walk, const struct journal_entry *entry)
{
    ProtobufCMessage *message;
    const enum err error =
        store_unpack_body(entry, &qd__journal_made__descriptor, &message, walk->text);

    if (message != NULL)
        walk->reading->store->takes_simulated =
            ((const Qd__JournalMade *)(const void *)message)->simulated;
    protobuf_c_message_free_unpacked(message, NULL);
    return error;
}

// `before` is the number of the entry before it.
static enum err see_restored(struct walk *walk, const struct journal_entry *entry, uint64_t before)
{
    ProtobufCMessage *message;
    enum err error =
        store_unpack_body(entry, &qd__journal_restored__descriptor, &message, walk->text);

    if (message != NULL &&
        ((const Qd__JournalRestored *)(const void *)message)->last_sequence != before)
        error = store_damaged(entry, "does not follow the entry that it names", walk->text);
    protobuf_c_message_free_unpacked(message, NULL);
    walk->reading->report.restored++;
    return error;
}

static enum err explain_bodiless(struct walk *walk, const struct journal_entry *entry,
                                 uint64_t sequence)
{
    for (size_t i = 0; i < walk->bodiless_count; i++) {
        struct bodiless *each = &walk->bodiless[i];

        if (each->entry.sequence != sequence)
            continue;
        if (each->is_explained || each->entry.period_key != entry->period_key ||
            each->entry.authority != entry->authority || each->entry.revision != entry->revision)
            break;
        each->is_explained = 1;
        return ERR_OK;
    }
    return err_say(walk->text, ERR_CORRUPT,
                   "entry %llu says that the body of entry %llu was removed, and that does not "
                   "agree: restore the last backup",
                   (unsigned long long)entry->sequence, (unsigned long long)sequence);
}

static enum err see_redacted(struct walk *walk, const struct journal_entry *entry)
{
    ProtobufCMessage *message;
    enum err error =
        store_unpack_body(entry, &qd__journal_redacted__descriptor, &message, walk->text);

    if (message != NULL)
        error = explain_bodiless(walk, entry,
                                 ((const Qd__JournalRedacted *)(const void *)message)->sequence);
    protobuf_c_message_free_unpacked(message, NULL);
    walk->reading->report.redacted++;
    return error;
}

// --- the walk

static enum err see(void *context, const struct db_value *key, const struct db_value *value)
{
    struct walk *walk = context;
    struct store_reading *reading = walk->reading;
    const uint64_t before = reading->end.sequence;
    struct journal_entry entry;
    const enum err error = journal_next(&entry, &reading->end, key, value, walk->text);

    if (error != ERR_OK)
        return error;
    witness_see(&walk->watch, &entry);
    reading->report.entries++;
    if (stands(walk, &entry)) {
        reading->then = entry;
        reading->then.body = NULL;
    }
    if (walk->options->progress != NULL && reading->report.entries % PROGRESS_ENTRIES == 0)
        walk->options->progress(walk->options->progress_context, reading->report.entries,
                                walk->total);
    switch (entry.kind) {
    case JOURNAL_RETURN:
        return see_return(walk, &entry);
    case JOURNAL_MADE:
        return see_made(walk, &entry);
    case JOURNAL_RESTORED:
        return see_restored(walk, &entry, before);
    case JOURNAL_REDACTED:
        return see_redacted(walk, &entry);
    case JOURNAL_WITHDRAWN:
        return store_see_withdrawn(reading, &entry, stands(walk, &entry), walk->text);
    }
    return ERR_OK;
}

// What can only be said when the last entry was seen.
static enum err judge(struct walk *walk)
{
    const struct store_reading *reading = walk->reading;

    if (!reading->end.is_begun)
        return err_say(walk->text, ERR_CORRUPT,
                       "%s: the journal has lost its first entry: restore the last backup",
                       reading->store->directory);
    if (reading->report.entries != walk->total)
        return err_say(walk->text, ERR_CORRUPT,
                       "the journal has %llu entries and counts %llu: restore the last backup",
                       (unsigned long long)reading->report.entries,
                       (unsigned long long)walk->total);
    for (size_t i = 0; i < walk->bodiless_count; i++)
        if (!walk->bodiless[i].is_explained)
            return store_damaged(&walk->bodiless[i].entry, "has lost its body", walk->text);
    return witness_judge(&walk->watch, &reading->end, walk->text);
}

static enum err begin(struct walk *walk, struct store *store)
{
    struct store_reading *reading = walk->reading;
    enum err error = ERR_OK;

    // Before the snapshot, which is then at least as new.
    if (!walk->options->ignore_witness)
        error = witness_read(&walk->watch.witness, store->directory, walk->text);
    if (error != ERR_OK && error != ERR_EMPTY)
        return error;
    walk->watch.is_there = !walk->options->ignore_witness && error == ERR_OK;
    reading->txn = db_begin_read(store->db);
    walk->total = db_count(&reading->txn, STORE_JOURNAL);
    return db_error(&reading->txn, walk->text);
}

void store_read_end(struct store_reading *reading)
{
    db_abort(&reading->txn);
    arena_free(&reading->arena);
}

enum err store_walk(struct store *store, struct store_reading *reading,
                    const struct store_walk_options *options, struct err_text *text)
{
    struct walk walk = {.reading = reading, .options = options, .text = text};
    const struct db_key all = {.size = 0};
    enum err error;

    *reading = (struct store_reading){.store = store};
    arena_init(&reading->arena, READING_ARENA_CAP_BYTES);
    error = begin(&walk, store);
    if (error == ERR_OK)
        error = db_each(&reading->txn, STORE_JOURNAL, &all, see, &walk);
    if (error == ERR_OK)
        error = judge(&walk);
    else if (db_error(&reading->txn, text) != ERR_OK)
        error = reading->txn.error;
    if (error != ERR_OK)
        store_read_end(reading);
    return error;
}
