#include "reporter/service/signing.h"

#include "lib/base/arena.h"
#include "lib/base/clock.h"
#include "reporter/pages/query.h"
#include "reporter/readers/cookie.h"
#include "reporter/readers/forms.h"
#include "reporter/service/reply.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIGN_IN "/sign-in"
#define SIGN_OUT "/sign-out"
#define HOME "/"
#define ABOUT "/about"

enum {
    FORM_ARENA_BYTES = 64 * 1024,
    NEXT_MAX_BYTES = 200,  // as a choice of an address may have
    MS_PER_S = 1000,
};

struct sign_in {
    struct visit *visit;
    char name[ACCOUNTS_NAME_MAX_BYTES + 1];
    char password[ACCOUNTS_PASSWORD_MAX_BYTES + 1];
    char next[NEXT_MAX_BYTES + 1];
    char address[LISTEN_PEER_BYTES];
    char old_word[SESSIONS_WORD_BYTES];  // whoever is signed in already is so no more
};

// --- forms

// An address of this site and nothing else: "//elsewhere" is another one's.
static const char *safe_next(const char *next)
{
    static const char taken[] = "abcdefghijklmnopqrstuvwxyz0123456789-./?&=+%";

    return next == NULL || next[0] != '/' || next[1] == '/' || next[strspn(next, taken)] != '\0' ||
                   strlen(next) > NEXT_MAX_BYTES
               ? HOME
               : next;
}

// The form's word as the browser has it, or a new one.
static void form_word(const struct visit *visit, char word[FORMS_TEXT_BYTES])
{
    if (!cookie_find(visit_header(visit, MHD_HTTP_HEADER_COOKIE), visit_form_cookie(visit->service),
                     word, FORMS_TEXT_BYTES) ||
        strlen(word) != FORMS_TEXT_BYTES - 1)
        forms_word(word);
}

static struct MHD_Response *form(const struct visit *visit, const char *name, const char *next,
                                 const char *wrong)
{
    char word[FORMS_TEXT_BYTES], token[FORMS_TEXT_BYTES];
    struct MHD_Response *response;

    form_word(visit, word);
    forms_token(token, visit->service->form_key, SIGN_IN, word);
    response = visit_paper(visit, "service_sign_in",
                           json_pack("{s:s, s:s, s:s, s:s, s:s, s:s?}", "title", "Sign in", "words",
                                     "The form cannot be shown.", "token", token, "next", next,
                                     "name", name, "wrong", wrong));
    visit_set_cookie(visit->service, response, visit_form_cookie(visit->service), word);
    return response;
}

void signing_in_form(struct visit *visit)
{
    struct query query;
    struct arena arena;

    arena_init(&arena, FORM_ARENA_BYTES);
    query_parse(&query, &arena, visit->query);
    visit_answer(visit, MHD_HTTP_OK, form(visit, "", safe_next(query_value(&query, "next")), NULL));
    arena_free(&arena);
}

void signing_first(struct visit *visit)
{
    char address[sizeof SIGN_IN "?next=" + NEXT_MAX_BYTES] = SIGN_IN;
    const char *next = safe_next(visit->path);

    // Choices are lost, and the page is not.
    if (strcmp(next, HOME) != 0)
        (void)snprintf(address, sizeof address, SIGN_IN "?next=%s", next);
    visit_go_to(visit, address);
}

// Whether the browser says that a page of this site sent it. An older one says nothing.
static int came_from_here(const struct visit *visit)
{
    const char *site = visit_header(visit, "Sec-Fetch-Site");
    const char *origin = visit_header(visit, MHD_HTTP_HEADER_ORIGIN);
    const char *host = strstr(origin, "://");

    if (*site != '\0' && strcmp(site, "same-origin") != 0)
        return 0;
    return *origin == '\0' ||
           (host != NULL &&
            strcmp(host + strlen("://"), visit_header(visit, MHD_HTTP_HEADER_HOST)) == 0);
}

