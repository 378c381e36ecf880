#include "collector/words/report.h"

#include "tests/support/golden/golden.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PLENTY = 64 * 1000 * 1000 };

struct sample {
    struct arena arena;
    struct findings findings;
    char *text;
};

static int set_up(void **state)
{
    struct sample *sample = calloc(1, sizeof *sample);

    assert_non_null(sample);
    arena_init(&sample->arena, PLENTY);
    findings_init(&sample->findings, &sample->arena);
    sample->findings.kept_max = 50 * 1000;
    *state = sample;
    return 0;
}

static int tear_down(void **state)
{
    struct sample *sample = *state;

    arena_free(&sample->arena);
    free(sample->text);
    free(sample);
    return 0;
}

typedef enum err report_fn(FILE *out, const struct findings *findings, const char *folder,
                           const struct understood *understood);

static const char *report_as(struct sample *sample, report_fn *report, const char *folder)
{
    size_t length;
    FILE *out;

    free(sample->text);
    out = open_memstream(&sample->text, &length);
    assert_non_null(out);
    assert_int_equal(report(out, &sample->findings, folder, NULL), ERR_OK);
    assert_int_equal(fclose(out), 0);
    return sample->text;
}

// The report reads as tests/data/report.golden has it under the name.
static void check_report(struct sample *sample, const char *name)
{
    golden_check("report.golden", name, report_as(sample, report_findings_text, "f"));
}

static struct finding_place cell(enum form_part part, uint32_t row, const char *field,
                                 uint32_t column)
{
    return (struct finding_place){
        .part = part,
        .field = protobuf_c_message_descriptor_get_field_by_name(form_part(part)->row, field),
        .sheet_row = row,
        .sheet_column = column};
}

static void add_bad_cell(struct sample *sample, uint32_t row)
{
    findings_add(&sample->findings, RULE_CELL_THOUSANDS, cell(FORM_PLACEMENTS, row, "plans", 6),
                 "1,204", "write 1204", "\"1,204\" has a thousands separator");
}

static void add_question(struct sample *sample)
{
    findings_add(&sample->findings, RULE_REQUESTS_ADD_UP,
                 (struct finding_place){.part = FORM_TIMELINESS, .sheet_row = 2}, NULL, NULL,
                 "200 requests have an outcome, but there are 201");
}

static void add_note(struct sample *sample)
{
    findings_add(&sample->findings, RULE_FILE_BLANK_ROW,
                 (struct finding_place){.part = FORM_TRANSPORT, .sheet_row = 9}, NULL, NULL,
                 "the row is blank");
}

// --- text: bad things in it

static void nothing_that_a_file_holds_can_steer_the_terminal(void **state)
{
    struct sample *sample = *state;
    static const char evil[] =
        "\x1b]0;owned\x07\x1b[2J\r\n\x9b\x7f\xe2\x80\xae\xc2\x85\xff\xc0\xaf";
    struct finding_place place = {.file = evil, .heading = evil, .sheet_row = 1, .sheet_column = 1};
    const char *text;

    findings_add(&sample->findings, RULE_HEADING_UNKNOWN, place, evil, evil, "%s", evil);
    text = report_as(sample, report_findings_text, evil);
    for (const char *at = text; *at != '\0'; at++)
        assert_true(*at == '\n' || (*at >= ' ' && *at < 0x7f));
    golden_check("report.golden", "what would steer a terminal", text);
}

static void what_looks_like_a_space_is_written_out(void **state)
{
    struct sample *sample = *state;

    findings_add(&sample->findings, RULE_CELL_LOOK_ALIKE,
                 cell(FORM_TIMELINESS, 2, "assessments", 12), "2\u00a00", NULL,
                 "\"2\u00a00\" has a character that only looks right");
    check_report(sample, "a space that only looks like one");
}

static void a_full_disk_is_an_error(void **state)
{
    struct sample *sample = *state;
    report_fn *const reports[] = {report_findings_text, report_findings_json};

    add_bad_cell(sample, 2);
    for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++) {
        FILE *full = fopen("/dev/full", "w");

        assert_non_null(full);
        assert_int_equal(reports[i](full, &sample->findings, "f", NULL), ERR_IO);
        fclose(full);
    }
}

