// Whatever bytes a peer sends: decoded as an envelope and as a return, and what is a return is
// judged. Nothing may crash, and what is taken must be what it says it is.
#include "proto/rules/rules.h"
#include "proto/wire/codec.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// abort, because NDEBUG takes assert away.
static void hold(int condition)
{
    if (!condition)
        abort();
}

static void judge(const Qd__Return *returned, struct findings *findings, struct arena *arena)
{
    const struct rules_input input = rules_input_whole(returned);

    findings_init(findings, arena);
    rules_check(&input, findings);
    findings_sort(findings);
}

// Promise E: packed and unpacked again it is the same return, and judged alike.
static void try_return(const uint8_t *bytes, size_t size, struct arena *arena)
{
    Qd__Return *returned, *again;
    struct findings here, there;
    struct err_text text = {""};
    const uint8_t *packed;
    size_t packed_size;

    if (codec_unpack_return(&returned, arena, bytes, size, &text) != ERR_OK) {
        hold(returned == NULL && text.text[0] != '\0');
        return;
    }
    hold(protobuf_c_message_get_packed_size(&returned->base) == size);
    hold(codec_pack_return(returned, arena, &packed, &packed_size, NULL) == ERR_OK);
    hold(packed_size == size);
    hold(codec_unpack_return(&again, arena, packed, packed_size, NULL) == ERR_OK);
    judge(returned, &here, arena);
    judge(again, &there, arena);
    hold(here.count == there.count && here.stops == there.stops && here.asks == there.asks &&
         here.informs == there.informs);
    for (size_t i = 0; i < here.count; i++)
        hold(here.list[i].rule == there.list[i].rule &&
             strcmp(here.list[i].what, there.list[i].what) == 0);
}

static void try_envelope(const uint8_t *bytes, size_t size, struct arena *arena)
{
    Qd__Envelope *envelope;
    struct err_text text = {""};
    const uint8_t *packed;
    size_t packed_size;

    if (codec_unpack_envelope(&envelope, arena, bytes, size, &text) != ERR_OK) {
        hold(envelope == NULL && text.text[0] != '\0');
        return;
    }
    hold(protobuf_c_message_get_packed_size(&envelope->base) == size);
    hold(codec_pack_envelope(envelope, arena, &packed, &packed_size, NULL) == ERR_OK);
    hold(packed_size == size);
    hold(codec_unpack_envelope(&envelope, arena, packed, packed_size, NULL) == ERR_OK);
    if (envelope->content_case == QD__ENVELOPE__CONTENT_SUBMIT)
        try_return(envelope->submit->return_bytes.data, envelope->submit->return_bytes.len, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;

    // Twice what one message may take, because each is decoded twice here.
    arena_init(&arena, 2 * (size_t)CODEC_ARENA_CAP_BYTES);
    try_envelope(data, size, &arena);
    arena_reset(&arena);
    try_return(data, size, &arena);
    arena_free(&arena);
    return 0;
}
