// Who owns the companies that run providers: the list owner_groups.csv of the reference lists, with the
// columns company_number, owner_group, from, to and source.
//
//   a company that the list has on the day   is in the group that it names
//   any other company                        is its own group
//
// `from` and `to` are days and may be blank; a company is in one group at most on a day. `source` says
// where it is known from, and is for people.
#ifndef QD_REPORTER_TABLE_OWNER_GROUPS_H
#define QD_REPORTER_TABLE_OWNER_GROUPS_H

#include "lib/base/arena.h"
#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>

struct owner_groups_entry {
    const char *company, *group;
    int32_t from, to;  // days since 1970-01-01, both of them in it
};

struct owner_groups {
    struct owner_groups_entry *list;
    size_t count;
};

// Reads the list in the folder of the reference lists, into the arena. ERR_NOT_FOUND, ERR_MALFORMED: a row
// without a company, a group or a source, a day that does not exist, two groups of a company on one day.
enum err owner_groups_read(struct owner_groups *groups, struct arena *arena, const char *reference,
                           struct err_text *text);

// The group of a company on a day: the list's, or the company's own number.
const char *owner_groups_of(const struct owner_groups *groups, const char *company, int32_t day);

#endif
