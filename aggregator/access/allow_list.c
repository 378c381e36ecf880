#include "aggregator/access/allow_list.h"

#include "aggregator/access/allow_file.h"
#include "aggregator/access/descriptors.h"
#include "lib/base/clock.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    // Digits of the key in a user id: 64 bits, far more than tell the keys of one borough apart.
    ALLOW_LIST_USER_KEY_BYTES = 8,
    // A file system stamps a file with its clock's last tick (10 ms at most). A file that was younger
    // than this when it was read may have changed since under the same stamp: it is read once more.
    ALLOW_LIST_SETTLED_MS = 100,
};

struct allow_list {
    char *path;
    struct allow_file file;  // the last good one
    int settled;             // an unchanged stamp means an unchanged file
    enum allow_list_state state;
    uint64_t failing_since_ms;  // clock_monotonic_ms; these two while it cannot be read
    uint64_t next_try_ms;
};

static uint64_t unix_ms(const struct timespec *time)
{
    return (uint64_t)time->tv_sec * 1000 + (uint64_t)time->tv_nsec / 1000000;
}

static int same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static int same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           same_time(&a->st_mtim, &b->st_mtim) && same_time(&a->st_ctim, &b->st_ctim);
}

static int is_settled(const struct stat *identity)
{
    return unix_ms(&identity->st_ctim) + ALLOW_LIST_SETTLED_MS < clock_unix_ms();
}

static enum err read_file(struct allow_file *file, const char *path, struct err_text *text)
{
    const struct rlimit lent = descriptors_lend();
    const enum err error = allow_file_read(file, path, text);

    descriptors_take_back(lent);
    return error;
}

// --- the live copy

enum err allow_list_open(struct allow_list **result, const char *path, struct err_text *text)
{
    struct allow_list *list = calloc(1, sizeof *list);
    enum err error;

    *result = NULL;
    if (list == NULL)
        return err_say(text, ERR_NO_MEMORY, "%s: out of memory", path);
    list->path = strdup(path);
    error = list->path == NULL ? err_say(text, ERR_NO_MEMORY, "%s: out of memory", path)
                               : read_file(&list->file, path, text);
    if (error == ERR_NOT_FOUND)
        error = err_say(text, error,
                        "there is no allow-list %s: name it with --allow, or make one with "
                        "`qd-aggregator allow BOROUGH KEY`",
                        path);
    if (error != ERR_OK) {
        allow_list_close(list);
        return error;
    }
    list->settled = is_settled(&list->file.identity);
    *result = list;
    return ERR_OK;
}

void allow_list_close(struct allow_list *list)
{
    if (list == NULL)
        return;
    allow_file_free(&list->file);
    free(list->path);
    free(list);
}

static int compare_entries(const void *a, const void *b)
{
    return allow_file_compare(a, b);
}

static const struct allow_entry *find(const struct allow_file *file,
                                      const struct allow_entry *entry)
{
    if (file->count == 0)
        return NULL;
    return bsearch(entry, file->entries, file->count, sizeof file->entries[0], compare_entries);
}

// Leaves of `file` only what `other` holds too.
static void keep_common(struct allow_file *file, const struct allow_file *other)
{
    size_t kept = 0;

    for (size_t i = 0; i < file->count; i++)
        if (find(other, &file->entries[i]) != NULL)
            file->entries[kept++] = file->entries[i];
    file->count = kept;
}

static int holds_all(const struct allow_file *file, const struct allow_file *earlier)
{
    for (size_t i = 0; i < earlier->count; i++)
        if (find(file, &earlier->entries[i]) == NULL)
            return 0;
    return 1;
}

// Nothing is known of what the list says now. An editor is given time; whoever takes every descriptor, or
// all memory, is not: a key that was taken off in this moment must not count.
static void note_failure(struct allow_list *list, enum err error)
{
    const uint64_t now_ms = clock_monotonic_ms();

    if (list->state != ALLOW_LIST_UNREADABLE && list->state != ALLOW_LIST_SHUT) {
        list->state = ALLOW_LIST_UNREADABLE;
        list->failing_since_ms = now_ms;
    }
    if (error == ERR_NO_MEMORY || now_ms - list->failing_since_ms >= ALLOW_LIST_SHUT_MS)
        list->state = ALLOW_LIST_SHUT;
    list->next_try_ms = now_ms + ALLOW_LIST_RETRY_MS;
}

static int is_failing(const struct allow_list *list)
{
    return list->state == ALLOW_LIST_UNREADABLE || list->state == ALLOW_LIST_SHUT;
}

