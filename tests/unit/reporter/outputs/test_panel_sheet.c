// The panel's own tables: who is not in them is named, and what a borough sees of them.
#include "reporter/outputs/panel_sheet.h"

#include "tests/support/tabled/tabled_output.h"

enum { BUYERS = 6, FIRST_BUYER = 10, PRICE = 50123 };

static const struct owner_groups no_groups;
static struct panel_sheet_lists lists;

// Six boroughs that buy alike places of one provider, one that buys nothing, and one of each that has
// returned no row.
static void fill(struct places *places)
{
    Qd__Return *made = written_return(&tabled_arena, "2025-26 Q3");

    places_init(places, &tabled_arena);
    places_miss(places, 1, PLACES_WITHDRAWN);
    places_miss(places, 2, PLACES_REDACTED);
    assert_int_equal(places_add(places, 3, made), 0);
    written_placement(&tabled_arena, made, "setting=total plans=9");
    assert_int_equal(places_add(places, 4, made), 0);
    written_placement(&tabled_arena, made, "setting=mainstream_academy plans=9");
    assert_int_equal(places_add(places, 5, made), 0);
    for (int i = 0; i < BUYERS; i++) {
        const char *cells =
            arena_printf(&tabled_arena,
                         "setting=special_independent primary_need=asd phase=primary residence=day "
                         "location=out_of_borough urn=100049 fee_basis=annual weeks_a_year=38 "
                         "price_includes=therapy vat=out provider_name=Oak_School sourcing=spot "
                         "company_number=01234567 setting_old_la_code=881 plans=3 annual_cost=%d "
                         "annual_cost_education=%d annual_cost_social_care=0 annual_cost_health=0 "
                         "matched_places=2 matched_cost_before=%d matched_cost_now=%d",
                         3 * (PRICE + i), 3 * (PRICE + i), 2 * PRICE, 2 * (PRICE + i));

        made = written_return(&tabled_arena, "2025-26 Q3");
        written_placement(&tabled_arena, made, cells);
        assert_int_equal(places_add(places, FIRST_BUYER + i, made), 0);
    }
}

static void make(struct sheet *sheet, const struct panel_sheet *kind, const struct places *places,
                 int is_for_borough, int most)
{
    const struct panel_sheet_about about = {.places = places,
                                            .lists = &lists,
                                            .period = "2025-26 Q3",
                                            .day = 20453,
                                            .is_for_borough = is_for_borough,
                                            .most = most};
    struct err_text text = {""};

    assert_int_equal(panel_sheet_make(sheet, kind, &about, &text), ERR_OK);
}

static const char *note_of(const struct sheet *sheet, const char *lead)
{
    for (size_t i = 0; i < sheet->notes_count; i++)
        if (strcmp(sheet->notes[i].lead, lead) == 0)
            return sheet->notes[i].text;
    fail_msg("%s has no note \"%s\"", sheet->about.name, lead);
    return "";
}

static const char *cell_of(const struct sheet *sheet, size_t row, const char *name)
{
    for (size_t i = 0; i < sheet->columns_count; i++)
        if (sheet->columns[i].name != NULL && strcmp(sheet->columns[i].name, name) == 0)
            return sheet->rows[row].cells[i] == NULL ? "" : sheet->rows[row].cells[i];
    fail_msg("%s has no column %s", sheet->about.name, name);
    return "";
}

static void without_placements_there_is_no_table(void **state)
{
    const struct panel_sheet_about about = {.lists = &lists, .period = "2025-26 Q3"};
    struct panel_sheet_about asked = about;
    struct err_text text = {""};
    struct places places;
    struct sheet sheet;

    (void)state;
    places_init(&places, &tabled_arena);
    asked.places = &places;
    assert_int_equal(panel_sheet_make(&sheet, panel_sheet_at(0), &asked, &text), ERR_EMPTY);
    assert_non_null(strstr(text.text, "2025-26 Q3"));
}

static void promise_f_every_table_names_who_is_not_in_it_and_why(void **state)
{
    const struct panel_sheet *kind;
    struct places places;

    (void)state;
    fill(&places);
    for (size_t i = 0; (kind = panel_sheet_at(i)) != NULL; i++)
        for (int most = 0; most < 2; most++) {
            const int is_flows = strcmp(kind->name, "flows") == 0;
            struct sheet sheet;
            const char *note;

            make(&sheet, kind, &places, 0, most);
            note = note_of(&sheet, "missing");
            assert_non_null(strstr(note, "not returned: City of London, "));
            assert_non_null(strstr(note, "withdrawn: Camden; "));
            assert_non_null(strstr(note, "removed by the operator (redacted): Greenwich; "));
            assert_non_null(strstr(note, "returned without placements: Hackney; "));
            assert_non_null(strstr(note, "no placements but the total: Hammersmith and Fulham"));
            // Its places lie somewhere, and have no price.
            assert_int_equal(strstr(note, ": Islington") == NULL, is_flows);
            assert_null(strstr(note, boroughs[FIRST_BUYER].la_name));
        }
}

