// A return read from a folder: each fault at its place, and nothing else.
#include "collector/reading/csv.h"

#include "proto/form/boroughs.h"
#include "proto/form/figures.h"
#include "tests/support/folder/return_folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static int set_up(void **state)
{
    struct return_folder *folder = malloc(sizeof *folder);

    assert_non_null(folder);
    return_folder_make(folder);
    return_folder_copy(folder, "good");
    *state = folder;
    return 0;
}

static int tear_down(void **state)
{
    return_folder_destroy(*state);
    free(*state);
    return 0;
}

static void assert_holds(const char *text, const char *words)
{
    if (strstr(text, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", text, words);
}

// --- the folder itself

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    struct return_folder *folder = *state;
    struct err_text text = {""};
    char path[RETURN_FOLDER_PATH_BYTES];

    return_folder_path(folder, "nowhere", path);
    assert_int_equal(
        folder_read(path, NULL, &folder->arena, &folder->returned, &folder->findings, &text),
        ERR_NOT_FOUND);
    assert_holds(text.text, "nowhere");
    assert_null(folder->returned);
    return_folder_path(folder, "return.csv", path);
    assert_int_equal(
        folder_read(path, NULL, &folder->arena, &folder->returned, &folder->findings, NULL),
        ERR_NOT_FOUND);
}

static void without_memory_nothing_is_said_to_be_right(void **state)
{
    struct return_folder *folder = *state;
    struct arena arena;
    int read = 0;

    for (size_t cap = 0; cap < 400 * 1000; cap += cap / 16 + 64) {
        enum err error;

        arena_init(&arena, cap);
        error = folder_read(folder->path, NULL, &arena, &folder->returned, &folder->findings, NULL);
        if (error == ERR_OK) {
            assert_int_equal(folder->findings.count, 0);
            assert_non_null(folder->returned);
            read++;
        } else {
            assert_int_equal(error, ERR_NO_MEMORY);
            assert_int_equal(read, 0);
        }
        arena_free(&arena);
    }
    assert_true(read > 0);
}

// --- one thing wrong at a time

static const struct {
    const char *file, *what, *with;  // `what` is replaced; NULL: `with` is the whole file
    const char *found;
} broken[] = {
    // F: the file
    {"return.csv", NULL, "", "QD-F04 return.csv"},
    {"transport.csv", NULL, "", "QD-F04 transport.csv"},
    {"transport.csv", NULL, "\xef\xbb\xbf", "QD-F04 transport.csv"},
    {"transport.csv", NULL, "\r\n \r\n,,\r\n", "QD-F04 transport.csv"},
    {"timelines.csv", NULL, "a,b\n", "QD-F03 timelines.csv"},
    {"transport.csv", NULL,
     "section_251_line,mode,phase,location,children,routes,solo,"
     "passenger_assistants,gross_expenditure\r\n\r\n\r\n",
     "QD-F05 transport.csv"},
    {"transport.csv", NULL, "PK\x03\x04\x14", "QD-F06 transport.csv"},
    {"transport.csv", NULL, "<html><body>Sign in</body></html>", "QD-F06 transport.csv"},
    {"transport.csv", NULL,
     "\xff\xfe"
     "s",
     "QD-F07 transport.csv"},
    {"placements.csv", "Elm House", "\xc9lm House", "QD-F08 placements.csv 3 I"},
    {"transport.csv", NULL,
     "section_251_line;mode;phase;location;children;routes;solo;"
     "passenger_assistants;gross_expenditure\r\nline_2_1_4;taxi\r\n",
     "QD-F09 transport.csv 1 A"},
    {"transport.csv", NULL,
     "SEN transport\r\n\"section_251_line\"\t\"mode\"\t\"phase\"\t"
     "\"location\"\t\"children\"\t\"routes\"\r\n",
     "QD-F09 transport.csv 2 A"},
    {"placements.csv", "Elm House", "Elm \"House\"", "QD-F10 placements.csv 3 I"},
    {"placements.csv", "Elm House", "\"Elm House", "QD-F10 placements.csv 3 I"},
    {"placements.csv", "Elm House", "\"Elm\" House", "QD-F10 placements.csv 3 I"},
    {"placements.csv", "Elm House", "Elm, House", "QD-F11 placements.csv 3"},
    {"transport.csv", ",20,1000.00", ",20", "QD-C01 transport.csv 3 I"},
    {"transport.csv", "line_2_1_4,taxi", "\r\n , ,,,,,,,\r\nline_2_1_4,taxi",
     "QD-F12 transport.csv 3"},
    {"return.csv", "2025-01-16,,\r\n", "2025-01-16,,\r\nE09000008,2024-25 Q3,,,\r\n",
     "QD-F15 return.csv 3"},
    {"transport.csv", ",20,1000.00\r\n", ",20,1000.00\r\nTotal,,,,30,12,4,20,2000\r\n",
     "QD-F16 transport.csv 4 A"},
    {"transport.csv", ",20,1000.00\r\n", ",20,1000.00\r\n Grand total: ,30\r\n",
     "QD-F16 transport.csv 4 A"},
    {"timeliness.csv", ",x,x\r\n", ",x,x\r\ntotal\r\n", "QD-F16 timeliness.csv 3 A"},
    {"transport.csv", ",20,1000.00\r\n", ",20,1000.00\r\n,Total,,,30,12,4,20,2000\r\n",
     "QD-F16 transport.csv 4 B"},
    {"transport.csv", ",20,1000.00\r\n", ",20,1000.00\r\nSource: finance,,,,,,,,\r\n",
     "QD-F20 transport.csv 4 A"},
    {"transport.csv", ",20,1000.00\r\n",
     ",20,1000.00\r\nsection_251_line,mode,phase,location,children,routes,solo,"
     "passenger_assistants,gross_expenditure\r\n",
     "QD-F20 transport.csv 4"},
    {"transport.csv", NULL,
     "\"section_251_line,mode,phase,location,children,routes,solo,passenger_assistants\"\r\n"
     "\"line_2_1_4,taxi,primary,in_borough,1,1,0,0\"\r\n",
     "QD-F09 transport.csv 1 A"},
    // H: headings
    {"transport.csv", ",routes", "",
     "QD-H01 transport.csv 1; QD-F11 transport.csv 2; QD-F11 transport.csv 3; "
     "QD-F11 transport.csv 4; QD-F11 transport.csv 5; QD-F11 transport.csv 6"},
    {"transport.csv", ",routes", ",roots", "QD-H02 transport.csv 1 F"},
    {"transport.csv", ",routes", ",ward", "QD-H01 transport.csv 1; QD-H02 transport.csv 1 F"},
    {"transport.csv", ",routes", ",children", "QD-H01 transport.csv 1; QD-H03 transport.csv 1 F"},
    {"transport.csv", ",routes", ",", "QD-H01 transport.csv 1; QD-H04 transport.csv 1 F"},
    {"transport.csv", "section_251_line", "SEN transport, Camden\r\n\r\nsection_251_line",
     "QD-H05 transport.csv 1"},
    {"transport.csv", "section_251_line", "\r\nsection_251_line", "QD-H05 transport.csv 1"},
    {"transport.csv", NULL, "line_2_1_4,taxi,not_known,not_known,30,12,4,20,1000.00\r\n",
     "QD-H01 transport.csv 1"},
    {"transport.csv", NULL, "rule,part,row,column,explanation\r\nQD-R01,,,,because\r\n",
     "QD-H02 transport.csv 1"},
    // C: cells; tests/unit/test_form.c has what is wrong with them in detail
    {"timeliness.csv", "\r\n200,", "\r\n,", "QD-C01 timeliness.csv 2 A"},
    {"placements.csv", ",60,", ",  ,", "QD-C01 placements.csv 4 F"},
    {"placements.csv", ",60,", ",sixty,", "QD-C02 placements.csv 4 F"},
    {"placements.csv", ",60,", ",\"1,204\",", "QD-C03 placements.csv 4 F"},
    {"placements.csv", ",60,", ",60%,", "QD-C04 placements.csv 4 F"},
    {"placements.csv", "100049", "1E+05", "QD-C05 placements.csv 3 G"},
    {"placements.csv", ",60,", ",#REF!,", "QD-C06 placements.csv 4 F"},
    {"placements.csv", ",60,", ",-60,", "QD-C07 placements.csv 4 F"},
    {"placements.csv", ",60,", ",60.5,", "QD-C08 placements.csv 4 F"},
    {"placements.csv", ",60,", ",99999999,", "QD-C09 placements.csv 4 F"},
    {"transport.csv", "20,1000.00",
     "20,\xc2\xa3"
     "1000",
     "QD-C10 transport.csv 3 I"},
    {"placements.csv", ",60,", ",n/a,", "QD-C11 placements.csv 4 F"},
    {"placements.csv", "mainstream_academy", "mainstreem", "QD-C12 placements.csv 4 A"},
    {"placements.csv", ",60,", ",\xef\xbc\x96\xef\xbc\x90,", "QD-C13 placements.csv 4 F"},
    {"return.csv", "2025-01-16", "01/02/2025", "QD-C14 return.csv 2 C"},
    {"return.csv", "2025-01-16", "2025-02-30", "QD-C15 return.csv 2 C"},
    {"return.csv", "2024-25 Q4", "last quarter", "QD-C16 return.csv 2 B"},
    {"return.csv", "E09000007", "Kent", "QD-C17 return.csv 2 A"},
    {"return.csv", "2025-01-16,",
     "2025-01-16,a\x07"
     "b",
     "QD-C19 return.csv 2 D"},
    // The rules, put where a spreadsheet shows them
    {"return.csv", "2025-01-16", "", "QD-I02 return.csv 2 C"},
    {"explanations.csv", NULL, "rule,part,row,column,explanation\r\n\r\nQD-R99,,,,because\r\n",
     "QD-F12 explanations.csv 2; QD-I04 explanations.csv 3 A"},
    {"timeliness.csv", "100,90,60", "100,101,60", "QD-R02 timeliness.csv 2 Z"},
    {"placements.csv", ",38,", ",53,", "QD-R14 placements.csv 3 K"},
    {"transport.csv", ",12,4,", ",12,31,", "QD-R18 transport.csv 3 G"},
    {"placements.csv", "105", "106", "QD-P03 placements.csv"},
};

static void each_fault_is_found_at_its_place_and_nothing_else(void **state)
{
    struct return_folder *folder = *state;

    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        const char *found;

        return_folder_empty(folder);
        return_folder_copy(folder, "good");
        if (broken[i].what == NULL)
            return_folder_write(folder, broken[i].file, broken[i].with);
        else
            return_folder_replace(folder, broken[i].file, broken[i].what, broken[i].with);
        found = return_folder_found(folder);
        if (strcmp(found, broken[i].found) != 0)
            fail_msg("%s, %s: found %s, not %s", broken[i].file, broken[i].with, found,
                     broken[i].found);
        for (size_t j = 0; j < folder->findings.count; j++) {
            assert_true(folder->findings.list[j].what[0] != '\0');
            assert_true(folder->findings.list[j].fix[0] != '\0');
        }
        // Its header is there exactly when return.csv could be read in full.
        assert_int_equal(folder->returned->header == NULL,
                         strcmp(broken[i].file, "return.csv") == 0 &&
                             strcmp(broken[i].found, "QD-I02 return.csv 2 C") != 0);
    }
}

