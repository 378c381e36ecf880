// sums.def: every name in it is one, and every setting is in the sub-total of its name.
#include "proto/form/figures.h"
#include "reporter/indicators/sums.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>

// The dimension of a sub-total, of whichever part has it first; fails when none has.
static struct dimension dimension_of(const struct sums_sub_total *sub_total)
{
    for (int part = 0; part < FORM_PARTS; part++) {
        struct dimensions dimensions;
        int place;

        dimensions_of(&dimensions, (enum form_part)part);
        place = dimensions_find(&dimensions, sub_total->dimension);
        if (place >= 0)
            return dimensions.list[place];
    }
    fail_msg("%s is no dimension", sub_total->dimension);
    return (struct dimension){0};
}

static void every_code_of_a_sub_total_is_one_and_stands_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < sums_sub_totals_count; i++) {
        const struct dimension dimension = dimension_of(&sums_sub_totals[i]);
        const char *left = sums_sub_totals[i].codes;
        char code[SUMS_WORD_BYTES];
        uint64_t bits = 0;

        while (sums_next_word(&left, code)) {
            const int place = dimensions_code(&dimension, code);

            if (place < 0)
                fail_msg("%s: %s is no code", sums_sub_totals[i].name, code);
            assert_int_equal(bits >> place & 1, 0);
            bits |= (uint64_t)1 << place;
        }
        assert_true(bits == sums_codes(&dimension, &sums_sub_totals[i]));
        assert_true(__builtin_popcountll(bits) > 1);
        assert_string_not_equal(sums_sub_totals[i].label, "");
    }
}

static void a_sub_total_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < sums_sub_totals_count; i++) {
        const struct dimension dimension = dimension_of(&sums_sub_totals[i]);

        assert_int_equal(dimensions_code(&dimension, sums_sub_totals[i].name), -1);
        assert_string_not_equal(sums_sub_totals[i].name, "total");
        assert_ptr_equal(sums_find_sub_total(&dimension, sums_sub_totals[i].name),
                         &sums_sub_totals[i]);
        assert_null(sums_find_sub_total(&dimension, "special"));
    }
}

static void every_column_of_a_sum_is_a_figure(void **state)
{
    (void)state;
    for (size_t i = 0; i < sums_of_columns_count; i++) {
        const struct sums_columns *sum = &sums_of_columns[i];
        const ProtobufCMessageDescriptor *form = form_part(sum->part)->row;
        const char *left = sum->columns;
        char column[SUMS_WORD_BYTES];
        int taken_away;

        assert_null(protobuf_c_message_descriptor_get_field_by_name(form, sum->name));
        assert_ptr_equal(sums_find_columns((int)sum->part, sum->name), sum);
        while (sums_next_column(&left, column, &taken_away)) {
            const ProtobufCFieldDescriptor *field =
                protobuf_c_message_descriptor_get_field_by_name(form, column);

            if (field == NULL || !figures_is_figure(field))
                fail_msg("%s: %s is no figure", sum->name, column);
        }
    }
}

static int is_in(const char *sub_total, Qd__Setting setting)
{
    const ProtobufCEnumDescriptor *settings = &qd__setting__descriptor;
    struct dimensions dimensions;

    dimensions_of(&dimensions, FORM_PLACEMENTS);
    return (
        int)(sums_codes(&dimensions.list[0], sums_find_sub_total(&dimensions.list[0], sub_total)) >>
                 (protobuf_c_enum_descriptor_get_value(settings, (int)setting) - settings->values) &
             1);
}

// DfE's five sub-totals, and the four settings that are in none of them: each setting once.
static void every_setting_is_in_the_sub_total_of_its_name(void **state)
{
    static const struct {
        const char *name;
        Qd__Setting first, last;
    } totals[] = {
        {"mainstream_total", QD__SETTING__MAINSTREAM_LA_MAINTAINED,
         QD__SETTING__MAINSTREAM_INDEPENDENT},
        {"special_total", QD__SETTING__SPECIAL_LA_MAINTAINED, QD__SETTING__SPECIAL_FREE_SCHOOL},
        {"ap_pru_total", QD__SETTING__AP_PRU_ACADEMY, QD__SETTING__AP_PRU_LA_MAINTAINED},
        {"fe_total", QD__SETTING__GENERAL_FE_TERTIARY_COLLEGES, QD__SETTING__UKRLP_PROVIDER},
        {"ed_elsewhere", QD__SETTING__ELECTIVE_HOME_EDUCATION, QD__SETTING__NEET_OTHER_CSA},
    };
    const ProtobufCEnumDescriptor *settings = &qd__setting__descriptor;

    (void)state;
    for (unsigned i = 0; i < settings->n_values; i++) {
        const int setting = settings->values[i].value;

        for (size_t j = 0; j < sizeof totals / sizeof totals[0]; j++)
            assert_int_equal(is_in(totals[j].name, (Qd__Setting)setting),
                             setting >= (int)totals[j].first && setting <= (int)totals[j].last);
    }
    assert_true(is_in("inmss", QD__SETTING__SPECIAL_INDEPENDENT));
    assert_true(is_in("inmss", QD__SETTING__SPECIAL_NON_MAINTAINED));
    assert_false(is_in("inmss", QD__SETTING__SPECIAL_ACADEMY_FREE));
    // DfE left other_placement_settings out of ed_elsewhere until January 2023.
    assert_false(is_in("ed_elsewhere_to_2023", QD__SETTING__OTHER_PLACEMENT_SETTINGS));
    assert_true(is_in("ed_elsewhere_to_2023", QD__SETTING__NEET_OTHER_CSA));
}

static void every_dimension_fits_a_set_of_bits(void **state)
{
    (void)state;
    for (int part = 0; part < FORM_PARTS; part++) {
        struct dimensions dimensions;

        dimensions_of(&dimensions, (enum form_part)part);
        for (unsigned i = 0; i < dimensions.count; i++)
            assert_in_range(dimension_size(&dimensions.list[i]), 1, DIMENSION_CODES_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_of_a_sub_total_is_one_and_stands_once),
        cmocka_unit_test(a_sub_total_has_a_name_of_its_own),
        cmocka_unit_test(every_column_of_a_sum_is_a_figure),
        cmocka_unit_test(every_setting_is_in_the_sub_total_of_its_name),
        cmocka_unit_test(every_dimension_fits_a_set_of_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
