// Where a borough's plans are: settings that add up to all plans, beside London.
#include "proto/form/period.h"
#include "reporter/charts/shares.h"
#include "reporter/pages/address.h"
#include "reporter/pages/borough_internal.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/papers_link.h"

#include <string.h>

// What all plans are made of, of the sub-totals and codes of settings.
static const struct {
    const char *group, *label, *setting;
} settings[] = {
    {"Mainstream", "Mainstream schools", "mainstream_total"},
    {"Special", "State-funded", "special_state"},
    {"Special", "Independent", "special_independent"},
    {"Special", "Non-maintained", "special_non_maintained"},
    {"Other", "Alternative provision", "ap_pru_total"},
    {"Other", "Further education", "fe_total"},
    {"Other", "Educated elsewhere", "ed_elsewhere"},
    {"Other", "Early years, non-maintained", "nm_early_years"},
    {"Other", "Not recorded", "placement_unknown"},
};
enum { SETTINGS = sizeof settings / sizeof *settings };

struct drawn {
    struct shares shares;
    struct shares_row rows[SETTINGS];
};

static void draw(struct scene *scene, const void *drawn, int size)
{
    shares_draw(scene, &((const struct drawn *)drawn)->shares, (enum scene_size)size);
}

// The column of an indicator in a setting; -1.
static int column_of(const struct table *table, const char *measure, const char *setting)
{
    const int dimension = dimensions_find(&table->breakdown.dimensions, "setting");

    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->columns[i].indicator->name, measure) == 0 &&
            strcmp(table->columns[i].slice->names[dimension], setting) == 0)
            return (int)i;
    return -1;
}

// Of the borough's plans, and of London's where what is shown is of all that have returned (`is_whole`).
static void say_papers(struct borough_page *of, json_t *item, const Qd__Period *period,
                       int is_whole, const char *query)
{
    struct arena *arena = of->page->arena;
    const char *mine = papers_link_of(of->page, period, "placements", of->row, "plans_count");

    if (mine != NULL)
        page_say(of->page, item, "mine_papers", "%s%s", mine, query);
    if (is_whole && page_is_panel(of->page))
        page_say(of->page, item, "london_papers", "/explain/%s/placements/london/plans-count%s",
                 address_period(arena, period), query);
}

static void say_all_plans(struct borough_page *of, json_t *data, const struct subject *placements)
{
    json_t *all = page_object(of->page, data, "all");
    const struct table_cell *london = subject_cell(placements, placements->london);
    const char *plans = figure_words_denominator(placements->arena, placements->indicator, london);
    const int is_whole = london->n >= london->of;

    // Else it is of those that have both: not the figure that its papers are about.
    say_papers(of, all, &placements->table->periods.list[placements->period], is_whole, "");
    page_say(of->page, all, "mine", "%s",
             figure_words_denominator(placements->arena, placements->indicator,
                                      subject_cell(placements, of->row)));
    if (!is_whole)
        plans = arena_printf(placements->arena, "%s [%u/%u]", plans, london->n, london->of);
    page_say(of->page, all, "london", "%s", plans);
    page_say(of->page, all, "mine_percent", "100.0");
    page_say(of->page, all, "london_percent", "100.0");
}

