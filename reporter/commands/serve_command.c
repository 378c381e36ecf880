#include "reporter/commands/serve_command.h"

#include "lib/base/clock.h"
#include "lib/base/msg.h"
#include "reporter/commands/page_worker.h"
#include "reporter/commands/reporter_words.h"
#include "reporter/service/service.h"

#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

enum {
    MAKERS = 2,  // so that a page that takes long holds up no other
    MIB = 1024 * 1024,
};

static void write_line(void *context, const char *line)
{
    char time[CLOCK_TEXT_BYTES];

    (void)context;
    clock_format(clock_unix_ms(), time);
    fprintf(stderr, "time=%s %s\n", time, line);
}

// Signals wait until they are asked for. Before the threads, which would otherwise take them.
static void block(sigset_t *ending)
{
    sigemptyset(ending);
    sigaddset(ending, SIGTERM);
    sigaddset(ending, SIGINT);
    (void)sigprocmask(SIG_BLOCK, ending, NULL);
}

static enum err open_workers(struct page_worker *workers[], size_t count,
                             const struct pages_places *places, struct err_text *text)
{
    enum err error = ERR_OK;

    for (size_t i = 0; error == ERR_OK && i < count; i++)
        error = page_worker_open(&workers[i], places, text);
    return error;
}

static enum err serve(const struct service_options *options, const sigset_t *ending,
                      struct err_text *text)
{
    struct service *service;
    const enum err error = service_open(&service, options, text);
    int number;

    if (error != ERR_OK)
        return error;
    // Programs that started this one read where it can be found.
    printf("%s\n", service_address(service));
    if (service_admin_address(service) != NULL)
        printf("%s\n", service_admin_address(service));
    (void)fflush(stdout);
    (void)sigwait(ending, &number);
    service_close(service);
    return ERR_OK;
}

int serve_command(const void *values, const char *const *arguments)
{
    const struct reporter_words *words = values;
    struct page_worker *workers[MAKERS + 1] = {NULL};
    struct service_options options = {.listen = words->serve.listen,
                                      .admin = words->serve.admin,
                                      .tls_certificate = words->serve.tls_certificate,
                                      .tls_key = words->serve.tls_key,
                                      .readers = words->serve.readers,
                                      .proxy_address = words->serve.proxy,
                                      .proxy_secret = words->serve.proxy_secret,
                                      .places = {.store = words->store,
                                                 .reference = words->reference,
                                                 .templates = words->templates,
                                                 .calendar = words->calendar,
                                                 .editions = words->serve.editions},
                                      .memory_bytes = (size_t)words->serve.memory_mib * MIB,
                                      .connections_max = words->serve.connections,
                                      .connections_max_each = words->serve.connections_each,
                                      .page = page_worker_page,
                                      .end = page_worker_end,
                                      .makers_count = MAKERS,
                                      .log = {.write = write_line}};
    struct err_text text = {""};
    sigset_t ending;
    enum err error;

    (void)arguments;
    block(&ending);
    error = sodium_init() < 0 ? ERR_IO : open_workers(workers, MAKERS + 1, &options.places, &text);
    options.makers = (void *const *)workers;
    options.follower = workers[MAKERS];
    if (error == ERR_OK)
        error = serve(&options, &ending, &text);
    for (size_t i = 0; i < MAKERS + 1; i++)
        page_worker_close(workers[i]);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}
