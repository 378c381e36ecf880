#include "tests/support/tabled/tabled.h"

#include "reporter/table/judged.h"

#include <stdlib.h>

struct arena tabled_arena;

static struct areas areas;

int tabled_set_up(void **state)
{
    struct err_text text = {""};

    (void)state;
    arena_init(&tabled_arena, (size_t)256 * 1000 * 1000);
    if (areas_read(&areas, &tabled_arena, QD_DATA_DIR "/reference", &text) == ERR_OK)
        return 0;
    print_error("%s\n", text.text);
    return -1;
}

int tabled_tear_down(void **state)
{
    (void)state;
    arena_free(&tabled_arena);
    return 0;
}

// --- returns

Qd__Return *tabled_return(int row, const char *period)
{
    Qd__Return *made = written_return(&tabled_arena, period);

    made->header->new_la_code = boroughs[row].authority;
    return made;
}

Qd__Timeliness *tabled_timeliness(Qd__Return *to)
{
    ProtobufCMessage *row = written_row(&tabled_arena, to, FORM_TIMELINESS, "");

    written_rest_is_x(&tabled_arena, row);
    return to->timeliness;
}

Qd__Placement *tabled_plans(Qd__Return *to, Qd__Setting setting, Qd__Need need, int64_t plans)
{
    Qd__Placement *row;

    written_placement(&tabled_arena, to, "");
    row = to->placements[to->n_placements - 1];
    row->setting = setting;
    row->primary_need = need;
    TABLED_SET(row, plans, plans);
    return row;
}

Qd__Transport *tabled_transport(Qd__Return *to, Qd__Section251Line line, int64_t pounds)
{
    enum { PENCE = 100 };
    Qd__Transport *row;

    written_transport(&tabled_arena, to, "");
    row = to->transport[to->n_transport - 1];
    row->section_251_line = line;
    TABLED_SET(row, gross_expenditure, pounds >= 0 ? pounds * PENCE : WRITTEN_X);
    return row;
}

// --- tables

const struct areas *tabled_areas(void)
{
    return &areas;
}

void tabled_begin_as(struct table *table, struct table_request request, const char *periods)
{
    struct err_text text = {""};

    if (periods_parse(&request.periods, &tabled_arena, periods, &text) != ERR_OK)
        fail_msg("%s", text.text);
    request.kind = request.periods.list[0].kind;
    if (table_begin(table, &tabled_arena, &areas, &request, &text) != ERR_OK ||
        table_lay(table, &request.periods, &text) != ERR_OK)
        fail_msg("%s", text.text);
    // Nobody has returned yet.
    for (size_t period = 0; period < request.periods.count; period++)
        for (int row = 0; row < BOROUGHS_COUNT; row++) {
            table_borough_begin(table, period, row);
            assert_false(table_borough_end(table));
        }
}

void tabled_begin_by(struct table *table, const char *name, const char *periods, const char *by)
{
    tabled_begin_as(table, (struct table_request){.name = name, .by = by}, periods);
}

void tabled_begin(struct table *table, const char *name, const char *periods)
{
    tabled_begin_by(table, name, periods, NULL);
}

struct receipt tabled_receipt(const Qd__Return *returned)
{
    return (struct receipt){
        .returned = returned, .revision = 1, .sequence = 7, .received_at_unix_ms = 1763892000000};
}

void tabled_take(struct table *table, enum table_role role, const struct receipt *receipt)
{
    struct judged judged = {.count = 0};

    if (receipt->returned != NULL)
        assert_int_equal(0, judged_make(&judged, &tabled_arena, &tabled_arena, receipt->returned));
    table_borough_take(table, role, receipt, &judged);
}

static void take(struct table *table, enum table_role role, const Qd__Return *returned)
{
    const struct receipt receipt = tabled_receipt(returned);

    if (returned != NULL)
        tabled_take(table, role, &receipt);
}

void tabled_add(struct table *table, const Qd__Return *period, const Qd__Return *stock)
{
    table_borough_begin(table, 0, boroughs_index(period->header->new_la_code));
    take(table, TABLE_PERIOD, period);
    take(table, TABLE_STOCK, stock);
    (void)table_borough_end(table);
}

