// What the bytes of a return must be: the decoder takes what is canonical and nothing else.
#include "proto/form/figures.h"
#include "tests/support/golden/golden.h"
#include "tests/support/memory/memory.h"
#include "tests/support/packed/packed.h"

#include <stdio.h>

// The bytes of any message, as protobuf-c packs it, whatever is wrong with it.
static enum err unpack_raw(const Qd__Return *returned, struct err_text *text)
{
    size_t size = qd__return__get_packed_size(returned);
    uint8_t *bytes = arena_alloc(&arena, size);

    assert_non_null(bytes);
    qd__return__pack(returned, bytes);
    return packed_read(&arena, bytes, size, text);
}

// Notes what is said of bytes in which `what` is wrong, but not where: other samples are longer.
static void note_without_place(const char *what, struct err_text *text)
{
    char *place = strstr(text->text, " (byte ");

    assert_non_null(place);
    *place = '\0';
    golden_note(what, text->text);
}

static void assert_malformed(const char *what, const Qd__Return *returned)
{
    struct err_text text = {""};

    assert_int_equal(ERR_MALFORMED, unpack_raw(returned, &text));
    note_without_place(what, &text);
}

// --- bytes that are not a return

static void bytes_that_are_not_a_return_are_malformed(void **state)
{
    static const char *const garbage[] = {"",
                                          "\x08",
                                          "\x08\x01",
                                          "\x08\x01\x12",
                                          "\xff\xff\xff",
                                          "hello",
                                          "\x12\x00",
                                          "\x08\x01\x12\x7f\x08"};

    (void)state;
    for (size_t i = 0; i < sizeof garbage / sizeof garbage[0]; i++) {
        struct err_text text = {""};

        assert_int_equal(ERR_MALFORMED, packed_read(&arena, garbage[i], strlen(garbage[i]), &text));
        assert_true(strlen(text.text) > 0);
        assert_int_equal(ERR_MALFORMED, packed_read(&arena, garbage[i], strlen(garbage[i]), NULL));
    }
}

static void every_prefix_of_a_return_is_malformed_or_a_return(void **state)
{
    struct packed packed = packed_of(&arena, packed_sample(&arena));

    (void)state;
    for (size_t size = 0; size < packed.size; size++) {
        Qd__Return *returned;
        enum err error = codec_unpack_return(&returned, &arena, packed.bytes, size, NULL);

        if (error == ERR_OK)
            assert_int_equal(size, qd__return__get_packed_size(returned));
        else
            assert_int_equal(ERR_MALFORMED, error);
    }
}

static void every_flipped_bit_is_told_or_makes_another_return(void **state)
{
    struct packed packed = packed_of(&arena, packed_sample(&arena));
    uint8_t *flipped = arena_alloc(&arena, packed.size);

    (void)state;
    for (size_t bit = 0; bit < 8 * packed.size; bit++) {
        struct arena small;
        Qd__Return *returned;
        enum err error;

        memcpy(flipped, packed.bytes, packed.size);
        flipped[bit / 8] ^= (uint8_t)(1 << bit % 8);
        arena_init(&small, CODEC_ARENA_CAP_BYTES);
        error = codec_unpack_return(&returned, &small, flipped, packed.size, NULL);
        if (error == ERR_OK)
            assert_int_equal(packed.size, qd__return__get_packed_size(returned));
        arena_free(&small);
    }
}

// --- the encoding

static void a_field_given_twice_is_malformed(void **state)
{
    struct packed packed = packed_of(&arena, packed_sample(&arena));
    uint8_t *twice = arena_alloc(&arena, packed.size + 16);

    (void)state;
    memcpy(twice, packed.bytes, packed.size);
    memcpy(twice + packed.size, "\x08\x01", 2);  // schema_version
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, twice, packed.size + 2, NULL));
    memcpy(twice + packed.size, "\x1a\x06\xc2\x02\x03\x08\xc8\x01", 8);  // timeliness.plans_issued
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, twice, packed.size + 8, NULL));
}

