// What the collectors of the benchmark talk to: the real aggregator, or a ROUTER that answers each
// message with a receipt at once and stores nothing (the ceiling that CURVE sets).
#ifndef QD_BENCH_SERVER_H
#define QD_BENCH_SERVER_H

#include "bench/load.h"

enum server_kind { SERVER_AGGREGATOR, SERVER_NOTHING_STORED };

// Starts the server with an empty store under `folder` and keys for all collectors, runs the load
// against it, and ends it. Fills in endpoint, keys and server of `load`. 0 or -1.
int server_measure(enum server_kind kind, const char *folder, const char *program,
                   struct bench_load *load, struct load_result *result);

#endif
