#include "collector/outbox/outbox_list.h"

#include "collector/outbox/outbox_history.h"
#include "collector/outbox/receipt_text.h"
#include "lib/base/list.h"

#include <string.h>

enum { HOLDINGS_ARENA_CAP_BYTES = 64 * 1000 * 1000 };

struct writing {
    FILE *out;
    json_t *list;    // NULL: for a person
    json_t *object;  // the submission that is being written
    struct outbox *outbox;
    struct outbox_list_counts *counts;
    struct arena arena;            // for one submission
    struct understood understood;  // of it
    struct arena ids;              // for the two lists
    uint8_t (*acknowledged)[CODEC_SUBMISSION_ID_BYTES];
    size_t count;                                     // of them
    uint8_t (*withdrawn)[CODEC_SUBMISSION_ID_BYTES];  // returns that a withdrawal takes back
    size_t withdrawn_count;
    size_t written;
    struct err_text *text;
};

static enum err failed(const struct writing *writing, enum err error)
{
    if (error == ERR_CORRUPT)
        return err_say(writing->text, error,
                       "the outbox holds an answer that cannot be read here: a newer version of "
                       "Quarterday wrote it: upgrade %s",
                       err_program());
    return error;
}

static enum err add_to_list(struct writing *writing, const struct outbox_entry *entry,
                            const struct understood *understood)
{
    writing->object = receipt_text_json(&writing->arena, entry, understood);
    if (writing->object == NULL)
        return failed(writing, ERR_CORRUPT);
    return json_array_append_new(writing->list, writing->object) == 0 ? ERR_OK : ERR_NO_MEMORY;
}

static void count(struct outbox_list_counts *counts, const struct outbox_entry *entry)
{
    counts->pending += entry->state == OUTBOX_PENDING;
    counts->acknowledged += entry->state == OUTBOX_ACKNOWLEDGED;
    counts->refused += entry->state == OUTBOX_REFUSED;
}

static enum err add_id(struct arena *arena, uint8_t (**ids)[CODEC_SUBMISSION_ID_BYTES],
                       size_t *count, const uint8_t *id)
{
    uint8_t(*added)[CODEC_SUBMISSION_ID_BYTES] = LIST_ADD(arena, *ids, *count);

    if (added == NULL)
        return ERR_NO_MEMORY;
    memcpy(added, id, sizeof *added);
    return ERR_OK;
}

static enum err note_withdrawn(void *context, const struct outbox_entry *entry)
{
    struct writing *writing = context;
    Qd__Withdrawal *withdrawal;
    enum err error;

    if (entry->kind != OUTBOX_WITHDRAWAL || entry->state == OUTBOX_REFUSED)
        return ERR_OK;
    arena_reset(&writing->arena);
    error = codec_unpack_withdrawal(&withdrawal, &writing->arena, entry->return_bytes,
                                    entry->return_size, writing->text);
    return error == ERR_OK ? add_id(&writing->ids, &writing->withdrawn, &writing->withdrawn_count,
                                    withdrawal->withdrawn_id.data)
                           : error;
}

static int is_withdrawn(const struct writing *writing, const struct outbox_entry *entry)
{
    for (size_t i = 0; i < writing->withdrawn_count; i++)
        if (memcmp(writing->withdrawn[i], entry->submission_id, sizeof *writing->withdrawn) == 0)
            return 1;
    return 0;
}

static enum err write_state(void *context, const struct outbox_entry *entry)
{
    struct writing *writing = context;

    count(writing->counts, entry);
    arena_reset(&writing->arena);
    return writing->list != NULL
               ? add_to_list(writing, entry, NULL)
               : failed(writing, receipt_text_line(writing->out, &writing->arena, entry,
                                                   is_withdrawn(writing, entry)));
}

// The receipts are looked up when this walk is over: one transaction at a time.
static enum err note_acknowledged(void *context, const struct outbox_entry *entry)
{
    struct writing *writing = context;