// --- text: how it reads

static void the_message_comes_with_file_row_and_column(void **state)
{
    struct sample *sample = *state;

    add_bad_cell(sample, 14);
    check_report(sample, "one finding");
}

static void what_stops_comes_before_what_asks_and_what_informs(void **state)
{
    struct sample *sample = *state;

    add_note(sample);
    add_question(sample);
    add_bad_cell(sample, 2);
    add_bad_cell(sample, 3);
    check_report(sample, "a finding of each class, in another order");
}

static void the_verdict_says_what_it_means_for_sending(void **state)
{
    struct sample *sample = *state;

    check_report(sample, "nothing");
    add_note(sample);
    check_report(sample, "what informs");
    add_question(sample);
    check_report(sample, "what informs, and what asks");
    add_bad_cell(sample, 2);
    check_report(sample, "what informs, asks and stops");
}

static void what_is_explained_is_shown_apart(void **state)
{
    struct sample *sample = *state;

    add_question(sample);
    sample->findings.list[0].explained = 1;
    sample->findings.asks = 0;
    check_report(sample, "what is explained");
}

static void the_words_stand_below_the_finding_that_they_answer(void **state)
{
    struct sample *sample = *state;

    add_question(sample);
    add_question(sample);
    findings_explain(&sample->findings, 0, "A panel was ill");
    findings_explain(&sample->findings, 1, "Two are \x1b[2Jcounted by hand.");
    check_report(sample, "words below the findings that they answer");
}

static void findings_with_the_same_words_share_them(void **state)
{
    struct sample *sample = *state;

    add_question(sample);
    add_question(sample);
    findings_explain(&sample->findings, 0, "A panel was ill.");
    findings_explain(&sample->findings, 1, "A panel was ill.");
    check_report(sample, "two findings with the same words");
}

static void many_rows_with_one_cause_are_one_group(void **state)
{
    struct sample *sample = *state;

    for (uint32_t row = 2; row <= 6; row++)
        add_bad_cell(sample, row);
    for (uint32_t row = 8; row <= 40; row++)
        add_bad_cell(sample, row);
    add_question(sample);
    check_report(sample, "38 rows with one cause");
}

static void within_a_group_the_same_advice_is_given_once(void **state)
{
    struct sample *sample = *state;

    add_bad_cell(sample, 2);
    add_bad_cell(sample, 3);
    findings_add(&sample->findings, RULE_CELL_THOUSANDS, cell(FORM_PLACEMENTS, 4, "plans", 6),
                 "1,205", "write 1205", "\"1,205\" has a thousands separator");
    check_report(sample, "the same advice twice, and another");
}

static void two_columns_are_two_groups(void **state)
{
    struct sample *sample = *state;

    for (uint32_t row = 2; row <= 30; row++) {
        add_bad_cell(sample, row);
        findings_add(&sample->findings, RULE_CELL_THOUSANDS,
                     cell(FORM_TRANSPORT, row, "children", 5), "1,1", NULL, "\"1,1\" has one, too");
    }
    check_report(sample, "29 rows of two columns");
}

static void findings_that_were_not_kept_are_told(void **state)
{
    struct sample *sample = *state;

    for (uint32_t row = 2; row <= 9; row++)
        add_bad_cell(sample, row);
    for (int i = 0; i < 7; i++)
        findings_count(&sample->findings, RULE_CELL_THOUSANDS);
    check_report(sample, "findings that were not kept");
}

static void the_reason_of_a_rule_is_given_once(void **state)
{
    struct sample *sample = *state;

    add_bad_cell(sample, 2);
    findings_add(&sample->findings, RULE_CELL_THOUSANDS, cell(FORM_TRANSPORT, 2, "children", 5),
                 "1,1", NULL, "\"1,1\" has one, too");
    check_report(sample, "two findings of one rule");
}

