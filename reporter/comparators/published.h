// What DfE published, in the columns of the form: for each area and period a return that nobody sent. So
// every indicator is worked out from it as from a borough's, without a line of its own.
//
// The lists stand in the folder `published` of the reference lists: a file for each part, with the
// columns area_code and period beside those of the form. Figures that a file does not have are not
// available; codes that it does not have are not_known. script/published-reference makes them.
#ifndef QD_REPORTER_COMPARATORS_PUBLISHED_H
#define QD_REPORTER_COMPARATORS_PUBLISHED_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/form/form.h"

#include <stddef.h>

#define PUBLISHED_ENGLAND "E92000001"

struct published_return {
    const char *area_code;
    Qd__Period period;
    enum form_part part;
    Qd__Return *returned;  // with rows of that part alone
};

struct published {
    struct published_return *list;
    size_t count;
};

// Reads a part's list, in the arena, and adds it. Without the file there is nothing. ERR_MALFORMED says
// which line is not as it must be.
enum err published_read(struct published *published, struct arena *arena, const char *reference,
                        enum form_part part, struct err_text *text);

// DfE's return of an area for a period; NULL if there is none.
const struct published_return *published_find(const struct published *published, int part,
                                              const char *area_code, const Qd__Period *period);

#endif
