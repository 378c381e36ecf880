#include "collector/sending/waiting.h"

#include "collector/outbox/outbox_history.h"
#include "collector/sending/holding.h"

#include <string.h>

static int is_id(const uint8_t *id, const uint8_t *other)
{
    return memcmp(id, other, CODEC_SUBMISSION_ID_BYTES) == 0;
}

// Whether what is held is what the entry replaces, or that one replaces, and so on. Ids ascend, so that it
// comes to an end whatever the records say.
static enum err was_compared(int *compared, struct outbox *outbox, const Qd__Holding *holding,
                             const struct outbox_entry *entry, struct err_text *text)
{
    struct outbox_entry replaced = *entry;
    enum err error = ERR_OK;
    struct arena scratch;

    *compared = 0;
    arena_init(&scratch, CODEC_ARENA_CAP_BYTES);
    while (error == ERR_OK && !*compared && outbox_replaces(&replaced) != NULL) {
        const struct outbox_entry later = replaced;

        *compared = is_id(holding->submission_id.data, later.replaces);
        if (*compared || memcmp(later.replaces, later.submission_id, sizeof later.replaces) >= 0)
            break;
        arena_reset(&scratch);
        error = outbox_get(outbox, &scratch, later.replaces, &replaced, text);
        *compared = error == ERR_OK && holding_is_entry(holding, &replaced);
    }
    arena_free(&scratch);
    return error == ERR_NOT_FOUND ? ERR_OK : error;
}

// A return can be fetched if it is held; so one that cannot is not, or its body was removed.
static enum err has_arrived(int *arrived, struct sender *sender, const struct outbox_entry *entry,
                            struct err_text *text)
{
    const Qd__Fetched *piece;
    struct arena scratch;
    enum err error;

    arena_init(&scratch, CODEC_ARENA_CAP_BYTES);
    error = sender_fetch(sender, &scratch, entry->submission_id, 0, &piece, text);
    arena_free(&scratch);
    *arrived = error == ERR_OK;
    return error == ERR_REFUSED ? ERR_OK : error;
}

// It had its receipt, and was lost with the region's disk: what is older than all it was compared with was
// there before. What it replaces itself is left to was_compared.
static int was_lost(const Qd__Holding *holding, const struct outbox_entry *entry)
{
    return entry->earlier > 0 && memcmp(holding->submission_id.data, holding_known_id(entry),
                                        CODEC_SUBMISSION_ID_BYTES) < 0;
}

enum err waiting_judge(enum waiting *waiting, struct outbox *outbox, struct sender *sender,
                       const Qd__Welcome *welcome, const struct outbox_entry *entry,
                       struct err_text *text)
{
    const Qd__Holding *holding = holding_of(welcome, entry->period_key);
    int compared = 0, arrived = 0;
    enum err error;

    *waiting = WAITING_MAY_GO;
    if (holding == NULL || entry->kind == OUTBOX_WITHDRAWAL || holding_is_entry(holding, entry) ||
        was_lost(holding, entry))
        return ERR_OK;
    error = was_compared(&compared, outbox, holding, entry, text);
    if (error != ERR_OK || compared)
        return error;
    error = has_arrived(&arrived, sender, entry, text);
    *waiting = arrived ? WAITING_ARRIVED : WAITING_UNSEEN;
    return error;
}

enum err waiting_find(enum waiting *waiting, struct outbox *outbox, struct sender *sender,
                      const Qd__Welcome *welcome, const Qd__Period *period, struct arena *arena,
                      struct outbox_entry *entry, struct err_text *text)
{
    const enum err error =
        outbox_history_newest(outbox, arena, welcome->new_la_code, period, entry, text);

    if (error == ERR_OK && entry->state != OUTBOX_PENDING)
        return ERR_NOT_FOUND;
    return error == ERR_OK ? waiting_judge(waiting, outbox, sender, welcome, entry, text) : error;
}

enum err waiting_refuse(struct outbox *outbox, struct arena *arena, struct outbox_entry *entry,
                        Qd__RefusalCode code, const char *reason, struct err_text *text)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Refusal refusal = QD__REFUSAL__INIT;
    enum err error;

    refusal.code = code;
    refusal.text = arena_strdup(arena, reason);
    if (refusal.text == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory while writing in the outbox");
    envelope.content_case = QD__ENVELOPE__CONTENT_REFUSAL;
    envelope.refusal = &refusal;
    error = codec_pack_envelope(&envelope, arena, &entry->answer, &entry->answer_size, text);
    entry->state = OUTBOX_REFUSED;
    return error == ERR_OK ? outbox_answer(outbox, entry->submission_id, entry->state,
                                           entry->answer, entry->answer_size, text)
                           : error;
}
