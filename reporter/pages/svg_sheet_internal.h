// The drawings of a page as one drawing, for `.svg`: the wide ones, one below the other.
#ifndef QD_REPORTER_PAGES_SVG_SHEET_INTERNAL_H
#define QD_REPORTER_PAGES_SVG_SHEET_INTERNAL_H

#include <jansson.h>
#include <stdio.h>

// Whether the document of a page has a drawing.
int svg_sheet_has(json_t *data);

// Each under its title. `style` is the stylesheet, which goes with the file.
void svg_sheet_write(json_t *data, const char *style, FILE *out);

#endif
