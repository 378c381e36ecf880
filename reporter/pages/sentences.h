// Sentences, made of pieces by templates that somebody who knows no C can change: those of sentences.mustache, in the
// templates' folder. A section at the beginning of a line is one sentence; the lines in it are joined by spaces:
//
//   {{#half_year}}
//   {{borough}} has {{value}}{{#share}} ({{share}}){{/share}}.
//   {{/half_year}}
//
//   sentences_say(&sentences, "half_year", "{s:s, s:s, s:s?}", "borough", name, "value", value, "share", share);
//
// Pieces are values with their units and names, numbers of boroughs, and truths ("lower"); the template has the words.
// A sentence is a text, and no HTML: whoever shows it escapes it. All that were made are kept with their pieces, so
// that a page's JSON has both, and other code can work them out a second time.
#ifndef QD_REPORTER_PAGES_SENTENCES_H
#define QD_REPORTER_PAGES_SENTENCES_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "lib/mustache/mustache.h"

#define SENTENCES_FILE "sentences.mustache"

struct sentences_template {
    const char *name, *words;
    const struct mustache *parsed;  // NULL: not yet
};

struct sentences {
    struct arena *arena;
    struct sentences_template *list;
    size_t count;
    json_t *made;  // a list of {sentence, of, says}, each once; it belongs to this
    // The first fault of a template. Whoever makes sentences writes straight lines, and looks here once.
    enum err error;
    struct err_text text;
};

// Reads the file in that folder; everything is in the arena but what sentences_free frees.
// ERR_NOT_FOUND; ERR_MALFORMED for a section without its end.
enum err sentences_read(struct sentences *sentences, struct arena *arena, const char *folder,
                        struct err_text *text);

// The sentence of that name with its pieces, as json_pack takes them. "" after a fault.
const char *sentences_say(struct sentences *sentences, const char *name, const char *pieces, ...);
const char *sentences_vsay(struct sentences *sentences, const char *name, const char *pieces,
                           va_list arguments);

// Takes what was not begun, too.
void sentences_free(struct sentences *sentences);

#endif
