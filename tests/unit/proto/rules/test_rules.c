#include "proto/rules/rules.h"

#include "proto/wire/codec.h"
#include "simulate/simulate.h"
#include "tests/unit/proto/rules/examples/returns.h"

#include <stdio.h>
#include <stdlib.h>

// --- each rule by an example

// What is found in a return: rule, part, row, column ("" for the row, NULL for the whole part). Its
// words stand in tests/data/words.golden, beside the example's name.
struct expected {
    enum rule_id rule;
    enum form_part part;
    size_t index;
    const char *column;
};

enum { EXPECTED_MAX = 4 };

static const struct {
    const char *name;
    struct judged_cells cells;
    struct expected expected[EXPECTED_MAX];  // until RULE_FILE_MISSING, which no return breaks
} examples[] = {
#include "tests/unit/proto/rules/examples/earlier.def"
#include "tests/unit/proto/rules/examples/others.def"
#include "tests/unit/proto/rules/examples/parts.def"
#include "tests/unit/proto/rules/examples/placements.def"
#include "tests/unit/proto/rules/examples/prices.def"
#include "tests/unit/proto/rules/examples/return.def"
#include "tests/unit/proto/rules/examples/timeliness.def"
#include "tests/unit/proto/rules/examples/transport.def"
};

static size_t count_of(const struct expected expected[EXPECTED_MAX])
{
    size_t count = 0;

    while (count < EXPECTED_MAX && expected[count].rule != RULE_FILE_MISSING)
        count++;
    return count;
}

static void check_example(size_t number)
{
    struct findings findings = judged_at_collector(&examples[number].cells);
    const struct expected *expected = examples[number].expected;
    const size_t count = count_of(expected);
    size_t explained = 0;

    for (size_t i = 0; i < findings.count || i < count; i++) {
        const struct finding *finding = &findings.list[i];

        if (i >= findings.count || i >= count)
            fail_msg("%s: %zu findings, not %zu: %s %s", examples[number].name, findings.count,
                     count, i < findings.count ? finding->rule->id : "",
                     i < findings.count ? finding->what : "");
        if (finding->rule != rule_get(expected[i].rule))
            fail_msg("%s: %s \"%s\"", examples[number].name, finding->rule->id, finding->what);
        assert_int_equal(expected[i].part, finding->place.part);
        assert_int_equal(expected[i].index, finding->place.index);
        assert_int_equal(expected[i].column == NULL, finding->place.whole_part);
        if (expected[i].column != NULL && *expected[i].column != '\0') {
            assert_ptr_equal(written_field(expected[i].part, expected[i].column),
                             finding->place.field);
            if (finding->rule != rule_get(RULE_AS_AT_MISSING))  // whose cell is blank
                assert_non_null(finding->value);
        } else {
            assert_null(finding->place.field);
        }
        assert_true(strlen(finding->fix) > 0);
        explained += finding->explained != 0;
    }
    assert_int_equal(findings.count - explained, findings.stops + findings.asks + findings.informs);
}

static void each_rule_finds_what_it_is_for_and_nothing_else(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++)
        check_example(i);
}

// Not over files, headings or cells.
static int is_over_returns(const struct rule *rule)
{
    return rule->scope >= RULE_SCOPE_ROW;
}

static void every_rule_over_returns_has_an_example(void **state)
{
    int met[RULE_COUNT] = {0};

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++)
        for (size_t j = 0; j < count_of(examples[i].expected); j++)
            met[examples[i].expected[j].rule]++;
    for (unsigned i = 0; i < RULE_COUNT; i++)
        if (is_over_returns(rule_get(i)) && met[i] == 0)
            fail_msg("no example of %s", rule_get(i)->id);
}

// --- words

enum { GOLDEN_LINES_MAX = 300 };

