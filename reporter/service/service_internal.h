// The service's parts, for the sources of this room.
#ifndef QD_REPORTER_SERVICE_SERVICE_INTERNAL_H
#define QD_REPORTER_SERVICE_SERVICE_INTERNAL_H

#include "reporter/readers/proxy.h"
#include "reporter/readers/roster.h"
#include "reporter/readers/sessions.h"
#include "reporter/readers/tries.h"
#include "reporter/service/beat.h"
#include "reporter/service/connections.h"
#include "reporter/service/counters.h"
#include "reporter/service/crew.h"
#include "reporter/service/listen.h"
#include "reporter/service/paper.h"
#include "reporter/service/service.h"

#include <microhttpd.h>
#include <stdatomic.h>

enum { SERVICE_FORM_KEY_BYTES = 32 };

struct service {
    struct service_options options;
    struct counters counters;
    struct shelf *shelf;
    struct making *making;
    struct follow_options following;
    struct follow *follow;
    struct beat *tidying;  // away with sessions, accounts and connections whose time is over
    struct connections *connections;
    struct crew *passwords, *files;
    struct roster *roster;  // NULL: nobody signs in
    struct sessions *sessions;
    struct tries *tries;
    struct proxy proxy;
    uint8_t form_key[SERVICE_FORM_KEY_BYTES];  // of this run: forms.h
    int is_secure;                             // by TLS, here or at the proxy
    char *certificate, *certificate_key;
    struct listen_address listen, admin;
    struct MHD_Daemon *daemon, *admin_daemon;
    atomic_size_t open_visits;
    // When the log told last of a header that was not the proxy's.
    atomic_uint_fast64_t proxy_told_ms;
};

#endif
