#include "proto/wire/decode.h"

#include "proto/form/field.h"
#include "proto/form/form.h"
#include "proto/wire/decode_internal.h"

#include <stdio.h>
#include <string.h>

// --- numbers and lengths

static const char cut_or_long[] = "is cut off, or longer than need be";

static const uint8_t *read_long_varint(const uint8_t *at, const uint8_t *end, uint64_t *value)
{
    uint64_t read = 0;

    for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
        const uint64_t byte = *at++;

        read |= (byte & 0x7f) << shift;
        if (byte < 0x80) {
            *value = read;
            return (byte == 0 && shift > 0) || (shift == 63 && byte > 1) ? NULL : at;
        }
    }
    return NULL;
}

// A number in as few bytes as it takes; NULL if it is cut off, longer or beyond 64 bits. Most have one or two.
static inline const uint8_t *read_varint(const uint8_t *at, const uint8_t *end, uint64_t *value)
{
    if (at < end && at[0] < 0x80) {
        *value = at[0];
        return at + 1;
    }
    if (end - at > 1 && at[1] > 0 && at[1] < 0x80) {
        *value = (at[0] & 0x7fU) | (uint64_t)at[1] << 7;
        return at + 2;
    }
    return read_long_varint(at, end, value);
}

// A length, of which so many bytes are there.
static inline const uint8_t *read_length(const uint8_t *at, const uint8_t *end, size_t *size)
{
    uint64_t value;

    at = read_varint(at, end, &value);
    if (at == NULL || value > (uint64_t)(end - at))
        return NULL;
    *size = (size_t)value;
    return at;
}

// Whether the form had the code in the version: 0 in `codes` is a value that is not a code.
static inline int code_known(const struct decode_field *field, uint64_t value, uint32_t version)
{
    return value < DECODE_CODES_MAX && field->codes[value] - 1U < version;
}

static inline const uint8_t *read_number(struct decode_pass *pass, const struct decode_field *field,
                                         void *place, const uint8_t *at, const uint8_t *end)
{
    const uint8_t *start = at;
    uint64_t value;

    at = read_varint(at, end, &value);
    if (at == NULL)
        return decode_fault(pass, start, field->field->name, cut_or_long);
    if (field->kind == DECODE_CODE && !code_known(field, value, pass->terms->version))
        return decode_fault(pass, start, field->field->name, "has a code that is not known");
    if (value > field->max)
        return decode_fault(pass, start, field->field->name, "is larger than it may be");
    if (field->kind == DECODE_NUMBER_64)
        *(uint64_t *)place = value;
    else  // protobuf-c keeps a bool and an enum in four bytes, too
        *(uint32_t *)place = (uint32_t)value;
    return at;
}
_Static_assert(sizeof(protobuf_c_boolean) == sizeof(uint32_t), "a bool takes four bytes");

// --- messages within a message

static const uint8_t *read_message(struct decode_pass *pass, const struct decode_plan *plan,
                                   int tolerant, ProtobufCMessage *message, const uint8_t *at,
                                   const uint8_t *end);

static const uint8_t *read_inner(struct decode_pass *pass, const struct decode_field *field,
                                 int tolerant, ProtobufCMessage **place, const uint8_t *at,
                                 size_t size)
{
    *place = arena_alloc(pass->arena, field->inner->message->sizeof_message);
    if (*place == NULL)
        return decode_no_memory(pass);
    return read_message(pass, field->inner, tolerant, *place, at, at + size);
}

// The place behind the field's tag, if that stands here.
static inline const uint8_t *after_tag(const struct decode_field *field, const uint8_t *at,
                                       const uint8_t *end)
{
    uint64_t tag;

    at = read_varint(at, end, &tag);
    return at != NULL && tag == ((uint64_t)field->field->id << 3 | field->wire) ? at : NULL;
}

