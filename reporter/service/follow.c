#include "reporter/service/follow.h"

#include "lib/base/clock.h"
#include "lib/base/share.h"
#include "reporter/service/beat.h"
#include "reporter/service/files_hash.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    KEY_TEXT_BYTES = 8192,
    // A file may be written twice within a step of the file system's clock; so what was written just now is looked at
    // once more.
    SETTLED_MS = 100,
    PATHS_MAX = 4,
    MS_PER_S = 1000,
    NS_PER_MS = 1000 * 1000,
};

struct follow {
    const struct follow_options *options;
    struct beat *beat;
    pthread_mutex_t lock;
    struct follow_state state;  // under the lock
    // Of the thread alone:
    char store[PATH_MAX], reference[PATH_MAX], templates[PATH_MAX];
    const char *paths[PATHS_MAX];
    uint8_t looks[SHA256_BYTES];
    struct stat store_was;
    uint64_t tried_ms;
    int is_told;  // the operator knows that the store cannot be read
};

// --- files

static void find_paths(struct follow *follow)
{
    const struct pages_places *places = follow->options->places;
    size_t count = 0;

    (void)snprintf(follow->store, sizeof follow->store, "%s/data.mdb", places->store);
    if (places->reference != NULL)
        (void)snprintf(follow->reference, sizeof follow->reference, "%s", places->reference);
    else if (share_path(follow->reference, "reference", NULL) != ERR_OK)
        follow->reference[0] = '\0';
    if (places->templates != NULL)
        (void)snprintf(follow->templates, sizeof follow->templates, "%s", places->templates);
    else if (share_path(follow->templates, "pages", NULL) != ERR_OK)
        follow->templates[0] = '\0';
    if (follow->reference[0] != '\0')
        follow->paths[count++] = follow->reference;
    if (follow->templates[0] != '\0')
        follow->paths[count++] = follow->templates;
    if (places->calendar != NULL)
        follow->paths[count++] = places->calendar;
}

static void look_at_files(struct follow *follow, struct follow_state *state)
{
    uint8_t looks[SHA256_BYTES];

    files_hash(looks, follow->paths, FILES_HASH_LOOKS);
    if (memcmp(looks, follow->looks, sizeof looks) == 0)
        return;
    memcpy(follow->looks, looks, sizeof looks);
    files_hash(state->files, follow->paths, FILES_HASH_BYTES);
}

// --- the store

static int64_t ms_of(struct timespec time)
{
    return (int64_t)time.tv_sec * MS_PER_S + time.tv_nsec / NS_PER_MS;
}

static int is_same(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_size == b->st_size &&
           memcmp(&a->st_mtim, &b->st_mtim, sizeof a->st_mtim) == 0;
}

static void tell(struct follow *follow, int is_readable, uint64_t sequence,
                 const struct err_text *why)
{
    if (!is_readable && !follow->is_told)
        SERVICE_LOG(follow->options->log, STORE_UNREADABLE,
                    LOG_TEXT("store", follow->options->places->store), LOG_TEXT("why", why->text));
    if (is_readable && follow->is_told)
        SERVICE_LOG(follow->options->log, STORE_READABLE,
                    LOG_TEXT("store", follow->options->places->store),
                    LOG_NUMBER("sequence", sequence));
    follow->is_told = !is_readable;
}

static void look_at_store(struct follow *follow, struct follow_state *state)
{
    const uint64_t now_ms = clock_monotonic_ms();
    struct err_text why = {""};
    struct follow_end end = {.sequence = 0};
    struct stat now;
    int is_settled;

    if (!state->is_readable && follow->tried_ms != 0 &&
        now_ms - follow->tried_ms < FOLLOW_FAILED_EACH_MS)
        return;
    memset(&now, 0, sizeof now);
    (void)stat(follow->store, &now);
    is_settled = ms_of(now.st_mtim) + SETTLED_MS < (int64_t)clock_unix_ms();
    if (state->is_readable && is_same(&now, &follow->store_was)) {
        state->read_unix_ms = clock_unix_ms();
        return;
    }
    follow->tried_ms = now_ms;
    state->is_readable = follow->options->read(follow->options->context, &end, &why) == ERR_OK;
    if (state->is_readable) {
        state->end = end;
        state->read_unix_ms = clock_unix_ms();
    }
    follow->store_was = is_settled ? now : (struct stat){.st_ino = 0};
    tell(follow, state->is_readable, end.sequence, &why);
}

// --- the thread

static void look(void *context)
{
    struct follow *follow = context;
    struct follow_state state;

    follow_state(follow, &state);
    state.day = clock_today();
    look_at_files(follow, &state);
    look_at_store(follow, &state);
    (void)pthread_mutex_lock(&follow->lock);
    follow->state = state;
    (void)pthread_mutex_unlock(&follow->lock);
}

enum err follow_open(struct follow **result, const struct follow_options *options,
                     struct err_text *text)
{
    struct follow *follow = calloc(1, sizeof *follow);
    enum err error;

    *result = NULL;
    if (follow == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    follow->options = options;
    (void)pthread_mutex_init(&follow->lock, NULL);
    find_paths(follow);
    look(follow);
    error = beat_open(&follow->beat, FOLLOW_EACH_MS, look, follow, text);
    if (error != ERR_OK) {
        follow_close(follow);
        return error;
    }
    *result = follow;
    return ERR_OK;
}

void follow_close(struct follow *follow)
{
    if (follow == NULL)
        return;
    beat_close(follow->beat);
    (void)pthread_mutex_destroy(&follow->lock);
    free(follow);
}

void follow_state(struct follow *follow, struct follow_state *state)
{
    (void)pthread_mutex_lock(&follow->lock);
    *state = follow->state;
    (void)pthread_mutex_unlock(&follow->lock);
}

// --- the key

struct key_head {
    struct follow_end end;
    uint8_t files[SHA256_BYTES];
    char version[32];
    int32_t day, audience, borough, query_is_given;
};

void follow_key(uint8_t key[SHA256_BYTES], const struct follow_state *state,
                const struct pages_reader *reader, const char *path, const char *query)
{
    struct {
        struct key_head head;
        char address[KEY_TEXT_BYTES];
    } made;
    int length;

    memset(&made.head, 0, sizeof made.head);  // its padding is hashed too
    made.head.end = state->end;
    memcpy(made.head.files, state->files, sizeof made.head.files);
    (void)snprintf(made.head.version, sizeof made.head.version, "%s", QD_VERSION);
    made.head.day = state->day;
    made.head.audience = (int32_t)reader->audience;
    made.head.borough = reader->audience == PAGES_BOROUGH ? reader->borough : -1;
    made.head.query_is_given = query != NULL;
    length = snprintf(made.address, sizeof made.address, "%s?%s", path, query == NULL ? "" : query);
    sha256(key, &made, sizeof made.head + (size_t)length);
}