static void what_could_not_be_checked_is_named(void **state)
{
    struct sample *sample = *state;

    add_bad_cell(sample, 2);
    sample->findings.not_checked[FORM_PLACEMENTS] = "Whether they add up was not checked.";
    check_report(sample, "what could not be checked");
}

static void lines_fit_a_terminal_of_80_columns(void **state)
{
    struct sample *sample = *state;
    const char *line, *end;

    for (int i = 0; i < RULE_COUNT; i++)
        for (uint32_t row = 1; row < 300; row += 2)
            findings_add(&sample->findings, (enum rule_id)i,
                         cell(FORM_TIMELINESS, row, "plans_issued_within_20_weeks_ex", 28), NULL,
                         NULL, "a sentence with some words in it, of which number %d is the last",
                         i);
    sample->findings.not_checked[FORM_TRANSPORT] =
        "Whether the rows of transport.csv add up, repeat each other or go with the other files "
        "was not checked.";
    for (line = report_as(sample, report_findings_text, "f"); *line != '\0'; line = end + 1) {
        end = strchr(line, '\n');
        assert_non_null(end);
        assert_true(end - line <= 80);
    }
}

static void wide_characters_count_as_two_columns(void **state)
{
    struct sample *sample = *state;
    char words[600] = "";

    for (int i = 0; i < 40; i++)
        strncat(words, "\uff12\uff10\uff12\uff14 ", sizeof words - strlen(words) - 1);
    findings_add(&sample->findings, RULE_CELL_LOOK_ALIKE,
                 cell(FORM_TIMELINESS, 2, "assessments", 12), NULL, NULL, "%s", words);
    for (const char *line = report_as(sample, report_findings_text, "f"), *end; *line != '\0';
         line = end + 1) {
        int columns = 0;

        end = strchr(line, '\n');
        for (const char *at = line; at < end; at++)
            columns += ((unsigned char)*at & 0xc0) == 0x80 ? 0 : (unsigned char)*at < 0x80 ? 1 : 2;
        assert_true(columns <= 80);
    }
}

// --- JSON

static json_t *json_of(struct sample *sample, const char *folder)
{
    json_error_t error;
    json_t *report = json_loads(report_as(sample, report_findings_json, folder), 0, &error);

    if (report == NULL)
        fail_msg("%s at line %d", error.text, error.line);
    return report;
}

static void assert_text(const json_t *object, const char *key, const char *expected)
{
    const json_t *value = json_object_get(object, key);

    assert_non_null(value);
    if (expected == NULL)
        assert_true(json_is_null(value));
    else
        assert_string_equal(json_string_value(value), expected);
}

static void json_has_everything_of_a_finding(void **state)
{
    struct sample *sample = *state;
    const json_t *finding;
    json_t *report;

    add_bad_cell(sample, 14);
    report = json_of(sample, "2025-26-Q3");
    assert_text(report, "folder", "2025-26-Q3");
    finding = json_array_get(json_object_get(report, "findings"), 0);
    assert_text(finding, "rule", "QD-C03");
    assert_text(finding, "class", "stops");
    assert_text(finding, "title", rule_get(RULE_CELL_THOUSANDS)->title);
    assert_text(finding, "why", rule_get(RULE_CELL_THOUSANDS)->why);
    assert_text(finding, "file", "placements.csv");
    assert_int_equal(json_integer_value(json_object_get(finding, "row")), 14);
    assert_text(finding, "column", "F");
    assert_text(finding, "heading", "plans");
    assert_text(finding, "value", "1,204");
    assert_text(finding, "what", "\"1,204\" has a thousands separator");
    assert_text(finding, "fix", "write 1204");
    assert_true(json_is_false(json_object_get(finding, "explained")));
    assert_text(finding, "explanation", NULL);
    findings_explain(&sample->findings, 0, "as published");
    json_decref(report);
    report = json_of(sample, "2025-26-Q3");
    assert_text(json_array_get(json_object_get(report, "findings"), 0), "explanation",
                "as published");
    json_decref(report);
}

