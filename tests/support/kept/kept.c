#include "tests/support/kept/kept.h"

#include "proto/form/period.h"
#include "simulate/simulate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

const Qd__Return *kept_return(struct arena *arena, int authority, uint32_t year, uint64_t figure,
                              size_t bytes)
{
    const struct simulate_options options = {
        .seed = figure, .parts = SIMULATE_TIMELINESS, .bytes = bytes};
    const Qd__Return *made;
    char period[PERIOD_TEXT_BYTES];

    snprintf(period, sizeof period, "%u", year);
    made = simulate_return(arena, (Qd__LocalAuthority)authority, period, &options);
    assert_non_null(made);
    return made;
}

struct outbox_entry kept_put(struct outbox *outbox, struct arena *arena, int authority,
                             uint32_t year, uint64_t figure, int *found)
{
    return kept_put_over(outbox, arena, authority, year, figure, NULL, found);
}

struct outbox_entry kept_put_over(struct outbox *outbox, struct arena *arena, int authority,
                                  uint32_t year, uint64_t figure, const uint8_t *replaces,
                                  int *found)
{
    struct err_text text = {""};
    struct outbox_entry entry;
    int unused;

    if (outbox_put(outbox, arena, kept_return(arena, authority, year, figure, 0), replaces, &entry,
                   found == NULL ? &unused : found, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return entry;
}

void kept_remove(const char *path)
{
    static const char *const files[] = {"data.mdb", "lock.mdb", "witness"};
    char file[200];

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        assert_true(snprintf(file, sizeof file, "%s/%s", path, files[i]) < (int)sizeof file);
        unlink(file);
    }
    rmdir(path);
}

int kept_set_up(void **state)
{
    struct kept *kept = calloc(1, sizeof *kept);

    assert_non_null(kept);
    strcpy(kept->folder, "/tmp/qd-outbox-XXXXXX");
    assert_non_null(mkdtemp(kept->folder));
    snprintf(kept->path, sizeof kept->path, "%s/outbox", kept->folder);
    arena_init(&kept->arena, 256 << 20);
    *state = kept;
    return 0;
}

int kept_tear_down(void **state)
{
    struct kept *kept = *state;

    outbox_close(kept->outbox);
    arena_free(&kept->arena);
    kept_remove(kept->path);
    assert_int_equal(rmdir(kept->folder), 0);
    free(kept);
    return 0;
}

void kept_open(struct kept *kept)
{
    if (outbox_open(&kept->outbox, kept->path, &kept->text) != ERR_OK)
        fail_msg("%s", kept->text.text);
}
