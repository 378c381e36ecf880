// How the mains speak: words on stderr, results on stdout. Nothing below a main uses this.
#ifndef QD_LIB_BASE_MSG_H
#define QD_LIB_BASE_MSG_H

#include "lib/base/err.h"

// The name in front of every line: "qd-collector".
void msg_program(const char *name);

// "qd-collector: words"
void msg(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Says what failed (the text's sentence, or the error's few words when it is empty) and returns the
// exit status: `return msg_failure(error, &text);`
int msg_failure(enum err error, const struct err_text *text);

// Progress of a long work: rewrites one line on a terminal, says nothing elsewhere.
// msg_progress_end clears it.
void msg_progress(const char *what, unsigned long done, unsigned long total);
void msg_progress_end(void);

#endif
