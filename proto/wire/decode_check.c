#include "lib/base/utf8.h"
#include "proto/form/figures.h"
#include "proto/form/form.h"
#include "proto/wire/decode_internal.h"

#include <stdio.h>

// --- faults

__attribute__((cold)) const uint8_t *decode_fault(struct decode_pass *pass, const uint8_t *at,
                                                  const char *name, const char *what)
{
    pass->error = err_say(pass->text, ERR_MALFORMED, "%s %s (byte %zu of %s)", name, what,
                          (size_t)(at - pass->start), pass->whole);
    return NULL;
}

__attribute__((cold)) const uint8_t *decode_too_much(struct decode_pass *pass, const char *name,
                                                     size_t count, const char *what, size_t max)
{
    pass->error =
        err_say(pass->text, ERR_TOO_LARGE, "%s has %zu %s, more than %zu", name, count, what, max);
    return NULL;
}

__attribute__((cold)) const uint8_t *decode_no_memory(struct decode_pass *pass)
{
    pass->error =
        err_say(pass->text, ERR_TOO_LARGE,
                "the bytes need more memory than a message of kind %s may take", pass->whole);
    return NULL;
}

// --- values

const uint8_t *decode_text(struct decode_pass *pass, const struct decode_field *field, char **text,
                           const uint8_t *at, size_t size)
{
    const char *name = field->field->name, *letters = (const char *)at;

    if (size > pass->terms->text_max)
        return decode_too_much(pass, name, size, "letters", pass->terms->text_max);
    switch (utf8_check(letters, size, NULL)) {
    case UTF8_MALFORMED:
        return decode_fault(pass, at, name, "is not UTF-8");
    case UTF8_CONTROL_CHARACTER:
        return decode_fault(pass, at, name, "has a control character in it");
    case UTF8_FINE:
        break;
    }
    *text = arena_strndup(pass->arena, letters, size);
    return *text == NULL ? decode_no_memory(pass) : at + size;
}

const uint8_t *decode_absent(struct decode_pass *pass, const struct decode_plan *plan,
                             struct decode_given *given, const uint8_t *at, size_t size)
{
    const uint8_t *end = at + size;
    unsigned last = 0;

    if (size == 0 || size % FIGURES_ABSENT_BYTES != 0)
        return decode_fault(pass, at, "absent", "needs a reason for each figure that is not there");
    for (; at < end; at += FIGURES_ABSENT_BYTES) {
        const unsigned index = plan->index_of[at[0]];

        if (at[0] <= last)
            return decode_fault(pass, at, "absent", "is not in the order of the fields");
        if (at[1] < QD__ABSENCE__NOT_AVAILABLE || at[1] > QD__ABSENCE__NOT_COLLECTED)
            return decode_fault(pass, at, "absent", "has a reason that is not known");
        if (index == 0 || (plan->figures >> (index - 1) & 1) == 0)
            return decode_fault(pass, at, "absent", "names a field that is not a figure");
        last = at[0];
        given->absences |= UINT64_C(1) << (index - 1);
    }
    return at;
}

// --- whole messages

static const struct decode_field *lowest(const struct decode_plan *plan, uint64_t fields)
{
    return &plan->fields[__builtin_ctzll(fields)];
}

// The fields that came after the version.
static uint64_t later_fields(const struct decode_plan *plan, uint32_t version)
{
    uint64_t later = 0;

    for (unsigned i = 0; i < plan->message->n_fields; i++)
        if (plan->fields[i].since > version)
            later |= UINT64_C(1) << i;
    return later;
}

static const uint8_t *too_young(struct decode_pass *pass, const struct decode_field *field,
                                const uint8_t *at)
{
    char what[80];

    snprintf(what, sizeof what, "came with version %u of the form, and this is of version %u",
             field->since, pass->terms->version);
    return decode_fault(pass, at, field->field->name, what);
}

static const uint8_t *lacking(struct decode_pass *pass, const struct decode_plan *plan,
                              const struct decode_field *field, const uint8_t *at)
{
    char what[80];

    snprintf(what, sizeof what, "has no %s", field->field->name);
    return decode_fault(pass, at, plan->message->short_name, what);
}

static int enter_not_collected(struct decode_pass *pass, const struct decode_plan *plan,
                               uint64_t figures, ProtobufCMessage *row)
{
    for (; figures != 0; figures &= figures - 1)
        if (figures_set_absence(pass->arena, row, lowest(plan, figures)->field,
                                QD__ABSENCE__NOT_COLLECTED) != 0)
            return -1;
    return 0;
}

const uint8_t *decode_complete(struct decode_pass *pass, const struct decode_plan *plan,
                               const struct decode_given *given, ProtobufCMessage *message,
                               const uint8_t *at)
{
    const uint64_t later =
        pass->terms->version < FORM_SCHEMA_VERSION ? later_fields(plan, pass->terms->version) : 0;
    const uint64_t answered = given->values | given->absences;
    uint64_t wrong;

    wrong = answered & later;
    if (wrong != 0)
        return too_young(pass, lowest(plan, wrong), at);
    wrong = plan->required & ~given->values;
    if (wrong != 0)
        return lacking(pass, plan, lowest(plan, wrong), at);
    wrong = (plan->must_answer & ~answered & ~later) | (given->values & given->absences);
    if (wrong != 0)
        return decode_fault(pass, at, lowest(plan, wrong)->field->name,
                            "needs either a figure or the reason why it is not there");
    if (plan->valid != NULL && !plan->valid(message))
        return decode_fault(pass, at, plan->message->short_name, plan->invalid);
    if (enter_not_collected(pass, plan, later & plan->figures, message) != 0)
        return decode_no_memory(pass);
    return at;
}
