// Prices at the same provider, like for like.
#include "reporter/market/market.h"

#include "proto/form/field.h"
#include "tests/support/written/written.h"

#include <math.h>
#include <stdlib.h>

#define ALIKE                                                                                      \
    "setting=special_independent primary_need=asd phase=primary residence=day "                    \
    "location=out_of_borough urn=100049 fee_basis=annual weeks_a_year=38 price_includes=therapy "  \
    "vat=out "

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

// A row of a borough's return: `cells` over those that are alike.
static void add(struct market *market, int borough, const char *cells)
{
    Qd__Return *made = written_return(&arena, "2025-26 Q3");
    ProtobufCMessage *row = written_row(&arena, made, FORM_PLACEMENTS, ALIKE);

    written_cells(&arena, row, cells);
    assert_int_equal(market_add(market, borough, made), 0);
}

static void leave_out(Qd__Return *made, const char *column)
{
    field_set_given(&made->placements[0]->base, written_field(FORM_PLACEMENTS, column), 0);
}

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fabs(expected)))
        fail_msg("%.17g is not %.17g to a relative 1e-9", value, expected);
}

static void rows_without_a_provider_plans_or_a_price_are_no_prices(void **state)
{
    Qd__Return *made = written_return(&arena, "2025-26 Q3");
    struct market market;

    (void)state;
    market_init(&market, &arena);
    written_placement(&arena, made, "setting=special_independent plans=5 annual_cost=100");
    written_placement(&arena, made, "setting=special_independent plans=5 urn=100049 annual_cost=x");
    written_placement(&arena, made, "setting=special_independent plans=5 urn=100049");
    written_placement(&arena, made, "setting=special_independent plans=x urn=100049 annual_cost=5");
    written_placement(&arena, made, "setting=special_independent plans=0 urn=100049 annual_cost=5");
    assert_int_equal(market_add(&market, 1, made), 0);
    assert_int_equal(market_make(&market), 0);
    assert_int_equal(market.count, 0);
    assert_int_equal(market.cells_count, 0);
}

// In every way that the form allows: one column that differs, and the two are not compared.
static void prices_of_different_bases_are_never_compared(void **state)
{
    static const struct {
        const char *column, *cells;
    } others[] = {
        {"primary_need", "primary_need=semh"},
        {"phase", "phase=secondary"},
        {"residence", "residence=residential_38_weeks"},
        {"weeks_a_year", "weeks_a_year=52"},
        {"fee_basis", "fee_basis=weekly"},
        {"price_includes", "price_includes=nothing_more"},
        {"vat", "vat=in"},
    };

    (void)state;
    assert_int_equal(sizeof others / sizeof others[0], MARKET_LIKES);
    for (size_t i = 0; i < MARKET_LIKES; i++) {
        struct market market;

        assert_string_equal(market_likes[i], others[i].column);
        market_init(&market, &arena);
        add(&market, 1, "plans=1 annual_cost=50000");
        add(&market, 2, arena_printf(&arena, "plans=1 annual_cost=90000 %s", others[i].cells));
        assert_int_equal(market_make(&market), 0);
        assert_int_equal(market.cells_count, 2);
        for (size_t j = 0; j < market.cells_count; j++) {
            assert_int_equal(market.cells[j].boroughs, 1);
            assert_true(market.cells[j].over_median == 0);
        }
    }
}

static void a_row_of_which_one_is_not_known_is_compared_with_nothing(void **state)
{
    static const char *const unknown[] = {"primary_need=not_known", "primary_need=not_recorded",
                                          "phase=not_known", "residence=not_known"};
    static const char *const blank[] = {"weeks_a_year", "fee_basis", "price_includes", "vat"};

    (void)state;
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        struct market market;

        market_init(&market, &arena);
        // Two that are not known are not alike either.
        add(&market, 1, arena_printf(&arena, "plans=1 annual_cost=50000 %s", unknown[i]));
        add(&market, 2, arena_printf(&arena, "plans=2 annual_cost=90000 %s", unknown[i]));
        assert_int_equal(market_make(&market), 0);
        assert_int_equal(market.cells_count, 0);
        assert_int_equal(market.incomparable, 2);
        assert_int_equal(market.incomparable_places, 3);
    }
    for (size_t i = 0; i < sizeof blank / sizeof blank[0]; i++) {
        Qd__Return *made = written_return(&arena, "2025-26 Q3");
        struct market market;

        market_init(&market, &arena);
        written_cells(&arena, written_row(&arena, made, FORM_PLACEMENTS, ALIKE),
                      "plans=1 annual_cost=50000");
        leave_out(made, blank[i]);
        assert_int_equal(market_add(&market, 1, made), 0);
        add(&market, 2, "plans=1 annual_cost=90000");
        assert_int_equal(market_make(&market), 0);
        assert_int_equal(market.cells_count, 1);
        assert_int_equal(market.incomparable, 1);
    }
}

