#include "reporter/commands/table_command.h"

#include "lib/base/msg.h"
#include "reporter/commands/make_view.h"
#include "reporter/commands/sheet_commands.h"
#include "reporter/outputs/output_format.h"

static enum err write_view(const struct view *view, const struct reporter_words *words,
                           struct err_text *text)
{
    if (view->sheet == NULL)
        return output_format_write(output_format_find(words->format), view->table, words->out,
                                   stdout, text);
    if (words->out != NULL)
        return err_say(text, ERR_COMMAND, "the table %s is written to stdout, and takes no --out",
                       view->asked.table);
    return sheet_commands_write(view->sheet, words->format, text);
}

int table_command(const void *values, const char *const *arguments)
{
    const struct reporter_words *words = values;
    struct err_text text = {""};
    struct arena arena;
    struct view view;
    enum err error;

    arena_init(&arena, VIEW_ARENA_CAP_BYTES);
    error = make_view(&view, &arena, "table", arguments[0], words,
                      output_format_find(words->format)->headlines, &text);
    if (error == ERR_OK)
        error = write_view(&view, words, &text);
    arena_free(&arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}

const char *table_command_figures_name(size_t index)
{
    return view_table_at("compare", index);
}

const char *table_command_name(size_t index)
{
    return view_table_at("table", index);
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
