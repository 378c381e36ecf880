// Shares of places and money by way of sourcing and by who pays, uplift, owner groups and flows: sums over
// rows of which each case is written down.
#include "reporter/market/flows.h"
#include "reporter/market/market_uplift.h"
#include "reporter/market/owners.h"
#include "reporter/market/shares.h"

#include "tests/support/written/written.h"

#include <math.h>

enum { CAMDEN = 1, HACKNEY = 3, BARNET = 14 };

static struct arena arena;
static struct places places;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, WRITTEN_ARENA_CAP_BYTES);
    places_init(&places, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void add(int borough, const char *cells)
{
    Qd__Return *made = written_return(&arena, "2025-26 Q3");

    written_placement(&arena, made, arena_printf(&arena, "setting=special_independent %s", cells));
    assert_int_equal(places_add(&places, borough, made), 0);
}

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fabs(expected)))
        fail_msg("%.17g is not %.17g to a relative 1e-9", value, expected);
}

// --- sourcing

static void what_was_not_bought_is_in_no_way_of_sourcing(void **state)
{
    struct shares shares;

    (void)state;
    add(CAMDEN, "plans=7");
    add(CAMDEN, "plans=x sourcing=spot annual_cost=5");
    shares_of_sourcing(&shares, &places);
    assert_int_equal(shares.boroughs[CAMDEN].all.places, 0);
    assert_int_equal(shares.boroughs[CAMDEN].not_given.places, 0);
    assert_int_equal(shares_together(&shares, SHARES_ALL).boroughs_in, 0);
}

static void promise_f_places_whose_way_is_not_given_are_in_no_share(void **state)
{
    const size_t spot = QD__SOURCING__SPOT - QD__SOURCING__FRAMEWORK;
    struct shares shares;

    (void)state;
    add(CAMDEN, "plans=3 sourcing=spot annual_cost=90");
    add(CAMDEN, "plans=1 sourcing=framework");  // without a price
    add(CAMDEN, "plans=5 annual_cost=700");
    add(HACKNEY, "plans=2 sourcing=spot annual_cost=10");
    shares_of_sourcing(&shares, &places);
    assert_int_equal(shares.boroughs[CAMDEN].all.places, 4);
    assert_int_equal(shares.boroughs[CAMDEN].all.pence, 9000);
    assert_int_equal(shares.boroughs[CAMDEN].unpriced, 1);
    assert_int_equal(shares.boroughs[CAMDEN].not_given.places, 5);
    assert_int_equal(shares.boroughs[CAMDEN].of[spot].places, 3);
    assert_int_equal(shares_together(&shares, SHARES_ALL).of[spot].places, 5);
    assert_int_equal(shares_together(&shares, SHARES_ALL).of[spot].pence, 10000);
    assert_int_equal(shares_together(&shares, SHARES_ALL).of[0].places, 1);
    assert_int_equal(shares_together(&shares, SHARES_ALL).boroughs_in,
                     1U << CAMDEN | 1U << HACKNEY);
}

// --- who pays

#define PAID(education, social_care, health)                                                       \
    "annual_cost_education=" education " annual_cost_social_care=" social_care                     \
    " annual_cost_health=" health

static void shares_that_are_not_all_given_or_do_not_add_up_are_in_no_sum(void **state)
{
    struct shares shares;

    (void)state;
    add(CAMDEN, "plans=1 annual_cost=100 annual_cost_education=100");
    add(CAMDEN, "plans=2 annual_cost=100 " PAID("60", "30", "9"));
    add(CAMDEN, "plans=4 annual_cost=100 " PAID("60", "40", "x"));
    shares_of_funding(&shares, &places);
    assert_int_equal(shares.boroughs[CAMDEN].all.places, 0);
    assert_int_equal(shares.boroughs[CAMDEN].not_given.places, 7);
    assert_int_equal(shares_together(&shares, SHARES_ALL).of[SHARES_EDUCATION].pence, 0);
}

