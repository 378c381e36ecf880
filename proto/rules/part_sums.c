#include "proto/rules/part_sums.h"

#include "proto/form/field.h"
#include "proto/form/figures.h"

// The first code that every row must give. A part of one row has none.
static const ProtobufCFieldDescriptor *divided_by(enum form_part part)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;

    for (unsigned i = 0; i < form_columns(row) && !form_part(part)->one_row; i++)
        if (row->fields[i].label == PROTOBUF_C_LABEL_REQUIRED &&
            row->fields[i].type == PROTOBUF_C_TYPE_ENUM)
            return &row->fields[i];
    return NULL;
}

int part_sums_is_price(const ProtobufCFieldDescriptor *column)
{
    return figures_is_money(column) && form_may_be_blank(column);
}

static size_t group_of(const struct part_sums *sums, const ProtobufCMessage *row)
{
    const ProtobufCEnumDescriptor *codes = sums->by == NULL ? NULL : sums->by->descriptor;

    if (codes == NULL)
        return 0;
    return (size_t)(protobuf_c_enum_descriptor_get_value(codes,
                                                         *(const int *)field_value(row, sums->by)) -
                    codes->values);
}

// A price without its plans is left out.
static void add_price(struct part_sum *sum, struct figure price, const ProtobufCMessage *row)
{
    const struct figure plans = FIGURE_VALUE((const Qd__Placement *)row, plans);

    if (!figure_known(price) || !figure_known(plans) || plans.value == 0)
        return;
    if (sum->plans == 0)
        sum->sum = figure_of(0);
    figure_add(&sum->sum, price);
    sum->plans += plans.value;
}

static void add_row(struct part_sums *sums, const ProtobufCMessage *row, int is_first)
{
    struct part_sum *list = &sums->list[group_of(sums, row) * sums->row->n_fields];

    for (unsigned i = 0; i < form_columns(sums->row); i++) {
        const ProtobufCFieldDescriptor *column = &sums->row->fields[i];

        if (!figures_is_figure(column))
            continue;
        if (part_sums_is_price(column)) {
            add_price(&list[i], figure_in(row, column), row);
            continue;
        }
        if (is_first)
            list[i].sum = figure_of(0);
        figure_add(&list[i].sum, figure_in(row, column));
    }
}

int part_sums_make(struct part_sums *sums, struct arena *arena, const Qd__Return *returned,
                   enum form_part part)
{
    ProtobufCMessage *const *rows;
    const size_t count = form_all_rows(returned, part, &rows);
    char *seen;

    *sums = (struct part_sums){.row = form_part(part)->row,
                               .since = form_part(part)->since,
                               .by = divided_by(part),
                               .groups = 1};
    if (sums->by != NULL)
        sums->groups = ((const ProtobufCEnumDescriptor *)sums->by->descriptor)->n_values;
    sums->list = arena_zalloc(arena, sums->groups * sums->row->n_fields * sizeof sums->list[0]);
    seen = arena_zalloc(arena, sums->groups);
    if (sums->list == NULL || seen == NULL)
        return -1;
    for (size_t i = 0; i < count; i++) {
        const size_t group = group_of(sums, rows[i]);

        add_row(sums, rows[i], !seen[group]);
        seen[group] = 1;
    }
    return 0;
}

struct figure part_sums_figure(const struct part_sums *sums, size_t group, unsigned column)
{
    const struct part_sum *sum = &sums->list[group * sums->row->n_fields + column];

    if (!part_sums_is_price(&sums->row->fields[column]) || !figure_known(sum->sum))
        return sum->sum;
    return figure_of(sum->sum.value / sum->plans);
}
