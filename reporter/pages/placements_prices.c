// Prices by provider: dots and their table.
#include "proto/form/boroughs.h"
#include "reporter/charts/prices.h"
#include "reporter/charts/tiles.h"
#include "reporter/market/market_uplift.h"
#include "reporter/outputs/output.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/placements_internal.h"

#include <math.h>

enum { FEW_BOROUGHS = 3, MOST_SHOWN = 3 };

static const char *short_name(int borough)
{
    return tiles_find(boroughs[borough].new_la_code)->name;
}

// --- the drawing

struct drawn {
    struct prices prices;
};

static void draw(struct scene *scene, const void *drawn, int size)
{
    prices_draw(scene, &((const struct drawn *)drawn)->prices, (enum scene_size)size);
}

static struct prices_row row_of(const struct placements_page *of, const struct market_cell *cell)
{
    double *list = arena_alloc(of->page->arena, cell->count * sizeof *list);
    struct prices_row row = {
        .provider = placements_provider(cell),
        .places = arena_printf(of->page->arena, "%lld places", (long long)cell->places),
        .lowest_is = short_name(cell->rows[0].borough),
        .highest_is = short_name(cell->rows[cell->count - 1].borough),
        .median_label = placements_pounds(of, cell->median),
        .spread_label = placements_pounds(of, cell->highest - cell->lowest),
        .prices = list,
        .count = list == NULL ? 0 : cell->count,
        .median = cell->median / PLACEMENTS_PENCE};

    for (size_t i = 0; i < row.count; i++)
        list[i] = market_price(&cell->rows[i]) / PLACEMENTS_PENCE;
    return row;
}

// --- the table

static void say_uplift(struct placements_page *of, json_t *item, const struct market_cell *cell)
{
    struct market_uplift uplift;

    if (market_uplift(&uplift, of->page->arena, cell->rows, cell->count) != 0 ||
        uplift.places == 0) {
        page_say(of->page, item, "uplift", "%s", output_sign(FIGURE_NOT_AVAILABLE));
        return;
    }
    page_say(of->page, item, "uplift", "%s%%",
             figure_words_signed(of->page->arena, uplift.percent, 1));
}

static void add_row(struct placements_page *of, json_t *list, const struct market_cell *cell)
{
    json_t *item = page_item(of->page, list);

    page_say(of->page, item, "name", "%s", placements_provider(cell));
    page_set(of->page, item, "is_few", json_boolean(cell->boroughs < FEW_BOROUGHS));
    page_say(of->page, item, "places", "%lld", (long long)cell->places);
    page_say(of->page, item, "boroughs", "%u", cell->boroughs);
    page_say(of->page, item, "lowest", "%s", placements_pounds(of, cell->lowest));
    page_say(of->page, item, "median", "%s", placements_pounds(of, cell->median));
    page_say(of->page, item, "highest", "%s", placements_pounds(of, cell->highest));
    page_say(of->page, item, "spread", "%s", placements_pounds(of, cell->highest - cell->lowest));
    page_say(of->page, item, "of_lowest", "%s%%",
             figure_words_rounded(of->page->arena,
                                  100 * (cell->highest - cell->lowest) / cell->lowest, 0));
    say_uplift(of, item, cell);
    if (of->band != NULL)
        page_say(of->page, item, "band", "%s", placements_band_word(of, cell));
    page_say(of->page, item, "saving", "%s", placements_pounds(of, cell->over_median));
    page_say(of->page, item, "saving_lowest", "%s", placements_pounds(of, cell->over_lowest));
}

// --- sentences

static const struct market_cell *widest(const struct placements_page *of)
{
    const struct market_cell *most = NULL;

    for (size_t i = 0; i < of->count; i++)
        if (most == NULL ||
            of->cells[i].highest / of->cells[i].lowest > most->highest / most->lowest)
            most = &of->cells[i];
    return most;
}

static const char *alike_words(const struct placements_page *of)
{
    const char *words = "";

    for (size_t like = 0; like < MARKET_LIKES; like++)
        words = arena_printf(of->page->arena, "%s%s%s%s", words, like == 0 ? "" : "; ",
                             placements_words(of, &of->cells[0].rows[0], like),
                             like == MARKET_LIKE_weeks_a_year ? " weeks" : "");
    return words;
}

// How much of the saving lies with the first, by saving.
static void say_most(struct placements_page *of, json_t *data, double saving)
{
    const char *names[MOST_SHOWN];
    double theirs = 0;
    size_t count = 0;

    if (of->order != PLACEMENTS_BY_SAVING || of->count <= MOST_SHOWN || saving <= 0)
        return;
    for (; count < MOST_SHOWN; count++) {
        names[count] = placements_provider(&of->cells[count]);
        theirs += of->cells[count].over_median;
    }
    page_sentence(of->page, data, "most", "placements_most", "{s:s, s:s}", "providers",
                  figure_words_list(of->page->arena, names, count), "percent",
                  figure_words_rounded(of->page->arena, 100 * theirs / saving, 0));
}

static void say_sums(struct placements_page *of, json_t *data)
{
    const struct market_cell *most = widest(of);
    double saving = 0, lowest = 0;
    int64_t places = 0;

    for (size_t i = 0; i < of->count; i++) {
        saving += of->cells[i].over_median;
        lowest += of->cells[i].over_lowest;
        places += of->cells[i].places;
    }
    page_sentence(of->page, of->page->data, "lead", "placements_lead", "{s:i, s:b, s:s, s:s}",
                  "providers", (int)of->count, "many", of->count > 1, "alike", alike_words(of),
                  "saving", placements_pounds(of, saving));
    page_sentence(
        of->page, data, "finding", "placements_widest", "{s:s, s:s, s:i}", "provider",
        placements_provider(most), "percent",
        figure_words_rounded(of->page->arena, 100 * (most->highest / most->lowest - 1), 0),
        "providers", (int)of->count);
    say_most(of, data, saving);
    page_say(of->page, data, "count", "%zu", of->count);
    page_say(of->page, data, "places", "%lld", (long long)places);
    page_say(of->page, data, "saving", "%s", placements_pounds(of, saving));
    page_say(of->page, data, "saving_lowest", "%s", placements_pounds(of, lowest));
    page_say(of->page, data, "alike", "%s", alike_words(of));
}

void placements_prices(struct placements_page *of)
{
    struct prices_row *rows = arena_alloc(of->page->arena, (of->count + 1) * sizeof *rows);
    const struct drawn drawn = {{rows, of->count, placements_band_drawn(of)}};
    json_t *data, *list;

    page_set(of->page, of->page->data, "incomparable_places",
             json_integer((json_int_t)of->market.incomparable_places));
    if (of->count == 0 || rows == NULL) {
        page_sentence(of->page, of->page->data, "lead", "placements_nothing_alike", "{}");
        return;
    }
    data = page_object(of->page, of->page->data, "prices");
    say_sums(of, data);
    placements_band_say(of, data);
    list = page_list(of->page, data, "rows");
    for (size_t i = 0; i < of->count; i++) {
        rows[i] = row_of(of, &of->cells[i]);
        add_row(of, list, &of->cells[i]);
    }
    page_draw(of->page, data, "prices", "Annual price of a place by provider and borough",
              page_words(of->page, "drawn_prices", "{s:i}", "providers", (int)of->count), draw,
              &drawn);
    placements_bought(of, data);
}