static void a_place_for_which_several_pay_is_in_the_share_of_each(void **state)
{
    struct shares_area both;
    struct shares shares;

    (void)state;
    add(CAMDEN, "plans=2 annual_cost=100 " PAID("60", "30", "10"));
    add(HACKNEY, "plans=3 annual_cost=50 " PAID("50", "0", "0"));
    shares_of_funding(&shares, &places);
    both = shares_together(&shares, SHARES_ALL);
    assert_int_equal(both.all.places, 5);
    assert_int_equal(both.all.pence, 15000);
    assert_int_equal(both.of[SHARES_EDUCATION].places, 5);
    assert_int_equal(both.of[SHARES_EDUCATION].pence, 11000);
    assert_int_equal(both.of[SHARES_SOCIAL_CARE].places, 2);
    assert_int_equal(both.of[SHARES_HEALTH].pence, 1000);
    assert_int_equal(both.of[SHARES_JOINT].places, 2);
    assert_int_equal(both.of[SHARES_JOINT].pence, 10000);
}

static void some_boroughs_together_are_their_sum_and_say_who_they_are(void **state)
{
    const uint64_t two = (uint64_t)1 << CAMDEN | (uint64_t)1 << BARNET;
    struct shares_area area;
    struct shares shares;

    (void)state;
    add(CAMDEN, "plans=2 sourcing=spot annual_cost=100");
    add(HACKNEY, "plans=3 sourcing=spot annual_cost=50");
    add(BARNET, "plans=4 annual_cost=50");
    shares_of_sourcing(&shares, &places);
    area = shares_together(&shares, two);
    assert_int_equal(area.all.places, 2);
    assert_int_equal(area.not_given.places, 4);
    assert_int_equal(area.boroughs_in, (uint64_t)1 << CAMDEN);
}

// --- uplift

static void an_uplift_is_of_matched_places_alone(void **state)
{
    struct market_uplift uplift;
    struct market market;

    (void)state;
    add(CAMDEN, "plans=9 annual_cost=900");
    add(CAMDEN, "plans=9 annual_cost=900 matched_places=0");
    add(CAMDEN, "plans=3 annual_cost=500 matched_places=2 matched_cost_before=200 "
                "matched_cost_now=210");
    add(HACKNEY, "plans=3 annual_cost=500 matched_places=3 matched_cost_before=300 "
                 "matched_cost_now=360");
    add(HACKNEY, "plans=3 annual_cost=500 matched_places=1 matched_cost_before=100 "
                 "matched_cost_now=90");
    assert_int_equal(market_make(&market, &places, MARKET_OF_PROVIDER, MARKET_ALL), 0);
    assert_int_equal(market_uplift(&uplift, &arena, market.rows, market.count), 0);
    assert_int_equal(uplift.places, 6);
    assert_int_equal(uplift.before, 60000);
    assert_int_equal(uplift.now, 66000);
    assert_near(uplift.percent, 10);
    // -10 (one place), 5 (two) and 20 (three): the middle two of six are 5 and 20.
    assert_near(uplift.median_percent, 12.5);
    assert_int_equal(market_uplift(&uplift, &arena, market.rows, 0), 0);
    assert_int_equal(uplift.places, 0);
}

// --- owner groups

static void a_company_without_an_entry_is_its_own_group(void **state)
{
    struct owner_groups_entry list[] = {{"00000001", "Oak", INT32_MIN, INT32_MAX},
                                        {"00000002", "Oak", INT32_MIN, 100}};
    const struct owner_groups groups = {list, 2};
    struct owners owners;

    (void)state;
    add(CAMDEN, "plans=3 annual_cost=10 company_number=00000001");
    add(HACKNEY, "plans=2 annual_cost=30 company_number=00000002");
    add(HACKNEY, "plans=5 sourcing=spot company_number=00000003");
    add(HACKNEY, "plans=4 annual_cost=9");            // no company
    add(HACKNEY, "plans=8 company_number=00000003");  // not bought
    assert_int_equal(owners_make(&owners, &places, &groups, 100, 0), 0);
    assert_int_equal(owners.count, 2);
    assert_int_equal(owners.places, 10);
    assert_int_equal(owners.places_not_given, 4);
    assert_int_equal(owners_find(&owners, "Oak")->places, 5);
    assert_int_equal(owners_find(&owners, "Oak")->boroughs, 2);
    assert_near(owners.hhi, 5000);            // two halves
    assert_near(owners.hhi_of_money, 10000);  // the other has no price
    assert_int_equal(owners_make(&owners, &places, &groups, 101, 0), 0);
    assert_int_equal(owners.count, 3);
    assert_near(owners.hhi, 900 + 400 + 2500);
    assert_null(owners_find(&owners, "Elm"));
}

