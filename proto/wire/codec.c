#include "proto/wire/codec.h"

#include "proto/form/field.h"
#include "proto/form/form.h"
#include "proto/wire/decode.h"

#include <assert.h>

// --- returns

enum err codec_return_version(const uint8_t *bytes, size_t size, uint32_t *version,
                              struct err_text *text)
{
    enum { TAG = 1 << 3, VERSION_BYTES_MAX = 5 };
    uint64_t read = 0;

    for (size_t i = 1; i < size && i <= VERSION_BYTES_MAX && bytes[0] == TAG; i++) {
        read |= (uint64_t)(bytes[i] & 0x7f) << (7 * (i - 1));
        if (bytes[i] > 0x7f || read > UINT32_MAX)
            continue;
        *version = (uint32_t)read;
        return ERR_OK;
    }
    return err_say(text, ERR_MALFORMED, "%zu bytes that do not begin as a return does", size);
}

static enum err look_at_version(const uint8_t *bytes, size_t size, uint32_t *version,
                                struct err_text *text)
{
    enum err error = codec_return_version(bytes, size, version, text);

    if (error == ERR_OK && (*version < 1 || *version > FORM_SCHEMA_VERSION))
        error = err_say(text, ERR_UNKNOWN_VERSION,
                        "the return is of version %u of the form, and versions up to %d are known "
                        "here: upgrade %s",
                        *version, FORM_SCHEMA_VERSION, err_program());
    return error;
}

static enum err unpack(Qd__Return **returned, struct arena *arena, const uint8_t *bytes,
                       size_t size, struct decode_terms terms, struct err_text *text)
{
    ProtobufCMessage *message;
    enum err error;

    *returned = NULL;
    if (size > CODEC_RETURN_MAX_BYTES)
        return err_say(text, ERR_TOO_LARGE, "the return has %zu bytes, more than %d", size,
                       CODEC_RETURN_MAX_BYTES);
    error = look_at_version(bytes, size, &terms.version, text);
    if (error == ERR_OK)
        error = decode_message(&qd__return__descriptor, &message, arena, bytes, size, &terms, text);
    if (error == ERR_OK)
        *returned = (Qd__Return *)(void *)message;
    return error;
}

enum err codec_unpack_return(Qd__Return **returned, struct arena *arena, const uint8_t *bytes,
                             size_t size, struct err_text *text)
{
    const struct decode_terms terms = {.text_max = FORM_TEXT_MAX_BYTES};

    return unpack(returned, arena, bytes, size, terms, text);
}

enum err codec_unpack_parts(Qd__Return **returned, struct arena *arena, const uint8_t *bytes,
                            size_t size, unsigned needed, unsigned *left, struct err_text *text)
{
    uint64_t passed_over = 0;
    struct decode_terms terms = {.text_max = FORM_TEXT_MAX_BYTES, .passed_over = &passed_over};
    enum err error;

    for (int part = 0; part < FORM_PARTS; part++)
        if ((needed >> part & 1) == 0)
            terms.may_pass_over |= UINT64_C(1) << form_field((enum form_part)part)->id;
    error = unpack(returned, arena, bytes, size, terms, text);
    *left = 0;
    for (int part = 0; part < FORM_PARTS; part++)
        if ((passed_over >> form_field((enum form_part)part)->id & 1) != 0)
            *left |= 1U << part;
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

// --- withdrawals

enum err codec_unpack_withdrawal(Qd__Withdrawal **withdrawal, struct arena *arena,
                                 const uint8_t *bytes, size_t size, struct err_text *text)
{
    const struct decode_terms terms = {.text_max = FORM_TEXT_MAX_BYTES,
                                       .version = FORM_SCHEMA_VERSION};
    ProtobufCMessage *message;
    enum err error =
        decode_message(&qd__withdrawal__descriptor, &message, arena, bytes, size, &terms, text);

    *withdrawal = error == ERR_OK ? (Qd__Withdrawal *)(void *)message : NULL;
    if (error == ERR_OK && (*withdrawal)->withdrawn_id.len != CODEC_SUBMISSION_ID_BYTES)
        error = err_say(text, ERR_MALFORMED, "the id of what is withdrawn has the wrong length");
    return error;
}

enum err codec_pack_withdrawal(const Qd__Withdrawal *withdrawal, struct arena *arena,
                               const uint8_t **bytes, size_t *size, struct err_text *text)
{
    uint8_t *room = arena_alloc(arena, qd__withdrawal__get_packed_size(withdrawal));

    if (room == NULL)
        return err_say(text, ERR_NO_MEMORY, "no memory for a withdrawal");
    *size = qd__withdrawal__pack(withdrawal, room);
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
               envelope->submit->return_hash.len == CODEC_HASH_BYTES &&
               (envelope->submit->replaces.len == 0 ||
                envelope->submit->replaces.len == CODEC_SUBMISSION_ID_BYTES);
    case QD__ENVELOPE__CONTENT_RECEIPT:
        return envelope->receipt->submission_id.len == CODEC_SUBMISSION_ID_BYTES &&
               envelope->receipt->return_hash.len == CODEC_HASH_BYTES &&
               envelope->receipt->link.len == CODEC_HASH_BYTES;
    case QD__ENVELOPE__CONTENT_REFUSAL:
        return !envelope->refusal->has_submission_id ||
               envelope->refusal->submission_id.len == CODEC_SUBMISSION_ID_BYTES;
    case QD__ENVELOPE__CONTENT_WITHDRAW:
        return envelope->withdraw->submission_id.len == CODEC_SUBMISSION_ID_BYTES &&
               envelope->withdraw->withdrawal_hash.len == CODEC_HASH_BYTES;
    case QD__ENVELOPE__CONTENT_FETCH:
        return envelope->fetch->submission_id.len == CODEC_SUBMISSION_ID_BYTES;
    case QD__ENVELOPE__CONTENT_FETCHED:
        return envelope->fetched->submission_id.len == CODEC_SUBMISSION_ID_BYTES;
    default:
        return 0;
    }
}

