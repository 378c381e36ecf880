// What boroughs say of their figures, and which cells it is about.
#include "reporter/table/table_notes.h"

#include "tests/support/tabled/tabled.h"

// The words of a cell's notes, each with its name, in one text.
static const char *notes_of(const struct table *table, size_t period, const char *measure, int row)
{
    const size_t column = tabled_find(table, measure);
    const char *text = "";

    assert_true(column < table->count);
    for (const struct table_note *note = table_notes_next(table, period, column, row, NULL);
         note != NULL; note = table_notes_next(table, period, column, row, note)) {
        char name[TABLE_NOTES_NAME_BYTES];

        table_notes_name(table, period, note, name);
        text = arena_printf(&tabled_arena, "%s%s%s: %s", text, *text == '\0' ? "" : " | ", name,
                            note->words);
    }
    return text;
}

static void set_note(Qd__Return *returned, const char *note)
{
    returned->header->note = arena_strdup(&tabled_arena, note);
}

static void explain(Qd__Return *returned, const char *cells)
{
    written_row(&tabled_arena, returned, FORM_EXPLANATIONS, cells);
}

// 223 of 225 plans are in a band, and 199 of 200 requests have an outcome.
static Qd__Return *short_bands(const char *period)
{
    Qd__Return *made = tabled_return(CAMDEN, period);
    Qd__Timeliness *row = tabled_timeliness(made);

    written_cells(&tabled_arena, &row->base,
                  "plans_issued=225 plans_issued_within_20_weeks=200 "
                  "plans_issued_20_to_52_weeks=23 plans_issued_over_52_weeks=0 "
                  "plans_issued_undated=0 requests_received=200 requests_decided_to_assess=100 "
                  "requests_decided_not_to_assess=99 requests_decision_not_made=0 "
                  "requests_withdrawn=0");
    return made;
}

static void without_words_there_are_no_notes(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    tabled_add(&table, short_bands("2024"), NULL);
    table_finish(&table);
    assert_int_equal(table.notes_count, 0);
    assert_string_equal(notes_of(&table, 0, "plans_issued_count", CAMDEN), "");
}

static void an_explanation_of_what_was_not_found_is_no_note(void **state)
{
    Qd__Return *made = short_bands("2024");
    struct table table;

    (void)state;
    explain(made, "rule=QD-R07 explanation=counted_by_hand");
    explain(made, "rule=QD-R03 part=transport explanation=counted_by_hand");
    tabled_begin(&table, "timeliness", "2024");
    tabled_add(&table, made, NULL);
    table_finish(&table);
    assert_int_equal(table.notes_count, 0);
}

static void an_explanation_is_about_what_its_rule_judges(void **state)
{
    Qd__Return *made = short_bands("2024");
    struct table table;

    (void)state;
    explain(made, "rule=QD-R03 explanation=two_are_undated");
    tabled_begin(&table, "timeliness", "2024");
    tabled_add(&table, made, NULL);
    tabled_add(&table, tabled_return(HACKNEY, "2024"), NULL);
    table_finish(&table);
    assert_string_equal(notes_of(&table, 0, "plans_issued_count", CAMDEN),
                        "QD-R03: two are undated");
    assert_string_equal(notes_of(&table, 0, "plans_issued_within_20_weeks_percent", CAMDEN),
                        "QD-R03: two are undated");
    assert_string_equal(notes_of(&table, 0, "requests_received_count", CAMDEN), "");
    assert_string_equal(notes_of(&table, 0, "plans_issued_count", HACKNEY), "");
    assert_string_equal(notes_of(&table, 0, "plans_issued_count", LONDON), "");
}

