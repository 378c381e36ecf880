#include "reporter/commands/view_commands.h"

#include "lib/base/msg.h"
#include "reporter/commands/make_view.h"
#include "reporter/outputs/output_format.h"

static int run(const struct reporter_words *words, const char *kind, const char *table)
{
    const struct output_format *format = output_format_find(words->format);
    struct err_text text = {""};
    struct output_subject subject;
    struct arena arena;
    struct view view;
    enum err error;

    arena_init(&arena, VIEW_ARENA_CAP_BYTES);
    error = make_view(&view, &arena, kind, table, words, format->for_people, &text);
    if (error == ERR_OK) {
        subject = (struct output_subject){.table = view.table, .sheet = view.sheet};
        error = output_format_write(format, &subject, words->out, stdout, &text);
    }
    arena_free(&arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}

int view_commands_table(const void *values, const char *const *arguments)
{
    return run(values, "table", arguments[0]);
}

int view_commands_compare(const void *values, const char *const *arguments)
{
    return run(values, "compare", arguments[0]);
}

int view_commands_change(const void *values, const char *const *arguments)
{
    return run(values, "change", arguments[0]);
}

int view_commands_quality(const void *values, const char *const *arguments)
{
    return run(values, "quality", arguments[0]);
}

const char *view_commands_figures_name(size_t index)
{
    return view_table_at("compare", index);
}

const char *view_commands_name(size_t index)
{
    return view_table_at("table", index);
}

const char *view_commands_format(size_t index)
{
    const struct output_format *format = output_format_at(index);

    return format == NULL ? NULL : format->name;
}

const char *view_commands_kind(size_t index)
{
    static const Qd__PeriodKind kinds[] = {QD__PERIOD_KIND__FINANCIAL_QUARTER,
                                           QD__PERIOD_KIND__FINANCIAL_YEAR,
                                           QD__PERIOD_KIND__CALENDAR_YEAR};

    return index < sizeof kinds / sizeof kinds[0] ? periods_kind_name(kinds[index]) : NULL;
}
