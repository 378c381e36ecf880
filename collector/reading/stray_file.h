// A file in a return's folder that is not one of the return's: what it is, and which part it is meant for.
#ifndef QD_COLLECTOR_READING_STRAY_FILE_H
#define QD_COLLECTOR_READING_STRAY_FILE_H

#include "proto/rules/findings.h"

struct stray_file {
    const char *name;
    int is_folder;
    int has_part;         // it is probably meant for a part:
    enum form_part part;  // this one
    int by_headings;      // whose headings it holds; else it only has nearly its name
    const char *inside;   // of a folder: the file in it that is meant; NULL
    int may_hold_part;    // it cannot be looked into, and its name does not say what it is
};

// `present` says of each part whether its file is there. Headings tell more than a name; of several
// parts that a name may be meant for, one that is missing is.
void stray_file_look(struct stray_file *stray, const char *folder, const char *name,
                     const int present[FORM_PARTS], struct arena *arena);

// It stops the return: the part would be left out, or might be. Or it asks, because nothing else is missing.
void stray_file_misnamed(const struct stray_file *stray, struct findings *findings);
void stray_file_unknown(const struct stray_file *stray, const int present[FORM_PARTS],
                        struct findings *findings);

#endif
