#include "proto/rules/rules_tools.h"

struct finding_place rules_row(enum form_part part, size_t index)
{
    return (struct finding_place){.part = part, .index = index};
}

struct finding_place rules_field(enum form_part part, size_t index, const char *field)
{
    return (struct finding_place){
        .part = part,
        .index = index,
        .field = protobuf_c_message_descriptor_get_field_by_name(form_part(part)->row, field)};
}

const char *rules_value(const struct findings *findings, const Qd__Return *returned,
                        const struct finding_place *place)
{
    return form_write_cell(findings->arena, form_row(returned, place->part, place->index),
                           place->field);
}

const char *rules_pounds(const struct findings *findings, int64_t pence)
{
    const char *text = arena_printf(findings->arena, "\u00a3%lld.%02lld", (long long)(pence / 100),
                                    (long long)(pence % 100));

    return text == NULL ? "an amount" : text;
}

struct figure rules_total_plans(const Qd__Return *returned)
{
    for (size_t i = 0; i < returned->n_placements; i++)
        if (returned->placements[i]->setting == QD__SETTING__TOTAL)
            return FIGURE_VALUE(returned->placements[i], plans);
    return figure_missing(FIGURE_NOT_RETURNED);
}
