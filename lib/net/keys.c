#include "lib/net/keys.h"

#include "lib/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(KEYS_BYTES == crypto_box_PUBLICKEYBYTES, "CURVE's keys are crypto_box's");
_Static_assert(KEYS_BYTES == crypto_box_SECRETKEYBYTES, "CURVE's keys are crypto_box's");

enum {
    KEYS_HEX_DIGITS = KEYS_TEXT_BYTES - 1,
    // What keys_save writes has less than a quarter of it; more is some other file.
    KEYS_FILE_MAX_BYTES = 2048,
};

static const char keys_public_word[] = "public_key ";
static const char keys_secret_word[] = "secret_key ";

void keys_generate(struct keys_pair *pair)
{
    // No sodium_init: it only picks faster code, and libsodium ends the process by itself where the
    // machine has no randomness.
    (void)crypto_box_keypair(pair->public_key, pair->secret_key);
}

void keys_wipe(struct keys_pair *pair)
{
    if (pair != NULL)
        sodium_memzero(pair->secret_key, sizeof pair->secret_key);
}

// --- text

void keys_to_text(const uint8_t key[KEYS_BYTES], char text[KEYS_TEXT_BYTES])
{
    (void)sodium_bin2hex(text, KEYS_TEXT_BYTES, key, KEYS_BYTES);
}

// The value is never repeated in a message: it may be a secret.
enum err keys_from_text(uint8_t key[KEYS_BYTES], const char *hex, struct err_text *text)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    const size_t length = strlen(hex);
    const size_t good = strspn(hex, digits);

    if (good < length)
        return err_say(
            text, ERR_MALFORMED,
            "a key is %d hexadecimal digits (0 to 9, a to f); character %zu of this one is not one",
            KEYS_HEX_DIGITS, good + 1);
    if (length != KEYS_HEX_DIGITS)
        return err_say(text, ERR_MALFORMED, "a key is %d hexadecimal digits; this one has %zu",
                       KEYS_HEX_DIGITS, length);
    if (sodium_hex2bin(key, KEYS_BYTES, hex, length, NULL, NULL, NULL) != 0)
        return err_say(text, ERR_MALFORMED, "a key is %d hexadecimal digits", KEYS_HEX_DIGITS);
    return ERR_OK;
}

// Multiplying such a point by any secret gives zero, so that everybody could speak for its holder.
static int is_low_order(const uint8_t key[KEYS_BYTES])
{
    static const uint8_t any_secret[KEYS_BYTES] = {1};
    uint8_t product[KEYS_BYTES];

    return crypto_scalarmult(product, any_secret, key) != 0;
}

enum err keys_public_from_text(uint8_t key[KEYS_BYTES], const char *hex, struct err_text *text)
{
    uint8_t read[KEYS_BYTES];
    const enum err error = keys_from_text(read, hex, text);

    if (error != ERR_OK)
        return error;
    if (is_low_order(read))
        return err_say(text, ERR_MALFORMED,
                       "this is nobody's public key: it has no secret, and everybody could use it. "
                       "Ask for the one that keygen printed");
    memcpy(key, read, sizeof read);
    return ERR_OK;
}

// --- writing

static int write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t written = write(fd, bytes, size);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -1;
        bytes += written;
        size -= (size_t)written;
    }
    return 0;
}

// The folder's entry for the new file must survive a power cut too.
static int sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int result = -1;
    int fd;

    if (slash == NULL)
        (void)snprintf(folder, sizeof folder, ".");
    else
        (void)snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path),
                       path);
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        result = fsync(fd);
        close(fd);
    }
    return result;
}

static int compose(const struct keys_pair *pair, char *content, size_t size)
{
    char public_text[KEYS_TEXT_BYTES];
    char secret_text[KEYS_TEXT_BYTES];
    int length;

    keys_to_text(pair->public_key, public_text);
    keys_to_text(pair->secret_key, secret_text);
    length =
        snprintf(content, size,
                 "# A Quarterday key. The second line is secret: whoever has it can speak for\n"
                 "# you. Keep the file to yourself, and give others the public key alone.\n"
                 "%s%s\n%s%s\n",
                 keys_public_word, public_text, keys_secret_word, secret_text);
    sodium_memzero(secret_text, sizeof secret_text);
    return length;
}

enum err keys_save(const struct keys_pair *pair, const char *path, struct err_text *text)
{
    char content[KEYS_FILE_MAX_BYTES];
    char draft[PATH_MAX];
    const int length = compose(pair, content, sizeof content);
    enum err error = ERR_OK;
    int fd;