static void a_missing_return_csv_and_missing_figures_are_two_findings(void **state)
{
    struct return_folder *folder = *state;

    return_folder_empty(folder);
    assert_string_equal(return_folder_found(folder), "QD-F01 return.csv; QD-F02 ");
    assert_null(folder->returned->header);
}

static void a_folder_or_a_pipe_is_no_file_that_can_be_read(void **state)
{
    struct return_folder *folder = *state;
    char path[RETURN_FOLDER_PATH_BYTES];

    return_folder_remove(folder, "transport.csv");
    return_folder_path(folder, "transport.csv", path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_string_equal(return_folder_found(folder), "QD-F17 transport.csv");
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_string_equal(return_folder_found(folder), "QD-F17 transport.csv");
}

static void a_link_that_leads_nowhere_is_told_to_be_one(void **state)
{
    static const char *const targets[] = {"transport.csv", "nowhere.csv"};
    struct return_folder *folder = *state;
    char path[RETURN_FOLDER_PATH_BYTES];

    return_folder_path(folder, "transport.csv", path);
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        assert_int_equal(unlink(path), 0);
        assert_int_equal(symlink(targets[i], path), 0);
        assert_string_equal(return_folder_found(folder), "QD-F17 transport.csv");
    }
}

static void a_file_is_too_large_before_it_is_read(void **state)
{
    struct return_folder *folder = *state;
    char path[RETURN_FOLDER_PATH_BYTES];

    return_folder_path(folder, "transport.csv", path);
    assert_int_equal(truncate(path, CSV_FILE_MAX_BYTES + 1), 0);
    assert_string_equal(return_folder_found(folder), "QD-F13 transport.csv");
    assert_true(folder->arena.used_bytes < CSV_FILE_MAX_BYTES);
}

