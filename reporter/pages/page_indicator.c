// The page of an indicator: which one, for which period, and what is said first.
#include "proto/form/boroughs.h"
#include "proto/form/period.h"
#include "reporter/outputs/output.h"
#include "reporter/pages/address.h"
#include "reporter/pages/day_words.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/indicator_internal.h"
#include "reporter/pages/line_words.h"
#include "reporter/pages/named.h"

#include <string.h>

// --- which period

static void know_periods(struct page *page, const struct part_periods *periods)
{
    for (size_t i = periods->count; i-- > 0;)
        page_known(
            page, day_words_period(page->arena, &periods->list[i]),
            arena_printf(page->arena, "/%s/%s/%s", address_period(page->arena, &periods->list[i]),
                         page->found.words[ROUTE_TABLE], page->found.words[ROUTE_INDICATOR]));
}

// A stock's periods are those of the same day of the year; where there are none at all the table says why.
static enum err read_table(struct page *page, const struct named *named,
                           const struct part_periods *periods, const struct table **table,
                           struct err_text *text)
{
    const int is_stock = indicators_flow(&named->indicator) == INDICATOR_STOCK;
    const char *line = part_periods_line(periods, page->arena, &named->period, is_stock);
    const struct page_table_asked asked = {.table = named->table.name,
                                           .measures = named->indicator.name,
                                           .periods = line,
                                           .where = named->where,
                                           .where_count = named->where_count};
    struct err_text why = {""};
    const enum err error = page_table(page, &asked, table, &why);

    *table = error == ERR_OK ? *table : NULL;
    if (error == ERR_EMPTY) {
        page_empty(page, "There are no figures", "Indicators",
                   is_stock && named->period.kind == QD__PERIOD_KIND__CALENDAR_YEAR
                       ? page_words(page, "empty_stock", "{}")
                       : why.text);
        page_known(page, "All indicators, with their periods", "/indicators");
    } else if (error == ERR_COMMAND) {
        page_unknown(page, "choice", why.text);
        page_known(page, "The page without a choice", page->found.address);
    } else if (error != ERR_OK) {
        return err_say(text, error, "%s", why.text);
    }
    return ERR_OK;
}

// --- the head

static void say_lead(struct indicator_page *of)
{
    const struct subject *subject = &of->subject;
    struct arena *arena = subject->arena;
    const struct table_cell *cell = subject_cell(subject, subject->london);
    const char *when = subject_when(subject, subject->period);
    struct change change = {.state = CHANGE_MISSING};
    int has_change;

    if (!figure_known(cell->value)) {
        page_sentence(of->page, of->page->data, "lead", "indicator_lead_without_figure",
                      "{s:s, s:s}", "when", when, "why", output_status(cell->value.state));
        return;
    }
    has_change = subject_change(subject, subject->london, &change);
    page_sentence(of->page, of->page->data, "lead", "indicator_lead",
                  "{s:s, s:s?, s:s, s:s, s:i, s:s?, s:b, s:s?}", "when", when, "did",
                  line_words_did(subject, subject->london), "value",
                  figure_words_value(arena, subject->indicator, cell), "share",
                  figure_words_share(arena, subject->indicator, cell), "boroughs",
                  (int)change.now.n, "apart",
                  has_change ? figure_words_by(arena, subject->indicator, &change) : NULL, "less",
                  has_change && figure_words_change_number(subject->indicator, &change) < 0, "then",
                  has_change ? subject_when(subject, subject->earlier) : NULL);
}

static void say_edition(struct indicator_page *of)
{
    const struct subject *subject = &of->subject;
    const struct table_cell *cell = subject_cell(subject, subject->london);
    static const char *const better[] = {[INDICATOR_NONE] = "neither better nor worse",
                                         [INDICATOR_HIGH] = "better",
                                         [INDICATOR_LOW] = "worse",
                                         [INDICATOR_UNRANKED] = "not ranked"};

    page_edition(of->page, "Period",
                 day_words_period(subject->arena, &subject->table->periods.list[subject->period]));
    page_edition(of->page, "Covers",
                 page_words(of->page, "indicator_covers", "{s:i, s:i}", "n", (int)cell->n, "of",
                            (int)cell->of));
    page_edition(of->page, "More is", better[subject->indicator->direction]);
    page_edition(of->page, "As at",
                 day_words_time(subject->arena, subject->table->received_at_unix_ms));
    page_edition(of->page, "Seen by",
                 indicators_is_a_price(subject->indicator) ? "the panel only"
                                                           : "the panel and the boroughs");
}

static void say_simulated(struct indicator_page *of)
{
    const struct subject *subject = &of->subject;
    const char *periods[SUBJECT_PERIODS_MAX];
    size_t count = 0;

    of->page->knows_simulated = 1;
    for (size_t i = 0; i < subject->line_count; i++)
        if (subject_is_simulated(subject->table, subject->line[i]))
            periods[count++] = subject_when(subject, subject->line[i]);
    if (count > 0)
        page_simulated(of->page, page_words(of->page, "simulated_periods", "{s:s}", "periods",
                                            figure_words_list(subject->arena, periods, count)));
}

static void say_head(struct indicator_page *of, const struct named *named)
{
    const struct subject *subject = &of->subject;
    struct arena *arena = subject->arena;

    page_begin(
        of->page,
        arena_printf(arena, "%s, %s", subject->label, subject_when(subject, subject->period)),
        "Indicators");
    page_crumb(of->page, "Overview", "/");
    page_crumb(of->page, named->table.title,
               arena_printf(arena, "/indicators#%s", address_of(arena, named->table.name)));
    page_crumb(of->page, subject->label, NULL);
    page_say(of->page, of->page->data, "label", "%s", subject->label);
    page_say(of->page, of->page->data, "when", "%s", subject_when(subject, subject->period));
    page_say(of->page, of->page->data, "indicator", "%s", subject->indicator->name);
    say_lead(of);
    say_edition(of);
    say_simulated(of);
}