// Nothing that a borough sees leads to a price but medians of at least five, rounded.
static void a_borough_sees_no_price_of_another(void **state)
{
    const struct panel_sheet *kind;
    struct places places;
    size_t medians = 0;

    (void)state;
    fill(&places);
    for (size_t i = 0; (kind = panel_sheet_at(i)) != NULL; i++) {
        struct sheet sheet;

        if (kind->audience == PANEL_SHEET_PANEL)
            continue;
        for (int most = 0; most < 2; most++) {
            make(&sheet, kind, &places, 1, most == 0 ? 0 : kind->most);
            for (size_t row = 0; row < sheet.rows_count; row++)
                for (size_t column = 0; column < sheet.columns_count; column++) {
                    const char *cell = sheet.rows[row].cells[column];

                    if (cell == NULL || strstr(cell, "50") == NULL)
                        continue;
                    assert_true(strcmp(cell, "50000.00") == 0 || strcmp(cell, "50,000") == 0 ||
                                strcmp(cell, "50.0") == 0);
                    medians += strcmp(cell, "50000.00") == 0;
                }
        }
    }
    assert_int_equal(medians, 2);
}

static void the_panel_sees_prices_and_a_borough_the_same_lines(void **state)
{
    struct places places;
    struct sheet sheet;

    (void)state;
    fill(&places);
    make(&sheet, panel_sheet_find("unit-cost"), &places, 0, 0);
    assert_int_equal(sheet.rows_count, 1);
    assert_string_equal(cell_of(&sheet, 0, "lowest_borough"), "50123.00");
    assert_string_equal(cell_of(&sheet, 0, "unit_cost"), "50125.50");
    make(&sheet, panel_sheet_find("unit-cost"), &places, 1, 0);
    assert_int_equal(sheet.rows_count, 1);
    assert_string_equal(cell_of(&sheet, 0, "lowest_borough"), "");
    assert_string_equal(cell_of(&sheet, 0, "unit_cost"), "");
    assert_string_equal(cell_of(&sheet, 0, "median_price"), "50000.00");
    make(&sheet, panel_sheet_find("sourcing"), &places, 1, 0);
    assert_string_equal(cell_of(&sheet, 0, "spot_places_percent"), "100");
    assert_string_equal(cell_of(&sheet, 0, "spot_cost_percent"), "");
    assert_string_equal(cell_of(&sheet, 0, "annual_cost"), "");
}

static void a_price_above_its_band_is_counted(void **state)
{
    struct price_bands_entry band = {
        .name = "A", .from = 0, .to = 30000, .low = 4000000, .high = 5012500};
    struct places places;
    struct sheet sheet;

    (void)state;
    fill(&places);
    make(&sheet, panel_sheet_find("providers"), &places, 0, 0);
    assert_string_equal(cell_of(&sheet, 0, "band"), "");
    assert_non_null(strstr(note_of(&sheet, "bands"), "has none"));
    lists.bands = (struct price_bands){&band, 1};
    make(&sheet, panel_sheet_find("providers"), &places, 0, 0);
    lists.bands = (struct price_bands){NULL, 0};
    assert_string_equal(cell_of(&sheet, 0, "band"), "A");
    // 50,126, 50,127 and 50,128 are above 50,125, by 1, 2 and 3 for each of three places.
    assert_string_equal(cell_of(&sheet, 0, "places_above_band"), "9");
    assert_string_equal(cell_of(&sheet, 0, "paid_above_band"), "18.00");
}

static void an_exhausted_arena_is_told(void **state)
{
    const struct panel_sheet *kind;
    struct places places;

    (void)state;
    fill(&places);
    for (size_t i = 0; (kind = panel_sheet_at(i)) != NULL; i++) {
        struct panel_sheet_about about = {
            .places = &places, .lists = &lists, .period = "2025-26 Q3", .day = 20453};
        struct places own = places;
        struct err_text text = {""};
        struct arena small;
        struct sheet sheet;

        arena_init(&small, 100);
        own.arena = &small;
        about.places = &own;
        assert_int_equal(panel_sheet_make(&sheet, kind, &about, &text), ERR_NO_MEMORY);
        arena_free(&small);
    }
}

static int set_up(void **state)
{
    lists = (struct panel_sheet_lists){.groups = no_groups};
    return tabled_set_up(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_placements_there_is_no_table),
        cmocka_unit_test(promise_f_every_table_names_who_is_not_in_it_and_why),
        cmocka_unit_test(a_borough_sees_no_price_of_another),
        cmocka_unit_test(the_panel_sees_prices_and_a_borough_the_same_lines),
        cmocka_unit_test(a_price_above_its_band_is_counted),
        cmocka_unit_test(an_exhausted_arena_is_told),
    };

    return cmocka_run_group_tests(tests, set_up, tabled_tear_down);
}
