// What holds for the indicators of every table.
#include "reporter/indicators/indicators.h"

#include "proto/form/figures.h"
#include "proto/form/period.h"
#include "reporter/indicators/breakdown.h"
#include "reporter/indicators/formula.h"
#include "tests/support/memory/memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Those of all parts and of receipts.
static size_t list_all(struct indicator **all)
{
    size_t count = 0;

    *all = arena_alloc(&arena, 1000 * sizeof **all);
    assert_non_null(*all);
    for (int part = 0; part <= RECEIPT_PART; part++) {
        struct indicator *list;
        const size_t more = indicators_list(&list, &arena, part);

        if (more > 0)
            memcpy(*all + count, list, more * sizeof *list);
        count += more;
    }
    return count;
}

static int ends_with(const char *text, const char *end)
{
    return strlen(text) >= strlen(end) && strcmp(text + strlen(text) - strlen(end), end) == 0;
}

static void a_name_that_is_not_one_is_not_found(void **state)
{
    struct indicator indicator;

    (void)state;
    assert_false(indicators_find(&indicator, &arena, FORM_TIMELINESS, ""));
    assert_false(indicators_find(&indicator, &arena, FORM_TIMELINESS, "plans_issued"));
    assert_false(indicators_find(&indicator, &arena, FORM_PLACEMENTS, "plans_issued_count"));
    assert_true(indicators_find(&indicator, &arena, FORM_TIMELINESS, "plans_issued_count"));
    assert_string_equal(indicator.numerator, "plans_issued");
}

static void an_arena_that_is_too_small_gives_no_list(void **state)
{
    struct indicator *list;
    struct arena small;

    (void)state;
    arena_init(&small, 100);
    assert_int_equal(indicators_list(&list, &small, FORM_TIMELINESS), 0);
    assert_null(list);
    arena_free(&small);
}

// A new column of the form is a new indicator without a line of code.
static void every_figure_of_the_form_is_an_indicator(void **state)
{
    struct indicator indicator;

    (void)state;
    for (int part = 0; part < FORM_PARTS; part++) {
        const ProtobufCMessageDescriptor *form = form_part((enum form_part)part)->row;

        for (unsigned i = 0; i < form_columns(form); i++) {
            const ProtobufCFieldDescriptor *column = &form->fields[i];

            if (figures_is_count(column)) {
                assert_true(indicators_find(&indicator, &arena, part,
                                            arena_printf(&arena, "%s_count", column->name)));
                assert_int_equal(indicator.unit, INDICATOR_COUNT);
            } else if (figures_is_money(column)) {
                assert_true(indicators_find(&indicator, &arena, part, column->name));
                assert_int_equal(indicator.unit, INDICATOR_POUNDS);
            }
        }
    }
}

static void the_nearest_names_are_what_a_slip_of_the_finger_meant(void **state)
{
    const char *nearest[INDICATORS_NEAREST];
    struct indicator *list;
    const size_t count = indicators_list(&list, &arena, FORM_TIMELINESS);

    (void)state;
    assert_int_equal(indicators_nearest(list, count, "plans_isued_count", nearest), 3);
    assert_string_equal(nearest[0], "plans_issued_count");
    indicators_nearest(list, count, "plans_issued_within_20_weeks", nearest);
    assert_string_equal(nearest[0], "plans_issued_within_20_weeks_count");
    indicators_nearest(list, count, "six_weeks", nearest);
    assert_string_equal(nearest[0], "request_outcome_six_weeks_count");
    // A word of any length is bounded.
    assert_int_equal(indicators_nearest(list, count, "", nearest), 3);
    assert_int_equal(
        indicators_nearest(list, count, arena_printf(&arena, "%0*d", 3000, 0), nearest), 3);
    assert_int_equal(indicators_nearest(list, 0, "plans", nearest), 0);
}

static void a_word_is_found_in_name_label_source_and_note_whatever_its_case(void **state)
{
    struct indicator indicator;

    (void)state;
    assert_true(indicators_find(&indicator, &arena, FORM_TIMELINESS, "plans_issued_count"));
    assert_true(indicators_mentions(&indicator, "PLANS_issued"));
    assert_true(indicators_mentions(&indicator, "ehc plans issued"));
    assert_true(indicators_mentions(&indicator, "dfe"));
    assert_false(indicators_mentions(&indicator, "transport"));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct indicator *)a)->name, ((const struct indicator *)b)->name);
}

static void names_are_unique(void **state)
{
    struct indicator *all;
    const size_t count = list_all(&all);

    (void)state;
    qsort(all, count, sizeof all[0], by_name);
    for (size_t i = 1; i < count; i++)
        assert_string_not_equal(all[i - 1].name, all[i].name);
}