static enum err decode_envelope(Qd__Envelope **envelope, struct arena *arena, const uint8_t *bytes,
                                size_t size, int unknown_anywhere, struct err_text *text)
{
    const struct decode_terms terms = {
        .text_max = size, .version = FORM_SCHEMA_VERSION, .unknown_anywhere = unknown_anywhere};
    ProtobufCMessage *message;
    enum err error =
        decode_message(&qd__envelope__descriptor, &message, arena, bytes, size, &terms, text);

    *envelope = error == ERR_OK ? (Qd__Envelope *)(void *)message : NULL;
    return error;
}

// The version that the sender speaks, and ours: what we do not understand of another version is no
// fault of the bytes. A content that we do not have is passed over here. 0 if they are the same.
static int speaks_otherwise(const Qd__Envelope *envelope, uint32_t *theirs, uint32_t *ours)
{
    *ours = CODEC_PROTOCOL_VERSION;
    switch (envelope->content_case) {
    case QD__ENVELOPE__CONTENT_HELLO:
        *theirs = envelope->hello->protocol_version;
        break;
    case QD__ENVELOPE__CONTENT_WELCOME:
        *theirs = envelope->welcome->protocol_version;
        break;
    case QD__ENVELOPE__CONTENT_SUBMIT:
        *ours = FORM_SCHEMA_VERSION;
        *theirs = envelope->submit->schema_version;
        break;
    case QD__ENVELOPE__CONTENT__NOT_SET:
        *theirs = *ours + 1;
        break;
    default:
        *theirs = *ours;
        break;
    }
    return *theirs != *ours;
}

static const char *sender_of(const Qd__Envelope *envelope)
{
    return envelope->content_case == QD__ENVELOPE__CONTENT_WELCOME ? "qd-aggregator"
                                                                   : "qd-collector";
}

enum err codec_unpack_envelope(Qd__Envelope **envelope, struct arena *arena, const uint8_t *bytes,
                               size_t size, struct err_text *text)
{
    Qd__Envelope *understood;
    enum err error = decode_envelope(envelope, arena, bytes, size, 0, text);
    uint32_t theirs, ours;

    if (error == ERR_MALFORMED &&
        decode_envelope(&understood, arena, bytes, size, 1, NULL) == ERR_OK &&
        speaks_otherwise(understood, &theirs, &ours))
        return err_say(
            text, ERR_UNKNOWN_VERSION,
            "a message of another version, of which not all is understood here: upgrade %s",
            theirs > ours ? err_program() : sender_of(understood));
    if (error == ERR_OK && !sizes_fit(*envelope)) {
        *envelope = NULL;
        error = err_say(text, ERR_MALFORMED,
                        "the message is empty, or an id or a hash in it has the wrong length");
    }
    return error;
}

// The one content of an envelope and its field.
static const ProtobufCMessage *content_of(const Qd__Envelope *envelope,
                                          const ProtobufCFieldDescriptor **field)
{
    *field = protobuf_c_message_descriptor_get_field(&qd__envelope__descriptor,
                                                     (unsigned)envelope->content_case);
    assert(*field != NULL);
    return *(const ProtobufCMessage *const *)field_value(&envelope->base, *field);
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

char *codec_text(const char *text)
{
    union {
        const char *given;
        char *taken;
    } either = {.given = text};

    return either.taken;
}

ProtobufCBinaryData codec_binary(const uint8_t *bytes, size_t size)
{
    union {
        const uint8_t *given;
        uint8_t *taken;
    } either = {.given = bytes};

    return (ProtobufCBinaryData){.len = size, .data = either.taken};
}
