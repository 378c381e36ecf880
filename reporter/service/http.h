// What libmicrohttpd calls: a request is looked at, answered from memory, or stands still until a thread has made its
// answer.
#ifndef QD_REPORTER_SERVICE_HTTP_H
#define QD_REPORTER_SERVICE_HTTP_H

#include "reporter/service/service_internal.h"

// Begins to answer on the socket, which is the daemon's from then on.
enum err http_start(struct service *service, int descriptor, struct err_text *text);

#endif
