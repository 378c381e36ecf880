// The bytes of an answer, from the document of a page.
#ifndef QD_REPORTER_PAGES_RENDER_INTERNAL_H
#define QD_REPORTER_PAGES_RENDER_INTERNAL_H

#include "reporter/pages/page_internal.h"

#define RENDER_STYLE "/style.css"

// What stands on every page. A page without a table or drawings becomes one of 404 for .csv or .svg.
void render_prepare(struct page *page);

// As the address's ending asks for it.
enum err render(struct pages_answer *answer, struct page *page, struct err_text *text);

// The stylesheet.
enum err render_style(struct pages_answer *answer, struct arena *arena,
                      const struct pages_places *places, struct err_text *text);

// The sentences of the templates' folder. As sentences_read.
enum err render_sentences(struct sentences *sentences, struct arena *arena,
                          const struct pages_places *places, struct err_text *text);

#endif
