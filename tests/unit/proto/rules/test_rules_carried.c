// Words that were carried over from an earlier return, or whose finding has changed.
#include "tests/support/judged/judged.h"

#define BANDS(issued, within)                                                                      \
    "plans_issued=" issued " plans_issued_within_20_weeks=" within                                 \
    " plans_issued_20_to_52_weeks=23 plans_issued_over_52_weeks=0"

// The return for 2024 of which two of 225 plans are in no band; what else it has is the case's.
struct words_case {
    const char *name;
    const char *explanations[JUDGED_ROWS_MAX];
    struct judged_cells before;
    size_t asked;
};

static const struct words_case cases[] = {
    {"other words",
     {"rule=QD-R03 explanation=two_are_undated"},
     {.period = "2023",
      .timeliness = BANDS("300", "250"),
      .explanations = {"rule=QD-R03 explanation=most_are_undated"}},
     0},
    {"the same words a year later",
     {"rule=QD-R03 explanation=two_are_undated"},
     {.period = "2023",
      .timeliness = BANDS("300", "250"),
      .explanations = {"rule=QD-R03 explanation=two_are_undated"}},
     1},
    {"the same words for another place",
     {"rule=QD-R03 part=timeliness explanation=two_are_undated"},
     {.period = "2023",
      .timeliness = BANDS("300", "250"),
      .explanations = {"rule=QD-R03 explanation=two_are_undated"}},
     0},
    {"a question without words in both",
     {"rule=QD-R03 explanation=_"},
     {.period = "2023",
      .timeliness = BANDS("300", "250"),
      .explanations = {"rule=QD-R03 explanation=_"}},
     0},
    {"the same words for nothing",
     {"rule=QD-R07 explanation=two_are_undated"},
     {.period = "2023",
      .timeliness = BANDS("300", "250"),
      .explanations = {"rule=QD-R07 explanation=two_are_undated"}},
     0},
    {"a revision with the same finding",
     {"rule=QD-R03 explanation=two_are_undated"},
     {.period = "2024",
      .timeliness = BANDS("225", "200") " requests_received=7",
      .explanations = {"rule=QD-R03 explanation=two_are_undated"}},
     0},
    {"a revision whose finding has changed",
     {"rule=QD-R03 explanation=two_are_undated"},
     {.period = "2024",
      .timeliness = BANDS("224", "200"),
      .explanations = {"rule=QD-R03 explanation=two_are_undated"}},
     1},
    {"a revision whose finding is new",
     {"rule=QD-R03 explanation=two_are_undated"},
     {.period = "2024",
      .timeliness = BANDS("223", "200"),
      .explanations = {"rule=QD-R03 explanation=two_are_undated"}},
     0},
    {"the same words, and an answer to what is asked of them",
     {"rule=QD-R03 explanation=two_are_undated",
      "rule=QD-E04 row=QD-R03 explanation=it_is_the_same_two"},
     {.period = "2023",
      .timeliness = BANDS("300", "250"),
      .explanations = {"rule=QD-R03 explanation=two_are_undated"}},
     0},
};

static void words_are_asked_about_when_they_are_old(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct judged_cells cells = {
            .period = "2024", .timeliness = BANDS("225", "200"), .earlier = {&cases[i].before}};
        struct findings findings;
        size_t asked = 0;

        memcpy(cells.explanations, cases[i].explanations, sizeof cells.explanations);
        findings = judged_at_collector(&cells);
        for (size_t j = 0; j < findings.count; j++)
            asked += findings.list[j].rule == rule_get(RULE_EXPLANATION_CARRIED_OVER) &&
                     !findings.list[j].explained;
        if (asked != cases[i].asked)
            fail_msg("%s: asked %zu times", cases[i].name, asked);
    }
}

static void what_is_asked_shows_the_words_and_where_they_stood(void **state)
{
    const struct judged_cells cells = {.period = "2024",
                                       .timeliness = BANDS("225", "200"),
                                       .explanations = {"rule=QD-R03 explanation=two_are_undated"},
                                       .earlier = {&cases[6].before, &cases[1].before}};
    const struct findings findings = judged_at_collector(&cells);
    size_t asked = 0;

    (void)state;
    for (size_t i = 0; i < findings.count; i++) {
        const struct finding *finding = &findings.list[i];

        if (finding->rule != rule_get(RULE_EXPLANATION_CARRIED_OVER))
            continue;
        asked++;
        assert_int_equal(finding->place.part, FORM_EXPLANATIONS);
        assert_string_equal(finding->value, "two are undated");
        assert_string_equal(finding->row_key, "QD-R03");
        assert_non_null(strstr(finding->what, "two are undated"));
        assert_non_null(strstr(finding->what, "224"));  // of the return that this one replaces
    }
    assert_int_equal(asked, 1);  // once is enough, of the latest return
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, judged_set_up, judged_tear_down)
        TEST(words_are_asked_about_when_they_are_old),
        TEST(what_is_asked_shows_the_words_and_where_they_stood),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
