// bench_codec: processor time of what is done with the bytes of one return, in one process: the
// decoder, which checks, beside protobuf-c's own unpacking, which does not; and the hash. script/bench
// codec calls it; docs/PERFORMANCE.md tells what came of it.
#include "bench/load.h"
#include "lib/base/arena.h"
#include "proto/rules/rules.h"
#include "proto/wire/codec.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 15, RUN_US = 20000 };

struct subject {
    const uint8_t *bytes;
    size_t size;
    struct arena arena;
};

typedef int subject_fn(struct subject *subject);

static int hash(struct subject *subject)
{
    uint8_t made[CODEC_HASH_BYTES];

    codec_hash(made, subject->bytes, subject->size);
    return made[0] != 0 || made[1] != 0;
}

static int decode(struct subject *subject)
{
    Qd__Return *returned;

    arena_reset(&subject->arena);
    return codec_unpack_return(&returned, &subject->arena, subject->bytes, subject->size, NULL) ==
           ERR_OK;
}

static int decode_and_judge(struct subject *subject)
{
    Qd__Return *returned;
    struct findings findings;
    struct rules_input input;

    arena_reset(&subject->arena);
    if (codec_unpack_return(&returned, &subject->arena, subject->bytes, subject->size, NULL) !=
        ERR_OK)
        return 0;
    input = rules_input_whole(returned);
    findings_init(&findings, &subject->arena);
    rules_check(&input, &findings);
    return 1;
}

static void *allocate(void *arena, size_t bytes)
{
    return arena_alloc(arena, bytes);
}

static void keep(void *arena, void *memory)
{
    (void)arena;
    (void)memory;
}

static int protobuf_c(struct subject *subject)
{
    ProtobufCAllocator allocator = {
        .alloc = allocate, .free = keep, .allocator_data = &subject->arena};

    arena_reset(&subject->arena);
    return qd__return__unpack(&allocator, subject->size, subject->bytes) != NULL;
}

static double processor_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

// The median of a number of runs, each of some thousand calls.
static double measure(struct subject *subject, subject_fn *function)
{
    double runs[RUNS];

    for (int i = 0; i < RUNS; i++) {
        const double start = processor_us();
        unsigned calls = 0;

        do {
            for (int j = 0; j < 16; j++, calls++)
                if (!function(subject)) {
                    fprintf(stderr, "bench_codec: a return of %zu bytes is not taken\n",
                            subject->size);
                    exit(3);
                }
        } while (processor_us() - start < RUN_US);
        runs[i] = (processor_us() - start) / calls;
    }
    qsort(runs, RUNS, sizeof runs[0], by_value);
    return runs[RUNS / 2];
}

int main(void)
{
    static const size_t sizes[] = {1024, 24 * 1024};

    printf("Processor time for one return, in us\n%8s %8s %8s %8s %12s\n", "return", "SHA-256",
           "decode", "+ rules", "protobuf-c");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct bench_payload payload;
        struct subject subject;

        if (load_payload(&payload, sizes[i]) != 0)
            return 3;
        subject = (struct subject){.bytes = payload.bytes[0], .size = payload.sizes[0]};
        arena_init(&subject.arena, CODEC_ARENA_CAP_BYTES);
        printf("%6zu B %8.2f %8.2f %8.2f %12.2f\n", subject.size, measure(&subject, hash),
               measure(&subject, decode), measure(&subject, decode_and_judge),
               measure(&subject, protobuf_c));
        arena_free(&subject.arena);
        load_payload_free(&payload);
    }
    return 0;
}
