#include "reporter/commands/page_worker.h"

#include "aggregator/store/store.h"
#include "lib/base/guard.h"
#include "reporter/commands/page_orders.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RESTART_MS = 100 };  // a worker that dies at once does not keep the machine busy

struct page_worker {
    int socket;
    pid_t keeper;
    uint64_t number;
    struct page_order order;
    struct page_reply reply;
    char *body;  // mapped
    size_t body_bytes;
};

// What keeper and worker share: the order that is being worked on; 0: none.
struct shared {
    _Atomic uint64_t number;
};

// --- the worker

static enum err read_end(const struct pages_places *places, struct page_reply *reply)
{
    const struct store_options options = {.read_only = 1};
    struct store_reading reading;
    struct store *store = NULL;
    enum err error = store_open(&store, places->store, &options, &reply->text);

    if (error == ERR_OK)
        error = store_read_begin(store, STORE_NOW, &reading, &reply->text);
    if (error == ERR_OK) {
        reply->end.sequence = reading.end.sequence;
        memcpy(reply->end.link, reading.end.link, sizeof reply->end.link);
        store_read_end(&reading);
    }
    store_close(store);
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

// Until the service ends. An order that takes too long ends the process.
static void work(int socket, const struct pages_places *places, struct shared *shared)
{
    static struct page_order order;
    struct arena arena;

    arena_init(&arena, PAGES_ARENA_CAP_BYTES);
    while (recv(socket, &order, sizeof order, 0) == (ssize_t)sizeof order) {
        static struct page_reply reply;
        int file = -1, is_sent;

        reply = (struct page_reply){.number = order.number};
        shared->number = order.number;
        (void)alarm(PAGE_WORKER_SECONDS);
        reply.error = order.kind == PAGE_ORDER_END
                          ? read_end(places, &reply)
                          : make_page(places, &order, &arena, &reply, &file);
        (void)alarm(0);
        shared->number = 0;
        is_sent = page_order_reply(socket, &reply, reply.error == ERR_OK ? file : -1);
        if (file >= 0)
            (void)close(file);
        arena_reset(&arena);
        if (!is_sent)
            break;
    }
    arena_free(&arena);
}

// --- the keeper

static void answer_for_the_dead(int socket, struct shared *shared, int status)
{
    static struct page_reply reply;

    reply = (struct page_reply){.number = shared->number, .error = ERR_CORRUPT};
    shared->number = 0;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        (void)err_say(&reply.text, ERR_CORRUPT, "it took more than %d seconds",
                      PAGE_WORKER_SECONDS);
    else
        (void)err_say(&reply.text, ERR_CORRUPT, "the process that makes pages ended by %s %d",
                      WIFSIGNALED(status) ? "signal" : "status",
                      WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    if (reply.number != 0)
        (void)page_order_reply(socket, &reply, -1);
}

// Begins worker after worker; comes back when one ended as it should.
static void keep(int socket, const struct pages_places *places, struct shared *shared)
{
    for (;;) {
        const pid_t child = fork();
        int status = 0;

        if (child == 0) {
            (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
            guard_install("qd-reporter");
            work(socket, places, shared);
            _exit(0);
        }
        if (child < 0 || waitpid(child, &status, 0) != child)
            return;
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
            return;
        answer_for_the_dead(socket, shared, status);
        (void)usleep(RESTART_MS * 1000);
    }
}

// --- the service's side

enum err page_worker_open(struct page_worker **result, const struct pages_places *places,
                          struct err_text *text)
{
    struct page_worker *worker = calloc(1, sizeof *worker);
    struct shared *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int ends[2] = {-1, -1};

    *result = NULL;
    if (worker == NULL || shared == MAP_FAILED ||
        socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        free(worker);
        return err_say(text, ERR_NO_MEMORY, "processes that make pages cannot be begun");
    }
    worker->socket = ends[0];
    worker->keeper = fork();
    if (worker->keeper == 0) {
        // The terminal's Ctrl-C is for the service, which closes the socket when it is done.
        (void)signal(SIGINT, SIG_IGN);
        (void)signal(SIGTERM, SIG_IGN);
        (void)close(ends[0]);
        keep(ends[1], places, shared);
        _exit(0);
    }
    (void)close(ends[1]);
    (void)munmap(shared, sizeof *shared);
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

void page_worker_close(struct page_worker *worker)
{
    if (worker == NULL)
        return;
    drop_body(worker);
    // Workers that were begun later have this end of the socket too, so that closing it would not be seen.
    (void)shutdown(worker->socket, SHUT_RDWR);
    (void)close(worker->socket);
    if (worker->keeper > 0)
        (void)waitpid(worker->keeper, NULL, 0);
    free(worker);
}

static enum err ask(struct page_worker *worker, int *file, struct err_text *text)
{
    enum err error = ERR_OK;

    worker->order.number = ++worker->number;
    if (send(worker->socket, &worker->order, sizeof worker->order, MSG_NOSIGNAL) < 0)
        error = ERR_IO;
    // A reply to an order that nobody waits for any more is no page of this one.
    while (error == ERR_OK &&
           (error = page_order_receive(worker->socket, &worker->reply, file)) == ERR_OK &&
           worker->reply.number != worker->order.number)
        if (*file >= 0)
            (void)close(*file);
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
