#include "reporter/commands/ask_password.h"

#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { LINE_BYTES = ACCOUNTS_PASSWORD_MAX_BYTES + 3 };

// --- a terminal that shows nothing

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
enum { ENDING = sizeof ending / sizeof *ending };

static volatile sig_atomic_t told_to_end;  // the signal; 0: none

struct hush {
    struct termios before;
    struct sigaction actions[ENDING];
};

static void note(int number)
{
    told_to_end = number;
}

static void hush(struct hush *hush)
{
    const struct sigaction noting = {.sa_handler = note};  // and what is read is broken off
    struct termios silent;

    for (int i = 0; i < ENDING; i++)
        (void)sigaction(ending[i], &noting, &hush->actions[i]);
    (void)tcgetattr(STDIN_FILENO, &hush->before);
    silent = hush->before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
}

static void show(const struct hush *hush)
{
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hush->before);
    fprintf(stderr, "\n");
    for (int i = 0; i < ENDING; i++)
        (void)sigaction(ending[i], &hush->actions[i], NULL);
    if (told_to_end != 0)
        (void)raise(told_to_end);
}

// --- a line

static enum err read_line(char line[LINE_BYTES], const char *asked, struct err_text *text)
{
    const int is_terminal = isatty(STDIN_FILENO);
    struct hush quiet;

    if (is_terminal) {
        fprintf(stderr, "%s: ", asked);
        hush(&quiet);
    }
    line[0] = '\0';
    if (fgets(line, LINE_BYTES, stdin) == NULL)
        line[0] = '\0';
    if (is_terminal)
        show(&quiet);
    line[strcspn(line, "\r\n")] = '\0';
    return line[0] != '\0'
               ? ERR_OK
               : err_say(text, ERR_COMMAND,
                         "there was no password: type one, or give it as a line of stdin");
}

enum err ask_password(struct account *account, struct err_text *text)
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
