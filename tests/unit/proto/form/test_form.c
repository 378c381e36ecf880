// The form as labels.def and return.proto declare it: parts, columns, codes.
#include "proto/form/codes.h"
#include "proto/form/form.h"

#include "proto/form/field.h"
#include "proto/form/figures.h"
#include "proto/form/history.h"
#include "proto/form/labels.h"
#include "proto/form/row_key.h"
#include "tests/support/memory/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const ProtobufCFieldDescriptor *column(enum form_part part, const char *name)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(form_part(part)->row, name);

    assert_non_null(field);
    return field;
}

static void each_column(void (*look)(enum form_part, const ProtobufCFieldDescriptor *))
{
    for (enum form_part part = 0; part < FORM_PARTS; part++)
        for (unsigned i = 0; i < form_columns(form_part(part)->row); i++)
            look(part, &form_part(part)->row->fields[i]);
}

// --- parts and columns

static void each_part_is_a_field_of_the_return(void **state)
{
    Qd__Return returned = QD__RETURN__INIT;

    (void)state;
    for (enum form_part part = 0; part < FORM_PARTS; part++) {
        assert_int_equal(0, form_rows(&returned, part));
        assert_true(strlen(form_part(part)->help) > 0);
        assert_in_range(form_part(part)->since, 1, FORM_SCHEMA_VERSION);
    }
}

static void a_part_is_known_by_the_name_of_its_file(void **state)
{
    static const char *const others[] = {"", "placements", "placements.csv ", "placements.csv.txt"};
    enum form_part found;

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(form_part_of_file(others[i], &found));
    for (enum form_part part = 0; part < FORM_PARTS; part++) {
        assert_true(form_part_of_file(form_part(part)->file, &found));
        assert_int_equal(part, found);
    }
    assert_true(form_part_of_file("Placements.CSV", &found));
    assert_int_equal(FORM_PLACEMENTS, found);
}

static void look_at_words(enum form_part part, const ProtobufCFieldDescriptor *field)
{
    const struct labels *words = labels_of(field);

    if (*words->label == '\0' || words->help[0] == '\0')
        fail_msg("proto/form/labels.def has no words for %s of %s", field->name,
                 form_part(part)->name);
    assert_int_equal('.', words->help[strlen(words->help) - 1]);
    if (figures_is_money(field))
        assert_string_equal("\u00a3", words->unit);
    if (figures_is_count(field))
        assert_true(strlen(words->unit) > 0);
}

static void every_column_has_words(void **state)
{
    (void)state;
    each_column(look_at_words);
}

static void a_field_that_is_not_a_column_has_empty_words(void **state)
{
    (void)state;
    assert_string_equal("", labels_of(&qd__return__descriptor.fields[0])->label);
    assert_string_equal("", labels_of(&qd__period__descriptor.fields[0])->label);
}

// A return of an earlier version does not have a column that came later, so that nobody may need it.
static void look_at_age(enum form_part part, const ProtobufCFieldDescriptor *field)
{
    uint32_t since = labels_of(field)->since;

    assert_in_range(since, form_part(part)->since, FORM_SCHEMA_VERSION);
    if (field->label == PROTOBUF_C_LABEL_REQUIRED && since != form_part(part)->since)
        fail_msg("%s of %s came later than its part: it must be optional", field->name,
                 form_part(part)->name);
}

static void a_column_is_as_old_as_its_part_or_may_be_left_out(void **state)
{
    (void)state;
    each_column(look_at_age);
}

static void each_field_came_with_a_version(void **state)
{
    const ProtobufCFieldDescriptor *plans = column(FORM_TIMELINESS, "plans_issued");

    (void)state;
    assert_int_equal(1, history_since(plans));
    for (unsigned i = 0; i < qd__return__descriptor.n_fields; i++)
        assert_in_range(history_since(&qd__return__descriptor.fields[i]), 1, FORM_SCHEMA_VERSION);
    assert_int_equal(1, history_since(&qd__period__descriptor.fields[0]));
}

