// How much a borough says of its figures in a return: what the region's tables show as notes.
#ifndef QD_AGGREGATOR_COMMANDS_STATUS_SAID_H
#define QD_AGGREGATOR_COMMANDS_STATUS_SAID_H

#include "aggregator/store/store.h"

#include <stdint.h>

struct status_said {
    int is_known;  // 0: its body was removed, or is of a version that this program cannot read
    uint32_t explanations;  // rows of explanations that have words
    uint32_t notes;         // 1 when the return has a note
};

// While the store's pages are there. The scratch arena is reset. ERR_CORRUPT: its body is not the one that
// was taken.
enum err status_said_in(struct status_said *said, const struct store_return *latest,
                        struct arena *scratch, struct err_text *text);

#endif
