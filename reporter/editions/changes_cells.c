#include "reporter/editions/changes_cells.h"

#include "lib/base/clock.h"
#include "proto/form/period.h"

#include <string.h>

const struct sheet_column changes_cells_columns[CHANGES_CELLS] = {
    [TOLD_TABLE] = {"table", NULL, 0},
    [TOLD_PERIOD] = {"period", NULL, 0},
    [TOLD_AREA_CODE] = {"area_code", NULL, 0},
    [TOLD_AREA_NAME] = {"area_name", NULL, 0},
    [TOLD_LEVEL] = {"geographic_level", NULL, 0},
    [TOLD_MEASURE] = {"measure", NULL, 0},
    [TOLD_LABEL] = {"label", NULL, 0},
    [TOLD_UNIT] = {"unit", NULL, 0},
    [TOLD_ROW] = {"row", NULL, 0},
    [CHANGES_WHAT] = {"what", NULL, 0},
    [CHANGES_BEFORE] = {"value_before", NULL, 1},
    [CHANGES_BEFORE + 1] = {"status_before", NULL, 0},
    [CHANGES_BEFORE + 2] = {"numerator_before", NULL, 1},
    [CHANGES_BEFORE + 3] = {"denominator_before", NULL, 1},
    [CHANGES_BEFORE + 4] = {"n_before", NULL, 1},
    [CHANGES_NOW] = {"value", NULL, 1},
    [CHANGES_NOW + 1] = {"status", NULL, 0},
    [CHANGES_NOW + 2] = {"numerator", NULL, 1},
    [CHANGES_NOW + 3] = {"denominator", NULL, 1},
    [CHANGES_NOW + 4] = {"n", NULL, 1},
    [CHANGES_OTHER_CELLS] = {"other_cells", NULL, 0},
    [CHANGES_REASON] = {"reason", NULL, 0},
    [CHANGES_SEQUENCES] = {"sequences", NULL, 0},
    [CHANGES_BOROUGH] = {"borough", NULL, 0},
    [CHANGES_RETURN_PERIOD] = {"return_period", NULL, 0},
    [CHANGES_REVISION] = {"revision", NULL, 1},
    [CHANGES_AT] = {"at", NULL, 0},
    [CHANGES_WORDS] = {"words", NULL, 0},
};

// --- what a line is

void changes_cells_name(struct changes_cells *cells, const char *stem,
                        const struct records_line *line)
{
    const struct changes *changes = cells->changes;

    told_line(cells->cells, changes_cells_columns, changes->cells.arena, stem,
              changes->edition->manifest.period, line);
}

// --- why

static void put_cause(struct arena *arena, const struct changes_cause *cause, const char **cells)
{
    const struct history_event *event = cause->event;
    char *period = arena_alloc(arena, PERIOD_TEXT_BYTES);
    char *at = arena_alloc(arena, CLOCK_TEXT_BYTES);
    Qd__Period known;

    if (period == NULL || at == NULL)
        return;  // the arena is exhausted, which is said at the end
    if (period_from_key(&known, event->period_key)) {
        period_format(&known, period);
        cells[CHANGES_RETURN_PERIOD] = period;
    }
    clock_format(event->unix_ms, at);
    cells[CHANGES_AT] = at;
    cells[CHANGES_BOROUGH] = boroughs[event->borough].la_name;
    cells[CHANGES_REVISION] = arena_printf(arena, "%u", event->revision);
    cells[CHANGES_WORDS] = cause->words;
}

static int is_among(const struct changes_reach *reach, size_t count, const char *reason)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(reach->found[i]->reason, reason) == 0)
            return 1;
    return 0;
}

void changes_cells_because(struct changes_cells *cells, const struct changes_reach *reach,
                           int is_of_a_day)
{
    struct arena *arena = cells->changes->cells.arena;
    const char *reasons = "", *sequences = "";

    for (int place = CHANGES_REASON; place < CHANGES_CELLS; place++)
        cells->cells[place] = NULL;
    for (size_t i = 0; i < reach->count; i++) {
        const struct changes_cause *cause = reach->found[i];

        if (!is_among(reach, i, cause->reason) && reasons != NULL)
            reasons = arena_printf(arena, "%s%s%s", reasons, i == 0 ? "" : ", ", cause->reason);
        if (sequences != NULL)
            sequences = arena_printf(arena, "%s%s%llu", sequences, i == 0 ? "" : " ",
                                     (unsigned long long)cause->event->sequence);
    }
    cells->cells[CHANGES_REASON] = reach->count > 0 ? reasons : is_of_a_day ? "day" : "not known";
    cells->cells[CHANGES_SEQUENCES] = sequences;
    if (reach->count == 1)
        put_cause(arena, reach->found[0], cells->cells);
}

// --- the line

static const char *keep(struct arena *arena, const char *text)
{
    return text == NULL || text[0] == '\0' ? "" : arena_strdup(arena, text);
}

void changes_cells_add(struct changes_cells *cells, const char *what, const char *const *figures,
                       const char *others)
{
    struct sheet *sheet = &cells->changes->cells;
    const char **row = sheet_row(sheet, "");

    if (row == NULL)
        return;
    memcpy(row, cells->cells, sizeof cells->cells);
    row[CHANGES_WHAT] = what;
    for (int i = CHANGES_BEFORE; i < CHANGES_OTHER_CELLS && figures != NULL; i++)
        row[i] = keep(sheet->arena, figures[i - CHANGES_BEFORE]);
    row[CHANGES_OTHER_CELLS] = keep(sheet->arena, others);
}