// Other tools read them: DfE's screener wants snake_case that begins with a lower-case letter.
static void names_are_snake_case_and_say_their_unit(void **state)
{
    struct indicator *all;
    const size_t count = list_all(&all);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        assert_true(islower((unsigned char)all[i].name[0]));
        for (const char *at = all[i].name; *at != '\0'; at++)
            assert_true(islower((unsigned char)*at) || isdigit((unsigned char)*at) || *at == '_');
        assert_int_equal(ends_with(all[i].name, "_count"), all[i].unit == INDICATOR_COUNT);
        assert_int_equal(strstr(all[i].name, "_percent") != NULL, all[i].unit == INDICATOR_PERCENT);
    }
}

static void formulas_name_figures_and_fit_their_kind(void **state)
{
    struct indicator *all;
    const size_t count = list_all(&all);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        const int ratio = all[i].kind == INDICATOR_PROPORTION || all[i].kind == INDICATOR_RATE ||
                          all[i].kind == INDICATOR_MEAN || all[i].kind == INDICATOR_MEDIAN ||
                          all[i].kind == INDICATOR_MONEY_SHARE;
        struct formula numerator, denominator;

        if (!formula_parse(&numerator, all[i].part, all[i].numerator) ||
            !formula_parse(&denominator, all[i].part, all[i].denominator))
            fail_msg("%s: a formula that names no figure", all[i].name);
        assert_true(numerator.count > 0);
        assert_int_equal(denominator.count > 0, ratio);
        assert_int_equal(indicators_has_denominator(&all[i]), ratio);
        // A figure of another part knows nothing of the slice.
        for (unsigned j = 0; j < denominator.count; j++)
            assert_true(denominator.terms[j].part == all[i].part ||
                        denominator.terms[j].keeps == 0);
        assert_in_range(all[i].decimals, 0, 4);
    }
}

// A row has both, and what each of them is comes from that row alone; what is not told says why.
static void a_median_is_of_one_column_over_another_of_its_part(void **state)
{
    struct indicator *all;
    const size_t count = list_all(&all);
    size_t medians = 0;

    (void)state;
    for (size_t i = 0; i < count; i++) {
        const char *const figures[] = {all[i].numerator, all[i].denominator};

        assert_int_equal(indicators_places(&all[i]) != NULL, all[i].kind == INDICATOR_MEDIAN);
        assert_true(all[i].places == NULL || all[i].kind == INDICATOR_MEDIAN);
        if (all[i].kind != INDICATOR_MEDIAN)
            continue;
        medians++;
        for (int j = 0; j < 2; j++) {
            struct formula formula;

            assert_true(formula_parse(&formula, all[i].part, figures[j]));
            assert_int_equal(formula.count, 1);
            assert_int_equal(formula.terms[0].part, all[i].part);
        }
        assert_int_equal(indicators_flow(&all[i]), INDICATOR_STOCK);
    }
    assert_true(medians > 0);
}

// What is compared with nothing is not ranked, and its note says so.
static void what_is_mixed_is_not_ranked(void **state)
{
    struct indicator *all;
    const size_t count = list_all(&all);

    (void)state;
    for (size_t i = 0; i < count; i++)
        if (all[i].is_mixed) {
            assert_int_equal(all[i].direction, INDICATOR_UNRANKED);
            assert_non_null(strstr(all[i].note, "nor is it compared"));
        }
}

static void every_indicator_has_its_words(void **state)
{
    struct indicator *all;
    const size_t count = list_all(&all);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        assert_string_not_equal(all[i].label, "");
        if (all[i].definition == NULL || all[i].definition[0] == '\0')
            fail_msg("%s has no definition", all[i].name);
    }
}

// DESIGN: what a panel needs to know of a borough, besides plain counts.
static void there_are_sixty_shares_rates_and_means_at_least(void **state)
{
    struct indicator *all;
    const size_t count = list_all(&all);
    size_t ratios = 0;

    (void)state;
    for (size_t i = 0; i < count; i++)
        ratios += indicators_has_denominator(&all[i]);
    assert_in_range(ratios, 60, 1000);
}

// Where the law knows exceptions that a figure does not leave out, its note must say so.
static void what_the_law_asks_for_is_all_or_none_and_names_the_law(void **state)
{
    struct indicator *all;
    const size_t count = list_all(&all);
    size_t asked = 0;

    (void)state;
    for (size_t i = 0; i < count; i++) {
        const struct indicator_target *target = &all[i].target;

        if (target->law == NULL)
            continue;
        asked++;
        assert_int_equal(target->percent, all[i].direction == INDICATOR_HIGH ? 100 : 0);
        assert_int_equal(all[i].unit, INDICATOR_PERCENT);
        assert_true(strstr(target->law, "regulation") != NULL ||
                    strstr(target->law, "section") != NULL);
    }
    assert_in_range(asked, 8, count);
}

