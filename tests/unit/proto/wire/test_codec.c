#include "proto/wire/codec.h"

#include "lib/base/clock.h"
#include "proto/form/figures.h"
#include "tests/support/written/written.h"

#include <stdio.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, WRITTEN_ARENA_CAP_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

// A return with something in every part.
static Qd__Return *sample(void)
{
    Qd__Return *returned = written_return(&arena, "2024-25 Q4");

    written_cells(&arena, &returned->header->base, "as_at_date=2025-01-16 note=revised");
    written_row(&arena, returned, FORM_TIMELINESS,
                "plans_issued=380 plans_issued_ex=x requests_received=10000000 assessments=z");
    written_rest_is_x(&arena, &returned->timeliness->base);
    written_placement(&arena, returned, "setting=total plans=105");
    written_placement(&arena, returned,
                      "setting=special_independent plans=5 urn=100049 provider_name=Elm_House "
                      "fee_basis=annual weeks_a_year=38 annual_cost=315000.50 sourcing=spot");
    written_placement(&arena, returned, "setting=mainstream_academy plans=100");
    written_transport(&arena, returned, "gross_expenditure=1000000000 children=30");
    written_row(&arena, returned, FORM_EXPLANATIONS, "rule=QD-R03 explanation=as_published");
    return returned;
}

struct packed {
    const uint8_t *bytes;
    size_t size;
};

static struct packed pack(const Qd__Return *returned)
{
    struct packed packed;

    assert_int_equal(ERR_OK,
                     codec_pack_return(returned, &arena, &packed.bytes, &packed.size, NULL));
    return packed;
}

static enum err unpack(const void *bytes, size_t size, struct err_text *text)
{
    Qd__Return *returned;
    enum err error = codec_unpack_return(&returned, &arena, bytes, size, text);

    assert_int_equal(error == ERR_OK, returned != NULL);
    return error;
}

// The bytes of any message, as protobuf-c packs it, whatever is wrong with it.
static enum err unpack_raw(const Qd__Return *returned, struct err_text *text)
{
    size_t size = qd__return__get_packed_size(returned);
    uint8_t *bytes = arena_alloc(&arena, size);

    assert_non_null(bytes);
    qd__return__pack(returned, bytes);
    return unpack(bytes, size, text);
}

#define assert_malformed(words, returned)                                                          \
    do {                                                                                           \
        struct err_text text_ = {""};                                                              \
        assert_int_equal(ERR_MALFORMED, unpack_raw(returned, &text_));                             \
        if (strstr(text_.text, words) == NULL)                                                     \
            fail_msg("\"%s\" does not say \"%s\"", text_.text, words);                             \
    } while (0)

// --- bytes that are no return

static void bytes_that_are_no_return_are_malformed(void **state)
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

        assert_int_equal(ERR_MALFORMED, unpack(garbage[i], strlen(garbage[i]), &text));
        assert_true(strlen(text.text) > 0);
        assert_int_equal(ERR_MALFORMED, unpack(garbage[i], strlen(garbage[i]), NULL));
    }
}

