// Takes over from an earlier return what a folder does not have, so that what is sent is whole again: parts, and
// single figures of the parts that it has. No figure that is given is touched, and no row is added to a
// part: rows of two returns side by side could count the same plan twice.
#ifndef QD_COLLECTOR_READING_KEEP_PARTS_H
#define QD_COLLECTOR_READING_KEEP_PARTS_H

#include "collector/words/leaving.h"

// The parts that leave. What explained their figures, and what was asked about them (proto/rules/asked.h),
// comes with them, now said of the part where it was said of all. Rows are shared with `before`; all else is in
// the arena. 0, or -1 when that is exhausted.
int keep_parts(struct arena *arena, Qd__Return *returned, const Qd__Return *before,
               const struct leaving *leaving);

// The figures that leave and can be kept; what was said or asked of their very columns comes with them.
int keep_parts_figures(struct arena *arena, Qd__Return *returned, const Qd__Return *before,
                       const struct leaving *leaving);

#endif
