// Returns of an earlier version of the form. Where the form has no earlier version there is nothing to
// see: tests/flow/test_growth.py runs this in a build whose form has grown, too.
#include "proto/form/codes.h"
#include "proto/form/field.h"
#include "proto/form/figures.h"
#include "proto/form/history.h"
#include "tests/support/memory/memory.h"
#include "tests/support/packed/packed.h"

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_make, memory_free)

typedef void look_fn(Qd__Return *returned, ProtobufCMessage *row,
                     const ProtobufCFieldDescriptor *column);

// For each column of each row of the parts that version 1 has.
static void each_column(Qd__Return *returned, look_fn *look)
{
    for (enum form_part part = 0; part < FORM_PARTS; part++) {
        const ProtobufCMessageDescriptor *row = form_part(part)->row;

        for (size_t i = 0; i < form_rows(returned, part); i++)
            for (unsigned j = 0; j < form_columns(row); j++)
                // The rows of a return in memory are its own.
                look(returned, (ProtobufCMessage *)(uintptr_t)form_row(returned, part, i),
                     &row->fields[j]);
    }
}

static int is_later_figure(const Qd__Return *returned, const ProtobufCFieldDescriptor *column)
{
    return figures_is_figure(column) && history_since(column) > returned->schema_version;
}

// Neither a value nor a reason.
static void take_out_later(Qd__Return *returned, ProtobufCMessage *row,
                           const ProtobufCFieldDescriptor *column)
{
    if (is_later_figure(returned, column)) {
        figures_set_value(row, column, 0);
        field_set_given(row, column, 0);
    }
}

// The sample, as version 1 has it.
static Qd__Return *first_version(void)
{
    Qd__Return *returned = packed_sample(&arena);

    returned->schema_version = 1;
    each_column(returned, take_out_later);
    return returned;
}

static enum err read_again(const Qd__Return *returned, Qd__Return **back, struct err_text *text)
{
    const struct packed packed = packed_of(&arena, returned);

    return codec_unpack_return(back, &arena, packed.bytes, packed.size, text);
}

static void is_not_collected(Qd__Return *returned, ProtobufCMessage *row,
                             const ProtobufCFieldDescriptor *column)
{
    uint64_t value;

    if (!is_later_figure(returned, column))
        return;
    assert_false(figures_value(row, column, &value));
    assert_int_equal(QD__ABSENCE__NOT_COLLECTED, figures_absence(row, column));
}

static void promise_f_a_figure_that_came_later_is_not_collected(void **state)
{
    Qd__Return *back;

    (void)state;
    assert_int_equal(ERR_OK, read_again(first_version(), &back, NULL));
    assert_int_equal(1, back->schema_version);
    each_column(back, is_not_collected);
}

static void a_later_figure_is_refused(Qd__Return *returned, ProtobufCMessage *row,
                                      const ProtobufCFieldDescriptor *column)
{
    struct err_text text = {""};
    Qd__Return *back;

    if (!is_later_figure(returned, column))
        return;
    figures_set_value(row, column, 1);
    assert_int_equal(ERR_MALFORMED, read_again(returned, &back, &text));
    assert_non_null(strstr(text.text, column->name));
    assert_non_null(
        strstr(text.text, arena_printf(&arena, "version %u ", (unsigned)history_since(column))));
    assert_int_equal(0, figures_set_absence(&arena, row, column, QD__ABSENCE__NOT_APPLICABLE));
    assert_int_equal(ERR_MALFORMED, read_again(returned, &back, NULL));
    take_out_later(returned, row, column);
}

static void a_later_text_is_refused(Qd__Return *returned, ProtobufCMessage *row,
                                    const ProtobufCFieldDescriptor *column)
{
    static char words[] = "words";
    Qd__Return *back;

    if (column->type != PROTOBUF_C_TYPE_STRING || history_since(column) == 1)
        return;
    *(char **)field_place(row, column) = words;
    assert_int_equal(ERR_MALFORMED, read_again(returned, &back, NULL));
    *(char **)field_place(row, column) = NULL;
}

static void a_later_code_is_refused(Qd__Return *returned, ProtobufCMessage *row,
                                    const ProtobufCFieldDescriptor *column)
{
    const ProtobufCEnumDescriptor *codes = column->descriptor;
    int before;
    Qd__Return *back;

    if (column->type != PROTOBUF_C_TYPE_ENUM)
        return;
    if (field_is_flagged(column) && !field_given(row, column))
        return;  // a column that came later is looked at as a figure or a text is
    before = *(int *)field_place(row, column);
    for (unsigned i = 0; i < codes->n_values; i++) {
        if (codes_since(codes, codes->values[i].value) == 1)
            continue;
        *(int *)field_place(row, column) = codes->values[i].value;
        assert_int_equal(ERR_MALFORMED, read_again(returned, &back, NULL));
    }
    *(int *)field_place(row, column) = before;
}

static void what_came_later_must_not_stand_in_a_return(void **state)
{
    Qd__Return *returned = first_version(), *back;

    (void)state;
    each_column(returned, a_later_figure_is_refused);
    each_column(returned, a_later_text_is_refused);
    each_column(returned, a_later_code_is_refused);
    assert_int_equal(ERR_OK, read_again(returned, &back, NULL));
    for (enum form_part part = 0; part < FORM_PARTS; part++) {
        ProtobufCMessage *row = form_new_row(&arena, part);

        if (form_part(part)->since == 1)
            continue;
        assert_int_equal(0, form_set_rows(&arena, returned, part, &row, 1));
        assert_int_equal(ERR_MALFORMED, read_again(returned, &back, NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(promise_f_a_figure_that_came_later_is_not_collected),
        TEST(what_came_later_must_not_stand_in_a_return),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
