#include "reporter/readers/tries.h"

#include "lib/base/clock.h"
#include "reporter/readers/network.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const unsigned allowed[TRIES_KINDS] = {
    [TRIES_ACCOUNT] = TRIES_OF_AN_ACCOUNT,
    [TRIES_ADDRESS] = TRIES_OF_AN_ADDRESS,
};

struct place {
    uint64_t began_ms;  // the first try of the window
    unsigned count;
    int is_told;  // that it must wait
};

struct tries {
    pthread_mutex_t lock;
    uint8_t key[crypto_shorthash_KEYBYTES];
    struct place places[TRIES_KINDS][TRIES_PLACES];
};

struct tries *tries_open(void)
{
    struct tries *tries = calloc(1, sizeof *tries);

    if (tries == NULL)
        return NULL;
    (void)pthread_mutex_init(&tries->lock, NULL);
    randombytes_buf(tries->key, sizeof tries->key);
    return tries;
}

void tries_close(struct tries *tries)
{
    if (tries == NULL)
        return;
    (void)pthread_mutex_destroy(&tries->lock);
    free(tries);
}

static uint64_t name_hash(const uint8_t key[crypto_shorthash_KEYBYTES], const char *name)
{
    uint64_t hash;

    (void)crypto_shorthash((unsigned char *)&hash, (const unsigned char *)name, strlen(name), key);
    return hash;
}

static struct place *place_of(struct tries *tries, enum tries_kind kind, const char *name)
{
    const uint64_t hash =
        kind == TRIES_ADDRESS ? network_hash(tries->key, name) : name_hash(tries->key, name);

    return &tries->places[kind][hash % TRIES_PLACES];
}

static int is_over(const struct place *place, uint64_t now_ms)
{
    return clock_since_ms(place->began_ms, now_ms) >= TRIES_WINDOW_MS;
}

uint64_t tries_wait_ms(struct tries *tries, enum tries_kind kind, const char *name, uint64_t now_ms,
                       int *is_news)
{
    struct place *place;
    uint64_t wait_ms = 0;

    (void)pthread_mutex_lock(&tries->lock);
    place = place_of(tries, kind, name);
    if (place->count >= allowed[kind] && !is_over(place, now_ms)) {
        wait_ms = TRIES_WINDOW_MS - clock_since_ms(place->began_ms, now_ms);
        *is_news = *is_news || !place->is_told;
        place->is_told = 1;
    }
    (void)pthread_mutex_unlock(&tries->lock);
    return wait_ms;
}

void tries_count(struct tries *tries, enum tries_kind kind, const char *name, uint64_t now_ms)
{
    struct place *place;

    (void)pthread_mutex_lock(&tries->lock);
    place = place_of(tries, kind, name);
    if (place->count == 0 || is_over(place, now_ms))
        *place = (struct place){.began_ms = now_ms};
    place->count++;
    (void)pthread_mutex_unlock(&tries->lock);
}

void tries_forgive(struct tries *tries, enum tries_kind kind, const char *name)
{
    struct place *place;

    (void)pthread_mutex_lock(&tries->lock);
    place = place_of(tries, kind, name);
    if (place->count > 0)
        place->count--;
    (void)pthread_mutex_unlock(&tries->lock);
}
