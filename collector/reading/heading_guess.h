// What a heading that the form does not have was probably meant to be.
#ifndef QD_COLLECTOR_READING_HEADING_GUESS_H
#define QD_COLLECTOR_READING_HEADING_GUESS_H

#include "proto/form/form.h"

// One of the fields whose column (0: none) is missing: by DfE's name for it, its label, the same
// letters, or a slip or two, and by what is left of it without the words that change its meaning
// (heading_meaning.h). NULL if nothing comes near, or two equally so.
const ProtobufCFieldDescriptor *heading_guess(struct arena *arena, enum form_part part,
                                              const uint32_t *columns, const char *text);

// Percentages are no columns of the form, whatever they are called.
int heading_guess_percentage(const char *text);

// How to fix a heading that another file of the return has; NULL if none has it.
const char *heading_guess_elsewhere(struct arena *arena, enum form_part part, const char *text);

#endif
