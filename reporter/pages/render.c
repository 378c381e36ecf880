#include "reporter/pages/render_internal.h"

#include "lib/base/file.h"
#include "lib/base/share.h"
#include "reporter/outputs/output.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { RENDER_FILE_MAX_BYTES = 1000 * 1000 };  // of a template, or of the stylesheet

// --- files

// A whole file of the templates' folder, in the arena.
static enum err read_file(char **bytes, size_t *size, struct arena *arena,
                          const struct pages_places *places, const char *name,
                          struct err_text *text)
{
    char shared[PATH_MAX];
    const char *folder = places->templates;
    const enum err error = folder == NULL ? share_path(shared, "pages", text) : ERR_OK;

    return error == ERR_OK
               ? file_read(bytes, size, RENDER_FILE_MAX_BYTES, arena,
                           arena_printf(arena, "%s/%s", folder == NULL ? shared : folder, name),
                           text)
               : error;
}

enum err render_style(struct pages_answer *answer, struct arena *arena,
                      const struct pages_places *places, struct err_text *text)
{
    char *bytes = NULL;
    const enum err error =
        read_file(&bytes, &answer->length, arena, places, RENDER_STYLE + 1, text);

    answer->body = bytes;
    answer->type = "text/css; charset=utf-8";
    return error;
}

// --- one ending each

static enum err as_json(struct pages_answer *answer, struct page *page, struct err_text *text)
{
    char *dumped = json_dumps(page->data, JSON_INDENT(1));

    answer->type = "application/json";
    answer->body = dumped == NULL ? NULL : arena_printf(page->arena, "%s\n", dumped);
    free(dumped);
    if (answer->body == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for the page's data");
    answer->length = strlen(answer->body);
    return ERR_OK;
}

typedef enum err write_fn(struct pages_answer *answer, struct page *page, struct err_text *text);

static write_fn *const writers[ROUTE_ENDINGS] = {[ROUTE_JSON] = as_json};

enum err render(struct pages_answer *answer, struct page *page, struct err_text *text)
{
    const enum route_ending ending = page->found.ending;
    write_fn *write = writers[ending];

    if (page->status == 200 && write == NULL) {
        page_unknown(page, "ending", route_ending_text(ending));
        for (int known = 0; known < ROUTE_ENDINGS; known++)
            if (writers[known] != NULL)
                page_known(page, route_ending_text((enum route_ending)known), "");
    }
    answer->status = page->status;
    answer->depends_on_day = page->depends_on_day;
    answer->sequence = page->sequence;
    return (page->status == 200 ? write : as_json)(answer, page, text);
}
