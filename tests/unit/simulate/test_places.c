// Places and what is paid for them: found again, and paid for as agreed.
#include "simulate/places.h"

#include "proto/form/boroughs.h"
#include "simulate/simulate.h"
#include "simulate/spending.h"
#include "tests/support/memory/memory.h"
#include "tests/support/written/written.h"

#define CAMDEN QD__LOCAL_AUTHORITY__E09000007

static struct market *market_of(uint64_t seed, Qd__LocalAuthority authority)
{
    struct market *market = arena_alloc(&arena, sizeof *market);

    assert_non_null(market);
    market_open(market, seed, authority);
    return market;
}

// --- the market

static void a_provider_is_the_same_for_every_borough(void **state)
{
    const struct market *camden = market_of(1, CAMDEN);

    (void)state;
    for (size_t b = 0; b < BOROUGHS_COUNT; b += 4) {
        const struct market *other = market_of(1, boroughs[b].authority);

        assert_memory_equal(camden->providers, other->providers, sizeof other->providers);
    }
    assert_memory_not_equal(camden->providers, market_of(2, CAMDEN)->providers,
                            sizeof camden->providers);
}

static void no_two_providers_have_a_name_or_a_number_in_common(void **state)
{
    const struct market_provider *list = market_of(1, CAMDEN)->providers;

    (void)state;
    for (size_t i = 0; i < MARKET_PROVIDERS; i++) {
        assert_true((list[i].urn != 0) != (list[i].ukprn != 0));
        assert_true(market_sells(list[i].setting));
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(list[i].name, list[j].name);
            assert_true(list[i].urn != list[j].urn || list[i].ukprn != list[j].ukprn);
        }
    }
    assert_false(market_sells(QD__SETTING__MAINSTREAM_ACADEMY));
}

static void a_price_is_so_many_fees_and_goes_up_each_year(void **state)
{
    const struct market *market = market_of(1, CAMDEN);

    (void)state;
    for (size_t i = 0; i < MARKET_PROVIDERS; i++) {
        int64_t before = 0;

        for (uint32_t year = 2023; year < 2026; year++) {
            Qd__Placement row = QD__PLACEMENT__INIT;
            int64_t fees;

            row.plans = 3;
            row.residence = QD__RESIDENCE__RESIDENTIAL_52_WEEKS;
            assert_int_equal(0, market_price(market, &market->providers[i], year, 2, &arena, &row));
            fees = row.fee_basis == QD__FEE_BASIS__WEEKLY   ? row.weeks_a_year
                   : row.fee_basis == QD__FEE_BASIS__DAILY  ? 5 * (int64_t)row.weeks_a_year
                   : row.fee_basis == QD__FEE_BASIS__TERMLY ? 3
                                                            : 1;
            assert_int_equal(0, row.annual_cost % (3 * 100 * fees));
            assert_int_equal(row.annual_cost, row.annual_cost_education +
                                                  row.annual_cost_social_care +
                                                  row.annual_cost_health);
            assert_true(row.annual_cost > before);
            assert_int_equal(3 * row.matched_cost_now, 2 * row.annual_cost);
            assert_true(row.matched_cost_before < row.matched_cost_now);
            if (year > 2023)
                assert_int_equal(3 * row.matched_cost_before, 2 * before);
            before = row.annual_cost;
        }
    }
}

// --- places

static const Qd__Return *rows_of(const struct places *places, const struct places *ended)
{
    const struct places_of of = {.authority = CAMDEN,
                                 .seed = 1,
                                 .market = market_of(1, CAMDEN),
                                 .year = 2024,
                                 .ended = ended,
                                 .total = places_total(places)};
    Qd__Return *made = written_return(&arena, "2024-25 Q1");

    assert_int_equal(0, places_rows(places, &of, &arena, made));
    return made;
}

static void the_rows_of_a_setting_are_its_plans(void **state)
{
    struct places *places = arena_zalloc(&arena, sizeof *places);
    const size_t academy = places_setting(QD__SETTING__MAINSTREAM_ACADEMY);
    const Qd__Return *made;
    uint64_t plans = 0;

    (void)state;
    places_share(places, academy, 100, NULL);
    places->unknown[places_setting(QD__SETTING__NEET)] = 1;
    assert_int_equal(100, places_in(places, academy));
    made = rows_of(places, NULL);
    assert_int_equal(QD__SETTING__TOTAL, made->placements[0]->setting);
    assert_int_equal(100, made->placements[0]->plans);
    for (size_t i = 1; i < made->n_placements; i++) {
        if (made->placements[i]->setting == QD__SETTING__NEET) {
            assert_false(made->placements[i]->has_plans);
            continue;
        }
        assert_int_equal(QD__SETTING__MAINSTREAM_ACADEMY, made->placements[i]->setting);
        plans += made->placements[i]->plans;
    }
    assert_int_equal(100, plans);
}

// What one return has of each combination, the other has as often, but for so many plans.
static uint64_t lost(const Qd__Return *before, const Qd__Return *after)
{
    uint64_t gone = 0;

    for (size_t i = 1; i < before->n_placements; i++) {
        const Qd__Placement *old = before->placements[i];
        uint64_t found = 0;

        for (size_t j = 1; j < after->n_placements; j++) {
            const Qd__Placement *new = after->placements[j];

            if (old->setting == new->setting && old->primary_need == new->primary_need &&
                old->phase == new->phase && old->residence == new->residence &&
                old->location == new->location && old->urn == new->urn)
                found = new->plans;
        }
        gone += old->plans > found ? old->plans - found : 0;
    }
    return gone;
}

static void the_same_places_are_found_again_but_for_those_that_ended(void **state)
{
    struct places *now = arena_zalloc(&arena, 3 * sizeof *now), *next = now + 1, *ended = now + 2;
    const size_t setting = places_setting(QD__SETTING__SPECIAL_INDEPENDENT);
    const size_t need = places_need(QD__NEED__ASD);

    (void)state;
    now->plans[setting][need] = 60;
    next->plans[setting][need] = 58;
    ended->plans[setting][need] = 5;
    assert_int_equal(0, lost(rows_of(now, NULL), rows_of(now, NULL)));
    // The five oldest have ended and three are new.
    assert_in_range(lost(rows_of(now, NULL), rows_of(next, ended)), 1, 5);
}

// --- spending

static void a_line_comes_to_what_was_spent(void **state)
{
    static const uint64_t amounts[] = {0, 1, 99, 3424200, 1723456789};

    (void)state;
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        Qd__Return *made = written_return(&arena, "2024-25 Q1");
        struct draw draw;
        uint64_t pence = 0, children = 0;

        draw_start(&draw, 1, DRAW_TRANSPORT, (uint32_t)i, 0, 0);
        assert_int_equal(0, spending_rows(&draw, amounts[i], 26, &arena, made));
        for (size_t r = 0; r < made->n_transport; r++) {
            const Qd__Transport *row = made->transport[r];

            if (row->section_251_line == QD__SECTION251_LINE__LINE_2_1_4)
                pence += (uint64_t)row->gross_expenditure;
            children += row->children;
            assert_true(row->solo <= row->children && row->passenger_assistants <= row->children);
        }
        assert_int_equal(amounts[i], pence);
        assert_true(children <= 26);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_make, memory_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_provider_is_the_same_for_every_borough),
        TEST(no_two_providers_have_a_name_or_a_number_in_common),
        TEST(a_price_is_so_many_fees_and_goes_up_each_year),
        TEST(the_rows_of_a_setting_are_its_plans),
        TEST(the_same_places_are_found_again_but_for_those_that_ended),
        TEST(a_line_comes_to_what_was_spent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