// --- signing in, in the thread of passwords

static void log_sign_in(const struct sign_in *work, enum service_log_event event)
{
    service_log_say(&work->visit->service->options.log, event,
                    (const struct log_field[]){LOG_TEXT("reader", work->name),
                                               LOG_TEXT("address", work->address),
                                               {.key = NULL}});
}

static void let_in(const struct sign_in *work, const char word[SESSIONS_WORD_BYTES])
{
    struct service *service = work->visit->service;

    sessions_end(service->sessions, work->old_word);
    visit_go_to(work->visit, work->next);
    visit_set_cookie(service, work->visit->response, visit_session_cookie(service), word);
    visit_set_cookie(service, work->visit->response, visit_form_cookie(service), "");
    tries_forgive(service->tries, TRIES_ACCOUNT, work->name);
    tries_forgive(service->tries, TRIES_ADDRESS, work->address);
    COUNT(&service->counters, sign_ins);
    log_sign_in(work, SERVICE_LOG_SIGNED_IN);
}

static void send_back(const struct sign_in *work)
{
    struct visit *visit = work->visit;

    COUNT(&visit->service->counters, sign_ins_failed);
    log_sign_in(work, SERVICE_LOG_SIGN_IN_FAILED);
    visit_answer(visit, MHD_HTTP_FORBIDDEN,
                 form(visit, work->name, work->next,
                      "Name or password is not right. The operator can give a new password."));
}

// Whether the account is still as it was: the list may have been read again while the password was looked at.
static int still_stands(struct roster *roster, const struct account *account)
{
    struct account now;
    const int stands = roster_find(roster, account->name, &now) &&
                       now.borough == account->borough && strcmp(now.hash, account->hash) == 0;

    sodium_memzero(&now, sizeof now);
    return stands;
}

// The session is begun first and the list asked after: whichever way the two fall beside a new list, whoever has no
// account any more has no session.
static int begin_session(const struct sign_in *work, const struct account *account,
                         char word[SESSIONS_WORD_BYTES])
{
    struct service *service = work->visit->service;
    struct sessions_reader reader = {.borough = account->borough};

    memcpy(reader.name, account->name, sizeof reader.name);
    sessions_begin(service->sessions, &reader, clock_monotonic_ms(), word);
    if (still_stands(service->roster, account))
        return 1;
    sessions_end(service->sessions, word);
    return 0;
}

static void check_password(void *hand, void *context)
{
    struct sign_in *work = context;
    struct visit *visit = work->visit;
    struct account account;
    char word[SESSIONS_WORD_BYTES];
    const int is_known = roster_find(visit->service->roster, work->name, &account);

    (void)hand;
    if (accounts_password_fits(is_known ? &account : NULL, work->password) &&
        begin_session(work, &account, word))
        let_in(work, word);
    else
        send_back(work);
    sodium_memzero(word, sizeof word);
    sodium_memzero(&account, sizeof account);
    sodium_memzero(work, sizeof *work);
    free(work);
    visit_resume(visit);
}

// --- signing in, in the connection's

