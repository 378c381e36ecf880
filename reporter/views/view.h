// A view: a table of figures, or a sheet that is made of such tables, as somebody asks for it. What can be
// asked for stands in one list (view_at), with who may see it; command lines, pages and editions fill in
// the same struct and get the same.
//
//     view_begin(&view, &arena, &asked, reference, text);   what is asked for is judged, without a store
//     view_make(&view, store, kept, text);                  and made, of returns that are kept where they were read
//
// The store is not needed afterwards. Everything is in the arena, and what `asked` points to outlives the
// view.
#ifndef QD_REPORTER_VIEWS_VIEW_H
#define QD_REPORTER_VIEWS_VIEW_H

#include "reporter/outputs/panel_sheet.h"
#include "reporter/outputs/sheet.h"
#include "reporter/table/table_make.h"
#include "reporter/table/table_read.h"
#include "reporter/views/audience.h"

enum { VIEW_ARENA_CAP_BYTES = 256 * 1000 * 1000 };  // TABLE_CELLS_MAX and what makes them

// What is asked for, in the words of a command line. What is NULL or 0 is not said.
struct view_asked {
    const char *kind;         // "table", "compare": view_at
    const char *table;        // "timeliness", "providers"
    const char *periods;      // "2024-25 Q4", "2022..2024": periods.h
    const char *all_periods;  // or all that there are of a kind: periods_kind_name
    const char *measures, *by, *areas;
    const char *const *where;
    size_t where_count;
    int rolling;
    int for_people;  // the headlines, the rows that tell most, rounded; else everything, exact
    struct as_of as_of;
    struct audience audience;
    int with_own_words;  // of a table for a borough: what it says of its figures; the panel's has all words
    const char *calendar;  // a file; NULL: that of the reference lists, if there is one
};

struct view {
    const struct view_kind *kind;
    struct view_asked asked;
    struct sheet *sheet;          // NULL: it is the table
    struct table *table;          // of which the sheet is made; NULL: the sheet is of no table
    const struct places *places;  // of the panel's tables: of which the sheet is made
    // How it is made.
    struct arena *arena;
    const char *reference;  // the folder of the reference lists
    struct areas areas;
    struct calendar *calendar;
    struct table_request request;
    struct periods shown;  // of a change: without the periods from which it is
    Qd__Period period;     // of the panel's tables
};

// Finds out what is asked for. ERR_COMMAND for a word that is not right; else as areas.h says.
enum err view_begin(struct view *view, struct arena *arena, const struct view_asked *asked,
                    const char *reference, struct err_text *text);

// Makes the view from a store. ERR_EMPTY when there is nothing; else as table_read.h says.
enum err view_make(struct view *view, struct store *store, struct kept *kept,
                   struct err_text *text);

// --- which views there are

struct view_kind {
    const char *name;  // "table"
    int is_of_panel;   // of each of the panel's own tables; else of each of reporter/table/tables.h
    int is_of_figures;  // and not of the submissions
    enum err (*begin)(struct view *view, struct err_text *text);
    enum err (*make)(struct view *view, struct store *store, struct kept *kept,
                     struct err_text *text);
};

struct view_entry {
    const struct view_kind *kind;
    const char *table;
};

// The index-th view: 1, or 0 beyond the last.
int view_at(struct view_entry *entry, size_t index);

// The same among those of one kind: the table's name, NULL beyond the last.
const char *view_table_at(const char *kind, size_t index);

// Whether an audience may see a view, or some of it.
int view_is_for(const struct view_entry *entry, const struct audience *audience);

#endif
