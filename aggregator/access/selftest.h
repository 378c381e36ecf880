// The aggregator tries its own listener before it takes returns. libzmq lets everybody in when one of
// three settings is missing, and nothing else would show it.
#ifndef QD_AGGREGATOR_ACCESS_SELFTEST_H
#define QD_AGGREGATOR_ACCESS_SELFTEST_H

#include "aggregator/access/listener.h"
#include "lib/base/err.h"

// A refusal takes milliseconds. A listener that could not be tried in this time
// is not served.
enum { SELFTEST_TIMEOUT_MS = 10 * 1000 };

// Comes as a stranger with a key made for it, and as one without a key: both must be turned away.
// ERR_IO when one gets in, and ERR_TIMEOUT when the listener does not answer.
enum err selftest_run(struct listener *listener, struct err_text *text);

#endif
