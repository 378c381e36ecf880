// Takes over parts of an earlier return that a folder does not have, so that what is sent is whole again.
// Nothing is mixed within a part.
#ifndef QD_COLLECTOR_READING_KEEP_PARTS_H
#define QD_COLLECTOR_READING_KEEP_PARTS_H

#include "lib/base/arena.h"
#include "return.pb-c.h"

// `parts`: bit 1 << enum form_part, of which `returned` has nothing. What explained their figures, and what
// was asked about them (proto/rules/asked.h), comes with them, now said of the part where it was said of
// all. Rows are shared with `before`; all else is in the arena. 0, or -1 when that is exhausted.
int keep_parts(struct arena *arena, Qd__Return *returned, const Qd__Return *before, unsigned parts);

#endif
