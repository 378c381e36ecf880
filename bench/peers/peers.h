// Others that store what they are given and answer when they have, as links of the benchmark: script/bench peers
// starts them, each set to flush before it answers where it can.
#ifndef QD_BENCH_PEERS_PEERS_H
#define QD_BENCH_PEERS_PEERS_H

#include "bench/link.h"

// Each is at 127.0.0.1, on the port that load.endpoint says. prepare() makes what the returns go into, once:
// 0, or -1 with words on stderr.
extern const struct link link_redis, link_postgres, link_rabbitmq, link_nats;
int redis_prepare(const char *port);
int postgres_prepare(const char *port);
int rabbitmq_prepare(const char *port);
int nats_prepare(const char *port);

#endif
