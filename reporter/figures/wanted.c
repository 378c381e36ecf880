#include "reporter/figures/wanted.h"

#include "lib/base/list.h"
#include "proto/form/codes.h"
#include "proto/form/figures.h"
#include "reporter/figures/cube.h"

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

// A code whose plans a borough may count within another one.
static const struct {
    const ProtobufCEnumDescriptor *codes;
    int within, holder;
} counted_within[] = {{&qd__need__descriptor, QD__NEED__DS, QD__NEED__OTH}};

// --- what is told apart

static unsigned restricted(const struct slice *slice)
{
    unsigned bits = 0;

    for (unsigned i = 0; i < DIMENSIONS_MAX; i++)
        bits |= (unsigned)(slice->codes[i] != SLICE_ANY) << i;
    return bits;
}

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

        if (find_group(plan, arena, restricted(&plan->list[i].slice), &place->group) != 0 ||
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

// --- a cell

// A slice that is being added up, cell by cell.
struct sum {
    const struct cube *cube;
    const struct cube_column *column;
    size_t index;  // of the column
    const struct slice *slice;
    struct figure strict;  // of all cells
    struct figure known;   // of those that are known
    int known_cells;
    int has_row;
    struct figure withheld;  // FIGURE_KNOWN: nothing is
};

static int is_empty(const struct tally *tally)
{
    return tally->valued + tally->absent == 0;
}

static int is_reasons_only(const struct tally *tally)
{
    return tally->absent > 0 && tally->valued == 0;
}

static struct figure of_tally(const struct tally *tally)
{
    return tally->overflowed ? figure_missing(FIGURE_NOT_AVAILABLE) : figure_of(tally->sum);
}

// The cell's code of the total's dimension as a whole, whatever it is broken down by.
static struct tally whole_of(const struct sum *sum, const struct slice *cell)
{
    struct slice whole = dimensions_all();

    whole.codes[sum->cube->proof] = cell->codes[sum->cube->proof];
    return cube_tally(sum->cube, sum->index, &whole);
}

static struct figure of_cell(const struct sum *sum, const struct slice *cell,
                             const struct tally *tally)
{
    struct tally whole;

    if (tally->absent > 0 && (tally->valued == 0 || !sum->column->complete))
        return figure_missing(tally->why);
    if (!is_empty(tally))
        return of_tally(tally);
    if (!sum->column->placed)
        return figure_missing(FIGURE_NOT_AVAILABLE);
    whole = whole_of(sum, cell);
    return is_reasons_only(&whole) ? figure_missing(whole.why) : figure_of(0);
}

static uint64_t bit_of(const struct dimension *dimension, int code)
{
    return (uint64_t)1 << (protobuf_c_enum_descriptor_get_value(dimension->codes, code) -
                           dimension->codes->values);
}

// Whether what the cell withholds is counted in the slice all the same, within another code.
static int is_held(const struct sum *sum, const struct slice *cell)
{
    for (unsigned i = 0; i < sum->cube->dimensions.count; i++) {
        const struct dimension *dimension = &sum->cube->dimensions.list[i];

        for (size_t j = 0; j < sizeof counted_within / sizeof counted_within[0]; j++)
            if (dimension->codes == counted_within[j].codes &&
                cell->codes[i] == bit_of(dimension, counted_within[j].within) &&
                (sum->slice->codes[i] & bit_of(dimension, counted_within[j].holder)) != 0)
                return 1;
    }
    return 0;
}

// The reason of a code that may be counted within this cell's and is not in the slice: then nobody
// knows how much of the cell is its own.
static struct figure withheld_within(const struct sum *sum, const struct slice *cell)
{
    for (unsigned i = 0; i < sum->cube->dimensions.count; i++) {
        const struct dimension *dimension = &sum->cube->dimensions.list[i];

        for (size_t j = 0; j < sizeof counted_within / sizeof counted_within[0]; j++) {
            struct slice other = *cell;
            struct tally tally;

            if (dimension->codes != counted_within[j].codes ||
                cell->codes[i] != bit_of(dimension, counted_within[j].holder))
                continue;
            other.codes[i] = bit_of(dimension, counted_within[j].within);
            tally = cube_tally(sum->cube, sum->index, &other);
            if (is_reasons_only(&tally) && (sum->slice->codes[i] & other.codes[i]) == 0)
                return figure_missing(tally.why);
        }
    }
    return figure_of(0);
}

// Whether a cell without a row says nothing: it has no price.
static int may_be_empty(const struct cube_column *column)
{
    return form_may_be_blank(column->given == NULL ? column->column : column->given);
}

static void add_cell(struct sum *sum, const struct slice *cell)
{
    const struct tally tally = cube_tally(sum->cube, sum->index, cell);
    const unsigned proof = sum->cube->proof < 0 ? 0 : 1U << sum->cube->proof;
    struct figure figure;

    if (is_empty(&tally) && may_be_empty(sum->column))
        return;
    sum->has_row |= !is_empty(&tally);
    figure = of_cell(sum, cell, &tally);
    figure_add(&sum->strict, figure);
    if (figure_known(figure)) {
        figure_add(&sum->known, figure);
        sum->known_cells++;
    }
    if (!sum->column->proved || (restricted(cell) & ~proof) == 0)
        return;
    if (is_reasons_only(&tally) && !is_held(sum, cell))
        figure_add(&sum->withheld, figure_missing(tally.why));
    figure_add(&sum->withheld, withheld_within(sum, cell));
}

// --- a slice

// Cuts the slice into its cells, one dimension after the other.
static void add_cells(struct sum *sum, struct slice *cell, unsigned dimension)
{
    const struct cube *cube = sum->cube;
    uint64_t left;

    while (dimension < cube->dimensions.count && sum->slice->codes[dimension] == SLICE_ANY &&
           !(sum->column->proved && (int)dimension == cube->proof))
        dimension++;
    if (dimension == cube->dimensions.count) {
        add_cell(sum, cell);
        return;
    }
    left = sum->slice->codes[dimension] &
           (((uint64_t)1 << dimension_size(&cube->dimensions.list[dimension])) - 1);
    if (cube->dimensions.list[dimension].total >= 0)
        left &= ~((uint64_t)1 << cube->dimensions.list[dimension].total);
    for (; left != 0; left &= left - 1) {
        cell->codes[dimension] = left & -left;
        add_cells(sum, cell, dimension + 1);
    }
    cell->codes[dimension] = SLICE_ANY;
}

// The parts of a code of which the return has the whole are not told apart: nobody knows how much of it is
// theirs.
static struct figure given_as_whole(const struct sum *sum)
{
    for (unsigned i = 0; i < sum->cube->dimensions.count; i++) {
        const struct dimension *dimension = &sum->cube->dimensions.list[i];

        for (unsigned j = 0; sum->slice->codes[i] != SLICE_ANY && j < dimension_size(dimension);
             j++) {
            const int whole = codes_whole_of(dimension->codes, dimension->codes->values[j].value);
            struct slice other = *sum->slice;
            struct tally tally;

            if (whole == 0 || (sum->slice->codes[i] >> j & 1) == 0 ||
                (sum->slice->codes[i] & bit_of(dimension, whole)) != 0)
                continue;
            other.codes[i] = bit_of(dimension, whole);
            tally = cube_tally(sum->cube, sum->index, &other);
            if (tally.absent > 0 || tally.overflowed || tally.sum > 0)
                return figure_missing(FIGURE_NOT_AVAILABLE);
        }
    }
    return figure_of(0);
}

// Rows that leave open what the slice tells apart may belong to it: those with a figure above 0, and
// unless the total proves that they hold nothing, those with a reason in place of one.
static struct figure left_open(const struct sum *sum)
{
    const struct cube *cube = sum->cube;
    struct slice open = *sum->slice;
    struct tally with, without;

    for (unsigned i = 0; i < cube->dimensions.count; i++)
        if (open.codes[i] != SLICE_ANY && cube->dimensions.list[i].not_known >= 0)
            open.codes[i] |= (uint64_t)1 << cube->dimensions.list[i].not_known;
    with = cube_tally(cube, sum->index, &open);
    without = cube_tally(cube, sum->index, sum->slice);
    if (with.overflowed || with.sum > without.sum)
        return figure_missing(FIGURE_NOT_AVAILABLE);
    return with.absent > without.absent && !sum->column->complete ? figure_missing(with.why)
                                                                  : figure_of(0);
}

// Of a slice that goes over all codes of a dimension, each of which has a row: whether they are there.
static int is_whole(const struct sum *sum)
{
    const struct cube *cube = sum->cube;

    for (unsigned i = 0; i < cube->dimensions.count; i++) {
        if ((cube->whole >> i & 1) == 0 || sum->slice->codes[i] != SLICE_ANY)
            continue;
        for (unsigned code = 0; code < dimension_size(&cube->dimensions.list[i]); code++) {
            struct slice one = dimensions_all();
            struct tally tally;

            one.codes[i] = (uint64_t)1 << code;
            tally = cube_tally(cube, sum->index, &one);
            if ((cube->codes_then[i] & one.codes[i]) != 0 && is_empty(&tally))
                return 0;
        }
    }
    return 1;
}

static struct figure figure_of_total(const struct tally *total)
{
    if (is_empty(total))
        return figure_missing(FIGURE_NOT_AVAILABLE);
    return total->absent > 0 ? figure_missing(total->why) : of_tally(total);
}

// The slice as the form knew it when the return was made; 0 when it knew nothing of it.
static int slice_then(const struct cube *cube, struct slice *slice)
{
    for (unsigned i = 0; i < cube->dimensions.count; i++) {
        if (slice->codes[i] == SLICE_ANY)
            continue;
        slice->codes[i] &= cube->codes_then[i];
        if (slice->codes[i] == 0)
            return 0;
    }
    return 1;
}

static struct figure figure_of_slice(const struct cube *cube, size_t index,
                                     const struct slice *asked)
{
    const struct cube_column *column = &cube->columns[index];
    struct slice slice = *asked;
    struct sum sum = {.cube = cube,
                      .column = column,
                      .index = index,
                      .slice = &slice,
                      .strict = figure_of(0),
                      .known = figure_of(0),
                      .withheld = figure_of(0)};
    struct slice cell = dimensions_all();

    if (cube->state != FIGURE_KNOWN)
        return figure_missing(cube->state);
    if (column->younger || !slice_then(cube, &slice))
        return figure_missing(FIGURE_NOT_COLLECTED);
    if (column->proved && dimensions_is_all(&slice))
        return figure_of_total(&column->total);
    if (!is_whole(&sum))
        return figure_missing(FIGURE_NOT_AVAILABLE);
    figure_add(&sum.withheld, left_open(&sum));
    figure_add(&sum.withheld, given_as_whole(&sum));
    add_cells(&sum, &cell, 0);
    if (!figure_known(sum.withheld))
        return sum.withheld;
    // What is only placed, and not proved, needs a row of its own: nothing speaks for a zero.
    if (!column->complete && column->placed && !sum.has_row)
        return figure_missing(FIGURE_NOT_AVAILABLE);
    if (column->complete && sum.known_cells > 0)
        return sum.known;
    // No cell at all: of prices that are all blank, nothing is known.
    return sum.known_cells == 0 && figure_known(sum.strict) ? figure_missing(FIGURE_NOT_AVAILABLE)
                                                            : sum.strict;
}

void wanted_figures(struct wanted_plan *plan, const Qd__Return *returned, struct figure *figures)
{
    for (size_t i = 0; i < plan->groups_count; i++)
        cube_fill(&plan->groups[i].cube, returned);
    for (size_t i = 0; i < plan->count; i++)
        figures[i] = figure_of_slice(&plan->groups[plan->places[i].group].cube,
                                     plan->places[i].column, &plan->list[i].slice);
}
