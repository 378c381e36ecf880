// How the mains speak: words on stderr, results on stdout. Nothing below a main uses this.
#ifndef QD_LIB_SAY_H
#define QD_LIB_SAY_H

#include "lib/err.h"

// The name in front of every line: "qd-collector".
void say_program(const char *name);

// "qd-collector: words"
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Says what failed (the text's sentence, or the error's few words when it is empty) and returns the
// exit status: `return say_failure(error, &text);`
int say_failure(enum err error, const struct err_text *text);

// Progress of a long work: rewrites one line on a terminal, says nothing elsewhere.
// say_progress_end clears it.
void say_progress(const char *what, unsigned long done, unsigned long total);
void say_progress_end(void);

#endif
