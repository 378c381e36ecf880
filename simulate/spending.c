#include "simulate/spending.h"

#include "lib/base/list.h"
#include "proto/form/form.h"

// --- what the rows are

// Of all children with transport and of all that it costs, per mille; and in what they travel.
static const struct way {
    Qd__TransportMode mode;
    Qd__Phase phase;
    Qd__Location location;
    unsigned children, pence;
    unsigned seats;     // children a vehicle; 0: there is none
    unsigned assisted;  // per cent of the children with a passenger assistant
} school[] =
    {
        // clang-format off
    {QD__TRANSPORT_MODE__MINIBUS_CONTRACTED, QD__PHASE__PRIMARY, QD__LOCATION__IN_BOROUGH, 214, 148, 7, 90},
    {QD__TRANSPORT_MODE__MINIBUS_CONTRACTED, QD__PHASE__SECONDARY, QD__LOCATION__IN_BOROUGH, 198, 141, 7, 80},
    {QD__TRANSPORT_MODE__MINIBUS_IN_HOUSE, QD__PHASE__PRIMARY, QD__LOCATION__IN_BOROUGH, 90, 70, 9, 95},
    {QD__TRANSPORT_MODE__MINIBUS_IN_HOUSE, QD__PHASE__SECONDARY, QD__LOCATION__IN_BOROUGH, 88, 68, 9, 90},
    {QD__TRANSPORT_MODE__TAXI, QD__PHASE__PRIMARY, QD__LOCATION__IN_BOROUGH, 72, 118, 2, 40},
    {QD__TRANSPORT_MODE__TAXI, QD__PHASE__PRIMARY, QD__LOCATION__OUT_OF_BOROUGH, 60, 141, 2, 45},
    {QD__TRANSPORT_MODE__TAXI, QD__PHASE__SECONDARY, QD__LOCATION__IN_BOROUGH, 66, 104, 2, 30},
    {QD__TRANSPORT_MODE__TAXI, QD__PHASE__SECONDARY, QD__LOCATION__OUT_OF_BOROUGH, 82, 188, 2, 35},
    {QD__TRANSPORT_MODE__PERSONAL_TRAVEL_BUDGET, QD__PHASE__SECONDARY, QD__LOCATION__LOCATION_NOT_KNOWN, 52, 13, 0, 0},
    {QD__TRANSPORT_MODE__MILEAGE_ALLOWANCE, QD__PHASE__PRIMARY, QD__LOCATION__LOCATION_NOT_KNOWN, 36, 5, 0, 0},
    {QD__TRANSPORT_MODE__INDEPENDENT_TRAVEL_TRAINING, QD__PHASE__SECONDARY, QD__LOCATION__IN_BOROUGH, 42, 4, 0, 0},
}, college[] = {
    {QD__TRANSPORT_MODE__MINIBUS_CONTRACTED, QD__PHASE__POST_16, QD__LOCATION__IN_BOROUGH, 300, 290, 7, 70},
    {QD__TRANSPORT_MODE__TAXI, QD__PHASE__POST_16, QD__LOCATION__OUT_OF_BOROUGH, 280, 610, 2, 30},
    {QD__TRANSPORT_MODE__PERSONAL_TRAVEL_BUDGET, QD__PHASE__POST_16, QD__LOCATION__LOCATION_NOT_KNOWN, 420, 100, 0, 0},
}, adult[] = {
    {QD__TRANSPORT_MODE__TAXI, QD__PHASE__POST_19, QD__LOCATION__OUT_OF_BOROUGH, 500, 800, 2, 40},
    {QD__TRANSPORT_MODE__PERSONAL_TRAVEL_BUDGET, QD__PHASE__POST_19, QD__LOCATION__LOCATION_NOT_KNOWN, 500, 200, 0, 0},
          // clang-format on
},
  nothing[] = {{QD__TRANSPORT_MODE__TRANSPORT_MODE_NOT_KNOWN, QD__PHASE__PHASE_NOT_KNOWN,
                QD__LOCATION__LOCATION_NOT_KNOWN, 1, 1, 0, 0}};

enum { WAYS_MAX = sizeof school / sizeof school[0] };

static const struct line {
    Qd__Section251Line line;
    const struct way *ways;
    size_t count;
    unsigned pence;     // per cent of line 2.1.4
    unsigned children;  // per cent of all plans
} lines[] = {
    {QD__SECTION251_LINE__LINE_2_1_4, school, sizeof school / sizeof school[0], 100, 19},
    {QD__SECTION251_LINE__LINE_2_1_6, college, sizeof college / sizeof college[0], 17, 4},
    {QD__SECTION251_LINE__LINE_2_1_7, adult, sizeof adult / sizeof adult[0], 7, 2},
    {QD__SECTION251_LINE__LINE_1_4_11, nothing, 1, 0, 0},
};

// --- rows

static int add_row(struct arena *arena, Qd__Return *returned, Qd__Section251Line line,
                   const struct way *way, uint64_t children, uint64_t pence)
{
    Qd__Transport *row = (Qd__Transport *)form_new_row(arena, FORM_TRANSPORT);
    Qd__Transport **place = LIST_ADD(arena, returned->transport, returned->n_transport);

    if (row == NULL || place == NULL)
        return -1;
    row->section_251_line = line;
    row->mode = way->mode;
    row->phase = way->phase;
    row->location = way->location;
    row->has_children = row->has_routes = row->has_solo = row->has_passenger_assistants = 1;
    row->children = children;
    row->routes = way->seats == 0 ? 0 : (children + way->seats - 1) / way->seats;
    row->solo = way->seats == 2 ? children / 3 : 0;
    row->passenger_assistants = children * way->assisted / 100;
    row->has_gross_expenditure = 1;
    row->gross_expenditure = (int64_t)pence;
    *place = row;
    return 0;
}

static int add_line(struct draw *draw, const struct line *line, uint64_t pence, uint64_t children,
                    struct arena *arena, Qd__Return *returned)
{
    unsigned by_children[WAYS_MAX], by_pence[WAYS_MAX];
    uint64_t travelling[WAYS_MAX], paid[WAYS_MAX];
    int error = 0;

    for (size_t i = 0; i < line->count; i++) {
        const unsigned percent = (unsigned)draw_between(draw, 70, 130);

        by_children[i] = line->ways[i].children * percent;
        by_pence[i] = line->ways[i].pence * percent;
    }
    draw_split(draw, children, by_children, line->count, travelling);
    draw_split(draw, pence, by_pence, line->count, paid);
    for (size_t i = 0; i < line->count && error == 0; i++)
        error = add_row(arena, returned, line->line, &line->ways[i], travelling[i], paid[i]);
    return error;
}

int spending_rows(struct draw *draw, uint64_t pence, uint64_t plans, struct arena *arena,
                  Qd__Return *returned)
{
    int error = 0;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0] && error == 0; i++)
        error = add_line(draw, &lines[i], pence * lines[i].pence / 100,
                         plans * lines[i].children / 100, arena, returned);
    return error;
}
