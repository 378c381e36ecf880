#include "bench/load.h"

#include "bench/link.h"
#include "lib/base/arena.h"
#include "proto/form/boroughs.h"
#include "proto/wire/codec.h"
#include "simulate/simulate.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    WARM_UP_US = 1000 * 1000,
    TICK_US = 20 * 1000,  // between two looks at the server's memory
    // Latencies in classes of 1/16 of a power of two, from 1 us to over an hour.
    CLASSES_A_POWER = 16,
    CLASSES = 32 * CLASSES_A_POWER
};

// One collector's account, in memory shared with the parent. Classes count receipts.
struct account {
    atomic_uint ready;
    uint64_t receipts;
    uint32_t latency[CLASSES];
    int failed;
};

struct shared {
    atomic_uint phase;  // 0 wait, 1 warm up, 2 measure, 3 stop
    struct account accounts[];
};

static double now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static unsigned class_of(double us)
{
    unsigned whole = us < 1 ? 1 : us > 4e9 ? 4000000000U : (unsigned)us;
    unsigned power = 31 - (unsigned)__builtin_clz(whole);
    unsigned part = power >= 4 ? (whole >> (power - 4)) & 15 : (whole << (4 - power)) & 15;

    return power * CLASSES_A_POWER + part;
}

// The lower bound of a class: what is said is never less than what was measured by over 1/16.
static double us_of(unsigned class)
{
    double power = (double)(1U << (class / CLASSES_A_POWER));

    return power + power * (class % CLASSES_A_POWER) / CLASSES_A_POWER;
}

int load_payload(struct bench_payload *payload, size_t bytes)
{
    struct arena arena;
    int result = 0;

    *payload = (struct bench_payload){0};
    arena_init(&arena, 64 << 20);
    for (int i = 0; i < LOAD_BOROUGHS; i++) {
        const struct simulate_options options = {
            .parts = bytes < 4096 ? SIMULATE_TIMELINESS : SIMULATE_PLACEMENTS, .bytes = bytes};
        const Qd__Return *returned =
            simulate_return(&arena, boroughs[i].authority, "2025-26 Q2", &options);
        const uint8_t *packed;
        struct err_text text = {""};

        if (returned == NULL ||
            codec_pack_return(returned, &arena, &packed, &payload->sizes[i], &text) != ERR_OK) {
            fprintf(stderr, "load: %s\n", text.text);
            result = -1;
            break;
        }
        payload->bytes[i] = malloc(payload->sizes[i]);
        if (payload->bytes[i] == NULL) {
            result = -1;
            break;
        }
        memcpy(payload->bytes[i], packed, payload->sizes[i]);
        arena_reset(&arena);
    }
    payload->return_size = payload->sizes[0];
    arena_free(&arena);
    return result;
}

void load_payload_free(struct bench_payload *payload)
{
    for (int i = 0; i < LOAD_BOROUGHS; i++)
        free(payload->bytes[i]);
}

// One collector: keeps `outstanding` submissions on the way until told to stop.
static int collect(const struct bench_load *load, unsigned number, struct shared *shared)
{
    struct account *account = &shared->accounts[number];
    double *sent_at = calloc(load->outstanding, sizeof *sent_at);
    void *connection = load->link->open(load, number);
    uint64_t next = 0, stored;
    unsigned waiting = 0;

    if (sent_at == NULL || connection == NULL)
        goto failed;
    account->ready = 1;
    while (shared->phase == 0)
        usleep(1000);
    while (shared->phase != 3) {
        while (waiting < load->outstanding) {
            int posted;

            sent_at[next % load->outstanding] = now_us();
            posted = load->link->post(connection, next);
            if (posted < 0)
                goto failed;
            if (posted == 0)
                break;
            next++;
            waiting++;
        }
        if (load->link->take(connection, &stored) < 0)
            goto failed;
        waiting--;
        if (shared->phase == 2) {
            account->receipts++;
            account->latency[class_of(now_us() - sent_at[stored % load->outstanding])]++;
        }
    }
    load->link->close(connection);
    free(sent_at);
    return 0;
failed:
    load->link->close(connection);
    free(sent_at);
    account->failed = 1;
    account->ready = 1;
    return 1;
}

