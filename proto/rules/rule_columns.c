#include "proto/rules/rule_columns.h"

#include <string.h>

static const struct {
    enum rule_id rule;
    const char *columns;  // with spaces between them
} judged[] = {
#define COLUMNS(rule, part, columns) {RULE_##rule, columns},
#include "proto/rules/rule_columns.def"
};

static int has_word(const char *words, const char *word)
{
    const size_t length = strlen(word);

    for (const char *at = words; *at != '\0';) {
        const size_t next = strcspn(at, " ");

        if (next == length && strncmp(at, word, length) == 0)
            return 1;
        at += next;
        at += strspn(at, " ");
    }
    return 0;
}

int rule_columns_has(const struct rule *rule, const ProtobufCFieldDescriptor *column)
{
    int is_listed = 0;

    for (size_t i = 0; i < sizeof judged / sizeof judged[0]; i++) {
        if (judged[i].rule != rule_id(rule))
            continue;
        if (has_word(judged[i].columns, column->name))
            return 1;
        is_listed = 1;
    }
    return !is_listed;
}
