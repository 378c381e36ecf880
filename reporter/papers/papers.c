#include "reporter/papers/papers.h"

#include "lib/base/list.h"
#include "proto/form/labels.h"
#include "proto/form/period.h"
#include "proto/rules/rules.h"

#include <string.h>

// The cell that is followed, and what it is followed in.
struct following {
    struct papers *papers;
    const struct view *view;
    const struct table *table;
    const struct table_column *column;
    struct arena *arena;
    struct store_reading *reading;
    struct arena scratch;  // of one return
    struct err_text *text;
};

static enum err no_memory(struct err_text *text)
{
    return err_say(text, ERR_NO_MEMORY, "the papers need more memory than there is");
}

// --- figures

static int is_of_role(const struct table *table, const struct asked_figure *term,
                      enum table_role role)
{
    return (term->part != table->about.part) == (role == TABLE_STOCK);
}

// Whether the cell has figures that come from a return in that role.
static int takes_role(const struct following *following, enum table_role role)
{
    const struct asked_sum *sums[] = {&following->column->numerator,
                                      &following->column->denominator};

    for (int i = 0; i < 2; i++)
        for (unsigned j = 0; j < sums[i]->count; j++)
            if (is_of_role(following->table, &sums[i]->terms[j], role))
                return 1;
    return 0;
}

static const char *name_of(const struct following *following, const struct asked_figure *term)
{
    char name[RECEIPT_NAME_BYTES];
    const char *kept;

    if (term->part != RECEIPT_PART)
        return following->table->asked.parts[term->part].list[term->index].column->name;
    receipt_name(term->index, name);
    kept = arena_strdup(following->arena, name);
    return kept == NULL ? "" : kept;
}

static enum err add_figures_of(struct following *following, struct papers_return *from,
                               const struct receipt *receipt, const struct asked_sum *sum,
                               int of_denominator)
{
    const struct asked *asked = &following->table->asked;
    const struct indicator *indicator = following->column->indicator;

    for (unsigned i = 0; i < sum->count; i++) {
        const struct asked_figure *term = &sum->terms[i];
        struct papers_figure *figure;
        struct figure *answers;

        if (!is_of_role(following->table, term, from->role) || term->is_none)
            continue;
        answers = arena_alloc(&following->scratch,
                              (asked_count(asked, term->part) + 1) * sizeof *answers);
        figure = LIST_ADD(following->arena, from->figures, from->figures_count);
        if (answers == NULL || figure == NULL)
            return no_memory(following->text);
        asked_answer(asked, term->part, receipt, answers);
        *figure =
            (struct papers_figure){.name = name_of(following, term),
                                   .figure = answers[term->index],
                                   .of_denominator = of_denominator,
                                   .taken_away = term->taken_away,
                                   .is_money = of_denominator ? indicators_is_over_money(indicator)
                                                              : indicators_is_money(indicator)};
    }
    return ERR_OK;
}

// --- what is said of them

static enum err add_said(struct following *following, struct papers_return *from,
                         const struct rule *rule, const char *words, const char *what)
{
    struct papers_said *said = LIST_ADD(following->arena, from->said, from->said_count);

    if (said == NULL)
        return no_memory(following->text);
    *said = (struct papers_said){
        .rule = rule,
        .words = words == NULL ? NULL : table_notes_line(following->arena, words),
        .what = what == NULL ? NULL : table_notes_line(following->arena, what)};
    return ERR_OK;
}

static int is_about(const struct following *following, const struct papers_return *from,
                    const struct rule *rule, struct table_note_place place)
{
    const struct table_note note = {
        .period = from->period, .role = from->role, .rule = rule, .places = &place, .count = 1};

    return table_notes_is_about(following->table, 0, &note);
}

// One explanation may answer many findings, and is said once.
static int is_said(const struct papers_return *from, const struct finding *finding)
{
    for (size_t i = 0; i < from->said_count; i++) {
        const struct papers_said *said = &from->said[i];

        if (finding->explanation != NULL && said->rule == finding->rule && said->words != NULL &&
            strcmp(said->words, finding->explanation) == 0)
            return 1;
    }
    return 0;
}

static enum err add_findings(struct following *following, struct papers_return *from,
                             const Qd__Return *returned)
{
    const struct rules_input input = rules_input_whole(returned);
    struct findings findings;
    enum err error = ERR_OK;

    findings_init(&findings, &following->scratch);
    rules_check(&input, &findings);
    for (size_t i = 0; i < findings.count && error == ERR_OK; i++) {
        const struct finding *finding = &findings.list[i];

        if (finding->rule->class != RULE_ASKS || is_said(from, finding) ||
            !is_about(following, from, finding->rule, table_notes_place(returned, finding)))
            continue;
        error = add_said(following, from, finding->rule, finding->explanation,
                         finding->explanation == NULL ? finding->what : NULL);
    }
    return error;
}

// A borough's words are for the panel and for itself.
static int may_read_words(const struct following *following, int borough)
{
    const struct audience *audience = &following->view->asked.audience;

    return audience->is_panel || strcmp(audience->borough, boroughs[borough].la_name) == 0;
}

static enum err add_all_said(struct following *following, struct papers_return *from,
                             const Qd__Return *returned)
{
    const char *note = returned->header->note;
    const struct table_note_place everywhere = {.part = FORM_HEADER, .rows = dimensions_all()};
    enum err error = ERR_OK;

    if (note != NULL && is_about(following, from, NULL, everywhere))
        error = add_said(following, from, NULL, note, NULL);
    return error == ERR_OK ? add_findings(following, from, returned) : error;
}

// --- one return

