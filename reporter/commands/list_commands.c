#include "reporter/commands/list_commands.h"

#include "lib/base/msg.h"
#include "reporter/commands/reporter_words.h"
#include "reporter/outputs/catalogue.h"
#include "reporter/outputs/period_list.h"
#include "reporter/table/table_read.h"

#include <errno.h>
#include <string.h>

enum { LIST_ARENA_CAP_BYTES = 16 * 1000 * 1000 };

int list_commands_indicators(const void *values, const char *const *arguments)
{
    const struct reporter_words *words = values;
    struct err_text text = {""};
    enum err error;

    if (arguments[0] == NULL)
        error =
            catalogue_write(words->markdown ? CATALOGUE_MARKDOWN : CATALOGUE_TEXT, stdout, &text);
    else if (words->markdown)
        error = err_say(&text, ERR_COMMAND, "--markdown writes all indicators, and takes no word");
    else
        error = catalogue_search(arguments[0], stdout, &text);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}

typedef enum err write_list(const struct returned *all, FILE *out);

// NULL: a list of periods is no table of figures.
static write_list *writer_of(const char *format)
{
    static const struct {
        const char *format;
        write_list *write;
    } writers[] = {
        {"text", period_list_text}, {"csv", period_list_csv}, {"json", period_list_json}};

    for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++)
        if (strcmp(writers[i].format, format) == 0)
            return writers[i].write;
    return NULL;
}

int list_commands_periods(const void *values, const char *const *arguments)
{
    const struct reporter_words *words = values;
    write_list *write = writer_of(words->format);
    struct err_text text = {""};
    struct store *store = NULL;
    struct returned all;
    struct kept kept;
    struct arena arena;
    enum err error;

    (void)arguments;
    arena_init(&arena, LIST_ARENA_CAP_BYTES);
    kept_init(&kept, 0);
    error = write == NULL
                ? err_say(&text, ERR_COMMAND,
                          "the list of periods is written as text, csv or json, not as %s",
                          words->format)
                : reporter_words_open_store(&store, words, &text);
    if (error == ERR_OK)
        error = table_read_returned(&all, &arena, store, &kept, words->as_of, &text);
    kept_free(&kept);
    store_close(store);
    if (error == ERR_OK && all.count == 0)
        error = err_say(&text, ERR_EMPTY, "no borough has returned anything");
    if (error == ERR_OK) {
        error = write(&all, stdout);
        if (error != ERR_OK)
            err_say_errno(&text, errno, "the list could not be written in full");
    }
    arena_free(&arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}