// Two fields that stand the other way round are read by protobuf-c as if they did not.
static void fields_stand_in_the_order_of_their_numbers(void **state)
{
    Qd__Return *returned = written_return(&arena, "2024");
    struct packed packed = packed_of(&arena, returned);
    static const uint8_t explanation[] = "\x32\x06\x0a\x01R\x2a\x01"
                                         "e";
    static const uint8_t turned[] = "\x32\x06\x2a\x01"
                                    "e\x0a\x01R";
    static const uint8_t other_part[] = "\x1a\x00";
    uint8_t *bytes = arena_alloc(&arena, packed.size + 3 * sizeof explanation);
    struct err_text text = {""};
    size_t size = packed.size;

    (void)state;
    memcpy(bytes, packed.bytes, size);
    memcpy(bytes + size, explanation, 8);
    assert_int_equal(ERR_OK, packed_read(&arena, bytes, size + 8, NULL));
    memcpy(bytes + size + 8, explanation, 8);  // another row
    assert_int_equal(ERR_OK, packed_read(&arena, bytes, size + 16, NULL));
    memcpy(bytes + size, turned, 8);
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, bytes, size + 8, &text));
    note_without_place("an explanation turned round", &text);
    memcpy(bytes + size, explanation, 8);
    memcpy(bytes + size + 8, other_part, 2);  // timeliness behind the explanations
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, bytes, size + 10, &text));
    note_without_place("a part behind the explanations", &text);
    golden_check_noted("errors.golden", "fields of a return out of their order");
}

static void an_unknown_field_is_malformed_wherever_it_is(void **state)
{
    struct packed packed = packed_of(&arena, packed_sample(&arena));
    uint8_t *more = arena_alloc(&arena, packed.size + 16);
    struct err_text text = {""};

    (void)state;
    memcpy(more, packed.bytes, packed.size);
    memcpy(more + packed.size, "\x98\x06\x01", 3);  // field 99 of Return
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, more, packed.size + 3, &text));
    note_without_place("field 99 of the return", &text);
    memcpy(more + packed.size, "\x22\x05\x98\x06\x01", 5);  // in a placement that lacks all else
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, more, packed.size + 5, NULL));
    memcpy(more + packed.size,
           "\x32\x09\x0a\x01R\x2a\x01"
           "e\x98\x06\x01",
           11);  // an explanation
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, more, packed.size + 11, &text));
    note_without_place("field 99 of an explanation", &text);
    golden_check_noted("errors.golden", "fields of a return that are not known");
}

static void a_number_that_is_longer_than_need_be_is_malformed(void **state)
{
    struct packed packed = packed_of(&arena, written_return(&arena, "2024"));
    static const uint8_t version[] = {0x08, 0x81, 0x00};
    uint8_t *longer = arena_alloc(&arena, packed.size + 1);

    (void)state;
    assert_int_equal(ERR_OK, packed_read(&arena, packed.bytes, packed.size, NULL));
    memcpy(longer, version, sizeof version);
    memcpy(longer + sizeof version, packed.bytes + 2, packed.size - 2);
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, longer, packed.size + 1, NULL));
    // The year of the period, 2024, is the last varint: e8 0f.
    memcpy(longer, packed.bytes, packed.size);
    assert_int_equal(0x0f, longer[packed.size - 1]);
    longer[3]++;  // the lengths of header and period
    longer[8]++;
    longer[packed.size - 1] = 0x8f;
    longer[packed.size] = 0x00;
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, longer, packed.size + 1, NULL));
}

static void a_nul_in_a_text_is_malformed(void **state)
{
    Qd__Return *returned = packed_sample(&arena);
    struct packed packed;
    uint8_t *bytes, *note;

    (void)state;
    packed = packed_of(&arena, returned);
    bytes = arena_alloc(&arena, packed.size);
    memcpy(bytes, packed.bytes, packed.size);
    note = memmem(bytes, packed.size, "revised", 7);
    assert_non_null(note);
    note[3] = '\0';
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, bytes, packed.size, NULL));
    note[3] = 'i';
    note[6] = '\0';
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, bytes, packed.size, NULL));
}

// --- values

static void text_that_is_not_clean_utf8_is_malformed(void **state)
{
    static const char *const notes[] = {"caf\xe9", "\xed\xa0\x80", "a\x07", "tab\t", "\xc2\x85"};

    (void)state;
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        Qd__Return *returned = packed_sample(&arena);

        returned->header->note = arena_strdup(&arena, notes[i]);
        assert_malformed("a note", returned);
    }
    golden_check_noted("errors.golden", "text of a return that is not clean");
}

static void a_code_that_is_not_known_is_malformed(void **state)
{
    Qd__Return *returned = packed_sample(&arena);

    (void)state;
    returned->placements[1]->setting = (Qd__Setting)77;
    assert_malformed("setting 77", returned);
    returned->placements[1]->setting = (Qd__Setting)-1;
    assert_malformed("setting -1", returned);
    returned = packed_sample(&arena);
    returned->placements[1]->sourcing = (Qd__Sourcing)0;
    assert_malformed("sourcing 0", returned);
    returned = packed_sample(&arena);
    returned->header->new_la_code = (Qd__LocalAuthority)999;
    assert_malformed("new_la_code 999", returned);
    returned = packed_sample(&arena);
    returned->timeliness->absent.data[7] = 5;
    assert_malformed("reason 5", returned);
    golden_check_noted("errors.golden", "codes of a return that are not known");
}

