#include "proto/rules/asked.h"

#include "proto/form/period.h"
#include "proto/rules/explanation_target.h"
#include "proto/rules/rules.h"
#include "tests/support/memory/memory.h"
#include "tests/support/written/written.h"

static struct findings judged_by(const struct rules_input *input)
{
    struct findings findings;

    findings_init(&findings, &arena);
    rules_check(input, &findings);
    return findings;
}

static struct findings judged(const Qd__Return *returned)
{
    const struct rules_input input = rules_input_whole(returned);

    return judged_by(&input);
}

// A return for a period that has not ended, in the folder of another: two queries.
static Qd__Return *asked_at_collector(const char *explanation, const char *other,
                                      struct findings *findings)
{
    static const Qd__Date day = {.year = 2025, .month = 3, .day = 30};
    const int32_t today = period_date_days(&day);
    Qd__Return *returned = written_return(&arena, "2024-25 Q4");
    struct rules_input input;

    written_row(&arena, returned, FORM_TIMELINESS, "plans_issued=1");
    if (explanation != NULL)
        written_row(&arena, returned, FORM_EXPLANATIONS, explanation);
    if (other != NULL)
        written_row(&arena, returned, FORM_EXPLANATIONS, other);
    input = rules_input_whole(returned);
    input.today = &today;
    input.folder = "2025-26-Q1";
    *findings = judged_by(&input);
    assert_int_equal(0, asked_put(returned, findings));
    return returned;
}

