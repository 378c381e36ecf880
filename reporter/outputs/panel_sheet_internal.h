// What the sources of the panel's sheets share: panel_sheet.c has the list, panel_sheet_notes.c how
// each begins and what it says below, and a panel_sheet_<name>.c fills each.
#ifndef QD_REPORTER_OUTPUTS_PANEL_SHEET_INTERNAL_H
#define QD_REPORTER_OUTPUTS_PANEL_SHEET_INTERNAL_H

#include "reporter/market/market.h"
#include "reporter/outputs/panel_cells.h"
#include "reporter/outputs/panel_sheet.h"

#define PANEL_SHEET(name, ...)                                                                     \
    void panel_sheet_##name(struct sheet *sheet, const struct panel_sheet *kind,                   \
                            const struct panel_sheet_about *about);
#include "reporter/outputs/panel_sheet.def"

void panel_sheet_begin(struct sheet *sheet, const struct panel_sheet *kind,
                       const struct panel_sheet_about *about, const struct sheet_column *columns,
                       size_t columns_count);

// Names the boroughs that are not in the sheet, and why; `boroughs_in` are those that are, and `what` says
// what the others have returned nothing of: "a price".
void panel_sheet_note_missing(struct sheet *sheet, const struct panel_sheet_about *about,
                              uint64_t boroughs_in, const char *what);

// What is alike, and how much is compared with nothing.
void panel_sheet_note_alike(struct sheet *sheet, const struct market *market);

// That --format csv has more.
void panel_sheet_note_more(struct sheet *sheet, const struct panel_sheet_about *about,
                           const char *what);

#endif
