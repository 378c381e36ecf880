// Statistical neighbours, from lists that a test writes and from the one that comes with the programs.
#include "reporter/comparators/neighbours.h"

#include "tests/support/tabled/tabled.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/quarterday-neighbours-XXXXXX";

static int set_up(void **state)
{
    return mkdtemp(folder) == NULL ? -1 : tabled_set_up(state);
}

static int tear_down(void **state)
{
    (void)unlink(arena_printf(&tabled_arena, "%s/%s", folder, NEIGHBOURS_FILE));
    (void)rmdir(folder);
    return tabled_tear_down(state);
}

static enum err read_written(struct neighbours *neighbours, const char *text, struct err_text *why)
{
    FILE *file = fopen(arena_printf(&tabled_arena, "%s/%s", folder, NEIGHBOURS_FILE), "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return neighbours_read(neighbours, &tabled_arena, folder, why);
}

static void a_borough_that_is_not_one_is_named_with_its_row(void **state)
{
    struct neighbours neighbours;
    struct err_text why = {""};

    (void)state;
    assert_int_equal(
        read_written(&neighbours, "old_la_code,sn_old_la_code\n202,203\n9,203\n", &why),
        ERR_MALFORMED);
    assert_non_null(strstr(why.text, "row 3"));
    assert_non_null(strstr(why.text, "\"9\""));
}

static void without_a_list_nobody_has_neighbours(void **state)
{
    struct neighbours neighbours;
    struct err_text why = {""};

    (void)state;
    assert_int_equal(neighbours_read(&neighbours, &tabled_arena, "/nowhere", &why), ERR_OK);
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        assert_true(neighbours.all[row] == 0 && neighbours.in_london[row] == 0);
}

// 891 is Nottinghamshire.
static void those_elsewhere_are_counted_and_no_more(void **state)
{
    struct neighbours neighbours;
    struct err_text why = {""};

    (void)state;
    assert_int_equal(
        read_written(&neighbours, "sn_old_la_code,old_la_code\n203,202\n891,202\n302,202\n", &why),
        ERR_OK);
    assert_int_equal(neighbours.all[CAMDEN], 3);
    assert_int_equal(neighbours.in_london[CAMDEN],
                     (uint64_t)1 << GREENWICH | (uint64_t)1 << BARNET);
    assert_int_equal(neighbours.all[BARNET], 0);
}

// DfE's LAIT: Bromley's ten are all outside London.
static void the_list_that_comes_with_the_programs_has_ten_for_each(void **state)
{
    struct neighbours neighbours;
    struct err_text why = {""};
    int bromley = 0;

    (void)state;
    assert_int_equal(neighbours_read(&neighbours, &tabled_arena, QD_DATA_DIR "/reference", &why),
                     ERR_OK);
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        assert_int_equal(neighbours.all[row], 10);
    while (strcmp(boroughs[bromley].la_name, "Bromley") != 0)
        bromley++;
    assert_int_equal(neighbours.in_london[bromley], 0);
    assert_int_equal(__builtin_popcountll(neighbours.in_london[CAMDEN]), 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_borough_that_is_not_one_is_named_with_its_row),
        cmocka_unit_test(without_a_list_nobody_has_neighbours),
        cmocka_unit_test(those_elsewhere_are_counted_and_no_more),
        cmocka_unit_test(the_list_that_comes_with_the_programs_has_ten_for_each),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
