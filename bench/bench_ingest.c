// bench_ingest: real collectors against a real aggregator, and against the ceilings of the same
// machine in the same run. script/bench ingest calls it; docs/PERFORMANCE.md tells what came of it.
//
//   bench_ingest FOLDER AGGREGATOR-PROGRAM [SECONDS]
//
// Each collector is a process with its own key and connection, through collector/sending/sender.h.
// It keeps N submissions outstanding and sends a new one for each receipt. The outbox is left out:
// what is measured begins when a submission is handed to ZeroMQ and ends when its receipt is
// decoded.
#include "bench/ceilings.h"
#include "bench/load.h"
#include "bench/server.h"
#include "lib/base/arena.h"
#include "proto/wire/codec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scenario {
    const char *name;
    unsigned collectors;
    unsigned outstanding;  // of each
};

static const struct scenario scenarios[] = {
    {"1 collector, 1 outstanding", 1, 1},
    {"1 collector, 1,000 outstanding", 1, 1000},
    {"33 collectors, 1 outstanding each", 33, 1},
    {"33 collectors, 30 outstanding each", 33, 30},
};

static const size_t sizes[] = {1024, 24 * 1024};

static int measure(const char *folder, const char *program, const struct scenario *scenario,
                   const struct bench_payload *payload, double seconds, double flush_us)
{
    struct bench_load load = {.collectors = scenario->collectors,
                              .outstanding = scenario->outstanding,
                              .seconds = seconds,
                              .payload = payload};
    struct load_result stored, wire;

    if (server_measure(SERVER_NOTHING_STORED, folder, program, &load, &wire) != 0 ||
        server_measure(SERVER_AGGREGATOR, folder, program, &load, &stored) != 0)
        return -1;
    printf("%5zu B  %-36s %9.0f %9.0f %6.2f %8.1f %9.0f %9.0f %7.1f %8.1f\n", payload->return_size,
           scenario->name, stored.per_second, wire.per_second, stored.per_second / wire.per_second,
           stored.processor_us, stored.p50_us, stored.p99_us, stored.p50_us / flush_us,
           stored.anonymous_mib);
    fflush(stdout);
    return 0;
}

int main(int argc, char **argv)
{
    double seconds = argc > 3 ? atof(argv[3]) : 5;
    double flush_us;

    if (argc < 3 || seconds <= 0) {
        fprintf(stderr, "usage: bench_ingest FOLDER AGGREGATOR-PROGRAM [SECONDS]\n");
        return 2;
    }
    flush_us = ceilings_flush_us(argv[1]);
    printf("One fdatasync after a 4 KiB write, p50: %.0f us\n", flush_us);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct bench_payload payload;

        if (load_payload(&payload, sizes[i]) != 0)
            return 3;
        printf("%zu B straight into LMDB, 256 a commit: %.0f returns/s\n", payload.return_size,
               ceilings_lmdb_per_second(argv[1], &payload, 256, seconds));
        load_payload_free(&payload);
    }
    printf("\n%7s  %-36s %9s %9s %6s %8s %9s %9s %7s %8s\n", "return", "", "stored/s", "wire/s",
           "ratio", "main us", "p50 us", "p99 us", "flushes", "anon MiB");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct bench_payload payload;

        if (load_payload(&payload, sizes[i]) != 0)
            return 3;
        for (size_t k = 0; k < sizeof scenarios / sizeof scenarios[0]; k++)
            if (measure(argv[1], argv[2], &scenarios[k], &payload, seconds, flush_us) != 0)
                return 3;
        load_payload_free(&payload);
    }
    return 0;
}
