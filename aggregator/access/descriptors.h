// Descriptors that strangers cannot take. Each connection is one, and whoever opens enough of them leaves
// none for the files that the aggregator itself must open: the list of keys above all. So the program
// keeps a few below its hard limit, and raises its soft limit only while it opens a file of its own.
// setrlimit(2): the soft limit is what counts, and a process may move it up to the hard one.
#ifndef QD_AGGREGATOR_ACCESS_DESCRIPTORS_H
#define QD_AGGREGATOR_ACCESS_DESCRIPTORS_H

#include <sys/resource.h>

enum { DESCRIPTORS_KEPT = 16 };

// Once, before ZeroMQ starts: as many descriptors as the system gives, but for the kept ones.
void descriptors_keep(void);

// Between the two, the kept ones can be had as well. ZeroMQ's thread can take some in this moment: what
// cannot be opened all the same is an error as ever (ERR_NO_MEMORY, lib/base/err.h).
struct rlimit descriptors_lend(void);
void descriptors_take_back(struct rlimit lent);

#endif
