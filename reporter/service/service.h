// The report as a service: HTTP, readers who sign in, pages that are kept in memory and follow the store.
//
//   who works                       at what
//   threads of libmicrohttpd        connections; what is in memory is answered at once
//   a thread for each maker         pages that are not in memory yet (making.h)
//   a thread for passwords          argon2id, which takes 64 MiB and 0.1 s each
//   a thread for files              of editions: their manifests are read at each request
//   a thread that follows           the journal's end, the day, files that changed
//   a thread that tidies            sessions and connections whose time is over, readers who were removed
//
// Memory: `memory_bytes` of pages, and as much again of those that are still being sent (shelf.h), with a page of each
// maker; SERVICE_CONNECTION_BYTES and what a request holds for each connection; a maker's own while it makes a page;
// 64 MiB for a password; tables of a fixed size for sessions and tries.
#ifndef QD_REPORTER_SERVICE_SERVICE_H
#define QD_REPORTER_SERVICE_SERVICE_H

#include "reporter/pages/pages.h"
#include "reporter/service/follow.h"
#include "reporter/service/making.h"
#include "reporter/service/service_log.h"

#include <stddef.h>

enum {
    SERVICE_THREADS = 4,  // that answer from memory
    SERVICE_CONNECTION_BYTES = 32 * 1024,
    SERVICE_ADDRESS_MAX_BYTES = 2000,  // of a page
    SERVICE_HEADERS_MAX_BYTES = 8000,
    SERVICE_FORM_MAX_BYTES = 4096,
    SERVICE_STOP_MS = 5000,  // for what was asked for when it was told to stop
};

struct service_options {
    const char *listen, *admin;                // "127.0.0.1:8080"; admin: NULL: none
    const char *tls_certificate, *tls_key;     // files; NULL: no TLS
    const char *readers;                       // the file of accounts; NULL: nobody signs in
    const char *proxy_address, *proxy_secret;  // NULL: there is no proxy that names readers
    struct pages_places places;
    size_t memory_bytes;
    // In all, and of one network: an address of IPv4, of IPv6 the first 64 bits.
    unsigned connections_max, connections_max_each;
    making_page_fn *page;
    follow_read_fn *end;
    void *const *makers;  // each is used by one thread
    size_t makers_count;
    void *follower;  // `end` is called with it
    struct service_log log;
};

struct service;

// Answers from here on. The options' texts and makers stay where they are. ERR_COMMAND for addresses, files and a
// combination of them that is not safe; ERR_BUSY where the address is taken.
enum err service_open(struct service **service, const struct service_options *options,
                      struct err_text *text);

// Where it can be read: "http://127.0.0.1:8080", with the port that the system chose for 0. NULL: no admin.
const char *service_address(const struct service *service);
const char *service_admin_address(const struct service *service);

// Takes no more connections, and gives what was asked for until now its time to be answered; then ends. NULL is fine.
void service_close(struct service *service);

#endif
