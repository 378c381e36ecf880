#include "reporter/table/marks.h"

#include "proto/form/form.h"
#include "proto/form/period.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

// DfE counts cases since January 2023; until then each authority gave its sums.
static void a_line_breaks_where_the_first_figure_by_cases_is(void **state)
{
    static const struct {
        int part;
        const char *before, *after;
        int breaks;
    } examples[] = {
        {FORM_TIMELINESS, "2022", "2023", 1},
        {FORM_TIMELINESS, "2021", "2022", 0},
        {FORM_TIMELINESS, "2023", "2024", 0},
        // A flow of which only the last months were counted by cases is not one of cases yet.
        {FORM_TIMELINESS, "2021-22", "2022-23", 0},
        {FORM_TIMELINESS, "2022-23", "2023-24", 1},
        // The stock of a financial year is that of its January.
        {FORM_PLACEMENTS, "2021-22", "2022-23", 1},
        {FORM_PLACEMENTS, "2022-23", "2023-24", 0},
        {FORM_PLACEMENTS, "2022-23 Q3", "2022-23 Q4", 1},
        {FORM_PLACEMENTS, "2022-23 Q4", "2023-24 Q4", 0},
        {FORM_TRANSPORT, "2021-22", "2023-24", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        Qd__Period before, after;

        assert_int_equal(ERR_OK, period_parse(&before, examples[i].before, NULL));
        assert_int_equal(ERR_OK, period_parse(&after, examples[i].after, NULL));
        assert_int_equal(examples[i].breaks,
                         marks_break(examples[i].part, &before, &after) != NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_breaks_where_the_first_figure_by_cases_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
