// Every rule, for a terminal and as docs/RULES.md.
#ifndef QD_COLLECTOR_WORDS_RULE_LIST_H
#define QD_COLLECTOR_WORDS_RULE_LIST_H

#include "lib/base/err.h"

#include <stdio.h>

// ERR_IO when `out` does not take it.
enum err rule_list_text(FILE *out);
enum err rule_list_markdown(FILE *out);

#endif
