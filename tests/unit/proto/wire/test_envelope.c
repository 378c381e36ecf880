// Envelopes as bytes and back.
#include "tests/support/packed/packed.h"

#include "tests/support/memory/memory.h"

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
        submit->has_replaces = 1;
        submit->replaces = filled(CODEC_SUBMISSION_ID_BYTES, 9);
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

static void bytes_that_are_not_an_envelope_are_malformed(void **state)
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
    envelope->submit->replaces.len--;
    assert_int_equal(ERR_MALFORMED, unpack_packed(envelope));
    envelope->submit->replaces.len = 0;  // nothing
    assert_int_equal(ERR_OK, unpack_packed(envelope));
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

// A later aggregator may say more than we know. A question must be understood in full.
static void an_answer_may_hold_fields_that_are_not_known(void **state)
{
    static const uint8_t unknown[] = {0xf8, 0x3f, 0x01,                    // 1023: a number
                                      0x82, 0x40, 0x02, 'h',  'i',         // 1024: bytes
                                      0x8d, 0x40, 1,    2,    3,    4,     // 1025: four bytes
                                      0x91, 0x40, 1,    2,    3,    4, 5,  // 1026: eight
                                      6,    7,    8,    0x91, 0x40, 1, 2,  // and once more
                                      3,    4,    5,    6,    7,    8};

    (void)state;
    for (size_t i = 0; i < CONTENTS; i++) {
        const int is_answer = contents[i] != QD__ENVELOPE__CONTENT_HELLO &&
                              contents[i] != QD__ENVELOPE__CONTENT_SUBMIT;
        Qd__Envelope *envelope = envelope_of(contents[i]), *back;
        const ProtobufCMessage *content = &envelope->hello->base;
        const size_t size = protobuf_c_message_get_packed_size(content);
        uint8_t *bytes = arena_alloc(&arena, size + sizeof unknown + 8), *at = bytes;
        const uint8_t *expected, *again;
        size_t expected_size, again_size;

        for (size_t cut = 0; cut <= sizeof unknown; cut++) {
            enum err error;

            at = bytes;
            *at++ = (uint8_t)(contents[i] << 3 | 2);
            *at++ = (uint8_t)((size + cut) & 0x7f) | 0x80;
            *at++ = (uint8_t)((size + cut) >> 7);
            if (size + cut < 0x80) {
                at[-2] &= 0x7f;
                at--;
            }
            at += protobuf_c_message_pack(content, at);
            memcpy(at, unknown, cut);
            at += cut;
            error = codec_unpack_envelope(&back, &arena, bytes, (size_t)(at - bytes), NULL);
            // Whole fields end at these places.
            if (cut == 0 || (is_answer && (cut == 3 || cut == 8 || cut == 14 || cut == 24 ||
                                           cut == sizeof unknown)))
                assert_int_equal(ERR_OK, error);
            else
                assert_int_equal(ERR_MALFORMED, error);
        }
        if (!is_answer)
            continue;
        assert_int_equal(ERR_OK,
                         codec_pack_envelope(envelope, &arena, &expected, &expected_size, NULL));
        assert_int_equal(ERR_OK, codec_pack_envelope(back, &arena, &again, &again_size, NULL));
        assert_int_equal(expected_size, again_size);
        assert_memory_equal(expected, again, again_size);
    }
}

static void what_another_protocol_version_says_is_not_malformed(void **state)
{
    (void)state;
    // A kind of message that we do not have; a Hello of version 4 with a field that we do not have.
    assert_int_equal(ERR_UNKNOWN_VERSION, unpack_envelope("\x52\x01z", 3, NULL));
    assert_int_equal(ERR_UNKNOWN_VERSION,
                     unpack_envelope("\x0a\x07\x08\x04\x12\x01p\x50\x01", 9, NULL));
    assert_int_equal(ERR_MALFORMED, unpack_envelope("\x0a\x07\x08\x03\x12\x01p\x50\x01", 9, NULL));
    // One that can be read is left to be judged by its reader.
    assert_int_equal(ERR_OK, unpack_envelope("\x0a\x05\x08\x04\x12\x01p", 7, NULL));
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_make, memory_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bytes_that_are_not_an_envelope_are_malformed),
        TEST(ids_and_hashes_have_their_length),
        TEST(what_an_envelope_holds_is_checked_as_in_a_return),
        TEST(two_contents_in_one_envelope_are_malformed),
        TEST(an_answer_may_hold_fields_that_are_not_known),
        TEST(what_another_protocol_version_says_is_not_malformed),
        TEST(every_flipped_bit_of_an_envelope_is_survived),
        TEST(an_envelope_is_packed_as_protobuf_packs_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
