#include "reporter/figures/wanted.h"

#include "lib/base/list.h"
#include "reporter/figures/cube.h"
#include "reporter/figures/slice_figure.h"

// The figures whose slices tell the same dimensions apart: in one cube with others they would be added up
// from the finest cells of all.
struct wanted_group {
    unsigned used;  // a bit for each dimension
    struct cube_column *columns;
    size_t columns_count;
    struct cube cube;
};

struct wanted_place {
    size_t group, column;  // of the group's cube
};

struct wanted_plan {
    struct wanted_group *groups;
    size_t groups_count;
    const struct wanted *list;
    struct wanted_place *places;  // one for each that is wanted
    size_t count;
};

// --- what is told apart

// The place of the group; -1 when the arena is exhausted.
static int find_group(struct wanted_plan *plan, struct arena *arena, unsigned used, size_t *place)
{
    struct wanted_group *added;

    for (*place = 0; *place < plan->groups_count; ++*place)
        if (plan->groups[*place].used == used)
            return 0;
    added = LIST_ADD(arena, plan->groups, plan->groups_count);
    if (added == NULL)
        return -1;
    *added = (struct wanted_group){.used = used};
    return 0;
}

static int find_column(struct wanted_group *group, struct arena *arena, const struct wanted *wanted,
                       size_t *place)
{
    struct cube_column *added;

    // The last one first: slices of one figure follow each other.
    for (*place = group->columns_count; *place > 0;) {
        const struct cube_column *column = &group->columns[--*place];

        if (column->column == wanted->column && column->given == wanted->given)
            return 0;
    }
    *place = group->columns_count;
    added = LIST_ADD(arena, group->columns, group->columns_count);
    if (added == NULL)
        return -1;
    *added = (struct cube_column){.column = wanted->column, .given = wanted->given};
    return 0;
}

static int make_groups(struct wanted_plan *plan, struct arena *arena, enum form_part part)
{
    for (size_t i = 0; i < plan->count; i++) {
        struct wanted_place *place = &plan->places[i];

        if (find_group(plan, arena, dimensions_restricted(&plan->list[i].slice), &place->group) !=
                0 ||
            find_column(&plan->groups[place->group], arena, &plan->list[i], &place->column) != 0)
            return -1;
    }
    for (size_t i = 0; i < plan->groups_count; i++) {
        struct wanted_group *group = &plan->groups[i];

        if (cube_make(&group->cube, arena, part, group->used, group->columns,
                      group->columns_count) != 0)
            return -1;
    }
    return 0;
}

enum err wanted_plan_make(struct wanted_plan **plan, struct arena *arena, enum form_part part,
                          const struct wanted *list, size_t count, struct err_text *text)
{
    struct wanted_plan *made = arena_zalloc(arena, sizeof *made);

    if (made != NULL) {
        made->list = list;
        made->count = count;
        made->places = arena_alloc(arena, (count + 1) * sizeof *made->places);
    }
    if (made == NULL || made->places == NULL || make_groups(made, arena, part) != 0)
        return err_say(text, ERR_NO_MEMORY, "the figures need more memory than there is");
    *plan = made;
    return ERR_OK;
}

void wanted_figures(struct wanted_plan *plan, const Qd__Return *returned, struct figure *figures)
{
    for (size_t i = 0; i < plan->groups_count; i++)
        cube_fill(&plan->groups[i].cube, returned);
    for (size_t i = 0; i < plan->count; i++)
        figures[i] = slice_figure(&plan->groups[plan->places[i].group].cube, plan->places[i].column,
                                  &plan->list[i].slice);
}
