// Prices at the same provider, like for like.
#include "reporter/market/market.h"
#include "reporter/market/price_index.h"

#include "proto/form/codes.h"
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

static struct places places;

// An empty market.
static void begin(void)
{
    places_init(&places, &arena);
}

// A row of a borough's return: `cells` over those that are alike.
static Qd__Return *row_of(const char *cells)
{
    Qd__Return *made = written_return(&arena, "2025-26 Q3");

    written_cells(&arena, written_row(&arena, made, FORM_PLACEMENTS, ALIKE), cells);
    return made;
}

static void add_return(int borough, const Qd__Return *made)
{
    assert_int_equal(places_add(&places, borough, made), 0);
}

static void add(int borough, const char *cells)
{
    add_return(borough, row_of(cells));
}

static void make(struct market *market)
{
    assert_int_equal(market_make(market, &places, MARKET_OF_PROVIDER, MARKET_ALL), 0);
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

static void rows_without_plans_or_a_price_are_no_prices(void **state)
{
    Qd__Return *made = written_return(&arena, "2025-26 Q3");
    struct market market;

    (void)state;
    begin();
    written_placement(&arena, made, "setting=special_independent plans=5 urn=100049 annual_cost=x");
    written_placement(&arena, made, "setting=special_independent plans=5 urn=100049");
    written_placement(&arena, made, "setting=special_independent plans=x urn=100049 annual_cost=5");
    written_placement(&arena, made, "setting=special_independent plans=0 urn=100049 annual_cost=5");
    add_return(1, made);
    make(&market);
    assert_int_equal(market.count, 0);
    assert_int_equal(market.cells_count, 0);
    assert_int_equal(market.boroughs_in, 0);
}

static void a_price_without_a_provider_is_compared_with_nothing(void **state)
{
    struct market market;
    Qd__Return *made;

    (void)state;
    begin();
    for (int borough = 1; borough < 3; borough++) {
        made = row_of("plans=2 annual_cost=50000");
        leave_out(made, "urn");
        add_return(borough, made);
    }
    make(&market);
    assert_int_equal(market.cells_count, 0);
    assert_int_equal(market.incomparable, 2);
    assert_int_equal(market.incomparable_places, 4);
}

// A code of the column that is neither in ALIKE nor unknown, written as a cell; NULL beyond the last.
static const char *other_cell(const ProtobufCFieldDescriptor *column, unsigned index)
{
    const ProtobufCEnumDescriptor *codes = column->descriptor;
    char code[CODES_WRITTEN_BYTES];

    if (column->type != PROTOBUF_C_TYPE_ENUM)
        return index < 52 ? arena_printf(&arena, "%s=%u", column->name, index + 1) : NULL;
    if (index >= codes->n_values)
        return NULL;
    codes_write(codes, codes->values[index].value, code);
    return arena_printf(&arena, "%s=%s", column->name, code);
}

// Of two rows that differ in that cell alone each is in a cell of its own, or in none.
static void assert_apart(const char *cell, enum market_of of)
{
    struct market market;

    begin();
    add(1, "plans=1 annual_cost=50000");
    add(2, arena_printf(&arena, "plans=1 annual_cost=90000 %s", cell));
    assert_int_equal(market_make(&market, &places, of, MARKET_ALL), 0);
    assert_int_equal(market.cells_count + market.incomparable, 2);
    for (size_t i = 0; i < market.cells_count; i++) {
        assert_int_equal(market.cells[i].boroughs, 1);
        assert_true(market.cells[i].over_median == 0 && market.cells[i].over_lowest == 0);
    }
}

// In every way that the form allows: each other code and number of each column that a price depends on.
static void prices_of_different_bases_are_never_compared(void **state)
{
    size_t tried = 0;

    (void)state;
    for (size_t i = 0; i < MARKET_LIKES; i++) {
        const ProtobufCFieldDescriptor *column = written_field(FORM_PLACEMENTS, market_likes[i]);
        const char *cell;

        for (unsigned j = 0; (cell = other_cell(column, j)) != NULL; j++) {
            if (strstr(ALIKE, arena_printf(&arena, " %s ", cell)) != NULL)
                continue;
            assert_apart(cell, MARKET_OF_PROVIDER);
            assert_apart(cell, MARKET_OF_SETTING);
            tried++;
        }
    }
    assert_apart("urn=100050", MARKET_OF_PROVIDER);
    assert_apart("setting=special_non_maintained", MARKET_OF_SETTING);
    assert_apart("setting=placement_unknown", MARKET_OF_SETTING);
    assert_true(tried > 80);
}

// The first other cell of each column.
static const char *first_other(size_t like)
{
    const ProtobufCFieldDescriptor *column = written_field(FORM_PLACEMENTS, market_likes[like]);
    unsigned index = 0;

    while (strstr(ALIKE, arena_printf(&arena, " %s ", other_cell(column, index))) != NULL)
        index++;
    return other_cell(column, index);
}

static void prices_that_differ_in_two_ways_are_apart_as_well(void **state)
{
    (void)state;
    for (size_t i = 0; i < MARKET_LIKES; i++)
        for (size_t j = i + 1; j < MARKET_LIKES; j++) {
            assert_apart(arena_printf(&arena, "%s %s", first_other(i), first_other(j)),
                         MARKET_OF_PROVIDER);
            assert_apart(arena_printf(&arena, "%s %s", first_other(i), first_other(j)),
                         MARKET_OF_SETTING);
        }
}

// A row of two places at that price, of which one column is not known: by that code, or without a cell (NULL).
static Qd__Return *row_not_known(const ProtobufCFieldDescriptor *column, const char *code,
                                 int price)
{
    const char *cells = arena_printf(&arena, "plans=2 annual_cost=%d", price);
    Qd__Return *made =
        row_of(code == NULL ? cells : arena_printf(&arena, "%s %s=%s", cells, column->name, code));

    if (code == NULL)
        leave_out(made, column->name);
    return made;
}

// Two that are not known are not alike either, nor is one of them and any other.
static void assert_compared_with_nothing(const ProtobufCFieldDescriptor *column, const char *code,
                                         enum market_of of)
{
    struct market market;

    begin();
    add_return(1, row_not_known(column, code, 50000));
    add_return(2, row_not_known(column, code, 90000));
    add(3, "plans=1 annual_cost=70000");
    assert_int_equal(market_make(&market, &places, of, MARKET_ALL), 0);
    assert_int_equal(market.cells_count, 1);
    assert_int_equal(market.cells[0].boroughs, 1);
    assert_int_equal(market.incomparable, 2);
    assert_int_equal(market.incomparable_places, 4);
}

// In every way that the form allows: by each code that says so, and by a blank cell.
static void a_row_of_which_one_is_not_known_is_compared_with_nothing(void **state)
{
    static const char *const codes[] = {"not_known", "not_recorded"};
    unsigned tried = 0;
    int value;

    (void)state;
    for (size_t i = 0; i < MARKET_LIKES; i++) {
        const ProtobufCFieldDescriptor *column = written_field(FORM_PLACEMENTS, market_likes[i]);

        for (enum market_of of = MARKET_OF_PROVIDER; of <= MARKET_OF_SETTING; of++) {
            for (size_t j = 0; j < sizeof codes / sizeof codes[0]; j++)
                if (column->type == PROTOBUF_C_TYPE_ENUM &&
                    codes_read(column->descriptor, codes[j], &value)) {
                    assert_compared_with_nothing(column, codes[j], of);
                    tried++;
                }
            if (column->label == PROTOBUF_C_LABEL_OPTIONAL) {
                assert_compared_with_nothing(column, NULL, of);
                tried++;
            }
        }
    }
    // Need in two ways, phase, residence, weeks, fee basis, what the price includes, VAT.
    assert_int_equal(tried, 2 * 8);
}

// A URN and a UKPRN may be the same digits, and are two providers.
static void providers_are_told_apart_by_their_numbers(void **state)
{
    Qd__Return *made = row_of("plans=1 annual_cost=70000 ukprn=100049");
    struct market market;

    (void)state;
    begin();
    add(1, "plans=1 annual_cost=50000 provider_name=One");
    add(2, "plans=1 annual_cost=60000 provider_name=Another");
    add(3, "plans=1 annual_cost=90000 urn=100050");
    leave_out(made, "urn");
    add_return(4, made);
    make(&market);
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
    begin();
    add(5, "plans=2 annual_cost=80000");
    add(1, "plans=3 annual_cost=30000");
    add(2, "plans=1 annual_cost=20000");
    make(&market);
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
    begin();
    add(1, "plans=1 annual_cost=10000");
    add(2, "plans=1 annual_cost=10002");
    add(1, "plans=1 annual_cost=10000 urn=100051");
    add(2, "plans=1 annual_cost=30000 urn=100051");
    make(&market);
    assert_int_equal(market.cells_count, 2);
    assert_int_equal(market.cells[0].rows[0].seller.number, 100051);
    assert_near(market.cells[0].over_median, 1000000);
}

static void a_median_has_an_interval_only_where_every_row_is_one_place(void **state)
{
    struct market market;

    (void)state;
    begin();
    for (int i = 0; i < 6; i++)
        add(i, arena_printf(&arena, "plans=1 annual_cost=%d", 10000 * (i + 1)));
    make(&market);
    // P(Bin(6, 1/2) <= 0) is 0.015625: the lowest and the highest.
    assert_true(market.cells[0].has_interval);
    assert_near(market.cells[0].interval.low, 1000000);
    assert_near(market.cells[0].interval.high, 6000000);
    add(7, "plans=2 annual_cost=140000");
    make(&market);
    assert_int_equal(market.cells_count, 1);
    assert_false(market.cells[0].has_interval);
}

// 40,000 in all a year for four places, of which one is new and costs 13,000.
static void new_places_are_those_that_are_not_matched(void **state)
{
    struct market market;

    (void)state;
    begin();
    add(1, "plans=4 annual_cost=40000 matched_places=3 matched_cost_before=25000 "
           "matched_cost_now=27000");
    add(2, "plans=2 annual_cost=30000 matched_places=0");
    add(3, "plans=1 annual_cost=90000");  // it does not say
    assert_int_equal(market_make(&market, &places, MARKET_OF_PROVIDER, MARKET_NEW), 0);
    assert_int_equal(market.count, 2);
    assert_int_equal(market.cells[0].places, 3);
    assert_near(market.cells[0].lowest, 1300000);
    assert_near(market.cells[0].median, 1500000);
    assert_int_equal(market_make(&market, &places, MARKET_OF_PROVIDER, MARKET_MATCHED), 0);
    assert_int_equal(market.count, 1);
    assert_near(market.cells[0].median, 900000);
    assert_ptr_equal(market_find(&market, market.rows), market.cells);
}

// Medians that tell somebody's price are not shown to boroughs.
static void a_borough_sees_medians_of_five_of_whom_none_has_half(void **state)
{
    struct market market;
    int64_t pence;

    (void)state;
    begin();
    for (int i = 0; i < 4; i++)
        add(i, "plans=1 annual_cost=50249");
    make(&market);
    assert_false(market_median_for_boroughs(market.cells, &pence));
    add(4, "plans=3 annual_cost=150747");
    make(&market);
    assert_int_equal(market.cells[0].boroughs, 5);
    assert_true(market_median_for_boroughs(market.cells, &pence));
    assert_int_equal(pence, 5000000);
    add(4, "plans=1 annual_cost=50251");  // it has 4 of 8 now, in two rows
    make(&market);
    assert_false(market_median_for_boroughs(market.cells, &pence));
    add(5, "plans=9 annual_cost=900000");
    make(&market);
    assert_false(market_median_for_boroughs(market.cells, &pence));
}

// The first borough takes its 4 places away in its mind: what all paid in the middle, 50,000, is then the lowest
// that another one paid, or the highest.
static void a_borough_that_leaves_its_own_places_out_learns_no_lowest_or_highest(void **state)
{
    static const char *const own[] = {"plans=4 annual_cost=160000", "plans=4 annual_cost=240000"};
    static const char *const others[][5] = {
        {"plans=1 annual_cost=50000", "plans=1 annual_cost=60000", "plans=1 annual_cost=70000",
         "plans=1 annual_cost=80000", "plans=1 annual_cost=90000"},
        {"plans=1 annual_cost=50000", "plans=1 annual_cost=40000", "plans=1 annual_cost=30000",
         "plans=1 annual_cost=20000", "plans=1 annual_cost=10000"}};
    struct market market;
    int64_t pence;

    (void)state;
    for (size_t side = 0; side < 2; side++) {
        begin();
        add(0, own[side]);
        for (int i = 0; i < 5; i++)
            add(i + 1, others[side][i]);
        make(&market);
        assert_int_equal(market.cells[0].boroughs, 6);
        assert_near(market.cells[0].median, 5000000);
        assert_false(market_median_for_boroughs(market.cells, &pence));
    }
}

// Of three boroughs that pay 10, 20 and 40 thousand the median is 20; a fourth is alone with its price.
static void an_index_is_of_own_prices_over_the_medians(void **state)
{
    struct price_index list[BOROUGHS_COUNT];
    struct market market;
    Qd__Return *unknown = row_of("plans=5 annual_cost=900000");

    (void)state;
    begin();
    add(1, "plans=1 annual_cost=10000");
    add(2, "plans=1 annual_cost=20000");
    add(3, "plans=1 annual_cost=40000");
    add(3, "plans=2 annual_cost=90000 urn=100050");
    leave_out(unknown, "vat");
    add_return(3, unknown);
    make(&market);
    price_index_make(list, &market);
    assert_near(list[1].index, 0.5);
    assert_near(list[3].index, 2);
    assert_int_equal(list[3].places, 1);
    assert_int_equal(list[3].places_few, 2);
    assert_int_equal(list[3].places_incomparable, 5);
    assert_near(list[3].over_median, 2000000);
    assert_near(list[3].over_lowest, 3000000);
    assert_int_equal(list[4].places, 0);
}

static void an_exhausted_arena_is_told(void **state)
{
    struct arena small;
    struct market market;

    (void)state;
    begin();
    add(1, "plans=1 annual_cost=50000");
    arena_init(&small, 100);
    places.arena = &small;
    assert_int_equal(market_make(&market, &places, MARKET_OF_PROVIDER, MARKET_ALL), -1);
    arena_free(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_without_plans_or_a_price_are_no_prices),
        cmocka_unit_test(a_price_without_a_provider_is_compared_with_nothing),
        cmocka_unit_test(prices_of_different_bases_are_never_compared),
        cmocka_unit_test(prices_that_differ_in_two_ways_are_apart_as_well),
        cmocka_unit_test(a_row_of_which_one_is_not_known_is_compared_with_nothing),
        cmocka_unit_test(providers_are_told_apart_by_their_numbers),
        cmocka_unit_test(every_column_of_a_placement_is_alike_or_no_matter),
        cmocka_unit_test(a_median_counts_each_place_at_its_price),
        cmocka_unit_test(the_cell_with_the_largest_sum_stands_first),
        cmocka_unit_test(a_median_has_an_interval_only_where_every_row_is_one_place),
        cmocka_unit_test(new_places_are_those_that_are_not_matched),
        cmocka_unit_test(a_borough_sees_medians_of_five_of_whom_none_has_half),
        cmocka_unit_test(a_borough_that_leaves_its_own_places_out_learns_no_lowest_or_highest),
        cmocka_unit_test(an_index_is_of_own_prices_over_the_medians),
        cmocka_unit_test(an_exhausted_arena_is_told),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
