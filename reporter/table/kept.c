#include "reporter/table/kept.h"

#include "proto/form/field.h"
#include "proto/form/form.h"
#include "proto/wire/codec.h"

#include <string.h>

struct kept_one {
    struct kept_one *next;
    uint8_t hash[CODEC_HASH_BYTES];
    struct kept_return is;
    struct judged judged;
};

// --- two ages

void kept_init(struct kept *kept, size_t bytes_max)
{
    *kept = (struct kept){.bytes_max = bytes_max};
    arena_init(&kept->scratch, CODEC_ARENA_CAP_BYTES);
    arena_init(&kept->young.arena, bytes_max / 2 + CODEC_ARENA_CAP_BYTES);
    arena_init(&kept->old.arena, bytes_max / 2 + CODEC_ARENA_CAP_BYTES);
}

void kept_free(struct kept *kept)
{
    kept_look_end(kept);
    arena_free(&kept->scratch);
    arena_free(&kept->young.arena);
    arena_free(&kept->old.arena);
}

static void grow_older(struct kept *kept)
{
    const struct kept_age emptied = kept->old;

    if (kept->young.arena.used_bytes <= kept->bytes_max / 2)
        return;
    kept->old = kept->young;
    kept->young = (struct kept_age){.arena = emptied.arena};
    arena_reset(&kept->young.arena);
}

static struct kept_one *find(const struct kept_age *age, const struct journal_entry *entry)
{
    struct kept_one *one = age->buckets[entry->body_hash[0]];

    while (one != NULL && memcmp(one->hash, entry->body_hash, sizeof one->hash) != 0)
        one = one->next;
    return one;
}

static int has_parts(const struct kept_one *one, unsigned needed)
{
    return one->is.returned != NULL && (one->is.left & needed) == 0;
}

// Of a return with no words of its borough and nothing asked, nothing is shown.
static int has_judged(const struct kept_one *one, const struct journal_entry *entry)
{
    return one->is.judged != NULL || (one->is.returned->n_explanations == 0 && entry->queries == 0);
}

static int suffices(const struct kept_one *one, const struct journal_entry *entry, unsigned needed,
                    int judges)
{
    return has_parts(one, needed) && (!judges || has_judged(one, entry));
}

// --- a look

static int is_of(const struct kept *kept, const struct store *store, struct store_as_of as_of)
{
    return kept->is_looking && kept->reading.store == store &&
           kept->as_of.sequence == as_of.sequence && kept->as_of.unix_ms == as_of.unix_ms;
}

enum err kept_look(struct kept *kept, struct store *store, struct as_of as_of,
                   struct store_reading **reading, struct err_text *text)
{
    const struct store_as_of then = {as_of.sequence, as_of.unix_ms};
    enum err error;

    *reading = &kept->reading;
    if (is_of(kept, store, then))
        return ERR_OK;
    kept_look_end(kept);
    error = store_read_begin(store, then, &kept->reading, text);
    if (error != ERR_OK)
        return error;
    kept->as_of = then;
    kept->is_looking = 1;
    // The same number would mean something else as soon as there is one more entry.
    if (as_of.sequence == UINT64_MAX || as_of.sequence <= kept->reading.end.sequence)
        return ERR_OK;
    error =
        err_say(text, ERR_COMMAND, "there is no number %llu of the journal: it ends with %llu",
                (unsigned long long)as_of.sequence, (unsigned long long)kept->reading.end.sequence);
    kept_look_end(kept);
    return error;
}

void kept_look_end(struct kept *kept)
{
    if (kept->is_looking)
        store_read_end(&kept->reading);
    kept->is_looking = 0;
}

// --- one return

// LMDB does not know when a page has changed on the disk.
enum err kept_read(Qd__Return **returned, unsigned *left, struct arena *arena,
                   const struct journal_entry *entry, unsigned needed, struct err_text *text)
{
    struct err_text why = {""};
    char name[JOURNAL_NAME_BYTES];
    enum err error = journal_check_body(entry, text);

    if (error != ERR_OK)
        return error;
    error = codec_unpack_parts(returned, arena, entry->body, entry->body_bytes, needed, left, &why);
    if (error == ERR_OK)
        return ERR_OK;
    return err_say(text, error == ERR_MALFORMED ? ERR_CORRUPT : error, "%s cannot be read: %s",
                   journal_name(entry, name), why.text);
}

