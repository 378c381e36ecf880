#include "simulate/quarters.h"

#include "lib/base/list.h"
#include "proto/form/form.h"
#include "proto/form/period.h"
#include "simulate/casework.h"
#include "simulate/draw.h"
#include "simulate/quarters_internal.h"
#include "simulate/simulate.h"
#include "simulate/spending.h"

#include <stdlib.h>
#include <string.h>

// --- events

enum event_kind { LATE, REVISED, WITHOUT, UNDATED, BACKLOG, NAMELESS };

static const struct event {
    Qd__LocalAuthority authority;
    size_t quarter;
    enum event_kind kind;
    unsigned amount;
    const char *words;
} events[] = {
#define EVENT(borough, quarter, kind, amount, words)                                               \
    {QD__LOCAL_AUTHORITY__##borough, (quarter) + QUARTERS_A_YEAR, kind, amount, words},
#include "simulate/events.def"
};

static const struct event *event_of(Qd__LocalAuthority authority, size_t quarter,
                                    enum event_kind kind)
{
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        if (events[i].authority == authority && events[i].quarter == quarter &&
            events[i].kind == kind)
            return &events[i];
    return NULL;
}

// --- a return that is being made

struct making {
    struct arena *arena;
    const struct quarters_borough *borough;
    const struct quarters_known *known;
    size_t quarter;
    Qd__Return *made;
};

static const struct event *event_here(const struct making *making, enum event_kind kind)
{
    return event_of(making->borough->authority, making->quarter, kind);
}

// A part that an event leaves out is missing, and the note says why.
static int is_left_out(const struct making *making, enum form_part part)
{
    const struct event *event = event_here(making, WITHOUT);

    return event != NULL && event->amount == (unsigned)part;
}

static int explain(struct making *making, const char *rule, const char *words)
{
    Qd__Explanation *row = (Qd__Explanation *)form_new_row(making->arena, FORM_EXPLANATIONS);
    Qd__Explanation **place =
        LIST_ADD(making->arena, making->made->explanations, making->made->n_explanations);

    if (row == NULL || place == NULL)
        return -1;
    row->rule = arena_strdup(making->arena, rule);
    row->explanation = arena_strdup(making->arena, words);
    *place = row;
    return row->rule == NULL || row->explanation == NULL ? -1 : 0;
}

static int begin(struct making *making)
{
    const size_t number = making->quarter + QUARTERS_A_YEAR - 1;
    Qd__Period period = QD__PERIOD__INIT;
    const struct event *noted = event_here(making, WITHOUT);
    char text[PERIOD_TEXT_BYTES];

    if (noted == NULL)
        noted = event_here(making, UNDATED);

    period.kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
    period.year = 2023 + (uint32_t)(number / QUARTERS_A_YEAR);
    period.has_quarter = 1;
    period.quarter = 1 + (uint32_t)(number % QUARTERS_A_YEAR);
    period_format(&period, text);
    making->made = simulate_header(making->arena, making->borough->authority, text);
    if (making->made == NULL)
        return -1;
    making->made->header->has_simulated = 1;
    making->made->header->simulated = QD__YES_NO__YES;
    if (noted != NULL)
        making->made->header->note = arena_strdup(making->arena, noted->words);
    return noted != NULL && making->made->header->note == NULL ? -1 : 0;
}

// --- flows

// What is asked about flows that are not as they should be: by an event, or by DfE's own figures.
static const char *explanation_of(const struct making *making, const char *rule)
{
    const struct event *event = strcmp(rule, "QD-R09") == 0 ? event_here(making, BACKLOG) : NULL;

    return event == NULL ? "As the Department for Education has published it." : event->words;
}

static int add_flows(struct making *making, struct flows flows)
{
    const char *rules[FLOWS_ASKED_MAX];
    Qd__Timeliness *row = (Qd__Timeliness *)form_new_row(making->arena, FORM_TIMELINESS);
    const size_t asked = flows_asked(&flows, rules);
    struct draw draw;
    int error;

    making->made->timeliness = row;
    if (row == NULL)
        return -1;
    error = flows_put_together(&flows, making->known->flows_2024->timeliness, making->arena, row);
    draw_start(&draw, making->borough->seed, DRAW_OPEN, (uint32_t)making->borough->authority,
               (uint32_t)making->quarter, 0);
    casework_draw(&draw, row);
    for (size_t i = 0; i < asked && error == 0; i++)
        error = explain(making, rules[i], explanation_of(making, rules[i]));
    return error;
}

// With what the quarter's events do to them.
static struct flows flows_of(const struct making *making, unsigned percent)
{
    struct flows flows = making->borough->flows[making->quarter];
    const struct event *undated = event_here(making, UNDATED);
    const struct event *backlog = event_here(making, BACKLOG);

    if (percent != 100)
        flows_grow(&flows, percent, NULL);
    if (undated != NULL)
        flows_add(&flows, "plans_issued_ex", undated->amount);
    if (backlog != NULL)
        flows_add(&flows, "assess_issued",
                  flows_count(&flows, "plans_issued") * backlog->amount / 100);
    return flows;
}

// --- places and spending

// Rows of bought places lose their providers.
static void take_names(Qd__Return *made, unsigned rows)
{
    for (size_t i = 0; i < made->n_placements && rows > 0; i++) {
        Qd__Placement *row = made->placements[i];

        if (!row->has_urn || row->annual_cost == 0)
            continue;
        row->has_urn = 0;
        rows--;
    }
}

// From 2025-26 on every second borough gives special academies and free schools apart.
static int gives_parts(const struct making *making)
{
    return making->quarter > QUARTERS_A_YEAR && (making->borough->authority & 1) != 0;
}

static int add_places(struct making *making, uint64_t *plans)
{
    const struct quarters_borough *borough = making->borough;
    struct places *places = malloc(4 * sizeof *places);
    struct places_of of = {.authority = borough->authority,
                           .seed = borough->seed,
                           .market = &borough->market,
                           .year = making->made->header->period->year,
                           .splits = gives_parts(making)};
    const struct event *nameless = event_here(making, NAMELESS);
    int error = 0;

    if (places == NULL)
        return -1;
    quarters_places(borough, making->quarter, &places[0], &places[1]);
    *plans = of.total = places_total(&places[0]);
    of.ended = &places[1];
    if (making->quarter >= QUARTERS_A_YEAR) {
        quarters_places(borough, making->quarter - QUARTERS_A_YEAR, &places[2], &places[3]);
        of.year_ago = &places[2];
        of.year_ago_ended = &places[3];
    }
    if (!is_left_out(making, FORM_PLACEMENTS)) {
        making->made->header->as_at_date =
            simulate_census(making->arena, making->made->header->period);
        error = making->made->header->as_at_date == NULL
                    ? -1
                    : places_rows(&places[0], &of, making->arena, making->made);
    }
    if (error == 0 && nameless != NULL)
        take_names(making->made, nameless->amount);
    free(places);
    return error;
}

static int add_spending(struct making *making, uint64_t plans)
{
    const struct quarters_borough *borough = making->borough;
    struct draw draw;

    if (is_left_out(making, FORM_TRANSPORT))
        return 0;
    draw_start(&draw, borough->seed, DRAW_TRANSPORT, (uint32_t)borough->authority,
               making->made->header->period->year, 0);
    return spending_rows(&draw, borough->pence[making->quarter], plans, making->arena,
                         making->made);
}

static uint64_t issued(const struct making *making, unsigned percent)
{
    const struct flows flows = flows_of(making, percent);

    return flows_count(&flows, "plans_issued");
}

// The whole return; `percent` of the flows.
static int make(struct making *making, unsigned percent)
{
    uint64_t plans = 0;
    int error = begin(making);

    if (error == 0 && !is_left_out(making, FORM_TIMELINESS))
        error = add_flows(making, flows_of(making, percent));
    if (error == 0)
        error = add_places(making, &plans);
    if (error == 0)
        error = add_spending(making, plans);
    if (error == 0)
        error =
            quarters_travel(making->borough, making->quarter, plans, making->arena, making->made);
    if (error == 0)
        error = quarters_maintained(making->borough, making->quarter, issued(making, percent),
                                    making->arena, making->made);
    return error == 0 ? simulate_rest_of_all_is_x(making->arena, making->made) : error;
}

// --- when they are sent

static int32_t day_of(const struct making *making)
{
    enum { DUE_AFTER_DAYS = 28, EARLY_DAYS = 15 };
    const struct event *late = event_here(making, LATE);
    const int32_t due = period_last_day(making->made->header->period) + DUE_AFTER_DAYS;
    struct draw draw;

    if (late != NULL)
        return due + (int32_t)late->amount;
    draw_start(&draw, making->borough->seed, DRAW_DAY, (uint32_t)making->borough->authority,
               (uint32_t)making->quarter, 0);
    return due - (int32_t)draw_below(&draw, EARLY_DAYS);
}

static void send(struct quarters *quarters, const struct making *making, unsigned revision,
                 unsigned days_later)
{
    quarters->sent[quarters->count++] =
        (struct quarters_sent){making->made, revision, day_of(making) + (int32_t)days_later};
}

static int make_quarter(struct quarters *quarters, struct making *making)
{
    enum { TOO_FEW_PERCENT = 75 };
    const struct event *revised = event_here(making, REVISED);

    if (make(making, revised == NULL ? 100 : TOO_FEW_PERCENT) != 0)
        return -1;
    send(quarters, making, 1, 0);
    if (revised == NULL)
        return 0;
    if (make(making, 100) != 0)
        return -1;
    making->made->header->note = arena_strdup(making->arena, revised->words);
    send(quarters, making, 2, revised->amount);
    return making->made->header->note == NULL ? -1 : 0;
}

enum err quarters_make(struct quarters *quarters, struct arena *arena, uint64_t seed,
                       const struct quarters_known *known, struct err_text *text)
{
    struct quarters_borough *borough = malloc(sizeof *borough);
    struct making making = {.arena = arena, .borough = borough, .known = known};
    enum err error;

    *quarters = (struct quarters){.count = 0};
    if (borough == NULL)
        return err_say(text, ERR_NO_MEMORY, "no memory is left to make returns");
    error = quarters_know(borough, seed, known, text);
    for (size_t i = 0; i < QUARTERS && error == ERR_OK; i++) {
        making.quarter = i;
        if (make_quarter(quarters, &making) != 0)
            error = err_say(text, ERR_NO_MEMORY, "no memory is left to make returns");
    }
    free(borough);
    return error;
}
