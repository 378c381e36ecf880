#include "reporter/commands/reader_command.h"

#include "lib/base/list.h"
#include "lib/base/msg.h"
#include "reporter/commands/ask_password.h"
#include "reporter/commands/reporter_words.h"
#include "reporter/readers/accounts.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { ARENA_MAX_BYTES = 4 * 1024 * 1024 };

struct edit {
    struct arena arena;
    struct accounts accounts;  // as they stand in the file
    const char *path;
    struct account account;  // whom it is about
};

// --- whom it is about

static struct account *find(const struct edit *edit)
{
    return accounts_find(&edit->accounts, edit->account.name);
}

static enum err must_be_new(const struct edit *edit, struct err_text *text)
{
    if (find(edit) != NULL)
        return err_say(text, ERR_EXISTS, "%s is a reader already: `password` gives a new password",
                       edit->account.name);
    return edit->accounts.count < ACCOUNTS_MAX
               ? ERR_OK
               : err_say(text, ERR_FULL, "there are %d readers already", ACCOUNTS_MAX);
}

static enum err must_be_there(const struct edit *edit, struct err_text *text)
{
    return find(edit) != NULL
               ? ERR_OK
               : err_say(text, ERR_NOT_FOUND,
                         "%s is no reader in %s: `qd-reporter reader list` says who is",
                         edit->account.name, edit->path);
}

// --- what can be done

static enum err add(struct edit *edit, struct err_text *text)
{
    struct account *place = LIST_ADD(&edit->arena, edit->accounts.list, edit->accounts.count);

    if (place == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    *place = edit->account;
    return ERR_OK;
}

static enum err remove_reader(struct edit *edit, struct err_text *text)
{
    struct account *account = find(edit);

    (void)text;
    edit->accounts.count--;
    memmove(account, account + 1,
            (size_t)(edit->accounts.list + edit->accounts.count - account) * sizeof *account);
    return ERR_OK;
}

static enum err change_password(struct edit *edit, struct err_text *text)
{
    (void)text;
    memcpy(find(edit)->hash, edit->account.hash, sizeof edit->account.hash);
    return ERR_OK;
}

static void list(const struct edit *edit)
{
    for (size_t i = 0; i < edit->accounts.count; i++) {
        const struct account *account = &edit->accounts.list[i];

        printf("%-*s  %s\n", ACCOUNTS_NAME_MAX_BYTES / 2, account->name,
               account->borough == NULL ? "panel" : account->borough->la_name);
    }
}

static const struct action {
    const char *name, *words;
    int words_count, asks_password;
    enum err (*check)(const struct edit *edit, struct err_text *text);
    enum err (*change)(struct edit *edit, struct err_text *text);  // NULL: they are listed
} actions[] = {
    {"add", "NAME panel, or NAME borough:BOROUGH", 2, 1, must_be_new, add},
    {"remove", "NAME", 1, 0, must_be_there, remove_reader},
    {"password", "NAME", 1, 1, must_be_there, change_password},
    {"list", "nothing else", 0, 0, NULL, NULL},
    {NULL, NULL, 0, 0, NULL, NULL},
};

const char *reader_command_action(size_t index)
{
    return actions[index].name;
}

// --- the command

static enum err find_action(const struct action **action, const char *const *arguments,
                            struct err_text *text)
{
    int given = 0;

    *action = actions;
    while ((*action)->name != NULL && strcmp((*action)->name, arguments[0]) != 0)
        ++*action;
    if ((*action)->name == NULL)
        return err_say(text, ERR_COMMAND, "add, remove, password or list a reader, and not: %s",
                       arguments[0]);
    while (arguments[1 + given] != NULL)
        given++;
    return given == (*action)->words_count
               ? ERR_OK
               : err_say(text, ERR_COMMAND, "behind `reader %s` stands %s", (*action)->name,
                         (*action)->words);
}

static enum err take_account(struct edit *edit, const struct action *action,
                             const char *const *words, struct err_text *text)
{
    enum err error = ERR_OK;

    if (action->words_count > 0)
        error = accounts_check_name(words[0], text);
    if (error == ERR_OK && action->words_count > 0)
        (void)snprintf(edit->account.name, sizeof edit->account.name, "%s", words[0]);
    if (error == ERR_OK && action->words_count > 1)
        error = accounts_parse_reads(&edit->account.borough, words[1], text);
    return error;
}

static enum err look(struct edit *edit, const struct action *action, struct err_text *text)
{
    enum err error = accounts_read(&edit->accounts, &edit->arena, edit->path, text);

    if (error == ERR_NOT_FOUND && action->change == add) {
        edit->accounts = (struct accounts){.count = 0};
        error = ERR_OK;
    }
    return error == ERR_OK && action->check != NULL ? action->check(edit, text) : error;
}

// The password is asked for before anybody else is kept out, so what was looked at is looked at again.
static enum err change(struct edit *edit, const struct action *action, struct err_text *text)
{
    int lock;
    enum err error = action->asks_password ? ask_password(&edit->account, text) : ERR_OK;

    if (error != ERR_OK)
        return error;
    error = accounts_lock(&lock, edit->path, text);
    if (error != ERR_OK)
        return error;
    error = look(edit, action, text);
    if (error == ERR_OK)
        error = action->change(edit, text);
    if (error == ERR_OK)
        error = accounts_write(&edit->accounts, edit->path, text);
    accounts_unlock(lock);
    return error;
}

int reader_command(const void *values, const char *const *arguments)
{
    const struct reporter_words *words = values;
    struct edit edit = {.path = words->serve.readers};
    const struct action *action;
    struct err_text text = {""};
    enum err error = find_action(&action, arguments, &text);

    arena_init(&edit.arena, ARENA_MAX_BYTES);
    if (error == ERR_OK && edit.path == NULL)
        error = err_say(&text, ERR_COMMAND, "say with --readers in which file they stand");
    if (error == ERR_OK && sodium_init() < 0)
        error = err_say(&text, ERR_IO, "there are no random numbers on this machine");
    if (error == ERR_OK)
        error = take_account(&edit, action, arguments + 1, &text);
    if (error == ERR_OK)
        error = look(&edit, action, &text);
    if (error == ERR_OK && action->change != NULL)
        error = change(&edit, action, &text);
    else if (error == ERR_OK)
        list(&edit);
    arena_free(&edit.arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}
