// Which findings an explanation answers.
#include "proto/rules/rules.h"

#include "tests/support/judged/judged.h"

#include <stdio.h>

#define SHORT_BANDS                                                                                \
    "plans_issued=225 plans_issued_within_20_weeks=200 plans_issued_20_to_52_weeks=23 "            \
    "plans_issued_over_52_weeks=0 plans_issued_ex=222 plans_issued_within_20_weeks_ex=197 "        \
    "plans_issued_20_to_52_weeks_ex=23 plans_issued_over_52_weeks_ex=0"

static void what_is_explained_is_no_longer_asked(void **state)
{
    static const struct judged_cells cells = {
        .period = "2023",
        .timeliness = SHORT_BANDS " assess_not_issued=31 outcome_decision_within_time=12 "
                                  "outcome_decision_over_time=18",
        .explanations = {"rule=qd-r03 explanation=as_published"}};
    struct findings findings = judged(judged_return(&cells));

    (void)state;
    assert_int_equal(3, findings.count);
    assert_int_equal(1, findings.asks);
    for (size_t i = 0; i < findings.count; i++)
        assert_int_equal(findings.list[i].rule == rule_get(RULE_BANDS_ADD_UP),
                         findings.list[i].explained);
}

#define CHEAP(urn) "setting=special_independent plans=1 annual_cost=100.00 urn=" urn

// Two places of which two rules ask each: there are no weeks (of the row), and the price is low (of
// its column).
static struct findings judged_with(const char *explanation, const char *other)
{
    const struct judged_cells cells = {
        CENSUS, .placements = {"setting=total plans=x", CHEAP("100001"), CHEAP("100002")},
        .explanations = {explanation, other}};
    Qd__Return *returned = judged_return(&cells);

    for (size_t i = 0; i < returned->n_explanations; i++) {
        char *pieces[] = {returned->explanations[i]->row, returned->explanations[i]->column};

        for (size_t j = 0; j < 2; j++)
            for (char *at = pieces[j]; at != NULL && *at != '\0'; at++)
                *at = *at == ' ' ? '_' : *at;
    }
    return judged(returned);
}

