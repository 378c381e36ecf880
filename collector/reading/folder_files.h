// What lies in a return's folder: which file is which part, and what is no part of a return.
#ifndef QD_COLLECTOR_READING_FOLDER_FILES_H
#define QD_COLLECTOR_READING_FOLDER_FILES_H

#include "lib/base/err.h"
#include "proto/rules/findings.h"

enum { FOLDER_FILES_STRAY_MAX = 20 };  // so many stray files are named, the others are counted

struct folder_files {
    const char *names[FORM_PARTS];  // in the arena of the findings; NULL: there is no such file
    int missing[FORM_PARTS];        // it is not there, and a finding says so
    int may_be_elsewhere;           // in a file that cannot be looked into, and a finding says so
};

// Files are known by their names, whatever the case. README.txt and what desktops and spreadsheets
// leave behind are passed over, and so is a hidden file that does not have the headings of a part
// that is missing; what else is there is a finding, and so is what is missing. A file that is
// probably meant for a part that is missing stops the return, and so does one that may hold parts
// and cannot be looked into: one finding for the two. ERR_NOT_FOUND, ERR_IO: the folder itself; ERR_NO_MEMORY.
enum err folder_files_read(struct folder_files *files, const char *folder,
                           struct findings *findings, struct err_text *text);

#endif
