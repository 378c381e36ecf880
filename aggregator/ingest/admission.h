// What the aggregator thinks of a Submit or a Withdraw, from nothing but its bytes and whose key it came with:
// the same verdict whenever it is asked. Whether it is stored already is the store's to say.
#ifndef QD_AGGREGATOR_INGEST_ADMISSION_H
#define QD_AGGREGATOR_INGEST_ADMISSION_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/rules/findings.h"
#include "return.pb-c.h"
#include "wire.pb-c.h"

struct admission {
    int refused;
    Qd__RefusalCode code;              // when refused
    struct err_text text;              // the same in words
    const Qd__Return *returned;        // in the arena; NULL when it could not be read
    const Qd__Withdrawal *withdrawal;  // the same
    unsigned parts;                    // that it has: bit 1 << enum form_part
    struct findings findings;          // in the arena
};

struct admission_terms {
    Qd__LocalAuthority authority;  // the borough that the key speaks for (promise D)
    int takes_simulated;           // returns whose figures are made up
};

// Envelope and byte fields have passed codec_unpack_envelope.
void admission_check(struct admission *admission, const Qd__Submit *submit,
                     const struct admission_terms *terms, struct arena *arena);

void admission_check_withdrawal(struct admission *admission, const Qd__Withdraw *withdraw,
                                const struct admission_terms *terms, struct arena *arena);

#endif