static void rows_beyond_the_limit_are_not_read(void **state)
{
    static const char row[] = "line_2_1_4,taxi,primary,in_borough,1,1,0,0,1000\r\n";
    struct return_folder *folder = *state;
    char path[RETURN_FOLDER_PATH_BYTES];
    FILE *out;

    return_folder_path(folder, "transport.csv", path);
    out = fopen(path, "ab");
    assert_non_null(out);
    for (int i = 0; i < FORM_ROWS_MAX - 1; i++)
        fputs(row, out);
    fclose(out);
    assert_string_equal(return_folder_found(folder), "QD-F14 transport.csv 20002");
    assert_non_null(folder->findings.not_checked[FORM_TRANSPORT]);
}

// --- all of it in one pass

static void ten_things_wrong_are_found_in_one_pass(void **state)
{
    struct return_folder *folder = *state;

    return_folder_empty(folder);
    return_folder_copy(folder, "ten_errors");
    assert_string_equal(return_folder_found(folder),
                        "QD-C14 return.csv 2 C; "
                        "QD-C03 timeliness.csv 2 A; "
                        "QD-R08 timeliness.csv 2 AH; "
                        "QD-C01 timeliness.csv 2 AJ; "
                        "QD-C10 placements.csv 3 L; "
                        "QD-C06 placements.csv 4 F; "
                        "QD-C12 placements.csv 5 A; "
                        "QD-H01 transport.csv 1; QD-H02 transport.csv 1 G; "  // "alone" for solo
                        "QD-F11 transport.csv 3; "
                        "QD-F16 transport.csv 4 A");
    assert_int_equal(folder->findings.stops, 11);
}

