#include "reporter/pages/returns.h"

#include "proto/form/period.h"
#include "reporter/charts/tiles.h"
#include "reporter/pages/day_words.h"
#include "reporter/pages/figure_words.h"
#include "reporter/papers/history.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_MS = 24 * 60 * 60 * 1000 };

// --- what the journal tells

static int32_t day_of(uint64_t unix_ms)
{
    return (int32_t)(unix_ms / DAY_MS);
}

static void take_events(struct returns_one *one, const struct history *history, int row,
                        uint32_t key)
{
    one->first_day = INT32_MAX;
    for (const struct history_event *event = history_next(history, row, key, NULL); event != NULL;
         event = history_next(history, row, key, event))
        if (event->kind == JOURNAL_RETURN && day_of(event->unix_ms) < one->first_day)
            one->first_day = day_of(event->unix_ms);
}

static void take_latest(struct returns_one *one, const struct store_return *latest)
{
    one->is_withdrawn = latest->standing == STORE_WITHDRAWN;
    one->latest_unix_ms = latest->entry.unix_ms;
    one->revision = latest->entry.revision;
    one->queries = latest->entry.queries;
    one->parts = latest->entry.parts;
    one->sequence = latest->entry.sequence;
    if (one->is_withdrawn)
        one->state = RETURNS_MISSING;
    else
        one->state = one->queries > 0 ? RETURNS_QUERIES : RETURNS_RETURNED;
    one->is_revised = one->revision > 1;
}

static void judge(struct returns *returns, struct returns_one *one, int32_t today)
{
    const int32_t due = returns->due == NULL ? INT32_MAX : returns->due->due;

    one->is_late = one->state != RETURNS_MISSING && one->first_day > due;
    if (one->state == RETURNS_MISSING && today > due)
        one->overdue = today - due;
    returns->counts[one->state]++;
    if (one->state == RETURNS_MISSING)
        return;
    returns->late += one->is_late != 0;
    returns->revised += one->is_revised != 0;
    returns->is_any = 1;
    if (one->latest_unix_ms > returns->received_at_unix_ms) {
        returns->received_at_unix_ms = one->latest_unix_ms;
        returns->sequence = one->sequence;
    }
}

static enum err read_calendar(struct returns *returns, struct page *page, struct err_text *text)
{
    struct calendar *calendar = arena_zalloc(page->arena, sizeof *calendar);
    const char *reference;
    enum err error = page_reference(page, &reference, text);

    if (calendar == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for the calendar");
    if (error == ERR_OK)
        error = calendar_find(calendar, page->arena, page->places->calendar, reference, text);
    if (error == ERR_OK)
        returns->due = calendar_of(calendar, &returns->period);
    page->depends_on_day |= returns->due != NULL;
    return error;
}

enum err returns_read(struct returns *returns, struct page *page, const Qd__Period *period,
                      struct err_text *text)
{
    const uint32_t key = period_key(period);
    const struct store_period *stored;
    struct store_reading *reading;
    struct history history;
    enum err error;

    *returns = (struct returns){.period = *period};
    error = read_calendar(returns, page, text);
    if (error == ERR_OK)
        error = page_look(page, &reading, text);
    if (error != ERR_OK)
        return error;
    stored = store_period(reading, period);
    error = history_read(&history, page->arena, reading, AS_OF_NOW, text);
    for (int row = 0; error == ERR_OK && row < BOROUGHS_COUNT; row++) {
        if (stored != NULL && stored->returns[row] != NULL) {
            take_events(&returns->list[row], &history, row, key);
            take_latest(&returns->list[row], stored->returns[row]);
        }
        judge(returns, &returns->list[row], page->request->today);
    }
    if (reading->end.sequence > page->sequence)
        page->sequence = reading->end.sequence;
    return error;
}

// --- words

enum { PARTS_NAMED = 2 };  // that are missing

static const struct {
    const char *word, *class, *narrow;
    int shade;
} states[RETURNS_STATES] = {
    [RETURNS_MISSING] = {"Missing", "missing", "none", 0},
    [RETURNS_QUERIES] = {"Queries open", "queries", "query", 4},
    [RETURNS_RETURNED] = {"Returned", "returned", "in", 3},
};

const char *returns_state_word(enum returns_state state)
{
    return states[state].word;
}

const char *returns_state_class(enum returns_state state)
{
    return states[state].class;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *returns_names(const struct returns *returns, struct page *page,
                          enum returns_state state)
{
    const char *names[BOROUGHS_COUNT] = {NULL};
    size_t count = 0;

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if (returns->list[row].state == state)
            names[count++] = boroughs[row].la_name;
    qsort(names, count, sizeof *names, by_name);
    return figure_words_list(page->arena, names, count);
}

static const char *spaced(struct page *page, const char *name)
{
    char *words = arena_strdup(page->arena, name);

    for (char *letter = words; letter != NULL && *letter != '\0'; letter++)
        if (*letter == '_')
            *letter = ' ';
    return words;
}

const char *returns_parts(struct page *page, unsigned parts)
{
    const char *there[FORM_PARTS], *missing[FORM_PARTS];
    size_t count = 0, without = 0;

    for (int part = 1; part < FORM_PARTS; part++) {
        const char *name = spaced(page, form_part((enum form_part)part)->name);

        if (part == FORM_EXPLANATIONS)
            continue;
        if ((parts >> part & 1) != 0)
            there[count++] = name;
        else
            missing[without++] = name;
    }
    return page_words(
        page, "status_parts", "{s:s?, s:s?, s:s?}", "all",
        without == 0 ? figure_words_number(page->arena, count) : NULL, "but",
        without > 0 && without <= PARTS_NAMED ? figure_words_list(page->arena, missing, without)
                                              : NULL,
        "only", without > PARTS_NAMED ? figure_words_list(page->arena, there, count) : NULL);
}

// --- the map

struct drawn {
    struct tiles_tile tiles[BOROUGHS_COUNT];
};

static void draw(struct scene *scene, const void *drawn, int size)
{
    tiles_draw(scene, ((const struct drawn *)drawn)->tiles, BOROUGHS_COUNT, (enum scene_size)size);
}

static const char *beside(const struct returns_one *one)
{
    if (one->is_withdrawn)
        return "withdrawn";
    if (one->is_late)
        return "late";
    return one->is_revised ? "revised" : NULL;
}

void returns_map(const struct returns *returns, struct page *page, json_t *object, const char *id,
                 int mine)
{
    char period_text[PERIOD_TEXT_BYTES];
    struct drawn drawn;

    period_format(&returns->period, period_text);
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const struct returns_one *one = &returns->list[row];

        drawn.tiles[row] = (struct tiles_tile){
            .new_la_code = boroughs[row].new_la_code,
            .value = one->state == RETURNS_QUERIES ? "Queries" : states[one->state].word,
            .word = beside(one),
            .narrow = states[one->state].narrow,
            .shade = states[one->state].shade,
            .is_mine = row == mine};
    }
    page_draw(
        page, object, id,
        arena_printf(page->arena, "Map of the boroughs as tiles: returns for %s", period_text),
        page_words(page, "drawn_returns", "{s:i, s:i, s:i}", "returned",
                   (int)returns->counts[RETURNS_RETURNED], "queries",
                   (int)returns->counts[RETURNS_QUERIES], "missing",
                   (int)returns->counts[RETURNS_MISSING]),
        draw, &drawn);
}
