// Returns as bytes and back, and the versions that they are of.
#include "tests/support/packed/packed.h"

#include "tests/support/golden/golden.h"
#include "tests/support/memory/memory.h"

static void without_memory_nothing_is_packed(void **state)
{
    Qd__Return *returned = packed_sample(&arena);
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
    golden_note("a megabyte of explanations", text.text);
    golden_check_noted("errors.golden", "a return that is too long to send");
}

// --- versions

static void another_schema_version_is_told_even_when_the_rest_cannot_be_read(void **state)
{
    static const struct {
        const char *version, *bytes;
        size_t size;
    } cases[] = {
        {"version 127 ", "\x08\x7f", 2},
        {"version 0 ", "\x08\x00", 2},
        {"version 127 ", "\x08\x7f\x12\x02hi", 6},                    // a header that ours is not
        {"version 300 ", "\x08\xac\x02\x9a\x06\x03odd\x20\x05", 11},  // with fields we do not have
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err_text text = {""};

        assert_int_equal(ERR_UNKNOWN_VERSION,
                         packed_read(&arena, cases[i].bytes, cases[i].size, &text));
        assert_non_null(strstr(text.text, cases[i].version));
        assert_non_null(strstr(text.text, err_program()));
    }
}

static void a_return_begins_with_its_version(void **state)
{
    struct packed packed = packed_of(&arena, written_return(&arena, "2024"));
    uint8_t *turned = arena_alloc(&arena, packed.size);

    (void)state;
    memcpy(turned, packed.bytes + 2, packed.size - 2);
    memcpy(turned + packed.size - 2, packed.bytes, 2);
    assert_int_equal(ERR_MALFORMED, packed_read(&arena, turned, packed.size, NULL));
}

// --- what is right

static void a_return_comes_back_as_it_was(void **state)
{
    Qd__Return *returned = packed_sample(&arena), *back;
    struct packed packed = packed_of(&arena, returned), again;

    (void)state;
    assert_int_equal(ERR_OK, codec_unpack_return(&back, &arena, packed.bytes, packed.size, NULL));
    again = packed_of(&arena, back);
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
    struct packed one = packed_of(&arena, packed_sample(&arena)),
                  other = packed_of(&arena, packed_sample(&arena));

    (void)state;
    assert_int_equal(one.size, other.size);
    assert_memory_equal(one.bytes, other.bytes, one.size);
}

// --- some parts of a return

enum { FEW = 64, MANY = 65 };  // rows that are decoded anyway, and one more

static const Qd__Return *with_rows(size_t placements, size_t transport)
{
    Qd__Return *returned = packed_sample(&arena);

    while (returned->n_placements < placements)
        written_placement(&arena, returned, "plans=5");
    while (returned->n_transport < transport)
        written_transport(&arena, returned, "children=1");
    return returned;
}

static Qd__Return *unpack_parts(struct packed packed, unsigned needed, unsigned *left)
{
    Qd__Return *returned;
    struct err_text text = {""};

    assert_int_equal(ERR_OK, codec_unpack_parts(&returned, &arena, packed.bytes, packed.size,
                                                needed, left, &text));
    return returned;
}

static void many_rows_that_are_not_needed_are_left(void **state)
{
    const struct packed packed = packed_of(&arena, with_rows(MANY, MANY));
    const Qd__Return *returned;
    unsigned left;

    (void)state;
    returned = unpack_parts(packed, 1U << FORM_TRANSPORT, &left);
    assert_int_equal(1U << FORM_PLACEMENTS, left);
    assert_int_equal(0, returned->n_placements);
    assert_int_equal(MANY, returned->n_transport);
    assert_non_null(returned->timeliness);
}

static void few_rows_are_never_left(void **state)
{
    const struct packed packed = packed_of(&arena, with_rows(FEW, FEW));
    const Qd__Return *returned;
    unsigned left;

    (void)state;
    returned = unpack_parts(packed, 0, &left);
    assert_int_equal(0, left);
    assert_int_equal(FEW, returned->n_placements);
    assert_int_equal(FEW, returned->n_transport);
}

static void what_is_needed_is_as_in_the_whole_return(void **state)
{
    const struct packed packed = packed_of(&arena, with_rows(MANY, MANY));
    struct packed again;
    unsigned left;

    (void)state;
    again = packed_of(&arena, unpack_parts(packed, ~0U, &left));
    assert_int_equal(0, left);
    assert_int_equal(packed.size, again.size);
    assert_memory_equal(packed.bytes, again.bytes, packed.size);
}

static void rows_that_are_left_are_held_to_their_lengths(void **state)
{
    const struct packed packed = packed_of(&arena, with_rows(MANY, 0));
    struct arena scratch;

    (void)state;
    arena_init(&scratch, CODEC_ARENA_CAP_BYTES);
    for (size_t size = 0; size < packed.size; size++) {
        Qd__Return *whole, *some;
        unsigned left;
        const enum err error = codec_unpack_return(&whole, &scratch, packed.bytes, size, NULL);

        assert_int_equal(error,
                         codec_unpack_parts(&some, &scratch, packed.bytes, size, 0, &left, NULL));
        assert_int_equal(whole == NULL, some == NULL);
        arena_reset(&scratch);
    }
    arena_free(&scratch);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_make, memory_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_memory_nothing_is_packed),
        TEST(a_return_too_large_for_a_message_is_not_packed),
        TEST(another_schema_version_is_told_even_when_the_rest_cannot_be_read),
        TEST(a_return_begins_with_its_version),
        TEST(many_rows_that_are_not_needed_are_left),
        TEST(few_rows_are_never_left),
        TEST(what_is_needed_is_as_in_the_whole_return),
        TEST(rows_that_are_left_are_held_to_their_lengths),
        TEST(a_return_comes_back_as_it_was),
        TEST(the_same_return_gives_the_same_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
