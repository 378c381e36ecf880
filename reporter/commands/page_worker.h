// A process that makes pages for the service, so that nothing which a damaged store does can end the service: LMDB
// trusts its pages, and where it dies of one (lib/base/guard.h) another process is begun in its place.
//
//   the service ──order──> worker            a socket that keeps messages whole (SOCK_SEQPACKET)
//               <──reply── worker            the page's bytes in a file without a name (memfd), passed along
//               <──reply── keeper            begins the worker, and answers for one that died or took too long
//
// Where no process can be begun, the keeper says so to each order, and tries again, in the end every five seconds.
//
// A worker serves one order at a time, and holds no thread, socket or password of the service: it is begun before there
// are any.
#ifndef QD_REPORTER_COMMANDS_PAGE_WORKER_H
#define QD_REPORTER_COMMANDS_PAGE_WORKER_H

#include "reporter/service/follow.h"
#include "reporter/service/making.h"

struct page_worker;

// Begins keeper and worker. Before the service's threads: a process is taken apart by a fork. `places` stay where they
// are.
enum err page_worker_open(struct page_worker **worker, const struct pages_places *places,
                          struct err_text *text);
// Keeper and worker end by themselves when their socket is closed.
void page_worker_close(struct page_worker *worker);

// For the service: `worker` is a struct page_worker. ERR_CORRUPT where the worker died of it or took
// too long, ERR_NO_MEMORY where no worker can be begun, ERR_BUSY where not even its keeper answers,
// ERR_IO where that is gone.
enum err page_worker_page(void *worker, const struct pages_request *request,
                          struct making_page *page, struct err_text *text);
enum err page_worker_end(void *worker, struct follow_end *end, struct err_text *text);

#endif