static void the_note_of_a_return_is_about_all_that_is_in_it(void **state)
{
    Qd__Return *made = short_bands("2024");
    struct table table;

    (void)state;
    set_note(made, " Counted\r\nby hand,\u202e twice. ");
    explain(made, "rule=QD-R03 explanation=two_are_undated");
    tabled_begin(&table, "timeliness", "2024");
    tabled_add(&table, made, NULL);
    table_finish(&table);
    assert_string_equal(notes_of(&table, 0, "requests_received_count", CAMDEN),
                        "return: Counted by hand, twice.");
    assert_string_equal(notes_of(&table, 0, "plans_issued_count", CAMDEN),
                        "return: Counted by hand, twice. | QD-R03: two are undated");
}

static void a_note_on_a_row_is_about_the_cells_that_hold_the_row(void **state)
{
    Qd__Return *made = tabled_return(CAMDEN, "2024-25 Q4");
    Qd__Placement *dear;
    struct table table;

    (void)state;
    written_cells(&tabled_arena, &made->header->base, "as_at_date=2025-01-16");
    tabled_plans(made, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 8);
    tabled_plans(made, QD__SETTING__MAINSTREAM_ACADEMY, QD__NEED__SPLD, 3);
    dear = tabled_plans(made, QD__SETTING__SPECIAL_INDEPENDENT, QD__NEED__ASD, 5);
    written_cells(&tabled_arena, &dear->base, "urn=100049 weeks_a_year=38 annual_cost=500.00");
    explain(made, "rule=QD-R19 explanation=the_lease_began_in_March");
    tabled_begin_by(&table, "placements", "2024-25 Q4", "setting,need");
    tabled_add(&table, made, made);
    table_finish(&table);
    assert_string_equal(
        notes_of(&table, 0, "annual_cost setting=special_independent need=asd", CAMDEN),
        "QD-R19: the lease began in March");
    assert_string_equal(notes_of(&table, 0, "annual_cost need=asd", CAMDEN),
                        "QD-R19: the lease began in March");
    assert_string_equal(notes_of(&table, 0, "annual_cost", CAMDEN),
                        "QD-R19: the lease began in March");
    assert_string_equal(notes_of(&table, 0, "annual_cost setting=mainstream_academy", CAMDEN), "");
    assert_string_equal(notes_of(&table, 0, "plans_count setting=special_independent", CAMDEN), "");
}

// A provider's number is no figure, and prices are compared by it.
static void a_note_on_a_column_that_is_no_figure_is_about_what_the_rule_judges(void **state)
{
    Qd__Return *made = tabled_return(CAMDEN, "2024-25 Q4");
    struct table table;

    (void)state;
    written_cells(&tabled_arena, &made->header->base, "as_at_date=2025-01-16");
    tabled_plans(made, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 8);
    for (uint32_t urn = 100049; urn <= 100050; urn++) {
        Qd__Placement *place =
            tabled_plans(made, QD__SETTING__SPECIAL_INDEPENDENT, QD__NEED__ASD, 4);

        written_cells(&tabled_arena, &place->base,
                      "provider_name=Elm_House weeks_a_year=38 annual_cost=240000.00");
        place->has_urn = 1;
        place->urn = urn;
    }
    explain(made, "rule=QD-P09 explanation=they_are_two_schools");
    tabled_begin_by(&table, "placements", "2024-25 Q4", "setting");
    tabled_add(&table, made, made);
    table_finish(&table);
    assert_string_equal(notes_of(&table, 0, "annual_cost setting=special_independent", CAMDEN),
                        "QD-P09: they are two schools");
    assert_string_equal(notes_of(&table, 0, "plans_count setting=special_independent", CAMDEN), "");
    assert_string_equal(notes_of(&table, 0, "annual_cost setting=mainstream_academy", CAMDEN), "");
}

