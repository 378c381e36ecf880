#include "collector/page/found_html.h"

#include "lib/base/draft.h"
#include "lib/base/share.h"
#include "lib/mustache/mustache_folder.h"

enum err found_html_write(const char *path, struct arena *arena, const struct found_asked *asked,
                          struct err_text *text)
{
    char templates[PATH_MAX];
    struct draft draft;
    json_t *page;
    enum err error = share_path(templates, "pages", text);

    if (error == ERR_OK)
        error = draft_open(&draft, path, text);
    if (error != ERR_OK)
        return error;
    error = found_page_make(&page, arena, asked, text);
    if (error == ERR_OK)
        error = mustache_folder_render(templates, "findings", page, draft.out, text);
    if (error == ERR_OK)
        error = draft_keep(&draft, text);
    else
        draft_drop(&draft);
    json_decref(page);
    return error;
}
