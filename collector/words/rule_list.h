// Every rule, for a terminal and as docs/RULES.md, or for a program; and one rule with its example.
#ifndef QD_COLLECTOR_WORDS_RULE_LIST_H
#define QD_COLLECTOR_WORDS_RULE_LIST_H

#include "lib/base/err.h"
#include "proto/rules/rule.h"

#include <stdio.h>

// ERR_IO when `out` does not take it.
enum err rule_list_text(FILE *out);
enum err rule_list_markdown(FILE *out);
enum err rule_list_json(FILE *out);

// All about one rule.
enum err rule_list_one(FILE *out, const struct rule *rule);

#endif
