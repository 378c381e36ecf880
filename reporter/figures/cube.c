#include "reporter/figures/cube.h"

#include "proto/form/codes.h"
#include "proto/form/field.h"
#include "proto/form/figures.h"
#include "proto/form/history.h"
#include "proto/form/labels.h"

#include <string.h>

// --- tallies

static void tally_value(struct tally *tally, int64_t value)
{
    tally->overflowed |= __builtin_add_overflow(tally->sum, value, &tally->sum);
}

static void tally_absent(struct tally *tally, enum figure_state why)
{
    if (tally->absent == 0 || why < tally->why)
        tally->why = why;
}

static void tally_add(struct tally *tally, struct figure figure)
{
    if (figure_known(figure)) {
        tally_value(tally, figure.value);
        tally->valued++;
    } else {
        tally_absent(tally, figure.state);
        tally->absent++;
    }
}

static void tally_merge(struct tally *tally, const struct tally *other)
{
    tally_value(tally, other->sum);
    tally->overflowed |= other->overflowed;
    tally->valued += other->valued;
    if (other->absent > 0)
        tally_absent(tally, other->why);
    tally->absent += other->absent;
}

// --- the layout

static int is_used(unsigned used, unsigned dimension)
{
    return (int)(used >> dimension & 1);
}

// The codes are in the order of their numbers.
static int lay_places(struct cube *cube, struct arena *arena, unsigned dimension)
{
    const ProtobufCEnumDescriptor *codes = cube->dimensions.list[dimension].codes;
    const int numbers = codes->values[codes->n_values - 1].value + 1;
    int8_t *places = arena_alloc(arena, (size_t)numbers);

    if (places == NULL)
        return -1;
    memset(places, -1, (size_t)numbers);
    for (unsigned i = 0; i < codes->n_values; i++)
        places[codes->values[i].value] = (int8_t)i;
    cube->places[dimension] = places;
    cube->numbers[dimension] = numbers;
    return 0;
}

int cube_make(struct cube *cube, struct arena *arena, enum form_part part, unsigned used,
              struct cube_column *columns, size_t columns_count)
{
    *cube = (struct cube){
        .part = part, .proof = -1, .columns = columns, .columns_count = columns_count};
    dimensions_of(&cube->dimensions, part);
    for (unsigned i = 0; i < cube->dimensions.count; i++) {
        if (cube->dimensions.list[i].total >= 0)
            cube->proof = (int)i;
        cube->whole |= (unsigned)labels_is_whole(cube->dimensions.list[i].column) << i;
    }
    cube->used = used | cube->whole | (cube->proof < 0 ? 0 : 1U << cube->proof);
    cube->cells = 1;
    for (unsigned i = 0; i < cube->dimensions.count; i++) {
        if (lay_places(cube, arena, i) != 0)
            return -1;
        cube->stride[i] = cube->cells;
        if (is_used(cube->used, i))
            cube->cells *= dimension_size(&cube->dimensions.list[i]);
    }
    for (size_t i = 0; i < columns_count; i++)
        columns[i].proved = cube->proof >= 0 && figures_is_count(columns[i].column) &&
                            !form_may_be_blank(columns[i].column) && columns[i].given == NULL;
    cube->tallies = arena_zalloc(arena, columns_count * cube->cells * sizeof *cube->tallies);
    return cube->tallies == NULL ? -1 : 0;
}

// --- one pass

struct row_place {
    size_t cell;
    int is_total;
};

// 0 for a row with a number that is no code: the codec lets none through.
static int place_row(const struct cube *cube, const ProtobufCMessage *row, struct row_place *place)
{
    *place = (struct row_place){0};
    for (unsigned i = 0; i < cube->dimensions.count; i++) {
        const struct dimension *dimension = &cube->dimensions.list[i];
        const int number = *(const int *)field_value(row, dimension->column);
        const int code = number < 0 || number >= cube->numbers[i] ? -1 : cube->places[i][number];

        if (code < 0)
            return 0;
        if (is_used(cube->used, i))
            place->cell += (size_t)code * cube->stride[i];
        place->is_total |= code == dimension->total;
    }
    return 1;
}