static void a_figure_is_a_value_or_a_reason_and_not_both(void **state)
{
    Qd__Return *returned = packed_sample(&arena);

    (void)state;
    returned->timeliness->has_plans_issued = 0;
    assert_malformed("plans_issued has neither", returned);
    returned = packed_sample(&arena);
    returned->timeliness->has_plans_issued_ex = 1;
    assert_malformed("plans_issued_ex has both", returned);
    returned = packed_sample(&arena);
    returned->transport[0]->has_gross_expenditure = 0;
    assert_malformed("gross_expenditure has neither", returned);
    returned = packed_sample(&arena);
    returned->placements[0]->has_plans = 0;
    assert_malformed("plans has neither", returned);
    golden_check_noted("errors.golden", "figures without a value or a reason, or with both");
    returned = packed_sample(&arena);
    returned->placements[1]->has_annual_cost = 0;  // a price may be blank
    assert_int_equal(ERR_OK, unpack_raw(returned, NULL));
}

static void what_is_absent_is_a_figure_in_the_order_of_the_fields(void **state)
{
    Qd__Return *returned = packed_sample(&arena);
    ProtobufCBinaryData *absent = &returned->timeliness->absent;
    uint8_t first = absent->data[0];

    (void)state;
    absent->data[0] = absent->data[2];
    assert_malformed("a field twice", returned);
    absent->data[2] = first;
    assert_malformed("two fields that have changed places", returned);
    absent->data[0] = first;
    assert_malformed("the first field twice", returned);
    returned = packed_sample(&arena);
    absent = &returned->timeliness->absent;
    absent->data[absent->len - 2] = 99;  // no field, in place of the last one
    assert_malformed("field 99", returned);
    absent->len -= 2;
    assert_int_equal(ERR_MALFORMED, unpack_raw(returned, NULL));
    returned = packed_sample(&arena);
    written_figure(&arena, &returned->placements[0]->base, "annual_cost", WRITTEN_X);
    assert_int_equal(ERR_OK, unpack_raw(returned, NULL));
    absent = &returned->placements[0]->absent;
    absent->data[0] = 14;  // weeks_a_year
    assert_malformed("weeks_a_year", returned);
    absent->len = 1;
    assert_malformed("a field without its reason", returned);
    absent->len = 0;
    assert_malformed("no fields", returned);
    golden_check_noted("errors.golden", "what is absent from a return, not in its order");
}

// The children of a row given twice, in the room that a shorter way to write what is absent left: a
// list of numbers could be written packed or one by one.
static void what_is_absent_is_written_in_one_way(void **state)
{
    static const uint8_t row[] = {0x08, 0x01, 0x10, 0x07, 0x18, 0x02, 0x20, 0x01,
                                  0x28, 0x05, 0x28, 0x09, 0x30, 0x01, 0x38, 0x01,
                                  0x48, 0x01, 0xa2, 0x06, 0x02, 0x08, 0x01};
    struct packed packed = packed_of(&arena, written_return(&arena, "2024-25"));
    uint8_t *bytes = arena_alloc(&arena, packed.size + 2 + sizeof row);
    const size_t twice = packed.size + 2 + 8;  // where the first of the two stands

    (void)state;
    memcpy(bytes, packed.bytes, packed.size);
    bytes[packed.size] = 5 << 3 | 2;  // transport of Return
    bytes[packed.size + 1] = sizeof row;
    memcpy(bytes + packed.size + 2, row, sizeof row);
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, bytes, packed.size + 2 + sizeof row, NULL));
    memmove(bytes + twice, bytes + twice + 2, sizeof row - 8 - 2);
    bytes[packed.size + 1] -= 2;
    assert_int_equal(ERR_OK, packed_read(&arena, bytes, packed.size + sizeof row, NULL));
}

static void a_figure_lies_within_the_forms_bounds(void **state)
{
    Qd__Return *returned = packed_sample(&arena);

    (void)state;
    returned->timeliness->plans_issued = (uint64_t)FORM_COUNT_MAX + 1;
    assert_malformed("a count of one too many", returned);
    returned->timeliness->plans_issued = UINT64_MAX;
    assert_malformed("the largest count", returned);
    returned = packed_sample(&arena);
    returned->transport[0]->gross_expenditure = -1;
    assert_malformed("money below zero", returned);
    returned->transport[0]->gross_expenditure = (int64_t)FORM_PENCE_MAX_POUNDS * 100 + 1;
    assert_malformed("a penny too much", returned);
    returned->transport[0]->gross_expenditure = INT64_MIN;
    assert_malformed("the smallest sum", returned);
    golden_check_noted("errors.golden", "figures of a return beyond the bounds of the form");
}

