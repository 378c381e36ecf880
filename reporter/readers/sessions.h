// Who is signed in: for each a random word of 256 bits, which the browser keeps as a cookie. Only the word's
// hash is kept here, so that what is read out of this memory opens nothing. Sessions are gone when the program
// ends.
//
// Thread-safe.
#ifndef QD_REPORTER_READERS_SESSIONS_H
#define QD_REPORTER_READERS_SESSIONS_H

#include "reporter/readers/accounts.h"

#include <stdint.h>

enum {
    SESSIONS_MAX = 4096,          // beyond these, whoever was idle longest is signed out
    SESSIONS_OF_ONE_READER = 16,  // beyond these, the same
    SESSIONS_IDLE_MS = 30 * 60 * 1000,
    SESSIONS_LONGEST_MS = 12 * 60 * 60 * 1000,  // a day at work, however busy
    SESSIONS_WORD_BYTES = 2 * 32 + 1,           // as text
};

struct sessions;

struct sessions_reader {
    char name[ACCOUNTS_NAME_MAX_BYTES + 1];
    const struct borough *borough;  // NULL: of the panel
};

// NULL: no memory.
struct sessions *sessions_open(void);
void sessions_close(struct sessions *sessions);

// Begins one, and gives its word, which was never used before. `now_ms` is clock_monotonic_ms().
void sessions_begin(struct sessions *sessions, const struct sessions_reader *reader,
                    uint64_t now_ms, char word[SESSIONS_WORD_BYTES]);

// Whose word it is, who is seen by that; 0: nobody's, or nobody's any more.
int sessions_find(struct sessions *sessions, const char *word, uint64_t now_ms,
                  struct sessions_reader *reader);

// Signs out. Nothing happens for a word that is nobody's.
void sessions_end(struct sessions *sessions, const char *word);

// Signs everybody out who has no account any more, or another hash or borough than before.
void sessions_keep_to(struct sessions *sessions, const struct accounts *before,
                      const struct accounts *after);

// Signs those out who were idle too long, or signed in too long ago, and tells who they were.
typedef void sessions_told_fn(void *context, const struct sessions_reader *reader);
void sessions_expire(struct sessions *sessions, uint64_t now_ms, sessions_told_fn *told,
                     void *context);

size_t sessions_count(struct sessions *sessions, uint64_t now_ms);

#endif
