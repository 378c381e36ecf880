// bench_report: ten years of 33 boroughs in a store, and the same rows for others; and how long a program
// takes. bench/report/measure.py calls it; docs/PERFORMANCE.md tells what came of it.
//
//   bench_report fill FOLDER               FOLDER/store, and FOLDER/rows/<part>.csv: period, la and the part's
//                                          columns; codes are their numbers, amounts pence, and what is not
//                                          there is blank
//   bench_report time RUNS PROGRAM ...     "<median of the wall times in ms> <most memory in MiB>", the
//                                          whole process each time; what it prints is thrown away
#include "aggregator/store/store.h"
#include "lib/base/arena.h"
#include "proto/form/boroughs.h"
#include "proto/form/field.h"
#include "proto/form/figures.h"
#include "proto/form/form.h"
#include "proto/form/period.h"
#include "proto/wire/codec.h"
#include "simulate/simulate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { YEARS = 10, FIRST_YEAR = 2015, PLACEMENTS = 380, PATH_BYTES = 512, RUNS_MAX = 1000 };

static void fail(const char *what, const struct err_text *text)
{
    fprintf(stderr, "bench_report: %s: %s\n", what,
            text == NULL || text->text[0] == '\0' ? strerror(errno) : text->text);
    exit(3);
}

// --- rows

static void write_value(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field,
                        FILE *out)
{
    const void *value = field_value(row, field);

    if (!field_given(row, field))
        return;
    switch (field->type) {
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_INT64:
        fprintf(out, "%lld", (long long)*(const int64_t *)value);
        break;
    case PROTOBUF_C_TYPE_STRING:
        fputs(*(char *const *)value, out);  // invented names: no quote and no comma
        break;
    default:
        fprintf(out, "%d", *(const int *)value);
    }
}

static void write_rows(const Qd__Return *returned, enum form_part part, const char *period,
                       FILE *out)
{
    const ProtobufCMessageDescriptor *columns = form_part(part)->row;
    ProtobufCMessage *const *rows;
    const size_t count = form_all_rows(returned, part, &rows);

    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s,%d", period, (int)returned->header->new_la_code);
        for (unsigned j = 0; j < form_columns(columns); j++) {
            putc(',', out);
            write_value(rows[i], &columns->fields[j], out);
        }
        putc('\n', out);
    }
}

static FILE *open_rows(const char *folder, enum form_part part)
{
    const ProtobufCMessageDescriptor *columns = form_part(part)->row;
    char path[PATH_BYTES];
    FILE *out;

    snprintf(path, sizeof path, "%s/rows/%s.csv", folder, form_part(part)->name);
    out = fopen(path, "w");
    if (out == NULL)
        fail(path, NULL);
    fputs("period,la", out);
    for (unsigned i = 0; i < form_columns(columns); i++)
        fprintf(out, ",%s", columns->fields[i].name);
    putc('\n', out);
    return out;
}

// --- the store

static const Qd__Return *add_return(struct store_batch *batch, struct arena *arena,
                                    const Qd__Period *period, Qd__LocalAuthority authority)
{
    const struct simulate_options options = {.placements = PLACEMENTS};
    uint8_t id[CODEC_SUBMISSION_ID_BYTES], hash[CODEC_HASH_BYTES];
    struct store_submission submission = {.authority = authority, .period = period};
    char period_text[PERIOD_TEXT_BYTES];
    struct err_text text = {""};
    struct journal_entry entry;
    const Qd__Return *returned;

    period_format(period, period_text);
    returned = simulate_return(arena, authority, period_text, &options);
    if (returned == NULL || codec_pack_return(returned, arena, &submission.return_bytes,
                                              &submission.return_size, &text) != ERR_OK)
        fail("packing a return", &text);
    codec_hash(hash, submission.return_bytes, submission.return_size);
    codec_new_submission_id(id);
    submission.submission_id = id;
    submission.return_hash = hash;
    for (int part = 0; part < FORM_PARTS; part++)
        if (form_rows(returned, (enum form_part)part) > 0)
            submission.parts |= 1U << part;
    submission.received_at_unix_ms = 1700000000000;
    store_add(batch, &submission, &entry);
    return returned;
}

