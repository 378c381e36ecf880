#include "reporter/service/shelf.h"

#include "reporter/service/packed.h"
#include "reporter/service/reply.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CHAINS = 4096,
    BESIDE_BYTES = 4096,  // what an item takes beside its bodies: its responses and their headers
    DISPOSITION_BYTES = 300,
};

struct shelf_item {
    struct shelf *shelf;
    uint8_t key[SHA256_BYTES];
    atomic_int held;
    unsigned status;
    int is_kept;
    struct MHD_Response *responses[SHELF_FORMS];
    size_t bytes;
    struct shelf_item *next;           // with a key that begins alike
    struct shelf_item *newer, *older;  // by when it was asked for
};

struct shelf {
    pthread_mutex_t lock;
    struct shelf_item *chains[CHAINS];
    struct shelf_item *newest, *oldest;
    struct shelf_counts counts;
    atomic_size_t all_bytes;  // of items that live, on the shelf or off it
};

struct shelf *shelf_open(size_t max_bytes)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);

    if (shelf == NULL)
        return NULL;
    (void)pthread_mutex_init(&shelf->lock, NULL);
    shelf->counts.max_bytes = max_bytes;
    return shelf;
}

void shelf_hold(struct shelf_item *item)
{
    atomic_fetch_add(&item->held, 1);
}

void shelf_let_go(struct shelf_item *item)
{
    if (item == NULL || atomic_fetch_sub(&item->held, 1) > 1)
        return;
    for (int form = 0; form < SHELF_FORMS; form++)
        if (item->responses[form] != NULL)
            MHD_destroy_response(item->responses[form]);
    atomic_fetch_sub(&item->shelf->all_bytes, item->bytes);
    free(item);
}

// --- under the lock

static struct shelf_item **chain_of(struct shelf *shelf, const uint8_t key[SHA256_BYTES])
{
    return &shelf->chains[(key[0] | key[1] << 8) % CHAINS];
}

static struct shelf_item *find(struct shelf *shelf, const uint8_t key[SHA256_BYTES])
{
    struct shelf_item *item = *chain_of(shelf, key);

    while (item != NULL && memcmp(item->key, key, SHA256_BYTES) != 0)
        item = item->next;
    return item;
}

static void put_in_front(struct shelf *shelf, struct shelf_item *item)
{
    item->newer = NULL;
    item->older = shelf->newest;
    if (shelf->newest != NULL)
        shelf->newest->newer = item;
    else
        shelf->oldest = item;
    shelf->newest = item;
}

static void take_from_row(struct shelf *shelf, struct shelf_item *item)
{
    if (item->newer != NULL)
        item->newer->older = item->older;
    else
        shelf->newest = item->older;
    if (item->older != NULL)
        item->older->newer = item->newer;
    else
        shelf->oldest = item->newer;
}

// Takes it off and puts it in front of those that are let go when the lock is free.
static void take_off(struct shelf *shelf, struct shelf_item *item, struct shelf_item **gone)
{
    struct shelf_item **link = chain_of(shelf, item->key);

    while (*link != item)
        link = &(*link)->next;
    *link = item->next;
    take_from_row(shelf, item);
    shelf->counts.items--;
    shelf->counts.bytes -= item->bytes;
    item->next = *gone;
    *gone = item;
}

static void add(struct shelf *shelf, struct shelf_item *item, struct shelf_item **gone)
{
    struct shelf_item **chain = chain_of(shelf, item->key);
    struct shelf_item *before = find(shelf, item->key);

    if (before != NULL)
        take_off(shelf, before, gone);
    while (shelf->oldest != NULL && shelf->counts.bytes + item->bytes > shelf->counts.max_bytes) {
        take_off(shelf, shelf->oldest, gone);
        shelf->counts.dropped++;
    }
    item->next = *chain;
    *chain = item;
    put_in_front(shelf, item);
    shelf->counts.items++;
    shelf->counts.bytes += item->bytes;
    shelf_hold(item);
}

static void let_all_go(struct shelf_item *gone)
{
    while (gone != NULL) {
        struct shelf_item *next = gone->next;

        shelf_let_go(gone);
        gone = next;
    }
}

// --- for everybody

void shelf_close(struct shelf *shelf)
{
    struct shelf_item *gone = NULL;

    if (shelf == NULL)
        return;
    while (shelf->oldest != NULL)
        take_off(shelf, shelf->oldest, &gone);
    let_all_go(gone);
    (void)pthread_mutex_destroy(&shelf->lock);
    free(shelf);
}

