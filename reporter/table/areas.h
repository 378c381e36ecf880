// Areas that boroughs' figures are added up to: Inner London, Outer London, London, and whatever else
// the CSV files in the folder areas/ of the reference lists say. A file is a set of areas, by its
// name; each has the columns
//
//   area_code,area_name,geographic_level,new_la_code,la_name,from,to
//
// and a row for each borough of each area. `from` and `to` are days: the borough is in the area in
// the periods that end between them; blank is without an end. `la_name` is for people.
#ifndef QD_REPORTER_TABLE_AREAS_H
#define QD_REPORTER_TABLE_AREAS_H

#include "lib/base/arena.h"
#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>

#define AREAS_DEFAULT_SET "london"  // Inner London, Outer London and London

struct area_member {
    int borough;       // its place in proto/form/boroughs.h
    int32_t from, to;  // days since 1970, both within
};

struct area {
    const char *set;    // the file's name without .csv: "london"
    const char *code;   // "E13000001"
    const char *name;   // "Inner London"
    const char *level;  // "Regional"
    struct area_member *members;
    size_t members_count;
};

struct areas {
    struct area *list;  // by the names of their files, then as they stand in them
    size_t count;
};

// Reads all of them, in the arena. ERR_NOT_FOUND when the folder does not exist or holds no file,
// ERR_MALFORMED says which line of which file is not as it must be.
enum err areas_read(struct areas *areas, struct arena *arena, const char *reference,
                    struct err_text *text);

// The boroughs of an area on a day, a bit each.
uint64_t areas_boroughs(const struct area *area, int32_t day);

// The place of the area with that code or name, whatever the case; -1.
int areas_find(const struct areas *areas, const char *word);

#endif
