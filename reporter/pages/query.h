// What stands behind the question mark of an address: choices, by name.
#ifndef QD_REPORTER_PAGES_QUERY_H
#define QD_REPORTER_PAGES_QUERY_H

#include "lib/base/arena.h"
#include "lib/base/err.h"

#include <stddef.h>

enum { QUERY_MOST = 32, QUERY_VALUE_MAX_BYTES = 200 };

struct query_choice {
    const char *name, *value;
};

struct query {
    struct query_choice list[QUERY_MOST];
    size_t count;
};

// Reads "against=inner-london&borough=camden", in the arena. `%20` and `+` are what they stand for. What
// is not UTF-8, has a control character or no name, or is too much, is left out: nobody chose it. Of a name
// that comes twice the first counts.
void query_parse(struct query *query, struct arena *arena, const char *text);

// NULL: it is not there.
const char *query_value(const struct query *query, const char *name);

// The address with these choices, of which one is another (NULL: taken away); in the arena.
const char *query_with(const struct query *query, struct arena *arena, const char *address,
                       const char *name, const char *value);

#endif
