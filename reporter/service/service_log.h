// What the service's log says: one line each, in key=value (lib/base/log_line.h). Lines are handed to a function, from
// any thread, one at a time; nothing here prints.
#ifndef QD_REPORTER_SERVICE_SERVICE_LOG_H
#define QD_REPORTER_SERVICE_SERVICE_LOG_H

#include "lib/base/log_line.h"

enum service_log_event {
#define EVENT(constant, event) SERVICE_LOG_##constant,
#include "reporter/service/service_log.def"
#undef EVENT
    SERVICE_LOG_EVENTS
};

// Gets a line without its end.
typedef void service_log_write_fn(void *context, const char *line);

struct service_log {
    service_log_write_fn *write;
    void *context;
};

// The last field has no key.
void service_log_say(const struct service_log *log, enum service_log_event event,
                     const struct log_field *fields);

#define SERVICE_LOG(log, event, ...)                                                               \
    service_log_say((log), SERVICE_LOG_##event,                                                    \
                    (const struct log_field[LOG_FIELDS_MAX + 1]){__VA_ARGS__})

#endif
