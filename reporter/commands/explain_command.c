#include "reporter/commands/explain_command.h"

#include "lib/base/msg.h"
#include "reporter/commands/make_view.h"
#include "reporter/papers/papers.h"

#include <errno.h>
#include <string.h>

enum { TABLE, MEASURE, AREA, PERIOD };  // the command's arguments

typedef enum err write_papers(const struct papers *papers, FILE *out);

static write_papers *writer_of(const char *format)
{
    if (strcmp(format, "text") == 0)
        return papers_text;
    return strcmp(format, "json") == 0 ? papers_json : NULL;
}

// A name with a comma in it would be two.
static enum err check_one(const char *what, const char *word, struct err_text *text)
{
    if (word[0] != '\0' && strchr(word, ',') == NULL)
        return ERR_OK;
    return err_say(text, ERR_COMMAND, "\"%.60s\": one cell is explained, so name one %s", word,
                   what);
}

static enum err check(const char *const *arguments, const char *format, struct err_text *text)
{
    enum err error = check_one("measure", arguments[MEASURE], text);

    if (error == ERR_OK)
        error = check_one("borough or area", arguments[AREA], text);
    if (error == ERR_OK && writer_of(format) == NULL)
        error = err_say(text, ERR_COMMAND, "papers are written as text or json, not as %s", format);
    return error;
}

static enum err make(struct papers *papers, struct view *view, struct arena *arena,
                     const struct reporter_words *words, const char *const *arguments,
                     struct err_text *text)
{
    struct reporter_words of_cell = *words;
    struct store *store = NULL;
    struct kept kept;
    enum err error = check(arguments, words->format, text);

    of_cell.measures = arguments[MEASURE];
    of_cell.areas = arguments[AREA];
    of_cell.periods = arguments[PERIOD];
    kept_init(&kept, 0);
    if (error == ERR_OK)
        error = make_view_begin(view, arena, "table", arguments[TABLE], &of_cell, 0, text);
    if (error == ERR_OK)
        error = reporter_words_open_store(&store, words, text);
    if (error == ERR_OK)
        error = papers_pin(&view->asked.as_of, store, text);
    if (error == ERR_OK)
        error = view_make(view, store, &kept, text);
    if (error == ERR_OK)
        error = papers_make(papers, view, store, text);
    kept_free(&kept);
    store_close(store);
    return error;
}

int explain_command(const void *values, const char *const *arguments)
{
    const struct reporter_words *words = values;
    struct err_text text = {""};
    struct papers papers;
    struct arena arena;
    struct view view;
    enum err error;

    arena_init(&arena, VIEW_ARENA_CAP_BYTES);
    error = make(&papers, &view, &arena, words, arguments, &text);
    if (error == ERR_OK) {
        error = writer_of(words->format)(&papers, stdout);
        if (error != ERR_OK)
            err_say_errno(&text, errno, "the papers could not be written in full");
    }
    arena_free(&arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}
