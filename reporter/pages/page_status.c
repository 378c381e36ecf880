// Who has returned for a period: those that need something first.
#include "proto/form/period.h"
#include "reporter/charts/arrivals.h"
#include "reporter/indicators/indicators.h"
#include "reporter/outputs/figure_cells.h"
#include "reporter/pages/address.h"
#include "reporter/pages/day_words.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/pack.h"
#include "reporter/pages/papers_link.h"
#include "reporter/pages/returns.h"
#include "reporter/pages/status_internal.h"

#include <stdlib.h>
#include <string.h>

struct status_page {
    struct page *page;
    struct returns returns;
    const char *when;  // "2025-26 Q3"
};

// --- the head

static void say_lead(struct status_page *of)
{
    const struct returns *returns = &of->returns;
    struct arena *arena = of->page->arena;
    const unsigned in = returns->counts[RETURNS_QUERIES] + returns->counts[RETURNS_RETURNED],
                   missing = returns->counts[RETURNS_MISSING],
                   open = returns->counts[RETURNS_QUERIES];

    page_sentence(of->page, of->page->data, "lead", "status_lead",
                  "{s:i, s:i, s:b, s:i, s:s?, s:b, s:s?, s:b}", "returned", (int)in, "of",
                  (int)BOROUGHS_COUNT, "due", returns->due != NULL, "in_time",
                  (int)(in - returns->late), "missing",
                  missing == 0  ? NULL
                  : missing > 5 ? arena_printf(arena, "%u", missing)
                                : returns_names(returns, of->page, RETURNS_MISSING),
                  "one_missing", missing == 1, "open",
                  open == 0 ? NULL : figure_words_sentence(arena, figure_words_number(arena, open)),
                  "one_open", open == 1);
}

static void say_head(struct status_page *of)
{
    const struct returns *returns = &of->returns;
    struct arena *arena = of->page->arena;

    page_begin(of->page, arena_printf(arena, "Who has returned %s", of->when), "Status");
    page_crumb(of->page, "Overview", "/");
    page_crumb(of->page, arena_printf(arena, "Status of %s", of->when), NULL);
    page_say(of->page, of->page->data, "when", "%s", of->when);
    say_lead(of);
    page_edition(of->page, "Period", day_words_period(arena, &returns->period));
    if (returns->due != NULL) {
        page_edition(of->page, "Due", day_words_day(arena, returns->due->due));
        page_edition(of->page, "Changes until", day_words_day(arena, returns->due->refresh_until));
    } else {
        page_edition(of->page, "Due", page_words(of->page, "status_nothing_due", "{}"));
    }
    if (returns->is_any)
        page_edition(of->page, "As at", day_words_time(arena, returns->received_at_unix_ms));
    page_edition(of->page, "Journal",
                 arena_printf(arena, "%llu", (unsigned long long)of->page->sequence));
}

static void say_tally(struct status_page *of)
{
    json_t *list = page_list(of->page, of->page->data, "tally"), *item;

    for (int state = 0; state < RETURNS_STATES; state++) {
        item = page_item(of->page, list);
        page_say(of->page, item, "word", "%s", returns_state_word((enum returns_state)state));
        page_say(of->page, item, "class", "%s", returns_state_class((enum returns_state)state));
        page_set(of->page, item, "count", json_integer(of->returns.counts[state]));
    }
    page_set(of->page, of->page->data, "late", json_integer(of->returns.late));
    page_set(of->page, of->page->data, "revised", json_integer(of->returns.revised));
}

// --- the table

static const char *time_words(const struct status_page *of, const struct returns_one *one)
{
    const int is_missing = one->state == RETURNS_MISSING,
              is_judged = !is_missing && of->returns.due != NULL;

    return page_words(
        of->page, "status_in_time", "{s:b, s:s?, s:b, s:b, s:b, s:b, s:b}", "not_due",
        is_missing && one->overdue == 0, "overdue",
        is_missing && one->overdue > 0 ? arena_printf(of->page->arena, "%d", one->overdue) : NULL,
        "many", one->overdue > 1, "late", is_judged && one->is_late, "in_time",
        is_judged && !one->is_late, "revised", !is_missing && one->is_revised, "judged", is_judged);
}

