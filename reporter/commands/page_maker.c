#include "reporter/commands/page_maker.h"

#include "aggregator/store/store.h"
#include "reporter/table/kept.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static enum err read_end(const struct pages_places *places, struct arena *arena,
                         struct page_reply *reply)
{
    const struct store_options options = {.read_only = 1};
    struct store_reading reading;
    struct store *store = NULL;
    const char *simulated = NULL;
    enum err error = store_open(&store, places->store, &options, &reply->text);

    if (error == ERR_OK)
        error = store_read_begin(store, STORE_NOW, &reading, &reply->text);
    if (error == ERR_OK) {
        reply->end.sequence = reading.end.sequence;
        memcpy(reply->end.link, reading.end.link, sizeof reply->end.link);
        store_read_end(&reading);
    }
    store_close(store);
    // A template that is not as it must be is the pages' fault, and not the store's.
    if (error == ERR_OK && pages_simulated(&simulated, arena, places, NULL) == ERR_OK &&
        simulated != NULL)
        (void)snprintf(reply->end.simulated, sizeof reply->end.simulated, "%s", simulated);
    return error;
}

static enum err make_page(const struct pages_places *places, const struct page_order *order,
                          struct arena *arena, struct page_reply *reply, int *file)
{
    const struct pages_request request = {.path = order->path,
                                          .query = order->query_is_given ? order->query : NULL,
                                          .reader = order->reader,
                                          .today = order->today};
    struct pages_answer answer;
    const enum err error = pages_answer(&answer, arena, places, &request, &reply->text);

    if (error != ERR_OK)
        return error;
    reply->status = answer.status;
    reply->length = answer.length;
    reply->sequence = answer.sequence;
    (void)snprintf(reply->type, sizeof reply->type, "%s", answer.type);
    (void)snprintf(reply->file_name, sizeof reply->file_name, "%s",
                   answer.file_name == NULL ? "" : answer.file_name);
    *file = page_order_put_aside(answer.body, answer.length);
    return *file >= 0 ? ERR_OK : err_say_errno(&reply->text, errno, "the page cannot be passed on");
}

void page_maker_work(int socket, const struct pages_places *places)
{
    static struct page_order order;
    static struct page_reply reply;
    struct pages_places kept_places = *places;
    struct arena arena;
    struct kept kept;
    int is_sent = 1;

    kept_init(&kept, PAGE_MAKER_KEPT_BYTES);
    kept_places.kept = &kept;
    arena_init(&arena, PAGES_ARENA_CAP_BYTES);
    while (is_sent && recv(socket, &order, sizeof order, 0) == (ssize_t)sizeof order) {
        int file = -1;

        reply = (struct page_reply){.number = order.number};
        reply.error = order.kind == PAGE_ORDER_END
                          ? read_end(places, &arena, &reply)
                          : make_page(&kept_places, &order, &arena, &reply, &file);
        is_sent = page_order_reply(socket, &reply, reply.error == ERR_OK ? file : -1);
        if (file >= 0)
            (void)close(file);
        arena_reset(&arena);
    }
    arena_free(&arena);
    kept_free(&kept);
}
