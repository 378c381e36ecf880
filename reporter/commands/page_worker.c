#include "reporter/commands/page_worker.h"

#include "lib/base/clock.h"
#include "reporter/commands/page_keeper.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    // What a keeper may take to see that its worker takes too long, or that the service ends.
    GRACE_MS = 5 * 1000,
    POLL_US = 10 * 1000,
};

struct page_worker {
    int socket;
    pid_t keeper;
    struct page_keeper_wait *wait;
    uint64_t number;
    struct page_order order;
    struct page_reply reply;
    char *body;  // mapped
    size_t body_bytes;
};

enum err page_worker_open(struct page_worker **result, const struct pages_places *places,
                          struct err_text *text)
{
    struct page_worker *worker = calloc(1, sizeof *worker);
    struct page_keeper_wait *wait =
        mmap(NULL, sizeof *wait, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int ends[2] = {-1, -1};

    *result = NULL;
    if (worker == NULL || wait == MAP_FAILED ||
        socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        if (wait != MAP_FAILED)
            (void)munmap(wait, sizeof *wait);
        free(worker);
        return err_say(text, ERR_NO_MEMORY, "processes that make pages cannot be begun");
    }
    worker->socket = ends[0];
    worker->wait = wait;
    worker->keeper = fork();
    if (worker->keeper == 0) {
        // The terminal's Ctrl-C is for the service, which closes the socket when it is done.
        (void)signal(SIGINT, SIG_IGN);
        (void)signal(SIGTERM, SIG_IGN);
        (void)close(ends[0]);
        page_keeper_run(ends[1], places, wait);
        _exit(0);
    }
    (void)close(ends[1]);
    if (worker->keeper < 0) {
        page_worker_close(worker);
        return err_say(text, ERR_NO_MEMORY, "processes that make pages cannot be begun");
    }
    *result = worker;
    return ERR_OK;
}

static void drop_body(struct page_worker *worker)
{
    if (worker->body != NULL)
        (void)munmap(worker->body, worker->body_bytes);
    worker->body = NULL;
}

// A worker that somebody stopped would not see that the socket is closed; it ends with its keeper.
static void wait_for_end(pid_t keeper)
{
    const uint64_t until_ms = clock_monotonic_ms() + GRACE_MS;

    while (waitpid(keeper, NULL, WNOHANG) == 0) {
        if (clock_monotonic_ms() >= until_ms) {
            (void)kill(keeper, SIGKILL);
            (void)waitpid(keeper, NULL, 0);
            return;
        }
        (void)usleep(POLL_US);
    }
}

void page_worker_close(struct page_worker *worker)
{
    if (worker == NULL)
        return;
    drop_body(worker);
    // Workers that were begun later have this end of the socket too, so that closing it would not be seen.
    (void)shutdown(worker->socket, SHUT_RDWR);
    (void)close(worker->socket);
    if (worker->keeper > 0)
        wait_for_end(worker->keeper);
    (void)munmap(worker->wait, sizeof *worker->wait);
    free(worker);
}

static enum err send_order(const struct page_worker *worker)
{
    const ssize_t sent =
        send(worker->socket, &worker->order, sizeof worker->order, MSG_NOSIGNAL | MSG_DONTWAIT);

    if (sent >= 0)
        return ERR_OK;
    return errno == EAGAIN ? ERR_BUSY : ERR_IO;  // too many lie there, and nobody takes them
}

static enum err ask(struct page_worker *worker, int *file, struct err_text *text)
{
    const uint64_t until_ms = clock_monotonic_ms() + page_order_limit_ms(worker->order.kind);
    enum err error;

    worker->order.number = ++worker->number;
    worker->wait->until_ms = until_ms;
    worker->wait->number = worker->number;
    error = send_order(worker);
    // A reply to an order that nobody waits for any more is no page of this one.
    while (error == ERR_OK &&
           (error = page_order_receive(worker->socket, until_ms + GRACE_MS, &worker->reply,
                                       file)) == ERR_OK &&
           worker->reply.number != worker->order.number)
        if (*file >= 0)
            (void)close(*file);
    worker->wait->number = 0;
    if (error == ERR_BUSY)
        return err_say(text, error, "the process that makes pages gives no answer");
    if (error != ERR_OK)
        return err_say(text, error,
                       "the process that makes pages is gone: start the service again");
    if (text != NULL)
        *text = worker->reply.text;
    return worker->reply.error;
}

enum err page_worker_page(void *context, const struct pages_request *request,
                          struct making_page *page, struct err_text *text)
{
    struct page_worker *worker = context;
    struct page_order *order = &worker->order;
    int file = -1;
    enum err error;

    drop_body(worker);
    *order = (struct page_order){.kind = PAGE_ORDER_PAGE,
                                 .reader = request->reader,
                                 .today = request->today,
                                 .query_is_given = request->query != NULL};
    order->reader.name = NULL;  // it would be a pointer into another process
    (void)snprintf(order->path, sizeof order->path, "%s", request->path);
    (void)snprintf(order->query, sizeof order->query, "%s",
                   request->query == NULL ? "" : request->query);
    error = ask(worker, &file, text);
    if (error != ERR_OK)
        return error;
    *page = (struct making_page){
        .status = worker->reply.status,
        .type = worker->reply.type,
        .file_name = worker->reply.file_name[0] == '\0' ? NULL : worker->reply.file_name,
        .body = "",
        .length = worker->reply.length,
        .sequence = worker->reply.sequence};
    if (page->length > 0) {
        void *mapped = mmap(NULL, page->length, PROT_READ, MAP_PRIVATE, file, 0);

        worker->body = mapped == MAP_FAILED ? NULL : mapped;
        worker->body_bytes = page->length;
        page->body = worker->body;
    }
    (void)close(file);
    return page->body != NULL ? ERR_OK : err_say(text, ERR_NO_MEMORY, "out of memory");
}

enum err page_worker_end(void *context, struct follow_end *end, struct err_text *text)
{
    struct page_worker *worker = context;
    int file = -1;
    enum err error;

    worker->order = (struct page_order){.kind = PAGE_ORDER_END};
    error = ask(worker, &file, text);
    *end = worker->reply.end;
    return error;
}
