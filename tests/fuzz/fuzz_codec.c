// Whatever bytes a peer sends: decoded as an envelope and as a return, and what is a return is
// judged. Nothing may crash, what is taken must be what it says it is, and the decoder must take
// exactly what an oracle takes: protobuf-c unpacks the bytes, packs them again into the same bytes,
// and every value is one that the form means.
#include "lib/base/utf8.h"
#include "proto/form/field.h"
#include "proto/form/figures.h"
#include "proto/form/period.h"
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

// --- the oracle

static int figure_fine(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field)
{
    const uint64_t max =
        figures_is_count(field) ? FORM_COUNT_MAX : (uint64_t)FORM_PENCE_MAX_POUNDS * 100;
    const int is_absent = figures_absence(row, field) != 0;
    uint64_t value;

    if (figures_value(row, field, &value))
        return !is_absent && value <= max;
    return is_absent || form_may_be_blank(field);
}

// Pairs in order, each of a figure of the row and a reason.
static int absent_fine(const ProtobufCMessage *row)
{
    const ProtobufCMessageDescriptor *columns = row->descriptor;
    const ProtobufCBinaryData absent = figures_absent(row);

    if (field_given(row, &columns->fields[columns->n_fields - 1]) &&
        (absent.len == 0 || absent.len % 2 != 0))
        return 0;
    for (size_t i = 0; i < absent.len; i += 2) {
        const ProtobufCFieldDescriptor *field =
            protobuf_c_message_descriptor_get_field(columns, absent.data[i]);

        if (field == NULL || !figures_is_figure(field) ||
            (i > 0 && absent.data[i] <= absent.data[i - 2]) ||
            protobuf_c_enum_descriptor_get_value(&qd__absence__descriptor, absent.data[i + 1]) ==
                NULL)
            return 0;
    }
    return 1;
}

static int value_fine(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                      size_t text_max)
{
    const void *value = field_value(message, field);
    const char *text;

    if (field->type == PROTOBUF_C_TYPE_ENUM)
        return protobuf_c_enum_descriptor_get_value(field->descriptor, *(const int *)value) != NULL;
    if (field->type != PROTOBUF_C_TYPE_STRING)
        return 1;
    text = *(const char *const *)value;
    return strlen(text) <= text_max && utf8_check(text, strlen(text), NULL) == UTF8_FINE;
}

// Whether a message and all in it have values that the form means. Rows that are too many are not
// judged here: the decoder says ERR_TOO_LARGE.
static int message_fine(const ProtobufCMessage *message, size_t text_max)
{
    const ProtobufCMessageDescriptor *descriptor = message->descriptor;
    const int is_row = figures_in(descriptor);

    if (message->n_unknown_fields > 0 || (is_row && !absent_fine(message)))
        return 0;
    if (descriptor == &qd__period__descriptor)
        return period_valid((const Qd__Period *)(const void *)message);
    if (descriptor == &qd__date__descriptor)
        return period_date_valid((const Qd__Date *)(const void *)message);
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        ProtobufCMessage *const *list;

        if (is_row && figures_is_figure(field) && !figure_fine(message, field))
            return 0;
        if (!field_given(message, field))
            continue;
        if (field->type != PROTOBUF_C_TYPE_MESSAGE) {
            if (!value_fine(message, field, text_max))
                return 0;
            continue;
        }
        for (size_t j = 0; j < field_messages(message, field, &list); j++)
            if (!message_fine(list[j], text_max))
                return 0;
    }
    return 1;
}

// What the oracle says of the bytes.
static int oracle(const ProtobufCMessageDescriptor *descriptor, const uint8_t *bytes, size_t size,
                  size_t text_max)
{
    ProtobufCMessage *message = protobuf_c_message_unpack(descriptor, NULL, size, bytes);
    uint8_t *again = malloc(size + 1);
    int fine = 0;

    hold(again != NULL);
    if (message != NULL && protobuf_c_message_get_packed_size(message) == size) {
        protobuf_c_message_pack(message, again);
        fine = memcmp(again, bytes, size) == 0 && message_fine(message, text_max);
    }
    if (message != NULL)
        protobuf_c_message_free_unpacked(message, NULL);
    free(again);
    return fine;
}

