// `render_mustache FILE`: prints what a template gives. FILE holds an object as a case of the Mustache
// specification does: {"template": TEXT, "data": VALUE, "partials": {NAME: TEXT}}; - is standard input.
#include "lib/mustache/mustache.h"

#include <stdio.h>
#include <string.h>

enum { MEMORY_MAX_BYTES = 64 * 1024 * 1024 };

struct partials {
    struct arena *arena;
    const json_t *texts;
    enum err error;
    struct err_text *text;
};

static const struct mustache *find_partial(void *context, const char *name)
{
    struct partials *partials = context;
    const json_t *source = json_object_get(partials->texts, name);
    const struct mustache *found = NULL;

    if (source != NULL && partials->error == ERR_OK)
        partials->error = mustache_parse(partials->arena, name, json_string_value(source),
                                         json_string_length(source), &found, partials->text);
    return found;
}

static enum err render(struct arena *arena, const json_t *page, struct err_text *text)
{
    const json_t *source = json_object_get(page, "template");
    struct partials context = {arena, json_object_get(page, "partials"), ERR_OK, text};
    const struct mustache_partials partials = {find_partial, &context};
    const struct mustache *template;
    enum err error;

    if (!json_is_string(source))
        return err_say(text, ERR_COMMAND, "\"template\" is missing, or is no text");
    error = mustache_parse(arena, "template", json_string_value(source), json_string_length(source),
                           &template, text);
    if (error == ERR_OK)
        error = mustache_render(template, json_object_get(page, "data"), &partials, stdout, text);
    return context.error != ERR_OK ? context.error : error;
}

int main(int argc, char **argv)
{
    struct err_text text = {""};
    struct arena arena;
    json_error_t fault;
    json_t *page;
    enum err error;

    if (argc != 2) {
        fprintf(stderr, "usage: render_mustache FILE\n");
        return ERR_KIND_COMMAND;
    }
    page = strcmp(argv[1], "-") == 0 ? json_loadf(stdin, 0, &fault)
                                     : json_load_file(argv[1], 0, &fault);
    if (page == NULL) {
        fprintf(stderr, "render_mustache: %s: line %d: %s\n", argv[1], fault.line, fault.text);
        return ERR_KIND_COMMAND;
    }
    arena_init(&arena, MEMORY_MAX_BYTES);
    error = render(&arena, page, &text);
    if (error != ERR_OK)
        fprintf(stderr, "render_mustache: %s\n", text.text);
    arena_free(&arena);
    json_decref(page);
    return err_exit_status(error);
}
