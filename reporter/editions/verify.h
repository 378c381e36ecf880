// Whether an edition is what its manifest says: its files are those that were made, and made again from the
// store they are the same, byte for byte (promise G).
//
// What was made by another program, form, rules or reference lists cannot be expected to have the
// same bytes. Then it is said which to use, and figures are compared instead: value, status,
// numerator and denominator of every cell. The same is done where the operator removed a body after
// it was made: figures that need it cannot be made again, and are no fault.
#ifndef QD_REPORTER_EDITIONS_VERIFY_H
#define QD_REPORTER_EDITIONS_VERIFY_H

#include "reporter/editions/edition.h"

struct verify_fault {
    const char *path;  // within the edition, or the cell's name
    const char *what;  // "is not as it was made", "... when it is made again"
};

struct verify_report {
    struct manifest manifest;  // the edition's own
    const char *other;  // what it was made by or with, and this is not; NULL: bytes are compared
    size_t files;       // of the edition, with the manifest
    size_t figures;     // that were compared; 0 where bytes were
    size_t redacted;    // returns of which the operator removed the body after it was made
    size_t redacted_figures;  // that need them, and are another now
    struct verify_fault *faults;
    size_t faults_count;
};

// `asked` has where to look: calendar, reference, program and version; the rest is in the manifest. Everything
// is in the arena. ERR_COMMAND: the calendar, or the store, is another than the edition's, and which; an
// edition that is not as it must be is no error, and stands in the report.
enum err verify_edition(struct verify_report *report, struct arena *arena, const char *folder,
                        const struct edition_asked *asked, struct store *store,
                        struct err_text *text);

#endif
