// Which indicators stand side by side on a terminal, and which follow below.
#include "reporter/outputs/text_strip.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>

enum { NAMES = sizeof "Hammersmith and Fulham" - 1, COLUMNS = 5 };

// "50.0" + "count" + "of" + "rank", and the spaces between them.
enum { SHARE_WIDTH = 4 + 1 + 5 + 1 + 2 + 1 + 4 };

static const struct indicator share = {
    .label = "Share", .unit = INDICATOR_PERCENT, .polarity = POLARITY_HIGH, .denominator = 1};

// COLUMNS of 5 of 10 in each row.
static void make_shares(struct table_column made[COLUMNS],
                        const struct table_column *columns[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++) {
        made[i].indicator = &share;
        for (int row = 0; row < TABLE_ROWS; row++)
            made[i].cells[row] = (struct table_cell){.numerator = figure_of(5),
                                                     .denominator = figure_of(10),
                                                     .known = 1,
                                                     .value = 500,
                                                     .covered = 1,
                                                     .of = 1,
                                                     .rank = 1};
        columns[i] = &made[i];
    }
}

static void one_block_has_the_width_of_its_parts(void **state)
{
    const struct table_column *columns[COLUMNS];
    struct table_column made[COLUMNS];
    struct text_strip strip;

    (void)state;
    make_shares(made, columns);
    text_strip_lay(&strip, columns, 1, 1);
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
    const struct table_column *columns[COLUMNS];
    struct table_column made[COLUMNS];
    struct text_strip strip;

    (void)state;
    make_shares(made, columns);
    text_strip_lay(&strip, columns, COLUMNS, 1);
    assert_int_equal(strip.count, 3);
    assert_int_equal(strip.gap, 2);
    assert_int_equal(strip.all, NAMES + 3 * (2 + SHARE_WIDTH));
    for (size_t i = 0; i < strip.count; i++)
        for (int part = 0; part < TEXT_CELL_PARTS; part++)
            assert_true(strip.blocks[i].width[part] > 0);
    text_strip_lay(&strip, columns + 3, COLUMNS - 3, 1);
    assert_int_equal(strip.count, 2);
    assert_ptr_equal(strip.blocks[0].column, columns[3]);
    assert_ptr_equal(strip.blocks[1].column, columns[4]);
}

static void blocks_stand_closer_where_that_saves_a_strip(void **state)
{
    const struct table_column *columns[COLUMNS];
    struct table_column made[COLUMNS];
    struct text_strip strip;

    (void)state;
    make_shares(made, columns);
    text_strip_lay(&strip, columns, 4, 1);
    assert_int_equal(strip.count, 4);
    assert_int_equal(strip.gap, 1);
    assert_in_range(strip.all, 1, OUTPUT_TEXT_COLUMNS);
}

static void one_figure_more_can_be_one_block_less(void **state)
{
    const struct table_column *columns[COLUMNS];
    struct table_column made[COLUMNS];
    struct text_strip strip;

    (void)state;
    make_shares(made, columns);
    made[3].cells[0].denominator = figure_of(1000);  // "1,000"
    text_strip_lay(&strip, columns, 4, 1);
    assert_int_equal(strip.count, 3);
    assert_int_equal(strip.gap, 2);
}

static void a_block_is_widened_for_its_label_and_only_then(void **state)
{
    const struct table_column *columns[COLUMNS];
    struct indicator wordy = share;
    struct table_column made[COLUMNS];
    struct text_strip strip;

    (void)state;
    wordy.label = "a label of one word thatisastonishinglylong";
    make_shares(made, columns);
    made[0].indicator = &wordy;
    text_strip_lay(&strip, columns, 1, 1);
    assert_int_equal(strip.blocks[0].all, strlen("thatisastonishinglylong"));
    text_strip_lay(&strip, columns, 1, 0);
    assert_int_equal(strip.blocks[0].all, SHARE_WIDTH);
}

static void a_block_wider_than_the_terminal_stands_alone(void **state)
{
    const struct table_column *columns[COLUMNS];
    struct indicator wordy = share;
    struct table_column made[COLUMNS];
    char word[OUTPUT_TEXT_COLUMNS + 1];
    struct text_strip strip;

    (void)state;
    memset(word, 'w', OUTPUT_TEXT_COLUMNS);
    word[OUTPUT_TEXT_COLUMNS] = '\0';
    wordy.label = word;
    make_shares(made, columns);
    made[1].indicator = &wordy;
    text_strip_lay(&strip, columns, COLUMNS, 1);
    assert_int_equal(strip.count, 1);
    text_strip_lay(&strip, columns + 1, COLUMNS - 1, 1);
    assert_int_equal(strip.count, 1);
    assert_int_equal(strip.blocks[0].all, OUTPUT_TEXT_COLUMNS);
    text_strip_lay(&strip, columns + 2, COLUMNS - 2, 1);
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

    return cmocka_run_group_tests(tests, NULL, NULL);
}