// --- returns

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
    enum err error = codec_unpack_return(&returned, arena, bytes, size, &text);

    if (error == ERR_OK && returned->schema_version < FORM_SCHEMA_VERSION)
        return;  // what came later has been entered
    if (error == ERR_OK || error == ERR_MALFORMED)
        hold((error == ERR_OK) ==
             oracle(&qd__return__descriptor, bytes, size, FORM_TEXT_MAX_BYTES));
    if (error != ERR_OK) {
        hold(returned == NULL && text.text[0] != '\0');
        return;
    }
    hold(codec_pack_return(returned, arena, &packed, &packed_size, NULL) == ERR_OK);
    hold(packed_size == size && memcmp(packed, bytes, size) == 0);
    hold(codec_unpack_return(&again, arena, packed, packed_size, NULL) == ERR_OK);
    judge(returned, &here, arena);
    judge(again, &there, arena);
    hold(here.count == there.count && here.stops == there.stops && here.asks == there.asks &&
         here.informs == there.informs);
    for (size_t i = 0; i < here.count; i++)
        hold(here.list[i].rule == there.list[i].rule &&
             strcmp(here.list[i].what, there.list[i].what) == 0);
}

// --- withdrawals

static void try_withdrawal(const uint8_t *bytes, size_t size, struct arena *arena)
{
    Qd__Withdrawal *withdrawal;
    struct err_text text = {""};
    const uint8_t *packed;
    size_t packed_size;

    if (codec_unpack_withdrawal(&withdrawal, arena, bytes, size, &text) != ERR_OK) {
        hold(text.text[0] != '\0');
        return;
    }
    hold(oracle(&qd__withdrawal__descriptor, bytes, size, FORM_TEXT_MAX_BYTES));
    hold(withdrawal->withdrawn_id.len == CODEC_SUBMISSION_ID_BYTES);
    hold(codec_pack_withdrawal(withdrawal, arena, &packed, &packed_size, NULL) == ERR_OK);
    hold(packed_size == size && memcmp(packed, bytes, size) == 0);
}

// --- envelopes

static int is_answer(const Qd__Envelope *envelope)
{
    return envelope->content_case != QD__ENVELOPE__CONTENT_HELLO &&
           envelope->content_case != QD__ENVELOPE__CONTENT_SUBMIT &&
           envelope->content_case != QD__ENVELOPE__CONTENT_WITHDRAW &&
           envelope->content_case != QD__ENVELOPE__CONTENT_FETCH;
}

static void try_envelope(const uint8_t *bytes, size_t size, struct arena *arena)
{
    Qd__Envelope *envelope;
    struct err_text text = {""};
    const uint8_t *packed;
    size_t packed_size;
    enum err error = codec_unpack_envelope(&envelope, arena, bytes, size, &text);

    if (error != ERR_OK) {
        hold(envelope == NULL && text.text[0] != '\0');
        return;
    }
    hold(codec_pack_envelope(envelope, arena, &packed, &packed_size, NULL) == ERR_OK);
    // An answer may have had fields that are not known.
    hold(oracle(&qd__envelope__descriptor, packed, packed_size, size));
    hold(is_answer(envelope) ? packed_size <= size
                             : packed_size == size && memcmp(packed, bytes, size) == 0);
    hold(codec_unpack_envelope(&envelope, arena, packed, packed_size, NULL) == ERR_OK);
    if (envelope->content_case == QD__ENVELOPE__CONTENT_SUBMIT)
        try_return(envelope->submit->return_bytes.data, envelope->submit->return_bytes.len, arena);
    if (envelope->content_case == QD__ENVELOPE__CONTENT_WITHDRAW)
        try_withdrawal(envelope->withdraw->withdrawal_bytes.data,
                       envelope->withdraw->withdrawal_bytes.len, arena);
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