static void a_row_is_judged_though_its_neighbour_cannot_be_read(void **state)
{
    struct return_folder *folder = *state;

    // The settings no longer add up either, but that is not known as long as row 4 is not.
    return_folder_replace(folder, "placements.csv", ",60,", ",sixty,");
    return_folder_replace(folder, "placements.csv", "105", "205");
    return_folder_replace(folder, "placements.csv", ",38,", ",53,");
    assert_string_equal(return_folder_found(folder),
                        "QD-R14 placements.csv 3 K; QD-C02 placements.csv 4 F");
    assert_non_null(folder->findings.not_checked[FORM_PLACEMENTS]);
}

static void the_figures_of_a_row_are_judged_though_one_cannot_be_read(void **state)
{
    struct return_folder *folder = *state;

    return_folder_replace(folder, "timeliness.csv", "\r\n200,", "\r\nmany,");
    return_folder_replace(folder, "timeliness.csv", "100,90,60", "100,101,60");
    assert_string_equal(return_folder_found(folder),
                        "QD-C02 timeliness.csv 2 A; QD-R02 timeliness.csv 2 Z");
    assert_non_null(folder->findings.not_checked[FORM_TIMELINESS]);
    assert_null(folder->returned->timeliness);
}

static void other_parts_are_judged_though_return_csv_cannot_be_read(void **state)
{
    struct return_folder *folder = *state;

    return_folder_replace(folder, "return.csv", "2024-25 Q4", "soon");
    return_folder_replace(folder, "placements.csv", "105", "106");
    assert_string_equal(return_folder_found(folder),
                        "QD-C16 return.csv 2 B; QD-P03 placements.csv");
    assert_non_null(folder->findings.not_checked[FORM_HEADER]);
    assert_null(folder->returned->header);
}

