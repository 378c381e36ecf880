// Who may read the pages: a file with a line for each reader,
//
//   anna     panel               $argon2id$v=19$m=65536,t=2,p=1$...
//   camden   borough:E09000007   $argon2id$v=19$m=65536,t=2,p=1$...
//
// Blank lines, and lines that begin with #, are passed over. The third word is libsodium's crypto_pwhash_str of
// the reader's password; the password itself is nowhere. The file is secret: mode 0600, and owned by
// root or by whoever runs the program (lib/base/file.h).
#ifndef QD_REPORTER_READERS_ACCOUNTS_H
#define QD_REPORTER_READERS_ACCOUNTS_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/form/boroughs.h"

#include <stddef.h>

enum {
    ACCOUNTS_MAX =
        2000,  // more than there are officers in 33 boroughs; bounds the file that is read
    ACCOUNTS_NAME_MAX_BYTES = 40,
    ACCOUNTS_PASSWORD_MIN_BYTES = 12,
    ACCOUNTS_PASSWORD_MAX_BYTES = 200,
    ACCOUNTS_HASH_BYTES = 128,  // crypto_pwhash_STRBYTES
};

struct account {
    char name[ACCOUNTS_NAME_MAX_BYTES + 1];
    const struct borough *borough;  // NULL: the reader is of the panel
    char hash[ACCOUNTS_HASH_BYTES];
};

struct accounts {
    struct account *list;  // in the arena, in the order of the file
    size_t count;
};

// Reads the file, in the arena. ERR_MALFORMED names the line; ERR_NOT_FOUND when there is no file.
enum err accounts_read(struct accounts *accounts, struct arena *arena, const char *path,
                       struct err_text *text);

// Writes it, whole or not at all, with mode 0600. Its comments are gone then.
enum err accounts_write(const struct accounts *accounts, const char *path, struct err_text *text);

// Waits until nobody else changes the file, and keeps everybody from it until accounts_unlock. It is the folder that is
// locked: the file is replaced. -1 on any error.
enum err accounts_lock(int *lock, const char *path, struct err_text *text);
// What was written stands on the disk then.
void accounts_unlock(int lock);

// NULL: nobody has the name.
struct account *accounts_find(const struct accounts *accounts, const char *name);

// ERR_COMMAND for a name that cannot be one: small letters, digits, hyphens and full stops.
enum err accounts_check_name(const char *name, struct err_text *text);

// "panel", or "borough:Camden" in any way of writing it.
enum err accounts_parse_reads(const struct borough **borough, const char *word,
                              struct err_text *text);

// Takes a password for the account: ERR_COMMAND says what is wrong with it. Takes 64 MiB and some 0.1 s.
enum err accounts_set_password(struct account *account, const char *password,
                               struct err_text *text);

// Whether it is the account's password. NULL for the account takes just as long and says no, so that nobody
// learns which names there are. Takes 64 MiB and some 0.1 s.
int accounts_password_fits(const struct account *account, const char *password);

#endif
