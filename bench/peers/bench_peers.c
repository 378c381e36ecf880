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

enum { PEERS = sizeof peers / sizeof peers[0], OURS = PEERS, ARGUMENTS = 4, ROUNDS = 3 };

static const struct {
    unsigned collectors, outstanding;
} scenarios[] = {{1, 1}, {1, 1000}, {33, 1}, {33, 30}};

static const size_t sizes[] = {1024, 24 * 1024};

// What came of one of them in each round.
struct outcome {
    double per_second[ROUNDS], p50_us[ROUNDS];
};

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double values[ROUNDS])
{
    qsort(values, ROUNDS, sizeof values[0], by_value);
    return values[ROUNDS / 2];
}

static int run(char **argv, unsigned who, struct bench_load load, struct load_result *result)
{
    if (who == OURS)
        return server_measure(SERVER_AGGREGATOR, argv[1], argv[2], &load, result);
    load.link = peers[who].link;
    load.endpoint = argv[ARGUMENTS + who];
    return peers[who].prepare(load.endpoint) == 0 ? load_run(&load, result) : -1;
}

// All of them in each round, so that what else the machine does meets each alike.
static int measure(char **argv, const struct bench_load *load)
{
    struct outcome outcomes[OURS + 1];
    double ours;

    for (unsigned round = 0; round < ROUNDS; round++)
        for (unsigned who = 0; who <= OURS; who++) {
            struct load_result result;

            if (run(argv, who, *load, &result) != 0)
                return -1;
            outcomes[who].per_second[round] = result.per_second;
            outcomes[who].p50_us[round] = result.p50_us;
        }
    ours = median(outcomes[OURS].per_second);
    printf("| %zu | %u x %u | %.0f | %.0f", load->payload->return_size, load->collectors,
           load->outstanding, ours, median(outcomes[OURS].p50_us));
    for (unsigned who = 0; who < PEERS; who++) {
        const double theirs = median(outcomes[who].per_second);

        printf(" | %.0f (%.2f) | %.0f", theirs, ours / theirs, median(outcomes[who].p50_us));
    }
    puts(" |");
    fflush(stdout);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != ARGUMENTS + PEERS || atof(argv[3]) <= 0) {
        fprintf(stderr, "usage: bench_peers FOLDER AGGREGATOR-PROGRAM SECONDS REDIS POSTGRES "
                        "RABBITMQ NATS\n");
        return 2;
    }
    printf("Stored in a second (in brackets: ours over theirs), and p50 in us: medians of %d "
           "rounds\n\n"
           "| bytes | collectors x outstanding | Quarterday | p50",
           ROUNDS);
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

            if (measure(argv, &load) != 0)
                return 3;
        }
        load_payload_free(&payload);
    }
    return 0;
}