static void every_prefix_of_a_return_is_malformed_or_a_return(void **state)
{
    struct packed packed = pack(sample());

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
    struct packed packed = pack(sample());
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

// --- what protobuf-c does not see

static void a_field_given_twice_is_malformed(void **state)
{
    struct packed packed = pack(sample());
    uint8_t *twice = arena_alloc(&arena, packed.size + 16);

    (void)state;
    memcpy(twice, packed.bytes, packed.size);
    memcpy(twice + packed.size, "\x08\x01", 2);  // schema_version
    assert_int_equal(ERR_MALFORMED, unpack(twice, packed.size + 2, NULL));
    memcpy(twice + packed.size, "\x1a\x06\xc2\x02\x03\x08\xc8\x01", 8);  // timeliness.plans_issued
    assert_int_equal(ERR_MALFORMED, unpack(twice, packed.size + 8, NULL));
}

static void an_unknown_field_is_malformed_wherever_it_is(void **state)
{
    struct packed packed = pack(sample());
    uint8_t *more = arena_alloc(&arena, packed.size + 16);
    struct err_text text = {""};

    (void)state;
    memcpy(more, packed.bytes, packed.size);
    memcpy(more + packed.size, "\x98\x06\x01", 3);  // field 99 of Return
    assert_int_equal(ERR_MALFORMED, unpack(more, packed.size + 3, &text));
    assert_non_null(strstr(text.text, "99"));
    memcpy(more + packed.size, "\x22\x05\x98\x06\x01", 5);  // in a placement that lacks all else
    assert_int_equal(ERR_MALFORMED, unpack(more, packed.size + 5, NULL));
    memcpy(more + packed.size,
           "\x32\x09\x0a\x01R\x12\x01"
           "e\x98\x06\x01",
           11);  // an explanation
    assert_int_equal(ERR_MALFORMED, unpack(more, packed.size + 11, &text));
    assert_non_null(strstr(text.text, "explanations"));
}

static void a_number_that_is_longer_than_need_be_is_malformed(void **state)
{
    struct packed packed = pack(written_return(&arena, "2024"));
    static const uint8_t version[] = {0x08, 0x81, 0x00};
    uint8_t *longer = arena_alloc(&arena, packed.size + 1);

    (void)state;
    assert_int_equal(ERR_OK, unpack(packed.bytes, packed.size, NULL));
    memcpy(longer, version, sizeof version);
    memcpy(longer + sizeof version, packed.bytes + 2, packed.size - 2);
    assert_int_equal(ERR_MALFORMED, unpack(longer, packed.size + 1, NULL));
    // The year of the period, 2024, is the last varint: e8 0f.
    memcpy(longer, packed.bytes, packed.size);
    assert_int_equal(0x0f, longer[packed.size - 1]);
    longer[3]++;  // the lengths of header and period
    longer[8]++;
    longer[packed.size - 1] = 0x8f;
    longer[packed.size] = 0x00;
    assert_int_equal(ERR_MALFORMED, unpack(longer, packed.size + 1, NULL));
}

static void a_nul_in_a_text_is_malformed(void **state)
{
    Qd__Return *returned = sample();
    struct packed packed;
    uint8_t *bytes, *note;

    (void)state;
    packed = pack(returned);
    bytes = arena_alloc(&arena, packed.size);
    memcpy(bytes, packed.bytes, packed.size);
    note = memmem(bytes, packed.size, "revised", 7);
    assert_non_null(note);
    note[3] = '\0';
    assert_int_equal(ERR_MALFORMED, unpack(bytes, packed.size, NULL));
    note[3] = 'i';
    note[6] = '\0';
    assert_int_equal(ERR_MALFORMED, unpack(bytes, packed.size, NULL));
}

static void text_that_is_not_clean_utf8_is_malformed(void **state)
{
    static const char *const notes[] = {"caf\xe9", "\xed\xa0\x80", "a\x07", "tab\t", "\xc2\x85"};

    (void)state;
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        Qd__Return *returned = sample();

        returned->header->note = arena_strdup(&arena, notes[i]);
        assert_malformed("note", returned);
    }
}

static void a_code_that_is_not_known_is_malformed(void **state)
{
    Qd__Return *returned = sample();

    (void)state;
    returned->placements[1]->setting = (Qd__Setting)77;
    assert_malformed("setting has a code that is not known", returned);
    returned->placements[1]->setting = (Qd__Setting)-1;
    assert_malformed("setting", returned);
    returned = sample();
    returned->placements[1]->sourcing = (Qd__Sourcing)0;
    assert_malformed("sourcing", returned);
    returned = sample();
    returned->header->new_la_code = (Qd__LocalAuthority)999;
    assert_malformed("new_la_code", returned);
    returned = sample();
    returned->timeliness->absent.data[7] = 5;
    assert_malformed("absent has a reason that is not known", returned);
}

