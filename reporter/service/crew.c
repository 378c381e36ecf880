#include "reporter/service/crew.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct piece {
    crew_work_fn *fn;
    void *work;
};

struct member {
    struct crew *crew;
    void *hand;
    pthread_t thread;
};

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct member members[CREW_MAX];
    size_t count;
    struct piece *ring;
    size_t first, waiting, waiting_max;
    int is_ending;
};

static void *run(void *context)
{
    struct member *member = context;
    struct crew *crew = member->crew;

    (void)pthread_mutex_lock(&crew->lock);
    for (;;) {
        struct piece piece;

        while (crew->waiting == 0 && !crew->is_ending)
            (void)pthread_cond_wait(&crew->changed, &crew->lock);
        if (crew->waiting == 0)
            break;
        piece = crew->ring[crew->first];
        crew->first = (crew->first + 1) % crew->waiting_max;
        crew->waiting--;
        (void)pthread_mutex_unlock(&crew->lock);
        piece.fn(member->hand, piece.work);
        (void)pthread_mutex_lock(&crew->lock);
    }
    (void)pthread_mutex_unlock(&crew->lock);
    return NULL;
}

enum err crew_open(struct crew **result, void *const *hands, size_t count, size_t waiting_max,
                   struct err_text *text)
{
    struct crew *crew = calloc(1, sizeof *crew);

    assert(count > 0 && count <= CREW_MAX && waiting_max > 0);
    *result = NULL;
    if (crew == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    (void)pthread_mutex_init(&crew->lock, NULL);
    (void)pthread_cond_init(&crew->changed, NULL);
    crew->waiting_max = waiting_max;
    crew->ring = calloc(waiting_max, sizeof *crew->ring);
    for (; crew->ring != NULL && crew->count < count; crew->count++) {
        struct member *member = &crew->members[crew->count];

        *member = (struct member){.crew = crew, .hand = hands[crew->count]};
        if (pthread_create(&member->thread, NULL, run, member) != 0)
            break;
    }
    if (crew->count < count) {
        crew_close(crew);
        return err_say(text, ERR_NO_MEMORY, "threads cannot be started");
    }
    *result = crew;
    return ERR_OK;
}

void crew_end(struct crew *crew)
{
    if (crew == NULL)
        return;
    (void)pthread_mutex_lock(&crew->lock);
    crew->is_ending = 1;
    (void)pthread_cond_broadcast(&crew->changed);
    (void)pthread_mutex_unlock(&crew->lock);
    for (size_t i = 0; i < crew->count; i++)
        (void)pthread_join(crew->members[i].thread, NULL);
    crew->count = 0;
}

void crew_close(struct crew *crew)
{
    if (crew == NULL)
        return;
    crew_end(crew);
    (void)pthread_cond_destroy(&crew->changed);
    (void)pthread_mutex_destroy(&crew->lock);
    free(crew->ring);
    free(crew);
}

enum err crew_give(struct crew *crew, crew_work_fn *fn, void *work)
{
    enum err error = ERR_BUSY;

    (void)pthread_mutex_lock(&crew->lock);
    if (crew->waiting < crew->waiting_max && !crew->is_ending) {
        crew->ring[(crew->first + crew->waiting) % crew->waiting_max] = (struct piece){fn, work};
        crew->waiting++;
        (void)pthread_cond_signal(&crew->changed);
        error = ERR_OK;
    }
    (void)pthread_mutex_unlock(&crew->lock);
    return error;
}
