#include "tests/support/envelopes/envelopes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

void envelopes_pack(struct arena *arena, const Qd__Envelope *envelope, const uint8_t **bytes,
                    size_t *size)
{
    assert_int_equal(ERR_OK, codec_pack_envelope(envelope, arena, bytes, size, NULL));
}

const Qd__Envelope *envelopes_read(struct arena *arena, const uint8_t *bytes, size_t size)
{
    struct err_text text = {""};
    Qd__Envelope *envelope;

    if (codec_unpack_envelope(&envelope, arena, bytes, size, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return envelope;
}

void envelopes_pack_submit(struct arena *arena, const struct envelopes_submit *given,
                           const uint8_t *return_bytes, size_t return_size, const uint8_t **bytes,
                           size_t *size)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Submit submit = QD__SUBMIT__INIT;
    struct envelopes_submit copy = *given;
    uint8_t hash[CODEC_HASH_BYTES];
    uint8_t *content = arena_alloc(arena, return_size);

    assert_non_null(content);
    memcpy(content, return_bytes, return_size);
    codec_hash(hash, return_bytes, return_size);
    hash[0] ^= given->hash_flip;
    submit.submission_id = (ProtobufCBinaryData){sizeof copy.id, copy.id};
    submit.schema_version = given->schema_version;
    submit.return_hash = (ProtobufCBinaryData){sizeof hash, hash};
    submit.return_bytes = (ProtobufCBinaryData){return_size, content};
    submit.has_replaces = given->replaces != NULL;
    if (submit.has_replaces)
        submit.replaces = codec_binary(given->replaces, given->replaces_size);
    envelope.content_case = QD__ENVELOPE__CONTENT_SUBMIT;
    envelope.submit = &submit;
    envelopes_pack(arena, &envelope, bytes, size);
}

void envelopes_pack_hello(struct arena *arena, uint32_t protocol_version, const uint8_t **bytes,
                          size_t *size)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Hello hello = QD__HELLO__INIT;
    char program[] = "test";

    hello.protocol_version = protocol_version;
    hello.program = program;
    envelope.content_case = QD__ENVELOPE__CONTENT_HELLO;
    envelope.hello = &hello;
    envelopes_pack(arena, &envelope, bytes, size);
}
