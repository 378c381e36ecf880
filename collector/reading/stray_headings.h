// Whose headings a file holds, whatever its name.
#ifndef QD_COLLECTOR_READING_STRAY_HEADINGS_H
#define QD_COLLECTOR_READING_STRAY_HEADINGS_H

#include "lib/base/arena.h"
#include "proto/form/form.h"

// 1 and the part, from the first rows of an ordinary file; 0 when they hold none.
int stray_headings_part(const char *path, enum form_part *part);

// The name of the first file in a folder that has the name or the headings of a part which is not present; in
// the arena. NULL when no file has. Folders in it are not looked into.
const char *stray_headings_inside(const char *folder, const int present[FORM_PARTS],
                                  struct arena *arena, enum form_part *part);

#endif