struct shelf_item *shelf_find(struct shelf *shelf, const uint8_t key[SHA256_BYTES])
{
    struct shelf_item *item;

    (void)pthread_mutex_lock(&shelf->lock);
    item = find(shelf, key);
    if (item != NULL) {
        shelf_hold(item);
        take_from_row(shelf, item);
        put_in_front(shelf, item);
    }
    (void)pthread_mutex_unlock(&shelf->lock);
    return item;
}

void shelf_tag(const uint8_t key[SHA256_BYTES], char tag[SHELF_TAG_BYTES])
{
    (void)sodium_bin2hex(tag, SHELF_TAG_BYTES, key, SHA256_BYTES);
}

static int is_kept(const struct shelf_made *made)
{
    return made->status == MHD_HTTP_OK && !made->is_passing;
}

static void add_headers(struct shelf_item *item, const struct shelf_made *made)
{
    char disposition[DISPOSITION_BYTES], tag[SHELF_TAG_BYTES];

    shelf_tag(item->key, tag);
    for (int form = 0; form < SHELF_FORMS; form++) {
        struct MHD_Response *response = item->responses[form];

        if (is_kept(made))
            reply_keep_and_ask(response, tag, form == SHELF_GZIP ? "-gzip" : "");
        else
            reply_keep_nowhere(response);
        if (made->file_name != NULL) {
            (void)snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"",
                           made->file_name);
            reply_header(response, MHD_HTTP_HEADER_CONTENT_DISPOSITION, disposition);
        }
    }
    reply_header(item->responses[SHELF_GZIP], MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
}

static int is_text(const char *type)
{
    return strncmp(type, "text/", 5) == 0 || strncmp(type, "application/json", 16) == 0 ||
           strncmp(type, "image/svg", 9) == 0;
}

static struct shelf_item *make(struct shelf *shelf, const uint8_t key[SHA256_BYTES],
                               const struct shelf_made *made)
{
    struct shelf_item *item = calloc(1, sizeof *item);
    size_t packed_length = 0;
    char *packed;

    if (item == NULL)
        return NULL;
    item->shelf = shelf;
    memcpy(item->key, key, SHA256_BYTES);
    atomic_init(&item->held, 1);
    item->status = made->status;
    item->is_kept = is_kept(made);
    item->responses[SHELF_PLAIN] = reply_make(made->type, made->body, made->length);
    packed = is_text(made->type) ? packed_make(made->body, made->length, &packed_length) : NULL;
    if (packed != NULL)
        item->responses[SHELF_GZIP] = reply_take(made->type, packed, packed_length);
    item->bytes = BESIDE_BYTES + made->length + packed_length;
    atomic_fetch_add(&shelf->all_bytes, item->bytes);
    add_headers(item, made);
    if (item->responses[SHELF_PLAIN] != NULL)
        return item;
    shelf_let_go(item);
    return NULL;
}

struct shelf_item *shelf_put(struct shelf *shelf, const uint8_t key[SHA256_BYTES],
                             const struct shelf_made *made)
{
    struct shelf_item *item = make(shelf, key, made), *gone = NULL;

    if (item == NULL || !is_kept(made) || item->bytes > shelf->counts.max_bytes)
        return item;
    (void)pthread_mutex_lock(&shelf->lock);
    add(shelf, item, &gone);
    (void)pthread_mutex_unlock(&shelf->lock);
    let_all_go(gone);
    return item;
}

struct MHD_Response *shelf_response(const struct shelf_item *item, enum shelf_form form)
{
    return item->responses[form] != NULL ? item->responses[form] : item->responses[SHELF_PLAIN];
}

unsigned shelf_status(const struct shelf_item *item)
{
    return item->status;
}

const uint8_t *shelf_key(const struct shelf_item *item)
{
    return item->is_kept ? item->key : NULL;
}

struct shelf_counts shelf_counts(struct shelf *shelf)
{
    struct shelf_counts counts;

    (void)pthread_mutex_lock(&shelf->lock);
    counts = shelf->counts;
    counts.off_bytes = atomic_load(&shelf->all_bytes) - counts.bytes;
    (void)pthread_mutex_unlock(&shelf->lock);
    return counts;
}

int shelf_is_full(struct shelf *shelf)
{
    const struct shelf_counts counts = shelf_counts(shelf);

    return counts.off_bytes >= counts.max_bytes;
}
