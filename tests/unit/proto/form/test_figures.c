#include "proto/form/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const ProtobufCFieldDescriptor *column(const char *name)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(&qd__timeliness__descriptor, name);

    assert_non_null(field);
    return field;
}

static void without_memory_no_reason_is_kept_and_the_row_is_as_it_was(void **state)
{
    Qd__Timeliness row = QD__TIMELINESS__INIT;
    struct arena none;

    (void)state;
    arena_init(&none, 0);
    figures_set_value(&row.base, column("assessments"), 7);
    assert_int_equal(-1, figures_set_absence(&none, &row.base, column("assessments"),
                                             QD__ABSENCE__NOT_AVAILABLE));
    assert_true(row.has_assessments);
    assert_int_equal(7, row.assessments);
    assert_int_equal(0, row.absent.len);
    arena_free(&none);
}

static void a_figure_that_is_set_again_is_what_was_set_last(void **state)
{
    Qd__Timeliness row = QD__TIMELINESS__INIT;
    const ProtobufCFieldDescriptor *field = column("assessments");
    struct arena arena;

    (void)state;
    arena_init(&arena, 1000 * 1000);
    for (int again = 0; again < 100; again++) {
        assert_int_equal(0,
                         figures_set_absence(&arena, &row.base, field, QD__ABSENCE__NOT_COLLECTED));
        assert_int_equal(FIGURES_ABSENT_BYTES, row.absent.len);
    }
    assert_int_equal(0, figures_set_absence(&arena, &row.base, column("plans_issued"),
                                            QD__ABSENCE__NOT_AVAILABLE));
    assert_int_equal(0, figures_set_absence(&arena, &row.base, column("requests_received"),
                                            QD__ABSENCE__NOT_APPLICABLE));
    assert_int_equal(3 * FIGURES_ABSENT_BYTES, row.absent.len);
    assert_int_equal(QD__ABSENCE__NOT_COLLECTED, figures_absence(&row.base, field));
    figures_set_value(&row.base, field, 7);
    assert_int_equal(2 * FIGURES_ABSENT_BYTES, row.absent.len);
    assert_int_equal(0, figures_absence(&row.base, field));
    assert_int_equal(7, row.assessments);
    assert_int_equal(QD__ABSENCE__NOT_AVAILABLE,
                     figures_absence(&row.base, column("plans_issued")));
    assert_int_equal(0, figures_set_absence(&arena, &row.base, field, QD__ABSENCE__NOT_AVAILABLE));
    assert_false(row.has_assessments);
    assert_int_equal(3 * FIGURES_ABSENT_BYTES, row.absent.len);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_memory_no_reason_is_kept_and_the_row_is_as_it_was),
        cmocka_unit_test(a_figure_that_is_set_again_is_what_was_set_last),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
