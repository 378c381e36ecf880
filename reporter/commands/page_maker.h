// The process that works on orders for pages (page_worker.h).
#ifndef QD_REPORTER_COMMANDS_PAGE_MAKER_H
#define QD_REPORTER_COMMANDS_PAGE_MAKER_H

#include "reporter/commands/page_orders.h"

// Until there are no more.
void page_maker_work(int socket, const struct pages_places *places);

#endif
