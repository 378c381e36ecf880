#include "simulate/simulate.h"

#include "lib/base/list.h"
#include "proto/form/figures.h"
#include "proto/form/period.h"
#include "simulate/casework.h"
#include "simulate/draw.h"
#include "simulate/flows.h"
#include "simulate/maintained.h"
#include "simulate/market.h"
#include "simulate/money.h"
#include "simulate/places.h"
#include "simulate/spending.h"
#include "simulate/travel.h"

#include <assert.h>
#include <string.h>

// --- whose, and for when

Qd__Date *simulate_census(struct arena *arena, const Qd__Period *period)
{
    static const struct {
        uint32_t month, day;
    } last[] = {{6, 30}, {9, 30}, {12, 31}};
    enum { DAYS_A_WEEK = 7, THIRD_WEEK = 15 };  // 1970-01-01, day 0, was a Thursday
    Qd__Date *date = arena_alloc(arena, sizeof *date);

    if (date == NULL)
        return NULL;
    qd__date__init(date);
    date->year = period->year + (period->quarter == 4);
    date->month = 1;
    date->day = THIRD_WEEK;
    if (period->quarter < 4) {
        date->month = last[period->quarter - 1].month;
        date->day = last[period->quarter - 1].day;
    } else {
        while (period_date_days(date) % DAYS_A_WEEK != 0)
            date->day++;
    }
    return date;
}

Qd__Return *simulate_header(struct arena *arena, Qd__LocalAuthority authority, const char *period)
{
    Qd__Return *made = arena_alloc(arena, sizeof *made);
    Qd__Header *header = arena_alloc(arena, sizeof *header);
    Qd__Period *when = arena_alloc(arena, sizeof *when);
    enum err error;

    if (made == NULL || header == NULL || when == NULL)
        return NULL;
    qd__return__init(made);
    qd__header__init(header);
    error = period_parse(when, period, NULL);
    assert(error == ERR_OK);
    (void)error;
    made->schema_version = FORM_SCHEMA_VERSION;
    made->header = header;
    header->new_la_code = authority;
    header->period = when;
    return made;
}

int simulate_rest_is_x(struct arena *arena, ProtobufCMessage *row)
{
    int error = 0;

    for (unsigned i = 0; i < form_columns(row->descriptor) && error == 0; i++) {
        const ProtobufCFieldDescriptor *field = &row->descriptor->fields[i];
        uint64_t value;

        if (figures_is_figure(field) && !form_may_be_blank(field) &&
            !figures_value(row, field, &value) && figures_absence(row, field) == 0)
            error = figures_set_absence(arena, row, field, QD__ABSENCE__NOT_AVAILABLE);
    }
    return error;
}

int simulate_rest_of_all_is_x(struct arena *arena, Qd__Return *made)
{
    int error = 0;

    for (int part = 0; part < FORM_PARTS; part++) {
        ProtobufCMessage *const *rows;
        const size_t count = form_all_rows(made, (enum form_part)part, &rows);

        for (size_t i = 0; i < count && error == 0; i++)
            error = simulate_rest_is_x(arena, rows[i]);
    }
    return error;
}

// --- its parts

static int is_quarter(const Qd__Return *made)
{
    return made->header->period->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER;
}

static int add_timeliness(struct arena *arena, struct draw *draw, Qd__Return *made)
{
    Qd__Timeliness *row = (Qd__Timeliness *)form_new_row(arena, FORM_TIMELINESS);
    struct flows flows;

    if (row == NULL)
        return -1;
    flows_draw(&flows, draw, draw_between(draw, 120, 300) * (is_quarter(made) ? 1 : 4));
    made->timeliness = row;
    if (flows_put_together(&flows, NULL, arena, row) != 0)
        return -1;
    casework_draw(draw, row);
    return 0;
}

// Takes rows out, evenly, until there are so many, and sets the total again.
static void thin_placements(Qd__Return *made, size_t rows)
{
    const size_t have = made->n_placements - 1, want = rows - 1;
    Qd__Placement *total = made->placements[0];

    assert(rows >= 2);
    if (want >= have)
        return;
    total->plans = 0;
    for (size_t i = 0; i < want; i++) {
        made->placements[1 + i] = made->placements[1 + i * have / want];
        total->plans += made->placements[1 + i]->plans;
    }
    made->n_placements = rows;
}