static void a_figure_is_a_value_or_a_reason_and_not_both(void **state)
{
    Qd__Return *returned = sample();

    (void)state;
    returned->timeliness->has_plans_issued = 0;
    assert_malformed("plans_issued needs either", returned);
    returned = sample();
    returned->timeliness->has_plans_issued_ex = 1;
    assert_malformed("plans_issued_ex needs either", returned);
    returned = sample();
    returned->transport[0]->has_gross_expenditure = 0;
    assert_malformed("gross_expenditure needs either", returned);
    returned = sample();
    returned->placements[0]->has_plans = 0;
    assert_malformed("plans needs either", returned);
    returned = sample();
    returned->placements[1]->has_annual_cost = 0;  // a price may be blank
    assert_int_equal(ERR_OK, unpack_raw(returned, NULL));
}

static void what_is_absent_is_a_figure_in_the_order_of_the_fields(void **state)
{
    Qd__Return *returned = sample();
    ProtobufCBinaryData *absent = &returned->timeliness->absent;
    uint8_t first = absent->data[0];

    (void)state;
    absent->data[0] = absent->data[2];
    assert_malformed("absent is not in the order", returned);
    absent->data[2] = first;
    assert_malformed("absent is not in the order", returned);
    absent->data[0] = first;
    assert_malformed("absent is not in the order", returned);
    returned = sample();
    absent = &returned->timeliness->absent;
    absent->data[absent->len - 2] = 99;  // no field, in place of the last one
    assert_malformed("needs either", returned);
    returned = sample();
    written_figure(&arena, &returned->placements[0]->base, "annual_cost", WRITTEN_X);
    assert_int_equal(ERR_OK, unpack_raw(returned, NULL));
    absent = &returned->placements[0]->absent;
    absent->data[0] = 14;  // weeks_a_year
    assert_malformed("absent names a field that is no figure", returned);
    absent->len = 1;
    assert_malformed("absent needs a reason for each", returned);
    absent->len = 0;
    assert_malformed("absent needs a reason for each", returned);
}

// The children of a row given twice, in the room that a shorter way to write what is absent left: a
// list of numbers could be written packed or one by one.
static void what_is_absent_is_written_in_one_way(void **state)
{
    static const uint8_t row[] = {0x08, 0x01, 0x10, 0x07, 0x18, 0x02, 0x20, 0x01,
                                  0x28, 0x05, 0x28, 0x09, 0x30, 0x01, 0x38, 0x01,
                                  0x48, 0x01, 0xa2, 0x06, 0x02, 0x08, 0x01};
    struct packed packed = pack(written_return(&arena, "2024-25"));
    uint8_t *bytes = arena_alloc(&arena, packed.size + 2 + sizeof row);
    const size_t twice = packed.size + 2 + 8;  // where the first of the two stands

    (void)state;
    memcpy(bytes, packed.bytes, packed.size);
    bytes[packed.size] = 5 << 3 | 2;  // transport of Return
    bytes[packed.size + 1] = sizeof row;
    memcpy(bytes + packed.size + 2, row, sizeof row);
    assert_int_equal(ERR_MALFORMED, unpack(bytes, packed.size + 2 + sizeof row, NULL));
    memmove(bytes + twice, bytes + twice + 2, sizeof row - 8 - 2);
    bytes[packed.size + 1] -= 2;
    assert_int_equal(ERR_OK, unpack(bytes, packed.size + sizeof row, NULL));
}

static void a_figure_lies_within_the_forms_bounds(void **state)
{
    Qd__Return *returned = sample();

    (void)state;
    returned->timeliness->plans_issued = (uint64_t)FORM_COUNT_MAX + 1;
    assert_malformed("plans_issued is larger", returned);
    returned->timeliness->plans_issued = UINT64_MAX;
    assert_malformed("plans_issued is larger", returned);
    returned = sample();
    returned->transport[0]->gross_expenditure = -1;
    assert_malformed("gross_expenditure is larger", returned);
    returned->transport[0]->gross_expenditure = (int64_t)FORM_PENCE_MAX_POUNDS * 100 + 1;
    assert_malformed("gross_expenditure is larger", returned);
    returned->transport[0]->gross_expenditure = INT64_MIN;
    assert_malformed("gross_expenditure is larger", returned);
}

