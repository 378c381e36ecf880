#include "reporter/commands/table_command.h"

#include "lib/base/msg.h"
#include "lib/base/share.h"
#include "reporter/commands/reporter_words.h"
#include "reporter/outputs/output_format.h"
#include "reporter/table/table_make.h"
#include "reporter/table/table_read.h"

enum { TABLE_ARENA_CAP_BYTES = 256 * 1000 * 1000 };  // TABLE_CELLS_MAX and what makes them

static enum err read_areas(struct areas *areas, struct arena *arena,
                           const struct reporter_words *words, struct err_text *text)
{
    char path[PATH_MAX];
    enum err error;

    if (words->reference != NULL)
        return areas_read(areas, arena, words->reference, text);
    error = share_path(path, "reference", text);
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
                     const struct reporter_words *words, struct err_text *text)
{
    struct table_request request = {.name = name,
                                    .measures = words->measures,
                                    .by = words->by,
                                    .where = words->where.words,
                                    .where_count = words->where.count,
                                    .areas = words->areas,
                                    .headlines = output_format_find(words->format)->headlines};
    struct store *store = NULL;
    struct areas areas;
    enum err error = read_periods(&request, arena, words, text);

    if (error == ERR_OK)
        error = read_areas(&areas, arena, words, text);
    if (error == ERR_OK)
        error = table_begin(table, arena, &areas, &request, text);
    if (error == ERR_OK)
        error = reporter_words_open_store(&store, words, text);
    if (error == ERR_OK)
        error = table_read(table, store, &request.periods, words->as_of, text);
    store_close(store);
    return error;
}

int table_command(const void *values, const char *const *arguments)
{
    const struct reporter_words *words = values;
    struct err_text text = {""};
    struct table table;
    struct arena arena;
    enum err error;

    arena_init(&arena, TABLE_ARENA_CAP_BYTES);
    error = make(&table, &arena, arguments[0], words, &text);
    if (error == ERR_OK)
        error = output_format_write(output_format_find(words->format), &table, words->out, stdout,
                                    &text);
    arena_free(&arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}

const char *table_command_name(size_t index)
{
    struct tables_entry table;

    return tables_at(&table, index) ? table.name : NULL;
}

const char *table_command_format(size_t index)
{
    const struct output_format *format = output_format_at(index);

    return format == NULL ? NULL : format->name;
}

const char *table_command_kind(size_t index)
{
    static const Qd__PeriodKind kinds[] = {QD__PERIOD_KIND__FINANCIAL_QUARTER,
                                           QD__PERIOD_KIND__FINANCIAL_YEAR,
                                           QD__PERIOD_KIND__CALENDAR_YEAR};

    return index < sizeof kinds / sizeof kinds[0] ? periods_kind_name(kinds[index]) : NULL;
}
