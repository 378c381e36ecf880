#include "reporter/service/paper.h"

#include "lib/base/arena.h"
#include "lib/base/share.h"
#include "lib/mustache/mustache.h"
#include "reporter/service/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEMPLATE_MAX_BYTES = 64 * 1024, ARENA_MAX_BYTES = 1024 * 1024 };

static const struct {
    unsigned status;
    const char *title, *words;
} refusals[PAPER_REFUSALS] = {
#define REFUSAL(name, status, title, words) {status, title, words},
#include "reporter/service/refusals.def"
#undef REFUSAL
};

// --- templates

struct shelf_of_templates {
    struct arena *arena;
    const char *folder;
};

static const struct mustache *read_template(void *context, const char *name)
{
    const struct shelf_of_templates *templates = context;
    const struct mustache *template = NULL;
    char *source = arena_alloc(templates->arena, TEMPLATE_MAX_BYTES);
    const char *path = arena_printf(templates->arena, "%s/%s.mustache", templates->folder, name);
    FILE *file = path == NULL ? NULL : fopen(path, "re");

    if (file != NULL && source != NULL) {
        const size_t length = fread(source, 1, TEMPLATE_MAX_BYTES, file);

        (void)mustache_parse(templates->arena, name, source, length, &template, NULL);
    }
    if (file != NULL)
        (void)fclose(file);
    return template;
}

// NULL: it could not be made.
static char *render(const char *folder, const char *name, const json_t *data, size_t *length)
{
    struct arena arena;
    struct shelf_of_templates templates = {.arena = &arena, .folder = folder};
    const struct mustache_partials partials = {read_template, &templates};
    const struct mustache *template;
    char *text = NULL;
    FILE *out;
    enum err error = ERR_NOT_FOUND;

    arena_init(&arena, ARENA_MAX_BYTES);
    template = read_template(&templates, name);
    out = template == NULL ? NULL : open_memstream(&text, length);
    if (out != NULL) {
        error = mustache_render(template, data, &partials, out, NULL);
        (void)fclose(out);
    }
    arena_free(&arena);
    if (error == ERR_OK)
        return text;
    free(text);
    return NULL;
}

static struct MHD_Response *as_text(const json_t *data)
{
    const char *title = json_string_value(json_object_get(data, "title"));
    const char *words = json_string_value(json_object_get(data, "words"));
    char text[1024];
    const int length = snprintf(text, sizeof text, "%s\n%s\n", title == NULL ? "" : title,
                                words == NULL ? "" : words);

    return reply_make("text/plain; charset=utf-8", text, (size_t)length);
}

// What the head of every page asks for. The service's own say nothing about who reads.
static void add_head(json_t *data)
{
    (void)json_object_set_new(
        data, "navigation",
        json_pack("[{s:s, s:s}]", "label", "About the figures", "address", "/about"));
    if (json_object_get(data, "reader") == NULL)
        (void)json_object_set_new(data, "reader", json_pack("{s:s}", "name", "everybody"));
}

struct MHD_Response *paper_make(const char *templates, const char *template, json_t *data)
{
    char shared[PATH_MAX];
    struct MHD_Response *response;
    size_t length = 0;
    char *text = NULL;

    add_head(data);
    if (templates == NULL && share_path(shared, "pages", NULL) == ERR_OK)
        templates = shared;
    if (templates != NULL)
        text = render(templates, template, data, &length);
    response = text == NULL ? as_text(data) : reply_take("text/html; charset=utf-8", text, length);
    reply_keep_nowhere(response);
    json_decref(data);
    return response;
}

json_t *paper_refusal(enum paper_refusal refusal, const char *more)
{
    return json_pack("{s:i, s:s, s:s, s:s}", "status", (int)refusals[refusal].status, "title",
                     refusals[refusal].title, "words", refusals[refusal].words, "more", more);
}

unsigned paper_status(enum paper_refusal refusal)
{
    return refusals[refusal].status;
}
