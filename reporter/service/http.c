#include "reporter/service/http.h"

#include "reporter/service/editions.h"
#include "reporter/service/page.h"
#include "reporter/service/signing.h"

#include <stdlib.h>
#include <string.h>

// --- a request is looked at

// Addresses that are no page of the report. What has no `post` can only be read.
static const struct own {
    const char *path;
    int is_folder;   // and all below it
    int is_signing;  // without accounts it is not there
    void (*get)(struct visit *visit);
    void (*post)(struct visit *visit);
} own_list[] = {
    {"/sign-in", 0, 1, signing_in_form, signing_in},
    {"/sign-out", 0, 1, signing_out_form, signing_out},
    {EDITIONS_ADDRESS, 1, 0, editions_answer, NULL},
    {NULL, 0, 0, page_answer, NULL},  // every other one
};

static int fits(const struct own *own, const char *path)
{
    const size_t length = strlen(own->path);

    return strncmp(path, own->path, length) == 0 &&
           (path[length] == '\0' || (own->is_folder && path[length] == '/'));
}

static const struct own *find_own(const struct visit *visit)
{
    const struct own *own = own_list;

    while (own->path != NULL &&
           (!fits(own, visit->path) || (own->is_signing && visit->service->roster == NULL)))
        own++;
    return own;
}

static enum MHD_Result add_size(void *context, enum MHD_ValueKind kind, const char *key,
                                const char *value)
{
    size_t *bytes = context;

    (void)kind;
    *bytes += strlen(key) + (value == NULL ? 0 : strlen(value));
    return MHD_YES;
}

static int headers_are_too_large(const struct visit *visit)
{
    size_t bytes = 0;

    (void)MHD_get_connection_values(visit->connection, MHD_HEADER_KIND, add_size, &bytes);
    return bytes > SERVICE_HEADERS_MAX_BYTES;
}

// Letters beyond ASCII are escaped in an address (RFC 3986).
static int is_address(const struct visit *visit)
{
    if (visit->path[0] != '/')
        return 0;
    for (const char *text = visit->path; *text != '\0'; text++)
        if (*text <= ' ' || *text == 0x7f)
            return 0;
    return 1;
}

static int is_form(const struct visit *visit)
{
    static const char form[] = "application/x-www-form-urlencoded";
    const char *type = visit_header(visit, MHD_HTTP_HEADER_CONTENT_TYPE);

    return strncasecmp(type, form, sizeof form - 1) == 0 &&
           strchr("; \t", type[sizeof form - 1]) != NULL;
}

// What can be refused before anything of its body was read. PAPER_REFUSALS: nothing.
static enum paper_refusal look(const struct visit *visit, const char *method)
{
    const int is_post = strcmp(method, MHD_HTTP_METHOD_POST) == 0;