static void a_file_that_is_not_utf8_is_checked_to_its_end(void **state)
{
    struct return_folder *folder = *state;

    return_folder_replace(folder, "placements.csv", "Elm House School", "Elm\x92s \xc9ole");
    return_folder_replace(folder, "placements.csv", ",60,",
                          ",\xa3"
                          "60,");
    assert_string_equal(return_folder_found(folder),
                        "QD-F08 placements.csv 3 I; QD-C10 placements.csv 4 F");
}

static void a_file_with_carriage_returns_alone_is_checked_to_its_end(void **state)
{
    struct return_folder *folder = *state;

    return_folder_replace(folder, "transport.csv", "gross_expenditure\r\n", "gross_expenditure\r");
    return_folder_replace(folder, "transport.csv", "x,1000.00\r\n", "x,lots\r");
    assert_string_equal(return_folder_found(folder),
                        "QD-F18 transport.csv 1; QD-C02 transport.csv 2 I");
}

static void rows_above_an_unclosed_mark_are_checked(void **state)
{
    struct return_folder *folder = *state;

    return_folder_replace(folder, "placements.csv", ",105,", ",lots,");
    return_folder_replace(folder, "placements.csv", "Elm", "\"Elm");
    assert_string_equal(return_folder_found(folder),
                        "QD-C02 placements.csv 2 F; QD-F10 placements.csv 3 I");
    assert_non_null(folder->findings.not_checked[FORM_PLACEMENTS]);
}

static void one_cause_over_many_rows_does_not_drown_the_rest(void **state)
{
    enum { ROWS = 5000, KEPT = 1000 };
    struct return_folder *folder = *state;
    char path[RETURN_FOLDER_PATH_BYTES];
    FILE *out;

    return_folder_path(folder, "placements.csv", path);
    out = fopen(path, "ab");
    assert_non_null(out);
    for (int i = 0; i < ROWS; i++)
        fputs("neet,asd,primary,day,in_borough,n/a,,,,,,,,,,\r\n", out);
    fclose(out);
    return_folder_replace(folder, "transport.csv", ",30,", ",#REF!,");
    return_folder_read(folder);
    assert_int_equal(folder->findings.found[RULE_CELL_LEGACY_SYMBOL], ROWS);
    assert_int_equal(folder->findings.stops, ROWS + 1);
    assert_int_equal(folder->findings.count, KEPT + 1);
    assert_string_equal(folder->findings.list[KEPT].rule->id, "QD-C06");
}

static void without_its_part_an_explanation_is_not_called_needless(void **state)
{
    struct return_folder *folder = *state;

    return_folder_write(folder, "explanations.csv",
                        "rule,part,row,column,explanation\nQD-R05,,,,published so\n");
    assert_string_equal(return_folder_found(folder), "QD-I05 explanations.csv 2 A");
    return_folder_replace(folder, "timeliness.csv", "200", "two hundred");
    assert_string_equal(return_folder_found(folder), "QD-C02 timeliness.csv 2 A");
}

static void an_explanation_answers_what_asks(void **state)
{
    struct return_folder *folder = *state;

    return_folder_write(folder, "explanations.csv",
                        "rule,part,row,column,explanation\nQD-R05,,,,published so\n");
    return_folder_replace(folder, "timeliness.csv", "\r\n200,", "\r\n201,");
    assert_string_equal(return_folder_found(folder), "QD-R05 timeliness.csv 2");
    assert_true(folder->findings.list[0].explained);
    assert_int_equal(folder->findings.asks, 0);
    // Whatever else is wrong.
    return_folder_replace(folder, "timeliness.csv", ",40,10", ",40,ten");
    assert_string_equal(return_folder_found(folder),
                        "QD-R05 timeliness.csv 2; QD-C02 timeliness.csv 2 AJ");
    assert_true(folder->findings.list[0].explained);
    assert_int_equal(folder->findings.asks, 0);
}

// --- how to fix it

