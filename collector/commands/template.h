// Empty files to fill in, and what each column is.
#ifndef QD_COLLECTOR_COMMANDS_TEMPLATE_H
#define QD_COLLECTOR_COMMANDS_TEMPLATE_H

#include "lib/base/err.h"

// Writes empty files (headings only, so that folder_read takes them for what they are; return.csv has
// the period in its row when the folder's name holds one) and a README.txt that explains each column.
// Makes the folder. `down`: files of one row stand on their side (measure, label, value, why), as
// reading/heading_down.h reads them.
// ERR_EXISTS if one of the files is there: nothing is overwritten.
enum err template_write(const char *path, int down, struct err_text *text);

#endif
