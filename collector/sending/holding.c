#include "collector/sending/holding.h"

#include "proto/form/period.h"

#include <string.h>

const Qd__Holding *holding_of(const Qd__Welcome *welcome, uint32_t period)
{
    for (size_t i = 0; i < welcome->n_holdings; i++)
        if (period_key(welcome->holdings[i]->period) == period)
            return welcome->holdings[i];
    return NULL;
}

int holding_is_same(const Qd__Holding *holding, const uint8_t *return_hash)
{
    return memcmp(holding->return_hash.data, return_hash, CODEC_HASH_BYTES) == 0;
}

int holding_is_entry(const Qd__Holding *holding, const struct outbox_entry *entry)
{
    return memcmp(holding->submission_id.data, entry->submission_id, CODEC_SUBMISSION_ID_BYTES) ==
               0 ||
           holding_is_same(holding, entry->return_hash);
}

const uint8_t *holding_known_id(const struct outbox_entry *entry)
{
    const uint8_t *replaces = outbox_replaces(entry);

    return replaces == NULL ? entry->submission_id : replaces;
}

int holding_is_later(const Qd__Holding *holding, struct holding_ours ours)
{
    return holding->revision > ours.revision ||
           (holding->withdrawn && holding->revision == ours.revision) ||
           memcmp(holding->submission_id.data, ours.known_id, CODEC_SUBMISSION_ID_BYTES) > 0;
}

uint32_t holding_revision(const struct outbox_entry *entry, struct arena *scratch)
{
    Qd__Envelope *envelope;

    if (entry->answer == NULL ||
        codec_unpack_envelope(&envelope, scratch, entry->answer, entry->answer_size, NULL) !=
            ERR_OK ||
        envelope->content_case != QD__ENVELOPE__CONTENT_RECEIPT)
        return 0;
    return envelope->receipt->revision;
}
