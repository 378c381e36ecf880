#include "collector/sending/replaced.h"

#include "collector/outbox/outbox_history.h"
#include "collector/sending/fetch.h"
#include "collector/sending/holding.h"
#include "proto/form/period.h"

// What this outbox sent last for the period, which is a return or its withdrawal.
static enum err take_own(struct replaced *replaced, const struct outbox_entry *newest,
                         struct arena *arena)
{
    Qd__Return *decoded;
    enum err error;

    if (newest->kind == OUTBOX_WITHDRAWAL)
        return ERR_OK;
    error = codec_unpack_return(&decoded, arena, newest->return_bytes, newest->return_size,
                                &replaced->why);
    replaced->state = error == ERR_OK ? REPLACED_KNOWN : REPLACED_UNKNOWN;
    replaced->returned = decoded;
    replaced->revision = holding_revision(newest, arena);
    return ERR_OK;
}

static void take_held(struct replaced *replaced, struct sender *sender, const Qd__Welcome *welcome,
                      const Qd__Holding *holding, struct arena *arena)
{
    enum err error;

    replaced->revision = holding->revision;
    replaced->is_elsewhere = 1;
    error = fetch_return(sender, arena, welcome, holding, &replaced->returned, &replaced->why);
    replaced->state = error == ERR_OK ? REPLACED_KNOWN : REPLACED_UNKNOWN;
}

static int is_newer_here(const Qd__Holding *holding, const struct outbox_entry *newest,
                         struct arena *arena)
{
    const struct holding_ours ours = {holding_revision(newest, arena), newest->submission_id};

    return holding == NULL || newest->state == OUTBOX_PENDING ||
           holding_is_same(holding, newest->return_hash) || !holding_is_later(holding, ours);
}

enum err replaced_find(struct replaced *replaced, struct outbox *outbox, struct sender *sender,
                       const Qd__Welcome *welcome, const Qd__Header *header, struct arena *arena,
                       struct err_text *text)
{
    const Qd__Holding *holding =
        welcome == NULL ? NULL : holding_of(welcome, period_key(header->period));
    struct outbox_entry newest;
    enum err error =
        outbox_history_newest(outbox, arena, header->new_la_code, header->period, &newest, text);

    *replaced = (struct replaced){.state = REPLACED_NONE, .is_asked = welcome != NULL};
    if (error != ERR_OK && error != ERR_NOT_FOUND)
        return error;
    if (error == ERR_OK && is_newer_here(holding, &newest, arena))
        return take_own(replaced, &newest, arena);
    if (holding != NULL && !holding->withdrawn)
        take_held(replaced, sender, welcome, holding, arena);
    if (welcome == NULL)
        replaced->state = REPLACED_UNKNOWN;
    return ERR_OK;
}