static void a_folder_within_is_said_not_to_be_read(void **state)
{
    struct return_folder *folder = *state;
    char path[RETURN_FOLDER_PATH_BYTES];

    return_folder_path(folder, "placements", path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_string_equal(return_folder_found(folder), "QD-F03 placements");
    assert_int_equal(rmdir(path), 0);
}

static void stray_files_beyond_some_are_only_counted(void **state)
{
    enum { STRAYS = 50, NAMED = 20 };
    struct return_folder *folder = *state;

    for (int i = 0; i < STRAYS; i++) {
        char name[32];

        snprintf(name, sizeof name, "photo-%02d.jpeg", i);
        return_folder_write(folder, name, "");
    }
    return_folder_read(folder);
    assert_int_equal(folder->findings.count, NAMED);
    assert_int_equal(folder->findings.asks, STRAYS);
}

static void a_value_is_shown_as_it_stands_and_safely_in_the_sentence(void **state)
{
    struct return_folder *folder = *state;
    const struct finding *finding;

    return_folder_replace(folder, "placements.csv", ",60,", ", 1\x1b[31m\xe2\x80\xae ,");
    return_folder_read(folder);
    finding = &folder->findings.list[0];
    assert_string_equal(finding->value, " 1\x1b[31m\xe2\x80\xae ");
    assert_null(strchr(finding->what, '\x1b'));
    assert_holds(finding->what, "\\x1B[31m\\u202E");
}

// --- what is right

static void a_clean_folder_has_no_findings_and_is_a_return(void **state)
{
    struct return_folder *folder = *state;
    const Qd__Return *returned;

    assert_string_equal(return_folder_found(folder), "");
    returned = folder->returned;
    assert_non_null(returned);
    assert_int_equal(returned->schema_version, FORM_SCHEMA_VERSION);
    assert_int_equal(returned->header->new_la_code, boroughs_find("Camden")->authority);
    assert_int_equal(returned->header->period->quarter, 4);
    assert_int_equal(returned->timeliness->plans_issued, 100);
    assert_int_equal(returned->n_placements, 4);
    assert_int_equal(returned->placements[1]->annual_cost, 31500000);
    assert_int_equal(returned->n_transport, 5);
    assert_int_equal(figures_absence(&returned->transport[0]->base,
                                     protobuf_c_message_descriptor_get_field_by_name(
                                         &qd__transport__descriptor, "children")),
                     QD__ABSENCE__NOT_AVAILABLE);
    for (int i = 0; i < FORM_PARTS; i++)
        assert_null(folder->findings.not_checked[i]);
}

static void what_a_spreadsheet_may_do_is_no_fault(void **state)
{
    static const struct {
        const char *file, *what, *with;
    } harmless[] = {
        {"transport.csv", "section_251_line", "\xef\xbb\xbfsection_251_line"},
        {"transport.csv", "gross_expenditure\r\n", "gross_expenditure\n"},
        {"transport.csv", "section_251_line,mode", "SECTION_251_LINE, Mode "},
        {"transport.csv", "taxi", " TAXI "},
        {"transport.csv", "11,not_known,not_known,not_known,0,0,0,0,0.00\r\n",
         "11,not_known,not_known,not_known,0,0,0,0,0.00\r\n\r\n,,,,,,,,\r\n"},
        {"placements.csv", "Elm House School", "\"Elm House,\r\n\"\"the\"\" School\""},
        {"placements.csv", "Elm House School", "\xc3\x89lm House"},
        {"return.csv", "E09000007", "London Borough of Camden"},
        {"return.csv", "E09000007", "202"},
        {"return.csv", "2025-01-16,,", "2025-01-16,,Yes"},
        {"return.csv", "2025-01-16,,", "2025-01-16,,no"},
    };
    struct return_folder *folder = *state;

    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
        return_folder_copy(folder, "good");
        return_folder_replace(folder, harmless[i].file, harmless[i].what, harmless[i].with);
        assert_string_equal(return_folder_found(folder), "");
    }
}

static void headings_alone_are_right_in_explanations(void **state)
{
    struct return_folder *folder = *state;

    return_folder_write(folder, "explanations.csv", "rule,part,row,column,explanation\r\n");
    assert_string_equal(return_folder_found(folder), "");
}

static void columns_may_stand_in_any_order(void **state)
{
    struct return_folder *folder = *state;

    return_folder_write(folder, "transport.csv",
                        "gross_expenditure,passenger_assistants,solo,routes,children,location,"
                        "phase,mode,section_251_line\n"
                        "1000.00,20,31,12,30,not_known,not_known,taxi,line_2_1_4\n"
                        "1000.00,20,4,12,30,not_known,not_known,horse,line_2_1_4\n");
    assert_string_equal(return_folder_found(folder),
                        "QD-R18 transport.csv 2 C; QD-C12 transport.csv 3 H");
}