static void add_figure(struct cube *cube, size_t index, const ProtobufCMessage *row,
                       const struct row_place *place)
{
    struct cube_column *column = &cube->columns[index];
    struct figure figure = figure_in(row, column->column);

    if (figure.state == FIGURE_BLANK && !form_may_be_blank(column->column))
        figure = figure_missing(FIGURE_NOT_AVAILABLE);  // the codec lets none through
    if (figure.state == FIGURE_BLANK ||
        (column->given != NULL && !figure_known(figure_in(row, column->given))))
        return;
    if (place->is_total) {
        tally_add(&column->total, figure);
        return;
    }
    tally_add(&cube->tallies[index * cube->cells + place->cell], figure);
    tally_add(&column->rest, figure);
}

// Holds the rows against their total. What has no row has no plans (labels.def), and what cannot be
// given has a row with a reason: so plans of the total that are in no figure are in those.
static void prove(struct cube_column *column)
{
    const struct tally *total = &column->total, *rest = &column->rest;

    if (!column->proved || total->valued == 0 || total->absent > 0 || total->overflowed ||
        rest->overflowed)
        return;
    column->complete = total->sum == rest->sum;
    column->placed = column->complete || (rest->sum < total->sum && rest->absent > 0);
}

// A figure that came into the form after the version that the return is of.
static int is_younger(const struct cube_column *column, const Qd__Return *returned)
{
    return returned != NULL &&
           (history_since(column->column) > returned->schema_version ||
            (column->given != NULL && history_since(column->given) > returned->schema_version));
}

// The codes that the form had in the version of the return, a bit each.
static uint64_t codes_then(const struct dimension *dimension, uint32_t version)
{
    uint64_t codes = 0;

    for (unsigned i = 0; i < dimension_size(dimension); i++)
        if (codes_since(dimension->codes, dimension->codes->values[i].value) <= version)
            codes |= (uint64_t)1 << i;
    return codes;
}

// What depends on the version of a return alone, and is the same for nearly all of them.
static void set_version(struct cube *cube, uint32_t version)
{
    cube->version = version;
    for (unsigned i = 0; i < cube->dimensions.count; i++)
        cube->codes_then[i] = codes_then(&cube->dimensions.list[i], version);
}

static void clear(struct cube *cube, const Qd__Return *returned)
{
    memset(cube->tallies, 0, cube->columns_count * cube->cells * sizeof *cube->tallies);
    for (size_t i = 0; i < cube->columns_count; i++)
        cube->columns[i] = (struct cube_column){.column = cube->columns[i].column,
                                                .given = cube->columns[i].given,
                                                .proved = cube->columns[i].proved,
                                                .younger = is_younger(&cube->columns[i], returned)};
}

// Why there are no rows of the part: a part that came into the form later is not collected.
static enum figure_state missing_part(enum form_part part, const Qd__Return *returned)
{
    return returned != NULL && form_part(part)->since > returned->schema_version
               ? FIGURE_NOT_COLLECTED
               : FIGURE_NOT_RETURNED;
}

void cube_fill(struct cube *cube, const Qd__Return *returned)
{
    ProtobufCMessage *const *rows = NULL;
    struct row_place place;
    size_t count = 0;

    clear(cube, returned);
    if (returned != NULL && returned->schema_version != cube->version)
        set_version(cube, returned->schema_version);
    if (returned != NULL)
        count = form_all_rows(returned, cube->part, &rows);
    cube->state = count > 0 ? FIGURE_KNOWN : missing_part(cube->part, returned);
    for (size_t i = 0; i < count; i++)
        if (place_row(cube, rows[i], &place))
            for (size_t column = 0; column < cube->columns_count; column++)
                add_figure(cube, column, rows[i], &place);
    for (size_t i = 0; i < cube->columns_count; i++)
        prove(&cube->columns[i]);
}

// --- slices

// Adds up the cells whose codes are in the slice, one dimension after the other.
static void gather(const struct cube *cube, const struct tally *cells, const struct slice *slice,
                   unsigned dimension, size_t cell, struct tally *sum)
{
    uint64_t left;

    while (dimension < cube->dimensions.count && !is_used(cube->used, dimension))
        dimension++;
    if (dimension == cube->dimensions.count) {
        tally_merge(sum, &cells[cell]);
        return;
    }
    left = slice->codes[dimension] &
           (((uint64_t)1 << dimension_size(&cube->dimensions.list[dimension])) - 1);
    for (; left != 0; left &= left - 1)
        gather(cube, cells, slice, dimension + 1,
               cell + (size_t)__builtin_ctzll(left) * cube->stride[dimension], sum);
}

struct tally cube_tally(const struct cube *cube, size_t column, const struct slice *slice)
{
    struct tally sum = {0};

    gather(cube, &cube->tallies[column * cube->cells], slice, 0, 0, &sum);
    return sum;
}
