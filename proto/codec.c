#include "proto/codec.h"

#include "lib/clock.h"
#include "proto/form.h"
#include "proto/period.h"
#include "proto/text.h"

#include <sodium.h>
#include <string.h>

// ---- memory ------------------------------------------------------------------------------------

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

// ---- what protobuf-c does not check -------------------------------------------------------------

struct check {
    struct err_text *text;
    const char *field;  // the innermost one that is being looked at, for the message
};

static enum err malformed(const struct check *check, const char *what)
{
    return err_say(check->text, ERR_MALFORMED, "%s %s", check->field, what);
}

static int absence_known(int absence)
{
    return absence >= QD__ABSENCE__NOT_AVAILABLE && absence <= QD__ABSENCE__NOT_COLLECTED;
}

static enum err check_count(const struct check *check, const Qd__Count *count)
{
    if (!count->has_value == !count->has_absence)
        return malformed(check, "must have either a value or the reason why there is none");
    if (count->has_value ? count->value > FORM_COUNT_MAX : !absence_known(count->absence))
        return malformed(check, "is out of range");
    return ERR_OK;
}

static enum err check_money(const struct check *check, const Qd__Money *money)
{
    if (!money->has_pence == !money->has_absence)
        return malformed(check, "must have either an amount or the reason why there is none");
    if (money->has_pence ? money->pence < 0 || money->pence > (int64_t)FORM_PENCE_MAX_POUNDS * 100
                         : !absence_known(money->absence))
        return malformed(check, "is out of range");
    return ERR_OK;
}

static enum err check_message(struct check *check, const ProtobufCMessage *message);

// One value of a field, as it lies in the message or in a repeated field's array.
static enum err check_value(struct check *check, const ProtobufCFieldDescriptor *field,
                            const void *value)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_MESSAGE:
        return check_message(check, *(ProtobufCMessage *const *)value);
    case PROTOBUF_C_TYPE_ENUM:
        if (protobuf_c_enum_descriptor_get_value(field->descriptor, *(const int *)value) == NULL)
            return malformed(check, "has a code that the form does not have");
        return ERR_OK;
    case PROTOBUF_C_TYPE_STRING: {
        const char *text = *(char *const *)value;

        switch (text_check(text, strlen(text), NULL)) {
        case TEXT_NOT_UTF8:
            return malformed(check, "is not UTF-8");
        case TEXT_CONTROL_CHARACTER:
            return malformed(check, "has a control character");
        case TEXT_FINE:
            break;
        }
        return ERR_OK;
    }
    default:
        return ERR_OK;
    }
}

static size_t element_size(const ProtobufCFieldDescriptor *field)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_MESSAGE:
        return sizeof(ProtobufCMessage *);
    case PROTOBUF_C_TYPE_STRING:
        return sizeof(char *);
    case PROTOBUF_C_TYPE_ENUM:
        return sizeof(int);
    default:
        return 0;  // numbers and bytes need no further look
    }
}

static enum err check_repeated(struct check *check, const ProtobufCFieldDescriptor *field,
                               const char *message)
{
    size_t count = *(const size_t *)(const void *)(message + field->quantifier_offset);
    const char *values = *(char *const *)(const void *)(message + field->offset);
    size_t size = element_size(field);

    check->field = field->name;
    if (count > FORM_ROWS_MAX)
        return err_say(check->text, ERR_TOO_LARGE, "%s has %zu rows, more than %d", field->name,
                       count, FORM_ROWS_MAX);
    for (size_t i = 0; i < count && size > 0; i++) {
        enum err error = check_value(check, field, values + i * size);

        if (error != ERR_OK)
            return error;
    }
    return ERR_OK;
}

static int given(const ProtobufCFieldDescriptor *field, const char *message)
{
    if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
        return *(const uint32_t *)(const void *)(message + field->quantifier_offset) == field->id;
    if (field->type == PROTOBUF_C_TYPE_MESSAGE || field->type == PROTOBUF_C_TYPE_STRING)
        return *(void *const *)(const void *)(message + field->offset) != NULL;
    return field->label == PROTOBUF_C_LABEL_REQUIRED ||
           *(const protobuf_c_boolean *)(const void *)(message + field->quantifier_offset);
}

// The schema is not recursive, so this is as deep as the schema.
static enum err check_message(struct check *check, const ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *descriptor = message->descriptor;
    const char *start = (const char *)message;

    if (message->n_unknown_fields != 0)
        return err_say(check->text, ERR_MALFORMED, "%s has a field that is not known: number %u",
                       descriptor->short_name, message->unknown_fields[0].tag);
    if (descriptor == &qd__count__descriptor)
        return check_count(check, (const Qd__Count *)(const void *)message);
    if (descriptor == &qd__money__descriptor)
        return check_money(check, (const Qd__Money *)(const void *)message);
    if (descriptor == &qd__period__descriptor) {
        if (!period_valid((const Qd__Period *)(const void *)message))
            return malformed(check, "is no period");
        return ERR_OK;
    }
    if (descriptor == &qd__date__descriptor) {
        if (!period_date_valid((const Qd__Date *)(const void *)message))
            return malformed(check, "is no day");
        return ERR_OK;
    }
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        enum err error = ERR_OK;

        if (field->label == PROTOBUF_C_LABEL_REPEATED) {
            error = check_repeated(check, field, start);
        } else if (given(field, start)) {
            check->field = field->name;
            error = check_value(check, field, start + field->offset);
        }
        if (error != ERR_OK)
            return error;
    }
    return ERR_OK;
}

