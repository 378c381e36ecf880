#include "proto/wire/canonical.h"

#include "lib/base/utf8.h"
#include "proto/form/figures.h"
#include "proto/form/form.h"
#include "proto/form/period.h"

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

static int is_given(const ProtobufCFieldDescriptor *field, const char *message)
{
    if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
        return *(const uint32_t *)(const void *)(message + field->quantifier_offset) == field->id;
    if (field->type == PROTOBUF_C_TYPE_MESSAGE || field->type == PROTOBUF_C_TYPE_STRING)
        return *(const void *const *)(const void *)(message + field->offset) != NULL;
    return field->label == PROTOBUF_C_LABEL_REQUIRED ||
           *(const protobuf_c_boolean *)(message + field->quantifier_offset);
}

// --- figures

static int absence_known(Qd__Absence absence)
{
    return absence >= QD__ABSENCE__NOT_AVAILABLE && absence <= QD__ABSENCE__NOT_COLLECTED;
}

// What is absent: two bytes for each figure, the fields ascending, the reasons known. Whether they
// are figures of the row, pass_figures says.
static int pass_absent(struct pass *pass, const ProtobufCFieldDescriptor *field,
                       const ProtobufCBinaryData *absent)
{
    if (absent->len == 0 || absent->len % FIGURES_ABSENT_BYTES != 0)
        return fault(pass, field, "needs a reason for each figure that is not there");
    for (size_t i = 0; i < absent->len; i += FIGURES_ABSENT_BYTES) {
        if (i > 0 && absent->data[i] <= absent->data[i - FIGURES_ABSENT_BYTES])
            return fault(pass, field, "is not in the order of the fields");
        if (!absence_known((Qd__Absence)absent->data[i + 1]))
            return fault(pass, field, "has a reason that is not known");
    }
    return 1;
}

static int pass_figure(struct pass *pass, const ProtobufCMessage *row,
                       const ProtobufCFieldDescriptor *field, int is_absent)
{
    const uint64_t max =
        figures_is_count(field) ? FORM_COUNT_MAX : (uint64_t)FORM_PENCE_MAX_POUNDS * 100;
    uint64_t value;
    int has_value = figures_value(row, field, &value);

    if (has_value ? is_absent : !is_absent && !form_may_be_blank(field))
        return fault(pass, field, "needs either a figure or the reason why there is none");
    // A negative amount is a very large one here.
    if (has_value && value > max)
        return fault(pass, field, "is larger than can be");
    return 1;
}

// Every figure of a row has a value or a reason, and not both.
static int pass_figures(struct pass *pass, const ProtobufCMessage *row)
{
    const ProtobufCMessageDescriptor *descriptor = row->descriptor;
    const unsigned columns = form_columns(descriptor);
    const ProtobufCFieldDescriptor *list = &descriptor->fields[columns];
    const ProtobufCBinaryData absent = figures_absent(row);
    size_t next = 0;

    if (is_given(list, (const char *)row) && !pass_absent(pass, list, &absent))
        return 0;

    for (unsigned i = 0; i < columns; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        int is_absent;

        if (!figures_is_figure(field))
            continue;
        is_absent = next < absent.len && absent.data[next] == field->id;
        if (!pass_figure(pass, row, field, is_absent))
            return 0;
        next += is_absent ? FIGURES_ABSENT_BYTES : 0;
    }
    if (next < absent.len)
        return fault(pass, list, "names a field that is no figure");
    return 1;
}

// --- any message

static int pass_fields(struct pass *pass, const ProtobufCMessage *message);

static int pass_message(struct pass *pass, const ProtobufCFieldDescriptor *field,
                        const ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *descriptor = message->descriptor;
    size_t before = pass->packed;
    int fine;

    if (message->n_unknown_fields != 0)
        fine = fault(pass, field, "holds a field that is not known");
    else
        fine = pass_fields(pass, message);
    if (fine && figures_in(descriptor))
        fine = pass_figures(pass, message);
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
    switch (utf8_check(text, length, NULL)) {
    case UTF8_MALFORMED:
        return fault(pass, field, "is not UTF-8");
    case UTF8_CONTROL_CHARACTER:
        return fault(pass, field, "has a control character in it");
    case UTF8_FINE:
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
