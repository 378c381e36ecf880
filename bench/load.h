// The collectors' side of the ingest benchmark: processes that each keep a number of submissions
// outstanding, and what they saw.
#ifndef QD_BENCH_LOAD_H
#define QD_BENCH_LOAD_H

#include "lib/net/keys.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// A return as bytes, for each of the boroughs.
enum { LOAD_BOROUGHS = 33 };
struct bench_payload {
    size_t return_size;  // of the first borough's
    uint8_t *bytes[LOAD_BOROUGHS];
    size_t sizes[LOAD_BOROUGHS];
};

// Makes a payload of about `bytes` a return: timeliness below 4 KiB, placements above. 0 or -1.
int load_payload(struct bench_payload *payload, size_t bytes);
void load_payload_free(struct bench_payload *payload);

struct link;

struct bench_load {
    unsigned collectors, outstanding;
    double seconds;
    const struct bench_payload *payload;
    const struct link *link;  // what the collectors speak
    const char *endpoint;
    uint8_t server_key[KEYS_BYTES];
    const struct keys_pair *keys;  // one a collector
    pid_t server;                  // whose anonymous memory is watched
};

struct load_result {
    double per_second;      // receipts in the measured time
    double p50_us, p99_us;  // from handing over to the decoded receipt
    double anonymous_mib;   // the server's highest RssAnon
    double processor_us;    // of the server's main thread, for one receipt
};

// Runs the load for a warm-up of a second and then `seconds`. 0, or -1 with words on stderr.
int load_run(const struct bench_load *load, struct load_result *result);

#endif
