// The panel's own tables in the catalogue (catalogue_panel.c): what each is and who may see it.
#ifndef QD_REPORTER_OUTPUTS_CATALOGUE_INTERNAL_H
#define QD_REPORTER_OUTPUTS_CATALOGUE_INTERNAL_H

#include <stdio.h>

void catalogue_panel_text(FILE *out);
void catalogue_panel_markdown(FILE *out);

// The table of that name alone: 1, or 0 when it is not one of them.
int catalogue_panel_named(const char *name, FILE *out);

#endif
