#include "proto/wire/codec.h"

#include "proto/form/form.h"
#include "proto/wire/canonical.h"

#include <assert.h>
#include <string.h>

// --- memory

static void *allocate(void *arena, size_t bytes)
{
    return arena_alloc(arena, bytes);
}

// What the arena gave goes with the arena.
static void keep(void *arena, void *memory)
{
    (void)arena;
    (void)memory;
}

static enum err unpack(const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **message,
                       struct arena *arena, const uint8_t *bytes, size_t size,
                       struct err_text *text)
{
    ProtobufCAllocator allocator = {.alloc = allocate, .free = keep, .allocator_data = arena};
    int exhausted_before = arena->exhausted, exhausted;

    arena->exhausted = 0;
    *message = protobuf_c_message_unpack(descriptor, &allocator, size, bytes);
    exhausted = arena->exhausted;
    arena->exhausted |= exhausted_before;
    if (*message != NULL)
        return ERR_OK;
    if (exhausted)
        return err_say(text, ERR_TOO_LARGE, "%zu bytes that need more memory than a %s may take",
                       size, descriptor->short_name);
    return err_say(text, ERR_MALFORMED, "%zu bytes that are no %s", size, descriptor->short_name);
}

// --- returns

// The two bytes with which a return of our schema version begins: field 1, as a varint.
static const uint8_t version_bytes[] = {1 << 3, FORM_SCHEMA_VERSION};
_Static_assert(FORM_SCHEMA_VERSION < 0x80, "a version of one byte");

// Why a return that does not begin so is not taken: another version, which we may not be able to
// decode any further, or no return at all.
static enum err other_version(struct arena *arena, const uint8_t *bytes, size_t size,
                              struct err_text *text)
{
    ProtobufCMessage *message;
    uint32_t version;
    enum err error = unpack(&qd__return_version__descriptor, &message, arena, bytes, size, text);

    if (error != ERR_OK)
        return error;
    version = ((const Qd__ReturnVersion *)(const void *)message)->schema_version;
    if (version != FORM_SCHEMA_VERSION)
        return err_say(text, ERR_UNKNOWN_VERSION,
                       "the return is of schema version %u; version %d is known here", version,
                       FORM_SCHEMA_VERSION);
    return err_say(text, ERR_MALFORMED, "the return does not begin with its schema version");
}

enum err codec_unpack_return(Qd__Return **returned, struct arena *arena, const uint8_t *bytes,
                             size_t size, struct err_text *text)
{
    ProtobufCMessage *message;
    enum err error;

    *returned = NULL;
    if (size > CODEC_RETURN_MAX_BYTES)
        return err_say(text, ERR_TOO_LARGE, "the return has %zu bytes, more than %d", size,
                       CODEC_RETURN_MAX_BYTES);
    if (size < sizeof version_bytes || memcmp(bytes, version_bytes, sizeof version_bytes) != 0)
        return other_version(arena, bytes, size, text);
    error = unpack(&qd__return__descriptor, &message, arena, bytes, size, text);
    if (error == ERR_OK)
        error = canonical_check(message, size, FORM_TEXT_MAX_BYTES, text);
    if (error == ERR_OK)
        *returned = (Qd__Return *)(void *)message;
    return error;
}

enum err codec_pack_return(const Qd__Return *returned, struct arena *arena, const uint8_t **bytes,
                           size_t *size, struct err_text *text)
{
    uint8_t *room;

    *size = protobuf_c_message_get_packed_size(&returned->base);
    if (*size > CODEC_RETURN_MAX_BYTES)
        return err_say(text, ERR_TOO_LARGE, "the return has %zu bytes, more than %d", *size,
                       CODEC_RETURN_MAX_BYTES);
    room = arena_alloc(arena, *size);
    if (room == NULL)
        return err_say(text, ERR_NO_MEMORY, "no memory for a return of %zu bytes", *size);
    protobuf_c_message_pack(&returned->base, room);
    *bytes = room;
    return ERR_OK;
}

// --- envelopes

