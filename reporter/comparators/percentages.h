// What was published as a percentage alone, without what it is a percentage of: no return can be made of it
// (published.h), and a figure is set beside it as it is. The list percentages.csv in the folder `published` of
// the reference lists, with the columns
//
//   area_code, period, measure   an indicator of ours by name
//   slice                        "age_group=age_16_to_17"; blank: of everything
//   percent                      up to three decimals
//   source                       for people
#ifndef QD_REPORTER_COMPARATORS_PERCENTAGES_H
#define QD_REPORTER_COMPARATORS_PERCENTAGES_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "return.pb-c.h"

#include <stddef.h>
#include <stdint.h>

enum { PERCENTAGES_WHOLE = 100 * 1000 };  // 100 %, in thousandths

struct percentages_entry {
    const char *area_code, *measure, *slice;
    Qd__Period period;
    int64_t thousandths;  // of a per cent
};

struct percentages {
    struct percentages_entry *list;
    size_t count;
};

// Into the arena. Without the file there is nothing. ERR_MALFORMED says which line is not as it must be.
enum err percentages_read(struct percentages *percentages, struct arena *arena,
                          const char *reference, struct err_text *text);

// The last one of an area; NULL if there is none.
const struct percentages_entry *percentages_last(const struct percentages *percentages,
                                                 const char *measure, const char *slice,
                                                 const char *area_code);

#endif
