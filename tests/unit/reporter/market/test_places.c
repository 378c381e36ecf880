// What boroughs have returned of placements, and why of one there is nothing.
#include "reporter/market/places.h"

#include "tests/support/written/written.h"

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

static void each_borough_without_rows_has_a_reason(void **state)
{
    Qd__Return *made = written_return(&arena, "2025-26 Q3");
    struct places places;

    (void)state;
    places_init(&places, &arena);
    assert_int_equal(places.standing[0], PLACES_NOT_RETURNED);
    assert_int_equal(places_add(&places, 0, made), 0);
    assert_int_equal(places.standing[0], PLACES_NO_PART);
    written_placement(&arena, made, "setting=total plans=5");
    assert_int_equal(places_add(&places, 1, made), 0);
    assert_int_equal(places.standing[1], PLACES_NO_ROWS);
    written_placement(&arena, made, "setting=neet plans=5");
    assert_int_equal(places_add(&places, 2, made), 0);
    assert_int_equal(places.standing[2], PLACES_RETURNED);
    places_miss(&places, 3, PLACES_WITHDRAWN);
    assert_int_equal(places.standing[3], PLACES_WITHDRAWN);
    assert_int_equal(places.count, 1);
    assert_int_equal(places.list[0].borough, 2);
    assert_false(places.simulated);
}

// A return is in memory that is used again for the next one.
static void rows_outlive_their_return(void **state)
{
    struct arena other;
    struct places places;
    Qd__Return *made;

    (void)state;
    places_init(&places, &arena);
    arena_init(&other, WRITTEN_ARENA_CAP_BYTES);
    made = written_return(&other, "2025-26 Q3");
    made->header->has_simulated = 1;
    made->header->simulated = QD__YES_NO__YES;
    written_placement(&other, made,
                      "setting=neet plans=5 provider_name=Oak_School company_number=01234567 "
                      "annual_cost=x");
    assert_int_equal(places_add(&places, 2, made), 0);
    arena_free(&other);
    assert_string_equal(places.list[0].row->provider_name, "Oak School");
    assert_string_equal(places.list[0].row->company_number, "01234567");
    assert_int_equal(places.list[0].row->plans, 5);
    assert_true(places.simulated);
    assert_true(place_is_counted(&places.list[0]));
    assert_false(place_is_priced(&places.list[0]) || place_is_bought(&places.list[0]));
}

static void an_exhausted_arena_is_told(void **state)
{
    Qd__Return *made = written_return(&arena, "2025-26 Q3");
    struct places places;
    struct arena small;

    (void)state;
    arena_init(&small, 100);
    places_init(&places, &small);
    written_placement(&arena, made, "setting=neet plans=5");
    assert_int_equal(places_add(&places, 2, made), -1);
    arena_free(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_borough_without_rows_has_a_reason),
        cmocka_unit_test(rows_outlive_their_return),
        cmocka_unit_test(an_exhausted_arena_is_told),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