static void days_are_days(void **state)
{
    struct indicator *all;
    const size_t count = list_all(&all);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        Qd__Date date = QD__DATE__INIT;

        if (all[i].since == NULL)
            continue;
        assert_int_equal(sscanf(all[i].since, "%4u-%2u-%2u", &date.year, &date.month, &date.day),
                         3);
        assert_true(period_date_valid(&date));
    }
}

static void flows_and_stocks_are_told_by_the_figures(void **state)
{
    static const struct {
        int part;
        const char *name;
        enum indicator_flow flow;
        unsigned version;
    } known[] = {
        {FORM_TIMELINESS, "plans_issued_within_20_weeks_percent", INDICATOR_FLOW, 1},
        {FORM_TIMELINESS, "requests_open_count", INDICATOR_STOCK, 1},
        {FORM_TIMELINESS, "weeks_to_issue", INDICATOR_FLOW, 2},
        {FORM_PLACEMENTS, "inmss_percent", INDICATOR_STOCK, 1},
        {FORM_TRANSPORT, "gross_expenditure_per_plan", INDICATOR_FLOW_OVER_STOCK, 1},
        {RECEIPT_PART, "revision", INDICATOR_NEITHER, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct indicator indicator;

        assert_true(indicators_find(&indicator, &arena, known[i].part, known[i].name));
        assert_int_equal(indicators_flow(&indicator), known[i].flow);
        assert_int_equal(indicators_version(&indicator), known[i].version);
    }
}

static void headlines_are_indicators_of_slices_that_there_are(void **state)
{
    int headlines[RECEIPT_PART + 1] = {0};

    (void)state;
    for (size_t i = 0; i < indicators_headlines_count; i++) {
        const struct indicator_headline *headline = &indicators_headlines[i];
        struct breakdown breakdown;
        struct indicator indicator;

        assert_true(indicators_find(&indicator, &arena, headline->part, headline->name));
        assert_int_equal(breakdown_make(&breakdown, &arena, headline->part, NULL, &headline->where,
                                        headline->where[0] != '\0', NULL),
                         ERR_OK);
        assert_int_equal(breakdown.count, 1);
        headlines[headline->part]++;
    }
    for (int part = 0; part <= RECEIPT_PART; part++)
        assert_in_range(headlines[part], 0, 8);
}

// A share of a backlog falls when it is cleared, and when new cases join it.
static int is_of_a_backlog(const struct indicator *indicator)
{
    return indicators_has_denominator(indicator) &&
           (strstr(indicator->name, "_open_over_") != NULL ||
            strncmp(indicator->name, "cases_open_", 11) == 0);
}

// What does not add up has no order either, nor has what is not alike; where less is better 1 is the lowest,
// else the highest.
static void all_is_ranked_but_the_sending_of_returns_backlogs_and_mixed_prices(void **state)
{
    struct indicator *all;
    const size_t count = list_all(&all);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        const char *from = indicators_ranked_from(all[i].direction);

        if (all[i].part == RECEIPT_PART || is_of_a_backlog(&all[i]) || all[i].is_mixed)
            assert_null(from);
        else
            assert_string_equal(from, all[i].direction == INDICATOR_LOW ? "lowest" : "highest");
        assert_true(from == NULL || indicators_sums(&all[i]));
    }
}

static int is_headline(int part, const char *name)
{
    for (size_t i = 0; i < indicators_headlines_count; i++)
        if (indicators_headlines[i].part == part && strcmp(indicators_headlines[i].name, name) == 0)
            return 1;
    return 0;
}

static void what_never_stands_alone_names_measures_and_is_a_headline_in_company(void **state)
{
    (void)state;
    for (size_t i = 0; i < indicators_beside_count; i++) {
        const struct indicator_beside *beside = &indicators_beside[i];
        struct indicator indicator;

        assert_true(indicators_find(&indicator, &arena, beside->part, beside->name));
        assert_true(indicators_find(&indicator, &arena, beside->part, beside->other));
        assert_string_not_equal(beside->name, beside->other);
        if (is_headline(beside->part, beside->name))
            assert_true(is_headline(beside->part, beside->other));
    }
}

static enum indicator_direction direction_of(const char *name)
{
    struct indicator indicator;

    assert_true(indicators_find(&indicator, &arena, FORM_TIMELINESS, name));
    return indicator.direction;
}

