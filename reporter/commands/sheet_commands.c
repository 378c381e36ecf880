#include "reporter/commands/sheet_commands.h"

#include "lib/base/msg.h"
#include "reporter/commands/make_view.h"

#include <errno.h>
#include <string.h>

static const struct {
    const char *name;
    sheet_write_fn *write;
} sheet_formats[] = {{"text", sheet_text}, {"csv", sheet_csv}, {"json", sheet_json}};

enum err sheet_commands_write(const struct sheet *sheet, const char *format, struct err_text *text)
{
    sheet_write_fn *write = NULL;
    enum err error;

    for (size_t i = 0; i < sizeof sheet_formats / sizeof sheet_formats[0]; i++)
        if (strcmp(sheet_formats[i].name, format) == 0)
            write = sheet_formats[i].write;
    if (write == NULL)
        return err_say(
            text, ERR_COMMAND,
            "the format %s is for tables of figures: this is written as text, csv or json", format);
    error = write(sheet, stdout);
    if (error == ERR_NO_MEMORY)
        return err_say(text, error,
                       "the table needs more memory than there is: ask for fewer "
                       "measures, periods or areas");
    if (error != ERR_OK)
        err_say_errno(text, errno, "the table could not be written in full");
    return error;
}

static int run(const struct reporter_words *words, const char *kind, const char *table)
{
    const int is_text = strcmp(words->format, "text") == 0;
    struct err_text text = {""};
    struct arena arena;
    struct view view;
    enum err error;

    arena_init(&arena, VIEW_ARENA_CAP_BYTES);
    error = make_view(&view, &arena, kind, table, words, is_text, &text);
    if (error == ERR_OK)
        error = sheet_commands_write(view.sheet, words->format, &text);
    arena_free(&arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}

int sheet_commands_compare(const void *values, const char *const *arguments)
{
    return run(values, "compare", arguments[0]);
}

int sheet_commands_change(const void *values, const char *const *arguments)
{
    return run(values, "change", arguments[0]);
}

int sheet_commands_quality(const void *values, const char *const *arguments)
{
    return run(values, "quality", arguments[0]);
}
