// What a line of a pack says of one borough: its place, how it stands beside London, how it has moved; and its
// drawings. For packs, pairs and the first page.
#ifndef QD_REPORTER_PAGES_LINE_WORDS_H
#define QD_REPORTER_PAGES_LINE_WORDS_H

#include "reporter/charts/strip.h"
#include "reporter/charts/trend.h"
#include "reporter/pages/subject.h"

// "5th of 33", "3rd lowest of 33"; with others that share it and the ranks that chance allows: "1st of 33, with 14
// others; chance allows 1st to 24th". "" where nobody is ranked.
const char *line_words_place(const struct subject *subject, int row);

// "5th of 33", "3rd lowest of 33", and no more.
const char *line_words_place_in_short(const struct subject *subject, int row);

// "31.5 points above London", "no different from London: within chance", "7.8% below London"; "" of counts.
const char *line_words_beside(const struct subject *subject, int row,
                              const struct subject_against *against);

// "174 of 181"; of a count "1.6% of London's".
const char *line_words_share(const struct subject *subject, int row);

// "more is better".
const char *line_words_better(const struct subject *subject);

// "issued 64.7% of new plans ...": what somebody did, of a line of the packs; NULL for others.
const char *line_words_did(const struct subject *subject, int row);

// "up 2.5 points", "down 6.0%", "unchanged".
const char *line_words_change(const struct subject *subject, const struct change *change);

// "down 2.5 points on 2023, like for like in 32 boroughs"; "" where there is no change.
const char *line_words_moved(const struct subject *subject, int row);

// All boroughs on one line, with marks for a row and its comparators. Labels are in the arena. 0: fewer than two
// boroughs have a figure.
int line_words_strip(const struct subject *subject, int row, struct strip *strip);

// The points of a row over the line's periods, in the unit of the values.
void line_words_points(const struct subject *subject, int row, struct trend_point *points);

// A sparkline of a row, with London behind it where that is no sum. `points` and `back` have room for
// SUBJECT_PERIODS_MAX. 0: there are fewer than two figures.
int line_words_trend(const struct subject *subject, int row, struct trend *trend,
                     struct trend_point *points, struct trend_point *back);

// The figure of a cell in the unit of its value; 0 where there is none.
double line_words_in_unit(const struct subject *subject, const struct table_cell *cell);

// "Camden, 2019 to 2024: 93.1, 93.0, ...".
const char *line_words_spoken(const struct subject *subject, int row);

#endif
