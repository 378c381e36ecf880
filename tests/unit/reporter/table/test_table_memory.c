// No memory while a table is made: words, or the whole table. Never a figure less or another one.
#include "proto/wire/codec.h"
#include "reporter/table/table_read.h"
#include "tests/support/stored/stored.h"
#include "tests/support/tabled/tabled.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { STORE_BYTES = 8 * 1024 * 1024, ARENA_BYTES = 64 * 1024 * 1024, CALLS_MAX = 10 * 1000 };

// The Nth call from now on fails; 0: none does.
static unsigned memory_left;

// The sanitizers have an allocator of their own, which nothing may stand before.
#ifndef __SANITIZE_ADDRESS__
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static int fails(void)
{
    if (memory_left == 0 || --memory_left > 0)
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}
#endif

// Whether our malloc is the one that is called: valgrind and the sanitizers put theirs before it.
static int memory_fails(void)
{
    void *volatile memory;
    int failed;

    memory_left = 1;
    memory = malloc(1);
    memory_left = 0;
    failed = memory == NULL;
    free(memory);
    return failed;
}

struct fixture {
    char folder[64];
    struct arena arena;
    struct err_text text;
};

static void put(struct store *store, int row, int64_t plans)
{
    Qd__Return *made = tabled_return(row, "2024");
    const uint8_t *bytes;
    size_t size;

    TABLED_SET(tabled_timeliness(made), plans_issued, plans);
    assert_int_equal(ERR_OK, codec_pack_return(made, &tabled_arena, &bytes, &size, NULL));
    (void)stored_add(store, (struct store_submission){.authority = made->header->new_la_code,
                                                      .period = made->header->period,
                                                      .return_bytes = bytes,
                                                      .return_size = size,
                                                      .parts = 1U << FORM_TIMELINESS});
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct store *store;

    assert_non_null(f);
    *state = f;
    (void)snprintf(f->folder, sizeof f->folder, "/tmp/qd-table-memory-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    store = stored_open(f->folder, STORE_BYTES);
    put(store, CAMDEN, 5);
    put(store, BARNET, 7);
    put(store, HACKNEY, 9);
    store_close(store);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_free(&f->arena);
    stored_remove(f->folder);
    free(f);
    return 0;
}

static enum err make(struct fixture *f, struct table *table)
{
    const struct store_options read_only = {.read_only = 1};
    struct table_request request = {.name = "timeliness", .by = NULL};
    struct store *store = NULL;
    struct kept kept;
    enum err error = periods_parse(&request.periods, &f->arena, "2024", &f->text);

    if (error != ERR_OK)
        return error;
    request.kind = request.periods.list[0].kind;
    kept_init(&kept, 0);
    error = store_open(&store, f->folder, &read_only, &f->text);
    if (error == ERR_OK)
        error = table_begin(table, &f->arena, tabled_areas(), &request, &f->text);
    if (error == ERR_OK)
        error = table_read(table, store, &kept, &request.periods, AS_OF_NOW, &f->text);
    kept_free(&kept);
    store_close(store);
    return error;
}

static void is_whole(const struct table *table)
{
    assert_int_equal(5, tabled_value(table, "plans_issued_count", CAMDEN));
    assert_int_equal(7, tabled_value(table, "plans_issued_count", BARNET));
    assert_int_equal(9, tabled_value(table, "plans_issued_count", HACKNEY));
    assert_int_equal(21, tabled_value(table, "plans_issued_count", LONDON));
    assert_int_equal(3, tabled_cell(table, "plans_issued_count", LONDON)->n);
}

static void promise_f_no_memory_is_never_a_figure(void **state)
{
    struct fixture *f = *state;
    unsigned failed = 0;

    (void)tabled_areas();  // read once
    for (unsigned number = 1; number < CALLS_MAX; number++) {
        struct table table;
        enum err error;
        int was_reached;

        arena_free(&f->arena);
        arena_init(&f->arena, ARENA_BYTES);
        f->text.text[0] = '\0';
        memory_left = memory_fails() ? number : 0;
        error = make(f, &table);
        was_reached = memory_left == 0;
        memory_left = 0;
        if (error == ERR_OK)
            is_whole(&table);
        else
            assert_int_equal(ERR_KIND_ENVIRONMENT, err_exit_status(error));
        failed += error != ERR_OK;
        if (!was_reached || !memory_fails())
            break;
    }
    assert_true(failed > 10 || !memory_fails());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(promise_f_no_memory_is_never_a_figure, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
