#include "reporter/readers/accounts.h"

#include "lib/base/draft.h"
#include "lib/base/file.h"
#include "lib/base/list.h"
#include "lib/base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(ACCOUNTS_HASH_BYTES == crypto_pwhash_STRBYTES, "what crypto_pwhash_str writes");

#define PANEL "panel"
#define BOROUGH "borough:"
#define BLANKS " \t\r\n"

// --- words of a line

enum err accounts_check_name(const char *name, struct err_text *text)
{
    const size_t length = strlen(name);

    if (length > 0 && length <= ACCOUNTS_NAME_MAX_BYTES &&
        name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.")] == '\0')
        return ERR_OK;
    return err_say(text, ERR_COMMAND,
                   "\"%.60s\" cannot be a reader's name: write at most %d small letters, digits, "
                   "hyphens and full stops",
                   name, ACCOUNTS_NAME_MAX_BYTES);
}

enum err accounts_parse_reads(const struct borough **borough, const char *word,
                              struct err_text *text)
{
    *borough = NULL;
    if (strcmp(word, PANEL) == 0)
        return ERR_OK;
    if (strncmp(word, BOROUGH, strlen(BOROUGH)) == 0)
        *borough = boroughs_find(word + strlen(BOROUGH));
    if (*borough != NULL)
        return ERR_OK;
    return err_say(text, ERR_COMMAND,
                   "a reader reads as panel, or as borough:NAME with one of the 33 boroughs, and "
                   "not as: %.60s",
                   word);
}

static enum err parse_line(struct account *account, char *line, struct err_text *text)
{
    char *rest = NULL;
    const char *name = strtok_r(line, BLANKS, &rest), *reads = strtok_r(NULL, BLANKS, &rest),
               *hash = strtok_r(NULL, BLANKS, &rest);
    enum err error;

    if (name == NULL || reads == NULL || hash == NULL || strtok_r(NULL, BLANKS, &rest) != NULL)
        return err_say(text, ERR_MALFORMED,
                       "a line has three words: name, panel or borough:NAME, and the password's "
                       "hash. `qd-reporter reader add NAME READS` writes it");
    error = accounts_check_name(name, text);
    if (error == ERR_OK)
        error = accounts_parse_reads(&account->borough, reads, text);
    if (error != ERR_OK)
        return ERR_MALFORMED;
    if (strlen(hash) >= sizeof account->hash ||
        strncmp(hash, crypto_pwhash_STRPREFIX, strlen(crypto_pwhash_STRPREFIX)) != 0)
        return err_say(text, ERR_MALFORMED,
                       "the third word is no hash of argon2id: give a new password with "
                       "`qd-reporter reader password %s`",
                       name);
    memset(account->hash, 0, sizeof account->hash);
    memcpy(account->hash, hash, strlen(hash));
    memcpy(account->name, name, strlen(name) + 1);
    return ERR_OK;
}

// --- the file

static enum err add_line(struct accounts *accounts, struct arena *arena, char *line,
                         struct err_text *text)
{
    struct account account = {.borough = NULL}, *place;
    enum err error;

    if (line[strspn(line, BLANKS)] == '\0' || line[0] == '#')
        return ERR_OK;
    error = parse_line(&account, line, text);
    if (error != ERR_OK)
        return error;
    if (accounts_find(accounts, account.name) != NULL)
        return err_say(text, ERR_MALFORMED, "%s is there already: take one of the two lines out",
                       account.name);
    if (accounts->count == ACCOUNTS_MAX)
        return err_say(text, ERR_MALFORMED, "there are more than %d readers", ACCOUNTS_MAX);
    place = LIST_ADD(arena, accounts->list, accounts->count);
    if (place == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    *place = account;
    return ERR_OK;
}

enum err accounts_read(struct accounts *accounts, struct arena *arena, const char *path,
                       struct err_text *text)
{
    struct err_text why = {""};
    char *line = NULL;
    size_t room = 0;
    FILE *file = NULL;
    unsigned number = 0;
    int descriptor;
    enum err error = file_open(&descriptor, path, FILE_KEPT_SECRET, text);

