// The run of `submit`, once the return is in the outbox: Hello, then whatever is pending, oldest
// first, what the aggregator has lost, and the officer's folder again when it was replaced from
// elsewhere. Every answer is written down before anybody hears of it, so the run can end at any
// moment and the next one finishes it (promise B).
#ifndef QD_COLLECTOR_SENDING_SUBMIT_H
#define QD_COLLECTOR_SENDING_SUBMIT_H

#include "collector/outbox/outbox.h"
#include "collector/sending/sender.h"
#include "collector/sending/submit_stop.h"
#include "lib/base/err.h"

// How the run tells what it does, as it does it. Either may be NULL.
struct submit_watcher {
    void *context;
    // A sentence for the officer: a return is sent once more, or another key is needed to send it.
    void (*note)(void *context, const char *sentence);
    // An answer: the entry is acknowledged or refused, and written down as such.
    void (*answered)(void *context, const struct outbox_entry *entry);
};

struct submit_counts {
    size_t acknowledged;
    size_t refused;
    size_t lost;       // of the acknowledged: sent again, because the aggregator held them no more
    size_t elsewhere;  // left pending, because they are another borough's than the key's
    size_t unseen;     // left pending, because the region holds what they were not compared with
    size_t overtaken;  // left pending, because what the region held changed since it was asked
    int fresh_is_unseen;      // the officer's folder is one of those unseen
    struct submit_stop stop;  // how far it got, when there is an error
};

// Sends. `fresh` is the submission of the folder that the officer has named, or NULL.
//   - If it is for another borough than the key, it is refused here and not sent (older ones are
//     left for the right key).
//   - If it has its receipt, but another collector of the borough has replaced it since, it is
//     submitted again, for the officer wants it to be the current return: `fresh` becomes the new
//     id. Without `fresh` nothing new is ever made.
//
// Nothing replaces what it was not compared with (waiting.h): what would is left pending, and noted. Each
// return names what is held as Welcome said; what is overtaken between the two is to be compared and sent again.
//
// ERR_OK when everything pending of the key's borough has been answered: look at the counts. Else
// why there is no answer (see sender.h), or ERR_FULL and ERR_BUSY when the aggregator asks to be
// asked again later: what had no answer stays pending.
enum err submit_pending(struct outbox *outbox, struct sender *sender, uint8_t *fresh,
                        const struct submit_watcher *watcher, struct submit_counts *counts,
                        struct err_text *text);

#endif
