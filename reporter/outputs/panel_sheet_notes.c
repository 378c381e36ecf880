// How each of the panel's sheets begins, and what it says below.
#include "reporter/outputs/panel_sheet_internal.h"

#include "reporter/outputs/paragraph.h"

void panel_sheet_begin(struct sheet *sheet, const struct panel_sheet *kind,
                       const struct panel_sheet_about *about, const struct sheet_column *columns,
                       size_t columns_count)
{
    struct arena *arena = about->places->arena;
    const struct sheet_about all = {.kind = kind->name,
                                    .name = kind->name,
                                    .title =
                                        arena_printf(arena, "%s, %s", kind->title, about->period),
                                    .about = kind->words,
                                    .simulated = about->places->simulated};

    sheet_init(sheet, arena, &all, columns, columns_count);
}

// --- notes

static void add_missing(struct paragraph *words, uint64_t boroughs_in, const char *why)
{
    if (boroughs_in == 0 || why == NULL)
        return;
    paragraph_add(words, words->used == 0 ? "" : "; ", why);
    paragraph_add(words, "", ": ");
    paragraph_add_boroughs(words, boroughs_in);
}

void panel_sheet_note_missing(struct sheet *sheet, const struct panel_sheet_about *about,
                              uint64_t boroughs_in, const char *what)
{
    static const char *const why[PLACES_STANDINGS] = {
        [PLACES_NOT_RETURNED] = "not returned",
        [PLACES_WITHDRAWN] = "withdrawn",
        [PLACES_REDACTED] = "removed by the operator (redacted)",
        [PLACES_NO_PART] = "returned without placements",
        [PLACES_NO_ROWS] = "returned no placements but the total",
    };
    uint64_t missing[PLACES_STANDINGS] = {0};
    struct paragraph words = {.used = 0};

    for (int i = 0; i < BOROUGHS_COUNT; i++)
        if ((boroughs_in >> i & 1) == 0)
            missing[about->places->standing[i]] |= (uint64_t)1 << i;
    for (int i = 0; i < PLACES_RETURNED; i++)
        add_missing(&words, missing[i], why[i]);
    add_missing(&words, missing[PLACES_RETURNED],
                arena_printf(sheet->arena, "returned placements without %s", what));
    if (words.used > 0)
        sheet_note(sheet, "missing", arena_printf(sheet->arena, "%s", words.text));
}

void panel_sheet_note_alike(struct sheet *sheet, const struct market *market)
{
    const char *text = arena_printf(
        sheet->arena,
        "alike in %s, need, phase, residence, weeks a year, fee basis, what the price includes and "
        "VAT: other prices are not compared. %zu rows (%lld places) with a price do not give one "
        "of these, and are compared with nothing",
        market->of == MARKET_OF_PROVIDER ? "provider" : "setting", market->incomparable,
        (long long)market->incomparable_places);

    if (text != NULL)
        sheet_note(sheet, "alike", text);
}

void panel_sheet_note_more(struct sheet *sheet, const struct panel_sheet_about *about,
                           const char *what)
{
    const char *text = arena_printf(sheet->arena, "%s: --format csv has all", what);

    if (about->most > 0 && text != NULL)
        sheet_note(sheet, "more", text);
}
