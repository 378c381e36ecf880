// How each kind of view is made, for the list in view.c.
#ifndef QD_REPORTER_VIEWS_VIEW_INTERNAL_H
#define QD_REPORTER_VIEWS_VIEW_INTERNAL_H

#include "reporter/views/view.h"

// Tables of figures, and the sheets made of them: view_figures.c.
enum err view_figures_begin(struct view *view, struct err_text *text);
enum err view_figures_begin_change(struct view *view, struct err_text *text);
enum err view_figures_begin_quality(struct view *view, struct err_text *text);
enum err view_figures_make(struct view *view, struct store *store, struct kept *kept,
                           struct err_text *text);
enum err view_figures_make_compare(struct view *view, struct store *store, struct kept *kept,
                                   struct err_text *text);
enum err view_figures_make_change(struct view *view, struct store *store, struct kept *kept,
                                  struct err_text *text);
enum err view_figures_make_quality(struct view *view, struct store *store, struct kept *kept,
                                   struct err_text *text);

// The panel's tables of prices: view_panel.c.
enum err view_panel_begin(struct view *view, struct err_text *text);
enum err view_panel_make(struct view *view, struct store *store, struct kept *kept,
                         struct err_text *text);

// An empty table, or an empty sheet, of the view: view_new.c.
enum err view_new_table(struct view *view, struct table **table, struct err_text *text);
enum err view_new_sheet(struct view *view, struct err_text *text);

#endif
