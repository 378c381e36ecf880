#include "reporter/service/service.h"

#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "reporter/service/admin.h"
#include "reporter/service/http.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum {
    PEM_MAX_BYTES = 256 * 1024,
    PASSWORDS_WAITING_MAX = 32,  // some seconds
    FILES_WAITING_MAX = 256,
    DESCRIPTORS_BESIDE = 64,  // of files, makers and threads
    POLL_NS = 10 * 1000 * 1000,
    TIDY_EACH_MS = 200,
};

// --- what is asked for

static enum err check_addresses(struct service *service, struct err_text *text)
{
    const struct service_options *options = &service->options;
    enum err error = listen_parse(&service->listen, options->listen, text);

    if (error == ERR_OK && options->admin != NULL)
        error = listen_parse(&service->admin, options->admin, text);
    if (error != ERR_OK)
        return error;
    if (options->admin != NULL && !service->admin.is_loopback)
        return err_say(text, ERR_COMMAND,
                       "--admin %s: this is for the machine itself: use 127.0.0.1 or [::1]",
                       options->admin);
    if (!service->listen.is_loopback && options->tls_certificate == NULL &&
        options->proxy_address == NULL)
        return err_say(
            text, ERR_COMMAND,
            "--listen %s: others could read what passes on the way: give --tls-certificate and "
            "--tls-key, or --proxy and --proxy-secret of a proxy that has TLS, or listen on "
            "127.0.0.1",
            options->listen);
    if ((options->tls_certificate == NULL) != (options->tls_key == NULL))
        return err_say(text, ERR_COMMAND, "--tls-certificate and --tls-key go together");
    if ((options->proxy_address == NULL) != (options->proxy_secret == NULL))
        return err_say(text, ERR_COMMAND, "--proxy and --proxy-secret go together");
    return ERR_OK;
}

// The limit is raised as far as this process may, and must hold the connections.
static enum err raise_descriptors(const struct service *service, struct err_text *text)
{
    const rlim_t wanted = (rlim_t)service->options.connections_max + DESCRIPTORS_BESIDE;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return ERR_OK;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur >= wanted
               ? ERR_OK
               : err_say(text, ERR_COMMAND,
                         "%u connections need %llu open files, and this process may have %llu: "
                         "give fewer --connections, or raise the limit (LimitNOFILE= of the unit, "
                         "ulimit -n)",
                         service->options.connections_max, (unsigned long long)wanted,
                         (unsigned long long)limit.rlim_max);
}

static enum err read_pem(char **bytes, const char *path, enum file_kept kept, struct err_text *text)
{
    FILE *file;
    size_t length = 0;
    int descriptor;
    const enum err error = file_open(&descriptor, path, kept, text);

    if (error != ERR_OK)
        return error;
    *bytes = calloc(1, PEM_MAX_BYTES + 1);
    file = fdopen(descriptor, "r");
    if (file != NULL && *bytes != NULL)
        length = fread(*bytes, 1, PEM_MAX_BYTES, file);
    if (file != NULL)
        (void)fclose(file);
    else
        (void)close(descriptor);
    return length > 0 ? ERR_OK : err_say(text, ERR_COMMAND, "%s: nothing can be read in it", path);
}

static enum err read_files(struct service *service, struct err_text *text)
{
    const struct service_options *options = &service->options;
    enum err error = ERR_OK;

    if (options->tls_certificate != NULL)
        error =
            read_pem(&service->certificate, options->tls_certificate, FILE_KEPT_FROM_WRITERS, text);
    if (error == ERR_OK && options->tls_key != NULL)
        error = read_pem(&service->certificate_key, options->tls_key, FILE_KEPT_SECRET, text);
    if (error == ERR_OK && options->proxy_address != NULL)
        error = proxy_read(&service->proxy, options->proxy_address, options->proxy_secret, text);
    if (error == ERR_OK && options->readers != NULL)
        error = roster_open(&service->roster, options->readers, text);
    service->is_secure = service->certificate != NULL || service->proxy.address[0] != '\0';
    return error;
}

// --- the threads that follow and tidy

static enum err read_end(void *context, struct follow_end *end, struct err_text *text)
{
    const struct service *service = context;

    return service->options.end(service->options.follower, end, text);
}

static void tell_expired(void *context, const struct sessions_reader *reader)
{
    const struct service *service = context;

    SERVICE_LOG(&service->options.log, SESSION_EXPIRED, LOG_TEXT("reader", reader->name));
}

static void tidy(void *context)
{
    struct service *service = context;
    struct err_text why = {""};

    (void)atomic_fetch_add(&service->counters.connections_overdue,
                           connections_end_overdue(service->connections, clock_monotonic_ms()));
    sessions_expire(service->sessions, clock_monotonic_ms(), tell_expired, service);
    if (service->roster == NULL)
        return;
    switch (roster_refresh(service->roster, service->sessions, &why)) {
    case ROSTER_SAME:
        break;
    case ROSTER_CHANGED:
        SERVICE_LOG(&service->options.log, READERS_CHANGED,
                    LOG_NUMBER("readers", roster_count(service->roster)));
        break;
    case ROSTER_UNREADABLE:
        SERVICE_LOG(&service->options.log, READERS_UNREADABLE, LOG_TEXT("why", why.text));
        break;
    }
}

