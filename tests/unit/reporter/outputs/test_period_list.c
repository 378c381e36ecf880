// What `qd-reporter periods` prints.
#include "reporter/outputs/period_list.h"

#include "proto/form/period.h"
#include "tests/support/golden/golden.h"
#include "tests/support/tabled/tabled.h"

#include <jansson.h>
#include <stdlib.h>

static struct returned some_periods(void)
{
    struct returned all = {.count = 0};
    struct returned_period *added;
    Qd__Period period;

    assert_int_equal(period_parse(&period, "2024", NULL), ERR_OK);
    added = returned_add(&all, &tabled_arena, &period);
    added->boroughs = added->parts[FORM_TIMELINESS] = 3;
    added->made[FORM_TIMELINESS] = 4;
    assert_int_equal(period_parse(&period, "2024-25 Q4", NULL), ERR_OK);
    added = returned_add(&all, &tabled_arena, &period);
    added->boroughs = added->parts[FORM_PLACEMENTS] = 1;
    return all;
}

typedef enum err list_fn(const struct returned *all, FILE *out);

static char *written(list_fn *list)
{
    const struct returned all = some_periods();
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    assert_int_equal(list(&all, out), ERR_OK);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void a_full_disk_is_an_error(void **state)
{
    static list_fn *const lists[] = {period_list_text, period_list_csv, period_list_json};
    const struct returned all = some_periods();

    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        FILE *out = fopen("/dev/full", "w");

        assert_non_null(out);
        assert_int_equal(lists[i](&all, out), ERR_IO);
        fclose(out);
    }
}

static void a_line_a_period_says_of_how_many_boroughs_there_is_something(void **state)
{
    char *text = written(period_list_text);

    (void)state;
    golden_check("tables.golden", "periods", text);
    free(text);
}

static void programs_get_the_same(void **state)
{
    char *csv = written(period_list_csv), *text = written(period_list_json);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    const json_t *first, *timeliness;

    (void)state;
    assert_non_null(strstr(csv, "period,kind,table,returned,made_from_quarters\n"
                                "2024,calendar-years,timeliness,2,1\n"));
    assert_non_null(strstr(csv, "\n2024-25 Q4,quarters,submissions,1,0\n"));
    assert_non_null(root);
    first = json_array_get(json_object_get(root, "periods"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "period")), "2024");
    timeliness = json_object_get(json_object_get(first, "tables"), "timeliness");
    assert_int_equal(json_integer_value(json_object_get(timeliness, "made_from_quarters")), 1);
    json_decref(root);
    free(csv);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(a_line_a_period_says_of_how_many_boroughs_there_is_something),
        cmocka_unit_test(programs_get_the_same),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