static enum err fill_return(struct following *following, struct papers_return *from, int borough,
                            const struct store_return *latest)
{
    struct receipt receipt;
    Qd__Return *returned;
    enum err error;

    arena_reset(&following->scratch);
    error = table_read_return(&returned, &following->scratch, latest, following->text);
    if (error != ERR_OK)
        return error;
    receipt = table_read_receipt(latest, returned);
    if (latest->standing == STORE_WITHDRAWN)
        return ERR_OK;
    error = add_figures_of(following, from, &receipt, &following->column->numerator, 0);
    if (error == ERR_OK)
        error = add_figures_of(following, from, &receipt, &following->column->denominator, 1);
    if (error == ERR_OK && returned != NULL && may_read_words(following, borough))
        error = add_all_said(following, from, returned);
    return error;
}

static enum err add_return(struct following *following, struct papers_borough *borough,
                           enum table_role role, const Qd__Period *period)
{
    const struct table_source source = table_source_of(following->table, 0, borough->row);
    const struct store_return *latest =
        store_latest(following->reading, period, boroughs[borough->row].authority);
    const int is_quarter = role != TABLE_PERIOD && role != TABLE_STOCK;
    struct papers_return *from;

    if (latest == NULL)
        return ERR_OK;
    from = LIST_ADD(following->arena, borough->returns, borough->returns_count);
    if (from == NULL)
        return no_memory(following->text);
    *from = (struct papers_return){
        .period = *period,
        .role = role,
        .is_used = role == TABLE_STOCK || is_quarter == (source.made_from == TABLE_FROM_QUARTERS),
        .entry = latest->entry,
        .standing = latest->standing};
    from->entry.body = NULL;
    if (latest->standing != STORE_RETURNED)
        from->ended = history_ended(
            &following->papers->history, borough->row, period_key(period), from->entry.revision,
            latest->standing == STORE_WITHDRAWN ? JOURNAL_WITHDRAWN : JOURNAL_REDACTED);
    return fill_return(following, from, borough->row, latest);
}

// --- the boroughs

static enum err add_borough(struct following *following, int row)
{
    struct papers *papers = following->papers;
    struct papers_borough *borough =
        LIST_ADD(following->arena, papers->boroughs, papers->boroughs_count);
    enum err error = ERR_OK;

    if (borough == NULL)
        return no_memory(following->text);
    *borough = (struct papers_borough){.row = row, .cell = table_cell(following->table, 0, 0, row)};
    borough->is_in = borough->cell->n > 0;
    for (int i = 0; i < TABLE_ROLES && error == ERR_OK; i++) {
        const enum table_role role = (enum table_role)i;
        Qd__Period period;

        if (takes_role(following, role) && table_wants(following->table, 0, role, &period))
            error = add_return(following, borough, role, &period);
    }
    return error;
}

static enum err follow(struct following *following)
{
    const struct table *table = following->table;
    const struct area *area = table_area(table, following->papers->row);
    const uint64_t in = area == NULL
                            ? 1ULL << following->papers->row
                            : areas_boroughs(area, period_last_day(&table->periods.list[0]));
    enum err error = ERR_OK;

    for (int row = 0; row < BOROUGHS_COUNT && error == ERR_OK; row++)
        if ((in >> row & 1) != 0)
            error = add_borough(following, row);
    return error;
}

enum err papers_make(struct papers *papers, const struct view *view, struct store *store,
                     struct err_text *text)
{
    const struct table *table = view->table;
    const struct as_of as_of = view->asked.as_of;
    struct store_reading reading;
    struct following following = {.papers = papers,
                                  .view = view,
                                  .table = table,
                                  .arena = view->arena,
                                  .reading = &reading,
                                  .text = text};
    enum err error;

    if (view->sheet != NULL || table->periods.count != 1 || table->rows_count != 1)
        return err_say(text, ERR_COMMAND,
                       "one cell is explained: name one measure, one borough or area, and one "
                       "period");
    *papers = (struct papers){.asked = &view->asked, .table = table, .row = table->rows[0]};
    papers->cell = *table_cell(table, 0, 0, papers->row);
    following.column = &table->columns[0];
    error = store_read_begin(store, (struct store_as_of){as_of.sequence, as_of.unix_ms}, &reading,
                             text);
    if (error != ERR_OK)
        return error;
    papers->then = reading.then;
    arena_init(&following.scratch, CODEC_ARENA_CAP_BYTES);
    error = history_read(&papers->history, view->arena, &reading, as_of, text);
    if (error == ERR_OK)
        error = follow(&following);
    if (error == ERR_OK && following.scratch.exhausted)
        error = no_memory(text);
    arena_free(&following.scratch);
    store_read_end(&reading);
    return error;
}

enum err papers_pin(struct as_of *as_of, struct store *store, struct err_text *text)
{
    struct store_reading reading;
    enum err error;

    if (as_of->sequence != UINT64_MAX)
        return ERR_OK;
    error = store_read_begin(store, STORE_NOW, &reading, text);
    if (error != ERR_OK)
        return error;
    as_of->sequence = reading.end.sequence;
    store_read_end(&reading);
    return ERR_OK;
}

void papers_role(const struct papers_return *from, char words[PAPERS_ROLE_BYTES])
{
    static const char *const roles[TABLE_ROLES] = {
        [TABLE_PERIOD] = "the return for", [TABLE_STOCK] = "the stock of",
        [TABLE_QUARTER_1] = "the quarter", [TABLE_QUARTER_2] = "the quarter",
        [TABLE_QUARTER_3] = "the quarter", [TABLE_QUARTER_4] = "the quarter"};
    char period[PERIOD_TEXT_BYTES];

    period_format(&from->period, period);
    snprintf(words, PAPERS_ROLE_BYTES, "%s %s", roles[from->role], period);
}
