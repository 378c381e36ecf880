#include "reporter/charts/tiles.h"

#include <string.h>

const struct tiles_place tiles_places[] = {
#define TILE(new_la_code, name, letters, column, row) {new_la_code, name, letters, column, row},
#include "reporter/charts/tiles.def"
};
const size_t tiles_places_count = sizeof tiles_places / sizeof *tiles_places;

const struct tiles_place *tiles_find(const char *new_la_code)
{
    for (size_t i = 0; i < tiles_places_count; i++)
        if (strcmp(tiles_places[i].new_la_code, new_la_code) == 0)
            return &tiles_places[i];
    return NULL;
}

enum { COLUMNS = 8, ROWS = 7 };

static const struct layout {
    double width, height, across, down;  // of a tile, and from one to the next
} layouts[SCENE_SIZES] = {[SCENE_WIDE] = {87, 66, 96, 74}, [SCENE_NARROW] = {37, 45, 42, 51}};

// --- the Thames: the middle of the river and half its breadth, in tiles, from the west to the estuary. It
// bends up into the empty place by Westminster.

static const struct bend {
    double x, y, half;
} bends[] = {
    {0.40, 3.945, 0.034}, {1.20, 3.947, 0.035}, {1.95, 3.950, 0.037}, {2.55, 3.965, 0.042},
    {2.86, 3.950, 0.045}, {3.02, 3.815, 0.047}, {3.17, 3.640, 0.048}, {3.455, 3.510, 0.049},
    {3.71, 3.615, 0.049}, {3.84, 3.790, 0.050}, {3.98, 3.930, 0.052}, {4.30, 3.965, 0.055},
    {4.95, 3.945, 0.058}, {5.60, 3.960, 0.061}, {5.98, 3.880, 0.066}, {6.20, 3.705, 0.085},
    {6.45, 3.640, 0.105}, {6.85, 3.585, 0.145}, {7.30, 3.540, 0.190}, {7.91, 3.500, 0.235},
};
enum { BENDS = sizeof bends / sizeof *bends, BETWEEN = 6, RIVER = (BENDS - 1) * BETWEEN + 1 };

// Catmull and Rom's curve through four values, at a part of the way from the second to the third.
static double between(double a, double b, double c, double d, double part)
{
    return b +
           part * 0.5 * (c - a + part * (2 * a - 5 * b + 4 * c - d + part * (3 * (b - c) + d - a)));
}

static struct bend river_at(size_t place)
{
    const size_t i = place / BETWEEN == BENDS - 1 ? BENDS - 2 : place / BETWEEN;
    const double part = (double)(place - i * BETWEEN) / BETWEEN;
    const struct bend *a = &bends[i == 0 ? 0 : i - 1], *b = &bends[i], *c = &bends[i + 1],
                      *d = &bends[i + 2 < BENDS ? i + 2 : BENDS - 1];

    return (struct bend){between(a->x, b->x, c->x, d->x, part),
                         between(a->y, b->y, c->y, d->y, part),
                         between(a->half, b->half, c->half, d->half, part)};
}

static void draw_river(struct scene *scene, const struct layout *layout)
{
    struct scene_point bank[2 * RIVER];

    for (size_t i = 0; i < RIVER; i++) {
        const struct bend here = river_at(i);

        bank[i] =
            (struct scene_point){here.x * layout->across, (here.y + here.half) * layout->down};
        bank[2 * RIVER - 1 - i] =
            (struct scene_point){here.x * layout->across, (here.y - here.half) * layout->down};
    }
    scene_area(scene, "estuary", bank, sizeof bank / sizeof bank[0]);
}

// --- tiles

static const char *class_of(struct scene *scene, const char *words, int shade)
{
    return arena_printf(scene->arena, "%s%s", words, shade == 1 || shade == 2 ? " white" : "");
}

static void draw_tile(struct scene *scene, const struct tiles_tile *tile,
                      const struct layout *layout, enum scene_size size)
{
    static const char *const shades[] = {"tile q0", "tile q1", "tile q2", "tile q3", "tile q4"};
    const struct tiles_place *place = tiles_find(tile->new_la_code);
    double x, y;

    if (place == NULL)
        return;
    x = (place->column - 1) * layout->across;
    y = (place->row - 1) * layout->down;
    scene_rect(scene, shades[tile->shade], x, y, layout->width, layout->height);
    if (tile->is_mine)
        scene_rect(scene, "mark", x - 3, y - 3, layout->width + 6, layout->height + 6);
    if (size == SCENE_NARROW) {
        scene_text(scene, class_of(scene, "b c n", tile->shade), x + layout->width / 2, y + 17,
                   place->letters);
        scene_text(scene, class_of(scene, "c n", tile->shade), x + layout->width / 2, y + 35,
                   tile->narrow);
        return;
    }
    scene_text(scene, class_of(scene, "b n", tile->shade), x + 6, y + 18, place->name);
    if (tile->value != NULL)
        scene_text(scene, class_of(scene, "n", tile->shade), x + 6, y + 37, tile->value);
    if (tile->word != NULL)
        scene_text(scene, class_of(scene, "n", tile->shade), x + 6, y + 54, tile->word);
}

void tiles_draw(struct scene *scene, const struct tiles_tile *tiles, size_t count,
                enum scene_size size)
{
    const struct layout *layout = &layouts[size];

    scene->width = (COLUMNS - 1) * layout->across + layout->width;
    scene->height = (ROWS - 1) * layout->down + layout->height;
    draw_river(scene, layout);
    if (size == SCENE_WIDE)
        scene_text(scene, "s c", 7.45 * layout->across, 3.58 * layout->down, "Thames");
    for (int mine = 0; mine < 2; mine++)  // yours is painted last: its frame is on top
        for (size_t i = 0; i < count; i++)
            if (tiles[i].is_mine == mine)
                draw_tile(scene, &tiles[i], layout, size);
}
