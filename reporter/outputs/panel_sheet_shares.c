// How places were bought, and who pays for them: shares of a borough's places and money, and of an area's.
#include "reporter/market/shares.h"
#include "reporter/outputs/panel_sheet_internal.h"

// The cells of a row: these, then PART_CELLS for each column's places, as many for each one's money, and
// the tail.
enum cell { NAME, CODE, PLACES, COST, COST_SHOWN, PARTS };
enum { PART, PART_SHARE, PART_SHARE_SHOWN, PART_CELLS };
enum tail { NOT_GIVEN, UNPRICED, N, OF, TAIL_CELLS };

#define PLACES_OF(i) (PARTS + (i)*PART_CELLS)
#define COST_OF(i, count) PLACES_OF((count) + (i))
#define TAIL_OF(count) PLACES_OF(2 * (count))
#define CELLS_OF(count) (TAIL_OF(count) + TAIL_CELLS)

#define HEAD_COLUMNS                                                                               \
    [NAME] = {"area_name", "", 0}, [CODE] = {"area_code", NULL, 0},                                \
    [PLACES] = {"places", "places", 1}, PANEL_PAIR(COST, "annual_cost", "cost a year £")
#define PART_COLUMNS(i, count, code, heading)                                                      \
    [PLACES_OF(i)] = {code "_places", NULL, 1},                                                    \
    PANEL_PAIR(PLACES_OF(i) + PART_SHARE, code "_places_percent", heading " % of places"),         \
    [COST_OF(i, count)] = {code "_cost", NULL, 1},                                                 \
    PANEL_PAIR(COST_OF(i, count) + PART_SHARE, code "_cost_percent", heading " % of cost")
#define TAIL_COLUMNS(count, words)                                                                 \
    [TAIL_OF(count) + NOT_GIVEN] = {"places_not_given", words, 1},                                 \
                      [TAIL_OF(count) + UNPRICED] = {"places_without_a_price", NULL, 1},           \
                      [TAIL_OF(count) + N] = {"n", NULL, 1},                                       \
                      [TAIL_OF(count) + OF] = {"of", NULL, 1}

enum { WAYS = 5 };
static const struct sheet_column sourcing_columns[CELLS_OF(WAYS)] = {
    HEAD_COLUMNS,
    PART_COLUMNS(0, WAYS, "framework", "framework"),
    PART_COLUMNS(1, WAYS, "dynamic_purchasing_system", "DPS"),
    PART_COLUMNS(2, WAYS, "block", "block"),
    PART_COLUMNS(3, WAYS, "spot", "spot"),
    PART_COLUMNS(4, WAYS, "direct_award", "direct award"),
    TAIL_COLUMNS(WAYS, "way not given"),
};

static const struct sheet_column funding_columns[CELLS_OF(SHARES_FUNDING_COLUMNS)] = {
    HEAD_COLUMNS,
    PART_COLUMNS(SHARES_EDUCATION, SHARES_FUNDING_COLUMNS, "education", "education pays"),
    PART_COLUMNS(SHARES_SOCIAL_CARE, SHARES_FUNDING_COLUMNS, "social_care", "social care pays"),
    PART_COLUMNS(SHARES_HEALTH, SHARES_FUNDING_COLUMNS, "health", "health pays"),
    PART_COLUMNS(SHARES_JOINT, SHARES_FUNDING_COLUMNS, "joint", "paid jointly"),
    TAIL_COLUMNS(SHARES_FUNDING_COLUMNS, "payers not given"),
};

// --- rows

static const char *exact_pounds(struct arena *arena, int64_t pence)
{
    const char *pair[2];

    panel_cells_money(arena, pair, (double)pence);
    return pair[0];
}

static void fill_money(struct arena *arena, const struct shares_area *area, size_t parts,
                       const char **cells)
{
    panel_cells_money(arena, &cells[COST], (double)area->all.pence);
    for (size_t i = 0; i < parts; i++) {
        const char **part = &cells[COST_OF(i, parts)];

        part[PART] = exact_pounds(arena, area->of[i].pence);
        panel_cells_share(arena, &part[PART_SHARE], area->of[i].pence, area->all.pence);
    }
}

