// What pages depend on, watched: how far the store's journal has come, the day, and the files of calendar, reference
// lists and templates. A thread looks some times a second, at the files' dates; it asks for the journal's end only when
// the store's file was written.
#ifndef QD_REPORTER_SERVICE_FOLLOW_H
#define QD_REPORTER_SERVICE_FOLLOW_H

#include "reporter/pages/pages.h"
#include "reporter/service/service_log.h"

#include "lib/base/sha256.h"

enum {
    FOLLOW_EACH_MS = 200,          // an accepted return is on the page within a second
    FOLLOW_FAILED_EACH_MS = 2000,  // a store that cannot be read is tried again
    FOLLOW_WORDS_BYTES = 256,
};

// The end of the journal, and what its store says of made-up returns on every page.
struct follow_end {
    uint64_t sequence;
    uint8_t link[SHA256_BYTES];
    char simulated[FOLLOW_WORDS_BYTES];  // "": nothing; behind its end zeros
};

typedef enum err follow_read_fn(void *context, struct follow_end *end, struct err_text *text);

struct follow_options {
    const struct pages_places *places;
    follow_read_fn *read;
    void *context;
    const struct service_log *log;
};

struct follow_state {
    struct follow_end end;  // the last that could be read
    uint64_t read_unix_ms;  // when it was known to be the end
    int is_readable;        // the store is now
    int32_t day;
    uint8_t files[SHA256_BYTES];  // calendar, reference lists and templates
};

struct follow;

// Looks once, and then from a thread of its own. The options stay where they are. A store that cannot be read is no
// error: it may come.
enum err follow_open(struct follow **follow, const struct follow_options *options,
                     struct err_text *text);
void follow_close(struct follow *follow);

void follow_state(struct follow *follow, struct follow_state *state);

// The key of a page: all that its bytes depend on. `query` may be NULL.
void follow_key(uint8_t key[SHA256_BYTES], const struct follow_state *state,
                const struct pages_reader *reader, const char *path, const char *query);

#endif
