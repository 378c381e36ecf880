#include "reporter/editions/changes_returns.h"

#include "lib/base/clock.h"
#include "proto/form/period.h"

enum { SEQUENCE, AT, REASON, BOROUGH, RETURN_PERIOD, REVISION, WORDS, REDACTED_SINCE, CELLS };

static const struct sheet_column columns[CELLS] = {
    [SEQUENCE] = {"sequence", NULL, 1},
    [AT] = {"at", NULL, 0},
    [REASON] = {"reason", NULL, 0},
    [BOROUGH] = {"borough", NULL, 0},
    [RETURN_PERIOD] = {"return_period", NULL, 0},
    [REVISION] = {"revision", NULL, 1},
    [WORDS] = {"words", NULL, 0},
    [REDACTED_SINCE] = {"redacted_since", NULL, 0},
};

static void add(struct sheet *sheet, const struct changes_cause *cause)
{
    const struct history_event *event = cause->event;
    struct arena *arena = sheet->arena;
    char at[CLOCK_TEXT_BYTES], period[PERIOD_TEXT_BYTES] = "";
    const char **cells = sheet_row(sheet, "");
    Qd__Period known;

    if (cells == NULL)
        return;  // the arena is exhausted, which is said at the end
    clock_format(event->unix_ms, at);
    if (period_from_key(&known, event->period_key))
        period_format(&known, period);
    cells[SEQUENCE] = arena_printf(arena, "%llu", (unsigned long long)event->sequence);
    cells[AT] = arena_strdup(arena, at);
    cells[REASON] = cause->reason;
    cells[BOROUGH] = boroughs[event->borough].la_name;
    cells[RETURN_PERIOD] = arena_strdup(arena, period);
    cells[REVISION] = arena_printf(arena, "%u", event->revision);
    cells[WORDS] = cause->words;
    cells[REDACTED_SINCE] = cause->hides_before ? "yes" : "no";
}

void changes_returns(struct changes *changes)
{
    const struct sheet_about about = {
        .kind = "changes-returns",
        .name = "changes-returns",
        .title = "What happened to returns since the edition before",
        .about = "Each return that arrived, was revised, withdrawn or redacted.",
        .sequence = changes->edition->manifest.journal.sequence};

    sheet_init(&changes->returns, changes->edition->arena, &about, columns, CELLS);
    for (size_t i = 0; i < changes->count; i++)
        add(&changes->returns, &changes->causes[i]);
}
