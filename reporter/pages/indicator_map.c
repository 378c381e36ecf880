// Where boroughs lie: a map of tiles with figures and quartiles.
#include "reporter/charts/tiles.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/indicator_internal.h"

#include <string.h>

struct drawn {
    struct tiles_tile tiles[BOROUGHS_COUNT];
};

static void draw(struct scene *scene, const void *drawn, int size)
{
    tiles_draw(scene, ((const struct drawn *)drawn)->tiles, BOROUGHS_COUNT, (enum scene_size)size);
}

static struct tiles_tile tile_of(const struct subject *subject, int row)
{
    const struct table_cell *cell = subject_cell(subject, row);
    const unsigned quarter = subject->standings.list[row].quarter;
    struct tiles_tile tile = {.new_la_code = table_row_code(subject->table, row),
                              .value = figure_words_value(subject->arena, subject->indicator, cell),
                              .narrow =
                                  figure_words_plain(subject->arena, subject->indicator, cell),
                              .shade = (int)quarter,
                              .is_mine = row == subject->mine};

    if (quarter > 0)
        tile.word = arena_printf(subject->arena, "%s %s", subject_quarter_sign(quarter),
                                 subject_quarter_word(subject, quarter));
    // A tile has room for five digits: money to the nearest thousand.
    if (strlen(tile.narrow) > 6 && figure_known(cell->value))
        tile.narrow = arena_printf(subject->arena, "%.0fk",
                                   (double)cell->value.value /
                                       (subject->indicator->decimals == 2 ? 100000.0 : 1000.0));
    return tile;
}

// --- where quarters of the boroughs lie

enum side { WEST, EAST, NORTH, SOUTH, SIDES };

static int lies(const struct subject *subject, int row, enum side side)
{
    const struct tiles_place *place = tiles_find(table_row_code(subject->table, row));

    switch (side) {
    case WEST:
        return place->column <= 4;
    case EAST:
        return place->column > 4;
    case NORTH:
        return place->row <= 4;
    default:
        return place->row > 4;
    }
}

// "eight of the nine boroughs in the top quartile lie in the west of the map": said where it holds of three
// quarters at least, of the side that holds most.
static const char *finding_of(const struct subject *subject, unsigned quarter)
{
    size_t all = 0, most = 0, on[SIDES] = {0};
    enum side at = WEST;
    char word[16];

    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        if (subject->standings.list[row].quarter != quarter)
            continue;
        all++;
        for (int side = 0; side < SIDES; side++)
            on[side] += (size_t)lies(subject, row, (enum side)side);
    }
    for (int side = 0; side < SIDES; side++)
        if (on[side] > most) {
            most = on[side];
            at = (enum side)side;
        }
    if (all < 4 || 4 * most < 3 * all)
        return NULL;
    snprintf(word, sizeof word, "%s", subject_quarter_word(subject, quarter));
    word[0] = (char)(word[0] - 'A' + 'a');
    return sentences_say(
        subject->sentences, "map_quartile", "{s:s?, s:s, s:s, s:s, s:b, s:b, s:b, s:b}", "all",
        most == all ? figure_words_number(subject->arena, all) : NULL, "count",
        figure_words_number(subject->arena, most), "of", figure_words_number(subject->arena, all),
        "quartile", word, "west", at == WEST, "east", at == EAST, "north", at == NORTH, "south",
        at == SOUTH);
}

static void say_finding(struct indicator_page *of, json_t *map)
{
    const struct subject *subject = &of->subject;
    const char *top = finding_of(subject, 1), *bottom = finding_of(subject, 4);

    if (top == NULL && bottom == NULL)
        page_sentence(of->page, map, "finding", "map_on_all_sides", "{}");
    else
        page_sentence(of->page, map, "finding", "map_finding", "{s:s, s:s?}", "first",
                      figure_words_sentence(subject->arena, top == NULL ? bottom : top), "second",
                      top == NULL ? NULL : bottom);
}

static void say_quartiles(struct indicator_page *of, json_t *map)
{
    const struct subject *subject = &of->subject;
    json_t *list = page_list(of->page, map, "quartiles");

    for (unsigned quarter = 1; quarter <= 4; quarter++) {
        const char *names[BOROUGHS_COUNT];
        size_t count = 0;
        json_t *item;

        for (size_t i = 0; i < subject->ordered; i++)
            if (subject->standings.list[subject->order[i]].quarter == quarter)
                names[count++] = table_row_name(subject->table, subject->order[i]);
        if (count == 0)
            continue;
        item = page_item(of->page, list);
        page_say(of->page, item, "sign", "%s", subject_quarter_sign(quarter));
        page_say(of->page, item, "word", "%s", subject_quarter_word(subject, quarter));
        page_say(of->page, item, "names", "%s", figure_words_list(subject->arena, names, count));
    }
}

void indicator_map(struct indicator_page *of)
{
    const struct subject *subject = &of->subject;
    struct drawn drawn;
    json_t *map;

    if (subject->ordered == 0 || subject->indicator->direction == INDICATOR_UNRANKED)
        return;
    map = page_object(of->page, of->page->data, "map");
    say_finding(of, map);
    say_quartiles(of, map);
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        drawn.tiles[row] = tile_of(subject, row);
    page_draw(of->page, map, "map",
              arena_printf(subject->arena, "%s in %s, as a map of tiles", subject->label,
                           subject_when(subject, subject->period)),
              "Each borough has its figure and its quartile in words. All figures are in the table "
              "below.",
              draw, &drawn);
}
