// Errors are values: a function that can fail returns `enum err`, and may take a pointer to a
// `struct err_text` (NULL if nobody will read it) in which it leaves one sentence for a person:
// what went wrong, where, and how to fix it. Libraries return; only a main prints or exits.
#ifndef QD_LIB_BASE_ERR_H
#define QD_LIB_BASE_ERR_H

// How a program that ends with the error exits (README, "Exit status").
enum err_kind {
    ERR_KIND_NONE = 0,        // done
    ERR_KIND_DATA = 1,        // the data is at fault: fix it
    ERR_KIND_COMMAND = 2,     // the command is at fault: type another
    ERR_KIND_ENVIRONMENT = 3  // the environment is at fault: try again
};

//  name                     kind         what it means, in a few words
#define ERR_LIST(X)                                                                                \
    X(ERR_OK, NONE, "done")                                                                        \
    X(ERR_FINDINGS, DATA, "the return has findings that stop it")                                  \
    X(ERR_MALFORMED, DATA, "the bytes are not what they should be")                                \
    X(ERR_UNKNOWN_VERSION, DATA, "made by another version")                                        \
    X(ERR_TOO_LARGE, DATA, "larger than allowed")                                                  \
    X(ERR_REFUSED, DATA, "the aggregator refused it")                                              \
    X(ERR_EMPTY, DATA, "nothing there yet")                                                        \
    X(ERR_NOT_FOUND, COMMAND, "not there")                                                         \
    X(ERR_EXISTS, COMMAND, "already there")                                                        \
    X(ERR_COMMAND, COMMAND, "the command is not right")                                            \
    X(ERR_NOT_LET_IN, ENVIRONMENT, "the aggregator does not know this key")                        \
    X(ERR_WRONG_SERVER_KEY, ENVIRONMENT, "the server's key is another than the one given")         \
    X(ERR_UNREACHABLE, ENVIRONMENT, "nobody answers")                                              \
    X(ERR_TIMEOUT, ENVIRONMENT, "no answer in time")                                               \
    X(ERR_FULL, ENVIRONMENT, "no room left")                                                       \
    X(ERR_CORRUPT, ENVIRONMENT, "stored data is damaged")                                          \
    X(ERR_BUSY, ENVIRONMENT, "in use by another")                                                  \
    X(ERR_NO_MEMORY, ENVIRONMENT, "out of memory or descriptors")                                  \
    X(ERR_IO, ENVIRONMENT, "input or output failed")

enum err {
#define ERR_AS_ENUM(name, kind, words) name,
    ERR_LIST(ERR_AS_ENUM)
#undef ERR_AS_ENUM
};

struct err_text {
    char text[1024];
};

// Leaves a sentence in `text` (may be NULL) and returns `error`, so that a caller writes
// `return err_say(text, ERR_FULL, "...")`.
enum err err_say(struct err_text *text, enum err error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// The same with the words for errno at the end; the code is made from `error_number` by err_errno.
enum err err_say_errno(struct err_text *text, int error_number, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// The project's code for an errno: ENOSPC and EDQUOT are ERR_FULL, ENOENT is ERR_NOT_FOUND, ... A
// path is named by a command, so one that no file can have is the command's fault.
enum err err_errno(int error_number);

// The error's name ("ERR_FULL") and its meaning in a few words; never NULL.
const char *err_name(enum err error);
const char *err_words(enum err error);

// The name of the program that is running, for words that say which one to upgrade.
const char *err_program(void);

// 0 to 3: see enum err_kind.
int err_exit_status(enum err error);

#endif