// `of`: boroughs that the row is of.
static void fill_row(struct sheet *sheet, const struct shares_area *area, const char *name,
                     const char *code, int of, size_t parts, int with_money)
{
    const char **cells = sheet_row(sheet, ""), **tail;
    struct arena *arena = sheet->arena;

    if (cells == NULL)
        return;
    cells[NAME] = name;
    cells[CODE] = code;
    cells[PLACES] = panel_cells_count(arena, area->all.places);
    for (size_t i = 0; i < parts; i++) {
        const char **part = &cells[PLACES_OF(i)];

        part[PART] = panel_cells_count(arena, area->of[i].places);
        panel_cells_share(arena, &part[PART_SHARE], area->of[i].places, area->all.places);
    }
    if (with_money)
        fill_money(arena, area, parts, cells);
    tail = &cells[TAIL_OF(parts)];
    tail[NOT_GIVEN] = panel_cells_count(arena, area->not_given.places);
    tail[UNPRICED] = panel_cells_count(arena, area->unpriced);
    tail[N] = panel_cells_count(arena, __builtin_popcountll(area->boroughs_in));
    tail[OF] = panel_cells_count(arena, of);
}

static int has_places(const struct shares_area *area)
{
    return area->all.places > 0 || area->not_given.places > 0;
}

// The boroughs, then the areas of the reference lists that they are in on the period's last day.
static void fill_rows(struct sheet *sheet, const struct panel_sheet_about *about,
                      const struct shares *shares, size_t parts, int with_money)
{
    const struct areas *areas = &about->lists->areas;
    int is_first = 1;

    for (int i = 0; i < BOROUGHS_COUNT; i++)
        if (has_places(&shares->boroughs[i]))
            fill_row(sheet, &shares->boroughs[i], boroughs[i].la_name, boroughs[i].new_la_code, 1,
                     parts, with_money);
    for (size_t i = 0; i < areas->count; i++) {
        const uint64_t boroughs_in = areas_boroughs(&areas->list[i], about->day);
        const struct shares_area area = shares_together(shares, boroughs_in);

        if (!has_places(&area))
            continue;
        fill_row(sheet, &area, areas->list[i].name, areas->list[i].code,
                 __builtin_popcountll(boroughs_in), parts, with_money);
        if (is_first)
            sheet_rule(sheet);
        is_first = 0;
    }
}

// What the shares are of, and who is not in them: `what` is what they have not returned.
static void note_shares(struct sheet *sheet, const struct panel_sheet_about *about,
                        const struct shares *shares, const char *words, const char *what)
{
    const uint64_t boroughs_in = shares_together(shares, SHARES_ALL).boroughs_in;

    sheet_note(sheet, "shares",
               arena_printf(sheet->arena,
                            "%s. An area is the sum of its boroughs: London of %d of %d", words,
                            __builtin_popcountll(boroughs_in), BOROUGHS_COUNT));
    panel_sheet_note_missing(sheet, about, boroughs_in, what);
}

// --- the sheets

void panel_sheet_sourcing(struct sheet *sheet, const struct panel_sheet *kind,
                          const struct panel_sheet_about *about)
{
    struct shares shares;

    panel_sheet_begin(sheet, kind, about, sourcing_columns, CELLS_OF(WAYS));
    shares_of_sourcing(&shares, about->places);
    fill_rows(sheet, about, &shares, WAYS, !about->is_for_borough);
    note_shares(sheet, about, &shares,
                about->is_for_borough ? "of the places whose way of sourcing is given"
                                      : "of the places, and of what they cost a year, whose way of "
                                        "sourcing is given; cost as it was returned, some of it "
                                        "with VAT and some without",
                "a way of sourcing");
}

void panel_sheet_joint_funding(struct sheet *sheet, const struct panel_sheet *kind,
                               const struct panel_sheet_about *about)
{
    struct shares shares;

    panel_sheet_begin(sheet, kind, about, funding_columns, CELLS_OF(SHARES_FUNDING_COLUMNS));
    shares_of_funding(&shares, about->places);
    fill_rows(sheet, about, &shares, SHARES_FUNDING_COLUMNS, 1);
    note_shares(
        sheet, about, &shares,
        "of the places that have a price and whose three shares are given and make it up, and "
        "of what these cost a year; a place for which several pay is in the share of each, and "
        "paid jointly",
        "a price that is shared out");
}