// How many messages stand here one behind the other, from behind the first one's tag on. The place behind
// them; NULL if their lengths are wrong.
static const uint8_t *count_rows(const struct decode_field *field, const uint8_t *at,
                                 const uint8_t *end, size_t *count)
{
    const uint8_t *behind = NULL;
    size_t size;

    *count = 0;
    do {
        at = read_length(at, end, &size);
        if (at == NULL)
            return NULL;
        ++*count;
        behind = at + size;
        at = after_tag(field, behind, end);
    } while (at != NULL);
    return behind;
}

static int is_passed_over(const struct decode_pass *pass, const struct decode_field *field,
                          const ProtobufCMessage *message, size_t count)
{
    const struct decode_terms *terms = pass->terms;
    const uint64_t bit = field->field->id < 64 ? UINT64_C(1) << field->field->id : 0;

    if (message != pass->message || (terms->may_pass_over & bit) == 0 || count <= DECODE_FEW_ROWS)
        return 0;
    *terms->passed_over |= bit;
    return 1;
}

// All messages of a repeated field: in the order of the fields they stand one behind the other.
static const uint8_t *read_rows(struct decode_pass *pass, const struct decode_field *field,
                                int tolerant, ProtobufCMessage *message, const uint8_t *at,
                                const uint8_t *end)
{
    enum { ALIGNED = 16 };
    const size_t bytes = (field->inner->message->sizeof_message + ALIGNED - 1) / ALIGNED * ALIGNED;
    size_t count;
    const uint8_t *behind = count_rows(field, at, end, &count);
    ProtobufCMessage **rows;
    char *room;

    if (behind == NULL)
        return decode_fault(pass, at, field->field->name, cut_or_long);
    if (count > FORM_ROWS_MAX)
        return decode_too_much(pass, field->field->name, count, "rows", FORM_ROWS_MAX);
    if (is_passed_over(pass, field, message, count))
        return behind;
    rows = arena_alloc(pass->arena, count * sizeof(ProtobufCMessage *));
    room = arena_alloc(pass->arena, count * bytes);
    if (rows == NULL || room == NULL)
        return decode_no_memory(pass);
    field_set_messages(message, field->field, rows, count);
    for (size_t i = 0; i < count && at != NULL; i++) {
        size_t size = 0;

        at = read_length(i == 0 ? at : after_tag(field, at, end), end, &size);
        rows[i] = (ProtobufCMessage *)(void *)(room + i * bytes);
        at = read_message(pass, field->inner, tolerant, rows[i], at, at + size);
    }
    return at;
}

// --- one field

static const uint8_t *read_bytes(struct decode_pass *pass, ProtobufCBinaryData *place,
                                 const uint8_t *at, size_t size)
{
    *place = (ProtobufCBinaryData){size, arena_alloc(pass->arena, size)};
    if (place->data == NULL)
        return decode_no_memory(pass);
    memcpy(place->data, at, size);
    return at + size;
}

// What follows a length: a text, bytes or one message.
static const uint8_t *read_sized(struct decode_pass *pass, const struct decode_plan *plan,
                                 const struct decode_field *field, int tolerant, void *place,
                                 struct decode_given *given, const uint8_t *at, const uint8_t *end)
{
    const uint8_t *start = at;
    size_t size;

    at = read_length(at, end, &size);
    if (at == NULL)
        return decode_fault(pass, start, field->field->name, cut_or_long);
    if (field->kind == DECODE_MESSAGE)
        return read_inner(pass, field, tolerant, place, at, size);
    if (field->kind == DECODE_TEXT)
        return decode_text(pass, field, place, at, size);
    if (plan->is_row && decode_absent(pass, plan, given, at, size) == NULL)
        return NULL;
    return read_bytes(pass, place, at, size);
}

