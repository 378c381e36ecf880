// A thread that does the same again and again.
#ifndef QD_REPORTER_SERVICE_BEAT_H
#define QD_REPORTER_SERVICE_BEAT_H

#include "lib/base/err.h"

struct beat;

typedef void beat_fn(void *context);

// Calls `fn` from a thread of its own, `each_ms` after it came back. ERR_NO_MEMORY.
enum err beat_open(struct beat **beat, long each_ms, beat_fn *fn, void *context,
                   struct err_text *text);
// Comes back when `fn` is not running, and will not again. NULL is fine.
void beat_close(struct beat *beat);

#endif