    if (visit->address_bytes > SERVICE_ADDRESS_MAX_BYTES)
        return PAPER_ADDRESS_TOO_LONG;
    if (headers_are_too_large(visit))
        return PAPER_HEADERS_TOO_LARGE;
    if (!is_address(visit))
        return PAPER_MALFORMED;
    if (is_post
            ? find_own(visit)->post == NULL
            : strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
        return PAPER_METHOD;
    if (is_post && !is_form(visit))
        return PAPER_TYPE;
    if (strtoull(visit_header(visit, MHD_HTTP_HEADER_CONTENT_LENGTH), NULL, 10) >
        SERVICE_FORM_MAX_BYTES)
        return PAPER_BODY_TOO_LARGE;
    return PAPER_REFUSALS;
}

// --- and answered

static enum MHD_Result queue(struct visit *visit)
{
    if (visit->response == NULL)
        return MHD_NO;  // no memory: the connection is closed
    if (visit->status >= MHD_HTTP_BAD_REQUEST && visit->status < MHD_HTTP_INTERNAL_SERVER_ERROR)
        COUNT(&visit->service->counters, client_errors);
    return MHD_queue_response(visit->connection, visit->status, visit->response);
}

static enum MHD_Result take_form(struct visit *visit, const char *bytes, size_t *length)
{
    if (visit->form == NULL)
        visit->form = calloc(1, SERVICE_FORM_MAX_BYTES + 1);
    if (visit->form == NULL || *length > SERVICE_FORM_MAX_BYTES - visit->form_bytes)
        return MHD_NO;  // it was chunked and had said nothing about its size
    memcpy(visit->form + visit->form_bytes, bytes, *length);
    visit->form_bytes += *length;
    *length = 0;
    return MHD_YES;
}

static enum MHD_Result begin(struct visit *visit, struct MHD_Connection *connection,
                             const char *method)
{
    enum paper_refusal refusal;

    visit->is_begun = 1;
    visit->connection = connection;
    COUNT(&visit->service->counters, requests);
    refusal = look(visit, method);
    if (refusal != PAPER_REFUSALS) {
        visit_refuse(visit, refusal);
        return queue(visit);
    }
    return MHD_YES;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_bytes, void **request)
{
    struct visit *visit = *request;
    const struct own *own;
    int is_ready;

    (void)context;
    (void)url;
    (void)version;
    if (visit == NULL)
        return MHD_NO;
    if (!visit->is_begun)
        return begin(visit, connection, method);
    if (*upload_bytes > 0)
        return take_form(visit, upload, upload_bytes);
    own = find_own(visit);
    is_ready = visit->is_ready;
    if (visit->is_waiting && !is_ready)
        return MHD_YES;
    if (!is_ready && strcmp(method, MHD_HTTP_METHOD_POST) == 0)
        own->post(visit);
    else if (visit->response == NULL)
        own->get(visit);
    // A thread that was asked just now has the answer until the connection is resumed.
    return visit->is_waiting && !is_ready ? MHD_YES : queue(visit);
}

// --- connections

static void *begin_visit(void *context, const char *uri, struct MHD_Connection *connection)
{
    (void)connection;
    return visit_new(context, uri);
}

static struct connection *watched(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info == NULL ? NULL : info->socket_context;
}

static void end_visit(void *context, struct MHD_Connection *connection, void **request,
                      enum MHD_RequestTerminationCode how)
{
    (void)context;
    (void)how;
    visit_free(*request);
    *request = NULL;
    connections_answered(watched(connection));
}

static void watch(void *context, struct MHD_Connection *connection, void **socket_context,
                  enum MHD_ConnectionNotificationCode what)
{
    struct service *service = context;

    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        connections_remove(service->connections, *socket_context);
        *socket_context = NULL;
    } else {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        const union MHD_ConnectionInfo *peer =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        char address[LISTEN_PEER_BYTES] = "?";

        COUNT(&service->counters, connections);
        if (peer != NULL)
            listen_peer(peer->client_addr, address);
        *socket_context =
            info == NULL ? NULL : connections_add(service->connections, info->connect_fd, address);
    }
}

// Without TLS nobody but the proxy and this machine is listened to.
static int is_listened_to(const struct service *service, const char *address)
{
    return service->certificate != NULL || strncmp(address, "127.", 4) == 0 ||
           strcmp(address, "::1") == 0 || strcmp(address, service->proxy.address) == 0;
}

static enum MHD_Result let_in(void *context, const struct sockaddr *peer, socklen_t length)
{
    const struct service *service = context;
    char address[LISTEN_PEER_BYTES];

    (void)length;
    listen_peer(peer, address);
    return is_listened_to(service, address) && connections_of(service->connections, address) <
                                                   service->options.connections_max_each
               ? MHD_YES
               : MHD_NO;
}

// Addresses are looked at as they stand: what is escaped is no page.
static size_t leave_as_it_is(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

enum err http_start(struct service *service, int descriptor, struct err_text *text)
{
    const struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, service->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, service->certificate_key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0,
         (void *)(size_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL}};
    const struct MHD_OptionItem no_tls[] = {{MHD_OPTION_END, 0, NULL}};

    service->daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                             (service->certificate == NULL ? 0 : MHD_USE_TLS),
                         0, let_in, service, handle, service,                                   //
                         MHD_OPTION_LISTEN_SOCKET, descriptor,                                  //
                         MHD_OPTION_THREAD_POOL_SIZE, (unsigned)SERVICE_THREADS,                //
                         MHD_OPTION_CONNECTION_LIMIT, service->options.connections_max,         //
                         MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTIONS_QUIET_S,          //
                         MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)SERVICE_CONNECTION_BYTES,  //
                         MHD_OPTION_STRICT_FOR_CLIENT, 1,                                       //
                         MHD_OPTION_UNESCAPE_CALLBACK, leave_as_it_is, NULL,                    //
                         MHD_OPTION_URI_LOG_CALLBACK, begin_visit, service,                     //
                         MHD_OPTION_NOTIFY_COMPLETED, end_visit, service,                       //
                         MHD_OPTION_NOTIFY_CONNECTION, watch, service,                          //
                         MHD_OPTION_ARRAY, service->certificate == NULL ? no_tls : tls,         //
                         MHD_OPTION_END);
    if (service->daemon != NULL)
        return ERR_OK;
    return service->certificate == NULL
               ? err_say(text, ERR_NO_MEMORY, "%s: the threads that answer cannot be started",
                         service->listen.url)
               : err_say(text, ERR_COMMAND,
                         "%s: TLS cannot be begun with %s and %s: are they a certificate and its "
                         "key, in PEM?",
                         service->listen.url, service->options.tls_certificate,
                         service->options.tls_key);
}
