#include "aggregator/commands/access_commands.h"

#include "aggregator/access/allow_list.h"
#include "aggregator/commands/command_line.h"
#include "lib/base/msg.h"
#include "lib/net/keys.h"
#include "proto/form/boroughs.h"

#include <stdio.h>

int access_commands_keygen(const void *values, const char *const *arguments)
{
    struct err_text text = {""};
    struct keys_pair pair;
    char public_key[KEYS_TEXT_BYTES];
    enum err error;

    (void)values;
    keys_generate(&pair);
    error = keys_save(&pair, arguments[0], &text);
    keys_to_text(pair.public_key, public_key);
    keys_wipe(&pair);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    puts(public_key);
    return 0;
}

int access_commands_allow(const void *values, const char *const *arguments)
{
    const struct command_line *line = values;
    const struct borough *borough = boroughs_find(arguments[0]);
    struct err_text text = {""};
    uint8_t key[KEYS_BYTES];
    char shown[KEYS_TEXT_BYTES];
    enum err error;

    if (borough == NULL) {
        msg("\"%s\" is not one of the 33 authorities: give a name, an ONS code or DfE's number, as "
            "Camden, E09000007 or 202",
            arguments[0]);
        return ERR_KIND_COMMAND;
    }
    if (keys_public_from_text(key, arguments[1], &text) != ERR_OK) {
        msg("%s", text.text);
        return ERR_KIND_COMMAND;
    }
    error = allow_list_allow(line->allow, borough->authority, key, &text);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    keys_to_text(key, shown);
    printf("%s is let in with the key %s (%s)\n", borough->la_name, shown, line->allow);
    return 0;
}

int access_commands_revoke(const void *values, const char *const *arguments)
{
    const struct command_line *line = values;
    const struct borough *borough = boroughs_find(arguments[0]);
    struct err_text text = {""};
    uint8_t key[KEYS_BYTES];
    const int is_key = borough == NULL;
    size_t removed = 0;
    enum err error;

    if (is_key && keys_public_from_text(key, arguments[0], &text) != ERR_OK) {
        msg("\"%s\" is neither one of the 33 authorities nor a key: %s", arguments[0], text.text);
        return ERR_KIND_COMMAND;
    }
    error = allow_list_revoke(line->allow, is_key ? (Qd__LocalAuthority)0 : borough->authority,
                              is_key ? key : NULL, &removed, &text);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    if (is_key)
        printf("the key is not let in any more (%s)\n", line->allow);
    else
        printf("%s is not let in any more: %zu key%s taken off (%s)\n", borough->la_name, removed,
               removed == 1 ? "" : "s", line->allow);
    return 0;
}