// A URN and a UKPRN may be the same digits, and are two providers.
static void providers_are_told_apart_by_their_numbers(void **state)
{
    Qd__Return *made = written_return(&arena, "2025-26 Q3");
    struct market market;

    (void)state;
    market_init(&market, &arena);
    add(&market, 1, "plans=1 annual_cost=50000 provider_name=One");
    add(&market, 2, "plans=1 annual_cost=60000 provider_name=Another");
    add(&market, 3, "plans=1 annual_cost=90000 urn=100050");
    written_cells(&arena, written_row(&arena, made, FORM_PLACEMENTS, ALIKE),
                  "plans=1 annual_cost=70000 ukprn=100049");
    leave_out(made, "urn");
    assert_int_equal(market_add(&market, 4, made), 0);
    assert_int_equal(market_make(&market), 0);
    assert_int_equal(market.cells_count, 3);
    assert_int_equal(market.cells[0].boroughs, 2);
}

// A column of a placement that may be what a price is made of must be looked at here when it comes.
static void every_column_of_a_placement_is_alike_or_no_matter(void **state)
{
    static const char *const no_matter[] = {"setting",
                                            "location",
                                            "plans",
                                            "urn",
                                            "ukprn",
                                            "provider_name",
                                            "annual_cost",
                                            "annual_cost_education",
                                            "annual_cost_social_care",
                                            "annual_cost_health",
                                            "sourcing",
                                            "setting_old_la_code",
                                            "outside_england",
                                            "company_number",
                                            "matched_places",
                                            "matched_cost_before",
                                            "matched_cost_now"};
    const ProtobufCMessageDescriptor *form = &qd__placement__descriptor;

    (void)state;
    for (unsigned i = 0; i < form_columns(form); i++) {
        int known = 0;

        for (size_t j = 0; j < sizeof no_matter / sizeof no_matter[0]; j++)
            known |= strcmp(form->fields[i].name, no_matter[j]) == 0;
        for (size_t j = 0; j < MARKET_LIKES; j++)
            known |= strcmp(form->fields[i].name, market_likes[j]) == 0;
        if (!known)
            fail_msg("%s: is a price with another one compared? (market.def)",
                     form->fields[i].name);
    }
}

// Prices 10,000 (three places), 20,000 and 40,000 (two): the middle two of six are 10,000 and 20,000.
static void a_median_counts_each_place_at_its_price(void **state)
{
    const struct market_cell *cell;
    struct market market;

    (void)state;
    market_init(&market, &arena);
    add(&market, 5, "plans=2 annual_cost=80000");
    add(&market, 1, "plans=3 annual_cost=30000");
    add(&market, 2, "plans=1 annual_cost=20000");
    assert_int_equal(market_make(&market), 0);
    assert_int_equal(market.cells_count, 1);
    cell = &market.cells[0];
    assert_int_equal(cell->places, 6);
    assert_int_equal(cell->boroughs, 3);
    assert_near(cell->lowest, 1000000);
    assert_near(cell->median, 1500000);
    assert_near(cell->highest, 4000000);
    assert_near(cell->over_median, 500000 + 2 * 2500000.0);
    assert_near(cell->over_lowest, 1000000 + 2 * 3000000.0);
}

static void the_cell_with_the_largest_sum_stands_first(void **state)
{
    struct market market;

    (void)state;
    market_init(&market, &arena);
    add(&market, 1, "plans=1 annual_cost=10000");
    add(&market, 2, "plans=1 annual_cost=10002");
    add(&market, 1, "plans=1 annual_cost=10000 urn=100051");
    add(&market, 2, "plans=1 annual_cost=30000 urn=100051");
    assert_int_equal(market_make(&market), 0);
    assert_int_equal(market.cells_count, 2);
    assert_int_equal(market.cells[0].rows[0].provider, 100051);
    assert_near(market.cells[0].over_median, 1000000);
}

static void an_exhausted_arena_is_told(void **state)
{
    Qd__Return *made = written_return(&arena, "2025-26 Q3");
    struct market market;
    struct arena small;

    (void)state;
    arena_init(&small, 100);
    market_init(&market, &small);
    written_cells(&arena, written_row(&arena, made, FORM_PLACEMENTS, ALIKE),
                  "plans=1 annual_cost=50000");
    assert_int_equal(market_add(&market, 1, made), -1);
    arena_free(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_without_a_provider_plans_or_a_price_are_no_prices),
        cmocka_unit_test(prices_of_different_bases_are_never_compared),
        cmocka_unit_test(a_row_of_which_one_is_not_known_is_compared_with_nothing),
        cmocka_unit_test(providers_are_told_apart_by_their_numbers),
        cmocka_unit_test(every_column_of_a_placement_is_alike_or_no_matter),
        cmocka_unit_test(a_median_counts_each_place_at_its_price),
        cmocka_unit_test(the_cell_with_the_largest_sum_stands_first),
        cmocka_unit_test(an_exhausted_arena_is_told),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
