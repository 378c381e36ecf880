// The marks of figures: marks.def.
#ifndef QD_REPORTER_TABLE_MARKS_H
#define QD_REPORTER_TABLE_MARKS_H

#include "proto/form/form.h"
#include "reporter/indicators/formula.h"

#include <stddef.h>
#include <stdint.h>

enum mark {
#define MARK(NAME, word, letter, meaning) MARK_##NAME,
#include "reporter/table/marks.def"
    MARKS
};

// A set of marks, a bit each.
typedef uint8_t marks_set;

static inline marks_set marks_one(enum mark mark)
{
    return (marks_set)(1U << mark);
}

struct mark_words {
    const char *word, *letter, *meaning;
};
extern const struct mark_words marks_words[MARKS];

// A sum of what no band holds.
struct marks_undated {
    int part;
    const char *sum;
};
extern const struct marks_undated marks_undated[];
extern const size_t marks_undated_count;

// Whether two formulas have a column in common.
int marks_share_column(const struct formula *a, const struct formula *b);

// The words of the change of definition that lies between two periods, the second the later one, of a
// part; NULL: both are counted alike.
const char *marks_break(int part, const Qd__Period *before, const Qd__Period *after);

// "few queries": the words of a set, with a space between two; "fq": their letters.
enum { MARKS_TEXT_BYTES = 64 };
void marks_format(marks_set set, char text[MARKS_TEXT_BYTES]);
void marks_letters(marks_set set, char text[MARKS + 1]);

#endif