    if (snprintf(draft, sizeof draft, "%s.XXXXXX", path) >= (int)sizeof draft) {
        error = err_say(text, ERR_COMMAND, "%s: the name is too long", path);
        goto wipe_content;
    }
    // Asked first only for a better message; link() below is what never overwrites.
    if (access(path, F_OK) == 0) {
        error = err_say(text, ERR_EXISTS,
                        "%s: there is a file already, and a key is never overwritten; choose "
                        "another name, or move the old key away",
                        path);
        goto wipe_content;
    }
    fd = mkostemp(draft, O_CLOEXEC);  // mode 0600
    if (fd < 0) {
        error = err_say_errno(text, errno, "%s: the key cannot be written", path);
        goto wipe_content;
    }
    if (write_all(fd, content, (size_t)length) != 0 || fsync(fd) != 0)
        error = err_say_errno(text, errno, "%s: the key cannot be written", path);
    if (close(fd) != 0 && error == ERR_OK)
        error = err_say_errno(text, errno, "%s: the key cannot be written", path);
    if (error == ERR_OK && link(draft, path) != 0)
        error = err_say_errno(text, errno, "%s: the key cannot be written", path);
    (void)unlink(draft);
    if (error == ERR_OK && sync_folder_of(path) != 0)
        error = err_say_errno(text, errno, "%s: the key's folder cannot be synced", path);
wipe_content:
    sodium_memzero(content, sizeof content);
    return error;
}

// --- reading

// Read without stdio, whose buffer would keep the secret.
static enum err read_file(const char *path, char *content, size_t size, struct err_text *text)
{
    size_t used = 0;
    ssize_t got;
    int fd;
    enum err error = file_open(&fd, path, FILE_KEPT_SECRET, text);

    if (error != ERR_OK)
        return error;
    do {
        got = read(fd, content + used, size - 1 - used);
        if (got > 0)
            used += (size_t)got;
    } while (got > 0 || (got < 0 && errno == EINTR));
    if (got < 0)
        error = err_say_errno(text, errno, "%s: the key cannot be read", path);
    else if (used == size - 1)
        error =
            err_say(text, ERR_MALFORMED,
                    "%s: this is too long to be a key file: name the one that keygen made", path);
    else if (memchr(content, '\0', used) != NULL)
        error = err_say(text, ERR_MALFORMED,
                        "%s: this is not a text file: name the one that keygen made", path);
    content[used] = '\0';
    close(fd);
    return error;
}

enum { HAS_PUBLIC = 1, HAS_SECRET = 2, HAS_BOTH = HAS_PUBLIC | HAS_SECRET };

// One line without its end; `found` collects which keys were there.
static enum err read_line(struct keys_pair *pair, const char *line, int *found,
                          struct err_text *text)
{
    const size_t public_length = sizeof keys_public_word - 1;
    const size_t secret_length = sizeof keys_secret_word - 1;
    const int is_public = strncmp(line, keys_public_word, public_length) == 0;
    const int which = is_public ? HAS_PUBLIC : HAS_SECRET;

    if (line[0] == '#' || line[strspn(line, " \t")] == '\0')
        return ERR_OK;
    if (!is_public && strncmp(line, keys_secret_word, secret_length) != 0)
        return err_say(
            text, ERR_MALFORMED,
            "a line begins with \"%s\" or \"%s\", each followed by %d hexadecimal digits",
            keys_public_word, keys_secret_word, KEYS_HEX_DIGITS);
    if ((*found & which) != 0)
        return err_say(
            text, ERR_MALFORMED,
            "a file holds one key, and this is its second %s: take out the one that is wrong",
            is_public ? "public_key" : "secret_key");
    *found |= which;
    return is_public ? keys_public_from_text(pair->public_key, line + public_length, text)
                     : keys_from_text(pair->secret_key, line + secret_length, text);
}

static enum err read_content(struct keys_pair *pair, const char *path, char *content,
                             struct err_text *text)
{
    uint8_t derived[KEYS_BYTES];
    struct err_text why = {""};
    unsigned number = 0;
    int found = 0;
    char *rest = content;
    char *line;

    while ((line = strsep(&rest, "\n")) != NULL) {
        enum err error;

        number++;
        line[strcspn(line, "\r")] = '\0';
        error = read_line(pair, line, &found, &why);
        if (error != ERR_OK)
            return err_say(text, error, "%s, line %u: %s", path, number, why.text);
    }
    if (found != HAS_BOTH)
        return err_say(text, ERR_MALFORMED,
                       "%s: there is no line \"%s\" followed by %d hexadecimal digits: restore the "
                       "file as keygen made it",
                       path, (found & HAS_PUBLIC) ? keys_secret_word : keys_public_word,
                       KEYS_HEX_DIGITS);
    if (crypto_scalarmult_base(derived, pair->secret_key) != 0 ||
        memcmp(derived, pair->public_key, sizeof derived) != 0)
        return err_say(
            text, ERR_MALFORMED,
            "%s: the public key is not the secret key's; restore the file as it was made", path);
    return ERR_OK;
}

enum err keys_load(struct keys_pair *pair, const char *path, struct err_text *text)
{
    char content[KEYS_FILE_MAX_BYTES];
    struct keys_pair loaded;
    enum err error;

    error = read_file(path, content, sizeof content, text);
    if (error == ERR_OK)
        error = read_content(&loaded, path, content, text);
    if (error == ERR_OK)
        *pair = loaded;
    sodium_memzero(content, sizeof content);
    keys_wipe(&loaded);
    return error;
}
