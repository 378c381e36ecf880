#include "bench/ceilings.h"

#include "lib/base/clock.h"
#include "lib/db/db.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FLUSHES = 1000, PAGE_BYTES = 4096, FILE_PAGES = 256 };

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

double ceilings_flush_us(const char *folder)
{
    static double took[FLUSHES];
    char path[512], page[PAGE_BYTES];
    int file;

    memset(page, 'q', sizeof page);
    snprintf(path, sizeof path, "%s/flush.tmp", folder);
    file = open(path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0 || posix_fallocate(file, 0, PAGE_BYTES * FILE_PAGES) != 0) {
        perror(path);
        exit(3);
    }
    for (int i = 0; i < FLUSHES; i++) {
        double started = now_us();

        if (pwrite(file, page, sizeof page, (off_t)(i % FILE_PAGES) * PAGE_BYTES) != PAGE_BYTES ||
            fdatasync(file) != 0) {
            perror(path);
            exit(3);
        }
        took[i] = now_us() - started;
    }
    close(file);
    unlink(path);
    qsort(took, FLUSHES, sizeof took[0], by_value);
    return took[FLUSHES / 2];
}

static void remove_database(const char *directory)
{
    char path[600];

    snprintf(path, sizeof path, "%s/data.mdb", directory);
    unlink(path);
    snprintf(path, sizeof path, "%s/lock.mdb", directory);
    unlink(path);
    rmdir(directory);
}

double ceilings_lmdb_per_second(const char *folder, const struct bench_payload *payload,
                                unsigned group, double seconds)
{
    static const char *const tables[] = {"returns", NULL};
    struct db_options options = {.tables = tables, .size_bytes = (size_t)8 << 30};
    struct err_text text = {""};
    char directory[512];
    struct db *db;
    uint64_t stored = 0;
    double started, took;

    snprintf(directory, sizeof directory, "%s/lmdb.tmp", folder);
    remove_database(directory);
    if (mkdir(directory, 0700) != 0 || db_open(&db, directory, &options, &text) != ERR_OK) {
        fprintf(stderr, "%s: %s\n", directory, text.text);
        exit(3);
    }
    started = now_us();
    do {
        struct db_txn txn = db_begin_write(db);

        for (unsigned i = 0; i < group; i++) {
            struct db_key key = {.size = 0};

            db_key_u64(&key, stored++);
            db_put(&txn, 0, &key, payload->bytes[0], payload->sizes[0]);
        }
        if (db_commit(&txn, &text) != ERR_OK) {
            fprintf(stderr, "%s: %s\n", directory, text.text);
            break;
        }
        took = now_us() - started;
    } while (took < seconds * 1e6);
    took = now_us() - started;
    db_close(db);
    remove_database(directory);
    return (double)stored / (took / 1e6);
}
