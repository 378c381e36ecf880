// Price bands from the reference lists, and which price is set beside which.
#include "reporter/market/price_bands.h"

#include "reporter/market/authorities.h"
#include "tests/support/golden/golden.h"
#include "tests/support/written/written.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char headings[] = "band,from,to,primary_need,phase,residence,weeks_a_year,fee_basis,"
                               "price_includes,vat,low,high,source\n";
static char folder[64];
static struct arena arena;

static const char *list_path(void)
{
    return arena_printf(&arena, "%s/price_bands.csv", folder);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, WRITTEN_ARENA_CAP_BYTES);
    snprintf(folder, sizeof folder, "/tmp/qd-bands-XXXXXX");
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(list_path());
    arena_free(&arena);
    return rmdir(folder);
}

static enum err read_list(struct price_bands *bands, const char *rows, struct err_text *text)
{
    FILE *file = fopen(list_path(), "w");

    assert_non_null(file);
    fprintf(file, "%s%s", headings, rows);
    assert_int_equal(fclose(file), 0);
    return price_bands_read(bands, &arena, folder, text);
}

static void a_list_that_is_not_as_it_must_be_says_where(void **state)
{
    static const struct {
        const char *what, *rows;
    } cases[] = {
        {"from soon", "A,soon,,any,any,day,38,any,therapy,out,1,2,a page\n"},
        {"no name", ",,,any,any,day,38,any,therapy,out,1,2,a page\n"},
        {"no source", "A,,,any,any,day,38,any,therapy,out,1,2,\n"},
        {"low 1.50", "A,,,any,any,day,38,any,therapy,out,1.50,2,a page\n"},
        {"no high", "A,,,any,any,day,38,any,therapy,out,1,,a page\n"},
        {"no residence", "A,,,any,any,,38,any,therapy,out,1,2,a page\n"},
        {"residence day night", "A,,,any,any,day night,38,any,therapy,out,1,2,a page\n"},
        {"no weeks in the year", "A,,,any,any,day,0,any,therapy,out,1,2,a page\n"},
        {"low above high", "A,,,any,any,day,38,any,therapy,out,3,2,a page\n"},
        {"to before from", "A,2026-02-01,2026-01-01,any,any,day,38,any,therapy,out,1,2,a page\n"},
        {"a price with two bands", "A,,,asd mld,any,day,38,any,therapy,out,1,2,a page\n"
                                   "B,,,mld,any,day,any,any,therapy,out,1,2,a page\n"},
    };
    struct price_bands bands = {.count = 0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err_text text = {""};

        assert_int_equal(read_list(&bands, cases[i].rows, &text), ERR_MALFORMED);
        golden_note_in(folder, cases[i].what, text.text);
    }
    golden_check_noted("errors.golden", "lists of price bands");
}

#define ALIKE                                                                                      \
    "setting=special_independent primary_need=asd phase=primary residence=day "                    \
    "location=out_of_borough urn=100049 fee_basis=annual weeks_a_year=38 price_includes=therapy "  \
    "vat=out plans=1 annual_cost=50000 "

static struct market market_of(const char *cells)
{
    Qd__Return *made = written_return(&arena, "2025-26 Q3");
    struct places places;
    struct market market;

    places_init(&places, &arena);
    written_cells(&arena, written_row(&arena, made, FORM_PLACEMENTS, ALIKE), cells);
    assert_int_equal(places_add(&places, 0, made), 0);
    assert_int_equal(market_make(&market, &places, MARKET_OF_PROVIDER, MARKET_ALL), 0);
    return market;
}

static void a_price_has_a_band_only_where_every_column_fits(void **state)
{
    static const char *const others[] = {
        "primary_need=mld", "residence=residential_52_weeks",
        "weeks_a_year=52",  "price_includes=nothing_more",
        "vat=in",           "primary_need=not_known",
    };
    struct err_text text = {""};
    struct price_bands bands = {.count = 0};
    struct market market = market_of("");

    (void)state;
    assert_int_equal(read_list(&bands,
                               "A,2025-01-01,2025-12-31,asd semh,any,day,38 39,any,therapy,out,"
                               "40000,45000,a page\n",
                               &text),
                     ERR_OK);
    assert_string_equal(price_bands_of(&bands, market.rows, 20100)->name, "A");  // 2025-01-12
    assert_int_equal(bands.list[0].high, 4500000);
    assert_null(price_bands_of(&bands, market.rows, 20000));  // 2024
    assert_null(price_bands_of(&bands, market.rows, 20454));  // 2026-01-01
    market = market_of("phase=secondary weeks_a_year=39 fee_basis=daily primary_need=semh");
    assert_non_null(price_bands_of(&bands, market.rows, 20100));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        market = market_of(others[i]);
        assert_null(price_bands_of(&bands, market.rows, 20100));
    }
}

static void the_list_that_is_shipped_has_no_band(void **state)
{
    struct err_text text = {""};
    struct price_bands bands = {.count = 0};

    (void)state;
    assert_int_equal(price_bands_read(&bands, &arena, QD_DATA_DIR "/reference", &text), ERR_OK);
    assert_int_equal(bands.count, 0);
}

static void authorities_have_names_by_their_numbers(void **state)
{
    struct authorities authorities = {.count = 0};
    struct err_text text = {""};

    (void)state;
    assert_int_equal(authorities_read(&authorities, &arena, QD_DATA_DIR "/reference", &text),
                     ERR_OK);
    assert_string_equal(authorities_of(&authorities, 202)->la_name, "Camden");
    assert_string_equal(authorities_of(&authorities, 881)->la_name, "Essex");
    assert_null(authorities_of(&authorities, 999));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_that_is_not_as_it_must_be_says_where),
        cmocka_unit_test(a_price_has_a_band_only_where_every_column_fits),
        cmocka_unit_test(the_list_that_is_shipped_has_no_band),
        cmocka_unit_test(authorities_have_names_by_their_numbers),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
