#include "reporter/service/connections.h"

#include "lib/base/clock.h"
#include "reporter/readers/network.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { PLACES = 16384 };

struct connection {
    int descriptor;
    atomic_size_t *place;
    atomic_uint_fast64_t since_ms;
    int is_shut;
    struct connection *next, *previous;
};

struct connections {
    pthread_mutex_t lock;
    struct connection *first;
    size_t count;
    uint8_t key[NETWORK_KEY_BYTES];
    atomic_size_t places[PLACES];  // connections by network
};

struct connections *connections_open(void)
{
    struct connections *connections = calloc(1, sizeof *connections);

    if (connections == NULL)
        return NULL;
    (void)pthread_mutex_init(&connections->lock, NULL);
    randombytes_buf(connections->key, sizeof connections->key);
    return connections;
}

void connections_close(struct connections *connections)
{
    if (connections == NULL)
        return;
    while (connections->first != NULL)
        connections_remove(connections, connections->first);
    (void)pthread_mutex_destroy(&connections->lock);
    free(connections);
}

static atomic_size_t *place_of(struct connections *connections, const char *address)
{
    return &connections->places[network_hash(connections->key, address) % PLACES];
}

size_t connections_of(struct connections *connections, const char *address)
{
    return atomic_load(place_of(connections, address));
}

struct connection *connections_add(struct connections *connections, int descriptor,
                                   const char *address)
{
    struct connection *connection = calloc(1, sizeof *connection);

    if (connection == NULL)
        return NULL;
    connection->descriptor = descriptor;
    connection->place = place_of(connections, address);
    atomic_fetch_add(connection->place, 1);
    atomic_init(&connection->since_ms, clock_monotonic_ms());
    (void)pthread_mutex_lock(&connections->lock);
    connection->next = connections->first;
    if (connection->next != NULL)
        connection->next->previous = connection;
    connections->first = connection;
    connections->count++;
    (void)pthread_mutex_unlock(&connections->lock);
    return connection;
}

void connections_remove(struct connections *connections, struct connection *connection)
{
    if (connection == NULL)
        return;
    atomic_fetch_sub(connection->place, 1);
    (void)pthread_mutex_lock(&connections->lock);
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        connections->first = connection->next;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
    connections->count--;
    (void)pthread_mutex_unlock(&connections->lock);
    free(connection);
}

void connections_answered(struct connection *connection)
{
    if (connection != NULL)
        atomic_store(&connection->since_ms, clock_monotonic_ms());
}

// The socket stays open until libmicrohttpd, which finds it shut, closes it: so its number is nobody else's.
size_t connections_end_overdue(struct connections *connections, uint64_t now_ms)
{
    size_t ended = 0;

    (void)pthread_mutex_lock(&connections->lock);
    for (struct connection *one = connections->first; one != NULL; one = one->next) {
        if (one->is_shut ||
            clock_since_ms(atomic_load(&one->since_ms), now_ms) < CONNECTIONS_ANSWER_MS)
            continue;
        one->is_shut = 1;
        (void)shutdown(one->descriptor, SHUT_RDWR);
        ended++;
    }
    (void)pthread_mutex_unlock(&connections->lock);
    return ended;
}

size_t connections_count(struct connections *connections)
{
    size_t count;

    (void)pthread_mutex_lock(&connections->lock);
    count = connections->count;
    (void)pthread_mutex_unlock(&connections->lock);
    return count;
}
