// README.txt of a template: how a return is written, and what each column and each code is.
#ifndef QD_COLLECTOR_COMMANDS_TEMPLATE_README_H
#define QD_COLLECTOR_COMMANDS_TEMPLATE_README_H

#include <stdio.h>

void template_readme_write(FILE *out);

#endif
