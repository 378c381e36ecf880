// The service's own pages, from templates beside those of the report: service_sign_in.mustache,
// service_sign_out.mustache and service_refusal.mustache. None of them depends on the store. Where a template cannot be
// read, or is not as it must be, the page's words are given as plain text.
#ifndef QD_REPORTER_SERVICE_PAPER_H
#define QD_REPORTER_SERVICE_PAPER_H

#include <jansson.h>
#include <microhttpd.h>

enum paper_refusal {
#define REFUSAL(name, status, title, words) PAPER_##name,
#include "reporter/service/refusals.def"
#undef REFUSAL
    PAPER_REFUSALS
};

// Where the templates are; NULL: they came with the program. A response that nobody keeps; NULL: no memory. `data` is
// let go.
struct MHD_Response *paper_make(const char *templates, const char *template, json_t *data);

// What service_refusal.mustache is made of. `more` is a sentence behind its words; "": none.
json_t *paper_refusal(enum paper_refusal refusal, const char *more);
unsigned paper_status(enum paper_refusal refusal);

#endif
