// Asks the aggregator for a return of the borough's own, piece by piece: one that another of its collectors
// sent, or whose outbox is gone.
#ifndef QD_COLLECTOR_SENDING_FETCH_H
#define QD_COLLECTOR_SENDING_FETCH_H

#include "collector/sending/sender.h"

// The return that is held, decoded, in the arena; at most CODEC_RETURN_MAX_BYTES are taken. ERR_REFUSED
// when the aggregator gives none; ERR_MALFORMED when what it gives is not what the holding's hash names, or
// another borough's; ERR_UNKNOWN_VERSION when it is of a later version of the form; else as sender.h.
enum err fetch_return(struct sender *sender, struct arena *arena, const Qd__Welcome *welcome,
                      const Qd__Holding *holding, const Qd__Return **returned,
                      struct err_text *text);

#endif
