// What a program has understood of a return, a line a part, beside what the borough returned last. An
// officer sees there what no rule can: that it is another borough's, another quarter's, or half of
// what was meant.
//
//   return: Camden, 2025-26 Q3, as at 2025-12-31 (last quarter 2025-09-30)
//   timeliness: not in this return (last quarter 1 row)
//   placements: 5 rows (last quarter 4, +1), 1,607 plans (last quarter 1,583, +24), £1,035,000
//   (last quarter £1,020,000, +£15,000)
//
// Without a last return the first line says so, and the others have nothing in parentheses; where return.csv
// could not be read it says that, and the other lines stand all the same. By which
// figures a part is known: proto/form/summary.def. "without 2 rows" stands where so many rows do not give
// the figure. Parts that are not there are named, too, but for explanations.
#ifndef QD_COLLECTOR_WORDS_UNDERSTOOD_H
#define QD_COLLECTOR_WORDS_UNDERSTOOD_H

#include "lib/base/err.h"
#include "proto/rules/findings.h"
#include "return.pb-c.h"

#include <jansson.h>
#include <stdio.h>

struct understood {
    // NULL: nothing is known. Its header is NULL where that was not read.
    const Qd__Return *returned;
    const char *why;            // it could not be read; NULL: nobody said
    const Qd__Return *earlier;  // the borough's for the period before; NULL: none is at hand
    // Of the reading, which may have left out parts; NULL: it did not.
    const struct findings *findings;
};

// A line: "placements", "5 rows (last quarter 4, +1), 1,607 plans". Both are gone when it returns.
typedef void understood_line_fn(void *context, const char *part, const char *words);

// Gives each line, unbroken. ERR_NO_MEMORY.
enum err understood_lines(const struct understood *understood, understood_line_fn *give,
                          void *context);

// All lines, broken, each indented by `indent`. ERR_IO when `out` does not take it; ERR_NO_MEMORY.
enum err understood_text(FILE *out, int indent, const struct understood *understood);

// An object with the members
//   new_la_code, la_name, period, as_at_date, earlier_period, earlier_as_at_date, parts
// and for each part
//   part, state ("whole", "not_read", "none"), rows, earlier_rows, figures
// and for each figure
//   name, unit ("pence" for money), value, rows_absent, earlier, change
// with null for what is not there. New; NULL when memory ran out.
json_t *understood_json(const struct understood *understood);

#endif
