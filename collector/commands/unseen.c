#include "collector/commands/unseen.h"

#include "collector/commands/replacing.h"
#include "collector/sending/waiting.h"
#include "lib/base/list.h"
#include "lib/base/msg.h"
#include "proto/form/period.h"

#include <string.h>

enum { GO_ON = -1 };

struct settling {
    struct conversation *talk;
    struct arena *arena;
    const Qd__Welcome *welcome;
    uint32_t *periods;  // in which something waits
    size_t count;
};

static int failed(enum err error, const struct err_text *text)
{
    (void)msg_failure(error, text);
    return ERR_KIND_ENVIRONMENT;
}

// With the parts that are kept it is another return, and the command is about that one.
static void follow(const struct conversation *talk, const struct outbox_entry *entry,
                   const struct outbox_entry *put)
{
    if (talk->fresh != NULL &&
        memcmp(talk->fresh, entry->submission_id, CODEC_SUBMISSION_ID_BYTES) == 0)
        memcpy(talk->fresh, put->submission_id, CODEC_SUBMISSION_ID_BYTES);
}

// The entry's return is asked about as if its folder had been named again, and put as that would be.
static int settle_entry(const struct settling *settling, const struct outbox_entry *entry)
{
    struct replacing replacing = {
        .talk = settling->talk, .arena = settling->arena, .waits = 1, .welcome = settling->welcome};
    struct err_text text = {""};
    struct outbox_entry put;
    int status, found;
    enum err error = codec_unpack_return(&replacing.returned, settling->arena, entry->return_bytes,
                                         entry->return_size, &text);

    if (error != ERR_OK)
        return failed(error, &text);
    status = replacing_look(&replacing);
    if (status != GO_ON || settling->talk->line->dry_run)
        return status;
    error = outbox_put(settling->talk->outbox, settling->arena, replacing.returned,
                       replacing.replaced.submission_id, &put, &found, &text);
    if (error != ERR_OK)
        return failed(error, &text);
    follow(settling->talk, entry, &put);
    return GO_ON;
}

// ERR_NOT_FOUND when nothing waits for the period that may not go by itself.
static enum err find(const struct settling *settling, const Qd__Period *period,
                     struct outbox_entry *entry, struct err_text *text)
{
    enum waiting waiting = WAITING_MAY_GO;
    const enum err error = waiting_find(&waiting, settling->talk->outbox, settling->talk->sender,
                                        settling->welcome, period, settling->arena, entry, text);

    msg_progress_end();
    return error == ERR_OK && waiting != WAITING_UNSEEN ? ERR_NOT_FOUND : error;
}

static int settle_period(const struct settling *settling, uint32_t period_key)
{
    struct err_text text = {""};
    struct outbox_entry entry;
    Qd__Period period;
    enum err error;

    if (!period_from_key(&period, period_key))
        return GO_ON;
    error = find(settling, &period, &entry, &text);
    if (error == ERR_NOT_FOUND)
        return GO_ON;
    return error == ERR_OK ? settle_entry(settling, &entry) : failed(error, &text);
}

static enum err note_period(void *context, const struct outbox_entry *entry)
{
    struct settling *settling = context;
    uint32_t *period;

    if (entry->state != OUTBOX_PENDING || entry->authority != settling->welcome->new_la_code)
        return ERR_OK;
    for (size_t i = 0; i < settling->count; i++)
        if (settling->periods[i] == entry->period_key)
            return ERR_OK;
    period = LIST_ADD(settling->arena, settling->periods, settling->count);
    if (period == NULL)
        return ERR_NO_MEMORY;
    *period = entry->period_key;
    return ERR_OK;
}

int unseen_settle_all(struct conversation *talk, struct arena *arena, const Qd__Welcome *welcome)
{
    struct settling settling = {.talk = talk, .arena = arena, .welcome = welcome};
    struct err_text text = {""};
    const enum err error = outbox_each(talk->outbox, note_period, &settling, &text);
    int status = GO_ON;

    if (error != ERR_OK)
        return failed(error, &text);
    for (size_t i = 0; i < settling.count && status != ERR_KIND_ENVIRONMENT; i++)
        status = settle_period(&settling, settling.periods[i]);
    return status == ERR_KIND_ENVIRONMENT ? status : GO_ON;
}

int unseen_settle(struct conversation *talk, struct arena *arena, const Qd__Welcome *welcome,
                  const Qd__Return *folder)
{
    const struct settling settling = {.talk = talk, .arena = arena, .welcome = welcome};
    uint8_t hash[CODEC_HASH_BYTES];
    struct err_text text = {""};
    struct outbox_entry entry;
    const uint8_t *bytes;
    size_t size;
    enum err error;

    if (folder->header->new_la_code != welcome->new_la_code)
        return GO_ON;  // it is not sent at all
    error = find(&settling, folder->header->period, &entry, &text);
    if (error == ERR_NOT_FOUND)
        return GO_ON;
    if (error == ERR_OK)
        error = codec_pack_return(folder, arena, &bytes, &size, &text);
    if (error != ERR_OK)
        return failed(error, &text);
    codec_hash(hash, bytes, size);
    return memcmp(hash, entry.return_hash, sizeof hash) == 0 ? GO_ON
                                                             : settle_entry(&settling, &entry);
}
