// The name in a heading's cell, and the field that it is.
#ifndef QD_COLLECTOR_READING_HEADING_NAME_H
#define QD_COLLECTOR_READING_HEADING_NAME_H

#include "proto/form/form.h"

#include <stddef.h>

#define HEADING_NAME_SPACES " \t\r\n"

// The field that this cell names; NULL if none. Case and spaces around it do not count.
const ProtobufCFieldDescriptor *heading_name_field(enum form_part part, const char *text,
                                                   size_t length);

// Cuts these characters off both ends.
void heading_name_trim(const char **text, size_t *length, const char *what);

#endif
