#include "aggregator/access/connections.h"

#include "lib/base/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SILENT = -1,  // in place of a descriptor
    // What stands behind the user in its id: where it is in the list, and a number, so that a late message
    // of one that ended is not taken for one of the next in its place.
    PLACES_MAX = 0x10000,
    NUMBERS = 0x1000000,
    SUFFIX_BYTES = 1 + 4 + 6,
};

struct connection {
    char user_id[ZAP_USER_ID_BYTES];  // nothing: free
    size_t user_length;               // of what is its key's
    uint32_t number;                  // of all that were let in
    int descriptor;
};

static int is_free(const struct connection *one)
{
    return one->user_id[0] == '\0';
}

static void end(struct connections *all, struct connection *one)
{
    if (one->descriptor == SILENT)
        all->silent--;
    else
        all->speaking--;
    one->user_id[0] = '\0';
}

static int is_of(const struct connection *one, const char *user, size_t length)
{
    return !is_free(one) && one->user_length == length && memcmp(one->user_id, user, length) == 0;
}

// A place for one more of the user; NULL when there are too many, or no memory.
static struct connection *place_for(struct connections *all, const char *user, size_t length)
{
    struct connection *place = NULL;
    size_t its = 0;

    for (size_t i = 0; i < all->count; i++) {
        if (is_free(&all->list[i]))
            place = &all->list[i];
        its += is_of(&all->list[i], user, length);
    }
    if (its >= CONNECTIONS_OF_A_KEY || length + SUFFIX_BYTES >= ZAP_USER_ID_BYTES)
        return NULL;
    if (place == NULL && all->count < PLACES_MAX)
        place = LIST_ADD(&all->arena, all->list, all->count);
    return place;
}

int connections_admit(struct connections *all, char user_id[ZAP_USER_ID_BYTES])
{
    const size_t length = strlen(user_id);
    struct connection *one;

    if (all->arena.cap_bytes == 0)
        arena_init(&all->arena, CONNECTIONS_MEMORY_MAX_BYTES);
    one = place_for(all, user_id, length);
    if (one == NULL)
        return 0;
    one->number = all->next_number++;
    one->user_length = length;
    one->descriptor = SILENT;
    all->silent++;
    (void)snprintf(user_id + length, ZAP_USER_ID_BYTES - length, ":%04zx%06x",
                   (size_t)(one - all->list), one->number % NUMBERS);
    memcpy(one->user_id, user_id, ZAP_USER_ID_BYTES);
    return 1;
}

// NULL when it has ended.
static struct connection *find(const struct connections *all, const char *user_id)
{
    const char *suffix = strrchr(user_id, ':');
    const unsigned long long number = suffix == NULL ? 0 : strtoull(suffix + 1, NULL, 16);
    const size_t place = (size_t)(number / NUMBERS);

    return place < all->count && strcmp(all->list[place].user_id, user_id) == 0 ? &all->list[place]
                                                                                : NULL;
}

static void end_at(struct connections *all, int descriptor)
{
    for (size_t i = 0; i < all->count; i++)
        if (!is_free(&all->list[i]) && all->list[i].descriptor == descriptor)
            end(all, &all->list[i]);
}

void connections_spoke(struct connections *all, const char *user_id, const zmq_msg_t *message)
{
    struct connection *one = find(all, user_id);
    int descriptor;

    if (one == NULL || one->descriptor != SILENT)
        return;
    descriptor = zmq_msg_get(message, ZMQ_SRCFD);
    if (descriptor < 0 || (size_t)descriptor >= all->descriptors || !all->is_open[descriptor]) {
        end(all, one);  // before its first message was read
        return;
    }
    end_at(all, descriptor);  // whoever had it before
    one->descriptor = descriptor;
    all->silent--;
    all->speaking++;
}

void connections_changed(void *connections, int descriptor, int is_open)
{
    struct connections *all = connections;

    if (all->arena.cap_bytes == 0)
        arena_init(&all->arena, CONNECTIONS_MEMORY_MAX_BYTES);
    while (descriptor >= 0 && (size_t)descriptor >= all->descriptors) {
        char *next = LIST_ADD(&all->arena, all->is_open, all->descriptors);

        if (next == NULL)
            return;
        *next = 0;
    }
    if (descriptor < 0 || all->is_open[descriptor] == is_open)
        return;
    all->is_open[descriptor] = (char)is_open;
    if (is_open) {
        all->open++;
    } else {
        all->open--;
        end_at(all, descriptor);
    }
}

static struct connection *oldest_silent(const struct connections *all)
{
    struct connection *oldest = NULL;

    for (size_t i = 0; i < all->count; i++) {
        struct connection *one = &all->list[i];

        if (!is_free(one) && one->descriptor == SILENT &&
            (oldest == NULL || one->number < oldest->number))
            oldest = one;
    }
    return oldest;
}

void connections_settle(struct connections *all)
{
    while (all->silent > all->open - all->speaking)
        end(all, oldest_silent(all));
}

void connections_clear(struct connections *all)
{
    arena_free(&all->arena);
    *all = (struct connections){.next_number = all->next_number};
}
