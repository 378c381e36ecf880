// Which columns stand side by side on a terminal, and which follow below.
#include "reporter/outputs/text_strip.h"

#include "tests/support/tabled/tabled.h"

enum { NAMES = sizeof "Hammersmith and Fulham" - 1, COLUMNS = 5 };

// "50.0" + "count" + "of" + "rank", and the spaces between them.
enum { SHARE_WIDTH = 4 + 1 + 5 + 1 + 2 + 1 + 4 };

// The same share in COLUMNS periods, of 5 of 10 in each row.
static void make_shares(struct table *table, struct text_column columns[COLUMNS])
{
    tabled_begin_as(table,
                    (struct table_request){.name = "timeliness",
                                           .measures = "plans_issued_within_20_weeks_percent"},
                    "2019..2023");
    for (size_t i = 0; i < COLUMNS; i++) {
        columns[i] = (struct text_column){table, i, 0, "Share"};
        for (int row = 0; row < (int)table_places(table); row++)
            *table_cell(table, i, 0, row) = (struct table_cell){.numerator = figure_of(5),
                                                                .denominator = figure_of(10),
                                                                .value = figure_of(500),
                                                                .n = 1,
                                                                .of = 1,
                                                                .rank = 1};
    }
}

static void one_block_has_the_width_of_its_parts(void **state)
{
    struct text_column columns[COLUMNS];
    struct text_strip strip;
    struct table table;

    (void)state;
    make_shares(&table, columns);
    text_strip_lay(&strip, columns, 1);
    assert_int_equal(strip.count, 1);
    assert_int_equal(strip.name_width, NAMES);
    assert_int_equal(strip.blocks[0].width[TEXT_CELL_VALUE], 4);
    assert_int_equal(strip.blocks[0].width[TEXT_CELL_NUMERATOR], 5);
    assert_int_equal(strip.blocks[0].width[TEXT_CELL_DENOMINATOR], 2);
    assert_int_equal(strip.blocks[0].width[TEXT_CELL_RANK], 4);
    assert_int_equal(strip.blocks[0].all, SHARE_WIDTH);
    assert_int_equal(strip.all, NAMES + strip.gap + SHARE_WIDTH);
}

static void whole_blocks_stand_side_by_side_while_they_fit(void **state)
{
    struct text_column columns[COLUMNS];
    struct text_strip strip;
    struct table table;

    (void)state;
    make_shares(&table, columns);
    text_strip_lay(&strip, columns, COLUMNS);
    assert_int_equal(strip.count, 3);
    assert_int_equal(strip.gap, 2);
    assert_int_equal(strip.all, NAMES + 3 * (2 + SHARE_WIDTH));
    for (size_t i = 0; i < strip.count; i++)
        for (int part = 0; part < TEXT_CELL_PARTS; part++)
            assert_int_equal(strip.blocks[i].width[part] > 0, part != TEXT_CELL_MARK);
    text_strip_lay(&strip, columns + 3, COLUMNS - 3);
    assert_int_equal(strip.count, 2);
    assert_ptr_equal(strip.blocks[0].column, &columns[3]);
    assert_ptr_equal(strip.blocks[1].column, &columns[4]);
}

static void blocks_stand_closer_where_that_saves_a_strip(void **state)
{
    struct text_column columns[COLUMNS];
    struct text_strip strip;
    struct table table;

    (void)state;
    make_shares(&table, columns);
    text_strip_lay(&strip, columns, 4);
    assert_int_equal(strip.count, 4);
    assert_int_equal(strip.gap, 1);
    assert_in_range(strip.all, 1, OUTPUT_TEXT_COLUMNS);
}

static void one_figure_more_can_be_one_block_less(void **state)
{
    struct text_column columns[COLUMNS];
    struct text_strip strip;
    struct table table;

    (void)state;
    make_shares(&table, columns);
    table_cell(&table, 3, 0, CITY)->denominator = figure_of(1000);  // "1,000"
    text_strip_lay(&strip, columns, 4);
    assert_int_equal(strip.count, 3);
    assert_int_equal(strip.gap, 2);
}

static void a_block_is_widened_for_its_label_and_only_then(void **state)
{
    struct text_column columns[COLUMNS];
    struct text_strip strip;
    struct table table;

    (void)state;
    make_shares(&table, columns);
    columns[0].label = "a label of one word thatisastonishinglylong";
    text_strip_lay(&strip, columns, 1);
    assert_int_equal(strip.blocks[0].all, strlen("thatisastonishinglylong"));
    columns[0].label = "";
    text_strip_lay(&strip, columns, 1);
    assert_int_equal(strip.blocks[0].all, SHARE_WIDTH);
}

static void a_block_wider_than_the_terminal_stands_alone(void **state)
{
    struct text_column columns[COLUMNS];
    char word[OUTPUT_TEXT_COLUMNS + 1];
    struct text_strip strip;
    struct table table;

    (void)state;
    memset(word, 'w', OUTPUT_TEXT_COLUMNS);
    word[OUTPUT_TEXT_COLUMNS] = '\0';
    make_shares(&table, columns);
    columns[1].label = word;
    text_strip_lay(&strip, columns, COLUMNS);
    assert_int_equal(strip.count, 1);
    text_strip_lay(&strip, columns + 1, COLUMNS - 1);
    assert_int_equal(strip.count, 1);
    assert_int_equal(strip.blocks[0].all, OUTPUT_TEXT_COLUMNS);
    text_strip_lay(&strip, columns + 2, COLUMNS - 2);
    assert_int_equal(strip.count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_block_has_the_width_of_its_parts),
        cmocka_unit_test(whole_blocks_stand_side_by_side_while_they_fit),
        cmocka_unit_test(blocks_stand_closer_where_that_saves_a_strip),
        cmocka_unit_test(one_figure_more_can_be_one_block_less),
        cmocka_unit_test(a_block_is_widened_for_its_label_and_only_then),
        cmocka_unit_test(a_block_wider_than_the_terminal_stands_alone),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
