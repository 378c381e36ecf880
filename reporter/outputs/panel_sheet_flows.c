// Where children are placed: for people a line a borough, for programs a line a borough and authority.
#include "reporter/market/flows.h"
#include "reporter/outputs/panel_sheet_internal.h"

// --- for people

enum wide_cell {
    WIDE_NAME,
    AT_HOME,
    OUT_LONDON,
    OUT_ENGLAND,
    OUT_ABROAD,
    OUT_NOT_GIVEN,
    WIDE_NOT_GIVEN,
    OUT,
    IN,
    NET,
    MOST,
    WIDE_CELLS
};

static const struct sheet_column wide_columns[WIDE_CELLS] = {
    [WIDE_NAME] = {NULL, "", 0},
    [AT_HOME] = {NULL, "in the borough", 1},
    [OUT_LONDON] = {NULL, "other boroughs", 1},
    [OUT_ENGLAND] = {NULL, "rest of England", 1},
    [OUT_ABROAD] = {NULL, "outside England", 1},
    [OUT_NOT_GIVEN] = {NULL, "out, not said where", 1},
    [WIDE_NOT_GIVEN] = {NULL, "not said", 1},
    [OUT] = {NULL, "out, all", 1},
    [IN] = {NULL, "in, from London", 1},
    [NET] = {NULL, "net in London", 1},
    [MOST] = {NULL, "most of them to", 0},
};

static int64_t placed_out(const struct flows_borough *own)
{
    return own->in_london + own->in_england + own->outside_england + own->out_not_given;
}

static const char *name_of(const struct panel_sheet_about *about, uint32_t to)
{
    const struct authority *authority;

    if (to == FLOWS_OUTSIDE_ENGLAND)
        return "outside England";
    if (to == FLOWS_NOT_GIVEN)
        return "not given";
    authority = authorities_of(&about->lists->authorities, to);
    return authority == NULL ? "" : authority->la_name;
}

// The authority to which most go; "" where none is named.
static const char *most_to(struct arena *arena, const struct panel_sheet_about *about,
                           const struct flows *flows, int borough)
{
    for (size_t i = 0; i < flows->count; i++) {
        const struct flow *flow = &flows->list[i];

        if (flow->borough == borough && flow->to != FLOWS_NOT_GIVEN &&
            flow->to != FLOWS_OUTSIDE_ENGLAND && flow->to != (uint32_t)boroughs[borough].authority)
            return arena_printf(arena, "%s (%lld)", name_of(about, flow->to),
                                (long long)flow->places);
    }
    return "";
}

static void fill_wide(struct sheet *sheet, const struct panel_sheet_about *about,
                      const struct flows *flows, int borough)
{
    const struct flows_borough *own = &flows->boroughs[borough];
    struct arena *arena = sheet->arena;
    const char **cells = sheet_row(sheet, "");

    if (cells == NULL)
        return;
    cells[WIDE_NAME] = boroughs[borough].la_name;
    cells[IN] = panel_cells_count(arena, own->in);
    if (!own->is_returned)
        return;
    cells[AT_HOME] = panel_cells_count(arena, own->at_home);
    cells[OUT_LONDON] = panel_cells_count(arena, own->in_london);
    cells[OUT_ENGLAND] = panel_cells_count(arena, own->in_england);
    cells[OUT_ABROAD] = panel_cells_count(arena, own->outside_england);
    cells[OUT_NOT_GIVEN] = panel_cells_count(arena, own->out_not_given);
    cells[WIDE_NOT_GIVEN] = panel_cells_count(arena, own->not_given);
    cells[OUT] = panel_cells_count(arena, placed_out(own));
    cells[NET] = arena_printf(arena, "%+lld", (long long)(own->in - own->in_london));
    cells[MOST] = most_to(arena, about, flows, borough);
}

// --- for programs

enum long_cell {
    NAME,
    CODE,
    TO_NAME,
    TO_CODE,
    TO_NUMBER,
    PLACED_OUT,
    PLACED_IN,
    NET_IN,
    LONG_CELLS
};

static const struct sheet_column long_columns[LONG_CELLS] = {
    [NAME] = {"area_name", NULL, 0},
    [CODE] = {"area_code", NULL, 0},
    [TO_NAME] = {"other_name", NULL, 0},
    [TO_CODE] = {"other_code", NULL, 0},
    [TO_NUMBER] = {"other_old_la_code", NULL, 0},
    [PLACED_OUT] = {"placed_out", NULL, 1},
    [PLACED_IN] = {"placed_in", NULL, 1},
    [NET_IN] = {"net", NULL, 1},
};