static void periods_and_days_exist(void **state)
{
    Qd__Return *returned = sample();

    (void)state;
    returned->header->period->quarter = 5;
    assert_malformed("period is no period", returned);
    returned->header->period->has_quarter = 0;
    assert_malformed("period is no period", returned);
    returned = sample();
    returned->header->as_at_date->day = 32;
    assert_malformed("as_at_date is no day", returned);
    returned->header->as_at_date->year = UINT32_MAX;
    assert_malformed("as_at_date is no day", returned);
}

static void what_is_required_is_there(void **state)
{
    Qd__Return *returned = sample();

    (void)state;
    returned->header->period = NULL;
    assert_malformed("no Return", returned);
    returned = sample();
    returned->header = NULL;
    assert_malformed("no Return", returned);
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
    assert_non_null(strstr(text.text, "20001"));
}

static void text_that_is_longer_than_the_forms_is_too_large(void **state)
{
    Qd__Return *returned = sample();
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
    assert_non_null(strstr(text.text, "note"));
}

static void more_bytes_than_fit_a_message_are_too_many(void **state)
{
    uint8_t *bytes = arena_zalloc(&arena, CODEC_RETURN_MAX_BYTES + 1);

    (void)state;
    assert_int_equal(ERR_TOO_LARGE, unpack(bytes, CODEC_RETURN_MAX_BYTES + 1, NULL));
    assert_int_equal(ERR_MALFORMED, unpack(bytes, CODEC_RETURN_MAX_BYTES, NULL));
}

// Six bytes, an explanation with two empty texts, ask for some hundred and fifty in memory.
static void bytes_that_ask_for_too_much_memory_are_refused(void **state)
{
    static const size_t caps[] = {1000, 100 * 1000, 1000 * 1000, CODEC_ARENA_CAP_BYTES};
    static const char row[] = "\x32\x04\x0a\x00\x12\x00";
    struct packed packed = pack(written_return(&arena, "2024"));
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

static void without_memory_nothing_is_packed(void **state)
{
    Qd__Return *returned = sample();
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Hello hello = QD__HELLO__INIT;
    struct arena none;
    const uint8_t *bytes;
    size_t size;

    (void)state;
    arena_init(&none, 0);
    assert_int_equal(ERR_NO_MEMORY, codec_pack_return(returned, &none, &bytes, &size, NULL));
    hello.program = arena_strdup(&arena, "program");
    envelope.content_case = QD__ENVELOPE__CONTENT_HELLO;
    envelope.hello = &hello;
    assert_int_equal(ERR_NO_MEMORY, codec_pack_envelope(&envelope, &none, &bytes, &size, NULL));
    arena_free(&none);
}

static void a_return_too_large_for_a_message_is_not_packed(void **state)
{
    Qd__Return *returned = written_return(&arena, "2024");
    char *words = arena_alloc(&arena, 1001);
    ProtobufCMessage *row =
        written_row(&arena, returned, FORM_EXPLANATIONS, "rule=a explanation=b");
    struct err_text text = {""};
    const uint8_t *bytes;
    size_t size;

    (void)state;
    memset(words, 'a', 1000);
    words[1000] = '\0';
    ((Qd__Explanation *)(void *)row)->explanation = words;
    for (int i = 0; i < 1000; i++)
        assert_int_equal(0, form_set_rows(&arena, returned, FORM_EXPLANATIONS, &row, 1));
    assert_int_equal(ERR_TOO_LARGE, codec_pack_return(returned, &arena, &bytes, &size, &text));
    assert_non_null(strstr(text.text, "1000000"));
}

// --- versions

static void another_schema_version_is_told_even_when_the_rest_cannot_be_read(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
    } cases[] = {
        {"\x08\x02", 2},
        {"\x08\x00", 2},
        {"\x08\x02\x12\x02hi", 6},                    // a header that ours is not
        {"\x08\xac\x02\x9a\x06\x03odd\x20\x05", 11},  // 300, with fields that we do not have
        {"\x9a\x06\x03odd\x08\x07", 8},               // not in front
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err_text text = {""};

        assert_int_equal(ERR_UNKNOWN_VERSION, unpack(cases[i].bytes, cases[i].size, &text));
        assert_non_null(strstr(text.text, "version"));
    }
}