static void periods_and_days_exist(void **state)
{
    Qd__Return *returned = packed_sample(&arena);

    (void)state;
    returned->header->period->quarter = 5;
    assert_malformed("quarter 5", returned);
    returned->header->period->has_quarter = 0;
    assert_malformed("a quarter without its number", returned);
    returned = packed_sample(&arena);
    returned->header->as_at_date->day = 32;
    assert_malformed("day 32", returned);
    returned->header->as_at_date->year = UINT32_MAX;
    assert_malformed("the largest year", returned);
    golden_check_noted("errors.golden", "periods and days of a return that do not exist");
}

static void what_is_required_is_there(void **state)
{
    Qd__Return *returned = packed_sample(&arena);
    struct err_text text = {""};

    (void)state;
    returned->header->period = NULL;  // packed as one without fields
    assert_malformed("no period", returned);
    returned = packed_sample(&arena);
    returned->header = NULL;
    assert_malformed("an empty header", returned);
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, "\x08\x01", 2, &text));
    note_without_place("no header", &text);
    golden_check_noted("errors.golden", "what a return must have");
}

// --- too much

static void more_rows_than_the_form_has_are_too_many(void **state)
{
    Qd__Return *returned = written_return(&arena, "2024");
    ProtobufCMessage **rows = arena_alloc(&arena, (FORM_ROWS_MAX + 1) * sizeof(ProtobufCMessage *));
    ProtobufCMessage *row =
        written_row(&arena, returned, FORM_EXPLANATIONS, "rule=a explanation=b");
    struct err_text text = {""};

    (void)state;
    for (size_t i = 0; i < FORM_ROWS_MAX; i++)
        rows[i] = row;
    assert_int_equal(0,
                     form_set_rows(&arena, returned, FORM_EXPLANATIONS, rows, FORM_ROWS_MAX - 1));
    assert_int_equal(ERR_OK, unpack_raw(returned, &text));
    assert_int_equal(0, form_set_rows(&arena, returned, FORM_EXPLANATIONS, rows, 1));
    assert_int_equal(ERR_TOO_LARGE, unpack_raw(returned, &text));
    golden_note("one row too many", text.text);
    golden_check_noted("errors.golden", "too many rows in a return");
}

static void text_that_is_longer_than_the_forms_is_too_large(void **state)
{
    Qd__Return *returned = packed_sample(&arena);
    char *note = arena_alloc(&arena, FORM_TEXT_MAX_BYTES + 2);
    struct err_text text = {""};

    (void)state;
    memset(note, 'a', FORM_TEXT_MAX_BYTES + 1);
    note[FORM_TEXT_MAX_BYTES] = '\0';
    returned->header->note = note;
    assert_int_equal(ERR_OK, unpack_raw(returned, &text));
    note[FORM_TEXT_MAX_BYTES] = 'a';
    note[FORM_TEXT_MAX_BYTES + 1] = '\0';
    assert_int_equal(ERR_TOO_LARGE, unpack_raw(returned, &text));
    golden_note("a note with one letter too many", text.text);
    golden_check_noted("errors.golden", "a text of a return that is too long");
}

static void more_bytes_than_fit_a_message_are_too_many(void **state)
{
    uint8_t *bytes = arena_zalloc(&arena, CODEC_RETURN_MAX_BYTES + 1);

    (void)state;
    assert_int_equal(ERR_TOO_LARGE, packed_read(&arena, bytes, CODEC_RETURN_MAX_BYTES + 1, NULL));
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, bytes, CODEC_RETURN_MAX_BYTES, NULL));
}

// Six bytes, an explanation with two empty texts, ask for some hundred and fifty in memory.
static void bytes_that_ask_for_too_much_memory_are_refused(void **state)
{
    static const size_t caps[] = {1000, 100 * 1000, 1000 * 1000, CODEC_ARENA_CAP_BYTES};
    static const char row[] = "\x32\x04\x0a\x00\x2a\x00";
    struct packed packed = packed_of(&arena, written_return(&arena, "2024"));
    uint8_t *bytes = arena_alloc(&arena, CODEC_RETURN_MAX_BYTES);
    size_t size = packed.size;

    (void)state;
    memcpy(bytes, packed.bytes, size);
    for (; size + sizeof row - 1 <= CODEC_RETURN_MAX_BYTES; size += sizeof row - 1)
        memcpy(bytes + size, row, sizeof row - 1);
    for (size_t i = 0; i < sizeof caps / sizeof caps[0]; i++) {
        struct arena capped;
        Qd__Return *returned;
        struct err_text text = {""};
        enum err error;
        size_t used;

        arena_init(&capped, caps[i]);
        error = codec_unpack_return(&returned, &capped, bytes, size, &text);
        used = capped.used_bytes;
        arena_free(&capped);
        assert_int_equal(ERR_TOO_LARGE, error);
        assert_true(used <= caps[i]);
        assert_true(strlen(text.text) > 0);
    }
}

