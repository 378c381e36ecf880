#include "simulate/travel.h"

#include "proto/form/form.h"

enum { MODES = 7 };

// Shares of a group's users and money, by mode in the order of the enum.
static const struct group {
    Qd__TravelGroup group;
    unsigned users;  // per mille of all plans
    unsigned pence;  // per cent of pre-16 SEND's
    unsigned by_users[MODES], by_pence[MODES];
} groups[] = {
    {QD__TRAVEL_GROUP__PRE_16_SEND,
     190,
     100,
     {20, 280, 410, 180, 45, 50, 15},
     {1, 540, 290, 150, 5, 11, 3}},
    {QD__TRAVEL_GROUP__PRE_16_MAINSTREAM,
     20,
     4,
     {700, 130, 100, 20, 0, 20, 30},
     {120, 520, 280, 50, 0, 15, 15}},
    {QD__TRAVEL_GROUP__POST_16_TO_18,
     40,
     17,
     {60, 270, 290, 80, 130, 160, 10},
     {5, 560, 260, 90, 15, 65, 5}},
    {QD__TRAVEL_GROUP__ADULT_DUTY,
     15,
     7,
     {40, 380, 180, 60, 120, 210, 10},
     {4, 640, 180, 70, 16, 85, 5}},
};

static int add_row(struct arena *arena, Qd__Return *returned, Qd__TravelGroup group, size_t mode,
                   uint64_t users, uint64_t to_date, uint64_t forecast)
{
    ProtobufCMessage *base = form_new_row(arena, FORM_TRAVEL);
    Qd__Travel *row = (Qd__Travel *)base;

    if (row == NULL)
        return -1;
    row->group = group;
    row->mode = (Qd__TravelMode)(QD__TRAVEL_MODE__PUBLIC_TRANSPORT_PASS + (int)mode);
    row->has_users = row->has_expenditure_to_date = row->has_expenditure_forecast = 1;
    row->users = users;
    row->expenditure_to_date = (int64_t)to_date;
    row->expenditure_forecast = (int64_t)forecast;
    return form_set_rows(arena, returned, FORM_TRAVEL, &base, 1);
}

// A mode that nobody uses has no row, and its money goes with the taxis'.
static int add_group(struct draw *draw, const struct group *group, uint64_t to_date,
                     uint64_t forecast, uint64_t plans, struct arena *arena, Qd__Return *returned)
{
    enum { TAXIS = 1, TAXI_USERS_LEAST = 2 };
    uint64_t users[MODES], spent[MODES], planned[MODES];
    unsigned weights[MODES];
    int error = 0;

    draw_split(draw, plans * group->users / 1000, group->by_users, MODES, users);
    users[TAXIS] += TAXI_USERS_LEAST;
    for (size_t i = 0; i < MODES; i++)
        weights[i] = users[i] == 0 ? 0 : group->by_pence[i];
    draw_split(draw, to_date * group->pence / 100, weights, MODES, spent);
    draw_split(draw, forecast * group->pence / 100, weights, MODES, planned);
    for (size_t i = 0; i < MODES && error == 0; i++)
        if (users[i] > 0)
            error = add_row(arena, returned, group->group, i, users[i], spent[i],
                            planned[i] < spent[i] ? spent[i] : planned[i]);
    return error;
}

int travel_rows(struct draw *draw, uint64_t to_date, uint64_t forecast, uint64_t plans,
                struct arena *arena, Qd__Return *returned)
{
    int error = 0;

    for (size_t i = 0; i < sizeof groups / sizeof groups[0] && error == 0; i++)
        error = add_group(draw, &groups[i], to_date, forecast, plans, arena, returned);
    return error;
}
