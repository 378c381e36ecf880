// Tables from the aggregator's store. This is the only place in the reporter that reads it.
#ifndef QD_REPORTER_TABLE_TABLE_READ_H
#define QD_REPORTER_TABLE_TABLE_READ_H

#include "aggregator/store/store.h"
#include "reporter/table/kept.h"
#include "reporter/table/returned.h"
#include "reporter/table/table.h"

// Fills in a table that was begun: each borough's latest return counts, of those that had been taken
// by then. `periods` are the request's; without any, the table has all of its kind for which there is
// something. The store is not needed afterwards. Returns are taken from those that are kept, and kept.
//
// ERR_EMPTY: no borough has returned the table's part for any of the periods; the text says for which
// it has been returned. ERR_CORRUPT: a stored return is not what its hash says. ERR_COMMAND: table_lay.
enum err table_read(struct table *table, struct store *store, struct kept *kept,
                    const struct periods *periods, struct as_of as_of, struct err_text *text);

// Every period for which there is something, in the arena.
enum err table_read_returned(struct returned *all, struct arena *arena, struct store *store,
                             struct kept *kept, struct as_of as_of, struct err_text *text);

// Where a borough's return for a period is.
enum table_read_standing {
    TABLE_READ_NOT_RETURNED,
    TABLE_READ_WITHDRAWN,
    TABLE_READ_REDACTED,  // the operator removed it
    TABLE_READ_RETURNED
};

// Gives one borough's latest return for the period: NULL unless it is returned.
typedef enum err table_read_return_fn(void *context, int row, enum table_read_standing standing,
                                      const Qd__Return *returned, struct err_text *text);

// How many returns there were, and the newest of them.
struct table_taken {
    size_t count;
    uint64_t sequence, received_at_unix_ms;
};

// Each borough for a period, one after the other, whether it has returned or not. A return lives no longer
// than the call.
enum err table_read_returns(struct store *store, struct kept *kept, const Qd__Period *period,
                            struct as_of as_of, table_read_return_fn *take, void *context,
                            struct table_taken *taken, struct err_text *text);

// A stored return, in the arena. NULL when the operator removed its body, or it was taken back.
// ERR_CORRUPT: it is not what its hash says.
enum err table_read_return(Qd__Return **returned, struct arena *arena,
                           const struct store_return *latest, struct err_text *text);

// What a table takes of it.
struct receipt table_read_receipt(const struct store_return *latest, const Qd__Return *returned);

#endif
