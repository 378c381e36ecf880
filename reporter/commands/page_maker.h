// The process that works on orders for pages (page_worker.h).
#ifndef QD_REPORTER_COMMANDS_PAGE_MAKER_H
#define QD_REPORTER_COMMANDS_PAGE_MAKER_H

#include "reporter/commands/page_orders.h"

// Returns that it keeps from page to page: 400 whole ones of London's size. Large ones may take 96 MB more (kept.h).
enum { PAGE_MAKER_KEPT_BYTES = 64 * 1000 * 1000 };

// Until there are no more.
void page_maker_work(int socket, const struct pages_places *places);

#endif