static void a_figure_may_not_be_blank_but_a_price_may(void **state)
{
    (void)state;
    assert_false(form_may_be_blank(column(FORM_TIMELINESS, "plans_issued")));
    assert_false(form_may_be_blank(column(FORM_PLACEMENTS, "plans")));
    assert_false(form_may_be_blank(column(FORM_TRANSPORT, "gross_expenditure")));
    assert_false(form_may_be_blank(column(FORM_HEADER, "period")));
    assert_false(form_may_be_blank(column(FORM_EXPLANATIONS, "explanation")));
    assert_true(form_may_be_blank(column(FORM_HEADER, "as_at_date")));
    for (unsigned i = 0; i < form_columns(&qd__placement__descriptor); i++) {
        const ProtobufCFieldDescriptor *field = &qd__placement__descriptor.fields[i];

        assert_int_equal(field->id >= 10, form_may_be_blank(field));  // from urn on
    }
}

// --- rows

static void rows_go_into_a_return_and_come_out(void **state)
{
    Qd__Return made = QD__RETURN__INIT, *returned = &made;
    ProtobufCMessage *header = form_new_row(&arena, FORM_HEADER), *rows[3];

    (void)state;
    assert_int_equal(0, form_set_rows(&arena, returned, FORM_HEADER, &header, 1));
    assert_int_equal(1, form_rows(returned, FORM_HEADER));
    assert_ptr_equal(returned->header, form_row(returned, FORM_HEADER, 0));
    for (enum form_part part = FORM_TIMELINESS; part < FORM_PARTS; part++)
        assert_int_equal(0, form_rows(returned, part));
    for (size_t i = 0; i < 3; i++)
        rows[i] = form_new_row(&arena, FORM_PLACEMENTS);
    assert_int_equal(0, form_set_rows(&arena, returned, FORM_PLACEMENTS, rows, 2));
    assert_int_equal(0, form_set_rows(&arena, returned, FORM_PLACEMENTS, rows, 0));
    assert_int_equal(0, form_set_rows(&arena, returned, FORM_PLACEMENTS, rows + 2, 1));
    assert_int_equal(3, form_rows(returned, FORM_PLACEMENTS));
    assert_int_equal(3, returned->n_placements);
    for (size_t i = 0; i < 3; i++)
        assert_ptr_equal(rows[i], form_row(returned, FORM_PLACEMENTS, i));
}

static void without_memory_no_row_is_made(void **state)
{
    Qd__Return returned = QD__RETURN__INIT;
    ProtobufCMessage *row = form_new_row(&arena, FORM_TRANSPORT);
    struct arena none;

    (void)state;
    arena_init(&none, 0);
    assert_null(form_new_row(&none, FORM_TRANSPORT));
    assert_int_equal(-1, form_set_rows(&none, &returned, FORM_TRANSPORT, &row, 1));
    assert_int_equal(0, returned.n_transport);
    arena_free(&none);
}

static void a_row_is_called_by_its_codes_and_its_provider(void **state)
{
    static char name[] = "Elm House";
    Qd__Placement row = QD__PLACEMENT__INIT;
    const Qd__Timeliness only = QD__TIMELINESS__INIT;
    struct arena none;

    (void)state;
    row.setting = QD__SETTING__SPECIAL_INDEPENDENT;
    row.primary_need = QD__NEED__ASD;
    row.phase = QD__PHASE__PRIMARY;
    row.residence = QD__RESIDENCE__DAY;
    row.location = QD__LOCATION__LOCATION_NOT_KNOWN;
    assert_string_equal("special_independent/asd/primary/day/not_known",
                        row_key(&arena, FORM_PLACEMENTS, &row.base));
    row.provider_name = name;
    assert_string_equal("special_independent/asd/primary/day/not_known/Elm House",
                        row_key(&arena, FORM_PLACEMENTS, &row.base));
    row.has_urn = 1;
    row.urn = 100049;
    assert_string_equal("special_independent/asd/primary/day/not_known/100049",
                        row_key(&arena, FORM_PLACEMENTS, &row.base));
    assert_string_equal("", row_key(&arena, FORM_TIMELINESS, &only.base));
    arena_init(&none, 0);
    assert_null(row_key(&none, FORM_PLACEMENTS, &row.base));
    arena_free(&none);
}

// --- fields

