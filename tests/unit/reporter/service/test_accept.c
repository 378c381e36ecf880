#include "reporter/service/accept.h"
#include "reporter/service/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void gzip_is_taken_where_the_reader_says_so(void **state)
{
    static const char *const taken[] = {
        "gzip",   "GZIP",      "deflate, gzip", "gzip;q=0.1", "br;q=1.0,gzip;q=0.8",
        " gzip ", "gzip ; q=1"};
    static const char *const not_taken[] = {"",      "identity", "gzip;q=0", "gzip;q=0.0", "xgzip",
                                            "gzipx", "x-gzip",   ",,,",      "br, deflate"};

    (void)state;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        assert_true(accept_gzip(taken[i]));
    for (size_t i = 0; i < sizeof not_taken / sizeof *not_taken; i++)
        assert_false(accept_gzip(not_taken[i]));
}

static void a_tag_is_known_in_each_way_of_writing_it(void **state)
{
    const uint8_t key[SHA256_BYTES] = {1, 2, 3}, other[SHA256_BYTES] = {1, 2, 4};
    char tag[SHELF_TAG_BYTES], header[4 * SHELF_TAG_BYTES];

    (void)state;
    shelf_tag(key, tag);
    snprintf(header, sizeof header, "\"abc\", W/\"%s-gzip\"", tag);
    assert_true(accept_tag(header, key));
    assert_false(accept_tag(header, other));
    snprintf(header, sizeof header, "\"%s\"", tag);
    assert_true(accept_tag(header, key));
    assert_false(accept_tag("", key));
    assert_true(accept_tag("*", key));  // whatever the page is now (RFC 9110, 13.1.2)
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gzip_is_taken_where_the_reader_says_so),
        cmocka_unit_test(a_tag_is_known_in_each_way_of_writing_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