// The lines of tests/data/words.golden about rules over returns: rule, example, what, fix.
static size_t golden_lines(const char *lines[GOLDEN_LINES_MAX])
{
    FILE *in = fopen(QD_DATA_DIR "/../tests/data/words.golden", "re");
    char *line = NULL;
    size_t room = 0, count = 0;

    assert_non_null(in);
    while (getline(&line, &room, in) >= 0) {
        const struct rule *rule =
            rule_find(arena_strndup(&judged_arena, line, strcspn(line, "\t")));

        assert_true(count < GOLDEN_LINES_MAX);
        if (rule != NULL && is_over_returns(rule))
            lines[count++] = arena_strndup(&judged_arena, line, strcspn(line, "\n"));
    }
    free(line);
    fclose(in);
    return count;
}

// Takes the line out of the list; 0 if it is not there.
static int is_golden(const char *lines[], size_t count, const char *line)
{
    for (size_t i = 0; i < count; i++)
        if (lines[i] != NULL && strcmp(lines[i], line) == 0) {
            lines[i] = NULL;
            return 1;
        }
    return 0;
}

// No program writes that file: whoever changes words reads them there.
static void what_is_said_is_what_the_golden_file_holds(void **state)
{
    const char *lines[GOLDEN_LINES_MAX];
    size_t count = golden_lines(lines), differences = 0;

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        struct findings findings = judged_at_collector(&examples[i].cells);

        for (size_t j = 0; j < findings.count; j++) {
            const struct finding *finding = &findings.list[j];
            const char *line = arena_printf(&judged_arena, "%s\t%s\t%s\t%s", finding->rule->id,
                                            examples[i].name, finding->what, finding->fix);

            if (!is_golden(lines, count, line)) {
                print_error("+%s\n", line);
                differences++;
            }
        }
    }
    for (size_t i = 0; i < count; i++)
        if (lines[i] != NULL) {
            print_error("-%s\n", lines[i]);
            differences++;
        }
    assert_int_equal(differences, 0);
}

// --- what DfE has really published

static void city_of_london_2024_asks_and_does_not_stop(void **state)
{
    static const struct judged_cells cells = {
        .period = "2024",
        .timeliness = "plans_issued=5 plans_issued_ex=0 plans_issued_within_20_weeks=4 "
                      "plans_issued_within_20_weeks_ex=0 plans_issued_20_to_52_weeks=0 "
                      "plans_issued_20_to_52_weeks_ex=0 plans_issued_over_52_weeks=0 "
                      "plans_issued_over_52_weeks_ex=0"};
    struct findings findings = judged(judged_return(&cells));

    (void)state;
    assert_int_equal(0, findings.stops);
    assert_int_equal(1, findings.asks);
    assert_int_equal(1, findings.found[RULE_BANDS_ADD_UP]);
}

static void hackney_in_january_2024_has_a_total_and_no_parts(void **state)
{
    static const struct judged_cells cells = {
        .period = "2023-24 Q4",
        .header = "as_at_date=2024-01-18",
        .placements = {"setting=total plans=3525", "setting=mainstream_academy plans=x",
                       "setting=special_academy_free plans=x"}};

    (void)state;
    // All is taken; the officer is told what has no figure.
    assert_int_equal(1, judged(judged_return(&cells)).count);
    assert_int_equal(1, judged(judged_return(&cells)).found[RULE_SUB_TOTALS_LOST]);
    assert_int_equal(0, judged(judged_return(&cells)).asks);
}

static void without_exceptions_the_share_may_be_the_smaller(void **state)
{
    // Southwark 2024: 36.0 % without, 36.7 % with.
    static const struct judged_cells cells = {
        .period = "2024",
        .timeliness = "plans_issued=461 plans_issued_within_20_weeks=169 plans_issued_ex=439 "
                      "plans_issued_within_20_weeks_ex=158"};

    (void)state;
    assert_int_equal(0, judged(judged_return(&cells)).count);
}

// --- many rows

