// A request on its way through the service, and who makes it.
#ifndef QD_REPORTER_SERVICE_VISIT_H
#define QD_REPORTER_SERVICE_VISIT_H

#include "reporter/service/service_internal.h"

#include <microhttpd.h>

struct visit {
    struct service *service;
    struct MHD_Connection *connection;
    char *path, *query;  // as they stand in the request; query: NULL: there is none
    size_t address_bytes;
    int is_begun;    // its headers were looked at
    int is_waiting;  // a thread was asked, and the connection stands still until it is ready
    int is_ready;    // that thread is done
    char *form;      // what was posted; NULL: nothing yet
    size_t form_bytes;
    struct MHD_Response *response;  // what it is answered with
    unsigned status;
    struct shelf_item *item;  // what was made, or found in memory
    enum err error;           // why nothing was made
    int is_shelved;           // the response is the item's
};

// Of a request's first line. NULL: no memory.
struct visit *visit_new(struct service *service, const char *address);
void visit_free(struct visit *visit);

// A header's value; "" where it is not there.
const char *visit_header(const struct visit *visit, const char *name);

// One of the service's own pages (paper.h), which says so where the store takes made-up returns. `data` is let go.
struct MHD_Response *visit_paper(const struct visit *visit, const char *template, json_t *data);

// Answers with the response, which is taken.
void visit_answer(struct visit *visit, unsigned status, struct MHD_Response *response);
void visit_refuse(struct visit *visit, enum paper_refusal refusal);
// 303: ask for that address with GET.
void visit_go_to(struct visit *visit, const char *address);

// Stands still until visit_resume, which may be called from any thread; then the visit is the connection's again, and
// nobody else's.
void visit_suspend(struct visit *visit);
void visit_resume(struct visit *visit);

// --- who it is

struct visitor {
    struct pages_reader reader;
    char name[ACCOUNTS_NAME_MAX_BYTES + 1];  // of the account, or as the proxy says; for the log
    char address[LISTEN_PEER_BYTES];         // the reader's, not the proxy's
    // Of the session's cookie; "": there is no cookie, or not a good one.
    char word[SESSIONS_WORD_BYTES];
};

// By the session's cookie, or by the proxy's headers.
void visit_know(struct visit *visit, struct visitor *visitor);

// Cookies have other names where they need TLS, and then no other host can set them.
const char *visit_session_cookie(const struct service *service);
const char *visit_form_cookie(const struct service *service);

enum { VISIT_COOKIE_BYTES = 256 };
// Set-Cookie; an empty word takes it back.
void visit_set_cookie(const struct service *service, struct MHD_Response *response,
                      const char *name, const char *word);

#endif
