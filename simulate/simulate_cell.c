// A cell into a field: simulate_cell of simulate.h. What an officer may write, and what is said of
// what cannot be read, is the collector's; here a cell is as form_write_cell writes it.
#include "simulate/simulate.h"

#include "proto/form/codes.h"
#include "proto/form/field.h"
#include "proto/form/figures.h"
#include "proto/form/period.h"

#include <stdio.h>
#include <string.h>

// --- numbers

static const char *digits(const char *at, uint64_t *number)
{
    enum { DIGITS_MAX = 18 };
    const size_t length = strspn(at, "0123456789");

    if (length == 0 || length > DIGITS_MAX)
        return NULL;
    *number = 0;
    for (size_t i = 0; i < length; i++)
        *number = *number * 10 + (uint64_t)(at[i] - '0');
    return at + length;
}

static int read_number(const char *text, uint64_t *number)
{
    const char *end = digits(text, number);

    return end != NULL && *end == '\0' ? 0 : -1;
}

// Pounds, with no decimals or two.
static int read_pence(const char *text, uint64_t *pence)
{
    uint64_t pounds, rest = 0;
    const char *end = digits(text, &pounds);

    if (end != NULL && *end == '.' && strlen(end) == 3)
        end = digits(end + 1, &rest);
    if (end == NULL || *end != '\0')
        return -1;
    *pence = 100 * pounds + rest;
    return 0;
}

static int read_absence(const char *text, Qd__Absence *why)
{
    int code = 0;

    if (strcmp(text, "x") == 0)
        code = QD__ABSENCE__NOT_AVAILABLE;
    else if (strcmp(text, "z") == 0)
        code = QD__ABSENCE__NOT_APPLICABLE;
    else if (!codes_read(&qd__absence__descriptor, text, &code))
        return -1;
    *why = (Qd__Absence)code;
    return 0;
}

static int set_figure(struct arena *arena, ProtobufCMessage *row,
                      const ProtobufCFieldDescriptor *field, const char *text)
{
    Qd__Absence why;
    uint64_t value = 0;

    if (read_absence(text, &why) == 0)
        return figures_set_absence(arena, row, field, why);
    if ((figures_is_money(field) ? read_pence : read_number)(text, &value) != 0)
        return -1;
    figures_set_value(row, field, value);
    return 0;
}

// --- the rest

static int set_date(struct arena *arena, Qd__Date **place, const char *text)
{
    Qd__Date *date = arena_alloc(arena, sizeof *date);
    int length = 0;

    if (date == NULL)
        return -1;
    qd__date__init(date);
    if (sscanf(text, "%4u-%2u-%2u%n", &date->year, &date->month, &date->day, &length) != 3 ||
        text[length] != '\0' || !period_date_valid(date))
        return -1;
    *place = date;
    return 0;
}

static int set_period(struct arena *arena, Qd__Period **place, const char *text)
{
    Qd__Period *period = arena_alloc(arena, sizeof *period);

    if (period == NULL || period_parse(period, text, NULL) != ERR_OK)
        return -1;
    *place = period;
    return 0;
}

static int set_text(struct arena *arena, char **place, const char *text)
{
    *place = arena_strdup(arena, text);
    return *place == NULL ? -1 : 0;
}

static int set_nothing(ProtobufCMessage *row, const ProtobufCFieldDescriptor *field)
{
    if (field->label != PROTOBUF_C_LABEL_OPTIONAL)
        return -1;
    if (field_is_flagged(field))
        field_set_given(row, field, 0);
    else
        *(void **)field_place(row, field) = NULL;
    return 0;
}

int simulate_cell(struct arena *arena, ProtobufCMessage *row, const ProtobufCFieldDescriptor *field,
                  const char *text)
{
    void *at = field_place(row, field);
    uint64_t number;
    int error;

    if (*text == '\0')
        return set_nothing(row, field);
    if (figures_is_figure(field))
        return set_figure(arena, row, field, text);
    if (field->type == PROTOBUF_C_TYPE_STRING)
        return set_text(arena, at, text);
    if (field->descriptor == &qd__date__descriptor)
        return set_date(arena, at, text);
    if (field->descriptor == &qd__period__descriptor)
        return set_period(arena, at, text);
    if (field->type == PROTOBUF_C_TYPE_ENUM) {
        error = codes_read(field->descriptor, text, at) ? 0 : -1;
    } else {
        error = read_number(text, &number);
        *(uint32_t *)at = error == 0 ? (uint32_t)number : 0;
    }
    field_set_given(row, field, error == 0);
    return error;
}
