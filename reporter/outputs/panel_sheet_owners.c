#include "proto/form/codes.h"
#include "reporter/market/owners.h"
#include "reporter/outputs/panel_sheet_internal.h"

enum { HHI_OF_ONE = 10000, MOST_OF_A_NEED = 3 };

enum cell {
    NEED,
    OWNER,
    PLACES,
    SHARE,
    SHARE_SHOWN,
    BOROUGHS,
    COST,
    COST_SHOWN,
    COST_SHARE,
    COST_SHARE_SHOWN,
    HHI,
    HHI_UNSEEN,
    EFFECTIVE,
    EFFECTIVE_UNSEEN,
    HHI_COST,
    HHI_COST_UNSEEN,
    NOT_GIVEN,
    CELLS
};

static const struct sheet_column columns[CELLS] = {
    [NEED] = {"primary_need", NULL, 0},
    [OWNER] = {"owner_group", "owner group", 0},
    [PLACES] = {"places", "places", 1},
    PANEL_PAIR(SHARE, "places_percent", "% of places"),
    [BOROUGHS] = {"boroughs", "boroughs", 1},
    PANEL_PAIR(COST, "annual_cost", "cost a year £"),
    PANEL_PAIR(COST_SHARE, "cost_percent", "% of cost"),
    [HHI] = {"hhi_of_places", NULL, 1},
    [EFFECTIVE] = {"effective_groups", NULL, 1},
    [HHI_COST] = {"hhi_of_cost", NULL, 1},
    [NOT_GIVEN] = {"places_not_given", NULL, 1},
};

static void fill_group(struct sheet *sheet, const struct owners *owners,
                       const struct owners_group *group, const char *need, const char *section)
{
    const char **cells = sheet_row(sheet, section);
    struct arena *arena = sheet->arena;

    if (cells == NULL)
        return;
    cells[NEED] = need;
    cells[OWNER] = group->name;
    cells[PLACES] = panel_cells_count(arena, group->places);
    panel_cells_share(arena, &cells[SHARE], group->places, owners->places);
    cells[BOROUGHS] = panel_cells_count(arena, group->boroughs);
    if (group->priced > 0) {
        panel_cells_money(arena, &cells[COST], (double)group->pence);
        panel_cells_share(arena, &cells[COST_SHARE], group->pence, owners->pence);
    }
    panel_cells_real(arena, &cells[HHI], owners->hhi);
    panel_cells_real(arena, &cells[EFFECTIVE], HHI_OF_ONE / owners->hhi);
    if (owners->pence > 0)
        panel_cells_real(arena, &cells[HHI_COST], owners->hhi_of_money);
    cells[NOT_GIVEN] = panel_cells_count(arena, owners->places_not_given);
}

// The groups of one need, or of all (0).
static void fill_need(struct sheet *sheet, const struct panel_sheet_about *about, int need,
                      const char *code, const char *label)
{
    const int most = need == 0 || about->most == 0 ? about->most : MOST_OF_A_NEED;
    struct owners owners;
    const char *section;

    if (owners_make(&owners, about->places, &about->lists->groups, about->day, need) != 0 ||
        owners.places == 0)
        return;
    section = arena_printf(
        sheet->arena,
        "%s: %lld places, HHI %.0f, as %.1f groups of one size; %lld more places give no "
        "company number",
        label, (long long)owners.places, owners.hhi, HHI_OF_ONE / owners.hhi,
        (long long)owners.places_not_given);
    for (size_t i = 0; section != NULL && i < owners.count; i++)
        if (most == 0 || i < (size_t)most)
            fill_group(sheet, &owners, &owners.groups[i], code, section);
}

static uint64_t boroughs_with_a_company(const struct places *places)
{
    uint64_t boroughs_in = 0;

    for (size_t i = 0; i < places->count; i++) {
        const char *company = places->list[i].row->company_number;

        if (place_is_bought(&places->list[i]) && company != NULL && company[0] != '\0')
            boroughs_in |= (uint64_t)1 << places->list[i].borough;
    }
    return boroughs_in;
}

void panel_sheet_owners(struct sheet *sheet, const struct panel_sheet *kind,
                        const struct panel_sheet_about *about)
{
    const ProtobufCEnumDescriptor *needs = &qd__need__descriptor;

    panel_sheet_begin(sheet, kind, about, columns, CELLS);
    fill_need(sheet, about, 0, "total", "All needs");
    for (unsigned i = 0; i < needs->n_values; i++) {
        const int need = needs->values[i].value;
        char code[CODES_WRITTEN_BYTES];

        if (codes_write(needs, need, code))
            fill_need(sheet, about, need, arena_strdup(sheet->arena, code),
                      codes_label(needs, need));
    }
    sheet_note(sheet, "groups",
               "by company number, as owner_groups.csv of the reference lists has it on the day; a "
               "company without an entry is its own group");
    sheet_note(
        sheet, "HHI",
        "the sum of the squared shares of places, in per cent: 10,000 where one group has all; "
        "10,000 / HHI is as how many groups of one size that is");
    panel_sheet_note_missing(sheet, about, boroughs_with_a_company(about->places),
                             "a company number");
    panel_sheet_note_more(sheet, about, "groups with fewer places");
}