static void a_return_begins_with_its_version(void **state)
{
    struct packed packed = pack(written_return(&arena, "2024"));
    uint8_t *turned = arena_alloc(&arena, packed.size);

    (void)state;
    memcpy(turned, packed.bytes + 2, packed.size - 2);
    memcpy(turned + packed.size - 2, packed.bytes, 2);
    assert_int_equal(ERR_MALFORMED, unpack(turned, packed.size, NULL));
}

// --- what is right

static void a_return_comes_back_as_it_was(void **state)
{
    Qd__Return *returned = sample(), *back;
    struct packed packed = pack(returned), again;

    (void)state;
    assert_int_equal(ERR_OK, codec_unpack_return(&back, &arena, packed.bytes, packed.size, NULL));
    again = pack(back);
    assert_int_equal(packed.size, again.size);
    assert_memory_equal(packed.bytes, again.bytes, packed.size);
    for (enum form_part part = 0; part < FORM_PARTS; part++) {
        const ProtobufCMessageDescriptor *row = form_part(part)->row;

        assert_int_equal(form_rows(returned, part), form_rows(back, part));
        for (size_t i = 0; i < form_rows(back, part); i++)
            for (unsigned j = 0; j < form_columns(row); j++)
                assert_string_equal(
                    form_write_cell(&arena, form_row(returned, part, i), &row->fields[j]),
                    form_write_cell(&arena, form_row(back, part, i), &row->fields[j]));
    }
}

