// The settings file in words: as a file to fill in, and as a manual page.
#ifndef QD_COLLECTOR_COMMANDS_SETTINGS_FILE_H
#define QD_COLLECTOR_COMMANDS_SETTINGS_FILE_H

#include "lib/base/err.h"

#include <stdio.h>

// A new file with every setting as a comment, and what it is for: until it is filled in, it says
// nothing. ERR_EXISTS when there is a file of that name, which is left alone.
enum err settings_file_make(const char *path, struct err_text *text);

// quarterday.ini(5), in roff.
void settings_file_manual(FILE *out);

#endif
