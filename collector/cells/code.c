#include "collector/cells/code.h"

#include "lib/base/spelling.h"
#include "proto/form/codes.h"

#include <ctype.h>
#include <string.h>

// A short code has too many neighbours: "hi" is one slip from "vi". And a slip in a number is
// another number: E09000099 is not meant for E09000019.
static size_t slips_allowed(const char *text)
{
    const size_t letters = spelling_letters(text);

    return letters < 5 || strpbrk(text, "0123456789") != NULL ? 0 : letters < 10 ? 1 : 2;
}

// The value whose code, full name or label the text is, but for a slip or two.
static const ProtobufCEnumValue *misspelt(const ProtobufCEnumDescriptor *codes, const char *text)
{
    const ProtobufCEnumValue *found = NULL;
    size_t best = slips_allowed(text) + 1;

    for (unsigned i = 0; i < codes->n_values; i++) {
        const ProtobufCEnumValue *value = &codes->values[i];
        char code[CODES_WRITTEN_BYTES];
        const char *spellings[] = {code, value->name, codes_label(codes, value->value)};

        codes_write(codes, value->value, code);
        for (size_t k = 0; k < sizeof spellings / sizeof spellings[0] && best > 0; k++) {
            size_t slips;

            // Who slips rarely slips in the first letter, and a file may hold thousands of bad cells.
            if (tolower((unsigned char)*spellings[k]) != tolower((unsigned char)*text))
                continue;
            slips = spelling_slips_within(text, spellings[k], best - 1);
            if (slips < best) {
                best = slips;
                found = value;
            }
        }
    }
    return found;
}

// The only code that the text is a piece of: "2.1.4" of line_2_1_4.
static const ProtobufCEnumValue *only_holder(const ProtobufCEnumDescriptor *codes, const char *text)
{
    enum { SHORTEST_PIECE = 3 };
    const ProtobufCEnumValue *holder = NULL;
    char code[CODES_WRITTEN_BYTES];

    for (unsigned i = 0; i < codes->n_values && spelling_letters(text) >= SHORTEST_PIECE; i++) {
        codes_write(codes, codes->values[i].value, code);
        if (!spelling_holds(code, text))
            continue;
        if (holder != NULL)
            return NULL;
        holder = &codes->values[i];
    }
    return holder;
}

// The only value whose code and label both stand in the text, as in a list to choose from: "asd - Autistic
// spectrum disorder".
static const ProtobufCEnumValue *with_label(const ProtobufCEnumDescriptor *codes, const char *text)
{
    const ProtobufCEnumValue *found = NULL;
    char code[CODES_WRITTEN_BYTES];

    for (unsigned i = 0; i < codes->n_values; i++) {
        const char *label = codes_label(codes, codes->values[i].value);

        codes_write(codes, codes->values[i].value, code);
        if (label == NULL || spelling_same(code, label) || !spelling_holds(text, code) ||
            !spelling_holds(text, label))
            continue;
        if (found != NULL)
            return NULL;
        found = &codes->values[i];
    }
    return found;
}

static const ProtobufCEnumDescriptor *codes_of(const struct cell *cell)
{
    return cell->field->type == PROTOBUF_C_TYPE_ENUM ? cell->field->descriptor
                                                     : &qd__absence__descriptor;
}

static const ProtobufCEnumValue *nearest(const struct cell *cell)
{
    const ProtobufCEnumDescriptor *codes = codes_of(cell);
    const ProtobufCEnumValue *found;
    const char *text = cell->text;

    while (*text != '\0' && !isalnum((unsigned char)*text))
        text++;
    found = misspelt(codes, text);
    if (found == NULL)
        found = with_label(codes, text);
    return found != NULL ? found : only_holder(codes, text);
}

const char *code_meant(const struct cell *cell)
{
    const ProtobufCEnumValue *meant = nearest(cell);
    char code[CODES_WRITTEN_BYTES];

    if (meant == NULL)
        return NULL;
    codes_write(codes_of(cell), meant->value, code);
    return arena_strdup(cell->arena, code);
}

const char *code_label_meant(const struct cell *cell)
{
    const ProtobufCEnumValue *meant = nearest(cell);

    return meant == NULL ? NULL : codes_label(codes_of(cell), meant->value);
}
