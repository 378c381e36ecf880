// One manner of command line for the three programs: PROGRAM COMMAND [ARGUMENT...] [--OPTION...]. A
// program is a table of commands and a table of options; from these come the parsing (glibc's argp),
// every help text, the manual page and the shell's completion, so that nothing is written twice.
//
// Beside the table's commands each program takes `help [COMMAND]`, -h, --help and --version, and
// each command -h and --help. What is wrong with the command is said on stderr, with the command or
// option that was most likely meant, and the program ends with status 2 (ERR_KIND_COMMAND).
#ifndef QD_LIB_BASE_COMMANDS_H
#define QD_LIB_BASE_COMMANDS_H

#include "lib/base/err.h"

#include <stddef.h>
#include <stdio.h>

// Sets one field of the program's values from what follows an option (NULL: nothing does). An error's
// text is the sentence that the person reads.
typedef enum err command_take_fn(void *field, const char *value, struct err_text *text);

// Sets a const char * to the value.
enum err command_take_text(void *field, const char *value, struct err_text *text);
// Sets an int to 1.
enum err command_take_flag(void *field, const char *value, struct err_text *text);

// The words that may stand in a place, by index; NULL behind the last.
typedef const char *command_choice_fn(size_t index);

struct command_option {
    const char *name;   // "store", for --store
    const char *value;  // what follows it, as help shows it: "DIR"; NULL: nothing
    const char *help;   // a sentence without its full stop
    command_take_fn *take;
    size_t offset;               // of the field in the program's values: offsetof(...)
    command_choice_fn *choices;  // NULL: any value
};

// Values and arguments of these names are files and folders to a shell's completion.
#define COMMAND_FILE "FILE"
#define COMMAND_FOLDER "FOLDER"

enum { COMMAND_EXAMPLES_MAX = 6 };

struct command_example {
    const char *line;  // without the program's name: "check 2025-26-Q3"
    const char *does;  // what it does, a sentence without its full stop
};

// `values` are the program's own, options set; `arguments` end with NULL, and are as many as the
// command takes. Gives the exit status.
typedef int command_run_fn(const void *values, const char *const *arguments);

struct command {
    const char *name;
    const char *arguments;  // "BOROUGH KEY"; "[FOLDER]" may be left out; "[WORD...]" any number
    const char *summary;    // one line, for lists; a sentence without its full stop
    const char *help;       // paragraphs, an empty line between them
    const char *options;    // names in the program's table, a space between them
    command_run_fn *run;
    command_choice_fn *choices;  // of the first argument; NULL: any word
    struct command_example examples[COMMAND_EXAMPLES_MAX];
};

// A manual page of its own, about a file that the program reads: "quarterday.ini".
struct commands_page {
    const char *name;
    void (*write)(FILE *out);  // in roff: lib/base/roff.h
};

struct commands_program {
    const char *name;                      // "qd-collector"
    const char *summary;                   // one line
    const char *help;                      // paragraphs
    const struct command *commands;        // ended by one without a name
    const struct command_option *options;  // the same
    const struct commands_page *pages;     // the same; NULL: none
};

// For the build alone, and in no help: `PROGRAM --print manual` writes the manual page in roff,
// `--print bash` (zsh, fish) the shell's completion, and `--print NAME` one of the program's pages.
#define COMMANDS_PRINT "--print"

// Does what the command line says, and gives the status to end with. `values` hold the defaults, and
// are set. Descriptors 0 to 2 that were closed are taken, so that no file of ours gets their number;
// a result that stdout does not take ends with ERR_KIND_ENVIRONMENT.
int commands_run(const struct commands_program *program, void *values, int argc, char **argv);

#endif
