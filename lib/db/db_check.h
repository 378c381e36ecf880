// Looks at every page of a snapshot before LMDB follows it. LMDB has no checksums and trusts what its
// pages say: one flipped bit can make it give another value, give none, crash, or never come back. Here
// each page is read on its own and bounded, so that a damaged file ends in words.
//
// What holds afterwards: every page of the file is used exactly once, by one table or by the list of
// free pages; each is of the right kind and says its own number; entries lie within their page and fill
// it; keys ascend over the whole table, and each branch leads to those that belong under it; values
// have their pages; and all counts agree. What keys and values *say* is for whoever wrote them.
#ifndef QD_LIB_DB_DB_CHECK_H
#define QD_LIB_DB_DB_CHECK_H

#include "lib/base/err.h"

#include <lmdb.h>
#include <stdint.h>

// Before the file is opened: whether its two meta pages agree on the size of a page, which LMDB
// divides by and reads from. 0 or MDB_CORRUPTED; a file that is not LMDB's, or is being made, is left
// to LMDB.
int db_check_metas(const char *path);

struct db_check_options {
    const char *path;  // for messages
    // NULL: everything. Else the name of the one table that is looked at, with what leads to it, when
    // another is damaged and what is in this one is to be saved.
    const char *only;
    int skips_values;  // pages that hold one value alone are only seen to be there, and used once
    // Overwrites with zeros what no entry uses: in pages that are used, and in those that became free
    // before this transaction. 0: writes nothing.
    uint64_t wipe_before;
};

// What `txn` sees of the open file. 0; MDB_CORRUPTED, and then `text` names the first page that does
// not hold and what is wrong with it; EAGAIN when writers have moved on since the transaction began, so
// that another has to be begun; or an errno.
int db_check_pages(MDB_txn *txn, int file, const struct db_check_options *options,
                   struct err_text *text);

#endif
