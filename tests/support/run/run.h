// The run of `submit`, from the outbox to the receipts in it, against an aggregator in a thread.
#ifndef QD_TESTS_SUPPORT_RUN_RUN_H
#define QD_TESTS_SUPPORT_RUN_RUN_H

#include "collector/sending/submit.h"
#include "tests/support/fake/fake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum {
    CAMDEN = QD__LOCAL_AUTHORITY__E09000007,  // whose key it is
    BARNET = QD__LOCAL_AUTHORITY__E09000003,
    TIMEOUT_MS = 20 * 1000,
    SHORT_MS = 600,
};

// A fixture: an outbox, and an aggregator that a test begins with fake_start.
struct run {
    char folder[64];
    struct keys_pair key;
    struct fake_aggregator fake;
    struct outbox *outbox;
    struct arena arena;
    // Of the last run.
    struct submit_counts counts;
    struct err_text text;
    struct err_text last_note;
    size_t notes;
    size_t answers;
};
int run_set_up(void **state);
int run_tear_down(void **state);

// --- the outbox

// Puts a return for the year into it.
struct outbox_entry run_put(struct run *run, int authority, uint32_t year, uint64_t figure);

// The same, of Camden, compared with what the aggregator has stored last.
struct outbox_entry run_put_over_stored(struct run *run, uint32_t year, uint64_t figure);

enum outbox_state run_state_of(struct run *run, const struct outbox_entry *entry);

struct run_tally {
    size_t all;
    size_t pending;
};
struct run_tally run_tally(struct run *run);

// --- the run

// `fresh` (NULL: nothing) is the entry of the folder that is named, and gets its id if that changes.
enum err run_submit(struct run *run, struct outbox_entry *fresh, int timeout_ms);
void run_well(struct run *run, struct outbox_entry *fresh);

// The entry, and nothing else, was left, because it was not compared with what is held; `stored` returns are.
void run_assert_left(struct run *run, const struct outbox_entry *entry, size_t stored);

// --- the aggregator

// Its store as it was: `count` returns.
void run_restore_backup(struct run *run, size_t count);

// Another collector of the borough sends other figures for the period of the newest return. Its
// clock may be behind: the id does not have to be later.
void run_replace_from_elsewhere(struct run *run);

const struct fake_record *run_stored(const struct run *run, size_t index);
void run_assert_stored(const struct run *run, size_t index, const struct outbox_entry *entry);

#endif
