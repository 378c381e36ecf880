// Pages and sentences from templates that somebody who knows no C can change: Mustache (the required
// modules of the Mustache specification, github.com/mustache/spec) over jansson's values.
//
//   in a template            gives
//   {{name}} {{a.b}}         the value, with & < > " and ' as HTML writes them
//   {{{name}}} {{&name}}     the value as it is
//   {{.}}                    the value that the section is at
//   {{#name}}...{{/name}}    once, or once for each item of a list; inside, names are looked up in the item first
//   {{^name}}...{{/name}}    where there is nothing
//   {{>name}}                another template; alone on its line, each of its lines is indented like it
//   {{!words}}               nothing
//   {{=<% %>=}}              from here on, tags are written <%name%>
//
//   value                     prints as            for a section
//   missing, null             nothing              nothing there
//   false                     false                nothing there
//   ""                        nothing              nothing there
//   []                        an error             nothing there
//   0                         0                    there: zero is a figure
//   true, other texts         itself               there
//   1.21, 3.0, 1e3            1.21, 3, 1000        there
//   an object, a list         an error             there; a list once for each item
//
// A name that was not found prints nothing, as the specification has it. No lambdas, no inheritance.
#ifndef QD_LIB_MUSTACHE_MUSTACHE_H
#define QD_LIB_MUSTACHE_MUSTACHE_H

#include "lib/base/arena.h"
#include "lib/base/err.h"

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

enum {
    // Sections within sections, and templates within templates, counted together while rendering. A
    // template that includes itself without end is stopped here.
    MUSTACHE_DEPTH_MAX = 100,
    // A page has some thousands of pieces, and a megabyte at most. Templates that include themselves
    // twice grow like 2 to the power of the depth; these stop them.
    MUSTACHE_PIECES_MAX = 4 * 1000 * 1000,
    MUSTACHE_OUTPUT_MAX_BYTES = 64 * 1024 * 1024,
};

// A template that was parsed. It is not changed any more: any number of threads may render it at once.
struct mustache;

// `name` is what errors call it ("home.mustache"). Template, name and copies of what it needs of `source` are
// in the arena. ERR_MALFORMED says name, line and what is wrong; ERR_NO_MEMORY.
enum err mustache_parse(struct arena *arena, const char *name, const char *source, size_t length,
                        const struct mustache **template, struct err_text *text);

// Where {{>name}} is looked up. NULL where there is no such template: then it gives nothing.
typedef const struct mustache *mustache_partial_fn(void *context, const char *name);

struct mustache_partials {
    mustache_partial_fn *find;  // NULL: there are none
    void *context;
};

// Writes the template with the data to `out`. ERR_MALFORMED, with name and line, for an object or a list where
// a value should print, and for what goes beyond the limits above; ERR_IO where `out` does not take it. What
// was written until then stays there.
enum err mustache_render(const struct mustache *template, const json_t *data,
                         const struct mustache_partials *partials, FILE *out,
                         struct err_text *text);

// The same for what is no HTML but a text: {{name}} gives the value as it is. It has no partials.
enum err mustache_render_text(const struct mustache *template, const json_t *data, FILE *out,
                              struct err_text *text);

#endif
