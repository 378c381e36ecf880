#include "proto/form/codes.h"

#include "proto/form/boroughs.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct code {
    const ProtobufCEnumDescriptor *codes;
    int value;
    uint32_t since;
    const char *label;
} codes_known[] = {
#define CODE(CODES, codes, code, since, label)                                                     \
    {&qd__##codes##__descriptor, QD__##CODES##__##code, since, label},
#include "proto/form/codes.def"
};

static const struct code *code_of(const ProtobufCEnumDescriptor *codes, int value)
{
    for (size_t i = 0; i < sizeof codes_known / sizeof codes_known[0]; i++)
        if (codes_known[i].codes == codes && codes_known[i].value == value)
            return &codes_known[i];
    return NULL;
}

const char *codes_label(const ProtobufCEnumDescriptor *codes, int value)
{
    const struct code *code = code_of(codes, value);

    if (codes == &qd__local_authority__descriptor) {
        const struct borough *borough = boroughs_of((Qd__LocalAuthority)value);

        return borough == NULL ? "" : borough->la_name;
    }
    return code == NULL ? "" : code->label;
}

static const struct {
    const ProtobufCEnumDescriptor *codes;
    int part, whole;
} codes_split[] = {
#define SPLIT(CODES, codes, code, whole)                                                           \
    {&qd__##codes##__descriptor, QD__##CODES##__##code, QD__##CODES##__##whole},
#include "proto/form/codes.def"
};

int codes_whole_of(const ProtobufCEnumDescriptor *codes, int part)
{
    for (size_t i = 0; i < sizeof codes_split / sizeof codes_split[0]; i++)
        if (codes_split[i].codes == codes && codes_split[i].part == part)
            return codes_split[i].whole;
    return 0;
}

uint32_t codes_since(const ProtobufCEnumDescriptor *codes, int value)
{
    const struct code *code = code_of(codes, value);

    return code == NULL ? 1 : code->since;
}

// How long the enum's own name is in front of its value's: "TRANSPORT_MODE_" of TransportMode, or
// 0.
static size_t own_name_length(const ProtobufCEnumDescriptor *codes, const char *name)
{
    const char *at = name;

    for (const char *own = codes->short_name; *own != '\0'; own++) {
        if (own > codes->short_name && isupper((unsigned char)*own) && *at++ != '_')
            return 0;
        if (*at++ != toupper((unsigned char)*own))
            return 0;
    }
    return *at == '_' ? (size_t)(at + 1 - name) : 0;
}

// The value's name without its enum's, still in upper case.
static const char *bare_name(const ProtobufCEnumDescriptor *codes, const ProtobufCEnumValue *value)
{
    return value->name + own_name_length(codes, value->name);
}

int codes_write(const ProtobufCEnumDescriptor *codes, int value, char text[CODES_WRITTEN_BYTES])
{
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(codes, value);

    text[0] = '\0';
    if (found == NULL)
        return 0;
    snprintf(text, CODES_WRITTEN_BYTES, "%s", bare_name(codes, found));
    if (codes != &qd__local_authority__descriptor)
        for (char *letter = text; *letter != '\0'; letter++)
            *letter = (char)tolower((unsigned char)*letter);
    return 1;
}

int codes_read(const ProtobufCEnumDescriptor *codes, const char *text, int *value)
{
    for (unsigned i = 0; i < codes->n_values; i++) {
        if (strcasecmp(text, bare_name(codes, &codes->values[i])) == 0) {
            *value = codes->values[i].value;
            return 1;
        }
    }
    return 0;
}

const char *codes_list(struct arena *arena, const ProtobufCEnumDescriptor *codes)
{
    size_t room = (size_t)codes->n_values * (CODES_WRITTEN_BYTES + 2), used = 0;
    char *list = arena_alloc(arena, room);

    if (list == NULL)
        return NULL;
    for (unsigned i = 0; i < codes->n_values; i++) {
        char code[CODES_WRITTEN_BYTES];

        codes_write(codes, codes->values[i].value, code);
        used += (size_t)snprintf(list + used, room - used, "%s%s", i == 0 ? "" : ", ", code);
    }
    return list;
}
