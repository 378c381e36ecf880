#include "proto/canonical.h"

#include "proto/form.h"
#include "proto/period.h"
#include "proto/text.h"

#include <stdint.h>
#include <string.h>

// One pass over a message: looks at each value, and adds up the bytes that the message takes when
// it is packed. protobuf_c_message_get_packed_size would say the same, and would have to walk all
// of it again: a fifth of what taking a return costs.
struct pass {
    size_t text_max;
    size_t packed;  // bytes up to here
    enum err error;
    struct err_text *text;
};

// The result of a step: 1, or 0 after a fault, whose error and words are in the pass.
static int fault(struct pass *pass, const ProtobufCFieldDescriptor *field, const char *what)
{
    pass->error = err_say(pass->text, ERR_MALFORMED, "%s %s", field->name, what);
    return 0;
}

static size_t varint_size(uint64_t value)
{
    size_t size = 1;

    while (value >= 0x80) {
        value >>= 7;
        size++;
    }
    return size;
}

static size_t tag_size(const ProtobufCFieldDescriptor *field)
{
    return varint_size((uint64_t)field->id << 3);
}

// --- the messages that are one value -------------------------------------------------------------

static int absence_known(Qd__Absence absence)
{
    return absence >= QD__ABSENCE__NOT_AVAILABLE && absence <= QD__ABSENCE__NOT_COLLECTED;
}

// A value or an absence, whose tags are one byte each.
static int pass_figure(struct pass *pass, const ProtobufCFieldDescriptor *field, int has_value,
                       uint64_t value, uint64_t max, int has_absence, Qd__Absence absence)
{
    if (!has_value == !has_absence)
        return fault(pass, field, "needs either a figure or the reason why there is none");
    if (has_value && value > max)
        return fault(pass, field, "is larger than can be");
    if (has_absence && !absence_known(absence))
        return fault(pass, field, "has a reason that is not known");
    pass->packed += 1 + (has_value ? varint_size(value) : 1);
    return 1;
}

static int pass_count(struct pass *pass, const ProtobufCFieldDescriptor *field,
                      const Qd__Count *count)
{
    return pass_figure(pass, field, count->has_value, count->value, FORM_COUNT_MAX,
                       count->has_absence, count->absence);
}

static int pass_money(struct pass *pass, const ProtobufCFieldDescriptor *field,
                      const Qd__Money *money)
{
    const uint64_t max_pence = (uint64_t)FORM_PENCE_MAX_POUNDS * 100;

    // A negative amount becomes a very large one.
    return pass_figure(pass, field, money->has_pence, (uint64_t)money->pence, max_pence,
                       money->has_absence, money->absence);
}

// --- any message ---------------------------------------------------------------------------------

static int pass_fields(struct pass *pass, const ProtobufCMessage *message);

static int pass_message(struct pass *pass, const ProtobufCFieldDescriptor *field,
                        const ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *descriptor = message->descriptor;
    size_t before = pass->packed;
    int fine;

    if (message->n_unknown_fields != 0)
        fine = fault(pass, field, "holds a field that is not known");
    else if (descriptor == &qd__count__descriptor)
        fine = pass_count(pass, field, (const Qd__Count *)(const void *)message);
    else if (descriptor == &qd__money__descriptor)
        fine = pass_money(pass, field, (const Qd__Money *)(const void *)message);
    else
        fine = pass_fields(pass, message);
    if (fine && descriptor == &qd__period__descriptor &&
        !period_valid((const Qd__Period *)(const void *)message))
        fine = fault(pass, field, "is no period");
    if (fine && descriptor == &qd__date__descriptor &&
        !period_date_valid((const Qd__Date *)(const void *)message))
        fine = fault(pass, field, "is no day");
    pass->packed += tag_size(field) + varint_size(pass->packed - before);
    return fine;
}

static int pass_text(struct pass *pass, const ProtobufCFieldDescriptor *field, const char *text)
{
    size_t length = strlen(text);

    if (length > pass->text_max) {
        pass->error = err_say(pass->text, ERR_TOO_LARGE, "%s has %zu letters, more than %zu",
                              field->name, length, pass->text_max);
        return 0;
    }
    switch (text_check(text, length, NULL)) {
    case TEXT_NOT_UTF8:
        return fault(pass, field, "is not UTF-8");
    case TEXT_CONTROL_CHARACTER:
        return fault(pass, field, "has a control character in it");
    case TEXT_FINE:
        break;
    }
    pass->packed += tag_size(field) + varint_size(length) + length;
    return 1;
}

