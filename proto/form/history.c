#include "proto/form/history.h"

#include "proto/form/labels.h"

int history_has_part(uint32_t version, enum form_part part)
{
    return form_part(part)->since <= version;
}

int history_has_field(uint32_t version, const ProtobufCFieldDescriptor *field)
{
    return labels_of(field)->since <= version;
}
