#include "reporter/commands/table_command.h"

#include "lib/base/msg.h"
#include "reporter/commands/make_table.h"
#include "reporter/commands/panel_command.h"
#include "reporter/outputs/output_format.h"
#include "reporter/table/table_make.h"

int table_command(const void *values, const char *const *arguments)
{
    const struct reporter_words *words = values;
    struct err_text text = {""};
    struct table table;
    struct arena arena;
    enum err error;

    if (panel_command_has(arguments[0]))
        return panel_command(words, arguments[0]);
    arena_init(&arena, MAKE_TABLE_ARENA_CAP_BYTES);
    error = make_table(&table, &arena, arguments[0], words,
                       output_format_find(words->format)->headlines, &text);
    if (error == ERR_OK)
        error = output_format_write(output_format_find(words->format), &table, words->out, stdout,
                                    &text);
    arena_free(&arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}

const char *table_command_figures_name(size_t index)
{
    struct tables_entry table;

    return tables_at(&table, index) ? table.name : NULL;
}

const char *table_command_name(size_t index)
{
    struct tables_entry table;

    for (size_t i = 0; i < index; i++)
        if (!tables_at(&table, i))
            return panel_command_name(index - i);
    return tables_at(&table, index) ? table.name : panel_command_name(0);
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