static double anonymous_mib(pid_t process)
{
    char path[64], line[256];
    double kib = 0;
    FILE *status;

    snprintf(path, sizeof path, "/proc/%d/status", (int)process);
    status = fopen(path, "r");
    if (status == NULL)
        return 0;
    while (fgets(line, sizeof line, status) != NULL)
        if (sscanf(line, "RssAnon: %lf", &kib) == 1)
            break;
    fclose(status);
    return kib / 1024;
}

// Processor time, user and system, that the server's main thread has taken so far.
static double processor_us(pid_t process)
{
    char path[64];
    double user = 0, system = 0;
    FILE *status;

    snprintf(path, sizeof path, "/proc/%d/task/%d/stat", (int)process, (int)process);
    status = fopen(path, "r");
    if (status == NULL)
        return 0;
    // Behind the name, which is in brackets: fields 3 to 13, utime, stime.
    if (fscanf(status, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lf %lf", &user,
               &system) != 2)
        user = system = 0;
    fclose(status);
    return (user + system) * 1e6 / (double)sysconf(_SC_CLK_TCK);
}

// Waits for so long, and notes the highest anonymous memory of the server on the way.
static void watch(const struct bench_load *load, double us, double *highest)
{
    double end = now_us() + us;

    while (now_us() < end) {
        double mib = anonymous_mib(load->server);

        if (mib > *highest)
            *highest = mib;
        usleep(TICK_US);
    }
}

static double percentile(const uint64_t *classes, uint64_t total, double share)
{
    uint64_t seen = 0;

    for (unsigned i = 0; i < CLASSES; i++) {
        seen += classes[i];
        if ((double)seen >= (double)total * share)
            return us_of(i);
    }
    return 0;
}

int load_run(const struct bench_load *load, struct load_result *result)
{
    size_t size = sizeof(struct shared) + load->collectors * sizeof(struct account);
    struct shared *shared =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    static uint64_t classes[CLASSES];
    uint64_t total = 0;
    double started, took, processor;
    int failed = 0;

    if (shared == MAP_FAILED)
        return -1;
    memset(classes, 0, sizeof classes);
    *result = (struct load_result){0};
    for (unsigned i = 0; i < load->collectors; i++) {
        pid_t child = fork();

        if (child == 0)
            _exit(collect(load, i, shared));
        if (child < 0)
            return -1;
    }
    for (unsigned i = 0; i < load->collectors; i++)
        while (!shared->accounts[i].ready)
            usleep(1000);
    shared->phase = 1;
    watch(load, WARM_UP_US, &result->anonymous_mib);
    processor = processor_us(load->server);
    started = now_us();
    shared->phase = 2;
    watch(load, load->seconds * 1e6, &result->anonymous_mib);
    shared->phase = 3;
    took = now_us() - started;
    processor = processor_us(load->server) - processor;
    for (unsigned i = 0; i < load->collectors; i++) {
        int status;

        wait(&status);
        failed |= status != 0;
    }
    for (unsigned i = 0; i < load->collectors; i++) {
        total += shared->accounts[i].receipts;
        for (unsigned k = 0; k < CLASSES; k++)
            classes[k] += shared->accounts[i].latency[k];
    }
    munmap(shared, size);
    result->per_second = (double)total / (took / 1e6);
    result->processor_us = total == 0 ? 0 : processor / (double)total;
    if (total == 0 && !failed)
        fprintf(stderr, "load: nothing was stored in %.1f s: measure for longer\n", load->seconds);
    result->p50_us = percentile(classes, total, 0.50);
    result->p99_us = percentile(classes, total, 0.99);
    return failed || total == 0 ? -1 : 0;
}