// The papers of a return: those of a count of its first part.
static const char *papers_of(const struct status_page *of, int row)
{
    const struct returns_one *one = &of->returns.list[row];
    struct tables_entry table;

    for (size_t i = 0; one->state != RETURNS_MISSING && tables_at(&table, i); i++) {
        struct indicator *list;
        size_t count;

        if (table.part == RECEIPT_PART || (one->parts >> table.part & 1) == 0)
            continue;
        count = indicators_list(&list, of->page->arena, table.part);
        for (size_t j = 0; j < count; j++)
            if (!indicators_has_denominator(&list[j]) && !indicators_is_a_price(&list[j]))
                return papers_link_of(of->page, &of->returns.period, table.name, row, list[j].name);
    }
    return NULL;
}

static void add_row(struct status_page *of, json_t *list, int row)
{
    const struct returns_one *one = &of->returns.list[row];
    const int is_own = page_is_panel(of->page) || page_own_borough(of->page) == row;
    const int is_in = one->state != RETURNS_MISSING;
    json_t *item = page_item(of->page, list);

    page_say(of->page, item, "name", "%s", boroughs[row].la_name);
    page_say(of->page, item, "href", "/boroughs/%s",
             address_of(of->page->arena, boroughs[row].la_name));
    page_set(of->page, item, "is_mine", json_boolean(row == page_own_borough(of->page)));
    page_say(of->page, item, "arrived", "%s",
             is_in
                 ? day_words_time(of->page->arena, one->latest_unix_ms)
                 : page_words(of->page, "status_arrived", "{s:b}", "withdrawn", one->is_withdrawn));
    page_say(of->page, item, "in_time", "%s", time_words(of, one));
    page_say(of->page, item, "revision", "%s",
             is_in ? arena_printf(of->page->arena, "%u", one->revision) : "z");
    page_say(of->page, item, "parts", "%s", is_in ? returns_parts(of->page, one->parts) : "z");
    if (is_own)
        page_say(of->page, item, "open", "%s",
                 is_in ? arena_printf(of->page->arena, "%u", one->queries) : "z");
    papers_link_say(of->page, item, "papers", papers_of(of, row));
    page_say(of->page, item, "sequence", "%s",
             is_in ? arena_printf(of->page->arena, "%llu", (unsigned long long)one->sequence)
                   : "z");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(boroughs[*(const int *)a].la_name, boroughs[*(const int *)b].la_name);
}

static void say_rows(struct status_page *of)
{
    static const char *const meanings[RETURNS_STATES] = {[RETURNS_MISSING] = "state_missing",
                                                         [RETURNS_QUERIES] = "state_queries",
                                                         [RETURNS_RETURNED] = "state_returned"};
    json_t *groups = page_list(of->page, of->page->data, "groups");
    int order[BOROUGHS_COUNT];

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        order[row] = row;
    qsort(order, BOROUGHS_COUNT, sizeof *order, by_name);
    for (int state = 0; state < RETURNS_STATES; state++) {
        json_t *group, *rows;

        if (of->returns.counts[state] == 0)
            continue;
        group = page_item(of->page, groups);
        page_say(of->page, group, "word", "%s", returns_state_word((enum returns_state)state));
        page_say(of->page, group, "class", "%s", returns_state_class((enum returns_state)state));
        page_set(of->page, group, "count", json_integer(of->returns.counts[state]));
        page_sentence(of->page, group, "means", meanings[state], "{}");
        rows = page_list(of->page, group, "rows");
        for (int i = 0; i < BOROUGHS_COUNT; i++)
            if (of->returns.list[order[i]].state == (enum returns_state)state)
                add_row(of, rows, order[i]);
    }
}

// --- when they came

static void draw(struct scene *scene, const void *drawn, int size)
{
    arrivals_draw(scene, drawn, (enum scene_size)size);
}

static int ascending(const void *a, const void *b)
{
    const int32_t one = *(const int32_t *)a, two = *(const int32_t *)b;

    return (one > two) - (one < two);
}