static void add_row(struct borough_page *of, json_t *list, const struct table *table, size_t period,
                    int london, size_t setting, struct shares_row *row)
{
    const int share = column_of(table, "plans_percent", settings[setting].setting),
              count = column_of(table, "plans_count", settings[setting].setting);
    const struct table_cell *mine, *theirs;
    struct arena *arena = of->page->arena;
    json_t *item = page_item(of->page, list);

    page_say(of->page, item, "label", "%s: %s", settings[setting].group, settings[setting].label);
    *row = (struct shares_row){.group = settings[setting].group,
                               .label = settings[setting].label,
                               .mine = "x",
                               .london = "x"};
    if (share < 0 || count < 0)
        return;
    mine = table_cell(table, period, (size_t)share, of->row);
    theirs = table_cell(table, period, (size_t)share, london);
    row->mine = figure_words_plain(arena, table->columns[share].indicator, mine);
    row->london = figure_words_plain(arena, table->columns[share].indicator, theirs);
    row->has_mine = figure_known(mine->value);
    row->has_london = figure_known(theirs->value);
    row->mine_figure = (double)mine->value.value / 10;
    row->london_figure = (double)theirs->value.value / 10;
    say_papers(of, item, &table->periods.list[period], 1,
               arena_printf(arena, "?setting=%s", address_of(arena, settings[setting].setting)));
    page_say(of->page, item, "mine", "%s",
             figure_words_plain(arena, table->columns[count].indicator,
                                table_cell(table, period, (size_t)count, of->row)));
    page_say(of->page, item, "mine_percent", "%s", row->mine);
    page_say(of->page, item, "london", "%s",
             figure_words_plain(arena, table->columns[count].indicator,
                                table_cell(table, period, (size_t)count, london)));
    page_say(of->page, item, "london_percent", "%s", row->london);
}

// The first share of plans that the pack has; NULL.
static const struct subject *placements_of(const struct borough_page *of)
{
    for (size_t i = 0; i < of->pack.count; i++)
        if (of->pack.lines[i].about->part == FORM_PLACEMENTS &&
            indicators_has_denominator(of->pack.lines[i].subject.indicator))
            return &of->pack.lines[i].subject;
    return NULL;
}

static void say_finding(struct borough_page *of, json_t *data, const struct drawn *drawn)
{
    const struct shares_row *most = NULL;

    for (size_t i = 0; i < SETTINGS; i++)
        if (drawn->rows[i].has_mine &&
            (most == NULL || drawn->rows[i].mine_figure > most->mine_figure))
            most = &drawn->rows[i];
    if (most != NULL)
        page_sentence(of->page, data, "finding", "settings_most", "{s:b, s:s, s:s, s:s}", "special",
                      strcmp(most->group, "Special") == 0, "setting",
                      figure_words_small(of->page->arena, most->label), "mine", most->mine,
                      "london", most->london);
}

static void say_settings(struct borough_page *of, const struct table *table, size_t period,
                         const struct subject *placements)
{
    const char *when = subject_when(placements, placements->period);
    const int london = areas_find(&table->areas, "E12000007");
    json_t *data = page_object(of->page, of->page->data, "settings"), *list;
    struct drawn drawn = {.shares = {.name = of->name, .rows = drawn.rows, .count = SETTINGS}};

    page_say(of->page, data, "caption", "Plans by setting, %s", when);
    list = page_list(of->page, data, "rows");
    for (size_t i = 0; i < SETTINGS; i++)
        add_row(of, list, table, period, BOROUGHS_COUNT + london, i, &drawn.rows[i]);
    say_all_plans(of, data, placements);
    say_finding(of, data, &drawn);
    page_draw(of->page, data, "settings",
              arena_printf(of->page->arena, "Where the plans of %s are, %s", of->name, when),
              "A bar for each kind of setting, per cent of all plans, with a tick for London. The "
              "table is below.",
              draw, &drawn);
}

enum err borough_settings(struct borough_page *of, struct err_text *text)
{
    const struct subject *placements = placements_of(of);
    char when[PERIOD_TEXT_BYTES];
    const struct table *table;
    int period;
    enum err error;

    if (placements == NULL)
        return ERR_OK;
    period_format(&placements->table->periods.list[placements->period], when);
    error = page_table(of->page,
                       &(struct page_table_asked){.table = "placements",
                                                  .measures = "plans_percent,plans_count",
                                                  .by = "setting",
                                                  .periods = when},
                       &table, text);
    if (error != ERR_OK)
        return error;
    period = subject_period(table, &placements->table->periods.list[placements->period]);
    if (period >= 0)
        say_settings(of, table, (size_t)period, placements);
    return ERR_OK;
}
