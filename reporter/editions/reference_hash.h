// What the reference lists are: the SHA-256 of each file in their folder and the folders in it, but for hidden
// ones; and of the list of these.
#ifndef QD_REPORTER_EDITIONS_REFERENCE_HASH_H
#define QD_REPORTER_EDITIONS_REFERENCE_HASH_H

#include "reporter/editions/manifest.h"

// `whole` is SHA-256 of lines as sha256sum prints them, by the paths within the folder.
enum err reference_hash(struct manifest_files *files, char whole[SHA256_TEXT_BYTES],
                        struct arena *arena, const char *reference, struct err_text *text);

// The files of a folder and of the folders in it, by their paths within it; hidden ones only if they are
// asked for. Neither sizes nor hashes are filled in.
enum err reference_hash_list(struct manifest_files *files, struct arena *arena, const char *folder,
                             int with_hidden, struct err_text *text);

#endif
