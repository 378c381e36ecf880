#include "collector/cells/code.h"

#include "lib/base/spelling.h"
#include "proto/form/codes.h"

#include <ctype.h>
#include <string.h>

// Letters and digits, which alone count for a spelling.
static size_t letters_in(const char *text)
{
    size_t letters = 0;

    for (; *text != '\0'; text++)
        letters += isalnum((unsigned char)*text) != 0;
    return letters;
}

// A short code has too many neighbours: "hi" is one slip from "vi". And a slip in a number is
// another number: E09000099 is not meant for E09000019.
static size_t slips_allowed(const char *text)
{
    const size_t letters = letters_in(text);

    if (strpbrk(text, "0123456789") != NULL)
        return 0;
    return letters < 5 ? 0 : letters < 10 ? 1 : 2;
}

// How far the text is from one value's code, full name or label; more than `most` if it is too far.
static size_t slips_from(const ProtobufCEnumDescriptor *codes, const ProtobufCEnumValue *value,
                         const char *text, size_t most)
{
    char code[CODES_WRITTEN_BYTES];
    const char *spellings[] = {code, value->name, codes_label(codes, value->value)};
    size_t best = most + 1;

    codes_write(codes, value->value, code);
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++)
        // Who slips rarely slips in the first letter, and a file may hold thousands of bad cells.
        if (tolower((unsigned char)*spellings[i]) == tolower((unsigned char)*text)) {
            const size_t slips = spelling_slips_within(text, spellings[i], most);

            best = slips < best ? slips : best;
        }
    return best;
}

// The only code that the text is a piece of: "2.1.4" of line_2_1_4.
static const ProtobufCEnumValue *only_holder(const ProtobufCEnumDescriptor *codes, const char *text)
{
    enum { SHORTEST_PIECE = 3 };
    const ProtobufCEnumValue *holder = NULL;
    char code[CODES_WRITTEN_BYTES];

    for (unsigned i = 0; i < codes->n_values && letters_in(text) >= SHORTEST_PIECE; i++) {
        codes_write(codes, codes->values[i].value, code);
        if (spelling_holds(code, text)) {
            if (holder != NULL)
                return NULL;
            holder = &codes->values[i];
        }
    }
    return holder;
}

static const ProtobufCEnumDescriptor *codes_of(const struct cell *cell)
{
    return cell->field->type == PROTOBUF_C_TYPE_ENUM ? cell->field->descriptor
                                                     : &qd__absence__descriptor;
}

static const ProtobufCEnumValue *nearest(const struct cell *cell)
{
    const ProtobufCEnumDescriptor *codes = codes_of(cell);
    const ProtobufCEnumValue *found = NULL;
    const char *text = cell->text;
    size_t best;

    while (*text != '\0' && !isalnum((unsigned char)*text))
        text++;
    best = slips_allowed(text) + 1;
    for (unsigned i = 0; i < codes->n_values && *text != '\0' && best > 0; i++) {
        const size_t slips = slips_from(codes, &codes->values[i], text, best - 1);

        if (slips < best) {
            best = slips;
            found = &codes->values[i];
        }
    }
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
