// Drawings of a page.
#include "reporter/charts/svg.h"
#include "reporter/pages/page_internal.h"

void page_draw_once(struct page *page, json_t *object, const char *key, struct scene *scene)
{
    const char *svg = svg_text(scene);

    page_say(page, object, key, "%s", svg == NULL ? "" : svg);
    if (svg == NULL)
        page->failed = 1;
}

void page_draw(struct page *page, json_t *object, const char *id, const char *title,
               const char *description, page_draw_fn *draw, const void *drawn)
{
    static const char *const sizes[SCENE_SIZES] = {"wide", "narrow"};
    json_t *svg = page_object(page, object, "svg");

    for (int size = 0; size < SCENE_SIZES; size++) {
        struct scene scene;

        scene_begin(&scene, page->arena, arena_printf(page->arena, "%s-%c", id, sizes[size][0]),
                    title, description);
        draw(&scene, drawn, size);
        page_draw_once(page, svg, sizes[size], &scene);
    }
}
