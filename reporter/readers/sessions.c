#include "reporter/readers/sessions.h"

#include "lib/base/clock.h"
#include "lib/base/sha256.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_RANDOM_BYTES = 32, CHAINS = 1024, NONE = -1 };

_Static_assert(SESSIONS_WORD_BYTES == 2 * WORD_RANDOM_BYTES + 1, "in hexadecimal digits");

struct session {
    uint8_t hash[SHA256_BYTES];  // of the word
    struct sessions_reader reader;
    uint64_t began_ms, seen_ms;
    int is_used;
    int next;  // with a hash that begins alike; NONE: the last
};

struct sessions {
    pthread_mutex_t lock;
    struct session list[SESSIONS_MAX];
    int chains[CHAINS];  // by the beginning of the hash
};

struct sessions *sessions_open(void)
{
    struct sessions *sessions = calloc(1, sizeof *sessions);

    if (sessions == NULL)
        return NULL;
    (void)pthread_mutex_init(&sessions->lock, NULL);
    for (int i = 0; i < CHAINS; i++)
        sessions->chains[i] = NONE;
    return sessions;
}

void sessions_close(struct sessions *sessions)
{
    if (sessions == NULL)
        return;
    (void)pthread_mutex_destroy(&sessions->lock);
    sodium_memzero(sessions, sizeof *sessions);
    free(sessions);
}

// --- under the lock

static int *chain_of(struct sessions *sessions, const uint8_t hash[SHA256_BYTES])
{
    return &sessions->chains[(hash[0] | hash[1] << 8) % CHAINS];
}

static void end(struct sessions *sessions, struct session *session)
{
    int *link = chain_of(sessions, session->hash);

    while (*link != session - sessions->list)
        link = &sessions->list[*link].next;
    *link = session->next;
    sodium_memzero(session, sizeof *session);
}

static struct session *find(struct sessions *sessions, const char *word)
{
    uint8_t hash[SHA256_BYTES];

    if (strlen(word) != SESSIONS_WORD_BYTES - 1)
        return NULL;
    sha256(hash, word, SESSIONS_WORD_BYTES - 1);
    for (int i = *chain_of(sessions, hash); i != NONE; i = sessions->list[i].next)
        if (sodium_memcmp(sessions->list[i].hash, hash, sizeof hash) == 0)
            return &sessions->list[i];
    return NULL;
}

static int is_over(const struct session *session, uint64_t now_ms)
{
    return clock_since_ms(session->seen_ms, now_ms) >= SESSIONS_IDLE_MS ||
           clock_since_ms(session->began_ms, now_ms) >= SESSIONS_LONGEST_MS;
}

static struct session *older(struct session *one, struct session *other)
{
    return one == NULL || other->seen_ms < one->seen_ms ? other : one;
}

// A place that is free, or made free: of a reader who is signed in too often, or else of whoever was idle
// longest.
static struct session *make_room(struct sessions *sessions, const char *name)
{
    struct session *unused = NULL, *oldest = NULL, *own = NULL;
    size_t own_count = 0;

    for (int i = 0; i < SESSIONS_MAX; i++) {
        struct session *session = &sessions->list[i];

        if (!session->is_used) {
            unused = session;
            continue;
        }
        oldest = older(oldest, session);
        if (strcmp(session->reader.name, name) == 0) {
            own = older(own, session);
            own_count++;
        }
    }
    if (own_count >= SESSIONS_OF_ONE_READER)
        unused = own;
    else if (unused == NULL)
        unused = oldest;
    if (unused->is_used)
        end(sessions, unused);
    return unused;
}

// --- for everybody

void sessions_begin(struct sessions *sessions, const struct sessions_reader *reader,
                    uint64_t now_ms, char word[SESSIONS_WORD_BYTES])
{
    uint8_t random[WORD_RANDOM_BYTES];
    struct session *session;
    int *chain;

    randombytes_buf(random, sizeof random);
    (void)sodium_bin2hex(word, SESSIONS_WORD_BYTES, random, sizeof random);
    sodium_memzero(random, sizeof random);
    (void)pthread_mutex_lock(&sessions->lock);
    session = make_room(sessions, reader->name);
    *session =
        (struct session){.reader = *reader, .began_ms = now_ms, .seen_ms = now_ms, .is_used = 1};
    sha256(session->hash, word, SESSIONS_WORD_BYTES - 1);
    chain = chain_of(sessions, session->hash);
    session->next = *chain;
    *chain = (int)(session - sessions->list);
    (void)pthread_mutex_unlock(&sessions->lock);
}

int sessions_find(struct sessions *sessions, const char *word, uint64_t now_ms,
                  struct sessions_reader *reader)
{
    struct session *session;
    int is_found;

    (void)pthread_mutex_lock(&sessions->lock);
    session = find(sessions, word);
    is_found = session != NULL && !is_over(session, now_ms);
    if (is_found) {
        if (session->seen_ms < now_ms)
            session->seen_ms = now_ms;
        *reader = session->reader;
    }
    (void)pthread_mutex_unlock(&sessions->lock);
    return is_found;
}

void sessions_end(struct sessions *sessions, const char *word)
{
    struct session *session;

    (void)pthread_mutex_lock(&sessions->lock);
    session = find(sessions, word);
    if (session != NULL)
        end(sessions, session);
    (void)pthread_mutex_unlock(&sessions->lock);
}

static int is_the_same(const struct account *before, const struct account *after)
{
    return before != NULL && after != NULL && before->borough == after->borough &&
           strcmp(before->hash, after->hash) == 0;
}

void sessions_keep_to(struct sessions *sessions, const struct accounts *before,
                      const struct accounts *after)
{
    (void)pthread_mutex_lock(&sessions->lock);
    for (int i = 0; i < SESSIONS_MAX; i++) {
        struct session *session = &sessions->list[i];

        if (session->is_used && !is_the_same(accounts_find(before, session->reader.name),
                                             accounts_find(after, session->reader.name)))
            end(sessions, session);
    }
    (void)pthread_mutex_unlock(&sessions->lock);
}

void sessions_expire(struct sessions *sessions, uint64_t now_ms, sessions_told_fn *told,
                     void *context)
{
    (void)pthread_mutex_lock(&sessions->lock);
    for (int i = 0; i < SESSIONS_MAX; i++) {
        struct session *session = &sessions->list[i];

        if (!session->is_used || !is_over(session, now_ms))
            continue;
        told(context, &session->reader);
        end(sessions, session);
    }
    (void)pthread_mutex_unlock(&sessions->lock);
}

size_t sessions_count(struct sessions *sessions, uint64_t now_ms)
{
    size_t count = 0;

    (void)pthread_mutex_lock(&sessions->lock);
    for (int i = 0; i < SESSIONS_MAX; i++)
        count += sessions->list[i].is_used && !is_over(&sessions->list[i], now_ms);
    (void)pthread_mutex_unlock(&sessions->lock);
    return count;
}
