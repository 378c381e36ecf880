// What an output wrote, as a text; for the tests of the reporter.
#ifndef QD_TESTS_SUPPORT_SAMPLE_OUTPUT_H
#define QD_TESTS_SUPPORT_SAMPLE_OUTPUT_H

#include "reporter/outputs/output.h"
#include "tests/support/sample_arena.h"

#include <stdlib.h>

typedef enum err sample_output_fn(const struct table *table, const char *measure, FILE *out);

// To be freed.
static inline char *sample_written(sample_output_fn *write, const struct table *table,
                                   const char *measure)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    assert_int_equal(write(table, measure, out), ERR_OK);
    assert_int_equal(fclose(out), 0);
    return text;
}

// A device that takes nothing: the disk is full.
static inline void sample_full(sample_output_fn *write, const struct table *table)
{
    FILE *out = fopen("/dev/full", "w");

    assert_non_null(out);
    assert_int_equal(write(table, NULL, out), ERR_IO);
    fclose(out);
}

// Timeliness of 2024 with three boroughs: Camden 134 of 135, Barnet 1 of 2, City 0 of 0.
static inline void sample_timely_table(struct table *table)
{
    static const struct {
        int row;
        int64_t within, issued;
    } returned[] = {{CAMDEN, 134, 135}, {BARNET, 1000, 2000}, {CITY, 0, 0}};

    sample_table(table, &arena, "timeliness", "2024");
    for (size_t i = 0; i < sizeof returned / sizeof returned[0]; i++) {
        Qd__Return *made = sample_return(&arena, returned[i].row, "2024");
        Qd__Timeliness *flows = sample_timeliness(&arena, made);

        SAMPLE_SET(&arena, flows, plans_issued_within_20_weeks_ex, returned[i].within);
        SAMPLE_SET(&arena, flows, plans_issued_ex, returned[i].issued);
        sample_add(table, made, NULL);
    }
    table_finish(table);
}

// Transport of 2024-25 of one borough: GBP 1,234,567 over 100 plans.
static inline void sample_transport_table(struct table *table)
{
    Qd__Return *made = sample_return(&arena, CAMDEN, "2024-25");
    Qd__Return *stock = sample_return(&arena, CAMDEN, "2024-25 Q4");

    sample_transport(&arena, made, QD__SECTION251_LINE__LINE_2_1_4, 1234567);
    made->transport[0]->gross_expenditure += 50;
    sample_plans(&arena, stock, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 100);
    sample_table(table, &arena, "transport", "2024-25");
    sample_add(table, made, stock);
    table_finish(table);
}

#endif
