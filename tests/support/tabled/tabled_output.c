#include "tests/support/tabled/tabled_output.h"

#include <stdlib.h>

const char *tabled_written(tabled_output_fn *write, const struct table *table)
{
    char *text = NULL;
    const char *kept;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    assert_int_equal(write(table, out), ERR_OK);
    assert_int_equal(fclose(out), 0);
    kept = arena_strdup(&tabled_arena, text);
    free(text);
    assert_non_null(kept);
    return kept;
}

void tabled_full(tabled_output_fn *write, const struct table *table)
{
    FILE *out = fopen("/dev/full", "w");

    assert_non_null(out);
    assert_int_equal(write(table, out), ERR_IO);
    fclose(out);
}

void tabled_timely(struct table *table, const char *measures)
{
    static const struct {
        int row;
        int64_t within, issued;
    } returned[] = {{CAMDEN, 134, 135}, {BARNET, 1000, 2000}, {CITY, 0, 0}};

    tabled_begin_as(
        table, (struct table_request){.name = "timeliness", .measures = measures, .headlines = 1},
        "2024");
    for (size_t i = 0; i < sizeof returned / sizeof returned[0]; i++) {
        Qd__Return *made = tabled_return(returned[i].row, "2024");
        Qd__Timeliness *flows = tabled_timeliness(made);

        TABLED_SET(flows, plans_issued_within_20_weeks_ex, returned[i].within);
        TABLED_SET(flows, plans_issued_ex, returned[i].issued);
        tabled_add(table, made, NULL);
    }
    table_finish(table);
}

void tabled_spent(struct table *table, const char *measures)
{
    static const char *const where[] = {"line=line_2_1_4"};
    Qd__Return *made = tabled_return(CAMDEN, "2024-25");
    Qd__Return *stock = tabled_return(CAMDEN, "2024-25 Q4");

    tabled_transport(made, QD__SECTION251_LINE__LINE_2_1_4, 1234567);
    made->transport[0]->gross_expenditure += 50;
    tabled_plans(stock, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 100);
    tabled_begin_as(table,
                    (struct table_request){.name = "transport",
                                           .measures = measures,
                                           .headlines = 1,
                                           .where = where,
                                           .where_count = measures != NULL},
                    "2024-25");
    tabled_add(table, made, stock);
    table_finish(table);
}