// --- beginning

static enum err open_parts(struct service *service, struct err_text *text)
{
    const struct service_options *options = &service->options;
    void *const one_hand[] = {NULL};
    enum err error;

    service->shelf = shelf_open(options->memory_bytes);
    service->connections = connections_open();
    service->sessions = sessions_open();
    service->tries = tries_open();
    if (service->shelf == NULL || service->connections == NULL || service->sessions == NULL ||
        service->tries == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    randombytes_buf(service->form_key, sizeof service->form_key);
    error = crew_open(&service->passwords, one_hand, 1, PASSWORDS_WAITING_MAX, text);
    if (error == ERR_OK)
        error = crew_open(&service->files, one_hand, 1, FILES_WAITING_MAX, text);
    if (error == ERR_OK)
        error = making_open(&service->making,
                            &(struct making_options){.page = options->page,
                                                     .makers = options->makers,
                                                     .makers_count = options->makers_count,
                                                     .shelf = service->shelf,
                                                     .counters = &service->counters,
                                                     .log = &options->log},
                            text);
    service->following = (struct follow_options){
        .places = &options->places, .read = read_end, .context = service, .log = &options->log};
    if (error == ERR_OK)
        error = follow_open(&service->follow, &service->following, text);
    if (error == ERR_OK)
        error = beat_open(&service->tidying, TIDY_EACH_MS, tidy, service, text);
    return error;
}

static enum err start(struct service *service, struct err_text *text)
{
    int descriptor;
    enum err error = ERR_OK;

    if (service->options.admin != NULL) {
        error = listen_open(&descriptor, &service->admin, "http", text);
        if (error == ERR_OK)
            error = admin_start(service, descriptor, text);
    }
    if (error == ERR_OK)
        error = listen_open(&descriptor, &service->listen,
                            service->certificate == NULL ? "http" : "https", text);
    if (error == ERR_OK)
        error = http_start(service, descriptor, text);
    return error;
}

enum err service_open(struct service **result, const struct service_options *options,
                      struct err_text *text)
{
    struct service *service = calloc(1, sizeof *service);
    struct follow_state state;
    enum err error;

    *result = NULL;
    if (service == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    service->options = *options;
    error = check_addresses(service, text);
    if (error == ERR_OK)
        error = raise_descriptors(service, text);
    if (error == ERR_OK)
        error = read_files(service, text);
    if (error == ERR_OK)
        error = open_parts(service, text);
    if (error == ERR_OK)
        error = start(service, text);
    if (error != ERR_OK) {
        service_close(service);
        return error;
    }
    follow_state(service->follow, &state);
    SERVICE_LOG(&options->log, SERVING, LOG_TEXT("address", service->listen.url),
                LOG_TEXT("admin", options->admin == NULL ? "none" : service->admin.url),
                LOG_TEXT("store", options->places.store),
                LOG_NUMBER("sequence", state.end.sequence),
                LOG_NUMBER("readers", service->roster == NULL ? 0 : roster_count(service->roster)));
    *result = service;
    return ERR_OK;
}

const char *service_address(const struct service *service)
{
    return service->listen.url;
}

const char *service_admin_address(const struct service *service)
{
    return service->options.admin == NULL ? NULL : service->admin.url;
}

// --- ending

static void wait_for_visits(struct service *service)
{
    const struct timespec step = {.tv_nsec = POLL_NS};
    const uint64_t until_ms = clock_monotonic_ms() + SERVICE_STOP_MS;

    while (atomic_load(&service->open_visits) > 0 && clock_monotonic_ms() < until_ms)
        (void)nanosleep(&step, NULL);
}

static void stop_answering(struct service *service)
{
    MHD_socket listening;

    if (service->daemon == NULL)
        return;
    SERVICE_LOG(&service->options.log, STOPPING,
                LOG_NUMBER("requests", atomic_load(&service->open_visits)));
    listening = MHD_quiesce_daemon(service->daemon);
    if (listening != MHD_INVALID_SOCKET)
        (void)close(listening);
    wait_for_visits(service);
}

void service_close(struct service *service)
{
    if (service == NULL)
        return;
    stop_answering(service);
    // Whoever stands still is let go on before libmicrohttpd ends.
    making_end(service->making);
    crew_end(service->passwords);
    crew_end(service->files);
    if (service->daemon != NULL)
        MHD_stop_daemon(service->daemon);
    if (service->admin_daemon != NULL)
        MHD_stop_daemon(service->admin_daemon);
    beat_close(service->tidying);
    follow_close(service->follow);
    making_close(service->making);
    crew_close(service->passwords);
    crew_close(service->files);
    shelf_close(service->shelf);
    sessions_close(service->sessions);
    tries_close(service->tries);
    roster_close(service->roster);
    connections_close(service->connections);
    sodium_memzero(&service->proxy, sizeof service->proxy);
    free(service->certificate);
    if (service->certificate_key != NULL)
        sodium_memzero(service->certificate_key, strlen(service->certificate_key));
    free(service->certificate_key);
    if (service->daemon != NULL)
        SERVICE_LOG(&service->options.log, STOPPED, {.key = NULL});
    free(service);
}