static void add_quarter(struct store *store, struct arena *arena, int quarter,
                        FILE *const rows[FORM_PARTS])
{
    Qd__Period period = QD__PERIOD__INIT;
    char period_text[PERIOD_TEXT_BYTES];
    struct err_text text = {""};
    struct store_batch batch;

    period.kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
    period.year = FIRST_YEAR + (uint32_t)quarter / 4;
    period.has_quarter = 1;
    period.quarter = (uint32_t)quarter % 4 + 1;
    period_format(&period, period_text);
    store_begin(store, &batch);
    for (int i = 0; i < BOROUGHS_COUNT; i++) {
        const Qd__Return *returned = add_return(&batch, arena, &period, boroughs[i].authority);

        for (int part = 0; part < FORM_PARTS; part++)
            if (rows[part] != NULL)
                write_rows(returned, (enum form_part)part, period_text, rows[part]);
    }
    if (store_commit(&batch, &text) != ERR_OK)
        fail("filling the store", &text);
    arena_reset(arena);
}

static int fill(const char *folder)
{
    const struct store_making making = {.size_bytes = (size_t)512 << 20};
    const struct store_options options = {.size_bytes = making.size_bytes};
    FILE *rows[FORM_PARTS] = {NULL};
    char path[PATH_BYTES];
    struct err_text text = {""};
    struct store *store;
    struct arena arena;

    snprintf(path, sizeof path, "%s/rows", folder);
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        fail(path, NULL);
    for (int part = 0; part < FORM_PARTS; part++)
        if ((SIMULATE_ALL >> part & 1) != 0)
            rows[part] = open_rows(folder, (enum form_part)part);
    snprintf(path, sizeof path, "%s/store", folder);
    arena_init(&arena, (size_t)256 << 20);
    if (store_make(path, &making, &text) != ERR_OK ||
        store_open(&store, path, &options, &text) != ERR_OK)
        fail(path, &text);
    for (int quarter = 0; quarter < YEARS * 4; quarter++)
        add_quarter(store, &arena, quarter, rows);
    store_close(store);
    arena_free(&arena);
    for (int part = 0; part < FORM_PARTS; part++)
        if (rows[part] != NULL && fclose(rows[part]) != 0)
            fail("writing the rows", NULL);
    return 0;
}

// --- how long a program takes

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

// The wall time in ms; raises the most memory.
static double run(char *const command[], double *peak_mib)
{
    struct timespec started, ended;
    struct rusage usage;
    int status;
    pid_t child;

    clock_gettime(CLOCK_MONOTONIC, &started);
    child = fork();
    if (child == 0) {
        dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
        execvp(command[0], command);
        _exit(127);
    }
    if (wait4(child, &status, 0, &usage) < 0 || status != 0) {
        fprintf(stderr, "bench_report: %s ended with %d\n", command[0], status);
        exit(3);
    }
    clock_gettime(CLOCK_MONOTONIC, &ended);
    if ((double)usage.ru_maxrss / 1024 > *peak_mib)
        *peak_mib = (double)usage.ru_maxrss / 1024;
    return (double)(ended.tv_sec - started.tv_sec) * 1e3 +
           (double)(ended.tv_nsec - started.tv_nsec) / 1e6;
}

static int take_time(int runs, char *const command[])
{
    double times[RUNS_MAX] = {0}, peak_mib = 0;

    for (int i = 0; i < runs; i++)
        times[i] = run(command, &peak_mib);
    qsort(times, (size_t)runs, sizeof times[0], by_value);
    printf("%.3f %.1f\n", times[runs / 2], peak_mib);
    return 0;
}

int main(int argc, char **argv)
{
    const int runs = argc > 3 ? atoi(argv[2]) : 0;

    if (argc == 3 && strcmp(argv[1], "fill") == 0)
        return fill(argv[2]);
    if (argc > 3 && strcmp(argv[1], "time") == 0 && runs > 0 && runs <= RUNS_MAX)
        return take_time(runs, argv + 3);
    fprintf(stderr, "usage: bench_report fill FOLDER\n       bench_report time RUNS PROGRAM ...\n");
    return 2;
}
