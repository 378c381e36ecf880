// What was found in a return, as a file for a browser: one file, with its style in it, that fetches nothing and has
// no script, so that it can be mailed. Its template comes with the programs: pages/findings.mustache.
#ifndef QD_COLLECTOR_PAGE_FOUND_HTML_H
#define QD_COLLECTOR_PAGE_FOUND_HTML_H

#include "collector/page/found_page.h"

// Writes the file, whole or not at all (lib/base/draft.h). As found_page_make, mustache_folder_render and
// draft_open.
enum err found_html_write(const char *path, struct arena *arena, const struct found_asked *asked,
                          struct err_text *text);

#endif
