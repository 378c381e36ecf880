#include "reporter/market/owners.h"

#include "lib/base/list.h"

#include <stdlib.h>
#include <string.h>

enum { HUNDRED = 100 };

static struct owners_group *group_of(struct owners *owners, struct arena *arena, const char *name)
{
    struct owners_group *group;

    for (size_t i = 0; i < owners->count; i++)
        if (strcmp(owners->groups[i].name, name) == 0)
            return &owners->groups[i];
    group = LIST_ADD(arena, owners->groups, owners->count);
    if (group != NULL)
        *group = (struct owners_group){.name = name};
    return group;
}

static int by_places(const void *first, const void *second)
{
    const struct owners_group *a = first, *b = second;

    if (a->places != b->places)
        return a->places < b->places ? 1 : -1;
    return strcmp(a->name, b->name);
}

static void work_out(struct owners *owners)
{
    for (size_t i = 0; i < owners->count; i++) {
        struct owners_group *group = &owners->groups[i];
        const double places = HUNDRED * (double)group->places / (double)owners->places;

        group->boroughs = (unsigned)__builtin_popcountll(group->boroughs_in);
        owners->hhi += places * places;
        if (owners->pence > 0) {
            const double money = HUNDRED * (double)group->pence / (double)owners->pence;

            owners->hhi_of_money += money * money;
        }
    }
    if (owners->count > 1)
        qsort(owners->groups, owners->count, sizeof owners->groups[0], by_places);
}

static int is_given(const Qd__Placement *row)
{
    return row->company_number != NULL && row->company_number[0] != '\0';
}

int owners_make(struct owners *owners, const struct places *places,
                const struct owner_groups *groups, int32_t day, int need)
{
    *owners = (struct owners){.count = 0};
    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->list[i];
        const Qd__Placement *row = place->row;
        struct owners_group *group;

        if (!place_is_bought(place) || (need != 0 && (int)row->primary_need != need))
            continue;
        if (!is_given(row)) {
            owners->places_not_given += (int64_t)row->plans;
            continue;
        }
        group = group_of(owners, places->arena, owner_groups_of(groups, row->company_number, day));
        if (group == NULL)
            return -1;
        group->places += (int64_t)row->plans;
        owners->places += (int64_t)row->plans;
        group->boroughs_in |= (uint64_t)1 << place->borough;
        if (place_is_priced(place)) {
            group->priced += (int64_t)row->plans;
            group->pence += row->annual_cost;
            owners->pence += row->annual_cost;
        }
    }
    work_out(owners);
    return 0;
}

const struct owners_group *owners_find(const struct owners *owners, const char *name)
{
    for (size_t i = 0; i < owners->count; i++)
        if (strcmp(owners->groups[i].name, name) == 0)
            return &owners->groups[i];
    return NULL;
}
