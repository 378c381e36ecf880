// What the quarters of a borough hold of its maintained plans, money and travel: quarters_internal.h.
#include "simulate/draw.h"
#include "simulate/maintained.h"
#include "simulate/money.h"
#include "simulate/quarters_internal.h"
#include "simulate/simulate.h"
#include "simulate/travel.h"

#include <stdlib.h>

// --- what becomes of the plans

// On the last day of a quarter. In the fourth, placements are counted in January: some more plans have
// been issued since.
static uint64_t plans_on_last_day(const struct quarters_borough *borough, size_t quarter,
                                  struct places room[2])
{
    enum { SINCE_JANUARY = 5 };
    uint64_t plans;

    quarters_places(borough, quarter, &room[0], &room[1]);
    plans = places_total(&room[0]);
    return quarter % QUARTERS_A_YEAR == 0
               ? plans + flows_count(&borough->flows[quarter], "plans_issued") / SINCE_JANUARY
               : plans;
}

// Before the first quarter there were those of its end without the plans that it issued.
int quarters_maintained(const struct quarters_borough *borough, size_t quarter, uint64_t issued,
                        struct arena *arena, Qd__Return *made)
{
    struct places *room = malloc(2 * sizeof *room);
    struct maintained maintained = {.percent = 100, .transfers = quarter % QUARTERS_A_YEAR == 0};
    struct maintained_draw draw;
    int error;

    if (room == NULL)
        return -1;
    maintained.appeals = borough->appeals[quarter];
    maintained.decisions = borough->decisions[quarter];
    maintained.issued = issued;
    maintained.plans = plans_on_last_day(borough, quarter, room);
    maintained.before = quarter > 0 ? plans_on_last_day(borough, quarter - 1, room)
                                    : maintained.plans - maintained.issued;
    free(room);
    draw_start(&draw.own, borough->seed, DRAW_MAINTAINED, (uint32_t)borough->authority, 0, 0);
    draw_start(&draw.quarter, borough->seed, DRAW_MAINTAINED, (uint32_t)borough->authority,
               (uint32_t)quarter + 1, 0);
    error = maintained_rows(&draw, &maintained, SIMULATE_ALL, arena, made);
    if (error == 0)
        error = money_row(
            borough->seed,
            places_total(&borough->places[(quarter + QUARTERS_A_YEAR - 1) / QUARTERS_A_YEAR]),
            arena, made);
    return error;
}

// --- travel

// The forecast is the year's, as it will be, and in the first quarters a little beside it.
int quarters_travel(const struct quarters_borough *borough, size_t quarter, uint64_t plans,
                    struct arena *arena, Qd__Return *made)
{
    enum { QUARTER_PERCENT = 3 };
    const size_t left = QUARTERS_A_YEAR - made->header->period->quarter;
    struct draw draw;
    uint64_t percent;

    draw_start(&draw, borough->seed, DRAW_TRAVEL, (uint32_t)borough->authority, (uint32_t)quarter,
               0);
    percent = draw_between(&draw, 100 - QUARTER_PERCENT * left, 100 + QUARTER_PERCENT * left);
    return travel_rows(&draw, borough->pence_to_date[quarter],
                       borough->pence_a_year[quarter] * percent / 100, plans, arena, made);
}
