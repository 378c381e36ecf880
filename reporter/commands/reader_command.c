#include "reporter/commands/reader_command.h"

#include "lib/base/msg.h"
#include "lib/base/utf8.h"
#include "reporter/commands/reporter_words.h"
#include "reporter/readers/accounts.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { ARENA_MAX_BYTES = 4 * 1024 * 1024, LINE_BYTES = ACCOUNTS_PASSWORD_MAX_BYTES + 3 };

struct edit {
    struct arena arena;
    struct accounts accounts;
    const char *path, *name, *reads;
};

// --- a password, from the terminal without showing it, or as a line of stdin

static enum err read_line(char line[LINE_BYTES], const char *asked, struct err_text *text)
{
    const int is_terminal = isatty(STDIN_FILENO);
    struct termios before, silent;

    if (is_terminal) {
        fprintf(stderr, "%s: ", asked);
        (void)tcgetattr(STDIN_FILENO, &before);
        silent = before;
        silent.c_lflag &= ~(tcflag_t)ECHO;
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    line[0] = '\0';
    if (fgets(line, LINE_BYTES, stdin) == NULL)
        line[0] = '\0';
    if (is_terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fprintf(stderr, "\n");
    }
    line[strcspn(line, "\r\n")] = '\0';
    return line[0] != '\0'
               ? ERR_OK
               : err_say(text, ERR_COMMAND,
                         "there was no password: type one, or give it as a line of stdin");
}

static enum err ask_password(struct account *account, struct err_text *text)
{
    char once[LINE_BYTES], again[LINE_BYTES];
    enum err error = read_line(once, "password", text);

    if (error == ERR_OK && isatty(STDIN_FILENO)) {
        error = read_line(again, "again", text);
        if (error == ERR_OK && strcmp(once, again) != 0)
            error = err_say(text, ERR_COMMAND, "the two are not the same: nothing was changed");
    }
    if (error == ERR_OK)
        error = accounts_set_password(account, once, text);
    sodium_memzero(once, sizeof once);
    sodium_memzero(again, sizeof again);
    return error;
}

// --- what can be done

static enum err find(const struct edit *edit, struct account **account, struct err_text *text)
{
    *account = accounts_find(&edit->accounts, edit->name);
    return *account != NULL
               ? ERR_OK
               : err_say(text, ERR_NOT_FOUND,
                         "%s is no reader in %s: `qd-reporter reader list` says who is", edit->name,
                         edit->path);
}

static enum err add(struct edit *edit, struct err_text *text)
{
    struct account account = {.borough = NULL};
    struct account *list;
    enum err error = accounts_check_name(edit->name, text);

    if (error == ERR_OK && accounts_find(&edit->accounts, edit->name) != NULL)
        error = err_say(text, ERR_EXISTS, "%s is a reader already: `password` gives a new password",
                        edit->name);
    if (error == ERR_OK && edit->accounts.count == ACCOUNTS_MAX)
        error = err_say(text, ERR_FULL, "there are %d readers already", ACCOUNTS_MAX);
    if (error == ERR_OK)
        error = accounts_parse_reads(&account.borough, edit->reads, text);
    if (error == ERR_OK)
        error = ask_password(&account, text);
    if (error != ERR_OK)
        return error;
    (void)snprintf(account.name, sizeof account.name, "%s", edit->name);
    list = arena_alloc(&edit->arena, (edit->accounts.count + 1) * sizeof *list);
    if (list == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    if (edit->accounts.count > 0)
        memcpy(list, edit->accounts.list, edit->accounts.count * sizeof *list);
    list[edit->accounts.count++] = account;
    edit->accounts.list = list;
    return accounts_write(&edit->accounts, edit->path, text);
}

static enum err remove_reader(struct edit *edit, struct err_text *text)
{
    struct account *account;
    const enum err error = find(edit, &account, text);

    if (error != ERR_OK)
        return error;
    edit->accounts.count--;
    memmove(account, account + 1,
            (size_t)(edit->accounts.list + edit->accounts.count - account) * sizeof *account);
    return accounts_write(&edit->accounts, edit->path, text);
}

static enum err change_password(struct edit *edit, struct err_text *text)
{
    struct account *account;
    enum err error = find(edit, &account, text);

    if (error == ERR_OK)
        error = ask_password(account, text);
    return error == ERR_OK ? accounts_write(&edit->accounts, edit->path, text) : error;
}

static enum err list(struct edit *edit, struct err_text *text)
{
    (void)text;
    for (size_t i = 0; i < edit->accounts.count; i++) {
        const struct account *account = &edit->accounts.list[i];

        printf("%-*s  %s\n", ACCOUNTS_NAME_MAX_BYTES / 2, account->name,
               account->borough == NULL ? "panel" : account->borough->la_name);
    }
    return ERR_OK;
}

static const struct action {
    const char *name, *words;
    enum err (*run)(struct edit *edit, struct err_text *text);
    int words_count;
} actions[] = {
    {"add", "NAME panel, or NAME borough:BOROUGH", add, 2},
    {"remove", "NAME", remove_reader, 1},
    {"password", "NAME", change_password, 1},
    {"list", "nothing else", list, 0},
    {NULL, NULL, NULL, 0},
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

static enum err read_accounts(struct edit *edit, const struct action *action, struct err_text *text)
{
    const enum err error = accounts_read(&edit->accounts, &edit->arena, edit->path, text);

    if (error == ERR_NOT_FOUND && action->run == add) {
        edit->accounts = (struct accounts){.count = 0};
        return ERR_OK;
    }
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
        error = read_accounts(&edit, action, &text);
    if (error == ERR_OK) {
        edit.name = action->words_count > 0 ? arguments[1] : NULL;
        edit.reads = action->words_count > 1 ? arguments[2] : NULL;
        error = action->run(&edit, &text);
    }
    arena_free(&edit.arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}
