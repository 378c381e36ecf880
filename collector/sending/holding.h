// What an aggregator holds of a borough, as its Welcome says, beside what the outbox holds.
#ifndef QD_COLLECTOR_SENDING_HOLDING_H
#define QD_COLLECTOR_SENDING_HOLDING_H

#include "collector/outbox/outbox.h"

// Of a period (period_key); NULL when nothing is held.
const Qd__Holding *holding_of(const Qd__Welcome *welcome, uint32_t period);

int holding_is_same(const Qd__Holding *holding, const uint8_t *return_hash);

// Whether it is the entry, or the same content.
int holding_is_entry(const Qd__Holding *holding, const struct outbox_entry *entry);

// A submission of ours that has its receipt.
struct holding_ours {
    uint32_t revision;
    const uint8_t *known_id;  // holding_known_id
};

// The id of the last one that is known to be behind the entry: of what it replaces; or its own, if that is not
// known. What is held and older was there before; of what is held and later the entry knows nothing,
// even if its own id is later still: another collector may have sent that one days after it was made.
const uint8_t *holding_known_id(const struct outbox_entry *entry);

// Whether what is held is later than ours: another collector of the borough may have sent one. Revisions
// begin again when a store is restored, so the ids tell as well: they begin with the time. A return that
// was withdrawn elsewhere is held as its withdrawal.
int holding_is_later(const Qd__Holding *holding, struct holding_ours ours);

// The revision in an entry's receipt; 0 when there is none, or it is damaged. The arena is for a moment.
uint32_t holding_revision(const struct outbox_entry *entry, struct arena *scratch);

#endif
