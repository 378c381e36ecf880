#include "reporter/service/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { BODY_BYTES = 40 * 1000, ROOM_FOR_TWO_BYTES = 100 * 1000 };

static char body[BODY_BYTES];

static struct shelf_made page(unsigned status, int is_passing)
{
    return (struct shelf_made){.status = status,
                               .type = "application/pdf",  // is not compressed
                               .body = body,
                               .length = sizeof body,
                               .is_passing = is_passing};
}

static void put(struct shelf *shelf, uint8_t number, struct shelf_made made)
{
    const uint8_t key[SHA256_BYTES] = {number};
    struct shelf_item *item = shelf_put(shelf, key, &made);

    assert_non_null(item);
    assert_int_equal(shelf_status(item), made.status);
    shelf_let_go(item);
}

static int is_there(struct shelf *shelf, uint8_t number)
{
    const uint8_t key[SHA256_BYTES] = {number};
    struct shelf_item *item = shelf_find(shelf, key);

    shelf_let_go(item);
    return item != NULL;
}

static void what_is_no_page_or_passing_is_given_once(void **state)
{
    struct shelf *shelf = shelf_open(ROOM_FOR_TWO_BYTES);

    (void)state;
    put(shelf, 1, page(404, 0));
    put(shelf, 2, page(200, 1));
    assert_false(is_there(shelf, 1));
    assert_false(is_there(shelf, 2));
    assert_int_equal(shelf_counts(shelf).items, 0);
    shelf_close(shelf);
}

static void what_somebody_holds_off_the_shelf_is_counted_until_it_is_let_go(void **state)
{
    struct shelf *shelf = shelf_open(ROOM_FOR_TWO_BYTES);
    const struct shelf_made kept = page(200, 0), passing = page(200, 1);
    const uint8_t key[SHA256_BYTES] = {1};
    struct shelf_item *held[] = {shelf_put(shelf, key, &kept), NULL, NULL};

    (void)state;
    assert_int_equal(shelf_counts(shelf).off_bytes, 0);
    put(shelf, 1, kept);  // in the place of the first, which is off the shelf now
    assert_true(shelf_counts(shelf).off_bytes >= BODY_BYTES);
    for (int i = 1; i < 3; i++) {
        assert_false(shelf_is_full(shelf));
        held[i] = shelf_put(shelf, key, &passing);
    }
    assert_true(shelf_is_full(shelf));
    for (int i = 0; i < 3; i++)
        shelf_let_go(held[i]);
    assert_int_equal(shelf_counts(shelf).off_bytes, 0);
    assert_true(is_there(shelf, 1));
    shelf_close(shelf);
}

static void a_page_larger_than_the_shelf_is_given_once(void **state)
{
    struct shelf *shelf = shelf_open(BODY_BYTES);

    (void)state;
    put(shelf, 1, page(200, 0));
    assert_false(is_there(shelf, 1));
    shelf_close(shelf);
}

static void what_nobody_asked_for_longest_goes_first(void **state)
{
    struct shelf *shelf = shelf_open(ROOM_FOR_TWO_BYTES);

    (void)state;
    put(shelf, 1, page(200, 0));
    put(shelf, 2, page(200, 0));
    assert_true(is_there(shelf, 1));
    put(shelf, 3, page(200, 0));
    assert_true(is_there(shelf, 1));
    assert_false(is_there(shelf, 2));
    assert_true(is_there(shelf, 3));
    assert_int_equal(shelf_counts(shelf).items, 2);
    assert_int_equal(shelf_counts(shelf).dropped, 1);
    assert_true(shelf_counts(shelf).bytes <= ROOM_FOR_TWO_BYTES);
    shelf_close(shelf);
}

static void the_same_key_again_takes_its_place(void **state)
{
    struct shelf *shelf = shelf_open(ROOM_FOR_TWO_BYTES);

    (void)state;
    for (int i = 0; i < 10; i++)
        put(shelf, 1, page(200, 0));
    assert_int_equal(shelf_counts(shelf).items, 1);
    shelf_close(shelf);
}

static void whoever_holds_a_page_keeps_it(void **state)
{
    struct shelf *shelf = shelf_open(ROOM_FOR_TWO_BYTES);
    const uint8_t key[SHA256_BYTES] = {1};
    struct shelf_item *held;

    (void)state;
    put(shelf, 1, page(200, 0));
    held = shelf_find(shelf, key);
    put(shelf, 2, page(200, 0));
    put(shelf, 3, page(200, 0));
    assert_false(is_there(shelf, 1));
    assert_memory_equal(shelf_key(held), key, sizeof key);
    assert_non_null(shelf_response(held, SHELF_PLAIN));
    assert_ptr_equal(shelf_response(held, SHELF_GZIP), shelf_response(held, SHELF_PLAIN));
    shelf_let_go(held);
    shelf_close(shelf);
}

static void a_text_is_there_compressed_as_well(void **state)
{
    struct shelf *shelf = shelf_open(ROOM_FOR_TWO_BYTES);
    struct shelf_made made = page(200, 0);
    const uint8_t key[SHA256_BYTES] = {1};
    struct shelf_item *item;

    (void)state;
    made.type = "text/html; charset=utf-8";
    item = shelf_put(shelf, key, &made);
    assert_ptr_not_equal(shelf_response(item, SHELF_GZIP), shelf_response(item, SHELF_PLAIN));
    assert_string_equal(
        MHD_get_response_header(shelf_response(item, SHELF_GZIP), "Content-Encoding"), "gzip");
    assert_string_not_equal(MHD_get_response_header(shelf_response(item, SHELF_GZIP), "ETag"),
                            MHD_get_response_header(shelf_response(item, SHELF_PLAIN), "ETag"));
    shelf_let_go(item);
    shelf_close(shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_page_or_passing_is_given_once),
        cmocka_unit_test(what_somebody_holds_off_the_shelf_is_counted_until_it_is_let_go),
        cmocka_unit_test(a_page_larger_than_the_shelf_is_given_once),
        cmocka_unit_test(what_nobody_asked_for_longest_goes_first),
        cmocka_unit_test(the_same_key_again_takes_its_place),
        cmocka_unit_test(whoever_holds_a_page_keeps_it),
        cmocka_unit_test(a_text_is_there_compressed_as_well),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
