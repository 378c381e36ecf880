#include "proto/rules/rule.h"

#include <string.h>
#include <strings.h>

// Of ROW(parts, function) the scope alone: which function judges is for rules.c to know.
#define RULE_SCOPE_ROW(...) RULE_SCOPE_ROW
#define RULE_SCOPE_PART(...) RULE_SCOPE_PART
#define RULE_SCOPE_RETURN(...) RULE_SCOPE_RETURN
#define RULE_SCOPE_CLOCK(...) RULE_SCOPE_CLOCK
#define RULE_SCOPE_FOLDER(...) RULE_SCOPE_FOLDER
#define RULE_SCOPE_HISTORY(...) RULE_SCOPE_HISTORY

static const struct rule rules[RULE_COUNT] = {
#define RULE(name, id, class, scope, title, why, fix)                                              \
    {id, RULE_##class, RULE_SCOPE_##scope, title, why, fix},
#include "proto/rules/rules.def"
#undef RULE
};

const struct rule *rule_get(enum rule_id id)
{
    return &rules[id];
}

// What all ways to write an id have: "QD-R02".
static const char *bare_id(const char *id, size_t *length)
{
    id += strspn(id, " [");
    *length = strlen(id);
    while (*length > 0 && strchr(" ]", id[*length - 1]) != NULL)
        (*length)--;
    return id;
}

int rule_compare_ids(const char *a, const char *b)
{
    size_t length_a, length_b;
    const char *bare_a = bare_id(a, &length_a), *bare_b = bare_id(b, &length_b);
    const int order = strncasecmp(bare_a, bare_b, length_a < length_b ? length_a : length_b);

    return order != 0 ? order : (length_a > length_b) - (length_a < length_b);
}

const struct rule *rule_find(const char *id)
{
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (rule_compare_ids(rules[i].id, id) == 0)
            return &rules[i];
    return NULL;
}

enum rule_id rule_id(const struct rule *rule)
{
    return (enum rule_id)(rule - rules);
}

int rule_is_of_both_ends(enum rule_scope scope)
{
    return scope == RULE_SCOPE_ROW || scope == RULE_SCOPE_PART || scope == RULE_SCOPE_RETURN;
}
