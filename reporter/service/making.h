// Pages that are not in memory are made by threads of their own, so that nobody waits who did not ask for one; and
// each is made once, however many ask for it while it is made.
#ifndef QD_REPORTER_SERVICE_MAKING_H
#define QD_REPORTER_SERVICE_MAKING_H

#include "reporter/pages/pages.h"
#include "reporter/service/counters.h"
#include "reporter/service/follow.h"
#include "reporter/service/service_log.h"
#include "reporter/service/shelf.h"

enum {
    MAKING_MAX = 256,  // pages that wait to be made; beyond these a request is told to come again
    MAKING_WAITERS_MAX = 4096,  // requests that wait for them
};

// A page as somebody who can make pages gives it: texts are the maker's until it is asked for the next one.
struct making_page {
    unsigned status;
    const char *type, *file_name, *body;  // file_name: NULL: it is shown
    size_t length;
    uint64_t sequence;  // of the last entry of the journal that it is made of; 0: of none
};

// Makes a page. Called by one thread at a time with the same maker. An error is the store's or the machine's.
typedef enum err making_page_fn(void *maker, const struct pages_request *request,
                                struct making_page *page, struct err_text *text);

struct making_options {
    making_page_fn *page;
    void *const *makers;  // a thread for each
    size_t makers_count;
    struct shelf *shelf;
    struct counters *counters;
    const struct service_log *log;
};

struct making;

enum err making_open(struct making **making, const struct making_options *options,
                     struct err_text *text);
// What was asked for is made, and told, first; nothing more is taken then.
void making_end(struct making *making);
// The same, and gives all memory back.
void making_close(struct making *making);

// Is told when the page is there: an item that the waiter lets go. NULL: it could not be made;
// ERR_BUSY: readers hold as much already as may be held (shelf_is_full), else the error is the
// maker's.
typedef void making_ready_fn(void *waiter, struct shelf_item *item, enum err error);

struct making_order {
    uint8_t key[SHA256_BYTES];
    struct pages_request request;  // its texts are copied
    uint64_t sequence;             // that the key is made of
};

// Has the page made, and `ready` told from another thread; from this one where it was made already. ERR_BUSY, and
// nobody is told: too much waits already.
enum err making_ask(struct making *making, const struct making_order *order, making_ready_fn *ready,
                    void *waiter);

size_t making_waiting(struct making *making);

// 0 where the last page could not be made: by the store, the machine or its maker.
int making_works(const struct making *making);

#endif