static void a_field_is_given_as_its_kind_says(void **state)
{
    Qd__Placement row = QD__PLACEMENT__INIT;
    const ProtobufCFieldDescriptor *urn = column(FORM_PLACEMENTS, "urn");
    const ProtobufCFieldDescriptor *name = column(FORM_PLACEMENTS, "provider_name");
    static char provider[] = "A School";

    (void)state;
    assert_true(field_given(&row.base, column(FORM_PLACEMENTS, "setting")));
    assert_false(field_given(&row.base, urn));
    *(uint32_t *)field_place(&row.base, urn) = 100049;
    field_set_given(&row.base, urn, 1);
    assert_true(field_given(&row.base, urn) && row.has_urn);
    assert_int_equal(100049, row.urn);
    field_set_given(&row.base, urn, 0);
    assert_false(field_given(&row.base, urn));
    assert_false(field_given(&row.base, name));
    row.provider_name = provider;
    field_set_given(&row.base, name, 1);  // a text has no flag
    assert_true(field_given(&row.base, name));
    assert_string_equal(provider, *(const char *const *)field_value(&row.base, name));
}

// --- codes

static void each_enum(void (*look)(const ProtobufCEnumDescriptor *))
{
    for (enum form_part part = 0; part < FORM_PARTS; part++) {
        const ProtobufCMessageDescriptor *row = form_part(part)->row;

        for (unsigned i = 0; i < form_columns(row); i++)
            if (row->fields[i].type == PROTOBUF_C_TYPE_ENUM)
                look(row->fields[i].descriptor);
    }
    look(&qd__absence__descriptor);
    look(&qd__period_kind__descriptor);
}

static void look_at_labels(const ProtobufCEnumDescriptor *codes)
{
    for (unsigned i = 0; i < codes->n_values; i++)
        if (*codes_label(codes, codes->values[i].value) == '\0')
            fail_msg("proto/form/codes.def has no label for %s", codes->values[i].name);
    assert_string_equal("", codes_label(codes, 9999));
}

static void every_code_has_a_label(void **state)
{
    (void)state;
    each_enum(look_at_labels);
}

static void look_at_codes(const ProtobufCEnumDescriptor *codes)
{
    char code[CODES_WRITTEN_BYTES], other[CODES_WRITTEN_BYTES];

    for (unsigned i = 0; i < codes->n_values; i++) {
        assert_true(codes_write(codes, codes->values[i].value, code));
        assert_true(strlen(code) > 0 && strlen(code) < CODES_WRITTEN_BYTES - 1);
        for (unsigned j = 0; j < i; j++) {
            assert_true(codes_write(codes, codes->values[j].value, other));
            assert_string_not_equal(code, other);
        }
    }
    assert_false(codes_write(codes, 9999, code));
    assert_string_equal("", code);
}

static void codes_of_one_enum_differ(void **state)
{
    (void)state;
    each_enum(look_at_codes);
}

static void a_code_is_the_values_name_without_its_enums(void **state)
{
    static const struct {
        const ProtobufCEnumDescriptor *codes;
        int value;
        const char *code;
    } cases[] = {
        {&qd__need__descriptor, QD__NEED__NEED_NOT_KNOWN, "not_known"},
        {&qd__need__descriptor, QD__NEED__ASD, "asd"},
        {&qd__transport_mode__descriptor, QD__TRANSPORT_MODE__TRANSPORT_MODE_NOT_KNOWN,
         "not_known"},
        {&qd__setting__descriptor, QD__SETTING__NEET_OTHER, "neet_other"},
        {&qd__section251_line__descriptor, QD__SECTION251_LINE__LINE_1_4_11, "line_1_4_11"},
        {&qd__local_authority__descriptor, QD__LOCAL_AUTHORITY__E09000033, "E09000033"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char code[CODES_WRITTEN_BYTES];

        assert_true(codes_write(cases[i].codes, cases[i].value, code));
        assert_string_equal(cases[i].code, code);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_make, memory_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_part_is_a_field_of_the_return),
        TEST(a_part_is_known_by_the_name_of_its_file),
        TEST(every_column_has_words),
        TEST(a_field_that_is_not_a_column_has_empty_words),
        TEST(a_column_is_as_old_as_its_part_or_may_be_left_out),
        TEST(each_field_came_with_a_version),
        TEST(a_figure_may_not_be_blank_but_a_price_may),
        TEST(rows_go_into_a_return_and_come_out),
        TEST(without_memory_no_row_is_made),
        TEST(a_row_is_called_by_its_codes_and_its_provider),
        TEST(a_field_is_given_as_its_kind_says),
        TEST(every_code_has_a_label),
        TEST(codes_of_one_enum_differ),
        TEST(a_code_is_the_values_name_without_its_enums),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
