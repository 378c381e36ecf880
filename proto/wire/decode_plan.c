#include "proto/form/codes.h"
#include "proto/form/field.h"
#include "proto/form/figures.h"
#include "proto/form/form.h"
#include "proto/form/history.h"
#include "proto/form/period.h"
#include "proto/wire/decode_internal.h"
#include "wire.pb-c.h"

#include <assert.h>
#include <pthread.h>

// Room for every message and every enum of the schema and more: a test of each message finds out
// when it is used up.
enum { PLANS_MAX = 48, CODE_SETS_MAX = 48 };

static struct decode_plan plans[PLANS_MAX];
static unsigned plans_count;

static struct {
    const ProtobufCEnumDescriptor *codes;
    uint8_t since[DECODE_CODES_MAX];
} code_sets[CODE_SETS_MAX];
static unsigned code_sets_count;
_Static_assert(FORM_SCHEMA_VERSION <= UINT8_MAX, "a version fits a byte");

static uint64_t bit(unsigned index)
{
    return UINT64_C(1) << index;
}

static const uint8_t *code_set(const ProtobufCEnumDescriptor *codes)
{
    for (unsigned i = 0; i < code_sets_count; i++)
        if (code_sets[i].codes == codes)
            return code_sets[i].since;
    assert(code_sets_count < CODE_SETS_MAX);
    code_sets[code_sets_count].codes = codes;
    for (unsigned i = 0; i < codes->n_values; i++) {
        const int value = codes->values[i].value;

        assert(value >= 0 && value < DECODE_CODES_MAX);
        code_sets[code_sets_count].since[value] = (uint8_t)codes_since(codes, value);
    }
    return code_sets[code_sets_count++].since;
}

// --- one field

static enum decode_kind kind_of(const ProtobufCFieldDescriptor *field)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_UINT32:
        return DECODE_NUMBER_32;
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_INT64:
        return DECODE_NUMBER_64;
    case PROTOBUF_C_TYPE_BOOL:
        return DECODE_BOOL;
    case PROTOBUF_C_TYPE_ENUM:
        return DECODE_CODE;
    case PROTOBUF_C_TYPE_STRING:
        return DECODE_TEXT;
    case PROTOBUF_C_TYPE_BYTES:
        return DECODE_BYTES;
    default:
        assert(field->type == PROTOBUF_C_TYPE_MESSAGE);
        return DECODE_MESSAGE;
    }
}

// A negative amount is a very large one here.
static uint64_t max_of(const ProtobufCFieldDescriptor *field, int is_figure)
{
    switch (kind_of(field)) {
    case DECODE_NUMBER_32:
        return UINT32_MAX;
    case DECODE_BOOL:
        return 1;
    default:
        break;
    }
    if (!is_figure)
        return UINT64_MAX;
    return figures_is_count(field) ? FORM_COUNT_MAX : (uint64_t)FORM_PENCE_MAX_POUNDS * 100;
}

static const struct decode_plan *plan_of(const ProtobufCMessageDescriptor *message);

static void plan_field(struct decode_plan *plan, unsigned index)
{
    const ProtobufCFieldDescriptor *field = &plan->message->fields[index];
    const int is_figure = plan->is_row && figures_is_figure(field);
    struct decode_field *planned = &plan->fields[index];
    const enum decode_kind kind = kind_of(field);

    assert(field->id <= DECODE_NUMBER_MAX);
    assert(field->label != PROTOBUF_C_LABEL_REPEATED || kind == DECODE_MESSAGE);
    plan->index_of[field->id] = (uint8_t)(index + 1);
    *planned = (struct decode_field){
        .field = field,
        .inner = kind == DECODE_MESSAGE ? plan_of(field->descriptor) : NULL,
        .codes = kind == DECODE_CODE ? code_set(field->descriptor) : NULL,
        .max = max_of(field, is_figure),
        .offset = field->offset,
        .quantifier = field->quantifier_offset,
        .since = history_since(field),
        .kind = (uint8_t)kind,
        .wire = kind >= DECODE_TEXT ? DECODE_SIZED : DECODE_VARINT,
        .repeated = field->label == PROTOBUF_C_LABEL_REPEATED,
        .oneof = (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0,
        .flagged = field_is_flagged(field) != 0,
    };
    if (field->label == PROTOBUF_C_LABEL_REQUIRED)
        plan->required |= bit(index);
    if (is_figure)
        plan->figures |= bit(index);
    if (is_figure && !form_may_be_blank(field))
        plan->must_answer |= bit(index);
}

// --- one message

static int is_period(const ProtobufCMessage *message)
{
    return period_valid((const Qd__Period *)(const void *)message);
}

static int is_day(const ProtobufCMessage *message)
{
    return period_date_valid((const Qd__Date *)(const void *)message);
}

// As deep as the schema, which is not recursive.
static const struct decode_plan *plan_of(const ProtobufCMessageDescriptor *message)
{
    struct decode_plan *plan;

    for (unsigned i = 0; i < plans_count; i++)
        if (plans[i].message == message)
            return &plans[i];
    assert(plans_count < PLANS_MAX && message->n_fields <= DECODE_FIELDS_MAX);
    plan = &plans[plans_count++];
    plan->message = message;
    plan->is_row = figures_in(message);
    plan->is_answer = message == &qd__welcome__descriptor || message == &qd__receipt__descriptor ||
                      message == &qd__refusal__descriptor || message == &qd__fetched__descriptor;
    if (message == &qd__period__descriptor) {
        plan->valid = is_period;
        plan->invalid = "holds a period that does not exist";
    } else if (message == &qd__date__descriptor) {
        plan->valid = is_day;
        plan->invalid = "holds a day that does not exist";
    }
    for (unsigned i = 0; i < message->n_fields; i++)
        plan_field(plan, i);
    return plan;
}

static void plan_all(void)
{
    plan_of(&qd__return__descriptor);
    plan_of(&qd__envelope__descriptor);
    plan_of(&qd__withdrawal__descriptor);
}

const struct decode_plan *decode_plan(const ProtobufCMessageDescriptor *message)
{
    static pthread_once_t planned = PTHREAD_ONCE_INIT;

    pthread_once(&planned, plan_all);
    return plan_of(message);
}