void tabled_add_in(struct table *table, size_t period, const Qd__Return *returned)
{
    table_borough_begin(table, period, boroughs_index(returned->header->new_la_code));
    take(table, TABLE_PERIOD, returned);
    (void)table_borough_end(table);
}

void tabled_add_timely(struct table *table, int row, int64_t within, int64_t issued)
{
    Qd__Return *returned = tabled_return(row, "2024");
    Qd__Timeliness *flows = tabled_timeliness(returned);

    TABLED_SET(flows, plans_issued_within_20_weeks, within);
    TABLED_SET(flows, plans_issued, issued);
    tabled_add(table, returned, NULL);
}

void tabled_add_mainstream(struct table *table, int row, int64_t plans, int64_t total)
{
    Qd__Return *returned = tabled_return(row, "2023-24 Q4");

    tabled_plans(returned, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, total);
    tabled_plans(returned, QD__SETTING__MAINSTREAM_ACADEMY, QD__NEED__NEED_NOT_KNOWN, plans);
    if (plans >= 0 && plans < total)
        tabled_plans(returned, QD__SETTING__SPECIAL_ACADEMY_FREE, QD__NEED__NEED_NOT_KNOWN,
                     total - plans);
    tabled_add(table, returned, NULL);
}

int tabled_add_year(struct table *table, size_t period, int row, const Qd__Return *year,
                    const Qd__Return *const quarters[YEAR_QUARTERS])
{
    table_borough_begin(table, period, row);
    take(table, TABLE_PERIOD, year);
    for (int i = 0; i < YEAR_QUARTERS; i++)
        take(table, (enum table_role)(TABLE_QUARTER_1 + i), quarters[i]);
    return table_borough_end(table);
}

// --- what is in them

// The name of a dimension's value in "plans_count setting=inmss": "total" where it says nothing.
static int says(const char *measure, const char *dimension, const char *name)
{
    const size_t length = strlen(dimension);

    for (const char *at = strchr(measure, ' '); at != NULL; at = strchr(at, ' ')) {
        at++;
        if (strncmp(at, dimension, length) != 0 || at[length] != '=')
            continue;
        at += length + 1;
        return strcspn(at, " ") == strlen(name) && strncmp(at, name, strlen(name)) == 0;
    }
    return strcmp(name, BREAKDOWN_TOTAL) == 0;
}

static int is_column(const struct table *table, const struct table_column *column,
                     const char *measure)
{
    const char *name = column->indicator->name;

    if (strcspn(measure, " ") != strlen(name) || strncmp(measure, name, strlen(name)) != 0)
        return 0;
    for (unsigned i = 0; i < table->breakdown.dimensions.count; i++)
        if (!says(measure, table->breakdown.dimensions.list[i].name, column->slice->names[i]))
            return 0;
    return 1;
}

size_t tabled_find(const struct table *table, const char *measure)
{
    size_t i = 0;

    while (i < table->count && !is_column(table, &table->columns[i], measure))
        i++;
    return i;
}

static size_t find(const struct table *table, const char *measure)
{
    const size_t place = tabled_find(table, measure);

    if (place == table->count)
        fail_msg("the table has no measure %s", measure);
    return place;
}

const struct table_column *tabled_column(const struct table *table, const char *measure)
{
    return &table->columns[find(table, measure)];
}

const struct table_cell *tabled_cell(const struct table *table, const char *measure, int row)
{
    return table_cell(table, 0, find(table, measure), row);
}

int64_t tabled_value(const struct table *table, const char *measure, int row)
{
    const struct figure value = tabled_cell(table, measure, row)->value;

    if (!figure_known(value))
        fail_msg("%s of %s has no value, but state %d", measure, table_row_name(table, row),
                 (int)value.state);
    return value.value;
}

enum figure_state tabled_state(const struct table *table, const char *measure, int row)
{
    return tabled_cell(table, measure, row)->value.state;
}