static void rows_below_a_cell_of_several_lines_keep_their_numbers(void **state)
{
    struct return_folder *folder = *state;

    return_folder_replace(folder, "placements.csv", "Elm House School",
                          "\"Elm\r\nHouse\r\nSchool\"");
    return_folder_replace(folder, "placements.csv", ",40,", ",forty,");
    assert_string_equal(return_folder_found(folder), "QD-C02 placements.csv 5 F");
}

static void a_code_alone_is_one_finding_and_not_passed_over(void **state)
{
    struct return_folder *folder = *state;

    return_folder_replace(folder, "transport.csv", ",20,1000.00\r\n",
                          ",20,1000.00\r\nline_2_1_4,,,,,,,,\r\n");
    assert_string_equal(return_folder_found(folder), "QD-F20 transport.csv 4");
    assert_true(folder->findings.stops > 0);
}

static void a_row_called_total_is_right_where_total_is_a_code(void **state)
{
    struct return_folder *folder = *state;

    return_folder_replace(folder, "placements.csv", "\r\ntotal,", "\r\nTotal,");
    assert_string_equal(return_folder_found(folder), "");
}

static void files_are_known_whatever_the_case_of_their_names(void **state)
{
    struct return_folder *folder = *state;
    char from[RETURN_FOLDER_PATH_BYTES], to[RETURN_FOLDER_PATH_BYTES];

    return_folder_path(folder, "placements.csv", from);
    return_folder_path(folder, "Placements.CSV", to);
    assert_int_equal(rename(from, to), 0);
    assert_string_equal(return_folder_found(folder), "");
    assert_int_equal(folder->returned->n_placements, 4);
    // The one in its right case is read, and the other is said to be none.
    return_folder_copy(folder, "good");
    assert_string_equal(return_folder_found(folder), "QD-F03 Placements.CSV");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_folder_that_is_not_there_is_an_error),
        TEST(without_memory_nothing_is_said_to_be_right),
        TEST(each_fault_is_found_at_its_place_and_nothing_else),
        TEST(a_missing_return_csv_and_missing_figures_are_two_findings),
        TEST(a_folder_or_a_pipe_is_no_file_that_can_be_read),
        TEST(a_link_that_leads_nowhere_is_told_to_be_one),
        TEST(a_file_is_too_large_before_it_is_read),
        TEST(rows_beyond_the_limit_are_not_read),
        TEST(ten_things_wrong_are_found_in_one_pass),
        TEST(a_row_is_judged_though_its_neighbour_cannot_be_read),
        TEST(the_figures_of_a_row_are_judged_though_one_cannot_be_read),
        TEST(other_parts_are_judged_though_return_csv_cannot_be_read),
        TEST(a_file_that_is_not_utf8_is_checked_to_its_end),
        TEST(a_file_with_carriage_returns_alone_is_checked_to_its_end),
        TEST(rows_above_an_unclosed_mark_are_checked),
        TEST(one_cause_over_many_rows_does_not_drown_the_rest),
        TEST(without_its_part_an_explanation_is_not_called_needless),
        TEST(an_explanation_answers_what_asks),
        TEST(a_folder_within_is_said_not_to_be_read),
        TEST(stray_files_beyond_some_are_only_counted),
        TEST(a_value_is_shown_as_it_stands_and_safely_in_the_sentence),
        TEST(a_clean_folder_has_no_findings_and_is_a_return),
        TEST(what_a_spreadsheet_may_do_is_no_fault),
        TEST(headings_alone_are_right_in_explanations),
        TEST(columns_may_stand_in_any_order),
        TEST(rows_below_a_cell_of_several_lines_keep_their_numbers),
        TEST(a_code_alone_is_one_finding_and_not_passed_over),
        TEST(a_row_called_total_is_right_where_total_is_a_code),
        TEST(files_are_known_whatever_the_case_of_their_names),
    };

    return cmocka_run_group_tests_name("folder", tests, NULL, NULL);
}
