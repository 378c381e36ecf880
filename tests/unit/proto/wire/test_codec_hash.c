#include "lib/base/clock.h"
#include "proto/wire/codec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_is_sha_256),
        cmocka_unit_test(submission_ids_begin_with_the_time_and_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
