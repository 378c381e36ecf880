// The papers of one cell (promise G): every return that it is made of, with what its receipt says, the
// figures that it gives, what its borough said of them, what was asked and not answered, and what came
// before it or became of it.
//
// A receipt is made of the entry of its return and nothing else (proto/wire: Receipt), so the entry is the
// receipt's paper: sequence, link, revision, time, submission id, hash and open queries. A borough holds the
// same ones.
#ifndef QD_REPORTER_PAPERS_PAPERS_H
#define QD_REPORTER_PAPERS_PAPERS_H

#include "reporter/papers/history.h"
#include "reporter/table/table_notes.h"
#include "reporter/views/view.h"

// A figure that a return gives to the cell.
struct papers_figure {
    const char *name;  // "plans_issued_ex"
    struct figure figure;
    int of_denominator;
    int taken_away;  // from the others, not added to them
    int is_money;    // in pence
};

// What is said of the cell's figures in a return.
struct papers_said {
    const struct rule *rule;  // NULL: it is the note of the return
    const char *words;        // NULL: asked, and not answered
    const char *what;         // of an open query: what was found; else NULL
};

struct papers_return {
    Qd__Period period;
    enum table_role role;
    int is_used;  // 0: the year's own return stands in the cell, and this quarter beside it
    struct journal_entry entry;  // without its body
    enum store_standing standing;
    const struct history_event *ended;  // how it was withdrawn or redacted; NULL: it stands
    struct papers_figure *figures;
    size_t figures_count;
    struct papers_said *said;
    size_t said_count;
};

struct papers_borough {
    int row;
    const struct table_cell *cell;
    int is_in;  // both of its figures are there: it counts in an area
    struct papers_return *returns;
    size_t returns_count;
};

struct papers {
    const struct view_asked *asked;
    const struct table *table;  // of one column and period that matter: the first ones
    int row;
    struct table_cell cell;
    struct journal_entry then;  // the last entry that stood then: a journal that has it is this one
    struct history history;
    struct papers_borough *boroughs;
    size_t boroughs_count;
};

// Follows the first cell of a table of one row, which the view has made from the store as of a number of
// the journal (papers_pin). Everything is in the view's arena. ERR_COMMAND when it is not one cell.
enum err papers_make(struct papers *papers, const struct view *view, struct store *store,
                     struct err_text *text);

// As of now: the number with which the journal ends, so that what is read twice is the same.
enum err papers_pin(struct as_of *as_of, struct store *store, struct err_text *text);

// "the return for 2025-26 Q3", "the quarter 2025-26 Q1", "the stock of 2025-26 Q4".
enum { PAPERS_ROLE_BYTES = 64 };
void papers_role(const struct papers_return *from, char words[PAPERS_ROLE_BYTES]);

// ERR_IO when `out` did not take it all.
enum err papers_text(const struct papers *papers, FILE *out);
enum err papers_json(const struct papers *papers, FILE *out);

#endif
