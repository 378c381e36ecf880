#include "reporter/pages/svg_sheet_internal.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 760, GAP = 24, HEADING = 28, ABOVE = 10 };  // ABOVE: from a heading to its drawing

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
    *(double *)context += HEADING + height_of(svg) + GAP;
}

struct at {
    FILE *out;
    double y;
};

// Its title is the heading: escaped, as it stands in the drawing.
static void write_heading(struct at *at, const char *svg)
{
    const char *title = strstr(svg, "<title"), *end = strstr(svg, "</title>");

    title = title == NULL ? NULL : strchr(title, '>');
    at->y += HEADING;
    if (title != NULL && end != NULL)
        fprintf(at->out, "<text class=\"b\" x=\"0\" y=\"%.1f\">%.*s</text>\n", at->y - ABOVE,
                (int)(end - title - 1), title + 1);
}

static void write(const char *svg, void *context)
{
    struct at *at = context;

    write_heading(at, svg);
    fprintf(at->out, "<svg y=\"%.1f\"%s\n", at->y, svg + strlen("<svg"));
    at->y += height_of(svg) + GAP;
}

void svg_sheet_write(json_t *data, const char *style, FILE *out)
{
    const int is_simulated = json_object_get(data, "simulated") != NULL;
    struct at at = {.out = out, .y = is_simulated ? HEADING : 0};
    double height = at.y;

    walk(data, add_height, &height);
    // The rules of the page go with the file; the site's own are for a browser that takes no others.
    fprintf(out,
            "<?xml-stylesheet type=\"text/css\" href=\"/style.css\"?>\n"
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.1f\" width=\"%d\" "
            "height=\"%.1f\">\n<style><![CDATA[\n%s]]></style>\n",
            WIDTH, height, WIDTH, height, style);
    if (is_simulated)
        fprintf(out, "<text class=\"b\" x=\"0\" y=\"%d\">Simulated figures</text>\n",
                HEADING - ABOVE);
    walk(data, write, &at);
    fputs("</svg>\n", out);
}
