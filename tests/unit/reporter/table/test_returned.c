// What there is to make tables of.
#include "reporter/table/returned.h"

#include "proto/form/period.h"
#include "tests/support/tabled/tabled.h"

static void add(struct returned *all, const char *text, uint64_t boroughs_in, enum form_part part)
{
    struct returned_period *added;
    Qd__Period period;

    assert_int_equal(period_parse(&period, text, NULL), ERR_OK);
    added = returned_add(all, &tabled_arena, &period);
    assert_non_null(added);
    added->boroughs |= boroughs_in;
    added->parts[part] |= boroughs_in;
}

static const struct returned_period *find(const struct returned *all, const char *text)
{
    Qd__Period period;

    assert_int_equal(period_parse(&period, text, NULL), ERR_OK);
    for (size_t i = 0; i < all->count; i++)
        if (period_key(&all->list[i].period) == period_key(&period))
            return &all->list[i];
    return NULL;
}

static void periods_stand_in_order_each_once(void **state)
{
    struct returned all = {.count = 0};
    char words[100];

    (void)state;
    add(&all, "2024", 1, FORM_TIMELINESS);
    add(&all, "2023-24", 1, FORM_TRANSPORT);
    add(&all, "2022", 1, FORM_TIMELINESS);
    add(&all, "2024", 2, FORM_TIMELINESS);
    assert_int_equal(all.count, 3);
    returned_words(&all, FORM_TIMELINESS, words, sizeof words);
    assert_string_equal(words, "2022, 2024");
    returned_words(&all, RECEIPT_PART, words, sizeof words);
    assert_string_equal(words, "2022, 2024, 2023-24");
    returned_words(&all, FORM_PLACEMENTS, words, sizeof words);
    assert_string_equal(words, "");
    assert_true(find(&all, "2024")->boroughs == 3);
}

static void years_come_of_four_quarters_of_the_same_borough(void **state)
{
    struct returned all = {.count = 0};

    (void)state;
    add(&all, "2023-24 Q4", 3, FORM_TIMELINESS);
    add(&all, "2024-25 Q1", 7, FORM_TIMELINESS);
    add(&all, "2024-25 Q2", 7, FORM_TIMELINESS);
    add(&all, "2024-25 Q3", 7, FORM_TIMELINESS);
    add(&all, "2024-25 Q4", 4, FORM_TIMELINESS);
    add(&all, "2024", 2, FORM_TIMELINESS);
    assert_int_equal(returned_add_years(&all, &tabled_arena), 0);
    assert_true(find(&all, "2024")->made[FORM_TIMELINESS] == 1);
    assert_true(find(&all, "2024-25")->made[FORM_TIMELINESS] == 4);
    assert_true(find(&all, "2024-25")->boroughs == 0);
    assert_null(find(&all, "2025"));
    assert_null(find(&all, "2023-24"));
    assert_true(returned_has(find(&all, "2024-25"), FORM_TIMELINESS));
    assert_false(returned_has(find(&all, "2024-25"), RECEIPT_PART));
}

// Placements are a stock: one quarter is enough, and of a calendar year there are none.
static void a_stock_needs_the_last_quarter_of_a_financial_year_alone(void **state)
{
    struct returned all = {.count = 0};

    (void)state;
    add(&all, "2024-25 Q4", 5, FORM_PLACEMENTS);
    assert_int_equal(returned_add_years(&all, &tabled_arena), 0);
    assert_true(find(&all, "2024-25")->made[FORM_PLACEMENTS] == 5);
    assert_int_equal(all.count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_stand_in_order_each_once),
        cmocka_unit_test(years_come_of_four_quarters_of_the_same_borough),
        cmocka_unit_test(a_stock_needs_the_last_quarter_of_a_financial_year_alone),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
