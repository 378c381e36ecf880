#include "reporter/charts/svg.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void svg_number(double number, char text[SVG_NUMBER_BYTES])
{
    const long long tenths = isfinite(number) ? llround(number * 10) : 0;
    const unsigned long long size =
        tenths < 0 ? 0ULL - (unsigned long long)tenths : (unsigned long long)tenths;

    snprintf(text, SVG_NUMBER_BYTES, size % 10 == 0 ? "%s%llu" : "%s%llu.%llu",
             tenths < 0 ? "-" : "", size / 10, size % 10);
}

// As it may stand in an element or attribute; control characters are left out.
static void write_escaped(FILE *out, const char *text)
{
    for (; *text != '\0'; text++)
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        case '\'':
            fputs("&#39;", out);
            break;
        default:
            if ((unsigned char)*text >= ' ' && *text != 0x7f)
                fputc(*text, out);
        }
}

static void attribute(FILE *out, const char *name, double number)
{
    char text[SVG_NUMBER_BYTES];

    svg_number(number, text);
    fprintf(out, " %s=\"%s\"", name, text);
}

static void points(FILE *out, const struct scene_shape *shape)
{
    char x[SVG_NUMBER_BYTES], y[SVG_NUMBER_BYTES];

    fputs(" points=\"", out);
    for (size_t i = 0; i < shape->count; i++) {
        svg_number(shape->points[i].x, x);
        svg_number(shape->points[i].y, y);
        fprintf(out, "%s%s,%s", i == 0 ? "" : " ", x, y);
    }
    fputc('"', out);
}

static const char *const elements[] = {
    [SCENE_LINE] = "line", [SCENE_RECT] = "rect",      [SCENE_CIRCLE] = "circle",
    [SCENE_TEXT] = "text", [SCENE_CURVE] = "polyline", [SCENE_AREA] = "polygon"};

static void places(FILE *out, const struct scene_shape *shape)
{
    switch (shape->kind) {
    case SCENE_LINE:
        attribute(out, "x1", shape->x);
        attribute(out, "y1", shape->y);
        attribute(out, "x2", shape->x2);
        attribute(out, "y2", shape->y2);
        break;
    case SCENE_RECT:
        attribute(out, "x", shape->x);
        attribute(out, "y", shape->y);
        attribute(out, "width", shape->x2 - shape->x);
        attribute(out, "height", shape->y2 - shape->y);
        break;
    case SCENE_CIRCLE:
        attribute(out, "cx", shape->x);
        attribute(out, "cy", shape->y);
        attribute(out, "r", shape->x2);
        break;
    case SCENE_TEXT:
        attribute(out, "x", shape->x);
        attribute(out, "y", shape->y);
        break;
    case SCENE_CURVE:
    case SCENE_AREA:
        points(out, shape);
    }
}

static void write_shape(FILE *out, const struct scene_shape *shape)
{
    fprintf(out, "<%s", elements[shape->kind]);
    if (shape->class[0] != '\0')
        fprintf(out, " class=\"%s\"", shape->class);
    places(out, shape);
    if (shape->kind != SCENE_TEXT) {
        fputs("/>\n", out);
        return;
    }
    fputc('>', out);
    write_escaped(out, shape->text);
    fputs("</text>\n", out);
}

static void write_scene(const struct scene *scene, FILE *out)
{
    char width[SVG_NUMBER_BYTES], height[SVG_NUMBER_BYTES];

    svg_number(scene->width, width);
    svg_number(scene->height, height);
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" "
            "height=\"%s\" role=\"img\" "
            "aria-labelledby=\"%s-t %s-d\">\n<title id=\"%s-t\">",
            width, height, width, height, scene->id, scene->id, scene->id);
    write_escaped(out, scene->title);
    fprintf(out, "</title>\n<desc id=\"%s-d\">", scene->id);
    write_escaped(out, scene->description);
    fputs("</desc>\n", out);
    for (size_t i = 0; i < scene->count; i++)
        write_shape(out, &scene->shapes[i]);
    fputs("</svg>", out);
}

const char *svg_text(const struct scene *scene)
{
    char *written = NULL;
    const char *kept = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&written, &size);

    if (out == NULL)
        return NULL;
    write_scene(scene, out);
    if (fclose(out) == 0)
        kept = arena_strndup(scene->arena, written, size);
    free(written);
    return kept;
}