static void what_the_collector_alone_asks_is_counted_where_the_return_arrives(void **state)
{
    static const struct {
        const char *explanation, *other;
        size_t asks;
    } cases[] = {
        {NULL, NULL, 2},
        {"rule=QD-I07 explanation=early", NULL, 1},
        {"rule=qd-i07 part=return.csv column=period explanation=early", NULL, 1},
        {"rule=QD-I07 part=placements explanation=early", NULL, 2},
        {"rule=QD-I07 explanation=early", "rule=QD-I09 part=return explanation=moved", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct findings at_collector, arrived;
        Qd__Return *returned =
            asked_at_collector(cases[i].explanation, cases[i].other, &at_collector);

        arrived = judged(returned);
        if (at_collector.asks != cases[i].asks || arrived.asks != cases[i].asks)
            fail_msg("case %zu: %zu and %zu are asked", i, at_collector.asks, arrived.asks);
        assert_int_equal(0, arrived.stops + arrived.informs);
    }
}

static void a_query_has_rule_and_place_and_no_words(void **state)
{
    struct findings findings;
    const Qd__Return *returned = asked_at_collector(
        "rule=QD-I07 part=return column=period explanation=early", NULL, &findings);
    const Qd__Explanation *row = returned->explanations[2];

    (void)state;
    assert_int_equal(3, returned->n_explanations);  // the officer's, and a row for each query
    assert_true(explanation_target_is_answered(returned->explanations[0]));
    assert_false(explanation_target_is_answered(returned->explanations[1]));
    assert_string_equal("QD-I07", returned->explanations[1]->rule);
    assert_false(explanation_target_is_answered(row));
    assert_string_equal("QD-I09", row->rule);
    assert_string_equal("return", row->part);
    assert_string_equal("period", row->column);
    assert_null(row->row);
    assert_string_equal("", row->explanation);
}

static void a_query_is_found_in_its_place(void **state)
{
    struct findings findings;
    const struct findings arrived = judged(asked_at_collector(NULL, NULL, &findings));

    (void)state;
    assert_int_equal(2, arrived.count);
    assert_int_equal(1, arrived.found[RULE_PERIOD_NOT_ENDED]);
    assert_int_equal(1, arrived.found[RULE_FOLDER_OTHER_PERIOD]);
    assert_int_equal(FORM_HEADER, arrived.list[0].place.part);
    assert_ptr_equal(written_field(FORM_HEADER, "period"), arrived.list[0].place.field);
}

// So that the region's tables can show the words in their place.
static void words_for_a_query_are_found_with_it(void **state)
{
    struct findings findings;
    const struct findings arrived = judged(asked_at_collector(
        "rule=QD-I07 part=return column=period explanation=early", NULL, &findings));

    (void)state;
    assert_int_equal(2, arrived.count);
    assert_int_equal(1, arrived.asks);
    for (size_t i = 0; i < arrived.count; i++)
        if (arrived.list[i].rule == rule_get(RULE_PERIOD_NOT_ENDED))
            assert_string_equal("early", arrived.list[i].explanation);
        else
            assert_null(arrived.list[i].explanation);
}

static void a_file_that_is_no_part_travels_without_its_name(void **state)
{
    Qd__Return *returned = written_return(&arena, "2024-25 Q4");
    struct findings findings;

    (void)state;
    written_row(&arena, returned, FORM_TIMELINESS, "plans_issued=1");
    findings_init(&findings, &arena);
    findings_add(&findings, RULE_FILE_UNKNOWN,
                 (struct finding_place){.whole_part = 1, .file = "Jane Smith.docx"}, NULL, NULL,
                 "?");
    assert_int_equal(0, asked_put(returned, &findings));
    assert_int_equal(1, returned->n_explanations);
    assert_string_equal("QD-F03", returned->explanations[0]->rule);
    assert_null(returned->explanations[0]->part);
    assert_int_equal(1, judged(returned).asks);
}

static void what_stops_and_what_both_ends_ask_does_not_travel(void **state)
{
    Qd__Return *returned = written_return(&arena, "2024-25 Q4");
    struct findings findings;

    (void)state;
    written_row(&arena, returned, FORM_TIMELINESS, "plans_issued=655 assess_issued=476");
    findings = judged(returned);
    assert_int_equal(1, findings.asks);
    findings_add(&findings, RULE_FILE_EMPTY, finding_place_part(FORM_TRANSPORT), NULL, NULL, "?");
    assert_int_equal(0, asked_put(returned, &findings));
    assert_int_equal(0, returned->n_explanations);
}

// Its officer would be told of a row that is in no file.
static void what_a_newer_collector_asks_counts_and_does_not_stop(void **state)
{
    Qd__Return *returned = written_return(&arena, "2024-25 Q4");
    char blank[] = "";
    struct findings findings;

    (void)state;
    written_row(&arena, returned, FORM_TIMELINESS, "plans_issued=1");
    written_row(&arena, returned, FORM_EXPLANATIONS, "rule=QD-E99 part=timeliness explanation=x");
    returned->explanations[0]->explanation = blank;
    findings = judged(returned);
    assert_int_equal(1, findings.asks);
    assert_int_equal(0, findings.stops);
}

static void no_more_queries_travel_than_there_is_room_for(void **state)
{
    Qd__Return *returned = written_return(&arena, "2024-25 Q4");
    struct findings findings;

    (void)state;
    written_row(&arena, returned, FORM_TIMELINESS, "plans_issued=1");
    findings_init(&findings, &arena);
    findings.kept_max = ASKED_MAX + 1;
    for (int i = 0; i <= ASKED_MAX; i++)
        findings_add(&findings, RULE_CELL_GARBLED, finding_place_part(FORM_PLACEMENTS), NULL, NULL,
                     "?");
    assert_int_equal(0, asked_put(returned, &findings));
    assert_int_equal(ASKED_MAX, judged(returned).asks);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_make, memory_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_the_collector_alone_asks_is_counted_where_the_return_arrives),
        TEST(a_query_has_rule_and_place_and_no_words),
        TEST(a_query_is_found_in_its_place),
        TEST(words_for_a_query_are_found_with_it),
        TEST(a_file_that_is_no_part_travels_without_its_name),
        TEST(what_stops_and_what_both_ends_ask_does_not_travel),
        TEST(what_a_newer_collector_asks_counts_and_does_not_stop),
        TEST(no_more_queries_travel_than_there_is_room_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
