// Editions on disk, of which there is the manifest alone.
#ifndef QD_TESTS_SUPPORT_EDITED_EDITED_H
#define QD_TESTS_SUPPORT_EDITED_EDITED_H

#include "reporter/editions/manifest.h"

// One of the panel for 2024-25 Q4, of that number of a journal whose links nobody has, as at a day, which names what
// was redacted. The folder is made if need be.
void edited_put(const char *folder, uint64_t sequence, int32_t as_at,
                struct redacted_list redacted);

#endif
