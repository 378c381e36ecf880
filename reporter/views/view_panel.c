// The panel's own tables, which are no parts of the form (reporter/outputs/panel_sheet.h).
#include "reporter/views/view_internal.h"

#include "proto/form/period.h"

// --- what is asked for

static enum err check_words(const struct view_asked *asked, struct err_text *text)
{
    const char *const unused[] = {asked->measures, asked->by, asked->areas, asked->all_periods};
    int is_used = asked->where_count > 0 || asked->rolling;

    for (size_t i = 0; i < sizeof unused / sizeof unused[0]; i++)
        is_used |= unused[i] != NULL;
    if (!is_used)
        return ERR_OK;
    return err_say(text, ERR_COMMAND,
                   "the table %s takes --period, --as-of, --format, --out, --store, --reference "
                   "and --audience, and nothing else",
                   asked->table);
}

enum err view_panel_begin(struct view *view, struct err_text *text)
{
    const struct view_asked *asked = &view->asked;
    enum err error = check_words(asked, text);

    if (error != ERR_OK)
        return error;
    if (asked->periods == NULL)
        return err_say(text, ERR_COMMAND,
                       "say for which period, as in --period '2025-26 Q3': the panel's tables are "
                       "of the placements on its last day");
    error = periods_parse(&view->shown, view->arena, asked->periods, text);
    if (error == ERR_OK && view->shown.count != 1)
        error =
            err_say(text, ERR_COMMAND, "the panel's tables are of one period, and not of \"%.40s\"",
                    asked->periods);
    if (error == ERR_OK)  // of a year the quarter that has its stock
        period_of_stock(&view->period, &view->shown.list[0]);
    return error;
}

// --- the placements

static enum err take(void *context, int row, enum table_read_standing standing,
                     const Qd__Return *returned, struct err_text *text)
{
    static const enum places_standing missing[] = {
        [TABLE_READ_NOT_RETURNED] = PLACES_NOT_RETURNED,
        [TABLE_READ_WITHDRAWN] = PLACES_WITHDRAWN,
        [TABLE_READ_REDACTED] = PLACES_REDACTED,
    };
    struct places *places = context;

    if (standing != TABLE_READ_RETURNED)
        places_miss(places, row, missing[standing]);
    else if (places_add(places, row, returned) != 0)
        return err_say(text, ERR_NO_MEMORY, "the placements need more memory than there is");
    return ERR_OK;
}

// Says for which periods there is something instead, where it can be found out.
static void say_periods(const struct view *view, struct store *store, struct kept *kept,
                        struct err_text *text)
{
    enum { WORDS_BYTES = sizeof text->text / 2 };
    const struct err_text why = *text;
    char words[WORDS_BYTES];
    struct returned all;
    struct err_text other = {""};

    if (table_read_returned(&all, view->arena, store, kept, view->asked.as_of, &other) != ERR_OK)
        return;
    returned_words(&all, FORM_PLACEMENTS, words, sizeof words);
    if (words[0] != '\0')
        err_say(text, ERR_EMPTY, "%.400s; the periods for which there is something are: %s",
                why.text, words);
}

enum err view_panel_make(struct view *view, struct store *store, struct kept *kept,
                         struct err_text *text)
{
    const struct panel_sheet *kind = panel_sheet_find(view->asked.table);
    struct panel_sheet_lists *lists = arena_alloc(view->arena, sizeof *lists);
    struct places *places = arena_alloc(view->arena, sizeof *places);
    char *period = arena_alloc(view->arena, PERIOD_TEXT_BYTES);
    const struct panel_sheet_about about = {.places = places,
                                            .lists = lists,
                                            .period = period,
                                            .day = period_last_day(&view->period),
                                            .is_for_borough = !view->asked.audience.is_panel,
                                            .most = view->asked.for_people ? kind->most : 0};
    struct table_taken taken = {0};
    enum err error;

    if (lists == NULL || places == NULL || period == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for a table");
    places_init(places, view->arena);
    view->places = places;
    period_format(&view->period, period);
    error = panel_sheet_read_lists(lists, view->arena, view->reference, text);
    if (error == ERR_OK)
        error = view_new_sheet(view, text);
    if (error == ERR_OK)
        error = table_read_returns(store, kept, &view->period, view->asked.as_of, take, places,
                                   &taken, text);
    if (error == ERR_OK)
        error = panel_sheet_make(view->sheet, kind, &about, text);
    if (error == ERR_EMPTY)
        say_periods(view, store, kept, text);
    if (error != ERR_OK)
        return error;
    view->sheet->about.sequence = taken.sequence;
    view->sheet->about.received_at_unix_ms = taken.received_at_unix_ms;
    return ERR_OK;
}