static void repeated_rows_are_found_among_many(void **state)
{
    enum { ROWS = 2500, EVERY = 500 };
    static const struct judged_cells cells = {CENSUS, .placements = {"setting=total plans=x"}};
    Qd__Return *returned = judged_return(&cells);
    struct findings findings;

    (void)state;
    for (int i = 0; i < ROWS; i++) {
        char row[100];

        snprintf(row, sizeof row, "setting=special_independent plans=1 urn=%d",
                 100000 + 2 * (i % EVERY == EVERY - 1 ? 7 : i));
        written_placement(&judged_arena, returned, row);
    }
    findings = judged(returned);
    assert_int_equal(5, findings.found[RULE_ROW_TWICE]);
    assert_int_equal(5, findings.count);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(EVERY * (i + 1), findings.list[i].place.index);
    }
}

static void without_memory_no_return_passes_unjudged(void **state)
{
    static const struct judged_cells cells = {CENSUS, .placements = {TOTAL_5, PRICED},
                                              .transport = {"children=1"}};
    Qd__Return *returned = judged_return(&cells);
    const struct rules_input input = rules_input_whole(returned);

    (void)state;
    assert_int_equal(0, judged(returned).count);
    for (size_t cap = 0; cap < 64; cap += 16) {
        struct arena small;
        struct findings findings;

        arena_init(&small, cap);
        findings_init(&findings, &small);
        rules_check(&input, &findings);
        assert_true(findings.stops > 0);
        arena_free(&small);
    }
}

// --- promise E: one verdict

static void assert_same(const struct findings *here, const struct findings *there)
{
    assert_int_equal(here->count, there->count);
    assert_int_equal(here->stops, there->stops);
    assert_int_equal(here->asks, there->asks);
    assert_int_equal(here->informs, there->informs);
    assert_memory_equal(here->found, there->found, sizeof here->found);
    for (size_t i = 0; i < here->count; i++) {
        const struct finding *a = &here->list[i], *b = &there->list[i];

        assert_ptr_equal(a->rule, b->rule);
        assert_int_equal(a->place.part, b->place.part);
        assert_int_equal(a->place.index, b->place.index);
        assert_ptr_equal(a->place.field, b->place.field);
        assert_int_equal(a->place.whole_part, b->place.whole_part);
        assert_int_equal(a->explained, b->explained);
        assert_string_equal(a->what, b->what);
        assert_string_equal(a->fix, b->fix);
        assert_string_equal(a->value == NULL ? "" : a->value, b->value == NULL ? "" : b->value);
    }
}

static void promise_e_a_return_is_judged_alike_after_a_trip_over_the_wire(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        Qd__Return *returned = judged_return(&examples[i].cells), *arrived;
        struct findings here, there;
        const uint8_t *bytes;
        size_t size;

        assert_int_equal(0, simulate_rest_of_all_is_x(&judged_arena, returned));
        here = judged(returned);
        assert_int_equal(ERR_OK, codec_pack_return(returned, &judged_arena, &bytes, &size, NULL));
        assert_int_equal(ERR_OK, codec_unpack_return(&arrived, &judged_arena, bytes, size, NULL));
        there = judged(arrived);
        assert_same(&here, &there);
    }
}

static void promise_e_a_return_is_judged_alike_each_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        Qd__Return *returned = judged_return(&examples[i].cells);
        struct findings once = judged(returned), again = judged(returned);

        assert_same(&once, &again);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, judged_set_up, judged_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_rule_finds_what_it_is_for_and_nothing_else),
        TEST(every_rule_over_returns_has_an_example),
        TEST(what_is_said_is_what_the_golden_file_holds),
        TEST(city_of_london_2024_asks_and_does_not_stop),
        TEST(hackney_in_january_2024_has_a_total_and_no_parts),
        TEST(without_exceptions_the_share_may_be_the_smaller),
        TEST(repeated_rows_are_found_among_many),
        TEST(without_memory_no_return_passes_unjudged),
        TEST(promise_e_a_return_is_judged_alike_after_a_trip_over_the_wire),
        TEST(promise_e_a_return_is_judged_alike_each_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
