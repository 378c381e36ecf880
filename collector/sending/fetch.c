#include "collector/sending/fetch.h"

#include "proto/form/period.h"

#include <string.h>

struct fetch {
    struct arena *arena;
    uint8_t *bytes;  // NULL before the first piece
    size_t size, used;
};

static enum err not_as_said(struct err_text *text)
{
    return err_say(text, ERR_MALFORMED,
                   "what the aggregator sent is not the return that it says it holds: try again; "
                   "if it goes on, tell the region's operator");
}

// The first piece says how long the whole is, and the others the same.
static enum err add(struct fetch *fetch, const Qd__Fetched *fetched, struct err_text *text)
{
    if (fetch->bytes == NULL) {
        if (fetched->size == 0 || fetched->size > CODEC_RETURN_MAX_BYTES)
            return not_as_said(text);
        fetch->size = fetched->size;
        fetch->bytes = arena_alloc(fetch->arena, fetch->size);
        if (fetch->bytes == NULL)
            return err_say(text, ERR_NO_MEMORY, "out of memory for the aggregator's answer");
    }
    if (fetched->size != fetch->size || fetched->piece.len == 0 ||
        fetched->piece.len > fetch->size - fetch->used)
        return not_as_said(text);
    memcpy(fetch->bytes + fetch->used, fetched->piece.data, fetched->piece.len);
    fetch->used += fetched->piece.len;
    return ERR_OK;
}

static enum err fetch_all(struct fetch *fetch, struct sender *sender, const uint8_t *submission_id,
                          struct err_text *text)
{
    struct arena piece;
    enum err error = ERR_OK;

    arena_init(&piece, CODEC_ARENA_CAP_BYTES);
    while (error == ERR_OK && (fetch->bytes == NULL || fetch->used < fetch->size)) {
        const Qd__Fetched *fetched;

        arena_reset(&piece);
        error = sender_fetch(sender, &piece, submission_id, (uint32_t)fetch->used, &fetched, text);
        if (error == ERR_OK)
            error = add(fetch, fetched, text);
    }
    arena_free(&piece);
    return error;
}

enum err fetch_return(struct sender *sender, struct arena *arena, const Qd__Welcome *welcome,
                      const Qd__Holding *holding, const Qd__Return **returned,
                      struct err_text *text)
{
    struct fetch fetch = {.arena = arena};
    uint8_t hash[CODEC_HASH_BYTES];
    Qd__Return *decoded;
    enum err error = fetch_all(&fetch, sender, holding->submission_id.data, text);

    if (error != ERR_OK)
        return error;
    codec_hash(hash, fetch.bytes, fetch.size);
    if (memcmp(hash, holding->return_hash.data, sizeof hash) != 0)
        return not_as_said(text);
    error = codec_unpack_return(&decoded, arena, fetch.bytes, fetch.size, text);
    if (error != ERR_OK)
        return error;
    if (decoded->header->new_la_code != welcome->new_la_code ||
        period_key(decoded->header->period) != period_key(holding->period))
        return not_as_said(text);
    *returned = decoded;
    return ERR_OK;
}