static int sizes_fit(const Qd__Envelope *envelope)
{
    switch (envelope->content_case) {
    case QD__ENVELOPE__CONTENT_HELLO:
        return 1;
    case QD__ENVELOPE__CONTENT_WELCOME:
        for (size_t i = 0; i < envelope->welcome->n_holdings; i++)
            if (envelope->welcome->holdings[i]->return_hash.len != CODEC_HASH_BYTES ||
                envelope->welcome->holdings[i]->submission_id.len != CODEC_SUBMISSION_ID_BYTES)
                return 0;
        return 1;
    case QD__ENVELOPE__CONTENT_SUBMIT:
        return envelope->submit->submission_id.len == CODEC_SUBMISSION_ID_BYTES &&
               envelope->submit->return_hash.len == CODEC_HASH_BYTES;
    case QD__ENVELOPE__CONTENT_RECEIPT:
        return envelope->receipt->submission_id.len == CODEC_SUBMISSION_ID_BYTES &&
               envelope->receipt->return_hash.len == CODEC_HASH_BYTES &&
               envelope->receipt->link.len == CODEC_HASH_BYTES;
    case QD__ENVELOPE__CONTENT_REFUSAL:
        return !envelope->refusal->has_submission_id ||
               envelope->refusal->submission_id.len == CODEC_SUBMISSION_ID_BYTES;
    default:
        return 0;
    }
}

// Whether the sender speaks another version than we: what we do not understand is then no fault.
static int of_another_version(const Qd__Envelope *envelope)
{
    switch (envelope->content_case) {
    case QD__ENVELOPE__CONTENT_HELLO:
        return envelope->hello->protocol_version != CODEC_PROTOCOL_VERSION;
    case QD__ENVELOPE__CONTENT_WELCOME:
        return envelope->welcome->protocol_version != CODEC_PROTOCOL_VERSION;
    case QD__ENVELOPE__CONTENT_SUBMIT:
        return envelope->submit->schema_version != FORM_SCHEMA_VERSION;
    case QD__ENVELOPE__CONTENT__NOT_SET:
        return envelope->base.n_unknown_fields != 0;
    default:
        return 0;
    }
}

enum err codec_unpack_envelope(Qd__Envelope **envelope, struct arena *arena, const uint8_t *bytes,
                               size_t size, struct err_text *text)
{
    const Qd__Envelope *unpacked;
    ProtobufCMessage *message;
    enum err error;

    *envelope = NULL;
    error = unpack(&qd__envelope__descriptor, &message, arena, bytes, size, text);
    if (error != ERR_OK)
        return error;
    unpacked = (const Qd__Envelope *)(const void *)message;
    error = canonical_check(message, size, size, text);
    if (error == ERR_MALFORMED && of_another_version(unpacked))
        return err_say(text, ERR_UNKNOWN_VERSION,
                       "a message of another protocol version; version %d is known here",
                       CODEC_PROTOCOL_VERSION);
    if (error == ERR_OK && !sizes_fit(unpacked))
        error = err_say(text, ERR_MALFORMED,
                        "the message is empty, or an id or a hash in it has the wrong length");
    if (error == ERR_OK)
        *envelope = (Qd__Envelope *)(void *)message;
    return error;
}

// The one content of an envelope and its field.
static const ProtobufCMessage *content_of(const Qd__Envelope *envelope,
                                          const ProtobufCFieldDescriptor **field)
{
    *field = protobuf_c_message_descriptor_get_field(&qd__envelope__descriptor,
                                                     (unsigned)envelope->content_case);
    assert(*field != NULL);
    return *(const ProtobufCMessage *const *)(const void *)((const char *)envelope +
                                                            (*field)->offset);
}

// Writes the content's tag and length itself, because protobuf-c packs an inner message behind one
// byte of length and then moves all of it when it took more: a whole return, a second time.
enum err codec_pack_envelope(const Qd__Envelope *envelope, struct arena *arena,
                             const uint8_t **bytes, size_t *size, struct err_text *text)
{
    enum { LENGTH_DELIMITED = 2, TAG_AND_LENGTH_MAX_BYTES = 1 + 10 };
    const ProtobufCFieldDescriptor *field;
    const ProtobufCMessage *content = content_of(envelope, &field);
    size_t content_size = protobuf_c_message_get_packed_size(content), used = 0;
    uint8_t *room = arena_alloc(arena, TAG_AND_LENGTH_MAX_BYTES + content_size);

    if (room == NULL)
        return err_say(text, ERR_NO_MEMORY, "no memory for a message of %zu bytes", content_size);
    room[used++] = (uint8_t)(field->id << 3 | LENGTH_DELIMITED);
    for (size_t rest = content_size; used == 1 || rest > 0; rest >>= 7)
        room[used++] = (uint8_t)((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    *size = used + protobuf_c_message_pack(content, room + used);
    *bytes = room;
    return ERR_OK;
}
