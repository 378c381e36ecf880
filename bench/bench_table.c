// bench_table: one quarter's placements table out of ten years of 33 boroughs, by qd-reporter and
// by SQLite over the same rows. script/bench table calls it; docs/PERFORMANCE.md tells what came of
// it.
//
//   bench_table FOLDER REPORTER-PROGRAM
#include "aggregator/store/store.h"
#include "lib/base/arena.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"
#include "proto/wire/codec.h"
#include "simulate/simulate.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { YEARS = 10, FIRST_YEAR = 2015, RETURN_BYTES = 24 * 1024, RUNS = 21, PATH_BYTES = 512 };

static const char period_asked[] = "2024-25 Q4";

// What SQLite is asked for: each borough's plans by setting and by need, and London's.
static const char query[] =
    "SELECT la, setting, SUM(plans) FROM placements WHERE period = '2024-25 Q4' AND setting <> 1 "
    "GROUP BY la, setting;\n"
    "SELECT la, need, SUM(plans) FROM placements WHERE period = '2024-25 Q4' AND setting <> 1 "
    "GROUP BY la, need;\n"
    "SELECT setting, SUM(plans), COUNT(DISTINCT la) FROM placements "
    "WHERE period = '2024-25 Q4' AND setting <> 1 GROUP BY setting;\n";

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void fail(const char *what, const struct err_text *text)
{
    fprintf(stderr, "bench_table: %s: %s\n", what, text == NULL ? "failed" : text->text);
    exit(3);
}

static void add_return(struct store_batch *batch, struct arena *arena, const Qd__Period *period,
                       Qd__LocalAuthority authority, FILE *rows)
{
    const struct simulate_options options = {.parts = SIMULATE_PLACEMENTS, .bytes = RETURN_BYTES};
    const Qd__Return *returned;
    uint8_t id[CODEC_SUBMISSION_ID_BYTES], hash[CODEC_HASH_BYTES];
    struct store_submission submission = {.authority = authority, .period = period};
    char period_text[PERIOD_TEXT_BYTES];
    struct err_text text = {""};
    struct journal_entry entry;

    period_format(period, period_text);
    returned = simulate_return(arena, authority, period_text, &options);
    if (returned == NULL || codec_pack_return(returned, arena, &submission.return_bytes,
                                              &submission.return_size, &text) != ERR_OK)
        fail("packing a return", &text);
    codec_hash(hash, submission.return_bytes, submission.return_size);
    codec_new_submission_id(id);
    submission.submission_id = id;
    submission.return_hash = hash;
    submission.parts = 1U << FORM_PLACEMENTS;
    submission.received_at_unix_ms = 1700000000000;
    store_add(batch, &submission, &entry);
    for (size_t i = 0; i < returned->n_placements; i++) {
        const Qd__Placement *row = returned->placements[i];

        fprintf(rows, "%s,%d,%d,%d,%d,%llu\n", period_text, (int)authority, (int)row->setting,
                (int)row->primary_need, (int)row->phase, (unsigned long long)row->plans);
    }
}

static void fill(const char *directory, const char *rows_path)
{
    const struct store_making making = {.size_bytes = (size_t)512 << 20};
    const struct store_options options = {.size_bytes = making.size_bytes};
    struct err_text text = {""};
    struct store *store;
    struct arena arena;
    FILE *rows = fopen(rows_path, "w");

    arena_init(&arena, (size_t)256 << 20);
    if (rows == NULL || store_make(directory, &making, &text) != ERR_OK ||
        store_open(&store, directory, &options, &text) != ERR_OK)
        fail(directory, &text);
    for (int quarter = 0; quarter < YEARS * 4; quarter++) {
        Qd__Period period = QD__PERIOD__INIT;
        struct store_batch batch;

        period.kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
        period.year = FIRST_YEAR + (uint32_t)quarter / 4;
        period.has_quarter = 1;
        period.quarter = (uint32_t)quarter % 4 + 1;
        store_begin(store, &batch);
        for (int i = 0; i < BOROUGHS_COUNT; i++)
            add_return(&batch, &arena, &period, boroughs[i].authority, rows);
        if (store_commit(&batch, &text) != ERR_OK)
            fail("filling the store", &text);
        arena_reset(&arena);
    }
    store_close(store);
    arena_free(&arena);
    fclose(rows);
}

