#include "reporter/pages/svg_sheet_internal.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 760, GAP = 24 };

typedef void each_fn(const char *svg, void *context);

// Every drawing of the document, in its order: a text named `svg...`, or the wide one of a pair.
static void walk(json_t *value, each_fn *each, void *context)
{
    for (void *at = json_object_iter(value); at != NULL; at = json_object_iter_next(value, at)) {
        const int is_drawing = strncmp(json_object_iter_key(at), "svg", strlen("svg")) == 0;
        json_t *member = json_object_iter_value(at), *wide = json_object_get(member, "wide");

        if (is_drawing && json_is_string(member))
            each(json_string_value(member), context);
        else if (is_drawing && json_is_string(wide))
            each(json_string_value(wide), context);
        else
            walk(member, each, context);
    }
    for (size_t i = 0; i < json_array_size(value); i++)
        walk(json_array_get(value, i), each, context);
}

static void count(const char *svg, void *context)
{
    (void)svg;
    (*(size_t *)context)++;
}

int svg_sheet_has(json_t *data)
{
    size_t drawings = 0;

    walk(data, count, &drawings);
    return drawings > 0;
}

// What svg.c writes: width and height stand behind each other in the first line.
static double height_of(const char *svg)
{
    const char *found = strstr(svg, " height=\"");

    return found == NULL ? 0 : strtod(found + strlen(" height=\""), NULL);
}

static void add_height(const char *svg, void *context)
{
    *(double *)context += height_of(svg) + GAP;
}

struct at {
    FILE *out;
    double y;
};

static void write(const char *svg, void *context)
{
    struct at *at = context;

    fprintf(at->out, "<svg y=\"%.1f\"%s\n", at->y, svg + strlen("<svg"));
    at->y += height_of(svg) + GAP;
}

void svg_sheet_write(json_t *data, FILE *out)
{
    struct at at = {.out = out};
    double height = 0;

    walk(data, add_height, &height);
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.1f\" width=\"%d\" "
            "height=\"%.1f\">\n",
            WIDTH, height, WIDTH, height);
    walk(data, write, &at);
    fputs("</svg>\n", out);
}
