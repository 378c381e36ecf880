#include "reporter/pages/pages.h"

#include "reporter/pages/page_internal.h"
#include "reporter/pages/render_internal.h"
#include "reporter/table/kept.h"

#include <string.h>

// --- what is no page

static void nowhere(struct page *page)
{
    page_unknown(page, "address", page->request->path);
    for (size_t i = 0; i < route_count; i++)
        if (page->request->reader.audience >= route_list[i].audience)
            page_known(page, route_list[i].pattern,
                       strchr(route_list[i].pattern, '{') == NULL ? route_list[i].pattern : "");
}

// --- the answer

static enum err make(struct page *page, struct err_text *text)
{
    const struct route *route = page->found.route;
    enum err error = ERR_OK;

    page_set(page, page->data, "version", json_integer(PAGES_JSON_VERSION));
    if (route == NULL)
        nowhere(page);
    else if (page->request->reader.audience < route->audience)
        page_forbidden(page, route->audience);
    else {
        page->is_for_panel = route->audience == PAGES_PANEL;
        page_say(page, page->data, "page", "%s", route->name);
        error = route->make(page, text);
        page_choices_end(page);
    }
    return error;
}

// What was noted while it was made, and stopped nothing.
static enum err noted(const struct page *page, struct err_text *text)
{
    if (page->sentences.error != ERR_OK)
        return err_say(text, page->sentences.error, "%s", page->sentences.text.text);
    if (page->failed || page->arena->exhausted)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for the page %.100s",
                       page->found.address == NULL ? "" : page->found.address);
    return ERR_OK;
}

static void end(struct page *page, struct kept *own)
{
    kept_look_end(page->kept);
    store_close(page->store);
    kept_free(own);
    sentences_free(&page->sentences);
    json_decref(page->data);
    json_decref(page->described);
}

enum err pages_answer(struct pages_answer *answer, struct arena *arena,
                      const struct pages_places *places, const struct pages_request *request,
                      struct err_text *text)
{
    struct page page = {
        .arena = arena, .places = places, .request = request, .data = json_object(), .status = 200};
    struct kept own;
    enum err error;

    kept_init(&own, PAGES_KEPT_BYTES);
    page.kept = places->kept == NULL ? &own : places->kept;
    *answer = (struct pages_answer){.status = 200};
    if (strcmp(request->path, RENDER_STYLE) == 0) {
        error = render_style(answer, arena, places, text);
        goto done;
    }
    query_parse(&page.query, arena, request->query);
    error = render_sentences(&page.sentences, arena, places, text);
    if (error == ERR_OK)
        error = route_find(&page.found, arena, request->path);
    if (error == ERR_OK)
        error = make(&page, text);
    if (error == ERR_OK)
        render_prepare(&page);
    page_set(&page, page.data, "sentences", json_incref(page.sentences.made));
    if (error == ERR_OK)
        error = noted(&page, text);
    if (error == ERR_OK)
        error = render(answer, &page, text);
done:
    end(&page, &own);
    return error;
}

enum err pages_simulated(const char **words, struct arena *arena, const struct pages_places *places,
                         struct err_text *text)
{
    struct kept own;
    struct page page = {.arena = arena,
                        .places = places,
                        .data = json_object(),
                        .kept = &own,
                        .knows_simulated = 1};
    enum err error = render_sentences(&page.sentences, arena, places, text);

    kept_init(&own, 0);
    *words = NULL;
    if (error == ERR_OK)
        error = page_store(&page, text);
    if (error == ERR_OK)
        page_simulated_store(&page);
    if (error == ERR_OK)
        error = noted(&page, text);
    if (error == ERR_OK && json_object_get(page.data, "simulated") != NULL)
        *words = arena_strdup(arena, json_string_value(json_object_get(page.data, "simulated")));
    end(&page, &own);
    return error;
}