static int make_placements(struct arena *arena, struct draw *draw, uint64_t seed, uint64_t plans,
                           Qd__Return *made)
{
    const Qd__LocalAuthority authority = made->header->new_la_code;
    struct market market;
    struct places places;
    struct places_of of = {.authority = authority,
                           .seed = seed,
                           .market = &market,
                           .year = made->header->period->year};

    market_open(&market, seed, authority);
    places_draw(&places, draw, plans);
    of.total = places_total(&places);
    made->placements = NULL;
    made->n_placements = 0;
    return places_rows(&places, &of, arena, made);
}

// How many rows of these come to about so many bytes, with the rest of the return.
static size_t rows_of_bytes(const Qd__Return *made, const struct simulate_options *options)
{
    enum { TRANSPORT_BYTES = 640, MAINTAINED_BYTES = 900 };  // which are not there yet
    const size_t all = qd__return__get_packed_size(made), row = all / made->n_placements + 1;
    const size_t other =
        (options->parts & ~(unsigned)SIMULATE_PLACEMENTS) == 0 && options->parts != 0
            ? 0
            : TRANSPORT_BYTES + MAINTAINED_BYTES;
    const size_t left = options->bytes > other ? options->bytes - other : 0;

    return left >= all ? made->n_placements : left < 3 * row ? 2 : left / row;
}

static int add_placements(struct arena *arena, struct draw *draw,
                          const struct simulate_options *options, Qd__Return *made)
{
    enum { PLANS_MOST = 400000 };
    uint64_t plans = draw_between(draw, 2200, 3800);
    size_t rows = options->placements;
    int error;

    do {
        error = make_placements(arena, draw, options->seed, plans, made);
        plans *= 2;
    } while (error == 0 && made->n_placements < rows && plans <= PLANS_MOST);
    made->header->as_at_date = simulate_census(arena, made->header->period);
    if (error != 0 || made->header->as_at_date == NULL)
        return -1;
    if (rows == 0)
        rows = options->bytes == 0 ? made->n_placements : rows_of_bytes(made, options);
    thin_placements(made, rows);
    return 0;
}

static uint64_t plans_of(const Qd__Return *made)
{
    return made->n_placements > 0 ? made->placements[0]->plans : 3000;
}

static int add_transport(struct arena *arena, struct draw *draw, Qd__Return *made)
{
    enum { PENCE = 100 };
    const uint64_t plans = plans_of(made);
    const uint64_t pounds = plans * draw_between(draw, 400, 860) * (is_quarter(made) ? 1 : 4);

    return spending_rows(draw, pounds * PENCE, plans, arena, made);
}

// The year so far, and the year: as if each quarter cost what this one does.
static int add_travel(struct arena *arena, const struct simulate_options *options, Qd__Return *made)
{
    enum { QUARTERS_A_YEAR = 4, PENCE = 100, POUNDS_A_PLAN = 600 };
    const uint64_t so_far = is_quarter(made) ? made->header->period->quarter : 1;
    const uint64_t all = is_quarter(made) ? QUARTERS_A_YEAR : 1;
    uint64_t pence = 0;
    struct draw draw;

    for (size_t i = 0; i < made->n_transport; i++)
        if (made->transport[i]->section_251_line == QD__SECTION251_LINE__LINE_2_1_4)
            pence += (uint64_t)made->transport[i]->gross_expenditure;
    if (pence == 0)
        pence = plans_of(made) * POUNDS_A_PLAN * PENCE;
    draw_start(&draw, options->seed, DRAW_TRAVEL, (uint32_t)made->header->new_la_code,
               period_key(made->header->period), 0);
    return travel_rows(&draw, pence * so_far, pence * all, plans_of(made), arena, made);
}

static int add_maintained(struct arena *arena, const struct simulate_options *options,
                          unsigned parts, Qd__Return *made)
{
    const uint64_t plans = plans_of(made);
    const struct maintained maintained = {
        .before = plans * 98 / 100,
        .plans = plans,
        .issued = made->timeliness == NULL ? 0 : made->timeliness->plans_issued,
        .percent = is_quarter(made) ? 100 : 400,
        .transfers = !is_quarter(made) || made->header->period->quarter == 4};
    struct maintained_draw draw;
    int error;

    draw_start(&draw.own, options->seed, DRAW_MAINTAINED, (uint32_t)made->header->new_la_code, 0,
               0);
    draw_start(&draw.quarter, options->seed, DRAW_MAINTAINED, (uint32_t)made->header->new_la_code,
               period_key(made->header->period), 0);
    error = maintained_rows(&draw, &maintained, parts, arena, made);
    if (error == 0 && (parts & SIMULATE_MONEY) != 0)
        error = money_row(options->seed, plans, arena, made);
    if (error == 0 && (parts & SIMULATE_TRAVEL) != 0)
        error = add_travel(arena, options, made);
    return error;
}

