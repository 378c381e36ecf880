// Signing in and out.
//
//   GET  /sign-in    a form
//   POST /sign-in    name, password, token and next: 303 to `next` with a new session's cookie, or the form again
//   GET  /sign-out   a form with one button
//   POST /sign-out   token: the session is over
#ifndef QD_REPORTER_SERVICE_SIGNING_H
#define QD_REPORTER_SERVICE_SIGNING_H

#include "reporter/service/visit.h"

void signing_in_form(struct visit *visit);
void signing_in(struct visit *visit);
void signing_out_form(struct visit *visit);
void signing_out(struct visit *visit);

// Where somebody is sent who must sign in to see this.
void signing_first(struct visit *visit);

#endif