static void a_year_of_quarters_has_the_notes_of_its_quarters(void **state)
{
    const Qd__Return *quarters[YEAR_QUARTERS];
    Qd__Return *third = NULL, *year = short_bands("2024-25");
    struct table table;

    (void)state;
    for (int i = 0; i < YEAR_QUARTERS; i++) {
        const char *period = arena_printf(&tabled_arena, "2024-25 Q%d", i + 1);
        Qd__Return *made = short_bands(period);

        third = i == 2 ? made : third;
        quarters[i] = made;
    }
    set_note(third, "A panel was ill.");
    set_note(year, "Adds up.");
    tabled_begin(&table, "timeliness", "2024-25");
    tabled_add_year(&table, 0, CAMDEN, NULL, quarters);
    tabled_add_year(&table, 0, BARNET, year, quarters);
    table_finish(&table);
    assert_string_equal(notes_of(&table, 0, "plans_issued_count", CAMDEN),
                        "2024-25 Q3, return: A panel was ill.");
    assert_string_equal(notes_of(&table, 0, "plans_issued_count", BARNET), "return: Adds up.");
}

static void what_is_divided_by_has_the_notes_of_its_own_return(void **state)
{
    Qd__Return *year = tabled_return(CAMDEN, "2024-25");
    Qd__Return *stock = tabled_return(CAMDEN, "2024-25 Q4");
    struct table table;

    (void)state;
    tabled_transport(year, QD__SECTION251_LINE__LINE_2_1_4, 1000000);
    tabled_plans(stock, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 100);
    set_note(stock, "Counted in January.");
    tabled_begin_as(&table, (struct table_request){.name = "transport"}, "2024-25");
    tabled_add(&table, year, stock);
    table_finish(&table);
    assert_string_equal(notes_of(&table, 0, "gross_expenditure_per_plan", CAMDEN),
                        "2024-25 Q4, return: Counted in January.");
    assert_string_equal(notes_of(&table, 0, "gross_expenditure", CAMDEN), "");
}

static void a_table_for_a_borough_has_its_own_words_where_they_are_asked_for(void **state)
{
    const struct borough *const asked[] = {NULL, &boroughs[CAMDEN]};
    const char *const camdens[] = {"", "return: Counted by hand."};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        Qd__Return *own = short_bands("2024"), *other = tabled_return(HACKNEY, "2024");
        struct table table;

        set_note(own, "Counted by hand.");
        set_note(other, "A panel was ill.");
        tabled_begin_as(
            &table,
            (struct table_request){.name = "timeliness", .for_borough = 1, .words_of = asked[i]},
            "2024");
        tabled_add(&table, own, NULL);
        tabled_add(&table, other, NULL);
        table_finish(&table);
        assert_string_equal(notes_of(&table, 0, "plans_issued_count", CAMDEN), camdens[i]);
        assert_string_equal(notes_of(&table, 0, "plans_issued_count", HACKNEY), "");
    }
}

static void words_of_its_own_give_a_borough_no_price(void **state)
{
    const struct table_request request = {
        .name = "placements", .for_borough = 1, .words_of = &boroughs[CAMDEN]};
    struct table table;

    (void)state;
    tabled_begin_as(&table, request, "2024-25 Q4");
    assert_true(tabled_find(&table, "plans_count") < table.count);
    for (size_t i = 0; i < table.count; i++)
        assert_false(indicators_is_a_price(table.columns[i].indicator));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_words_there_are_no_notes),
        cmocka_unit_test(an_explanation_of_what_was_not_found_is_no_note),
        cmocka_unit_test(an_explanation_is_about_what_its_rule_judges),
        cmocka_unit_test(the_note_of_a_return_is_about_all_that_is_in_it),
        cmocka_unit_test(a_note_on_a_row_is_about_the_cells_that_hold_the_row),
        cmocka_unit_test(a_note_on_a_column_that_is_no_figure_is_about_what_the_rule_judges),
        cmocka_unit_test(a_year_of_quarters_has_the_notes_of_its_quarters),
        cmocka_unit_test(what_is_divided_by_has_the_notes_of_its_own_return),
        cmocka_unit_test(a_table_for_a_borough_has_its_own_words_where_they_are_asked_for),
        cmocka_unit_test(words_of_its_own_give_a_borough_no_price),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
