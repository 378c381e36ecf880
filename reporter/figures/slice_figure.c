#include "reporter/figures/slice_figure.h"

#include "proto/form/codes.h"
#include "proto/form/figures.h"

// A code whose plans a borough may count within another one.
static const struct {
    const ProtobufCEnumDescriptor *codes;
    int within, holder;
} counted_within[] = {{&qd__need__descriptor, QD__NEED__DS, QD__NEED__OTH}};

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
    if (!sum->column->proved || (dimensions_restricted(cell) & ~proof) == 0)
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

struct figure slice_figure(const struct cube *cube, size_t index, const struct slice *asked)
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
