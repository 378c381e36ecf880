#include "reporter/market/places.h"

#include "lib/base/list.h"

void places_init(struct places *places, struct arena *arena)
{
    *places = (struct places){.arena = arena};
}

// A copy that the return's own memory is not needed for. NULL when the arena is exhausted.
static const Qd__Placement *copy(struct arena *arena, const Qd__Placement *row)
{
    Qd__Placement *made = arena_alloc(arena, sizeof *made);

    if (made == NULL)
        return NULL;
    *made = *row;
    made->has_absent = 0;  // why a figure is not there is no matter here
    made->absent = (ProtobufCBinaryData){0};
    if (row->provider_name != NULL)
        made->provider_name = arena_strdup(arena, row->provider_name);
    if (row->company_number != NULL)
        made->company_number = arena_strdup(arena, row->company_number);
    return arena->exhausted ? NULL : made;
}

int places_add(struct places *places, int borough, const Qd__Return *returned)
{
    const size_t before = places->count;

    places->simulated |=
        returned->header->has_simulated && returned->header->simulated == QD__YES_NO__YES;
    for (size_t i = 0; i < returned->n_placements; i++) {
        struct place *place;

        if (returned->placements[i]->setting == QD__SETTING__TOTAL)
            continue;
        place = LIST_ADD(places->arena, places->list, places->count);
        if (place == NULL)
            return -1;
        *place = (struct place){borough, copy(places->arena, returned->placements[i])};
        if (place->row == NULL)
            return -1;
    }
    places->standing[borough] = returned->n_placements == 0 ? PLACES_NO_PART
                                : places->count == before   ? PLACES_NO_ROWS
                                                            : PLACES_RETURNED;
    return 0;
}

void places_miss(struct places *places, int borough, enum places_standing why)
{
    places->standing[borough] = why;
}
