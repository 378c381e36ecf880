// What a page or a line of it is about: one indicator in one period, and all that is said of it. The figures
// are those of a table with every period of the kind.
#ifndef QD_REPORTER_PAGES_SUBJECT_H
#define QD_REPORTER_PAGES_SUBJECT_H

#include "reporter/comparators/neighbours.h"
#include "reporter/indicators/indicators.h"
#include "reporter/pages/sentences.h"
#include "reporter/standing/change.h"
#include "reporter/standing/standing.h"
#include "reporter/table/table.h"

enum { SUBJECT_PERIODS_MAX = 64 };

// What the boroughs are set beside: London, another area, or the neighbours of one borough.
struct subject_against {
    const char *name;     // "London", "Camden's statistical neighbours"
    const char *address;  // "london", "neighbours"
    struct table_cell cell;
    int has_figure;
    double figure;
};

struct subject {
    struct arena *arena;
    struct sentences *sentences;
    const struct table *table;
    size_t column;
    const struct indicator *indicator;
    const struct indicator_pack *pack;  // NULL: it is in no pack
    const char *label;                  // "Plans issued within 20 weeks"
    size_t period;
    int has_earlier;  // the period from which it has changed: last year's
    size_t earlier;
    // The periods of one line over time, up to the last: of a stock those that end on the same day of
    // the year.
    size_t line[SUBJECT_PERIODS_MAX];
    size_t line_count;
    struct standings standings;
    int order[BOROUGHS_COUNT];  // boroughs with a figure, best or highest first
    size_t ordered;
    int london;  // the places of the areas in the table; -1: not there
    int mine;    // the reader's borough, or the one that was chosen; -1
    struct subject_against against;
};

// The place of a period in a table; -1.
int subject_period(const struct table *table, const Qd__Period *period);

// The column of an indicator's name; -1.
int subject_column(const struct table *table, const char *name);

// The pack's line of a column of a table; NULL.
const struct indicator_pack *subject_pack(const struct table *table, size_t column);

// Fills it in, against London; in the arena of the sentences. -1 when that is exhausted.
int subject_begin(struct subject *subject, struct sentences *sentences, const struct table *table,
                  size_t column, size_t period, int mine);

// Against an area of the table, or a borough's neighbours.
void subject_against_area(struct subject *subject, int row);
void subject_against_neighbours(struct subject *subject, const struct neighbours *neighbours);

// The cell of a row in the period, or in another.
static inline const struct table_cell *subject_cell(const struct subject *subject, int row)
{
    return table_cell(subject->table, subject->period, subject->column, row);
}

// "2024", "2024-25 Q4"; of a stock "January 2025" where the day is known.
const char *subject_when(const struct subject *subject, size_t period);

// The same where there is little room: "Jan 2025".
const char *subject_when_short(const struct subject *subject, size_t period);

// The change of a row since the earlier period. 0: there is none.
int subject_change(const struct subject *subject, int row, struct change *change);

// -1 below, 1 above, 0 no different, of the figure's own 95 % interval; 0 with `*has` 0: no verdict.
int subject_beyond(const struct subject *subject, const struct table_cell *cell, double figure,
                   int *has);

// "Top", "Second", "Third", "Bottom"; "Highest" and "Lowest" where neither is better. And its sign.
const char *subject_quarter_word(const struct subject *subject, unsigned quarter);
const char *subject_quarter_sign(unsigned quarter);

// Whether the figures of a period are made up, of any borough.
int subject_is_simulated(const struct table *table, size_t period);

#endif
