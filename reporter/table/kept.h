// What was read from a store, kept for whoever asks for it again: the last look at the journal's heads, and returns.
// Each return is held to its hash, decoded and judged once, however many tables show it; and what is shown together,
// all tables of a page or an edition, is of one state of the store.
//
// They are known by the hash of their bytes, which stands in the journal's head of each. So nothing that comes into
// the journal makes a kept return wrong, and nobody has to be told of it: what counts for a borough and period, what
// was withdrawn and what was removed is found in the heads, at each look, and only then is a return asked for. One
// whose body the operator removed is not asked for any more, and goes with its age.
//
// Memory is bounded by `bytes_max` and three times what one return may take (CODEC_ARENA_CAP_BYTES): what was taken in
// lies in two ages, and when the younger one has half of the bytes, the older one goes. Each has room for one return
// beyond its half, and the last one that was judged may lie beside them.
#ifndef QD_REPORTER_TABLE_KEPT_H
#define QD_REPORTER_TABLE_KEPT_H

#include "aggregator/store/store.h"
#include "reporter/table/as_of.h"
#include "reporter/table/judged.h"

enum { KEPT_BUCKETS = 256 };

struct kept_age {
    struct arena arena;
    struct kept_one *buckets[KEPT_BUCKETS];  // by the first byte of the hash
};

struct kept {
    struct store_reading reading;  // the last look, if there is one
    struct store_as_of as_of;
    int is_looking;
    size_t bytes_max;
    struct arena scratch;  // of one return that is judged
    struct kept_age young, old;
};

// Nothing is kept yet. 0 bytes: no return is kept beyond the next one, for a table that asks for each once.
void kept_init(struct kept *kept, size_t bytes_max);
void kept_free(struct kept *kept);

// A look into the store as of then: the last one, if that was as of the same time and has not been ended. Good until
// the next look, or its end; a store is closed after that. The heads are walked when it begins. Errors as
// store_read_begin; ERR_COMMAND: the journal does not go so far.
enum err kept_look(struct kept *kept, struct store *store, struct as_of as_of,
                   struct store_reading **reading, struct err_text *text);
void kept_look_end(struct kept *kept);

// The body of an entry, which is there, held to its hash and decoded, into an arena: at least the parts in `needed`,
// a bit 1 << enum form_part each. *left has those that look empty, and may not be. ERR_CORRUPT: it is not what its
// hash says.
enum err kept_read(Qd__Return **returned, unsigned *left, struct arena *arena,
                   const struct journal_entry *entry, unsigned needed, struct err_text *text);

// Lives until the next return is taken.
struct kept_return {
    const Qd__Return *returned;
    unsigned left;                // kept_read
    const struct judged *judged;  // of nothing, when it was not to be judged
};

// The same of a return that may be kept.
enum err kept_take(struct kept *kept, const struct journal_entry *entry, unsigned needed,
                   int judges, struct kept_return *taken, struct err_text *text);

#endif
