// For whoever runs the service, on an address of its own: behind a proxy everybody comes from loopback, so
// what is not for readers cannot stand beside the pages.
//
//   /health    one line: whether it answers, and how the store is
//   /metrics   counts and states, as Prometheus reads them
#ifndef QD_REPORTER_SERVICE_ADMIN_H
#define QD_REPORTER_SERVICE_ADMIN_H

#include "reporter/service/service_internal.h"

enum err admin_start(struct service *service, int descriptor, struct err_text *text);

#endif
