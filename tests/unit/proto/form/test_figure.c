// A figure and its state: missing is not zero, and a sum says why it is missing.
#include "proto/form/figure.h"

#include "proto/form/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void promise_f_what_nobody_has_set_is_no_figure(void **state)
{
    const struct figure nothing = {0};

    (void)state;
    assert_false(figure_known(nothing));
    assert_int_equal(nothing.state, FIGURE_NOT_RETURNED);
    assert_int_equal(figure_missing(FIGURE_NOT_COLLECTED).value, 0);
}

static void promise_f_a_cell_keeps_its_reason(void **state)
{
    static const struct {
        Qd__Absence absence;
        enum figure_state state;
    } reasons[] = {{QD__ABSENCE__NOT_AVAILABLE, FIGURE_NOT_AVAILABLE},
                   {QD__ABSENCE__NOT_APPLICABLE, FIGURE_NOT_APPLICABLE},
                   {QD__ABSENCE__NOT_YET_KNOWN, FIGURE_NOT_YET_KNOWN},
                   {QD__ABSENCE__NOT_COLLECTED, FIGURE_NOT_COLLECTED}};
    const ProtobufCFieldDescriptor *column =
        protobuf_c_message_descriptor_get_field_by_name(&qd__placement__descriptor, "annual_cost");
    Qd__Placement row = QD__PLACEMENT__INIT;
    struct arena arena;

    (void)state;
    arena_init(&arena, 4096);
    assert_int_equal(sizeof reasons / sizeof reasons[0], qd__absence__descriptor.n_values);
    assert_int_equal(figure_in(&row.base, column).state, FIGURE_BLANK);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        assert_int_equal(0, figures_set_absence(&arena, &row.base, column, reasons[i].absence));
        assert_int_equal(figure_in(&row.base, column).state, reasons[i].state);
        assert_false(figure_known(FIGURE_VALUE(&row, annual_cost)));
    }
    figures_set_value(&row.base, column, 0);
    assert_true(figure_known(figure_in(&row.base, column)));
    assert_int_equal(figure_in(&row.base, column).value, 0);
    assert_true(figure_known(FIGURE_VALUE(&row, annual_cost)));
    arena_free(&arena);
}

// Not returned, not available, not collected, not yet known, not applicable.
static void promise_f_a_sum_takes_the_first_reason_of_its_parts(void **state)
{
    (void)state;
    for (int first = FIGURE_NOT_RETURNED; first < FIGURE_KNOWN; first++)
        for (int second = first; second <= FIGURE_KNOWN; second++) {
            struct figure sum = figure_of(3);

            figure_add(&sum, second == FIGURE_KNOWN ? figure_of(4)
                                                    : figure_missing((enum figure_state)second));
            figure_add(&sum, figure_missing((enum figure_state)first));
            figure_add(&sum, figure_of(5));
            assert_int_equal(sum.state, first);
            assert_int_equal(sum.value, 0);
        }
}

static void sums_are_exact_or_not_available(void **state)
{
    struct figure sum = figure_of(INT64_MAX - 1);

    (void)state;
    figure_add(&sum, figure_of(1));
    assert_true(figure_known(sum));
    assert_true(sum.value == INT64_MAX);
    figure_add(&sum, figure_of(1));
    assert_int_equal(sum.state, FIGURE_NOT_AVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(promise_f_what_nobody_has_set_is_no_figure),
        cmocka_unit_test(promise_f_a_cell_keeps_its_reason),
        cmocka_unit_test(promise_f_a_sum_takes_the_first_reason_of_its_parts),
        cmocka_unit_test(sums_are_exact_or_not_available),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