// Whether there is something to read that was not read before.
static int is_due(const struct allow_list *list)
{
    struct stat identity;

    if (is_failing(list))
        return clock_monotonic_ms() >= list->next_try_ms;
    return !list->settled || stat(list->path, &identity) != 0 ||
           !same_file(&identity, &list->file.identity);
}

enum err allow_list_refresh(struct allow_list *list, int *removed, struct err_text *text)
{
    struct allow_file file;
    enum err error;

    *removed = 0;
    if (!is_due(list))
        return ERR_OK;
    error = read_file(&file, list->path, text);
    if (error != ERR_OK && error != ERR_MALFORMED) {
        note_failure(list, error);
        return error;
    }
    list->state = error == ERR_OK ? ALLOW_LIST_GOOD : ALLOW_LIST_MALFORMED;
    list->settled = is_settled(&file.identity);
    if (error == ERR_MALFORMED)
        keep_common(&file, &list->file);
    *removed = !holds_all(&file, &list->file);
    allow_file_free(&list->file);
    list->file = file;
    return error;
}

enum allow_list_state allow_list_state(const struct allow_list *list)
{
    return list->state;
}

long allow_list_wait_ms(const struct allow_list *list)
{
    const uint64_t now_ms = clock_monotonic_ms();

    if (!is_failing(list))
        return ALLOW_LIST_RETRY_MS;
    return now_ms >= list->next_try_ms ? 0 : (long)(list->next_try_ms - now_ms);
}

size_t allow_list_count(const struct allow_list *list)
{
    return list->file.count;
}

const struct allow_entry *allow_list_entry(const struct allow_list *list, size_t index)
{
    return index < list->file.count ? &list->file.entries[index] : NULL;
}

int allow_list_lookup(void *context, const uint8_t public_key[KEYS_BYTES],
                      char user_id[ZAP_USER_ID_BYTES])
{
    const struct allow_list *list = context;
    char key[KEYS_TEXT_BYTES];

    if (list->state == ALLOW_LIST_SHUT)
        return 0;
    // Once a connection, so a walk will do.
    for (size_t i = 0; i < list->file.count; i++) {
        const struct allow_entry *entry = &list->file.entries[i];

        if (memcmp(entry->key, public_key, sizeof entry->key) != 0)
            continue;
        keys_to_text(entry->key, key);
        (void)snprintf(user_id, ZAP_USER_ID_BYTES, "%03d:%.*s", (int)entry->authority,
                       2 * ALLOW_LIST_USER_KEY_BYTES, key);
        return 1;
    }
    return 0;
}

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

// Takes "202:" and 16 digits apart, as allow_list_lookup put them together; 0 for anything else. Behind them
// may stand which of the key's connections it is (connections.h).
static int parse_user(const char *user_id, struct allow_entry *entry)
{
    enum { KEY_AT = 4, USER_LENGTH = KEY_AT + 2 * ALLOW_LIST_USER_KEY_BYTES };
    int authority = 0;

    if (strnlen(user_id, USER_LENGTH) < USER_LENGTH || user_id[KEY_AT - 1] != ':' ||
        strchr(":", user_id[USER_LENGTH]) == NULL)
        return 0;
    for (int i = 0; i < KEY_AT - 1; i++) {
        if (user_id[i] < '0' || user_id[i] > '9')
            return 0;
        authority = authority * 10 + (user_id[i] - '0');
    }
    entry->authority = (Qd__LocalAuthority)authority;
    for (int i = 0; i < ALLOW_LIST_USER_KEY_BYTES; i++) {
        const int high = hex_digit(user_id[KEY_AT + 2 * i]);
        const int low = hex_digit(user_id[KEY_AT + 2 * i + 1]);

        if (high < 0 || low < 0)
            return 0;
        entry->key[i] = (uint8_t)(high << 4 | low);
    }
    return 1;
}

// `user` has only the beginning of its key.
static int compare_user(const void *user, const void *element)
{
    const struct allow_entry *a = user;
    const struct allow_entry *b = element;

    if (a->authority != b->authority)
        return a->authority < b->authority ? -1 : 1;
    return memcmp(a->key, b->key, ALLOW_LIST_USER_KEY_BYTES);
}

const struct borough *allow_list_user_borough(const char *user_id)
{
    struct allow_entry user;

    return parse_user(user_id, &user) ? boroughs_of(user.authority) : NULL;
}

int allow_list_user(const struct allow_list *list, const char *user_id,
                    Qd__LocalAuthority *authority)
{
    struct allow_entry user;

    if (list->state == ALLOW_LIST_SHUT || list->file.count == 0 || !parse_user(user_id, &user) ||
        bsearch(&user, list->file.entries, list->file.count, sizeof list->file.entries[0],
                compare_user) == NULL)
        return 0;
    *authority = user.authority;
    return 1;
}