// Unpacks and checks. The size when packed again shows what cannot be seen in the result: a field
// given twice, a number with needless bytes, a text with a NUL in it.
static enum err unpack(const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **message,
                       struct arena *arena, const uint8_t *bytes, size_t size,
                       struct err_text *text)
{
    ProtobufCAllocator allocator = {.alloc = allocate, .free = keep, .allocator_data = arena};
    struct check check = {.text = text, .field = descriptor->short_name};
    enum err error;

    *message = protobuf_c_message_unpack(descriptor, &allocator, size, bytes);
    if (*message == NULL && arena->exhausted)
        return err_say(text, ERR_TOO_LARGE, "%s needs more memory than any honest one",
                       descriptor->short_name);
    if (*message == NULL)
        return err_say(text, ERR_MALFORMED, "%zu bytes that are no %s", size,
                       descriptor->short_name);
    error = check_message(&check, *message);
    if (error == ERR_OK && protobuf_c_message_get_packed_size(*message) != size)
        error =
            err_say(text, ERR_MALFORMED,
                    "%s is not in canonical form: a field is given twice, or has needless bytes",
                    descriptor->short_name);
    return error;
}

// ---- returns ------------------------------------------------------------------------------------

// The first field, read by itself: what follows may be of a later form that we cannot decode. A
// varint of one byte is all that versions need for long.
static int other_version(const uint8_t *bytes, size_t size)
{
    enum { TAG_OF_SCHEMA_VERSION = 1 << 3 };

    return size >= 2 && bytes[0] == TAG_OF_SCHEMA_VERSION && bytes[1] != FORM_SCHEMA_VERSION;
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
    if (other_version(bytes, size))
        return err_say(text, ERR_UNKNOWN_VERSION,
                       "the return is of schema version %u, and version %d is known here", bytes[1],
                       FORM_SCHEMA_VERSION);
    error = unpack(&qd__return__descriptor, &message, arena, bytes, size, text);
    if (error != ERR_OK)
        return error;
    *returned = (Qd__Return *)(void *)message;
    if ((*returned)->schema_version != FORM_SCHEMA_VERSION) {
        error = err_say(text, ERR_UNKNOWN_VERSION,
                        "the return is of schema version %u, and version %d is known here",
                        (*returned)->schema_version, FORM_SCHEMA_VERSION);
        *returned = NULL;
    }
    return error;
}

static enum err pack(const ProtobufCMessage *message, struct arena *arena, const uint8_t **bytes,
                     size_t *size, struct err_text *text)
{
    uint8_t *room;

    *size = protobuf_c_message_get_packed_size(message);
    room = arena_alloc(arena, *size);
    if (room == NULL)
        return err_say(text, ERR_NO_MEMORY, "no memory for a message of %zu bytes", *size);
    protobuf_c_message_pack(message, room);
    *bytes = room;
    return ERR_OK;
}

enum err codec_pack_return(const Qd__Return *returned, struct arena *arena, const uint8_t **bytes,
                           size_t *size, struct err_text *text)
{
    enum err error = pack(&returned->base, arena, bytes, size, text);

    if (error == ERR_OK && *size > CODEC_RETURN_MAX_BYTES)
        return err_say(text, ERR_TOO_LARGE, "the return has %zu bytes, more than %d", *size,
                       CODEC_RETURN_MAX_BYTES);
    return error;
}

// ---- envelopes ----------------------------------------------------------------------------------

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

enum err codec_unpack_envelope(Qd__Envelope **envelope, struct arena *arena, const uint8_t *bytes,
                               size_t size, struct err_text *text)
{
    ProtobufCMessage *message;
    enum err error = unpack(&qd__envelope__descriptor, &message, arena, bytes, size, text);

    *envelope = NULL;
    if (error != ERR_OK)
        return error;
    if (!sizes_fit((Qd__Envelope *)(void *)message))
        return err_say(text, ERR_MALFORMED,
                       "the message is empty, or an id or a hash in it has the wrong length");
    *envelope = (Qd__Envelope *)(void *)message;
    return ERR_OK;
}

enum err codec_pack_envelope(const Qd__Envelope *envelope, struct arena *arena,
                             const uint8_t **bytes, size_t *size, struct err_text *text)
{
    return pack(&envelope->base, arena, bytes, size, text);
}

// ---- hashes and ids -----------------------------------------------------------------------------

void codec_hash(uint8_t hash[CODEC_HASH_BYTES], const void *bytes, size_t size)
{
    crypto_generichash(hash, CODEC_HASH_BYTES, bytes, size, NULL, 0);
}

void codec_new_submission_id(uint8_t id[CODEC_SUBMISSION_ID_BYTES])
{
    enum { TIME_BYTES = 6 };
    uint64_t now = clock_unix_ms();

    for (int i = 0; i < TIME_BYTES; i++)
        id[i] = (uint8_t)(now >> (8 * (TIME_BYTES - 1 - i)));
    randombytes_buf(id + TIME_BYTES, CODEC_SUBMISSION_ID_BYTES - TIME_BYTES);
}

void codec_hex(char *text, const uint8_t *bytes, size_t size)
{
    sodium_bin2hex(text, 2 * size + 1, bytes, size);
}