static void fill_to(struct sheet *sheet, const struct panel_sheet_about *about, int borough,
                    uint32_t to, const char **cells)
{
    const struct authority *authority = authorities_of(&about->lists->authorities, to);

    cells[NAME] = boroughs[borough].la_name;
    cells[CODE] = boroughs[borough].new_la_code;
    cells[TO_NAME] = name_of(about, to);
    if (to == FLOWS_NOT_GIVEN || to == FLOWS_OUTSIDE_ENGLAND)
        return;
    cells[TO_NUMBER] = panel_cells_count(sheet->arena, to);
    cells[TO_CODE] = authority == NULL ? "" : authority->new_la_code;
}

// A borough beside an authority. What others place in the borough is known of boroughs that have returned.
static void fill_long(struct sheet *sheet, const struct panel_sheet_about *about,
                      const struct flows *flows, int borough, uint32_t to, int64_t out)
{
    const int other = boroughs_index((Qd__LocalAuthority)to);
    const int is_known = other >= 0 && other != borough && flows->boroughs[other].is_returned;
    const int64_t in =
        is_known ? flows_between(flows, other, (uint32_t)boroughs[borough].authority) : 0;
    const char **cells = sheet_row(sheet, "");

    if (cells == NULL)
        return;
    fill_to(sheet, about, borough, to, cells);
    if (flows->boroughs[borough].is_returned)
        cells[PLACED_OUT] = panel_cells_count(sheet->arena, out);
    if (is_known)
        cells[PLACED_IN] = panel_cells_count(sheet->arena, in);
    if (is_known && flows->boroughs[borough].is_returned)
        cells[NET_IN] = panel_cells_count(sheet->arena, in - out);
}

// The authorities in which it places children, then the boroughs that place theirs in it alone.
static void fill_long_of(struct sheet *sheet, const struct panel_sheet_about *about,
                         const struct flows *flows, int borough)
{
    for (size_t i = 0; i < flows->count; i++)
        if (flows->list[i].borough == borough)
            fill_long(sheet, about, flows, borough, flows->list[i].to, flows->list[i].places);
    for (int other = 0; other < BOROUGHS_COUNT; other++) {
        const uint32_t to = (uint32_t)boroughs[other].authority;

        if (other != borough && flows_between(flows, borough, to) == 0 &&
            flows_between(flows, other, (uint32_t)boroughs[borough].authority) > 0)
            fill_long(sheet, about, flows, borough, to, 0);
    }
}

// --- the sheet

static void note_unknown(struct sheet *sheet, const struct flows *flows)
{
    int64_t rows = 0;

    for (int i = 0; i < BOROUGHS_COUNT; i++)
        rows += flows->boroughs[i].rows_without_places;
    if (rows > 0)
        sheet_note(
            sheet, "unknown",
            arena_printf(sheet->arena,
                         "%lld rows do not say of how many plans they are, and are in no figure",
                         (long long)rows));
}

void panel_sheet_flows(struct sheet *sheet, const struct panel_sheet *kind,
                       const struct panel_sheet_about *about)
{
    const int is_wide = about->most > 0;
    struct flows flows;
    uint64_t boroughs_in = 0;

    panel_sheet_begin(sheet, kind, about, is_wide ? wide_columns : long_columns,
                      is_wide ? (size_t)WIDE_CELLS : (size_t)LONG_CELLS);
    if (flows_make(&flows, about->places) != 0)
        return;
    for (int i = 0; i < BOROUGHS_COUNT; i++) {
        boroughs_in |= (uint64_t)flows.boroughs[i].is_returned << i;
        if (is_wide && (flows.boroughs[i].is_returned || flows.boroughs[i].in > 0))
            fill_wide(sheet, about, &flows, i);
        else if (!is_wide)
            fill_long_of(sheet, about, &flows, i);
    }
    sheet_note(
        sheet, "where",
        "the authority in which the setting lies; without it `location` says whether that is the "
        "borough");
    sheet_note(
        sheet, "net",
        "placed in the borough by others in London, less placed by it in theirs. Who is placed in "
        "it is known from the boroughs that have returned, and from none outside London");
    note_unknown(sheet, &flows);
    panel_sheet_note_missing(sheet, about, boroughs_in, "any row");
    panel_sheet_note_more(sheet, about, "each authority");
}
