// Shows findings: to the officer as text, message first and then where; to a program as JSON.
// Values are made safe for a terminal (control characters and escape sequences replaced).
#ifndef QD_COLLECTOR_WORDS_REPORT_H
#define QD_COLLECTOR_WORDS_REPORT_H

#include "collector/words/understood.h"
#include "lib/base/err.h"
#include "proto/rules/findings.h"

#include <stdio.h>

// What was understood of the return comes first (NULL: it is not said; null in JSON); then `folder` is
// named. Both give ERR_IO when `out` does not take it.
enum err report_findings_text(FILE *out, const struct findings *findings, const char *folder,
                              const struct understood *understood);
enum err report_findings_json(FILE *out, const struct findings *findings, const char *folder,
                              const struct understood *understood);

#endif