// One value, as it lies in its message or in a repeated field's array.
static int pass_value(struct pass *pass, const ProtobufCFieldDescriptor *field, const void *value)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_MESSAGE:
        return pass_message(pass, field, *(const ProtobufCMessage *const *)value);
    case PROTOBUF_C_TYPE_STRING:
        return pass_text(pass, field, *(const char *const *)value);
    case PROTOBUF_C_TYPE_ENUM:
        if (protobuf_c_enum_descriptor_get_value(field->descriptor, *(const int *)value) == NULL)
            return fault(pass, field, "has a code that is not known");
        pass->packed += tag_size(field) + varint_size((uint64_t)(*(const int *)value));
        return 1;
    case PROTOBUF_C_TYPE_UINT32:
        pass->packed += tag_size(field) + varint_size(*(const uint32_t *)value);
        return 1;
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_INT64:
        pass->packed += tag_size(field) + varint_size(*(const uint64_t *)value);
        return 1;
    case PROTOBUF_C_TYPE_BOOL:
        pass->packed += tag_size(field) + 1;
        return 1;
    case PROTOBUF_C_TYPE_BYTES: {
        size_t length = ((const ProtobufCBinaryData *)value)->len;

        pass->packed += tag_size(field) + varint_size(length) + length;
        return 1;
    }
    default:
        return fault(pass, field, "has a type that this schema does not use");
    }
}

// The schema repeats messages alone (tests/unit/test_codec.c holds that).
static int pass_repeated(struct pass *pass, const ProtobufCFieldDescriptor *field,
                         const char *message)
{
    size_t count = *(const size_t *)(const void *)(message + field->quantifier_offset);
    const ProtobufCMessage *const *list =
        *(const ProtobufCMessage *const *const *)(const void *)(message + field->offset);

    if (count > FORM_ROWS_MAX) {
        pass->error = err_say(pass->text, ERR_TOO_LARGE, "%s has %zu rows, more than %d",
                              field->name, count, FORM_ROWS_MAX);
        return 0;
    }
    for (size_t i = 0; i < count; i++)
        if (!pass_message(pass, field, list[i]))
            return 0;
    return 1;
}

static int is_given(const ProtobufCFieldDescriptor *field, const char *message)
{
    if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
        return *(const uint32_t *)(const void *)(message + field->quantifier_offset) == field->id;
    if (field->type == PROTOBUF_C_TYPE_MESSAGE || field->type == PROTOBUF_C_TYPE_STRING)
        return *(const void *const *)(const void *)(message + field->offset) != NULL;
    return field->label == PROTOBUF_C_LABEL_REQUIRED ||
           *(const protobuf_c_boolean *)(message + field->quantifier_offset);
}

// As deep as the schema, which is not recursive.
static int pass_fields(struct pass *pass, const ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *descriptor = message->descriptor;
    const char *start = (const char *)message;

    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];

        if (field->label == PROTOBUF_C_LABEL_REPEATED) {
            if (!pass_repeated(pass, field, start))
                return 0;
        } else if (is_given(field, start) && !pass_value(pass, field, start + field->offset)) {
            return 0;
        }
    }
    return 1;
}

enum err canonical_check(const ProtobufCMessage *message, size_t size, size_t text_max,
                         struct err_text *text)
{
    struct pass pass = {.text_max = text_max, .error = ERR_OK, .text = text};

    if (message->n_unknown_fields != 0)
        return err_say(text, ERR_MALFORMED, "%s holds a field that is not known: number %u",
                       message->descriptor->short_name, message->unknown_fields[0].tag);
    if (!pass_fields(&pass, message))
        return pass.error;
    if (pass.packed != size)
        return err_say(
            text, ERR_MALFORMED,
            "%s is not written as it must be: a field is given twice, a number is longer "
            "than need be, or a text holds a NUL",
            message->descriptor->short_name);
    return ERR_OK;
}
