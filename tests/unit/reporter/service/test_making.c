// Pages that are made by threads, for those who wait for them.
#include "reporter/service/making.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { WAIT_US = 1000, WAITS = 60 * 1000, SHELF_BYTES = 100 * 1000, BODY_BYTES = 60 * 1000 };

// A maker's, and that of whoever waits.
struct scene {
    struct making *making;
    struct shelf *shelf;
    struct counters counters;
    struct service_log log;
    atomic_int made, told, holds_up;
    _Atomic(enum err) fails;
    enum err error;  // as it was told last
    struct shelf_item *item;
};

static enum err make(void *maker, const struct pages_request *request, struct making_page *page,
                     struct err_text *text)
{
    static const char body[BODY_BYTES];
    struct scene *scene = maker;

    (void)request;
    (void)text;
    while (scene->holds_up)
        usleep(WAIT_US);
    scene->made++;
    *page = (struct making_page){.status = 200, .type = "x", .body = body, .length = sizeof body};
    return scene->fails;
}

static void note(void *context, const char *line)
{
    (void)context;
    (void)line;
}

static void ready(void *waiter, struct shelf_item *item, enum err error)
{
    struct scene *scene = waiter;

    shelf_let_go(scene->item);
    scene->item = item;
    scene->error = error;
    scene->told++;
}

static int set_up(void **state)
{
    struct scene *scene = test_calloc(1, sizeof *scene);
    void *const makers[] = {scene};

    scene->shelf = shelf_open(SHELF_BYTES);
    scene->log = (struct service_log){note, NULL};
    assert_int_equal(making_open(&scene->making,
                                 &(struct making_options){.page = make,
                                                          .makers = makers,
                                                          .makers_count = 1,
                                                          .shelf = scene->shelf,
                                                          .counters = &scene->counters,
                                                          .log = &scene->log},
                                 NULL),
                     ERR_OK);
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;

    making_close(scene->making);
    shelf_let_go(scene->item);
    shelf_close(scene->shelf);
    test_free(scene);
    return 0;
}

static void ask(struct scene *scene, uint8_t number)
{
    const struct making_order order = {.key = {number}, .request = {.path = "/about"}};

    assert_int_equal(making_ask(scene->making, &order, ready, scene), ERR_OK);
}

static void wait_for(struct scene *scene, int told)
{
    for (int waits = 0; scene->told < told; waits++) {
        assert_true(waits < WAITS);
        usleep(WAIT_US);
    }
    assert_int_equal(scene->told, told);
}

static void however_many_wait_a_page_is_made_once(void **state)
{
    struct scene *scene = *state;

    scene->holds_up = 1;
    for (int i = 0; i < 20; i++)
        ask(scene, 1);
    assert_int_equal(making_waiting(scene->making), 20);
    scene->holds_up = 0;
    wait_for(scene, 20);
    assert_int_equal(scene->made, 1);
    assert_int_equal(scene->error, ERR_OK);
    assert_non_null(scene->item);
}

// Whoever saw that it is not there may ask when it is.
static void what_was_made_in_between_is_not_made_again(void **state)
{
    struct scene *scene = *state;

    ask(scene, 1);
    wait_for(scene, 1);
    ask(scene, 1);
    wait_for(scene, 2);
    assert_int_equal(scene->made, 1);
    ask(scene, 2);
    wait_for(scene, 3);
    assert_int_equal(scene->made, 2);
}

static void what_could_not_be_made_is_told_and_tried_again(void **state)
{
    struct scene *scene = *state;

    assert_true(making_works(scene->making));
    scene->fails = ERR_CORRUPT;
    ask(scene, 1);
    wait_for(scene, 1);
    assert_int_equal(scene->error, ERR_CORRUPT);
    assert_null(scene->item);
    assert_false(making_works(scene->making));
    scene->fails = ERR_OK;
    ask(scene, 1);
    wait_for(scene, 2);
    assert_int_equal(scene->error, ERR_OK);
    assert_true(making_works(scene->making));
}

static void while_readers_hold_too_much_nothing_is_made(void **state)
{
    struct scene *scene = *state;
    const struct shelf_made passing = {.status = 200,
                                       .type = "x",
                                       .body = (char[BODY_BYTES]){0},
                                       .length = BODY_BYTES,
                                       .is_passing = 1};
    const uint8_t key[SHA256_BYTES] = {9};
    struct shelf_item *held[] = {shelf_put(scene->shelf, key, &passing),
                                 shelf_put(scene->shelf, key, &passing)};

    ask(scene, 1);
    wait_for(scene, 1);
    assert_int_equal(scene->error, ERR_BUSY);
    assert_int_equal(scene->made, 0);
    shelf_let_go(held[0]);
    shelf_let_go(held[1]);
    ask(scene, 1);
    wait_for(scene, 2);
    assert_int_equal(scene->error, ERR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(however_many_wait_a_page_is_made_once),
        TEST(what_was_made_in_between_is_not_made_again),
        TEST(what_could_not_be_made_is_told_and_tried_again),
        TEST(while_readers_hold_too_much_nothing_is_made),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