static int must_wait(const struct sign_in *work)
{
    struct service *service = work->visit->service;
    const uint64_t now_ms = clock_monotonic_ms();
    int is_news = 0;
    const uint64_t account_ms =
        tries_wait_ms(service->tries, TRIES_ACCOUNT, work->name, now_ms, &is_news);
    const uint64_t address_ms =
        tries_wait_ms(service->tries, TRIES_ADDRESS, work->address, now_ms, &is_news);
    const uint64_t wait_ms = account_ms > address_ms ? account_ms : address_ms;
    char seconds[32];

    if (wait_ms == 0) {
        tries_count(service->tries, TRIES_ACCOUNT, work->name, now_ms);
        tries_count(service->tries, TRIES_ADDRESS, work->address, now_ms);
        return 0;
    }
    COUNT(&service->counters, sign_ins_refused);
    if (is_news)
        log_sign_in(work, SERVICE_LOG_SIGN_IN_REFUSED);
    visit_refuse(work->visit, PAPER_TOO_MANY_TRIES);
    (void)snprintf(seconds, sizeof seconds, "%llu", (unsigned long long)(wait_ms / MS_PER_S + 1));
    reply_header(work->visit->response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
    return 1;
}

// What was typed; a name that can be nobody's is tried like any other.
static void take_fields(struct sign_in *work, const struct query *fields)
{
    const char *name = query_value(fields, "name"), *password = query_value(fields, "password");
    struct visitor visitor;

    visit_know(work->visit, &visitor);
    (void)snprintf(work->name, sizeof work->name, "%s", name == NULL ? "" : name);
    (void)snprintf(work->password, sizeof work->password, "%s", password == NULL ? "" : password);
    (void)snprintf(work->next, sizeof work->next, "%s", safe_next(query_value(fields, "next")));
    memcpy(work->address, visitor.address, sizeof work->address);
    memcpy(work->old_word, visitor.word, sizeof work->old_word);
}

static void try_fields(struct visit *visit, const struct query *fields)
{
    struct sign_in *work = calloc(1, sizeof *work);

    if (work == NULL) {
        visit_refuse(visit, PAPER_BUSY);
        return;
    }
    work->visit = visit;
    take_fields(work, fields);
    if (!must_wait(work)) {
        visit_suspend(visit);
        if (crew_give(visit->service->passwords, check_password, work) == ERR_OK)
            return;
        visit_refuse(visit, PAPER_BUSY);
        visit_resume(visit);
    }
    sodium_memzero(work, sizeof *work);
    free(work);
}

void signing_in(struct visit *visit)
{
    char word[FORMS_TEXT_BYTES];
    struct query fields;
    struct arena arena;

    arena_init(&arena, FORM_ARENA_BYTES);
    query_parse(&fields, &arena, visit->form);
    form_word(visit, word);
    if (!came_from_here(visit) ||
        !forms_token_fits(query_value(&fields, "token"), visit->service->form_key, SIGN_IN, word))
        visit_refuse(visit, PAPER_FORGED);
    else
        try_fields(visit, &fields);
    arena_free(&arena);
}

// --- signing out

void signing_out_form(struct visit *visit)
{
    char token[FORMS_TEXT_BYTES];
    struct visitor visitor;

    visit_know(visit, &visitor);
    if (visitor.word[0] == '\0') {
        visit_go_to(visit, ABOUT);
        return;
    }
    forms_token(token, visit->service->form_key, SIGN_OUT, visitor.word);
    visit_answer(
        visit, MHD_HTTP_OK,
        visit_paper(visit, "service_sign_out",
                    json_pack("{s:s, s:s, s:s, s:s}", "title", "Sign out", "words",
                              "The form cannot be shown.", "token", token, "name", visitor.name)));
}

void signing_out(struct visit *visit)
{
    const struct service *service = visit->service;
    struct visitor visitor;
    struct query fields;
    struct arena arena;

    arena_init(&arena, FORM_ARENA_BYTES);
    query_parse(&fields, &arena, visit->form);
    visit_know(visit, &visitor);
    if (visitor.word[0] == '\0') {
        visit_go_to(visit, ABOUT);
    } else if (!came_from_here(visit) ||
               !forms_token_fits(query_value(&fields, "token"), service->form_key, SIGN_OUT,
                                 visitor.word)) {
        visit_refuse(visit, PAPER_FORGED);
    } else {
        sessions_end(service->sessions, visitor.word);
        visit_go_to(visit, ABOUT);
        visit_set_cookie(service, visit->response, visit_session_cookie(service), "");
        SERVICE_LOG(&service->options.log, SIGNED_OUT, LOG_TEXT("reader", visitor.name),
                    LOG_TEXT("address", visitor.address));
    }
    arena_free(&arena);
}
