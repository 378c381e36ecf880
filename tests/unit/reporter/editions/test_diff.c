// Two editions compared by whatever CSV they have: which lines of it differ, in which cells, and why.
#include "reporter/editions/diff.h"

#include "reporter/editions/manifest.h"
#include "tests/support/tabled/tabled.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define A_HASH "00000000000000000000000000000000000000000000000000000000000000aa"
#define REVIEWS                                                                                    \
    "table,period,area_code,area_name,measure,label,value,status,numerator,denominator,rank\n"
#define CAMDEN_REVIEWS "reviews,2025-26 Q3,E09000007,Camden,held_percent,Held,50.0,,1,2,"
#define PLACE "asd,Hall House"

enum { A, B, EDITIONS };

struct fixture {
    char folder[64];
    const char *editions[EDITIONS];
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    *state = f;
    strcpy(f->folder, "/tmp/qd-diff-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    for (int i = 0; i < EDITIONS; i++) {
        f->editions[i] = arena_printf(&tabled_arena, "%s/%c", f->folder, 'a' + i);
        assert_int_equal(mkdir(f->editions[i], 0700), 0);
        assert_int_equal(mkdir(arena_printf(&tabled_arena, "%s/csv", f->editions[i]), 0700), 0);
    }
    return 0;
}

static const char *const names[] = {"csv/reviews.csv", "csv/compare-reviews.csv",
                                    "csv/providers.csv"};
enum { REVIEWS_CSV, COMPARE_CSV, PROVIDERS_CSV, NAMES };

static int tear_down(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < EDITIONS; i++) {
        for (int j = 0; j < NAMES; j++)
            (void)unlink(arena_printf(&tabled_arena, "%s/%s", f->editions[i], names[j]));
        (void)unlink(arena_printf(&tabled_arena, "%s/" MANIFEST_FILE, f->editions[i]));
        (void)rmdir(arena_printf(&tabled_arena, "%s/csv", f->editions[i]));
        (void)rmdir(f->editions[i]);
    }
    (void)rmdir(f->folder);
    free(f);
    return 0;
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

// An edition with one indicator, and a file for each text that is not NULL.
static void write_edition(const struct fixture *f, int edition, const char *definition,
                          const char *const csv[NAMES])
{
    static const uint8_t hash[SHA256_BYTES] = {1};
    struct manifest_indicator indicator = {"reviews", "held_percent", "percent", "held",
                                           "due",     definition,     ""};
    struct manifest manifest = {.period = "2025-26 Q3",
                                .audience = "panel",
                                .journal = {19, A_HASH},
                                .as_at = "2026-11-27",
                                .program = "qd-reporter",
                                .version = "1.2.3",
                                .form = 3,
                                .rules = A_HASH,
                                .reference = A_HASH,
                                .indicators = &indicator,
                                .indicators_count = 1};
    const char *folder = f->editions[edition];
    FILE *out;

    for (int i = 0; i < NAMES; i++)
        if (csv[i] != NULL) {
            put(arena_printf(&tabled_arena, "%s/%s", folder, names[i]), csv[i]);
            assert_int_equal(
                manifest_add_file(&manifest.files, &tabled_arena, names[i], strlen(csv[i]), hash),
                ERR_OK);
        }
    out = fopen(arena_printf(&tabled_arena, "%s/" MANIFEST_FILE, folder), "w");
    assert_non_null(out);
    assert_int_equal(manifest_write(&manifest, out), ERR_OK);
    assert_int_equal(fclose(out), 0);
}

static struct diff made(const struct fixture *f)
{
    struct err_text text = {""};
    struct diff diff;

    if (diff_make(&diff, &tabled_arena, f->editions[A], f->editions[B], &text) != ERR_OK)
        fail_msg("%s", text.text);
    return diff;
}

static struct diff compared(const struct fixture *f, const char *const a[NAMES],
                            const char *const b[NAMES])
{
    write_edition(f, A, "Held of due.", a);
    write_edition(f, B, "Held of due.", b);
    return made(f);
}

// A cell of a row, by the name of its column or by its heading for people.
static const char *cell(const struct diff *diff, size_t row, const char *name)
{
    assert_in_range(row, 0, diff->sheet.rows_count - 1);
    for (size_t i = 0; i < diff->sheet.columns_count; i++) {
        const struct sheet_column *column = &diff->sheet.columns[i];
        const char *found = diff->sheet.rows[row].cells[i];

        if (strcmp(column->name == NULL ? column->heading : column->name, name) == 0)
            return found == NULL ? "" : found;
    }
    fail_msg("there is no column %s", name);
    return "";
}