static void json_has_null_where_there_is_nothing(void **state)
{
    struct sample *sample = *state;
    const json_t *finding;
    json_t *report;

    findings_add(&sample->findings, RULE_FILE_NOTHING,
                 (struct finding_place){.whole_part = 1, .file = ""}, NULL, NULL, "there is none");
    report = json_of(sample, "f");
    finding = json_array_get(json_object_get(report, "findings"), 0);
    assert_text(finding, "file", NULL);
    assert_text(finding, "row", NULL);
    assert_text(finding, "column", NULL);
    assert_text(finding, "heading", NULL);
    assert_text(finding, "value", NULL);
    json_decref(report);
}

static void json_counts_what_was_found(void **state)
{
    static const struct {
        const char *key;
        int count;
    } counts[] = {{"stops", 3}, {"asks", 1}, {"explained", 1}, {"informs", 1}, {"not_listed", 2}};
    struct sample *sample = *state;
    json_t *report;

    add_bad_cell(sample, 2);
    findings_count(&sample->findings, RULE_CELL_BLANK);
    findings_count(&sample->findings, RULE_CELL_BLANK);
    add_question(sample);
    add_question(sample);
    findings_explain(&sample->findings, 1, "as published");
    add_note(sample);
    sample->findings.not_checked[FORM_PLACEMENTS] = "Not checked.";
    report = json_of(sample, "f");
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        assert_int_equal(json_integer_value(json_object_get(report, counts[i].key)),
                         counts[i].count);
    assert_true(json_is_false(json_object_get(report, "can_be_sent")));
    assert_int_equal(json_array_size(json_object_get(report, "findings")), 4);
    assert_text(json_array_get(json_object_get(report, "not_checked"), 0), "file",
                "placements.csv");
    assert_text(json_array_get(json_object_get(report, "not_checked"), 0), "what", "Not checked.");
    json_decref(report);
}

static void json_of_a_clean_folder_says_that_it_can_be_sent(void **state)
{
    json_t *report = json_of(*state, "f");

    assert_true(json_is_true(json_object_get(report, "can_be_sent")));
    assert_int_equal(json_array_size(json_object_get(report, "findings")), 0);
    json_decref(report);
}

static void json_takes_names_that_are_no_utf8(void **state)
{
    struct sample *sample = *state;
    json_t *report;

    findings_add(&sample->findings, RULE_FILE_UNKNOWN,
                 (struct finding_place){.whole_part = 1, .file = "caf\xe9.csv"}, NULL, NULL,
                 "no part of a return");
    report = json_of(sample, "/tmp/\xff");
    assert_text(report, "folder", "/tmp/\\xFF");
    assert_text(json_array_get(json_object_get(report, "findings"), 0), "file", "caf\\xE9.csv");
    json_decref(report);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_that_a_file_holds_can_steer_the_terminal),
        TEST(what_looks_like_a_space_is_written_out),
        TEST(a_full_disk_is_an_error),
        TEST(the_message_comes_with_file_row_and_column),
        TEST(what_stops_comes_before_what_asks_and_what_informs),
        TEST(the_verdict_says_what_it_means_for_sending),
        TEST(what_is_explained_is_shown_apart),
        TEST(the_words_stand_below_the_finding_that_they_answer),
        TEST(findings_with_the_same_words_share_them),
        TEST(many_rows_with_one_cause_are_one_group),
        TEST(within_a_group_the_same_advice_is_given_once),
        TEST(two_columns_are_two_groups),
        TEST(findings_that_were_not_kept_are_told),
        TEST(the_reason_of_a_rule_is_given_once),
        TEST(what_could_not_be_checked_is_named),
        TEST(lines_fit_a_terminal_of_80_columns),
        TEST(wide_characters_count_as_two_columns),
        TEST(json_has_everything_of_a_finding),
        TEST(json_has_null_where_there_is_nothing),
        TEST(json_counts_what_was_found),
        TEST(json_of_a_clean_folder_says_that_it_can_be_sent),
        TEST(json_takes_names_that_are_no_utf8),
    };

    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
