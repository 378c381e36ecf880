#include "reporter/service/admin.h"

#include "lib/base/clock.h"
#include "reporter/service/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLAIN "text/plain; charset=utf-8"
#define EXPOSITION "text/plain; version=0.0.4; charset=utf-8"  // Prometheus's text format

enum { CONNECTIONS_MAX = 16, QUIET_S = 5, MS_PER_S = 1000 };

static void write_health(struct service *service, FILE *out)
{
    struct follow_state state;
    char as_at[CLOCK_TEXT_BYTES];

    follow_state(service->follow, &state);
    clock_format(state.read_unix_ms, as_at);
    fprintf(out, "status=serving store=%s pages=%s sequence=%llu as_at=%s\n",
            state.is_readable ? "readable" : "unreadable",
            making_works(service->making) ? "made" : "failing",
            (unsigned long long)state.end.sequence, state.read_unix_ms == 0 ? "never" : as_at);
}

static void write_gauge(FILE *out, const char *name, const char *help, double value)
{
    fprintf(out, "# HELP qd_%s %s\n# TYPE qd_%s gauge\nqd_%s %.15g\n", name, help, name, name,
            value);
}

static void write_metrics(struct service *service, FILE *out)
{
    const struct shelf_counts shelf = shelf_counts(service->shelf);
    struct follow_state state;

    follow_state(service->follow, &state);
#define COUNTER(name, help)                                                                        \
    fprintf(out,                                                                                   \
            "# HELP qd_" #name "_total %s\n# TYPE qd_" #name "_total counter\n"                    \
            "qd_" #name "_total %llu\n",                                                           \
            help, (unsigned long long)atomic_load(&service->counters.name));
#include "reporter/service/counters.def"
#undef COUNTER
    write_gauge(out, "open_connections", "Connections that are open",
                (double)connections_count(service->connections));
    write_gauge(out, "waiting_requests", "Requests that wait for a page to be made",
                (double)making_waiting(service->making));
    write_gauge(out, "pages_made",
                "1: the last page that was asked for could be made; 0: it could not",
                (double)making_works(service->making));
    write_gauge(out, "sessions", "Readers who are signed in",
                (double)sessions_count(service->sessions, clock_monotonic_ms()));
    write_gauge(out, "memory_pages", "Pages in memory", (double)shelf.items);
    write_gauge(out, "memory_bytes", "Bytes that they take", (double)shelf.bytes);
    write_gauge(out, "memory_max_bytes", "Bytes that they may take", (double)shelf.max_bytes);
    write_gauge(out, "memory_sending_bytes",
                "Bytes of pages that are not in memory any more and still being sent",
                (double)shelf.off_bytes);
    write_gauge(out, "memory_dropped_pages", "Pages that were dropped since the start to make room",
                (double)shelf.dropped);
    write_gauge(out, "store_readable", "1: the store can be read; 0: it cannot",
                (double)state.is_readable);
    write_gauge(out, "store_sequence", "The number of the journal's last entry",
                (double)state.end.sequence);
    write_gauge(out, "store_read_timestamp_seconds", "When that was known to be the last",
                (double)state.read_unix_ms / MS_PER_S);
}

static const struct own {
    const char *path, *type;
    void (*write)(struct service *service, FILE *out);
} own_list[] = {
    {"/health", PLAIN, write_health},
    {"/metrics", EXPOSITION, write_metrics},
    {NULL, NULL, NULL},
};

static struct MHD_Response *written(struct service *service, const struct own *own)
{
    size_t length = 0;
    char *text = NULL;
    FILE *out = open_memstream(&text, &length);

    if (out == NULL)
        return NULL;
    own->write(service, out);
    if (fclose(out) == 0)
        return reply_take(own->type, text, length);
    free(text);
    return NULL;
}

static enum MHD_Result queue(struct MHD_Connection *connection, unsigned status,
                             struct MHD_Response *response)
{
    enum MHD_Result result;

    if (response == NULL)
        return MHD_NO;
    reply_keep_nowhere(response);
    result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_bytes, void **request)
{
    static const char nowhere[] = "There are /health and /metrics.\n";
    static const char read_only[] = "Ask with GET.\n";
    static int seen;  // its address marks a request whose headers were looked at
    const struct own *own = own_list;

    (void)version;
    (void)upload;
    if (*request == NULL) {
        *request = &seen;
        return MHD_YES;
    }
    *upload_bytes = 0;
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
        return queue(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
                     reply_make(PLAIN, read_only, sizeof read_only - 1));
    while (own->path != NULL && strcmp(own->path, url) != 0)
        own++;
    if (own->path == NULL)
        return queue(connection, MHD_HTTP_NOT_FOUND,
                     reply_make(PLAIN, nowhere, sizeof nowhere - 1));
    return queue(connection, MHD_HTTP_OK, written(context, own));
}

enum err admin_start(struct service *service, int descriptor, struct err_text *text)
{
    service->admin_daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, handle, service,  //
                         MHD_OPTION_LISTEN_SOCKET, descriptor,                           //
                         MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,         //
                         MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)QUIET_S,               //
                         MHD_OPTION_END);
    return service->admin_daemon != NULL
               ? ERR_OK
               : err_say(text, ERR_NO_MEMORY, "%s: the thread that answers cannot be started",
                         service->admin.url);
}
