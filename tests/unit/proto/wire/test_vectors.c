// The test vectors in docs/PROTOCOL.md are what the codec writes, and it reads them back.
#include "lib/base/arena.h"
#include "proto/form/form.h"
#include "proto/wire/codec.h"
#include "tests/support/written/written.h"

#include <stdio.h>
#include <stdlib.h>

enum { ARENA_CAP = 4 * 1024 * 1024, DOCUMENT_MAX = 64 * 1024 };

static struct arena arena;

// The document with all white space left out, as hexadecimal runs over several lines in it.
static const char *document(void)
{
    char *text = arena_zalloc(&arena, DOCUMENT_MAX);
    FILE *file = fopen(QD_DATA_DIR "/../docs/PROTOCOL.md", "r");
    size_t length = 0;
    int c;

    assert_non_null(text);
    assert_non_null(file);
    while ((c = fgetc(file)) != EOF && length < DOCUMENT_MAX - 1)
        if (strchr(" \n", c) == NULL)
            text[length++] = (char)c;
    fclose(file);
    return text;
}

static void assert_in_document(const char *what, const uint8_t *bytes, size_t size)
{
    char *hex = arena_alloc(&arena, 2 * size + 1);

    assert_non_null(hex);
    codec_hex(hex, bytes, size);
    if (strstr(document(), hex) == NULL)
        fail_msg("docs/PROTOCOL.md does not have the bytes of %s: %s", what, hex);
}

// Camden's year 2024: 181 plans issued, 174 within 20 weeks, the rest not available.
static Qd__Return *camden(void)
{
    Qd__Return *returned = written_return(&arena, "2024");

    written_row(&arena, returned, FORM_TIMELINESS,
                "plans_issued=181 plans_issued_within_20_weeks=174");
    written_rest_is_x(&arena, &returned->timeliness->base);
    return returned;
}

static void the_return_is_as_documented(void **state)
{
    const uint8_t *bytes;
    size_t size;
    uint8_t hash[CODEC_HASH_BYTES];
    Qd__Return *back;
    struct err_text text;

    (void)state;
    assert_int_equal(ERR_OK, codec_pack_return(camden(), &arena, &bytes, &size, &text));
    assert_in_document("the return", bytes, size);
    codec_hash(hash, bytes, size);
    assert_in_document("the return's hash", hash, sizeof hash);
    assert_int_equal(ERR_OK, codec_unpack_return(&back, &arena, bytes, size, &text));
    assert_int_equal(181, back->timeliness->plans_issued);
}

static void the_envelopes_are_as_documented(void **state)
{
    static char program[] = "qd-collector 0.1.0";
    uint8_t id[CODEC_SUBMISSION_ID_BYTES] = {0x01, 0x93, 0x4a, 0, 0, 0, 1, 2,
                                             3,    4,    5,    6, 7, 8, 9, 10};
    uint8_t hash[CODEC_HASH_BYTES], return_bytes[512];
    Qd__Envelope envelope = QD__ENVELOPE__INIT, *back;
    Qd__Hello hello = QD__HELLO__INIT;
    Qd__Submit submit = QD__SUBMIT__INIT;
    const uint8_t *bytes;
    struct err_text text;
    size_t size;

    (void)state;
    assert_int_equal(ERR_OK, codec_pack_return(camden(), &arena, &bytes, &size, &text));
    assert_true(size <= sizeof return_bytes);
    memcpy(return_bytes, bytes, size);
    codec_hash(hash, bytes, size);
    submit.submission_id = (ProtobufCBinaryData){sizeof id, id};
    submit.schema_version = FORM_SCHEMA_VERSION;
    submit.return_hash = (ProtobufCBinaryData){sizeof hash, hash};
    submit.return_bytes = (ProtobufCBinaryData){size, return_bytes};
    submit.has_replaces = 1;  // nothing
    envelope.content_case = QD__ENVELOPE__CONTENT_SUBMIT;
    envelope.submit = &submit;
    assert_int_equal(ERR_OK, codec_pack_envelope(&envelope, &arena, &bytes, &size, &text));
    assert_in_document("the Submit", bytes, size);
    assert_int_equal(ERR_OK, codec_unpack_envelope(&back, &arena, bytes, size, &text));

    hello.protocol_version = CODEC_PROTOCOL_VERSION;
    hello.program = program;
    envelope.content_case = QD__ENVELOPE__CONTENT_HELLO;
    envelope.hello = &hello;
    assert_int_equal(ERR_OK, codec_pack_envelope(&envelope, &arena, &bytes, &size, &text));
    assert_in_document("the Hello", bytes, size);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_return_is_as_documented),
        cmocka_unit_test(the_envelopes_are_as_documented),
    };
    int failed;

    arena_init(&arena, ARENA_CAP);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
