#include "collector/commands/rules_command.h"

#include "collector/words/rule_list.h"
#include "lib/base/msg.h"
#include "lib/base/spelling.h"

#include <stdio.h>

static const struct rule *nearest(const char *id)
{
    const struct rule *found = NULL;

    for (int i = 0; i < RULE_COUNT; i++) {
        const struct rule *rule = rule_get((enum rule_id)i);

        if (found == NULL || spelling_slips(rule->id, id) < spelling_slips(found->id, id))
            found = rule;
    }
    return found;
}

// All are looked up before the first is shown.
static int find_all(const char *const *ids)
{
    for (; *ids != NULL; ids++)
        if (rule_find(*ids) == NULL) {
            msg("there is no rule \"%.40s\": the nearest is %s, and `qd-collector rules` lists all",
                *ids, nearest(*ids)->id);
            return 0;
        }
    return 1;
}

int rules_command(const struct command_line *line, const char *const *ids)
{
    enum err error = ERR_OK;

    if (!find_all(ids))
        return ERR_KIND_COMMAND;
    if (*ids != NULL && (line->json || line->markdown)) {
        msg("--json and --markdown list every rule: leave out %s", *ids);
        return ERR_KIND_COMMAND;
    }
    for (const char *const *id = ids; *id != NULL && error == ERR_OK; id++) {
        if (id != ids)
            putchar('\n');
        error = rule_list_one(stdout, rule_find(*id));
    }
    if (*ids == NULL)
        error = line->json       ? rule_list_json(stdout)
                : line->markdown ? rule_list_markdown(stdout)
                                 : rule_list_text(stdout);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, NULL);
}