static void a_rank_that_differs_alone_is_told(void **state)
{
    static const char *const a[NAMES] = {REVIEWS CAMDEN_REVIEWS "5\n"};
    static const char *const b[NAMES] = {REVIEWS CAMDEN_REVIEWS "6\n"};
    const struct diff diff = compared(*state, a, b);

    assert_int_equal(diff.lines, 1);
    assert_int_equal(diff.compared, 1);
    assert_string_equal(cell(&diff, 0, "table"), "reviews");
    assert_string_equal(cell(&diff, 0, "area_name"), "Camden");
    assert_string_equal(cell(&diff, 0, "measure"), "held_percent");
    assert_string_equal(cell(&diff, 0, "other_cells"), "{\"rank\":[\"5\",\"6\"]}");
    assert_string_equal(cell(&diff, 0, "other columns, A and B"), "rank 5, 6");
    assert_string_equal(cell(&diff, 0, "value_a"), "");
    assert_string_equal(cell(&diff, 0, "because"), "figures");
}

static void a_figure_that_differs_is_told_whole_and_first(void **state)
{
    static const char *const a[NAMES] = {REVIEWS CAMDEN_REVIEWS "5\n", NULL,
                                         "primary_need,provider_name,price\n" PLACE ",10\n"};
    static const char *const b[NAMES] = {
        REVIEWS "reviews,2025-26 Q3,E09000007,Camden,held_percent,Held,,not available,,2,\n"};
    const struct diff diff = compared(*state, a, b);

    assert_int_equal(diff.lines, 2);
    assert_string_equal(cell(&diff, 0, "value_a"), "50.0");
    assert_string_equal(cell(&diff, 0, "numerator_a"), "1");
    assert_string_equal(cell(&diff, 0, "denominator_a"), "2");
    assert_string_equal(cell(&diff, 0, "value_b"), "");
    assert_string_equal(cell(&diff, 0, "status_b"), "not available");
    assert_string_equal(cell(&diff, 0, "denominator_b"), "2");
    assert_string_equal(cell(&diff, 0, "other_cells"), "{\"rank\":[\"5\",\"\"]}");
    assert_string_equal(cell(&diff, 1, "table"), "providers");
    assert_string_equal(cell(&diff, 1, "because"), "only in A");
}

static void a_price_of_a_provider_is_told(void **state)
{
    static const char *const a[NAMES] = {[PROVIDERS_CSV] =
                                             "primary_need,provider_name,median_price,note\n" PLACE
                                             ",10.00,\nslcn,Hall House,5.00,\n"};
    static const char *const b[NAMES] = {[PROVIDERS_CSV] =
                                             "primary_need,provider_name,median_price,note\n" PLACE
                                             ",12.00,few\nslcn,Hall House,5.00,\n"};
    const struct diff diff = compared(*state, a, b);

    assert_int_equal(diff.lines, 1);
    assert_int_equal(diff.compared, 2);
    assert_string_equal(cell(&diff, 0, "table"), "providers");
    assert_string_equal(cell(&diff, 0, "period"), "2025-26 Q3");
    assert_string_equal(cell(&diff, 0, "row"), "primary_need=asd; provider_name=Hall House");
    assert_string_equal(cell(&diff, 0, "other_cells"),
                        "{\"median_price\":[\"10.00\",\"12.00\"],\"note\":[\"\",\"few\"]}");
    assert_string_equal(cell(&diff, 0, "other columns, A and B"),
                        "median_price 10.00, 12.00; note blank, few");
    assert_string_equal(cell(&diff, 0, "because"), "figures");
}

static void a_line_that_only_one_has_says_so(void **state)
{
    static const char *const a[NAMES] = {REVIEWS};
    static const char *const b[NAMES] = {REVIEWS CAMDEN_REVIEWS "5\n", NULL,
                                         "primary_need,provider_name,price\n" PLACE ",10\n"};
    const struct diff diff = compared(*state, a, b);

    assert_int_equal(diff.lines, 2);
    assert_string_equal(cell(&diff, 0, "because"), "only in B");
    assert_string_equal(cell(&diff, 0, "value_a"), "");
    assert_string_equal(cell(&diff, 0, "value_b"), "50.0");
    assert_string_equal(cell(&diff, 0, "other_cells"), "");
    assert_string_equal(cell(&diff, 1, "row"), "primary_need=asd; provider_name=Hall House");
    assert_string_equal(cell(&diff, 1, "because"), "only in B");
}

