// The `submit` command as the officer sees it: folder, findings, outbox, sending, receipt. Part of
// the main: it prints, and says with which status the program ends.
#ifndef QD_COLLECTOR_SUBMISSION_H
#define QD_COLLECTOR_SUBMISSION_H

#include "collector/command_line.h"

int submission_run(const struct command_line *line);

#endif
