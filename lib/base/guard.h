// A fault inside somebody else's library ends in words. LMDB trusts the pages of its file: one that a
// disk has damaged can make it read where nothing is, divide by zero, stop at an assertion, or walk in a
// circle. Between guard_enter and guard_leave such an end becomes one sentence on stderr and exit status
// 3 (ERR_KIND_ENVIRONMENT). Anywhere else a fault is our own, and ends the program as ever.
//
//   what happens in the call                              how it is met
//   SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT              a handler with a stack of its own
//   it uses GUARD_CPU_SECONDS of the processor, or more   a timer, which does not run while it waits
//
// Nothing is put right: the process ends at once, so that what was not committed is not answered.
#ifndef QD_LIB_BASE_GUARD_H
#define QD_LIB_BASE_GUARD_H

// An honest call takes much less of the processor. The timer looks once in this time, so that a call may
// last twice as long.
enum { GUARD_CPU_SECONDS = 2 };

// Sets handlers and timer up, once, in a main; `program` is the name before the sentence. Without it, as
// in the tests, and in builds with sanitizers, which have handlers of their own, nothing is guarded.
void guard_install(const char *program);

// Begins and ends a call. `sentence` says what it would mean if the call never came back; it must stay
// where it is. Not nested. Costs a few instructions.
void guard_enter(const char *sentence);
void guard_leave(void);

// Whether this thread is between the two.
int guard_is_inside(void);

// Ends the program with the sentence of the call that it is in; comes back when nothing is guarded.
void guard_give_up(void);

#endif
