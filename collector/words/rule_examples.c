#include "collector/words/rule_examples.h"

// A rule without an example fails tests/unit/collector/words/test_rule_list.c.
static const struct rule_example examples[RULE_COUNT] = {
#define EXAMPLE(rule, file, found, right) [RULE_##rule] = {file, found, right},
#define IN_WORDS(rule, found, right) [RULE_##rule] = {NULL, found, right},
#include "collector/words/rule_examples.def"
#undef EXAMPLE
#undef IN_WORDS
};

const struct rule_example *rule_example(enum rule_id id)
{
    return &examples[id];
}