static enum err no_memory(struct err_text *text)
{
    return err_say(text, ERR_NO_MEMORY, "the returns need more memory than there is");
}

// Rows that were decoded before are taken over: the return that was decoded now has none of those parts.
static void take_over(const Qd__Return *before, unsigned parts, Qd__Return *returned)
{
    for (int part = 0; part < FORM_PARTS; part++) {
        const ProtobufCFieldDescriptor *field = form_field((enum form_part)part);
        ProtobufCMessage *const *rows;
        const size_t count = field_messages(&before->base, field, &rows);

        if ((parts >> part & 1) != 0)
            field_set_messages(&returned->base, field, (ProtobufCMessage **)(size_t)rows, count);
    }
}

static enum err read_parts(struct kept *kept, struct kept_one *one,
                           const struct journal_entry *entry, unsigned needed,
                           struct err_text *text)
{
    const struct kept_return before = one->is;
    Qd__Return *returned;
    unsigned left;
    const enum err error = kept_read(&returned, &left, &kept->young.arena, entry, needed, text);

    if (error != ERR_OK)
        return error;
    if (before.returned != NULL) {
        take_over(before.returned, left & ~before.left, returned);
        left &= before.left;
    }
    one->is.returned = returned;
    one->is.left = left;
    return ERR_OK;
}

// The rules look at all of a return.
static enum err judge(struct kept *kept, struct kept_one *one, const struct journal_entry *entry,
                      struct err_text *text)
{
    Qd__Return *whole = NULL;
    enum err error = ERR_OK;
    unsigned left;

    arena_reset(&kept->scratch);
    if (one->is.left != 0)
        error = kept_read(&whole, &left, &kept->scratch, entry, ~0U, text);
    if (error == ERR_OK && judged_make(&one->judged, &kept->young.arena, &kept->scratch,
                                       whole == NULL ? one->is.returned : whole) != 0)
        error = no_memory(text);
    if (error == ERR_OK)
        one->is.judged = &one->judged;
    return error;
}

// The one of the return among the young; NULL: no memory.
static struct kept_one *add(struct kept_age *young, const struct journal_entry *entry)
{
    struct kept_one **first = &young->buckets[entry->body_hash[0]];
    struct kept_one *one = arena_zalloc(&young->arena, sizeof *one);

    if (one == NULL)
        return NULL;
    memcpy(one->hash, entry->body_hash, sizeof one->hash);
    one->next = *first;
    *first = one;
    return one;
}

// Reads what is not there yet.
static enum err fill(struct kept *kept, struct kept_one *one, const struct journal_entry *entry,
                     unsigned needed, int judges, struct err_text *text)
{
    enum err error = ERR_OK;

    if (!has_parts(one, needed))
        error = read_parts(kept, one, entry, needed, text);
    if (error == ERR_OK && judges && !has_judged(one, entry))
        error = judge(kept, one, entry, text);
    return error;
}

enum err kept_take(struct kept *kept, const struct journal_entry *entry, unsigned needed,
                   int judges, struct kept_return *taken, struct err_text *text)
{
    static const struct judged nothing = {.count = 0};
    struct kept_one *one;
    enum err error;

    needed |= 1U << FORM_HEADER | 1U << FORM_EXPLANATIONS;
    grow_older(kept);
    one = find(&kept->young, entry);
    if (one == NULL) {
        one = find(&kept->old, entry);
        if (one == NULL || !suffices(one, entry, needed, judges))
            one = add(&kept->young, entry);
    }
    if (one == NULL)
        return no_memory(text);
    error = fill(kept, one, entry, needed, judges, text);
    *taken = one->is;
    if (taken->judged == NULL)
        taken->judged = &nothing;
    return error;
}
