// Returns in an outbox, for the tests of the borough's end of the wire.
#ifndef QD_TESTS_SUPPORT_KEPT_KEPT_H
#define QD_TESTS_SUPPORT_KEPT_KEPT_H

#include "collector/outbox/outbox.h"

// A calendar year's timeliness; `figure` tells one return from another. `bytes` is how large it shall
// be, and 0 where that does not matter.
const Qd__Return *kept_return(struct arena *arena, int authority, uint32_t year, uint64_t figure,
                              size_t bytes);

// Puts such a return into the outbox; `found` (may be NULL) as in outbox_put.
struct outbox_entry kept_put(struct outbox *outbox, struct arena *arena, int authority,
                             uint32_t year, uint64_t figure, int *found);

// The same, of a return that was compared with the submission `replaces`.
struct outbox_entry kept_put_over(struct outbox *outbox, struct arena *arena, int authority,
                                  uint32_t year, uint64_t figure, const uint8_t *replaces,
                                  int *found);

// Takes the files of a closed outbox away, and its folder.
void kept_remove(const char *path);

// A fixture: a place for an outbox that is opened by kept_open.
struct kept {
    char folder[64];  // of the test
    char path[96];    // of the outbox
    struct outbox *outbox;
    struct arena arena;
    struct err_text text;
};
int kept_set_up(void **state);
int kept_tear_down(void **state);
void kept_open(struct kept *kept);
void kept_reopen(struct kept *kept);  // as after the end of the program

// kept_put, where `is_found` says whether the return was there already.
struct outbox_entry kept_put_found(struct kept *kept, int authority, uint32_t year, uint64_t figure,
                                   int is_found);
void kept_answer(struct kept *kept, const struct outbox_entry *entry, enum outbox_state state,
                 const char *bytes);

// The entry as it is kept now.
struct outbox_entry kept_get(struct kept *kept, const struct outbox_entry *wanted);

// All entries in their order, each checked to be the return that its hash says. Gone with the next call.
enum { KEPT_ENTRIES_MAX = 400 };
struct kept_list {
    size_t count;
    size_t newest;                                  // how many of them are the newest of a period
    struct outbox_entry entries[KEPT_ENTRIES_MAX];  // their pointers are gone
    struct arena *arena;
};
struct kept_list *kept_list(struct kept *kept);

void kept_assert_same_id(const struct outbox_entry *a, const struct outbox_entry *b);
void kept_assert_answer(const struct outbox_entry *entry, enum outbox_state state,
                        const char *bytes);

#endif
