// What the aggregator thinks of a Submit, from nothing but its bytes and whose key it came with:
// the same verdict whenever it is asked. Whether it is stored already is the store's to say.
#ifndef QD_AGGREGATOR_JUDGE_H
#define QD_AGGREGATOR_JUDGE_H

#include "lib/arena.h"
#include "lib/err.h"
#include "proto/findings.h"
#include "return.pb-c.h"
#include "wire.pb-c.h"

struct judgement {
    int refused;
    Qd__RefusalCode code;        // when refused
    struct err_text text;        // the same in words
    const Qd__Return *returned;  // in the arena; NULL when it could not be read
    struct findings findings;    // in the arena
};

// `authority` is the borough that the key speaks for (promise D). Envelope and byte fields have
// passed codec_unpack_envelope.
void judge_submit(struct judgement *judgement, const Qd__Submit *submit,
                  Qd__LocalAuthority authority, struct arena *arena);

#endif
