#include "reporter/pages/render_internal.h"

#include "lib/base/file.h"
#include "lib/base/share.h"
#include "lib/mustache/mustache_folder.h"
#include "reporter/pages/svg_sheet_internal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { RENDER_FILE_MAX_BYTES = 1000 * 1000 };  // of the stylesheet

// --- files

static enum err folder_of(char path[PATH_MAX], const struct pages_places *places,
                          struct err_text *text)
{
    if (places->templates == NULL)
        return share_path(path, "pages", text);
    if (snprintf(path, PATH_MAX, "%s", places->templates) >= PATH_MAX)
        return err_say(text, ERR_COMMAND, "the name of the templates' folder is too long");
    return ERR_OK;
}

enum err render_style(struct pages_answer *answer, struct arena *arena,
                      const struct pages_places *places, struct err_text *text)
{
    char folder[PATH_MAX], *bytes = NULL;
    enum err error = folder_of(folder, places, text);

    if (error == ERR_OK)
        error = file_read(&bytes, &answer->length, RENDER_FILE_MAX_BYTES, arena,
                          arena_printf(arena, "%s%s", folder, RENDER_STYLE), text);
    answer->body = bytes;
    answer->type = "text/css; charset=utf-8";
    return error;
}

enum err render_sentences(struct sentences *sentences, struct arena *arena,
                          const struct pages_places *places, struct err_text *text)
{
    char folder[PATH_MAX];
    const enum err error = folder_of(folder, places, text);

    return error == ERR_OK ? sentences_read(sentences, arena, folder, text) : error;
}

// --- bytes that are written to a stream

struct written {
    FILE *out;
    char *bytes;
    size_t size;
};

static enum err written_begin(struct written *written, struct err_text *text)
{
    *written = (struct written){.bytes = NULL};
    written->out = open_memstream(&written->bytes, &written->size);
    return written->out == NULL ? err_say(text, ERR_NO_MEMORY, "there is no memory for the page")
                                : ERR_OK;
}

// Takes what was written as the body, unless there was an error.
static enum err written_end(struct written *written, struct pages_answer *answer,
                            struct arena *arena, enum err error, struct err_text *text)
{
    if (fclose(written->out) != 0 && error == ERR_OK)
        error = err_say(text, ERR_NO_MEMORY, "there is no memory for the page");
    if (error == ERR_OK) {
        answer->body = arena_strndup(arena, written->bytes, written->size);
        answer->length = written->size;
        if (answer->body == NULL)
            error = err_say(text, ERR_NO_MEMORY, "there is no memory for the page");
    }
    free(written->bytes);
    return error;
}

// --- one ending each

// What `.json` leaves out: drawings.
static void leave_drawings_out(json_t *value)
{
    void *next = NULL;

    for (void *at = json_object_iter(value); at != NULL; at = next) {
        const char *key = json_object_iter_key(at);

        next = json_object_iter_next(value, at);
        if (strncmp(key, "svg", strlen("svg")) == 0)
            json_object_del(value, key);
        else
            leave_drawings_out(json_object_iter_value(at));
    }
    for (size_t i = 0; i < json_array_size(value); i++)
        leave_drawings_out(json_array_get(value, i));
}

static enum err as_json(struct pages_answer *answer, struct page *page, struct err_text *text)
{
    char *dumped;

    leave_drawings_out(page->data);
    dumped = json_dumps(page->described != NULL ? page->described : page->data,
                        JSON_INDENT(1) | JSON_REAL_PRECISION(15));
    answer->type = "application/json";
    answer->body = dumped == NULL ? NULL : arena_printf(page->arena, "%s\n", dumped);
    free(dumped);
    if (answer->body == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for the page's data");
    answer->length = strlen(answer->body);
    return ERR_OK;
}

static enum err as_html(struct pages_answer *answer, struct page *page, struct err_text *text)
{
    const char *template = page->status == 200 ? page->found.route->template : "page_unknown";
    struct written written;
    char folder[PATH_MAX];
    enum err error = folder_of(folder, page->places, text);

    answer->type = "text/html; charset=utf-8";
    if (error == ERR_OK)
        error = written_begin(&written, text);
    if (error != ERR_OK)
        return error;
    error = mustache_folder_render(folder, template, page->data, written.out, text);
    return written_end(&written, answer, page->arena, error, text);
}

static enum err as_figures(struct pages_answer *answer, struct page *page, const char *name,
                           struct err_text *text)
{
    const struct output_file *file = &output_format_find(name)->files[0];
    struct written written;
    enum err error = written_begin(&written, text);