    count(writing->counts, entry);
    return entry->state == OUTBOX_ACKNOWLEDGED ? add_id(&writing->ids, &writing->acknowledged,
                                                        &writing->count, entry->submission_id)
                                               : ERR_OK;
}

static enum err write_receipt(struct writing *writing, const uint8_t *answer, size_t size,
                              int is_earlier)
{
    if (writing->written++ > 0)
        fputc('\n', writing->out);
    return failed(writing, receipt_text_receipt(writing->out, &writing->arena, answer, size,
                                                &writing->understood, is_earlier));
}

static enum err write_earlier(void *context, const uint8_t *answer, size_t size)
{
    struct writing *writing = context;

    if (writing->list == NULL)
        return write_receipt(writing, answer, size, 1);
    return receipt_text_json_earlier(writing->object, &writing->arena, answer, size) == 0
               ? ERR_OK
               : failed(writing, ERR_CORRUPT);
}

static enum err write_all_receipts(struct writing *writing)
{
    enum err error = outbox_each(writing->outbox, note_acknowledged, writing, writing->text);

    for (size_t i = 0; i < writing->count && error == ERR_OK; i++) {
        const uint8_t *id = writing->acknowledged[i];
        struct outbox_entry entry;

        arena_reset(&writing->arena);
        error = outbox_get(writing->outbox, &writing->arena, id, &entry, writing->text);
        if (error == ERR_OK)
            writing->understood =
                outbox_history_understood(writing->outbox, &writing->arena, &entry);
        if (error == ERR_OK && writing->list != NULL)
            error = add_to_list(writing, &entry, &writing->understood);
        if (error == ERR_OK)
            error = outbox_each_earlier(writing->outbox, id, write_earlier, writing, writing->text);
        if (error == ERR_OK && writing->list == NULL)
            error = write_receipt(writing, entry.answer, entry.answer_size, 0);
    }
    return error;
}

static enum err begin(struct writing *writing, FILE *out, struct outbox *outbox, int as_json,
                      struct outbox_list_counts *counts, struct err_text *text)
{
    *counts = (struct outbox_list_counts){0};
    *writing = (struct writing){.out = out, .outbox = outbox, .counts = counts, .text = text};
    arena_init(&writing->arena, HOLDINGS_ARENA_CAP_BYTES);
    arena_init(&writing->ids, HOLDINGS_ARENA_CAP_BYTES);
    if (as_json)
        writing->list = json_array();
    return as_json && writing->list == NULL ? ERR_NO_MEMORY : ERR_OK;
}

static enum err end(struct writing *writing, enum err error)
{
    if (error == ERR_OK && writing->list != NULL) {
        if (json_dumpf(writing->list, writing->out, JSON_INDENT(2)) != 0)
            error = ERR_IO;
        fputc('\n', writing->out);
    }
    if (error == ERR_OK && (fflush(writing->out) != 0 || ferror(writing->out)))
        error = ERR_IO;
    json_decref(writing->list);
    arena_free(&writing->arena);
    arena_free(&writing->ids);
    return error;
}

enum err outbox_list_status(FILE *out, struct outbox *outbox, int as_json,
                            struct outbox_list_counts *counts, struct err_text *text)
{
    struct writing writing;
    enum err error = begin(&writing, out, outbox, as_json, counts, text);

    if (error == ERR_OK)
        error = outbox_each(outbox, note_withdrawn, &writing, text);
    if (error == ERR_OK)
        error = outbox_each(outbox, write_state, &writing, text);
    return end(&writing, error);
}

enum err outbox_list_receipts(FILE *out, struct outbox *outbox, int as_json,
                              struct outbox_list_counts *counts, struct err_text *text)
{
    struct writing writing;
    enum err error = begin(&writing, out, outbox, as_json, counts, text);

    if (error == ERR_OK)
        error = write_all_receipts(&writing);
    return end(&writing, error);
}