// --- beside what, and whose

static int take_borough(struct page *page, int *mine)
{
    const char *choice = query_value(&page->query, "borough");

    *mine = choice == NULL ? page_own_borough(page) : address_borough(choice);
    if (choice == NULL || *mine >= 0)
        return 1;
    page_unknown(page, "borough", choice);
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        page_known(page, boroughs[row].la_name,
                   arena_printf(page->arena, "%s?borough=%s", page->found.address,
                                address_of(page->arena, boroughs[row].la_name)));
    return 0;
}

static int take_against(struct indicator_page *of)
{
    const char *choice = query_value(&of->page->query, "against");
    const struct table *table = of->subject.table;

    if (choice == NULL)
        return 1;
    if (strcmp(choice, "neighbours") == 0 && of->subject.mine >= 0) {
        subject_against_neighbours(&of->subject, &of->sources.neighbours);
        return 1;
    }
    for (size_t i = 0; i < table->areas.count; i++)
        if (address_is(choice, table->areas.list[i].name)) {
            subject_against_area(&of->subject, BOROUGHS_COUNT + (int)i);
            return 1;
        }
    page_unknown(of->page, "area", choice);
    for (size_t i = 0; i < table->areas.count; i++)
        page_known(of->page, table->areas.list[i].name,
                   arena_printf(of->page->arena, "%s?against=%s", of->page->found.address,
                                address_of(of->page->arena, table->areas.list[i].name)));
    return 0;
}

static void find_england(struct indicator_page *of)
{
    const struct subject *subject = &of->subject;
    struct against *list = arena_alloc(subject->arena, against_most(subject->table) * sizeof *list);
    size_t count;

    if (list == NULL)
        return;
    count = against_list(&of->sources, subject->table, subject->period, subject->column,
                         subject->london, list);
    for (size_t i = 0; i < count; i++)
        if (list[i].kind == AGAINST_ENGLAND && list[i].period != NULL &&
            period_key(list[i].period) ==
                period_key(&subject->table->periods.list[subject->period])) {
            of->has_england = figure_known(list[i].cell.value);
            of->england = list[i].cell;
        }
}

// --- the page

static void say_all(struct indicator_page *of, const struct named *named)
{
    find_england(of);
    say_head(of, named);
    indicator_choices(of);
    indicator_order(of);
    indicator_map(of);
    indicator_years(of);
    indicator_chance(of);
    indicator_table(of);
    indicator_notes(of);
    of->page->saved_as = arena_printf(of->page->arena, "%s-%s", page_slug(of->page),
                                      of->page->found.words[ROUTE_PERIOD]);
}

// Of what is never added up over a dimension (definitions of appeals) there is a column for each of its codes: the
// last of those that most boroughs have. A choice names another.
static int find_column(const struct table *table, const char *name, size_t period)
{
    const int london = areas_find(&table->areas, "E12000007");
    int best = subject_column(table, name);

    for (size_t i = 0; london >= 0 && i < table->count; i++)
        if (strcmp(table->columns[i].indicator->name, name) == 0 &&
            table_cell(table, period, i, BOROUGHS_COUNT + london)->n >=
                table_cell(table, period, (size_t)best, BOROUGHS_COUNT + london)->n)
            best = (int)i;
    return best;
}

static enum err make(struct page *page, const struct named *named,
                     const struct part_periods *periods, const struct table *table,
                     struct err_text *text)
{
    struct indicator_page of = {.page = page,
                                .address = page->found.address,
                                .periods = periods,
                                .without_exceptions = named->without_exceptions,
                                .twin = named->twin};
    const int period = subject_period(table, &named->period),
              column = find_column(table, named->indicator.name, (size_t)period);
    const char *reference;
    int mine;
    enum err error;

    if (!take_borough(page, &mine))
        return ERR_OK;
    page->figures.table = table;
    error = page_reference(page, &reference, text);
    if (error == ERR_OK)
        error = against_begin(&of.sources, table, reference, text);
    if (error == ERR_OK && subject_begin(&of.subject, &page->sentences, table, (size_t)column,
                                         (size_t)period, mine) != 0)
        error = err_say(text, ERR_NO_MEMORY, "there is no memory for the page");
    if (error == ERR_OK && take_against(&of))
        say_all(&of, named);
    return error;
}

static void nothing(struct page *page, const struct named *named,
                    const struct part_periods *periods)
{
    if (periods->count > 0) {
        page_unknown(page, "period", page->found.words[ROUTE_PERIOD]);
        know_periods(page, periods);
        return;
    }
    page_empty(page, "There are no figures yet", "Indicators",
               page_words(page, "empty_indicator", "{s:s}", "part", named->table.name));
    page_known(page, "All indicators, with their periods", "/indicators");
}

enum err page_indicator(struct page *page, struct err_text *text)
{
    struct part_periods periods;
    const struct table *table;
    struct named named;
    enum err error;

    if (!named_find(page, &named))
        return ERR_OK;
    error = part_periods_read(&periods, page, named.table.part, named.period.kind, text);
    if (error != ERR_OK)
        return error;
    if (part_periods_find(&periods, &named.period) < 0) {
        nothing(page, &named, &periods);
        return ERR_OK;
    }
    error = read_table(page, &named, &periods, &table, text);
    return error == ERR_OK && table != NULL ? make(page, &named, &periods, table, text) : error;
}
