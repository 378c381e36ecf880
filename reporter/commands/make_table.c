#include "reporter/commands/make_table.h"

#include "lib/base/share.h"
#include "reporter/commands/audience.h"
#include "reporter/standing/change.h"
#include "reporter/table/table_make.h"
#include "reporter/table/table_read.h"

#include <stdio.h>

enum err make_table_reference(char path[PATH_MAX], const struct reporter_words *words,
                              struct err_text *text)
{
    if (words->reference == NULL)
        return share_path(path, "reference", text);
    if (snprintf(path, PATH_MAX, "%s", words->reference) >= PATH_MAX)
        return err_say(text, ERR_COMMAND, "the name of the folder of reference lists is too long");
    return ERR_OK;
}

static enum err read_areas(struct areas *areas, struct arena *arena,
                           const struct reporter_words *words, struct err_text *text)
{
    char path[PATH_MAX];
    const enum err error = make_table_reference(path, words, text);

    return error == ERR_OK ? areas_read(areas, arena, path, text) : error;
}

static enum err read_periods(struct table_request *request, struct arena *arena,
                             const struct reporter_words *words, struct err_text *text)
{
    enum err error;

    if (words->periods != NULL && words->all_periods != NULL)
        return err_say(text, ERR_COMMAND, "--period and --all-periods do not go together");
    if (words->periods == NULL && words->all_periods == NULL)
        return err_say(text, ERR_COMMAND,
                       "say for which period, as in --period 2024-25 (or '2024-25 Q4', or 2024, or "
                       "2023..2024); `qd-reporter periods` lists what there is");
    if (words->all_periods != NULL) {
        (void)periods_kind(words->all_periods, &request->kind);  // one of table_command_kind
        return ERR_OK;
    }
    error = periods_parse(&request->periods, arena, words->periods, text);
    if (error == ERR_OK)
        request->kind = request->periods.list[0].kind;
    return error;
}

// A word that is wrong is wrong whatever is in the store, so that comes first. The table is made
// whole, and the store closed, before its first byte is written.
static enum err make(struct table *table, struct arena *arena, const char *name,
                     const struct reporter_words *words, struct table_request *request,
                     struct err_text *text)
{
    struct store *store = NULL;
    struct audience audience;
    struct areas areas;
    enum err error = audience_parse(&audience, words->audience, text);

    if (error == ERR_OK)
        error = read_areas(&areas, arena, words, text);
    request->for_borough = !audience.is_panel;
    request->name = name;
    request->measures = words->measures;
    request->by = words->by;
    request->where = words->where.words;
    request->where_count = words->where.count;
    request->areas = words->areas;
    request->rolling |= words->rolling;
    if (error == ERR_OK)
        error = table_begin(table, arena, &areas, request, text);
    if (error == ERR_OK)
        error = reporter_words_open_store(&store, words, text);
    if (error == ERR_OK)
        error = table_read(table, store, &request->periods, words->as_of, text);
    store_close(store);
    return error;
}

enum err make_table(struct table *table, struct arena *arena, const char *name,
                    const struct reporter_words *words, int headlines, struct err_text *text)
{
    struct table_request request = {.headlines = headlines};
    const enum err error = read_periods(&request, arena, words, text);

    return error == ERR_OK ? make(table, arena, name, words, &request, text) : error;
}

enum err make_table_with_earlier(struct table *table, struct periods *asked, struct arena *arena,
                                 const char *name, const struct reporter_words *words,
                                 int headlines, struct err_text *text)
{
    struct table_request request = {.headlines = headlines};
    enum err error = read_periods(&request, arena, words, text);

    *asked = request.periods;
    if (error == ERR_OK)
        error = change_add_periods(&request.periods, arena, text);
    if (error == ERR_OK)
        error = make(table, arena, name, words, &request, text);
    if (asked->count == 0)
        *asked = table->periods;
    return error;
}

enum err make_table_of_quarters(struct table *table, const struct table *years, struct arena *arena,
                                const char *name, const struct reporter_words *words, int headlines,
                                struct err_text *text)
{
    struct table_request request = {
        .headlines = headlines, .kind = QD__PERIOD_KIND__FINANCIAL_QUARTER, .rolling = 1};
    enum err error = ERR_OK;

    for (size_t i = 0; i < years->periods.count && error == ERR_OK; i++) {
        Qd__Period quarter;

        year_last_quarter(&years->periods.list[i], &quarter);
        error = periods_add(&request.periods, arena, &quarter, text);
    }
    return error == ERR_OK ? make(table, arena, name, words, &request, text) : error;
}