// Runs a command with its output thrown away; the wall time in ms, and the peak memory in MiB.
static double run(char *const arguments[], const char *input, double *peak_mib)
{
    struct timespec started, ended;
    struct rusage usage;
    int status;
    pid_t child;

    clock_gettime(CLOCK_MONOTONIC, &started);
    child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);

        dup2(null, STDOUT_FILENO);
        if (input != NULL)
            dup2(open(input, O_RDONLY), STDIN_FILENO);
        execvp(arguments[0], arguments);
        _exit(127);
    }
    if (wait4(child, &status, 0, &usage) < 0 || status != 0) {
        fprintf(stderr, "bench_table: %s ended with %d\n", arguments[0], status);
        exit(3);
    }
    clock_gettime(CLOCK_MONOTONIC, &ended);
    *peak_mib = (double)usage.ru_maxrss / 1024;
    return (double)(ended.tv_sec - started.tv_sec) * 1e3 +
           (double)(ended.tv_nsec - started.tv_nsec) / 1e6;
}

int main(int argc, char **argv)
{
    char store[PATH_BYTES], rows[PATH_BYTES], database[PATH_BYTES], sql[PATH_BYTES];
    double ours[RUNS], theirs[RUNS], ours_mib = 0, theirs_mib = 0;
    FILE *file;

    if (argc != 3) {
        fprintf(stderr, "usage: bench_table FOLDER REPORTER-PROGRAM\n");
        return 2;
    }
    snprintf(store, sizeof store, "%s/table-store", argv[1]);
    snprintf(rows, sizeof rows, "%s/rows.csv", argv[1]);
    snprintf(database, sizeof database, "%s/rows.sqlite", argv[1]);
    snprintf(sql, sizeof sql, "%s/query.sql", argv[1]);
    fill(store, rows);

    char *const load[] = {(char[]){"sqlite3"}, database, NULL};
    char *const ask_sqlite[] = {(char[]){"sqlite3"}, (char[]){"-readonly"}, database, NULL};
    char period[sizeof period_asked];
    char *const ask_reporter[] = {argv[2],
                                  (char[]){"table"},
                                  (char[]){"placements"},
                                  (char[]){"--period"},
                                  period,
                                  (char[]){"--store"},
                                  store,
                                  NULL};

    memcpy(period, period_asked, sizeof period);
    file = fopen(sql, "w");
    if (file == NULL)
        fail(sql, NULL);
    fprintf(file,
            "CREATE TABLE placements(period TEXT, la INT, setting INT, need INT, phase INT, plans "
            "INT);\n.mode csv\n.import '%s' placements\n"
            "CREATE INDEX by_period ON placements(period, la);\nANALYZE;\n",
            rows);
    fclose(file);
    run(load, sql, &theirs_mib);
    file = fopen(sql, "w");
    if (file == NULL)
        fail(sql, NULL);
    fputs(query, file);
    fclose(file);
    for (int i = 0; i < RUNS; i++) {
        ours[i] = run(ask_reporter, NULL, &ours_mib);
        theirs[i] = run(ask_sqlite, sql, &theirs_mib);
    }
    qsort(ours, RUNS, sizeof ours[0], by_value);
    qsort(theirs, RUNS, sizeof theirs[0], by_value);
    printf(
        "%d years, 33 boroughs, %d B a return; the placements table of %s, whole process, median "
        "of %d runs\n",
        YEARS, RETURN_BYTES, period_asked, RUNS);
    printf("qd-reporter  %7.1f ms  %6.1f MiB\n", ours[RUNS / 2], ours_mib);
    printf("SQLite       %7.1f ms  %6.1f MiB   (indexed by period and borough; settings, needs and "
           "London only)\n",
           theirs[RUNS / 2], theirs_mib);
    printf("ratio        %7.2f\n", ours[RUNS / 2] / theirs[RUNS / 2]);
    return 0;
}
