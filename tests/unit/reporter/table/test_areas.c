// Areas from the reference lists.
#include "proto/form/period.h"
#include "proto/reference/reference_file.h"
#include "tests/support/golden/golden.h"
#include "tests/support/tabled/tabled.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char headings[] = "area_code,area_name,geographic_level,new_la_code,la_name,from,to\n";

struct fixture {
    char folder[64], areas[96];
    struct err_text text;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    if (f == NULL)
        return -1;
    *state = f;
    snprintf(f->folder, sizeof f->folder, "/tmp/qd-areas-XXXXXX");
    if (mkdtemp(f->folder) == NULL)
        return -1;
    snprintf(f->areas, sizeof f->areas, "%s/areas", f->folder);
    return mkdir(f->areas, 0700);
}

static const char *path_of(const struct fixture *f, const char *name)
{
    return arena_printf(&tabled_arena, "%s/%s", f->areas, name);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    unlink(path_of(f, "one.csv"));
    unlink(path_of(f, "two.csv"));
    unlink(path_of(f, "note.txt"));
    rmdir(path_of(f, "folder.csv"));
    rmdir(f->areas);
    rmdir(f->folder);
    free(f);
    return 0;
}

static void write_list(const struct fixture *f, const char *name, const char *text)
{
    FILE *file = fopen(path_of(f, name), "w");

    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

// What is said of it is noted behind `what` is wrong.
static void assert_refused(struct fixture *f, const char *what, const char *text)
{
    struct areas areas;

    write_list(f, "one.csv", text);
    assert_int_equal(areas_read(&areas, &tabled_arena, f->folder, &f->text), ERR_MALFORMED);
    golden_note_in(f->folder, what, f->text.text);
}

static void a_list_that_is_not_as_it_must_be_says_where(void **state)
{
    static const struct {
        const char *what, *rows;
    } cases[] = {
        {"three cells of seven", "A1,Area,Group\n"},
        {"a borough that does not exist",
         "A1,Area,Group,202,Camden,,\nA1,Area,Group,Paris,Paris,,\n"},
        {"a month 13", "A1,Area,Group,202,Camden,2022-13-01,\n"},
        {"no code", ",Area,Group,202,Camden,,\n"},
        {"a quotation mark that is left open", "A1,\"Area,Group,202,Camden,,\n"},
        {"bytes that are not UTF-8", "A1,\xff,Group,202,Camden,,\n"},
    };
    const char *row = arena_printf(&tabled_arena, "%sA1,Area,Group,E09000007,Camden,,\n", headings);
    struct fixture *f = *state;

    assert_refused(f, "an empty file", "");
    assert_refused(f, "two columns", "area_code,area_name\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_refused(f, cases[i].what,
                       arena_printf(&tabled_arena, "%s%s", headings, cases[i].rows));
    write_list(f, "two.csv", row);
    assert_refused(f, "an area of two lists", row);
    golden_check_noted("errors.golden", "lists of areas");
}

static void a_folder_without_lists_is_an_error(void **state)
{
    struct fixture *f = *state;
    struct areas areas;

    write_list(f, "note.txt", "no list");
    assert_int_equal(areas_read(&areas, &tabled_arena, f->folder, &f->text), ERR_NOT_FOUND);
    assert_int_equal(areas_read(&areas, &tabled_arena, "/nowhere", &f->text), ERR_NOT_FOUND);
    golden_note("a folder that does not exist", f->text.text);
    golden_check_noted("errors.golden", "lists of areas that do not exist");
    assert_int_equal(mkdir(path_of(f, "folder.csv"), 0700), 0);
    assert_int_not_equal(areas_read(&areas, &tabled_arena, f->folder, &f->text), ERR_OK);
}

// Columns stand in any order, beside others; rows of an area need not follow each other.
static void areas_are_read_as_they_stand(void **state)
{
    struct fixture *f = *state;
    struct areas areas;

    write_list(f, "one.csv",
               "\xef\xbb\xbfremark,new_la_code,to,from,area_name,geographic_level,area_code\r\n"
               "a,E09000007,,,\"North, one\",Group,n1\r\n"
               "b,Barnet,,,South,Group,s1\r\n"
               "c,204,,,\"North, one\",Group,n1\r\n");
    assert_int_equal(areas_read(&areas, &tabled_arena, f->folder, &f->text), ERR_OK);
    assert_int_equal(areas.count, 2);
    assert_string_equal(areas.list[0].name, "North, one");
    assert_string_equal(areas.list[0].set, "one");
    assert_true(areas_boroughs(&areas.list[0], 0) ==
                ((uint64_t)1 << CAMDEN | (uint64_t)1 << HACKNEY));
    assert_int_equal(areas_find(&areas, "NORTH, ONE"), 0);
    assert_int_equal(areas_find(&areas, "S1"), 1);
    assert_int_equal(areas_find(&areas, "Camden"), -1);
}

static int32_t day(uint32_t year, uint32_t month, uint32_t number)
{
    Qd__Date date = QD__DATE__INIT;

    date.year = year;
    date.month = month;
    date.day = number;
    return period_date_days(&date);
}

static void a_borough_is_in_an_area_between_its_days(void **state)
{
    struct fixture *f = *state;
    struct areas areas;

    write_list(f, "one.csv",
               arena_printf(&tabled_arena,
                            "%sa,A,Group,202,,2022-07-01,2024-06-30\na,A,Group,204,,2024-07-01,\n",
                            headings));
    assert_int_equal(areas_read(&areas, &tabled_arena, f->folder, &f->text), ERR_OK);
    assert_true(areas_boroughs(&areas.list[0], day(2022, 6, 30)) == 0);
    assert_true(areas_boroughs(&areas.list[0], day(2022, 7, 1)) == (uint64_t)1 << CAMDEN);
    assert_true(areas_boroughs(&areas.list[0], day(2024, 6, 30)) == (uint64_t)1 << CAMDEN);
    assert_true(areas_boroughs(&areas.list[0], day(2030, 1, 1)) == (uint64_t)1 << HACKNEY);
}

// An area that had no boroughs yet has no figure.
static void promise_f_an_area_before_its_time_is_not_applicable(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2021");
    table_finish(&table);
    assert_int_equal(tabled_state(&table, "plans_issued_count", LONDON + 1), FIGURE_NOT_APPLICABLE);
    assert_int_equal(tabled_cell(&table, "plans_issued_count", LONDON + 1)->of, 0);
}

static enum err compare_split(void *context, const char *const *fields, struct err_text *why)
{
    const uint64_t inner = areas_boroughs(&tabled_areas()->list[0], 0);
    const struct borough *borough = boroughs_find(fields[0]);
    size_t *rows = context;

    (void)why;
    assert_non_null(borough);
    assert_int_equal(inner >> (borough - boroughs) & 1, strcmp(fields[1], "Inner London") == 0);
    (*rows)++;
    return ERR_OK;
}

// By DfE's split Haringey and Newham are inner and Greenwich is outer, which DfE's numbers do not say.
static void inner_london_is_dfe_s_and_not_the_old_education_authority(void **state)
{
    static const char *const headings_of_boroughs[] = {"new_la_code", "inner_outer_dfe_ees"};
    const uint64_t inner = areas_boroughs(&tabled_areas()->list[0], 0);
    struct err_text text = {""};
    size_t rows = 0;

    (void)state;
    if (reference_file_read(QD_DATA_DIR "/reference/boroughs.csv", &tabled_arena,
                            headings_of_boroughs, 2, compare_split, &rows, &text) != ERR_OK)
        fail_msg("%s", text.text);
    assert_int_equal(rows, BOROUGHS_COUNT);
    assert_int_equal(__builtin_popcountll(inner), 14);
    assert_true(inner >> (boroughs_find("Haringey") - boroughs) & 1);
    assert_true(inner >> (boroughs_find("Newham") - boroughs) & 1);
    assert_false(inner >> (boroughs_find("Greenwich") - boroughs) & 1);
}

static void our_own_lists_have_each_borough_once(void **state)
{
    const struct areas *areas = tabled_areas();
    const uint64_t everybody = ((uint64_t)1 << BOROUGHS_COUNT) - 1;
    uint64_t nhs = 0;

    (void)state;
    assert_string_equal(areas->list[0].code, "E13000001");
    assert_string_equal(areas->list[1].code, "E13000002");
    assert_string_equal(areas->list[2].code, "E12000007");
    assert_true(areas_boroughs(&areas->list[1], 0) ==
                (everybody & ~areas_boroughs(&areas->list[0], 0)));
    assert_true(areas_boroughs(&areas->list[2], 0) == everybody);
    for (size_t i = 3; i < areas->count; i++) {
        const uint64_t more = areas_boroughs(&areas->list[i], day(2025, 1, 1));

        if (strcmp(areas->list[i].set, "nhs_areas") != 0)
            continue;
        assert_true((nhs & more) == 0);
        nhs |= more;
    }
    assert_true(nhs == everybody);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_list_that_is_not_as_it_must_be_says_where),
        TEST(a_folder_without_lists_is_an_error),
        TEST(areas_are_read_as_they_stand),
        TEST(a_borough_is_in_an_area_between_its_days),
        cmocka_unit_test(promise_f_an_area_before_its_time_is_not_applicable),
        cmocka_unit_test(inner_london_is_dfe_s_and_not_the_old_education_authority),
        cmocka_unit_test(our_own_lists_have_each_borough_once),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
