#include "reporter/service/page.h"

#include "lib/base/arena.h"
#include "reporter/pages/route.h"
#include "reporter/service/accept.h"
#include "reporter/service/signing.h"

#include <string.h>

#define STYLE "/style.css"

enum { ROUTE_ARENA_BYTES = 64 * 1024 };

static int is_public(const char *path)
{
    struct route_found found;
    struct arena arena;
    int is;

    if (strcmp(path, STYLE) == 0)
        return 1;
    arena_init(&arena, ROUTE_ARENA_BYTES);
    is = route_find(&found, &arena, path) == ERR_OK && found.route != NULL &&
         found.route->audience == PAGES_PUBLIC;
    arena_free(&arena);
    return is;
}

// --- what is there

// The visit holds the item, and lets it go when it was answered. With 304 libmicrohttpd sends no bytes.
static void answer_item(struct visit *visit, struct shelf_item *item)
{
    const char *encodings = visit_header(visit, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    const uint8_t *key = shelf_key(item);
    const int is_there_already =
        key != NULL && accept_tag(visit_header(visit, MHD_HTTP_HEADER_IF_NONE_MATCH), key);

    if (is_there_already)
        COUNT(&visit->service->counters, pages_not_modified);
    visit->item = item;
    visit->is_shelved = 1;
    visit_answer(visit, is_there_already ? MHD_HTTP_NOT_MODIFIED : shelf_status(item),
                 shelf_response(item, accept_gzip(encodings) ? SHELF_GZIP : SHELF_PLAIN));
}

// --- what is not

static void ready(void *waiter, struct shelf_item *item, enum err error)
{
    struct visit *visit = waiter;

    visit->item = item;
    visit->error = error;
    visit_resume(visit);
}

static void have_it_made(struct visit *visit, const struct making_order *order)
{
    visit_suspend(visit);
    if (making_ask(visit->service->making, order, ready, visit) == ERR_OK)
        return;
    visit_refuse(visit, PAPER_BUSY);
    visit_resume(visit);
}

static void find_or_make(struct visit *visit, const struct visitor *visitor)
{
    struct service *service = visit->service;
    // No page that everybody may read takes a query: with one, each would be made and kept again.
    const char *query = visitor->reader.audience == PAGES_PUBLIC ? NULL : visit->query;
    struct making_order order = {
        .request = {.path = visit->path, .query = query, .reader = visitor->reader}};
    struct follow_state state;
    struct shelf_item *item;

    follow_state(service->follow, &state);
    order.request.today = state.day;
    order.sequence = state.end.sequence;
    follow_key(order.key, &state, &visitor->reader, visit->path, query);
    item = shelf_find(service->shelf, order.key);
    if (item == NULL) {
        have_it_made(visit, &order);
        return;
    }
    COUNT(&service->counters, pages_from_memory);
    answer_item(visit, item);
}

void page_answer(struct visit *visit)
{
    struct visitor visitor;

    if (visit->is_ready) {
        if (visit->item != NULL)
            answer_item(visit, visit->item);
        else
            visit_refuse(visit, visit->error == ERR_BUSY ? PAPER_BUSY : PAPER_NO_STORE);
        return;
    }
    visit_know(visit, &visitor);
    if (visitor.reader.audience == PAGES_PUBLIC && visit->service->roster != NULL &&
        !is_public(visit->path))
        signing_first(visit);
    else
        find_or_make(visit, &visitor);
}
