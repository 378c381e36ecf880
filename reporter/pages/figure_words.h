// Figures in the words of a page. Everything is in the arena, rounded once, with the sign of its state where
// there is no figure: never a dash, never nothing.
#ifndef QD_REPORTER_PAGES_FIGURE_WORDS_H
#define QD_REPORTER_PAGES_FIGURE_WORDS_H

#include "reporter/standing/change.h"
#include "reporter/table/table.h"

// "64.7%", "£2,396.86", "1,607", "12.3 weeks", "4.5 per 100"; "x". Without its unit: "64.7".
const char *figure_words_value(struct arena *arena, const struct indicator *indicator,
                               const struct table_cell *cell);
const char *figure_words_plain(struct arena *arena, const struct indicator *indicator,
                               const struct table_cell *cell);

// An exact figure, with its unit.
const char *figure_words_exact(struct arena *arena, const struct indicator *indicator,
                               double figure);

// "8,859" and "13,697"; of pounds to the pound. "z" where there is no denominator.
const char *figure_words_numerator(struct arena *arena, const struct indicator *indicator,
                                   const struct table_cell *cell);
const char *figure_words_denominator(struct arena *arena, const struct indicator *indicator,
                                     const struct table_cell *cell);

// "8,859 of 13,697", "£3,552,407 over 1,607"; "" where there is no denominator.
const char *figure_words_share(struct arena *arena, const struct indicator *indicator,
                               const struct table_cell *cell);

// What stands where a cell has nothing more to say: why it has no figure, or that it does not apply ("z"). And its
// rank: "5", or that sign.
const char *figure_words_none(const struct table_cell *cell);
const char *figure_words_rank(struct arena *arena, const struct table_cell *cell);

// "92.2 to 98.1".
const char *figure_words_interval(struct arena *arena, const struct indicator *indicator,
                                  struct interval interval);

// How far apart two exact figures are, without a sign: "2.5 points"; of what is no share "6.0%", of `from`.
const char *figure_words_apart(struct arena *arena, const struct indicator *indicator,
                               double figure, double from);

// How much more one exact figure is than another, with its sign and in its own unit: "+13.5" of shares, in points;
// "+£12.30", "−1,347".
const char *figure_words_difference(struct arena *arena, const struct indicator *indicator,
                                    double figure, double from);

// A change with its sign: "+2.5", of what is no share "+6.0%"; why there is none ("x"). And without its sign: "2.5
// points", "6.0%"; NULL where nothing changed.
const char *figure_words_change(struct arena *arena, const struct indicator *indicator,
                                const struct change *change);
const char *figure_words_by(struct arena *arena, const struct indicator *indicator,
                            const struct change *change);

// A number and its unit in the change's own unit: 2.5 for 2.5 points, 6 for 6 %.
double figure_words_change_number(const struct indicator *indicator, const struct change *change);

// Whether its figures are shares of a hundred.
static inline int figure_words_is_share(const struct indicator *indicator)
{
    return indicator->unit == INDICATOR_PERCENT;
}

// A number with its thousands apart, without its sign; a half goes upwards.
const char *figure_words_rounded(struct arena *arena, double number, int decimals);

// The same with its sign: "+1,347", "−0.4"; what is shown as a zero has none.
const char *figure_words_signed(struct arena *arena, double number, int decimals);

// --- words

// "1st", "12th", "33rd".
const char *figure_words_ordinal(struct arena *arena, unsigned number);

// "three", to nine; "12".
const char *figure_words_number(struct arena *arena, size_t number);

// "A", "A and B", "A, B and C".
const char *figure_words_list(struct arena *arena, const char *const *names, size_t count);

// The first letter small; the first letter large.
const char *figure_words_small(struct arena *arena, const char *words);
const char *figure_words_sentence(struct arena *arena, const char *words);

#endif