static void owners_are_of_one_need_where_it_is_named(void **state)
{
    const struct owner_groups groups = {NULL, 0};
    struct owners owners;

    (void)state;
    add(CAMDEN, "plans=3 annual_cost=10 company_number=00000001 primary_need=asd");
    add(CAMDEN, "plans=3 annual_cost=10 company_number=00000002 primary_need=semh");
    assert_int_equal(owners_make(&owners, &places, &groups, 0, QD__NEED__ASD), 0);
    assert_int_equal(owners.count, 1);
    assert_near(owners.hhi, 10000);
    assert_int_equal(owners_make(&owners, &places, &groups, 0, QD__NEED__MLD), 0);
    assert_int_equal(owners.count, 0);
    assert_true(owners.hhi == 0);
}

// --- flows

static void each_place_lies_somewhere_or_it_is_not_said_where(void **state)
{
    const struct flows_borough *camden;
    struct flows flows;

    (void)state;
    add(CAMDEN, "plans=1 location=in_borough");
    add(CAMDEN, "plans=2 location=in_borough setting_old_la_code=202");
    add(CAMDEN, "plans=4 location=out_of_borough setting_old_la_code=302");
    add(CAMDEN, "plans=8 location=out_of_borough setting_old_la_code=881");
    add(CAMDEN, "plans=16 location=out_of_borough outside_england=yes");
    add(CAMDEN, "plans=32 location=out_of_borough");
    add(CAMDEN, "plans=64 location=not_known");
    add(CAMDEN, "plans=x location=out_of_borough setting_old_la_code=302");
    add(HACKNEY, "plans=5 location=out_of_borough setting_old_la_code=202");
    assert_int_equal(flows_make(&flows, &places), 0);
    camden = &flows.boroughs[CAMDEN];
    assert_int_equal(camden->at_home, 3);
    assert_int_equal(camden->in_london, 4);
    assert_int_equal(camden->in_england, 8);
    assert_int_equal(camden->outside_england, 16);
    assert_int_equal(camden->out_not_given, 32);
    assert_int_equal(camden->not_given, 64);
    assert_int_equal(camden->rows_without_places, 1);
    assert_int_equal(camden->in, 5);
    assert_true(camden->is_returned);
    assert_false(flows.boroughs[BARNET].is_returned);
    assert_int_equal(flows.boroughs[BARNET].in, 4);
    assert_int_equal(flows_between(&flows, CAMDEN, 302), 4);
    assert_int_equal(flows_between(&flows, HACKNEY, 302), 0);
    // The most places first.
    assert_int_equal(flows.list[0].to, FLOWS_NOT_GIVEN);
    assert_int_equal(flows.list[0].places, 96);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_not_bought_is_in_no_way_of_sourcing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(promise_f_places_whose_way_is_not_given_are_in_no_share,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            shares_that_are_not_all_given_or_do_not_add_up_are_in_no_sum, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_place_for_which_several_pay_is_in_the_share_of_each,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(some_boroughs_together_are_their_sum_and_say_who_they_are,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_uplift_is_of_matched_places_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_company_without_an_entry_is_its_own_group, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(owners_are_of_one_need_where_it_is_named, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(each_place_lies_somewhere_or_it_is_not_said_where, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