static void the_same_return_gives_the_same_bytes(void **state)
{
    struct packed one = pack(sample()), other = pack(sample());

    (void)state;
    assert_int_equal(one.size, other.size);
    assert_memory_equal(one.bytes, other.bytes, one.size);
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

static void a_return_and_its_version_begin_alike(void **state)
{
    const ProtobufCFieldDescriptor *of_return = &qd__return__descriptor.fields[0];
    const ProtobufCFieldDescriptor *of_version = &qd__return_version__descriptor.fields[0];

    (void)state;
    assert_string_equal(of_return->name, of_version->name);
    assert_int_equal(of_return->id, of_version->id);
    assert_int_equal(of_return->type, of_version->type);
}

// --- envelopes

static ProtobufCBinaryData filled(size_t size, uint8_t byte)
{
    ProtobufCBinaryData data = {size, arena_alloc(&arena, size)};

    assert_non_null(data.data);
    memset(data.data, byte, size);
    return data;
}

// One envelope of each kind, by its content's number.
static Qd__Envelope *envelope_of(Qd__Envelope__ContentCase content)
{
    Qd__Envelope *envelope = arena_alloc(&arena, sizeof *envelope);
    Qd__Return *returned = written_return(&arena, "2024-25 Q4");

    qd__envelope__init(envelope);
    envelope->content_case = content;
    switch (content) {
    case QD__ENVELOPE__CONTENT_HELLO: {
        Qd__Hello *hello = arena_alloc(&arena, sizeof *hello);

        qd__hello__init(hello);
        hello->protocol_version = CODEC_PROTOCOL_VERSION;
        hello->program = arena_strdup(&arena, "qd-collector 0.1.0");
        envelope->hello = hello;
        break;
    }
    case QD__ENVELOPE__CONTENT_WELCOME: {
        Qd__Welcome *welcome = arena_alloc(&arena, sizeof *welcome);
        Qd__Holding *holding = arena_alloc(&arena, sizeof *holding);

        qd__welcome__init(welcome);
        qd__holding__init(holding);
        holding->period = returned->header->period;
        holding->revision = 3;
        holding->return_hash = filled(CODEC_HASH_BYTES, 7);
        holding->submission_id = filled(CODEC_SUBMISSION_ID_BYTES, 9);
        welcome->protocol_version = CODEC_PROTOCOL_VERSION;
        welcome->program = arena_strdup(&arena, "qd-aggregator 0.1.0");
        welcome->new_la_code = QD__LOCAL_AUTHORITY__E09000007;
        welcome->n_holdings = 1;
        welcome->holdings = arena_alloc(&arena, sizeof(Qd__Holding *));
        welcome->holdings[0] = holding;
        envelope->welcome = welcome;
        break;
    }
    case QD__ENVELOPE__CONTENT_SUBMIT: {
        Qd__Submit *submit = arena_alloc(&arena, sizeof *submit);

        qd__submit__init(submit);
        submit->submission_id = filled(CODEC_SUBMISSION_ID_BYTES, 9);
        submit->schema_version = FORM_SCHEMA_VERSION;
        submit->return_hash = filled(CODEC_HASH_BYTES, 7);
        submit->return_bytes = filled(300, 0);  // no return: it is left as bytes
        envelope->submit = submit;
        break;
    }
    case QD__ENVELOPE__CONTENT_RECEIPT: {
        Qd__Receipt *receipt = arena_alloc(&arena, sizeof *receipt);

        qd__receipt__init(receipt);
        receipt->submission_id = filled(CODEC_SUBMISSION_ID_BYTES, 9);
        receipt->new_la_code = QD__LOCAL_AUTHORITY__E09000007;
        receipt->period = returned->header->period;
        receipt->revision = 1;
        receipt->received_at_unix_ms = UINT64_MAX;
        receipt->return_hash = filled(CODEC_HASH_BYTES, 7);
        receipt->sequence = 1;
        receipt->link = filled(CODEC_HASH_BYTES, 5);
        envelope->receipt = receipt;
        break;
    }
    default: {
        Qd__Refusal *refusal = arena_alloc(&arena, sizeof *refusal);

        qd__refusal__init(refusal);
        refusal->has_submission_id = 1;
        refusal->submission_id = filled(CODEC_SUBMISSION_ID_BYTES, 9);
        refusal->code = QD__REFUSAL_CODE__STORE_FULL;
        refusal->text = arena_strdup(&arena, "the region's disk is full");
        refusal->again = 1;
        envelope->refusal = refusal;
        break;
    }
    }
    return envelope;
}

static const Qd__Envelope__ContentCase contents[] = {
    QD__ENVELOPE__CONTENT_HELLO, QD__ENVELOPE__CONTENT_WELCOME, QD__ENVELOPE__CONTENT_SUBMIT,
    QD__ENVELOPE__CONTENT_RECEIPT, QD__ENVELOPE__CONTENT_REFUSAL};
enum { CONTENTS = sizeof contents / sizeof contents[0] };

static enum err unpack_envelope(const void *bytes, size_t size, struct err_text *text)
{
    Qd__Envelope *envelope;
    enum err error = codec_unpack_envelope(&envelope, &arena, bytes, size, text);

    assert_int_equal(error == ERR_OK, envelope != NULL);
    return error;
}

static enum err unpack_packed(const Qd__Envelope *envelope)
{
    const uint8_t *bytes;
    size_t size;

    assert_int_equal(ERR_OK, codec_pack_envelope(envelope, &arena, &bytes, &size, NULL));
    return unpack_envelope(bytes, size, NULL);
}

static void bytes_that_are_no_envelope_are_malformed(void **state)
{
    static const char *const garbage[] = {"",     "\x0a",  "\x0a\x00",
                                          "\xff", "hello", "\x0a\x02\x08\x01"};

    (void)state;
    for (size_t i = 0; i < sizeof garbage / sizeof garbage[0]; i++)
        assert_int_equal(ERR_MALFORMED, unpack_envelope(garbage[i], strlen(garbage[i]), NULL));
}

static void ids_and_hashes_have_their_length(void **state)
{
    Qd__Envelope *envelope;

    (void)state;
    envelope = envelope_of(QD__ENVELOPE__CONTENT_SUBMIT);
    envelope->submit->submission_id.len--;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope->submit->submission_id.len = 0;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope = envelope_of(QD__ENVELOPE__CONTENT_SUBMIT);
    envelope->submit->return_hash.len--;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope = envelope_of(QD__ENVELOPE__CONTENT_RECEIPT);
    envelope->receipt->link.len--;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope = envelope_of(QD__ENVELOPE__CONTENT_RECEIPT);
    envelope->receipt->return_hash.len--;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope = envelope_of(QD__ENVELOPE__CONTENT_RECEIPT);
    envelope->receipt->submission_id.len--;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope = envelope_of(QD__ENVELOPE__CONTENT_WELCOME);
    envelope->welcome->holdings[0]->return_hash.len--;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope = envelope_of(QD__ENVELOPE__CONTENT_WELCOME);
    envelope->welcome->holdings[0]->submission_id.len--;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope = envelope_of(QD__ENVELOPE__CONTENT_REFUSAL);
    envelope->refusal->submission_id.len--;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope->refusal->has_submission_id = 0;
    assert_int_equal(ERR_OK, unpack_packed(envelope));
}

static void what_an_envelope_holds_is_checked_as_in_a_return(void **state)
{
    Qd__Envelope *envelope;

    (void)state;
    envelope = envelope_of(QD__ENVELOPE__CONTENT_HELLO);
    envelope->hello->program = arena_strdup(&arena, "a\x07");
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope = envelope_of(QD__ENVELOPE__CONTENT_RECEIPT);
    envelope->receipt->new_la_code = (Qd__LocalAuthority)1;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope = envelope_of(QD__ENVELOPE__CONTENT_RECEIPT);
    envelope->receipt->period->year = 1;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope = envelope_of(QD__ENVELOPE__CONTENT_REFUSAL);
    envelope->refusal->code = (Qd__RefusalCode)99;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
}

static void two_contents_in_one_envelope_are_malformed(void **state)
{
    const uint8_t *one, *other;
    size_t one_size, other_size;
    uint8_t *both;

    (void)state;
    assert_int_equal(ERR_OK, codec_pack_envelope(envelope_of(QD__ENVELOPE__CONTENT_HELLO), &arena,
                                                 &one, &one_size, NULL));
    assert_int_equal(ERR_OK, codec_pack_envelope(envelope_of(QD__ENVELOPE__CONTENT_REFUSAL), &arena,
                                                 &other, &other_size, NULL));
    both = arena_alloc(&arena, one_size + other_size);
    memcpy(both, one, one_size);
    memcpy(both + one_size, other, other_size);
    assert_int_equal(ERR_MALFORMED, unpack_envelope(both, one_size + other_size, NULL));
    memcpy(both, one, one_size);
    memcpy(both + one_size, one, one_size);
    assert_int_equal(ERR_MALFORMED, unpack_envelope(both, 2 * one_size, NULL));
}

static void what_another_protocol_version_says_is_not_malformed(void **state)
{
    (void)state;
    // A kind of message that we do not have; a Hello of version 2 with a field that we do not have.
    assert_int_equal(ERR_UNKNOWN_VERSION, unpack_envelope("\x52\x01z", 3, NULL));
    assert_int_equal(ERR_UNKNOWN_VERSION,
                     unpack_envelope("\x0a\x07\x08\x02\x12\x01p\x50\x01", 9, NULL));
    assert_int_equal(ERR_MALFORMED, unpack_envelope("\x0a\x07\x08\x01\x12\x01p\x50\x01", 9, NULL));
    // One that can be read is left to be judged by its reader.
    assert_int_equal(ERR_OK, unpack_envelope("\x0a\x05\x08\x02\x12\x01p", 7, NULL));
}

static void every_flipped_bit_of_an_envelope_is_survived(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONTENTS; i++) {
        const uint8_t *bytes;
        uint8_t *flipped;
        size_t size;

        assert_int_equal(
            ERR_OK, codec_pack_envelope(envelope_of(contents[i]), &arena, &bytes, &size, NULL));
        flipped = arena_alloc(&arena, size);
        for (size_t bit = 0; bit < 8 * size; bit++) {
            memcpy(flipped, bytes, size);
            flipped[bit / 8] ^= (uint8_t)(1 << bit % 8);
            unpack_envelope(flipped, size, NULL);
        }
    }
}