static void a_band_between_two_others_has_no_best_and_all_that_is_late_has(void **state)
{
    (void)state;
    assert_int_equal(direction_of("plans_issued_20_to_52_weeks_percent"), INDICATOR_NONE);
    assert_int_equal(direction_of("plans_issued_20_to_52_weeks_ex_percent"), INDICATOR_NONE);
    assert_int_equal(direction_of("plans_issued_over_20_weeks_percent"), INDICATOR_LOW);
    assert_int_equal(direction_of("plans_issued_over_20_weeks_ex_percent"), INDICATOR_LOW);
    assert_int_equal(direction_of("plans_issued_over_52_weeks_percent"), INDICATOR_LOW);
}

static int64_t value_of(enum indicator_unit unit, int decimals, int64_t numerator,
                        int64_t denominator)
{
    const struct indicator indicator = {.unit = unit, .decimals = decimals};
    int64_t value;

    assert_true(indicators_value(&indicator, numerator, denominator, &value));
    return value;
}

static void a_value_is_rounded_once_to_its_last_decimal(void **state)
{
    const struct indicator pounds = {.unit = INDICATOR_POUNDS, .decimals = 2};
    int64_t value;

    (void)state;
    assert_int_equal(value_of(INDICATOR_PERCENT, 1, 8859, 13697), 647);
    assert_int_equal(value_of(INDICATOR_PERCENT, 0, 1, 8), 13);
    assert_int_equal(value_of(INDICATOR_POUNDS, 2, 23756692400, 99116), 239686);
    assert_int_equal(value_of(INDICATOR_POUNDS, 0, 23756692400, 99116), 2397);
    assert_int_equal(value_of(INDICATOR_POUNDS, 2, 12345, 1), 12345);
    assert_int_equal(value_of(INDICATOR_COUNT, 0, 99116, 1), 99116);
    assert_int_equal(value_of(INDICATOR_WEEKS, 1, 21000, 150), 200);  // 20.0 weeks
    assert_int_equal(value_of(INDICATOR_WEEKS, 1, 1, 1), 1);
    assert_int_equal(value_of(INDICATOR_PER_100, 1, 3, 40), 75);
    assert_false(indicators_value(&pounds, 1, INT64_MAX, &value));
    assert_false(indicators_value(&pounds, INT64_MAX, 1, &value) && value != INT64_MAX);
}

static void units_kinds_and_directions_have_names(void **state)
{
    (void)state;
    assert_string_equal(indicators_unit_name(INDICATOR_PERCENT), "percent");
    assert_string_equal(indicators_unit_name(INDICATOR_POUNDS), "pounds");
    assert_string_equal(indicators_kind_name(INDICATOR_MEAN), "mean");
    assert_string_equal(indicators_kind_name(INDICATOR_MEDIAN), "median");
    assert_string_equal(indicators_direction_name(INDICATOR_HIGH), "high");
    assert_string_equal(indicators_direction_name(INDICATOR_LOW), "low");
    assert_string_equal(indicators_direction_name(INDICATOR_NONE), "none");
    assert_string_equal(indicators_direction_name(INDICATOR_UNRANKED), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_that_is_not_one_is_not_found),
        cmocka_unit_test(an_arena_that_is_too_small_gives_no_list),
        cmocka_unit_test(every_figure_of_the_form_is_an_indicator),
        cmocka_unit_test(the_nearest_names_are_what_a_slip_of_the_finger_meant),
        cmocka_unit_test(a_word_is_found_in_name_label_source_and_note_whatever_its_case),
        cmocka_unit_test(names_are_unique),
        cmocka_unit_test(names_are_snake_case_and_say_their_unit),
        cmocka_unit_test(formulas_name_figures_and_fit_their_kind),
        cmocka_unit_test(a_median_is_of_one_column_over_another_of_its_part),
        cmocka_unit_test(what_is_mixed_is_not_ranked),
        cmocka_unit_test(every_indicator_has_its_words),
        cmocka_unit_test(there_are_sixty_shares_rates_and_means_at_least),
        cmocka_unit_test(what_the_law_asks_for_is_all_or_none_and_names_the_law),
        cmocka_unit_test(days_are_days),
        cmocka_unit_test(flows_and_stocks_are_told_by_the_figures),
        cmocka_unit_test(headlines_are_indicators_of_slices_that_there_are),
        cmocka_unit_test(all_is_ranked_but_the_sending_of_returns_backlogs_and_mixed_prices),
        cmocka_unit_test(what_never_stands_alone_names_measures_and_is_a_headline_in_company),
        cmocka_unit_test(a_band_between_two_others_has_no_best_and_all_that_is_late_has),
        cmocka_unit_test(a_value_is_rounded_once_to_its_last_decimal),
        cmocka_unit_test(units_kinds_and_directions_have_names),
    };

    return cmocka_run_group_tests(tests, memory_make, memory_free);
}
