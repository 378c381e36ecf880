// The local authorities of England by DfE's number: the list ees_las.csv of the reference lists, with the
// columns old_la_code, new_la_code and la_name.
#ifndef QD_REPORTER_MARKET_AUTHORITIES_H
#define QD_REPORTER_MARKET_AUTHORITIES_H

#include "lib/base/arena.h"
#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>

struct authority {
    uint32_t old_la_code;
    const char *new_la_code, *la_name;
};

struct authorities {
    struct authority *list;
    size_t count;
};

// Into the arena. ERR_NOT_FOUND, ERR_MALFORMED. A row whose number is not one number (two authorities
// together, or none) is left out.
enum err authorities_read(struct authorities *authorities, struct arena *arena,
                          const char *reference, struct err_text *text);

// The last one of that number, because a number goes to the authority that follows; NULL if there is none.
const struct authority *authorities_of(const struct authorities *authorities, uint32_t old_la_code);

#endif
