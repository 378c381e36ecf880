#include "collector/sending/replaced.h"

#include "collector/outbox/outbox_history.h"
#include "collector/sending/fetch.h"
#include "collector/sending/holding.h"
#include "collector/sending/waiting.h"
#include "proto/form/period.h"

#include <string.h>

// What this outbox sent last for the period, which is a return or its withdrawal.
static void take_own(struct replaced *replaced, const struct outbox_entry *newest,
                     struct arena *arena)
{
    Qd__Return *decoded;
    enum err error;

    memcpy(replaced->submission_id, newest->submission_id, sizeof replaced->submission_id);
    replaced->is_withdrawn = newest->kind == OUTBOX_WITHDRAWAL;
    if (replaced->is_withdrawn)
        return;
    error = codec_unpack_return(&decoded, arena, newest->return_bytes, newest->return_size,
                                &replaced->why);
    replaced->state = error == ERR_OK ? REPLACED_KNOWN : REPLACED_UNKNOWN;
    replaced->returned = decoded;
    replaced->revision = holding_revision(newest, arena);
}

static enum err take_held(struct replaced *replaced, struct sender *sender,
                          const Qd__Welcome *welcome, const Qd__Holding *holding,
                          struct arena *arena, struct err_text *text)
{
    struct err_text why = {""};
    enum err error;

    memcpy(replaced->submission_id, holding->submission_id.data, sizeof replaced->submission_id);
    replaced->revision = holding->revision;
    replaced->is_withdrawn = holding->withdrawn != 0;
    if (replaced->is_withdrawn)
        return ERR_OK;
    replaced->is_elsewhere = 1;
    error = fetch_return(sender, arena, welcome, holding, &replaced->returned, &why);
    if (error != ERR_OK && error != ERR_REFUSED && error != ERR_UNKNOWN_VERSION)
        return err_say(text, error, "%s", why.text);
    replaced->state = error == ERR_OK ? REPLACED_KNOWN : REPLACED_UNKNOWN;
    replaced->why = why;
    return ERR_OK;
}

static enum err is_newer_here(int *newer, struct outbox *outbox, struct sender *sender,
                              const Qd__Welcome *welcome, const struct outbox_entry *newest,
                              struct arena *arena, struct err_text *text)
{
    const Qd__Holding *holding = welcome == NULL ? NULL : holding_of(welcome, newest->period_key);
    const struct holding_ours ours = {holding_revision(newest, arena), holding_known_id(newest)};
    enum waiting waiting;
    enum err error;

    *newer = holding == NULL || holding_is_same(holding, newest->return_hash) ||
             (newest->state == OUTBOX_ACKNOWLEDGED && !holding_is_later(holding, ours));
    if (*newer || newest->state != OUTBOX_PENDING)
        return ERR_OK;
    error = waiting_judge(&waiting, outbox, sender, welcome, newest, text);
    *newer = waiting == WAITING_MAY_GO;
    return error;
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
    int newer = 0;

    *replaced = (struct replaced){.state = REPLACED_NONE, .is_asked = welcome != NULL};
    if (error == ERR_OK)
        error = is_newer_here(&newer, outbox, sender, welcome, &newest, arena, text);
    else if (error == ERR_NOT_FOUND)
        error = ERR_OK;
    if (error != ERR_OK)
        return error;
    if (newer)
        take_own(replaced, &newest, arena);
    else if (holding != NULL)
        error = take_held(replaced, sender, welcome, holding, arena, text);
    else if (welcome == NULL)
        replaced->state = REPLACED_UNKNOWN;
    return error;
}