// --- its size

// A text of so many bytes, as an officer would write. Its first letters say something, however few they are: an
// explanation must (proto/rules/empty_words.def).
static char *words(struct arena *arena, size_t bytes)
{
    static const char sentence[] =
        "Cases stand in the case management system, and the SEN team looks through them. ";
    char *text = arena_alloc(arena, bytes + 1);

    for (size_t i = 0; text != NULL && i < bytes; i++)
        text[i] = sentence[i % (sizeof sentence - 1)];
    if (text != NULL)
        text[bytes] = '\0';
    return text;
}

static size_t no_more_than_a_text(size_t bytes)
{
    return bytes > FORM_TEXT_MAX_BYTES ? FORM_TEXT_MAX_BYTES : bytes;
}

// An explanation of a file that is no part of the return, each of another one: what becomes of it the folder
// decides, so that nothing is found in the return whatever it says.
static int explain(struct arena *arena, size_t bytes, Qd__Return *made)
{
    Qd__Explanation *row = (Qd__Explanation *)form_new_row(arena, FORM_EXPLANATIONS);
    Qd__Explanation **place = LIST_ADD(arena, made->explanations, made->n_explanations);

    if (row == NULL || place == NULL)
        return -1;
    row->rule = arena_strdup(arena, "QD-F03");
    row->part = arena_printf(arena, "%05zu.txt", made->n_explanations);
    row->explanation = words(arena, bytes);
    *place = row;
    return row->rule == NULL || row->part == NULL || row->explanation == NULL ? -1 : 0;
}

static int fill_up(struct arena *arena, size_t bytes, Qd__Return *made)
{
    enum { LIST_ITEM_BYTES = 3 };  // its field's number and its length, of two bytes
    enum { AROUND_A_TEXT = 32 };   // at most: its rule, its file, numbers of fields, and lengths
    enum { A_WORD = 2 };           // bytes: less would be a sign, which explains nothing (QD-I10)
    size_t size = qd__return__get_packed_size(made);
    int error = 0;

    if (bytes > size + AROUND_A_TEXT) {
        made->header->note = words(arena, no_more_than_a_text(bytes - size - AROUND_A_TEXT));
        error = made->header->note == NULL ? -1 : 0;
        size = qd__return__get_packed_size(made);
    }
    while (error == 0 && bytes >= size + AROUND_A_TEXT + A_WORD) {
        error = explain(arena, no_more_than_a_text(bytes - size - AROUND_A_TEXT), made);
        if (error == 0)
            size += qd__explanation__get_packed_size(made->explanations[made->n_explanations - 1]) +
                    LIST_ITEM_BYTES;
    }
    return error;
}

// --- all of it

// A quarter can have all parts; a year has no stock.
static unsigned parts_of(const struct simulate_options *options, const Qd__Return *made)
{
    if (options->parts != 0)
        return options->parts;
    return is_quarter(made) ? SIMULATE_ALL : SIMULATE_ALL & ~SIMULATE_PLACEMENTS;
}

Qd__Return *simulate_return(struct arena *arena, Qd__LocalAuthority authority, const char *period,
                            const struct simulate_options *options)
{
    static const struct simulate_options zeros = {0};
    const struct simulate_options *asked = options == NULL ? &zeros : options;
    Qd__Return *made = simulate_header(arena, authority, period);
    unsigned parts;
    struct draw draw;
    int error = 0;

    if (made == NULL)
        return NULL;
    parts = parts_of(asked, made);
    draw_start(&draw, asked->seed, DRAW_ROWS, (uint32_t)authority, period_key(made->header->period),
               0);
    made->header->has_simulated = asked->simulated != 0;
    made->header->simulated = QD__YES_NO__YES;
    if (error == 0 && (parts & SIMULATE_TIMELINESS) != 0)
        error = add_timeliness(arena, &draw, made);
    if (error == 0 && (parts & SIMULATE_PLACEMENTS) != 0)
        error = add_placements(arena, &draw, asked, made);
    if (error == 0 && (parts & SIMULATE_TRANSPORT) != 0)
        error = add_transport(arena, &draw, made);
    if (error == 0)
        error = add_maintained(arena, asked, parts, made);
    if (error == 0)
        error = simulate_rest_of_all_is_x(arena, made);
    if (error == 0 && asked->bytes > 0)
        error = fill_up(arena, asked->bytes, made);
    return error == 0 ? made : NULL;
}
