// bench_peers: the same returns to a real aggregator and to others that store them durably, one after the other
// in one run. script/bench peers starts those and calls it; docs/PERFORMANCE.md tells what came of it.
//
//   bench_peers FOLDER AGGREGATOR-PROGRAM SECONDS REDIS POSTGRES RABBITMQ NATS     (ports)
//
// They neither encrypt nor check what they store; the aggregator does both.
#include "bench/load.h"
#include "bench/peers/peers.h"
#include "bench/server.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
    const struct link *link;
    int (*prepare)(const char *port);
} peers[] = {
    {&link_redis, redis_prepare},
    {&link_postgres, postgres_prepare},
    {&link_rabbitmq, rabbitmq_prepare},
    {&link_nats, nats_prepare},
};

enum { PEERS = sizeof peers / sizeof peers[0], ARGUMENTS = 4 };

static const struct {
    unsigned collectors, outstanding;
} scenarios[] = {{1, 1}, {1, 1000}, {33, 1}, {33, 30}};

static const size_t sizes[] = {1024, 24 * 1024};

static int measure_peer(unsigned peer, const char *port, struct bench_load load, double ours)
{
    struct load_result stored;

    load.link = peers[peer].link;
    load.endpoint = port;
    load.server = 0;
    if (peers[peer].prepare(port) != 0 || load_run(&load, &stored) != 0)
        return -1;
    printf(" | %.0f (%.2f) | %.0f", stored.per_second, ours / stored.per_second, stored.p50_us);
    fflush(stdout);
    return 0;
}

static int measure(char **argv, struct bench_load load)
{
    struct load_result ours;

    if (server_measure(SERVER_AGGREGATOR, argv[1], argv[2], &load, &ours) != 0)
        return -1;
    printf("| %zu | %u x %u | %.0f | %.0f", load.payload->return_size, load.collectors,
           load.outstanding, ours.per_second, ours.p50_us);
    for (unsigned i = 0; i < PEERS; i++)
        if (measure_peer(i, argv[ARGUMENTS + i], load, ours.per_second) != 0)
            return -1;
    puts(" |");
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != ARGUMENTS + PEERS || atof(argv[3]) <= 0) {
        fprintf(stderr, "usage: bench_peers FOLDER AGGREGATOR-PROGRAM SECONDS REDIS POSTGRES "
                        "RABBITMQ NATS\n");
        return 2;
    }
    printf("Stored in a second (in brackets: ours over theirs), and p50 in us\n\n"
           "| bytes | collectors x outstanding | Quarterday | p50");
    for (unsigned i = 0; i < PEERS; i++)
        printf(" | %s | p50", peers[i].link->name);
    puts(" |\n|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct bench_payload payload;

        if (load_payload(&payload, sizes[i]) != 0)
            return 3;
        for (size_t k = 0; k < sizeof scenarios / sizeof scenarios[0]; k++) {
            const struct bench_load load = {.collectors = scenarios[k].collectors,
                                            .outstanding = scenarios[k].outstanding,
                                            .seconds = atof(argv[3]),
                                            .payload = &payload};

            if (measure(argv, load) != 0)
                return 3;
        }
        load_payload_free(&payload);
    }
    return 0;
}
