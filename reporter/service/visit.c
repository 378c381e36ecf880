#include "reporter/service/visit.h"

#include "lib/base/clock.h"
#include "reporter/readers/cookie.h"
#include "reporter/service/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PROXY_LOG_MS = 60 * 1000,  // one line in that time: anybody can send the header
    AS_AT_BYTES = 128,
};

struct visit *visit_new(struct service *service, const char *address)
{
    struct visit *visit = calloc(1, sizeof *visit);
    char *question;

    if (visit == NULL)
        return NULL;
    visit->service = service;
    visit->address_bytes = strlen(address);
    visit->path = strdup(address);
    if (visit->path == NULL) {
        free(visit);
        return NULL;
    }
    question = strchr(visit->path, '?');
    if (question != NULL) {
        *question = '\0';
        visit->query = question + 1;
    }
    (void)atomic_fetch_add(&service->open_visits, 1);
    return visit;
}

void visit_free(struct visit *visit)
{
    if (visit == NULL)
        return;
    (void)atomic_fetch_sub(&visit->service->open_visits, 1);
    if (visit->response != NULL && !visit->is_shelved)
        MHD_destroy_response(visit->response);
    shelf_let_go(visit->item);
    if (visit->form != NULL)
        memset(visit->form, 0, visit->form_bytes);
    free(visit->form);
    free(visit->path);
    free(visit);
}

const char *visit_header(const struct visit *visit, const char *name)
{
    const char *value = MHD_lookup_connection_value(visit->connection, MHD_HEADER_KIND, name);

    return value == NULL ? "" : value;
}

void visit_answer(struct visit *visit, unsigned status, struct MHD_Response *response)
{
    visit->status = status;
    visit->response = response;
}

struct MHD_Response *visit_paper(const struct visit *visit, const char *template, json_t *data)
{
    struct follow_state state;

    follow_state(visit->service->follow, &state);
    if (state.end.simulated[0] != '\0')
        (void)json_object_set_new(data, "simulated", json_string(state.end.simulated));
    return paper_make(visit->service->options.places.templates, template, data);
}

// As at when the pages in memory are.
static void write_as_at(struct service *service, char words[AS_AT_BYTES])
{
    struct follow_state state;
    char time[CLOCK_TEXT_BYTES];

    follow_state(service->follow, &state);
    clock_format_words(state.read_unix_ms, time);
    if (state.read_unix_ms == 0)
        words[0] = '\0';
    else
        (void)snprintf(words, AS_AT_BYTES,
                       "They were last read at %s, up to entry %llu of the journal.", time,
                       (unsigned long long)state.end.sequence);
}

void visit_refuse(struct visit *visit, enum paper_refusal refusal)
{
    char more[AS_AT_BYTES] = "";
    struct MHD_Response *response;

    if (refusal == PAPER_NO_STORE)
        write_as_at(visit->service, more);
    response = visit_paper(visit, "service_refusal", paper_refusal(refusal, more));
    if (refusal == PAPER_METHOD)
        reply_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
    if (refusal == PAPER_BUSY || refusal == PAPER_NO_STORE)
        reply_header(response, MHD_HTTP_HEADER_RETRY_AFTER, "2");
    visit_answer(visit, paper_status(refusal), response);
}

void visit_go_to(struct visit *visit, const char *address)
{
    struct MHD_Response *response = reply_make(NULL, "", 0);

    reply_header(response, MHD_HTTP_HEADER_LOCATION, address);
    reply_keep_nowhere(response);
    visit_answer(visit, MHD_HTTP_SEE_OTHER, response);
}

void visit_suspend(struct visit *visit)
{
    visit->is_waiting = 1;
    MHD_suspend_connection(visit->connection);
}

void visit_resume(struct visit *visit)
{
    visit->is_ready = 1;
    MHD_resume_connection(visit->connection);
}

// --- cookies

const char *visit_session_cookie(const struct service *service)
{
    return service->is_secure ? "__Host-qd-reader" : "qd-reader";
}

const char *visit_form_cookie(const struct service *service)
{
    return service->is_secure ? "__Host-qd-form" : "qd-form";
}

