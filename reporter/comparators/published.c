#include "reporter/comparators/published.h"

#include "lib/base/list.h"
#include "proto/form/codes.h"
#include "proto/form/field.h"
#include "proto/form/figures.h"
#include "proto/form/period.h"
#include "proto/reference/reference_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { AREA, PERIOD, OWN_COLUMNS };  // in front of those of the form

struct reading {
    struct published *published;
    struct arena *arena;
    enum form_part part;
    const ProtobufCMessageDescriptor *form;
    const char *headings[REFERENCE_COLUMNS_MAX];
    // The rows of the area and period that is being read.
    ProtobufCMessage **rows;
    size_t rows_count;
    struct published_return current;
};

static enum err no_memory(struct err_text *why)
{
    return err_say(why, ERR_NO_MEMORY, "what is published needs more memory than there is");
}

// --- one cell

// A count, or pounds with two decimals at most, as pence. 1 and the value, or 0.
static int read_number(const ProtobufCFieldDescriptor *field, const char *cell, uint64_t *value)
{
    enum { PENCE = 100, DIGIT_OF_PENCE = 10, BASE = 10 };
    char *end;

    if (cell[0] < '0' || cell[0] > '9')
        return 0;
    errno = 0;
    *value = strtoull(cell, &end, BASE);
    if (errno != 0 || *value > (uint64_t)FORM_PENCE_MAX_POUNDS * PENCE)
        return 0;
    if (!figures_is_money(field))
        return *end == '\0';
    *value *= PENCE;
    if (end[0] == '.' && end[1] >= '0' && end[1] <= '9') {
        *value += (uint64_t)(end[1] - '0') * DIGIT_OF_PENCE;
        end += 2;
        if (*end >= '0' && *end <= '9')
            *value += (uint64_t)(*end++ - '0');
    }
    return *end == '\0';
}

static enum err read_figure(struct reading *reading, ProtobufCMessage *row,
                            const ProtobufCFieldDescriptor *field, const char *cell,
                            struct err_text *why)
{
    uint64_t value;

    if (cell == NULL || strcmp(cell, "x") == 0)
        return figures_set_absence(reading->arena, row, field, QD__ABSENCE__NOT_AVAILABLE) == 0
                   ? ERR_OK
                   : no_memory(why);
    if (!read_number(field, cell, &value))
        return err_say(why, ERR_MALFORMED,
                       "%s: \"%.40s\" is neither a figure nor x: write one of the two", field->name,
                       cell);
    figures_set_value(row, field, value);
    return ERR_OK;
}

static enum err read_code(ProtobufCMessage *row, const ProtobufCFieldDescriptor *field,
                          const char *cell, struct err_text *why)
{
    int code;

    if (cell == NULL && field->label != PROTOBUF_C_LABEL_REQUIRED)
        return ERR_OK;
    if (!codes_read(field->descriptor, cell == NULL ? "not_known" : cell, &code))
        return err_say(why, ERR_MALFORMED,
                       "%s: \"%.40s\" is not one of its codes: write a code of the form",
                       field->name, cell == NULL ? "" : cell);
    *(int *)field_place(row, field) = code;
    field_set_given(row, field, 1);
    return ERR_OK;
}

// --- one row

// Puts what was read of one area and period into a return.
static enum err end_return(struct reading *reading, struct err_text *why)
{
    struct published_return *place;

    if (reading->rows_count == 0)
        return ERR_OK;
    place = LIST_ADD(reading->arena, reading->published->list, reading->published->count);
    reading->current.returned = arena_alloc(reading->arena, sizeof *reading->current.returned);
    if (place == NULL || reading->current.returned == NULL)
        return no_memory(why);
    qd__return__init(reading->current.returned);
    reading->current.returned->schema_version = FORM_SCHEMA_VERSION;
    *place = reading->current;
    return form_set_rows(reading->arena, place->returned, reading->part, reading->rows,
                         reading->rows_count) == 0
               ? ERR_OK
               : no_memory(why);
}

static enum err begin_return(struct reading *reading, const char *const *fields,
                             struct err_text *why)
{
    Qd__Period period;
    enum err error = period_parse(&period, fields[PERIOD], why);

    if (error != ERR_OK)
        return error;
    if (reading->rows_count > 0 && strcmp(reading->current.area_code, fields[AREA]) == 0 &&
        period_key(&reading->current.period) == period_key(&period))
        return ERR_OK;
    error = end_return(reading, why);
    reading->current = (struct published_return){
        .area_code = fields[AREA], .period = period, .part = reading->part};
    reading->rows_count = 0;
    return error;
}

static enum err take_row(void *context, const char *const *fields, struct err_text *why)
{
    struct reading *reading = context;
    enum err error = begin_return(reading, fields, why);
    ProtobufCMessage **place, *row;

    if (error != ERR_OK)
        return error;
    place = LIST_ADD(reading->arena, reading->rows, reading->rows_count);
    row = form_new_row(reading->arena, reading->part);
    if (place == NULL || row == NULL)
        return no_memory(why);
    *place = row;
    for (unsigned i = 0; i < form_columns(reading->form) && error == ERR_OK; i++) {
        const ProtobufCFieldDescriptor *field = &reading->form->fields[i];
        const char *cell = fields[OWN_COLUMNS + i];

        if (figures_is_count(field) || (figures_is_money(field) && cell != NULL))
            error = read_figure(reading, row, field, cell, why);
        else if (field->type == PROTOBUF_C_TYPE_ENUM)
            error = read_code(row, field, cell, why);
    }
    return error;
}

// --- the lists

enum err published_read(struct published *published, struct arena *arena, const char *reference,
                        enum form_part part, struct err_text *text)
{
    struct reading reading = {.published = published,
                              .arena = arena,
                              .part = part,
                              .form = form_part(part)->row,
                              .headings = {[AREA] = "area_code", [PERIOD] = "period"}};
    const char *path = arena_printf(arena, "%s/published/%s", reference, form_part(part)->file);
    const unsigned columns = form_columns(reading.form);
    enum err error;

    if (path == NULL)
        return no_memory(text);
    if (access(path, F_OK) != 0)
        return ERR_OK;
    for (unsigned i = 0; i < columns; i++) {
        reading.headings[OWN_COLUMNS + i] =
            arena_printf(arena, "?%s", reading.form->fields[i].name);
        if (reading.headings[OWN_COLUMNS + i] == NULL)
            return no_memory(text);
    }
    error = reference_file_read(path, arena, reading.headings, OWN_COLUMNS + columns, take_row,
                                &reading, text);
    return error == ERR_OK ? end_return(&reading, text) : error;
}

const struct published_return *published_find(const struct published *published, int part,
                                              const char *area_code, const Qd__Period *period)
{
    for (size_t i = 0; i < published->count; i++) {
        const struct published_return *one = &published->list[i];

        if ((int)one->part == part && strcmp(one->area_code, area_code) == 0 &&
            period_key(&one->period) == period_key(period))
            return one;
    }
    return NULL;
}
