// The aggregator at work: one loop over the listener, the signals and the clock, and a turn of ingest
// whenever returns have come. Crash-only: it may end at any moment and loses nothing that it
// acknowledged.
#ifndef QD_AGGREGATOR_COMMANDS_SERVE_H
#define QD_AGGREGATOR_COMMANDS_SERVE_H

#include "aggregator/commands/operator_log.h"
#include "aggregator/store/store.h"
#include "lib/base/err.h"
#include "lib/net/keys.h"

#include <stddef.h>

struct serve;

enum { SERVE_MINUTE_S = 60 };  // how often dead readers are cleared and a summary is written

struct serve_options {
    const char *listen;       // "tcp://127.0.0.1:7733"; port * for a free one
    const char *store;        // folder
    const char *key;          // the server's key file
    const char *allow;        // the allow-list
    size_t store_size_bytes;  // at least
    int verbose;
    operator_log_write_fn *log;  // gets the log's lines
    void *log_context;
    db_progress_fn *making;       // progress of making the store's file larger; may be NULL
    store_progress_fn *checking;  // and of walking the store
};

// Everything up to the moment in which returns are taken: reads the key and the list, opens the
// store and walks every hash in it, binds, and tries the listener (selftest.h). Blocks SIGTERM and
// SIGINT for the process, so that serve_run finds them.
enum err serve_open(struct serve **serve, const struct serve_options *options,
                    struct err_text *text);

// Where it can be reached, and with which key.
const char *serve_endpoint(const struct serve *serve);
void serve_public_key(const struct serve *serve, char text[KEYS_TEXT_BYTES]);

// Takes returns until SIGTERM or SIGINT: ERR_OK then, with the turn finished and its receipts
// handed to ZeroMQ. Any other error is one that only a restart fixes.
enum err serve_run(struct serve *serve, struct err_text *text);

// Lets the last receipts out. NULL is fine.
void serve_close(struct serve *serve);

#endif
