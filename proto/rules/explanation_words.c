#include "proto/rules/explanation_words.h"

#include "lib/base/utf8.h"
#include "proto/form/codes.h"
#include "return.pb-c.h"

#include <string.h>
#include <strings.h>

enum { SIGN_MAX_BYTES = CODES_WRITTEN_BYTES };

// Beside the form's own: DfE's, and what people write where they have nothing to write.
static const char *const signs[] = {"low", "nyk",  "nr",   "nc",  "na", "n/a",
                                    "nil", "null", "none", "tbc", "tba"};

static int is_sign(const char *text)
{
    int value;

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strcasecmp(text, signs[i]) == 0)
            return 1;
    return codes_read(&qd__absence__descriptor, text, &value);
}

static int has_word(const char *text)
{
    const size_t length = strlen(text);
    int32_t before = UTF8_NO_CHARACTER;

    for (size_t i = 0; i < length;) {
        const struct utf8_character character = utf8_first(text + i, length - i);
        const int32_t letter = utf8_letter(character.code);

        if (letter != UTF8_NO_CHARACTER && before != UTF8_NO_CHARACTER && letter != before)
            return 1;
        before = letter;
        i += character.bytes;
    }
    return 0;
}

// Without what stands around the letters: "(tbc)", "- none -".
static int is_one_sign(const char *text)
{
    static const char around[] = " \r\n\t.,;:!?'\"()[]{}<>/\\-_*=";
    char sign[SIGN_MAX_BYTES];
    size_t length;

    text += strspn(text, around);
    length = strlen(text);
    while (length > 0 && strchr(around, text[length - 1]) != NULL)
        length--;
    if (length >= sizeof sign)
        return 0;
    memcpy(sign, text, length);
    sign[length] = '\0';
    return is_sign(sign);
}

int explanation_words_say(const char *text)
{
    return has_word(text) && !is_one_sign(text);
}