static inline const uint8_t *read_field(struct decode_pass *pass, const struct decode_plan *plan,
                                        const struct decode_field *field, int tolerant,
                                        ProtobufCMessage *message, struct decode_given *given,
                                        const uint8_t *at, const uint8_t *end)
{
    void *place = (char *)message + field->offset;
    void *quantifier = (char *)message + field->quantifier;

    if (field->flagged)
        *(protobuf_c_boolean *)quantifier = 1;
    if (field->repeated)
        return read_rows(pass, field, tolerant, message, at, end);
    if (field->oneof) {
        if (*(uint32_t *)quantifier != 0)
            return decode_fault(pass, at, field->field->name, "stands beside another content");
        *(uint32_t *)quantifier = field->field->id;
    }
    return field->wire == DECODE_VARINT
               ? read_number(pass, field, place, at, end)
               : read_sized(pass, plan, field, tolerant, place, given, at, end);
}

// A field that is not known, from behind its tag on.
static const uint8_t *read_unknown(struct decode_pass *pass, const struct decode_plan *plan,
                                   int tolerant, uint64_t tag, const uint8_t *at,
                                   const uint8_t *end)
{
    enum { FIXED_64 = 1, FIXED_32 = 5 };
    const uint8_t *start = at;
    size_t size = (tag & 7) == FIXED_64 ? 8 : (tag & 7) == FIXED_32 ? 4 : 0;
    uint64_t value;
    char what[64];

    if (!tolerant) {
        snprintf(what, sizeof what, "holds a field that is not known: number %llu",
                 (unsigned long long)(tag >> 3));
        return decode_fault(pass, at, plan->message->short_name, what);
    }
    if ((tag & 7) == DECODE_VARINT)
        at = read_varint(at, end, &value);
    else if ((tag & 7) == DECODE_SIZED)
        at = read_length(at, end, &size);
    else if (size == 0)
        at = NULL;
    if (at == NULL || size > (size_t)(end - at))
        return decode_fault(pass, start, plan->message->short_name,
                            "holds an unknown field that is cut off");
    return at + size;
}

// --- one message

// As deep as the schema, which is not recursive.
static const uint8_t *read_message(struct decode_pass *pass, const struct decode_plan *plan,
                                   int tolerant, ProtobufCMessage *message, const uint8_t *at,
                                   const uint8_t *end)
{
    struct decode_given given = {0, 0};
    uint64_t last = 0;

    tolerant |= plan->is_answer;
    plan->message->message_init(message);
    while (at < end) {
        const uint8_t *start = at;
        const struct decode_field *field;
        uint64_t tag, number;
        unsigned index;

        at = read_varint(at, end, &tag);
        if (at == NULL)
            return decode_fault(pass, start, plan->message->short_name,
                                "holds a field whose number is cut off, or longer than need be");
        number = tag >> 3;
        index = number <= DECODE_NUMBER_MAX ? plan->index_of[number] : 0;
        if (number < last || (number == last && index != 0))
            return decode_fault(pass, start, plan->message->short_name,
                                "holds a field twice, or before one that comes first");
        last = number;
        if (index == 0) {
            at = read_unknown(pass, plan, tolerant, tag, at, end);
        } else {
            field = &plan->fields[index - 1];
            if ((tag & 7) != field->wire)
                return decode_fault(pass, start, field->field->name, "is of another type");
            given.values |= UINT64_C(1) << (index - 1);
            at = read_field(pass, plan, field, tolerant, message, &given, at, end);
        }
        if (at == NULL)
            return NULL;
    }
    return decode_complete(pass, plan, &given, message, at);
}

enum err decode_message(const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **message,
                        struct arena *arena, const uint8_t *bytes, size_t size,
                        const struct decode_terms *terms, struct err_text *text)
{
    const struct decode_plan *plan = decode_plan(descriptor);
    const uint8_t *end = size == 0 ? bytes : bytes + size;  // no bytes may be at no place
    struct decode_pass pass = {.terms = terms,
                               .arena = arena,
                               .start = bytes,
                               .whole = descriptor->short_name,
                               .error = ERR_OK,
                               .text = text};

    *message = arena_alloc(arena, descriptor->sizeof_message);
    pass.message = *message;
    if (*message == NULL)
        decode_no_memory(&pass);
    else
        read_message(&pass, plan, terms->unknown_anywhere, *message, bytes, end);
    if (pass.error != ERR_OK)
        *message = NULL;
    return pass.error;
}
