#include "reporter/service/beat.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { NS_PER_MS = 1000 * 1000, NS_PER_S = 1000 * 1000 * 1000, MS_PER_S = 1000 };

struct beat {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ending;
    int is_ending;
    long each_ms;
    beat_fn *fn;
    void *context;
};

static struct timespec after_ms(long ms)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += ms / MS_PER_S;
    time.tv_nsec += ms % MS_PER_S * NS_PER_MS;
    time.tv_sec += time.tv_nsec / NS_PER_S;
    time.tv_nsec %= NS_PER_S;
    return time;
}

static void *run(void *context)
{
    struct beat *beat = context;

    (void)pthread_mutex_lock(&beat->lock);
    while (!beat->is_ending) {
        const struct timespec until = after_ms(beat->each_ms);

        while (!beat->is_ending && pthread_cond_timedwait(&beat->ending, &beat->lock, &until) == 0)
            ;
        if (beat->is_ending)
            break;
        (void)pthread_mutex_unlock(&beat->lock);
        beat->fn(beat->context);
        (void)pthread_mutex_lock(&beat->lock);
    }
    (void)pthread_mutex_unlock(&beat->lock);
    return NULL;
}

static void give_back(struct beat *beat)
{
    (void)pthread_cond_destroy(&beat->ending);
    (void)pthread_mutex_destroy(&beat->lock);
    free(beat);
}

enum err beat_open(struct beat **result, long each_ms, beat_fn *fn, void *context,
                   struct err_text *text)
{
    struct beat *beat = calloc(1, sizeof *beat);
    pthread_condattr_t monotonic;

    *result = NULL;
    if (beat == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    beat->each_ms = each_ms;
    beat->fn = fn;
    beat->context = context;
    (void)pthread_mutex_init(&beat->lock, NULL);
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&beat->ending, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
    if (pthread_create(&beat->thread, NULL, run, beat) != 0) {
        give_back(beat);
        return err_say(text, ERR_NO_MEMORY, "threads cannot be started");
    }
    *result = beat;
    return ERR_OK;
}

void beat_close(struct beat *beat)
{
    if (beat == NULL)
        return;
    (void)pthread_mutex_lock(&beat->lock);
    beat->is_ending = 1;
    (void)pthread_cond_signal(&beat->ending);
    (void)pthread_mutex_unlock(&beat->lock);
    (void)pthread_join(beat->thread, NULL);
    give_back(beat);
}
