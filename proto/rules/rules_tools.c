#include "proto/form/period.h"
#include "proto/rules/rules_internal.h"

struct finding_place rules_row(const struct rules_run *run)
{
    return (struct finding_place){.part = run->part, .index = run->index};
}

static const ProtobufCFieldDescriptor *column_named(const struct rules_run *run, const char *name)
{
    const ProtobufCMessageDescriptor *row = form_part(run->part)->row;
    struct rules_named *named = run->named;
    const ProtobufCFieldDescriptor *column;

    for (size_t i = 0; i < named->count; i++)
        if (named->list[i].name == name && named->list[i].row == row)
            return named->list[i].column;
    column = protobuf_c_message_descriptor_get_field_by_name(row, name);
    if (named->count < RULES_NAMED_MAX) {
        named->list[named->count].row = row;
        named->list[named->count].name = name;
        named->list[named->count++].column = column;
    }
    return column;
}

struct finding_place rules_field(const struct rules_run *run, const char *field)
{
    struct finding_place place = rules_row(run);

    place.field = column_named(run, field);
    return place;
}

struct figure rules_figure(const struct rules_run *run, const char *column)
{
    return figure_in(form_row(run->returned, run->part, run->index), column_named(run, column));
}

// NULL where nothing stands.
static const char *value_at(const struct rules_run *run, const struct finding_place *place)
{
    const char *value;

    if (place->field == NULL)
        return NULL;
    value = form_write_cell(run->findings->arena,
                            form_row(run->returned, place->part, place->index), place->field);
    return value == NULL || *value == '\0' ? NULL : value;
}

void rules_found(const struct rules_run *run, struct finding_place place, const char *what_format,
                 ...)
{
    const size_t before = run->findings->count;
    va_list arguments;

    va_start(arguments, what_format);
    findings_vadd(run->findings, run->rule, place, value_at(run, &place), NULL, what_format,
                  arguments);
    va_end(arguments);
    rules_explanations_look(run->explanations, run->rule, &place, run->findings, before);
}

const char *rules_row_name(const struct rules_run *run, size_t index)
{
    const uint32_t *sheet_rows = run->input->sheet_rows[run->part];
    const char *name =
        sheet_rows != NULL
            ? arena_printf(run->findings->arena, "row %u", (unsigned)sheet_rows[index])
            : arena_printf(run->findings->arena, "row %zu of figures", index + 1);

    return name == NULL ? "another row" : name;
}

const char *rules_pounds(const struct rules_run *run, int64_t pence)
{
    const char *text = arena_printf(run->findings->arena, "\u00a3%lld.%02lld",
                                    (long long)(pence / 100), (long long)(pence % 100));

    return text == NULL ? "an amount" : text;
}

const Qd__Return *rules_earlier(const struct rules_run *run, const Qd__Period *period)
{
    const struct rules_input *input = run->input;

    for (size_t i = 0; i < input->earlier_count; i++) {
        const Qd__Header *header = input->earlier[i]->header;

        if (period_key(header->period) == period_key(period) &&
            header->new_la_code == run->returned->header->new_la_code)
            return input->earlier[i];
    }
    return NULL;
}
