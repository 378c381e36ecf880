#include "reporter/service/making.h"

#include "lib/base/clock.h"
#include "reporter/service/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct waiter {
    making_ready_fn *ready;
    void *waiter;
    struct waiter *next;
};

struct work {
    struct making *making;
    struct making_order order;
    char *path, *query;
    struct waiter *waiters;  // under the lock
    struct work *next;       // under the lock
};

struct making {
    struct making_options options;
    struct crew *crew;
    pthread_mutex_t lock;
    struct work *works;  // that wait, or are being done
    size_t waiters_count;
    atomic_int is_failing;
};

enum err making_open(struct making **result, const struct making_options *options,
                     struct err_text *text)
{
    struct making *making = calloc(1, sizeof *making);
    enum err error;

    *result = NULL;
    if (making == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    making->options = *options;
    (void)pthread_mutex_init(&making->lock, NULL);
    error = crew_open(&making->crew, options->makers, options->makers_count, MAKING_MAX, text);
    if (error != ERR_OK) {
        making_close(making);
        return error;
    }
    *result = making;
    return ERR_OK;
}

void making_end(struct making *making)
{
    if (making != NULL)
        crew_end(making->crew);
}

void making_close(struct making *making)
{
    if (making == NULL)
        return;
    crew_close(making->crew);
    (void)pthread_mutex_destroy(&making->lock);
    free(making);
}

static void work_free(struct work *work)
{
    if (work == NULL)
        return;
    free(work->path);
    free(work->query);
    free(work);
}

// --- in a maker's thread

// Nobody can come to wait for it any more.
static struct waiter *take_off(struct making *making, struct work *work)
{
    struct work **link = &making->works;
    struct waiter *waiters;

    (void)pthread_mutex_lock(&making->lock);
    while (*link != work)
        link = &(*link)->next;
    *link = work->next;
    waiters = work->waiters;
    for (const struct waiter *waiter = waiters; waiter != NULL; waiter = waiter->next)
        making->waiters_count--;
    (void)pthread_mutex_unlock(&making->lock);
    return waiters;
}

static void tell(struct waiter *waiters, struct shelf_item *item, enum err error)
{
    while (waiters != NULL) {
        struct waiter *next = waiters->next;

        if (item != NULL)
            shelf_hold(item);
        waiters->ready(waiters->waiter, item, error);
        free(waiters);
        waiters = next;
    }
    shelf_let_go(item);
}

static enum err make(struct making *making, void *maker, const struct work *work,
                     struct shelf_item **item)
{
    struct making_page page = {.status = 0};
    const uint64_t began_ms = clock_monotonic_ms();
    struct err_text why = {""};
    enum err error;

    *item = NULL;
    if (shelf_is_full(making->options.shelf)) {
        COUNT(making->options.counters, pages_refused);
        return ERR_BUSY;
    }
    error = making->options.page(maker, &work->order.request, &page, &why);
    atomic_fetch_add(&making->options.counters->making_milliseconds,
                     clock_monotonic_ms() - began_ms);
    atomic_store(&making->is_failing, error != ERR_OK);
    if (error != ERR_OK) {
        COUNT(making->options.counters, pages_failed);
        SERVICE_LOG(making->options.log, PAGE_FAILED, LOG_TEXT("path", work->path),
                    LOG_TEXT("why", why.text[0] == '\0' ? err_words(error) : why.text));
        return error == ERR_BUSY ? ERR_IO : error;
    }
    COUNT(making->options.counters, pages_made);
    *item = shelf_put(
        making->options.shelf, work->order.key,
        &(struct shelf_made){.status = page.status,
                             .type = page.type,
                             .file_name = page.file_name,
                             .body = page.body,
                             .length = page.length,
                             // A return came in between: the next who asks has it made again.
                             .is_passing = page.sequence > work->order.sequence});
    return *item == NULL ? ERR_NO_MEMORY : ERR_OK;
}

static void do_work(void *maker, void *context)
{
    struct work *work = context;
    struct making *making = work->making;
    struct shelf_item *item;
    const enum err error = make(making, maker, work, &item);

    tell(take_off(making, work), item, error);
    work_free(work);
}

// --- in anybody's

static struct work *find(struct making *making, const uint8_t key[SHA256_BYTES])
{
    struct work *work = making->works;

    while (work != NULL && memcmp(work->order.key, key, SHA256_BYTES) != 0)
        work = work->next;
    return work;
}

static struct work *work_new(struct making *making, const struct making_order *order)
{
    struct work *work = calloc(1, sizeof *work);

    if (work == NULL)
        return NULL;
    work->making = making;
    work->order = *order;
    work->path = strdup(order->request.path);
    work->query = order->request.query == NULL ? NULL : strdup(order->request.query);
    if (work->path == NULL || (order->request.query != NULL && work->query == NULL)) {
        work_free(work);
        return NULL;
    }
    work->order.request.path = work->path;
    work->order.request.query = work->query;
    return work;
}

// The work that makes the page; begun, where it is not yet. NULL: too much waits already.
static struct work *find_or_begin(struct making *making, const struct making_order *order)
{
    struct work *work = find(making, order->key);

    if (work != NULL)
        return work;
    work = work_new(making, order);
    if (work == NULL)
        return NULL;
    if (crew_give(making->crew, do_work, work) != ERR_OK) {
        work_free(work);
        return NULL;
    }
    work->next = making->works;
    making->works = work;
    return work;
}

static int add_waiter(struct making *making, struct work *work, making_ready_fn *ready,
                      void *waiter)
{
    struct waiter *place = malloc(sizeof *place);

    if (place == NULL)
        return 0;
    *place = (struct waiter){ready, waiter, work->waiters};
    work->waiters = place;
    making->waiters_count++;
    return 1;
}

enum err making_ask(struct making *making, const struct making_order *order, making_ready_fn *ready,
                    void *waiter)
{
    struct shelf_item *item = NULL;
    struct work *work = NULL;
    int is_waiting;

    (void)pthread_mutex_lock(&making->lock);
    // It may be there by now: a page is put on the shelf before its work is taken off.
    if (find(making, order->key) == NULL)
        item = shelf_find(making->options.shelf, order->key);
    if (item == NULL && making->waiters_count < MAKING_WAITERS_MAX)
        work = find_or_begin(making, order);
    is_waiting = work != NULL && add_waiter(making, work, ready, waiter);
    (void)pthread_mutex_unlock(&making->lock);
    if (item != NULL)
        ready(waiter, item, ERR_OK);
    if (is_waiting || item != NULL)
        return ERR_OK;
    COUNT(making->options.counters, pages_refused);
    return ERR_BUSY;
}

size_t making_waiting(struct making *making)
{
    size_t waiting;

    (void)pthread_mutex_lock(&making->lock);
    waiting = making->waiters_count;
    (void)pthread_mutex_unlock(&making->lock);
    return waiting;
}

int making_works(const struct making *making)
{
    return !atomic_load(&making->is_failing);
}
