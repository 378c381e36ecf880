// Editions that were made, as files: an edition is a folder PERIOD/NUMBER, as `qd-reporter run` makes it, with a
// manifest that says for whom it is and which files there are.
//
//   /editions                            which there are; for the panel
//   /editions/2025-26-q3/925             its files
//   /editions/2025-26-q3/925/manifest    the manifest, with the hash of each
//   /editions/2025-26-q3/925/csv/timeliness.csv
//
// Nothing is given but what the manifest names, and only to those that it is for: the panel, or the
// borough whose edition it is. A file's ETag is its SHA-256.
#ifndef QD_REPORTER_SERVICE_EDITIONS_H
#define QD_REPORTER_SERVICE_EDITIONS_H

#include "reporter/service/visit.h"

#define EDITIONS_ADDRESS "/editions"

void editions_answer(struct visit *visit);

#endif
