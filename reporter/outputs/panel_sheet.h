// The panel's own tables, from what the boroughs have returned of placements for one period. Which there are,
// and who may see them, stands in panel_sheet.def: the one list that command line, catalogue and pages read.
//
// Each names in its notes the boroughs that are not in it and why. What is said of money is arithmetic and
// no promise: needs differ inside a code.
#ifndef QD_REPORTER_OUTPUTS_PANEL_SHEET_H
#define QD_REPORTER_OUTPUTS_PANEL_SHEET_H

#include "reporter/market/authorities.h"
#include "reporter/market/places.h"
#include "reporter/market/price_bands.h"
#include "reporter/outputs/sheet.h"
#include "reporter/table/areas.h"
#include "reporter/table/owner_groups.h"

// The reference lists that they need.
struct panel_sheet_lists {
    struct owner_groups groups;
    struct price_bands bands;
    struct authorities authorities;
    struct areas areas;
};

// What a sheet is made of, and for whom.
struct panel_sheet_about {
    const struct places *places;
    const struct panel_sheet_lists *lists;
    const char *period;
    int32_t day;         // its last one
    int is_for_borough;  // and not for the panel
    int most;            // lines that people see; 0: everything, for programs
};

enum panel_sheet_audience {
    PANEL_SHEET_PANEL,     // the panel alone
    PANEL_SHEET_BOROUGHS,  // a borough sees all of it
    PANEL_SHEET_PART       // a borough sees what `for_boroughs` says
};

struct panel_sheet {
    const char *name;  // "where-to-look"
    const char *title, *words;
    const char *for_boroughs;
    void (*fill)(struct sheet *sheet, const struct panel_sheet *kind,
                 const struct panel_sheet_about *about);
    enum panel_sheet_audience audience;
    int most;
};

// The index-th, or the one of that name; NULL if there is none.
const struct panel_sheet *panel_sheet_at(size_t index);
const struct panel_sheet *panel_sheet_find(const char *name);

// Reads the lists in the folder of the reference lists, into the arena.
enum err panel_sheet_read_lists(struct panel_sheet_lists *lists, struct arena *arena,
                                const char *reference, struct err_text *text);

// Makes the sheet, in the arena of the places. ERR_EMPTY when no borough has returned placements;
// ERR_NO_MEMORY.
enum err panel_sheet_make(struct sheet *sheet, const struct panel_sheet *kind,
                          const struct panel_sheet_about *about, struct err_text *text);

#endif