static void an_explanation_is_for_the_place_that_it_names(void **state)
{
    static const struct {
        const char *explanation;
        size_t explained;
    } cases[] = {
        {"rule=QD-R13 explanation=a", 2},
        {"rule=QD-R13 part=placements explanation=a", 2},
        {"rule=QD-R13 part=Placements.csv explanation=a", 2},
        {"rule=QD-R19 column=annual_cost explanation=a", 2},
        {"rule=QD-R19 part=placements column=ANNUAL_COST explanation=a", 2},
        {"rule=QD-R13 "
         "row=special_independent/not_known/not_known/not_known/not_known/100002 explanation=a",
         1},
        {"rule=QD-R19 part=placements column=annual_cost "
         "row=SPECIAL_independent/not_known/not_known/not_known/not_known/100001 explanation=a",
         1},
        {"rule=QD-R13 row=special_independent/asd/not_known/not_known/not_known/100001 "
         "explanation=a",
         0},
        {"rule=QD-R13 column=weeks_a_year explanation=a", 0},  // the finding has no column
        {"rule=QD-R19 column=plans explanation=a", 0},
        {"rule=QD-R13 part=timeliness explanation=a", 0},
        {"rule=QD-R03 explanation=a", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct findings findings = judged_with(cases[i].explanation, NULL);

        if (findings.asks != 4 - cases[i].explained)
            fail_msg("%s: %zu are asked", cases[i].explanation, findings.asks);
        assert_int_equal(cases[i].explained == 0, findings.found[RULE_EXPLANATION_NOT_ASKED]);
    }
}

static void what_asks_says_how_explanations_name_its_row(void **state)
{
    struct findings findings = judged_with(NULL, NULL);

    (void)state;
    assert_int_equal(4, findings.count);
    assert_string_equal("special_independent/not_known/not_known/not_known/not_known/100001",
                        findings.list[0].row_key);
    assert_string_equal("special_independent/not_known/not_known/not_known/not_known/100002",
                        findings.list[3].row_key);
}

static void of_two_explanations_for_one_place_one_is_enough(void **state)
{
    struct findings findings =
        judged_with("rule=QD-R13 explanation=_", "rule=QD-R13 explanation=not_agreed_yet");

    (void)state;
    assert_int_equal(2, findings.asks);
    assert_int_equal(0, findings.found[RULE_EXPLANATION_NOT_ASKED]);
    findings = judged_with("rule=QD-R13 explanation=_", "rule=QD-R13 explanation=_");
    assert_int_equal(4, findings.asks);
    assert_int_equal(0, findings.found[RULE_EXPLANATION_NOT_ASKED]);
}

static void of_two_that_fit_the_words_for_the_fewest_places_are_the_answer(void **state)
{
    struct findings findings =
        judged_with("rule=QD-R13 explanation=as_agreed",
                    "rule=QD-R13 part=placements explanation=no_term_dates_yet "
                    "row=special_independent/not_known/not_known/not_known/not_known/100002");
    size_t met = 0;

    (void)state;
    for (size_t i = 0; i < findings.count; i++) {
        const struct finding *finding = &findings.list[i];

        if (finding->rule != rule_find("QD-R13")) {
            assert_null(finding->explanation);
            continue;
        }
        met++;
        assert_string_equal(finding->explanation,
                            finding->place.index == 1 ? "as agreed" : "no term dates yet");
    }
    assert_int_equal(met, 2);
}

static void an_explanation_that_says_nothing_explains_nothing(void **state)
{
    static const struct judged_cells cells = {
        .period = "2023", .timeliness = SHORT_BANDS, .explanations = {"rule=QD-R03 explanation=x"}};
    Qd__Return *returned = judged_return(&cells);
    char blank[] = " \n ";
    struct findings findings;

    (void)state;
    returned->explanations[0]->explanation = blank;
    findings = judged(returned);
    assert_int_equal(2, findings.asks);
    assert_false(findings.list[0].explained);
}

static void what_stops_cannot_be_explained(void **state)
{
    static const struct judged_cells cells = {
        .timeliness = "plans_issued=400 plans_issued_within_20_weeks=412",
        .explanations = {"rule=QD-R01 explanation=really", "rule=QD-R04 explanation=really"}};
    struct findings findings = judged(judged_return(&cells));

    (void)state;
    assert_int_equal(2, findings.stops);
    assert_int_equal(2, findings.count);
    for (size_t i = 0; i < findings.count; i++)
        assert_false(findings.list[i].explained);
}

static void what_was_found_before_can_be_explained_too(void **state)
{
    static const struct judged_cells cells = {.timeliness = "plans_issued=1",
                                              .explanations = {"rule=QD-F03 explanation=my_notes"}};
    const struct rules_input input = rules_input_whole(judged_return(&cells));
    struct findings findings;

    (void)state;
    findings_init(&findings, &judged_arena);
    findings_add(&findings, RULE_FILE_UNKNOWN, (struct finding_place){.file = "notes.txt"}, NULL,
                 NULL, "notes.txt");
    assert_int_equal(1, findings.asks);
    rules_check(&input, &findings);
    assert_int_equal(0, findings.asks);
    assert_int_equal(1, findings.count);
    assert_true(findings.list[0].explained);
}

static void explained_findings_do_not_count_even_when_they_are_too_many_to_keep(void **state)
{
    enum { ROWS = FINDINGS_KEPT_MAX + 500 };
    static const struct judged_cells cells = {
        CENSUS, .placements = {"setting=total plans=x"},
        .explanations = {"rule=QD-R13 explanation=not_agreed_yet"}};
    Qd__Return *returned = judged_return(&cells);
    struct findings findings;

    (void)state;
    for (int i = 0; i < ROWS; i++) {
        char row[100];

        snprintf(row, sizeof row, "setting=special_independent plans=1 annual_cost=60000 urn=%d",
                 100000 + 2 * i);  // none follows another: QD-P09
        written_placement(&judged_arena, returned, row);
    }
    findings = judged(returned);
    assert_int_equal(FINDINGS_KEPT_MAX, findings.count);
    assert_int_equal(ROWS, findings.found[RULE_PRICE_WITHOUT_WEEKS]);
    assert_int_equal(0, findings.asks);
    assert_int_equal(0, findings.stops);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, judged_set_up, judged_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_explained_is_no_longer_asked),
        TEST(an_explanation_is_for_the_place_that_it_names),
        TEST(what_asks_says_how_explanations_name_its_row),
        TEST(of_two_explanations_for_one_place_one_is_enough),
        TEST(an_explanation_that_says_nothing_explains_nothing),
        TEST(of_two_that_fit_the_words_for_the_fewest_places_are_the_answer),
        TEST(what_stops_cannot_be_explained),
        TEST(what_was_found_before_can_be_explained_too),
        TEST(explained_findings_do_not_count_even_when_they_are_too_many_to_keep),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
