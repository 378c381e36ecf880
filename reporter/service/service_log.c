#include "reporter/service/service_log.h"

static const char *const event_names[SERVICE_LOG_EVENTS] = {
#define EVENT(constant, event) event,
#include "reporter/service/service_log.def"
#undef EVENT
};

void service_log_say(const struct service_log *log, enum service_log_event event,
                     const struct log_field *fields)
{
    struct log_line line;

    log_line_make(&line, event_names[event], fields);
    log->write(log->context, line.text);
}