static void an_envelope_is_packed_as_protobuf_packs_it(void **state)
{
    static const size_t sizes[] = {0, 1, 50, 126, 127, 128, 129, 5000, 16383, 16384, 70000};

    (void)state;
    for (size_t i = 0; i < CONTENTS + sizeof sizes / sizeof sizes[0]; i++) {
        Qd__Envelope *envelope =
            envelope_of(i < CONTENTS ? contents[i] : QD__ENVELOPE__CONTENT_SUBMIT);
        const uint8_t *bytes;
        uint8_t *expected;
        size_t size;

        if (i >= CONTENTS)
            envelope->submit->return_bytes = filled(sizes[i - CONTENTS], 3);
        assert_int_equal(ERR_OK, codec_pack_envelope(envelope, &arena, &bytes, &size, NULL));
        assert_int_equal(qd__envelope__get_packed_size(envelope), size);
        expected = arena_alloc(&arena, size);
        qd__envelope__pack(envelope, expected);
        assert_memory_equal(expected, bytes, size);
        assert_int_equal(ERR_OK, unpack_envelope(bytes, size, NULL));
    }
}

// --- hashes and ids

static void the_hash_is_sha_256(void **state)
{
    static const struct {
        const char *text, *hash;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t hash[CODEC_HASH_BYTES];
        char text[2 * CODEC_HASH_BYTES + 1];

        codec_hash(hash, cases[i].text, strlen(cases[i].text));
        codec_hex(text, hash, sizeof hash);
        assert_string_equal(cases[i].hash, text);
    }
}

