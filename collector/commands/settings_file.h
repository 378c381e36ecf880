// The settings file in words: as a file to fill in, and as a manual page.
#ifndef QD_COLLECTOR_COMMANDS_SETTINGS_FILE_H
#define QD_COLLECTOR_COMMANDS_SETTINGS_FILE_H

#include <stdio.h>

// Every setting as a comment, with what it is for: until it is filled in, it says nothing.
void settings_file_write(FILE *out);

// quarterday.ini(5), in roff.
void settings_file_manual(FILE *out);

#endif