// --- the schema

static void walk(const ProtobufCMessageDescriptor *message,
                 const ProtobufCMessageDescriptor *above[], size_t depth)
{
    enum { DEEPEST = 8 };

    assert_true(depth < DEEPEST);
    for (size_t i = 0; i < depth; i++)
        assert_ptr_not_equal(message, above[i]);
    above[depth] = message;
    for (unsigned i = 0; i < message->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->fields[i];

        switch (field->type) {
        case PROTOBUF_C_TYPE_MESSAGE:
            walk(field->descriptor, above, depth + 1);
            break;
        case PROTOBUF_C_TYPE_STRING:
        case PROTOBUF_C_TYPE_BYTES:
        case PROTOBUF_C_TYPE_ENUM:
        case PROTOBUF_C_TYPE_UINT32:
        case PROTOBUF_C_TYPE_UINT64:
        case PROTOBUF_C_TYPE_INT64:
        case PROTOBUF_C_TYPE_BOOL:
            break;
        default:
            fail_msg("%s.%s has a type that proto/wire/canonical.c does not pass", message->name,
                     field->name);
        }
        if (field->label == PROTOBUF_C_LABEL_REPEATED)
            assert_int_equal(PROTOBUF_C_TYPE_MESSAGE, field->type);
    }
}

static void no_message_holds_itself_and_every_type_is_known(void **state)
{
    const ProtobufCMessageDescriptor *above[8];

    (void)state;
    walk(&qd__return__descriptor, above, 0);
    walk(&qd__envelope__descriptor, above, 0);
}

// figures_in finds what is absent as a row's last field; a figure's number, and each reason, fit a
// byte.
static void what_is_absent_stands_at_the_end_of_a_row(void **state)
{
    (void)state;
    for (unsigned i = 0; i < qd__absence__descriptor.n_values; i++)
        assert_true(qd__absence__descriptor.values[i].value >= QD__ABSENCE__NOT_AVAILABLE &&
                    qd__absence__descriptor.values[i].value <= QD__ABSENCE__NOT_COLLECTED);
    for (enum form_part part = 0; part < FORM_PARTS; part++) {
        const ProtobufCMessageDescriptor *row = form_part(part)->row;
        int figures = 0;

        for (unsigned i = 0; i < row->n_fields; i++) {
            figures |= figures_is_figure(&row->fields[i]);
            assert_true(row->fields[i].id <= UINT8_MAX);
            assert_int_equal(row->fields[i].type == PROTOBUF_C_TYPE_BYTES, i == form_columns(row));
        }
        assert_int_equal(figures, figures_in(row));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_make, memory_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bytes_that_are_not_a_return_are_malformed),
        TEST(every_prefix_of_a_return_is_malformed_or_a_return),
        TEST(every_flipped_bit_is_told_or_makes_another_return),
        TEST(a_field_given_twice_is_malformed),
        TEST(fields_stand_in_the_order_of_their_numbers),
        TEST(an_unknown_field_is_malformed_wherever_it_is),
        TEST(a_number_that_is_longer_than_need_be_is_malformed),
        TEST(a_nul_in_a_text_is_malformed),
        TEST(text_that_is_not_clean_utf8_is_malformed),
        TEST(a_code_that_is_not_known_is_malformed),
        TEST(a_figure_is_a_value_or_a_reason_and_not_both),
        TEST(what_is_absent_is_a_figure_in_the_order_of_the_fields),
        TEST(what_is_absent_is_written_in_one_way),
        TEST(a_figure_lies_within_the_forms_bounds),
        TEST(periods_and_days_exist),
        TEST(what_is_required_is_there),
        TEST(more_rows_than_the_form_has_are_too_many),
        TEST(text_that_is_longer_than_the_forms_is_too_large),
        TEST(more_bytes_than_fit_a_message_are_too_many),
        TEST(bytes_that_ask_for_too_much_memory_are_refused),
        TEST(no_message_holds_itself_and_every_type_is_known),
        TEST(what_is_absent_stands_at_the_end_of_a_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
