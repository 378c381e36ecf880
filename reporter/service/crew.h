// Threads that do work which would hold others up, in the order in which it was given to them.
#ifndef QD_REPORTER_SERVICE_CREW_H
#define QD_REPORTER_SERVICE_CREW_H

#include "lib/base/err.h"

#include <stddef.h>

enum { CREW_MAX = 8 };

struct crew;

// `hand` is the thread's own: one of those that crew_open was given.
typedef void crew_work_fn(void *hand, void *work);

// A thread for each hand; `waiting_max` pieces of work may wait.
enum err crew_open(struct crew **crew, void *const *hands, size_t count, size_t waiting_max,
                   struct err_text *text);

// Ends the threads when what was given is done; nothing more is taken then. NULL is fine.
void crew_end(struct crew *crew);
// The same, and gives all memory back.
void crew_close(struct crew *crew);

// ERR_BUSY when too much waits already: nothing is done then.
enum err crew_give(struct crew *crew, crew_work_fn *fn, void *work);

#endif
