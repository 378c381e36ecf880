// A store of a test's own: made, opened for writing, and filled with returns that are bytes.
#ifndef QD_TESTS_SUPPORT_STORED_STORED_H
#define QD_TESTS_SUPPORT_STORED_STORED_H

#include "aggregator/store/store.h"
#include "proto/wire/codec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

// Opens the store in the folder, and makes it when there is none.
struct store *stored_open(const char *folder, size_t size_bytes);

// Stores a return, whatever its bytes are, under an id of its own unless it has one. Its entry.
struct journal_entry stored_add(struct store *store, struct store_submission submission);

// Removes the files that a store is made of, and its folder.
void stored_remove(const char *folder);

// A fixture: a new store in a folder of its own.
enum { STORED_BYTES = 4 * 1024 * 1024 };
struct stored {
    char folder[64];
    Qd__Period period;  // 2024-25 Q4
    struct store *store;
    struct err_text text;
};
int stored_set_up(void **state);
int stored_tear_down(void **state);

// Removes the body of a return for the fixture's period, as the operator does, who wants the store for himself.
void stored_redact(struct stored *f, Qd__LocalAuthority authority, uint32_t revision);

// What there is in its store, which is whole.
struct store_report stored_verified(struct stored *f);

#endif
