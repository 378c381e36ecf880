#include "tests/support/kept/kept.h"

#include "proto/form/period.h"
#include "simulate/simulate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
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