static void submission_ids_begin_with_the_time_and_differ(void **state)
{
    uint8_t one[CODEC_SUBMISSION_ID_BYTES], other[CODEC_SUBMISSION_ID_BYTES];
    uint64_t before = clock_unix_ms(), time = 0;

    (void)state;
    codec_new_submission_id(one);
    codec_new_submission_id(other);
    assert_memory_not_equal(one + 6, other + 6, CODEC_SUBMISSION_ID_BYTES - 6);
    assert_true(memcmp(one, other, 6) <= 0);
    for (int i = 0; i < 6; i++)
        time = time << 8 | one[i];
    assert_true(time >= before && time <= clock_unix_ms());
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bytes_that_are_no_return_are_malformed),
        TEST(every_prefix_of_a_return_is_malformed_or_a_return),
        TEST(every_flipped_bit_is_told_or_makes_another_return),
        TEST(a_field_given_twice_is_malformed),
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
        TEST(without_memory_nothing_is_packed),
        TEST(a_return_too_large_for_a_message_is_not_packed),
        TEST(another_schema_version_is_told_even_when_the_rest_cannot_be_read),
        TEST(a_return_begins_with_its_version),
        TEST(a_return_comes_back_as_it_was),
        TEST(the_same_return_gives_the_same_bytes),
        TEST(no_message_holds_itself_and_every_type_is_known),
        TEST(what_is_absent_stands_at_the_end_of_a_row),
        TEST(a_return_and_its_version_begin_alike),
        TEST(bytes_that_are_no_envelope_are_malformed),
        TEST(ids_and_hashes_have_their_length),
        TEST(what_an_envelope_holds_is_checked_as_in_a_return),
        TEST(two_contents_in_one_envelope_are_malformed),
        TEST(what_another_protocol_version_says_is_not_malformed),
        TEST(every_flipped_bit_of_an_envelope_is_survived),
        TEST(an_envelope_is_packed_as_protobuf_packs_it),
        TEST(the_hash_is_sha_256),
        TEST(submission_ids_begin_with_the_time_and_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
