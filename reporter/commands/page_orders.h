// What crosses the socket between the service and a process that makes pages (page_worker.h): orders one way, each a
// message; replies the other, with a page's bytes in a file without a name that is passed along.
#ifndef QD_REPORTER_COMMANDS_PAGE_ORDERS_H
#define QD_REPORTER_COMMANDS_PAGE_ORDERS_H

#include "reporter/service/follow.h"
#include "reporter/service/making.h"

enum {
    PAGE_ORDER_ADDRESS_BYTES = 4096,  // the service takes fewer
    PAGE_ORDER_TYPE_BYTES = 64,
    PAGE_ORDER_FILE_NAME_BYTES = 256,
};

enum page_order_kind { PAGE_ORDER_PAGE, PAGE_ORDER_END };

struct page_order {
    uint64_t number;
    enum page_order_kind kind;
    struct pages_reader reader;
    int32_t today;
    int query_is_given;
    char path[PAGE_ORDER_ADDRESS_BYTES], query[PAGE_ORDER_ADDRESS_BYTES];
};

struct page_reply {
    uint64_t number;  // the order's
    enum err error;
    struct err_text text;
    unsigned status;
    char type[PAGE_ORDER_TYPE_BYTES], file_name[PAGE_ORDER_FILE_NAME_BYTES];
    size_t length;
    struct follow_end end;
    uint64_t sequence;
};

// What an order may take. Beyond it the worker is ended.
uint64_t page_order_limit_ms(enum page_order_kind kind);

// The bytes in a file that nobody else has. -1: no memory.
int page_order_put_aside(const char *bytes, size_t length);

// Sends a reply, and the file if there is one (-1: none), which stays the caller's. 1, or 0: nobody takes it.
int page_order_reply(int socket, const struct page_reply *reply, int file);

// The next reply, and the file that came along, or -1; it is the caller's. ERR_BUSY: none came until then, by
// clock_monotonic_ms(); ERR_IO: the keeper is gone.
enum err page_order_receive(int socket, uint64_t until_ms, struct page_reply *reply, int *file);

#endif