    if (error != ERR_OK)
        return error;
    error = page->figures.sheet != NULL ? file->sheet(page->figures.sheet, written.out)
                                        : file->table(page->figures.table, written.out);
    if (error != ERR_OK)
        err_say(text, error, "the figures of %s cannot be written", page->found.address);
    return written_end(&written, answer, page->arena, error, text);
}

static enum err as_csv(struct pages_answer *answer, struct page *page, struct err_text *text)
{
    answer->type = "text/csv; charset=utf-8";
    return as_figures(answer, page, "csv", text);
}

static enum err as_xlsx(struct pages_answer *answer, struct page *page, struct err_text *text)
{
    answer->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return as_figures(answer, page, "xlsx", text);
}

static enum err as_svg(struct pages_answer *answer, struct page *page, struct err_text *text)
{
    struct pages_answer style;
    struct written written;
    enum err error = render_style(&style, page->arena, page->places, text);

    answer->type = "image/svg+xml";
    if (error == ERR_OK)
        error = written_begin(&written, text);
    if (error != ERR_OK)
        return error;
    svg_sheet_write(page->data, style.body, written.out);
    return written_end(&written, answer, page->arena, error, text);
}

// --- which of them a page has

static int has_format(const struct page *page, const char *name)
{
    const struct output_format *format = output_format_find(name);

    if (format == NULL)
        return 0;
    return page->figures.sheet != NULL ? format->files[0].sheet != NULL
                                       : page->figures.table != NULL;
}

static int has_html(const struct page *page)
{
    (void)page;
    return 1;
}

static int has_csv(const struct page *page)
{
    return has_format(page, "csv");
}

static int has_xlsx(const struct page *page)
{
    return has_format(page, "xlsx");
}

static int has_svg(const struct page *page)
{
    return svg_sheet_has(page->data);
}

static const struct {
    enum err (*write)(struct pages_answer *answer, struct page *page, struct err_text *text);
    int (*has)(const struct page *page);
    const char *label, *words;  // of the list of downloads; NULL: it is not in it
} writers[ROUTE_ENDINGS] = {
    [ROUTE_HTML] = {as_html, has_html, NULL, NULL},
    [ROUTE_JSON] = {as_json, has_html, "JSON",
                    "for programs: all that is on the page; /api describes it"},
    [ROUTE_CSV] = {as_csv, has_csv, "CSV", "tidy and long, one line a figure, for other tools"},
    [ROUTE_XLSX] = {as_xlsx, has_xlsx, "Excel workbook", "the same lines, with what they mean"},
    [ROUTE_SVG] = {as_svg, has_svg, "Charts, SVG", "for reports and slides"},
};

static void say_downloads(struct page *page)
{
    json_t *list = page_list(page, page->data, "downloads");
    const char *query = page->request->query;

    for (int ending = 0; ending < ROUTE_ENDINGS; ending++) {
        json_t *item;

        if (writers[ending].label == NULL || !writers[ending].has(page))
            continue;
        item = page_item(page, list);
        page_say(page, item, "label", "%s", writers[ending].label);
        page_say(page, item, "words", "%s", writers[ending].words);
        page_say(page, item, "address", "%s%s%s%s", page->found.address,
                 route_ending_text((enum route_ending)ending),
                 query == NULL || query[0] == '\0' ? "" : "?", query == NULL ? "" : query);
    }
}

static void unknown_ending(struct page *page)
{
    int has[ROUTE_ENDINGS];

    for (int ending = 0; ending < ROUTE_ENDINGS; ending++)
        has[ending] = writers[ending].has(page);
    page_unknown(page, "form of this page", route_ending_text(page->found.ending));
    for (int ending = 0; ending < ROUTE_ENDINGS; ending++)
        if (has[ending])
            page_known(page, ending == ROUTE_HTML ? "The page" : writers[ending].label,
                       arena_printf(page->arena, "%s%s", page->found.address,
                                    route_ending_text((enum route_ending)ending)));
}

static const char *file_name(const struct page *page)
{
    const char *name = page->saved_as == NULL ? page_slug(page) : page->saved_as;

    if (page->found.ending == ROUTE_HTML)
        return NULL;
    return arena_printf(page->arena, "%s%s%s", name[0] == '\0' ? "overview" : name,
                        page->is_for_panel ? "-panel-only" : "",
                        route_ending_text(page->found.ending));
}

void render_prepare(struct page *page)
{
    if (page->status == 200 && !writers[page->found.ending].has(page))
        unknown_ending(page);
    page_simulated_store(page);
}

enum err render(struct pages_answer *answer, struct page *page, struct err_text *text)
{
    answer->status = page->status;
    answer->depends_on_day = page->depends_on_day;
    answer->sequence = page->sequence;
    if (page->status != 200)
        return (page->found.ending == ROUTE_HTML ? as_html : as_json)(answer, page, text);
    say_downloads(page);
    answer->file_name = file_name(page);
    return writers[page->found.ending].write(answer, page, text);
}