void visit_set_cookie(const struct service *service, struct MHD_Response *response,
                      const char *name, const char *word)
{
    char cookie[VISIT_COOKIE_BYTES];

    (void)snprintf(cookie, sizeof cookie, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", name,
                   word, service->is_secure ? "; Secure" : "",
                   word[0] == '\0' ? "; Max-Age=0" : "");
    reply_header(response, MHD_HTTP_HEADER_SET_COOKIE, cookie);
}

// --- who it is

static void set_reader(struct visitor *visitor, const struct borough *borough)
{
    visitor->reader =
        (struct pages_reader){.audience = borough == NULL ? PAGES_PANEL : PAGES_BOROUGH,
                              .borough = borough == NULL ? 0 : boroughs_index(borough->authority)};
}

static void tell_stranger(struct service *service, const char *address)
{
    const uint64_t now_ms = clock_monotonic_ms();
    uint64_t told_ms = atomic_load(&service->proxy_told_ms);

    COUNT(&service->counters, proxy_refused);
    if ((told_ms == 0 || now_ms - told_ms >= PROXY_LOG_MS) &&
        atomic_compare_exchange_strong(&service->proxy_told_ms, &told_ms, now_ms))
        SERVICE_LOG(&service->options.log, PROXY_REFUSED, LOG_TEXT("address", address));
}

// What a header says last, and how often it is there.
struct said {
    const char *name, *last;
    unsigned times;
};

static enum MHD_Result note(void *context, enum MHD_ValueKind kind, const char *name,
                            const char *value)
{
    struct said *said = context;

    (void)kind;
    if (strcasecmp(name, said->name) == 0) {
        said->last = value == NULL ? "" : value;
        said->times++;
    }
    return MHD_YES;
}

static struct said look_for(const struct visit *visit, const char *name)
{
    struct said said = {name, "", 0};

    (void)MHD_get_connection_values(visit->connection, MHD_HEADER_KIND, note, &said);
    return said;
}

// 1 where the proxy says who it is.
static int know_by_proxy(struct visit *visit, struct visitor *visitor)
{
    struct service *service = visit->service;
    const struct said reads = look_for(visit, PROXY_READER), name = look_for(visit, PROXY_NAME),
                      secret = look_for(visit, PROXY_SECRET);
    const struct borough *borough = NULL;

    if (service->proxy.address[0] == '\0')
        return 0;
    if (reads.times > 1 || name.times > 1 || secret.times > 1 ||
        !proxy_is_it(&service->proxy, visitor->address, secret.last)) {
        if (reads.times > 0)
            tell_stranger(service, visitor->address);
        return 0;
    }
    (void)proxy_forwarded(look_for(visit, PROXY_FORWARDED).last, visitor->address,
                          sizeof visitor->address);
    if (reads.last[0] == '\0' || accounts_parse_reads(&borough, reads.last, NULL) != ERR_OK)
        return 0;
    (void)snprintf(visitor->name, sizeof visitor->name, "%s", name.last);
    set_reader(visitor, borough);
    return 1;
}

static void know_by_session(struct visit *visit, struct visitor *visitor)
{
    const struct service *service = visit->service;
    struct sessions_reader reader;

    if (service->roster == NULL ||
        !cookie_find(visit_header(visit, MHD_HTTP_HEADER_COOKIE), visit_session_cookie(service),
                     visitor->word, sizeof visitor->word) ||
        !sessions_find(service->sessions, visitor->word, clock_monotonic_ms(), &reader)) {
        visitor->word[0] = '\0';
        return;
    }
    memcpy(visitor->name, reader.name, sizeof visitor->name);
    set_reader(visitor, reader.borough);
}

void visit_know(struct visit *visit, struct visitor *visitor)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(visit->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    memset(visitor, 0, sizeof *visitor);
    visitor->reader.audience = PAGES_PUBLIC;
    if (info != NULL)
        listen_peer(info->client_addr, visitor->address);
    if (!know_by_proxy(visit, visitor))
        know_by_session(visit, visitor);
}