    *accounts = (struct accounts){.count = 0};
    if (error != ERR_OK)
        return error;
    file = fdopen(descriptor, "r");
    if (file == NULL) {
        (void)close(descriptor);
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    }
    while (error == ERR_OK && getline(&line, &room, file) >= 0) {
        number++;
        error = add_line(accounts, arena, line, &why);
    }
    if (error != ERR_OK)
        (void)err_say(text, error, "%s, line %u: %s", path, number, why.text);
    else if (ferror(file))
        error = err_say(text, ERR_IO, "%s cannot be read", path);
    if (line != NULL)
        sodium_memzero(line, room);
    free(line);
    (void)fclose(file);
    return error;
}

enum err accounts_write(const struct accounts *accounts, const char *path, struct err_text *text)
{
    struct draft draft;
    enum err error = draft_open(&draft, path, text);

    if (error != ERR_OK)
        return error;
    if (fchmod(fileno(draft.out), S_IRUSR | S_IWUSR) != 0) {
        error = err_say_errno(text, errno, "%s cannot be kept secret", path);
        draft_drop(&draft);
        return error;
    }
    fprintf(draft.out,
            "# Who may read the pages: name, what it reads, hash of its password (argon2id).\n"
            "# Changed by `qd-reporter reader`; a running service takes it within a second.\n");
    for (size_t i = 0; i < accounts->count; i++) {
        const struct account *account = &accounts->list[i];

        fprintf(draft.out, "%s %s%s %s\n", account->name,
                account->borough == NULL ? PANEL : BOROUGH,
                account->borough == NULL ? "" : account->borough->new_la_code, account->hash);
    }
    return draft_keep(&draft, text);
}

enum err accounts_lock(int *lock, const char *path, struct err_text *text)
{
    char folder[PATH_MAX];
    int error_number;

    *lock = -1;
    if (strlen(path) >= sizeof folder)
        return err_say(text, ERR_COMMAND, "%s: the name is too long", path);
    (void)snprintf(folder, sizeof folder, "%s", path);
    *lock = open(dirname(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*lock >= 0 && flock(*lock, LOCK_EX) == 0)
        return ERR_OK;
    error_number = errno;
    if (*lock >= 0)
        (void)close(*lock);
    *lock = -1;
    return err_say_errno(text, error_number, "%s: the list of readers cannot be changed", path);
}

void accounts_unlock(int lock)
{
    (void)fsync(lock);
    (void)close(lock);
}

struct account *accounts_find(const struct accounts *accounts, const char *name)
{
    for (size_t i = 0; i < accounts->count; i++)
        if (strcmp(accounts->list[i].name, name) == 0)
            return &accounts->list[i];
    return NULL;
}

// --- passwords

enum err accounts_set_password(struct account *account, const char *password, struct err_text *text)
{
    const size_t length = strlen(password);

    if (length < ACCOUNTS_PASSWORD_MIN_BYTES || length > ACCOUNTS_PASSWORD_MAX_BYTES)
        return err_say(text, ERR_COMMAND,
                       "the password has %zu characters: give one of %d to %d, such as four words",
                       utf8_characters(password, length), ACCOUNTS_PASSWORD_MIN_BYTES,
                       ACCOUNTS_PASSWORD_MAX_BYTES);
    if (utf8_check(password, length, NULL) != UTF8_FINE)
        return err_say(text, ERR_COMMAND,
                       "the password has characters that nobody can type: give another one");
    if (crypto_pwhash_str(account->hash, password, length, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return err_say(text, ERR_NO_MEMORY, "there is no memory to hash the password");
    return ERR_OK;
}

int accounts_password_fits(const struct account *account, const char *password)
{
    // The hash of a password that was drawn and thrown away.
    static const char nobody[ACCOUNTS_HASH_BYTES] =
        "$argon2id$v=19$m=65536,t=2,p=1$LT8WxrZhzo2cfi7QYgmbrA$se/M7/"
        "Yy8D0OYdJ4T742IiJBRNPNGYtseUv2+UzRj+4";
    const int fits = crypto_pwhash_str_verify(account == NULL ? nobody : account->hash, password,
                                              strlen(password)) == 0;

    return fits && account != NULL;
}
