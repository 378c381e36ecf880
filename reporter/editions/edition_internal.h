// What the sources that make an edition share.
#ifndef QD_REPORTER_EDITIONS_EDITION_INTERNAL_H
#define QD_REPORTER_EDITIONS_EDITION_INTERNAL_H

#include "reporter/editions/edition.h"

// What the edition asks of a view.
struct view_asked edition_asks(const struct edition *edition, const struct view_entry *entry,
                               int for_people);

// Whether the store's journal has the entry, with the same link: then it has the same entries before it.
enum err edition_has_entry(int *has, const struct manifest_entry *entry, struct store *store,
                           struct err_text *text);

// Writes one file into the folder (NULL: nowhere) and enters it into the manifest. `write` gives ERR_IO where
// `out` did not take it all.
typedef enum err edition_write_fn(const void *what, FILE *out);
enum err edition_file(struct edition *edition, const char *folder, const char *path,
                      edition_write_fn *write, const void *what, struct err_text *text);

#endif