static void say_arrivals(struct status_page *of)
{
    const struct returns *returns = &of->returns;
    struct arena *arena = of->page->arena;
    int32_t days[BOROUGHS_COUNT], first, last;
    struct arrivals arrivals = {.days = days, .of = BOROUGHS_COUNT};
    json_t *data;

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if (returns->list[row].state != RETURNS_MISSING)
            days[arrivals.count++] = returns->list[row].first_day;
    if (arrivals.count == 0)
        return;
    qsort(days, arrivals.count, sizeof *days, ascending);
    first = returns->due == NULL ? period_last_day(&returns->period) + 1 : returns->due->opens;
    first = days[0] < first ? days[0] : first;
    last = returns->due == NULL ? days[arrivals.count - 1] + 1 : returns->due->refresh_until;
    last = days[arrivals.count - 1] > last ? days[arrivals.count - 1] : last;
    arrivals.first = (struct arrivals_day){first, day_words_short(arena, first)};
    arrivals.last = (struct arrivals_day){last, day_words_short(arena, last)};
    if (returns->due != NULL)
        arrivals.due = (struct arrivals_day){
            returns->due->due,
            arena_printf(arena, "due: %zu of %d", arrivals.count - returns->late, BOROUGHS_COUNT)};
    arrivals.now = arena_printf(arena, "%zu by %s", arrivals.count,
                                day_words_short(arena, days[arrivals.count - 1]));
    data = page_object(of->page, of->page->data, "arrivals");
    page_sentence(of->page, data, "finding", "status_arrivals", "{s:s, s:s}", "first",
                  day_words_day(arena, days[0]), "last",
                  day_words_day(arena, days[arrivals.count - 1]));
    page_draw(of->page, data, "arrivals",
              arena_printf(arena, "Boroughs that have returned %s, day by day", of->when),
              "Steps from none to those that have returned. The table of returns has every date.",
              draw, &arrivals);
}

// --- the figures, for downloads: a line a borough

enum cell { PERIOD, AREA, CODE, STATUS, REVISION, SIZES };

static enum err make_sheet(struct status_page *of, struct err_text *text)
{
    static const struct sheet_column columns[SIZES] = {[PERIOD] = {"period", NULL, 0},
                                                       [AREA] = {"area_name", "", 0},
                                                       [CODE] = {"area_code", NULL, 0},
                                                       [STATUS] = {"status", NULL, 0},
                                                       [REVISION] = {"revision", NULL, 1}};
    const struct sheet_about about = {.kind = "status",
                                      .name = "status",
                                      .title =
                                          arena_printf(of->page->arena, "Returns for %s", of->when),
                                      .about = "Which boroughs have returned.",
                                      .sequence = of->page->sequence,
                                      .received_at_unix_ms = of->returns.received_at_unix_ms};
    struct sheet *sheet = arena_alloc(of->page->arena, sizeof *sheet);

    if (sheet == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for the page");
    sheet_init(sheet, of->page->arena, &about, columns, SIZES);
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const char **cells = sheet_row(sheet, "");

        if (cells == NULL)
            break;
        cells[PERIOD] = of->when;
        cells[AREA] = boroughs[row].la_name;
        cells[CODE] = boroughs[row].new_la_code;
        cells[STATUS] = returns_state_word(of->returns.list[row].state);
        cells[REVISION] = of->returns.list[row].state == RETURNS_MISSING
                              ? NULL
                              : figure_cells_count(of->page->arena, of->returns.list[row].revision);
    }
    of->page->figures.sheet = sheet;
    return ERR_OK;
}

// --- the page

static void say_map(struct status_page *of)
{
    json_t *map = page_object(of->page, of->page->data, "map");
    const char *missing = returns_names(&of->returns, of->page, RETURNS_MISSING);

    page_sentence(of->page, map, "finding", "status_missing", "{s:s}", "missing", missing);
    returns_map(&of->returns, of->page, map, "map", page_own_borough(of->page));
}

enum err page_status(struct page *page, struct err_text *text)
{
    const char *word = page->found.words[ROUTE_PERIOD];
    struct status_page of = {.page = page};
    char when[PERIOD_TEXT_BYTES];
    Qd__Period period;
    int found = 1;
    enum err error = ERR_OK;

    if (word == NULL)
        error = pack_newest(page, 1, &period, &found, text);
    else
        found = address_read_period(&period, word);
    if (error == ERR_OK && found)
        error = returns_read(&of.returns, page, &period, text);
    if (error != ERR_OK)
        return error;
    if (!found || (!of.returns.is_any && of.returns.due == NULL)) {
        if (word == NULL) {
            page_empty(page, "Nothing is expected and nothing has come", "Status",
                       page_words(page, "empty_status", "{}"));
            pack_know_instead(page);
        } else {
            page_unknown(page, "period", word);
        }
        return pack_know_periods(page, "/", "/status", text);
    }
    period_format(&period, when);
    of.when = arena_strdup(page->arena, when);  // the sheet keeps it
    say_head(&of);
    if (store_takes_simulated(page->store))
        page_simulated(page, page_words(page, "simulated_returns", "{}"));
    say_tally(&of);
    say_map(&of);
    say_arrivals(&of);
    say_rows(&of);
    page->saved_as = arena_printf(page->arena, "status-%s", address_period(page->arena, &period));
    error = status_quarters(page, &period, text);
    return error == ERR_OK ? make_sheet(&of, text) : error;
}