// Whatever is made of it, too; not what is of another measure.
static void a_redefined_indicator_is_the_reason(void **state)
{
    static const char *const a[NAMES] = {
        REVIEWS CAMDEN_REVIEWS "5\n",
        "table,area_code,measure,difference\nreviews,E09000007,held_percent,1\n"
        "reviews,E09000007,held_count,1\n"};
    static const char *const b[NAMES] = {
        REVIEWS CAMDEN_REVIEWS "6\n",
        "table,area_code,measure,difference\nreviews,E09000007,held_percent,2\n"
        "reviews,E09000007,held_count,2\n"};
    struct diff diff;

    write_edition(*state, A, "Held of due.", a);
    write_edition(*state, B, "Another one.", b);
    diff = made(*state);
    assert_int_equal(diff.definitions, 1);
    assert_int_equal(diff.lines, 3);
    assert_string_equal(cell(&diff, 0, "because"), "definition");
    assert_string_equal(cell(&diff, 1, "table"), "compare-reviews");
    assert_string_equal(cell(&diff, 1, "measure"), "held_count");
    assert_string_equal(cell(&diff, 1, "because"), "figures");
    assert_string_equal(cell(&diff, 2, "because"), "definition");
}

static void columns_that_only_one_has_are_noted_and_not_compared(void **state)
{
    static const char *const a[NAMES] = {[COMPARE_CSV] =
                                             "area_code,low,difference\nE1,3,1\nE2,3,1\n"};
    static const char *const b[NAMES] = {[COMPARE_CSV] =
                                             "difference,area_code,high\n1,E2,4\n2,E1,4\n"};
    const struct diff diff = compared(*state, a, b);
    size_t found = 0;

    assert_int_equal(diff.lines, 1);
    assert_int_equal(diff.compared, 2);
    assert_string_equal(cell(&diff, 0, "area_code"), "E1");
    assert_string_equal(cell(&diff, 0, "other_cells"), "{\"difference\":[\"1\",\"2\"]}");
    for (size_t i = 0; i < diff.sheet.notes_count; i++) {
        const struct sheet_note *note = &diff.sheet.notes[i];

        found += strcmp(note->lead, "column") == 0;
        if (strcmp(note->lead, "column") == 0)
            assert_string_equal(note->text,
                                found == 1
                                    ? "not compared, because A alone has it in compare-reviews: low"
                                    : "not compared, because B alone has it in compare-reviews: "
                                      "high");
    }
    assert_int_equal(found, 2);
}

static void many_cells_are_counted_for_people_and_whole_for_programs(void **state)
{
    static const char *const a[NAMES] = {[COMPARE_CSV] =
                                             "area_code,low,high,verdict,note\nE1,3,4,better,a "
                                             "rather long sentence that stands alone\n"};
    static const char *const b[NAMES] = {[COMPARE_CSV] =
                                             "area_code,low,high,verdict,note\nE1,5,6,worse,\n"};
    const struct diff diff = compared(*state, a, b);

    assert_string_equal(cell(&diff, 0, "other columns, A and B"),
                        "low 3, 5; high 4, 6; verdict better, worse; and 1 more");
    assert_non_null(strstr(cell(&diff, 0, "other_cells"), "\"note\":[\"a rather long"));
}

static void it_has_a_kind_and_is_a_workbook_too(void **state)
{
    static const char *const a[NAMES] = {REVIEWS CAMDEN_REVIEWS "5\n"};
    static const char *const b[NAMES] = {REVIEWS CAMDEN_REVIEWS "6\n"};
    const struct diff diff = compared(*state, a, b);
    FILE *out = tmpfile();

    assert_non_null(out);
    assert_string_equal(diff.sheet.about.kind, "diff");
    assert_int_equal(sheet_xlsx(&diff.sheet, out), ERR_OK);
    assert_true(ftell(out) > 0);
    assert_int_equal(fclose(out), 0);
}

static void what_is_no_edition_or_no_csv_is_refused(void **state)
{
    const struct fixture *f = *state;
    static const char *const fine[NAMES] = {REVIEWS};
    static const char *const broken[NAMES] = {"?table,value\nreviews\n"};
    struct err_text text = {""};
    struct diff diff;

    write_edition(f, A, "Held of due.", fine);
    assert_int_equal(diff_make(&diff, &tabled_arena, f->editions[A], f->editions[B], &text),
                     ERR_NOT_FOUND);
    write_edition(f, B, "Held of due.", broken);
    assert_int_equal(diff_make(&diff, &tabled_arena, f->editions[A], f->editions[B], &text),
                     ERR_MALFORMED);
    assert_non_null(strstr(text.text, "csv/reviews.csv"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_rank_that_differs_alone_is_told),
        TEST(a_figure_that_differs_is_told_whole_and_first),
        TEST(a_price_of_a_provider_is_told),
        TEST(a_line_that_only_one_has_says_so),
        TEST(a_redefined_indicator_is_the_reason),
        TEST(columns_that_only_one_has_are_noted_and_not_compared),
        TEST(many_cells_are_counted_for_people_and_whole_for_programs),
        TEST(it_has_a_kind_and_is_a_workbook_too),
        TEST(what_is_no_edition_or_no_csv_is_refused),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
