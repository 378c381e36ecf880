#include "simulate/money.h"

#include "proto/form/form.h"
#include "simulate/draw.h"

int money_row(uint64_t seed, uint64_t plans, struct arena *arena, Qd__Return *returned)
{
    enum { PENCE = 100, PER_MILLE = 1000, CARRIED_ZERO = 60, PLANS_MOST = 20000 };
    const Qd__Header *header = returned->header;
    const uint32_t authority = (uint32_t)header->new_la_code;
    ProtobufCMessage *row = form_new_row(arena, FORM_MONEY);
    Qd__Money *money = (Qd__Money *)row;
    struct draw own, year, quarter;
    int64_t carried, balance;

    if (row == NULL || form_set_rows(arena, returned, FORM_MONEY, &row, 1) != 0)
        return -1;
    draw_start(&own, seed, DRAW_MONEY, authority, 0, 0);
    draw_start(&year, seed, DRAW_MONEY, authority, header->period->year, 0);
    draw_start(&quarter, seed, DRAW_MONEY, authority, header->period->year,
               header->period->quarter + 1);
    if (plans > PLANS_MOST)
        plans = PLANS_MOST;
    money->high_needs_budget = (int64_t)(plans * draw_between(&year, 13500, 17500) * PENCE);
    money->high_needs_forecast =
        money->high_needs_budget / PER_MILLE *
        (int64_t)(draw_between(&year, 985, 1110) + draw_between(&quarter, 0, 20));
    // What was carried forward into the year: a deficit, or a small surplus.
    carried =
        money->high_needs_budget / PER_MILLE * ((int64_t)draw_between(&own, 0, 300) - CARRIED_ZERO);
    balance = money->high_needs_budget - money->high_needs_forecast - carried;
    money->high_needs_surplus = balance > 0 ? balance : 0;
    money->high_needs_deficit = balance < 0 ? -balance : 0;
    money->has_high_needs_budget = money->has_high_needs_forecast = 1;
    money->has_high_needs_surplus = money->has_high_needs_deficit = 1;
    return 0;
}
