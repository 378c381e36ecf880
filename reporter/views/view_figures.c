// Tables of figures, and the sheets that are made of them.
#include "reporter/views/view_internal.h"

#include "reporter/outputs/change_sheet.h"
#include "reporter/outputs/compare_sheet.h"
#include "reporter/outputs/quality_sheet.h"
#include "reporter/standing/change.h"

// --- what is asked for

static enum err read_periods(struct view *view, struct err_text *text)
{
    const struct view_asked *asked = &view->asked;
    struct table_request *request = &view->request;
    enum err error;

    if (asked->periods != NULL && asked->all_periods != NULL)
        return err_say(text, ERR_COMMAND,
                       "--period and --all-periods do not go together: give one of the two");
    if (asked->periods == NULL && asked->all_periods == NULL)
        return err_say(text, ERR_COMMAND,
                       "say for which period, as in --period 2024-25 (or '2024-25 Q4', or 2024, or "
                       "2023..2024); `qd-reporter periods` lists what there is");
    if (asked->all_periods != NULL) {
        if (!periods_kind(asked->all_periods, &request->kind))
            return err_say(text, ERR_COMMAND,
                           "\"%.40s\" is no kind of period: there are quarters, financial-years "
                           "and calendar-years",
                           asked->all_periods);
        return ERR_OK;
    }
    error = periods_parse(&request->periods, view->arena, asked->periods, text);
    if (error == ERR_OK)
        request->kind = request->periods.list[0].kind;
    return error;
}

static enum err read_calendar(struct view *view, struct err_text *text)
{
    struct calendar *calendar = arena_zalloc(view->arena, sizeof *calendar);

    view->calendar = calendar;
    view->request.calendar = calendar;
    return calendar == NULL
               ? err_say(text, ERR_NO_MEMORY, "there is no memory for a calendar")
               : calendar_find(calendar, view->arena, view->asked.calendar, view->reference, text);
}

static enum err begin_table(struct view *view, struct table **table,
                            const struct table_request *request, struct err_text *text)
{
    const enum err error = view_new_table(view, table, text);

    return error == ERR_OK ? table_begin(*table, view->arena, &view->areas, request, text) : error;
}

// `with_earlier`: with the periods from which those asked for have changed.
static enum err begin(struct view *view, int with_earlier, struct err_text *text)
{
    const struct view_asked *asked = &view->asked;
    enum err error;

    view->request =
        (struct table_request){.name = asked->table,
                               .measures = asked->measures,
                               .by = asked->by,
                               .where = asked->where,
                               .where_count = asked->where_count,
                               .areas = asked->areas,
                               .headlines = asked->for_people,
                               .for_borough = !asked->audience.is_panel,
                               .words_of = asked->with_own_words && asked->audience.borough != NULL
                                               ? boroughs_find(asked->audience.borough)
                                               : NULL,
                               .rolling = asked->rolling};
    error = read_periods(view, text);
    if (error == ERR_OK)
        error = read_calendar(view, text);
    view->shown = view->request.periods;
    if (error == ERR_OK && with_earlier)
        error = change_add_periods(&view->request.periods, view->arena, text);
    if (error == ERR_OK)
        error = areas_read(&view->areas, view->arena, view->reference, text);
    return error == ERR_OK ? begin_table(view, &view->table, &view->request, text) : error;
}

enum err view_figures_begin(struct view *view, struct err_text *text)
{
    return begin(view, 0, text);
}

enum err view_figures_begin_change(struct view *view, struct err_text *text)
{
    return begin(view, 1, text);
}

enum err view_figures_begin_quality(struct view *view, struct err_text *text)
{
    const enum err error = begin(view, 0, text);

    if (error == ERR_OK && view->table->about.part == RECEIPT_PART)
        return err_say(text, ERR_COMMAND, "the table of submissions is compared with nothing");
    return error;
}

// --- the table

enum err view_figures_make(struct view *view, struct store *store, struct kept *kept,
                           struct err_text *text)
{
    return table_read(view->table, store, kept, &view->request.periods, view->asked.as_of, text);
}

// The table, and an empty sheet beside it.
static enum err make_both(struct view *view, struct store *store, struct kept *kept,
                          struct err_text *text)
{
    const enum err error = view_figures_make(view, store, kept, text);

    return error == ERR_OK ? view_new_sheet(view, text) : error;
}

// --- the sheets

enum err view_figures_make_compare(struct view *view, struct store *store, struct kept *kept,
                                   struct err_text *text)
{
    struct against_sources sources;
    enum err error = make_both(view, store, kept, text);

    if (error == ERR_OK)
        error = against_begin(&sources, view->table, view->reference, text);
    if (error != ERR_OK)
        return error;
    if (view->asked.for_people && view->table->rows_count == 1)
        compare_sheet_one(view->sheet, view->table, &sources);
    else if (view->asked.for_people)
        compare_sheet_wide(view->sheet, view->table, &sources);
    else
        compare_sheet_long(view->sheet, view->table, &sources);
    return ERR_OK;
}

enum err view_figures_make_change(struct view *view, struct store *store, struct kept *kept,
                                  struct err_text *text)
{
    const enum err error = make_both(view, store, kept, text);

    if (error == ERR_OK)
        change_sheet(view->sheet, view->table,
                     view->shown.count == 0 ? &view->table->periods : &view->shown);
    return error;
}

// The same columns and rows of the four quarters to the last of each year; none where nothing was returned.
static enum err make_quarters(struct view *view, const struct table **quarters, struct store *store,
                              struct kept *kept, struct err_text *text)
{
    const struct periods *years = &view->table->periods;
    struct table_request request = view->request;
    struct table *table = NULL;
    enum err error = ERR_OK;

    request.kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
    request.rolling = 1;
    request.periods = (struct periods){.count = 0};
    for (size_t i = 0; i < years->count && error == ERR_OK; i++) {
        Qd__Period quarter;

        year_last_quarter(&years->list[i], &quarter);
        error = periods_add(&request.periods, view->arena, &quarter, text);
    }
    if (error == ERR_OK)
        error = begin_table(view, &table, &request, text);
    if (error == ERR_OK)
        error = table_read(table, store, kept, &request.periods, view->asked.as_of, text);
    *quarters = error == ERR_OK ? table : NULL;
    return error == ERR_EMPTY ? ERR_OK : error;
}

enum err view_figures_make_quality(struct view *view, struct store *store, struct kept *kept,
                                   struct err_text *text)
{
    struct quality_tables tables = {.returned = view->table};
    enum err error = make_both(view, store, kept, text);

    if (error == ERR_OK && view->table->kind != QD__PERIOD_KIND__FINANCIAL_QUARTER)
        error = make_quarters(view, &tables.quarters, store, kept, text);
    for (int part = 0; part < FORM_PARTS && error == ERR_OK; part++)
        if (asked_count(&view->table->asked, part) > 0)
            error = published_read(&tables.published, view->arena, view->reference,
                                   (enum form_part)part, text);
    // Of areas that are named everything is shown; else the eye is led to what differs.
    if (error == ERR_OK)
        quality_sheet(view->sheet, &tables, view->asked.for_people && view->asked.areas == NULL);
    return error;
}
