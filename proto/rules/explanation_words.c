#include "proto/rules/explanation_words.h"

#include "lib/base/utf8.h"
#include "proto/form/codes.h"
#include "return.pb-c.h"

#include <string.h>
#include <strings.h>

// --- words

static const char *const empty_words[] = {
#define EMPTY_WORDS(words) " " words " ",
#include "proto/rules/empty_words.def"
#undef EMPTY_WORDS
};

enum { WORD_MAX_BYTES = 16 };  // a longer one is not in the list

// The letters of one word, in their small form, with a space on both sides.
struct word {
    char text[1 + WORD_MAX_BYTES + 2];
    size_t bytes;
    int32_t before;    // its last letter
    int has_two;       // letters beside each other that differ
    int is_elsewhere;  // too long for the list, or of another alphabet
};

static void add_letter(struct word *word, int32_t letter)
{
    word->has_two |= word->before != UTF8_NO_CHARACTER && letter != word->before;
    word->before = letter;
    if (letter > '\x7f' || word->bytes == WORD_MAX_BYTES)
        word->is_elsewhere = 1;
    else
        word->text[1 + word->bytes++] = (char)letter;
}

static int says_something(struct word *word)
{
    if (!word->has_two || word->is_elsewhere)
        return word->has_two;
    word->text[0] = ' ';
    word->text[1 + word->bytes] = ' ';
    word->text[2 + word->bytes] = '\0';
    for (size_t i = 0; i < sizeof empty_words / sizeof empty_words[0]; i++)
        if (strstr(empty_words[i], word->text) != NULL)
            return 0;
    return 1;
}

static int has_word(const char *text)
{
    static const struct word none = {.before = UTF8_NO_CHARACTER};
    const size_t length = strlen(text);
    struct word word = none;

    for (size_t i = 0; i < length;) {
        const struct utf8_character character = utf8_first(text + i, length - i);
        const int32_t letter = utf8_letter(character.code);

        if (letter != UTF8_NO_CHARACTER) {
            add_letter(&word, letter);
        } else if (says_something(&word)) {
            return 1;
        } else {
            word = none;
        }
        i += character.bytes;
    }
    return says_something(&word);
}

// --- signs

enum { SIGN_MAX_BYTES = CODES_WRITTEN_BYTES };

// Beside the form's own: DfE's, and what people write where they have nothing to write. Only what has a word in
// it that explains something elsewhere: "low attendance" is an explanation. The rest is empty_words.def's.
static const char *const signs[] = {"low",           "nr",      "nc", "na", "not known",
                                    "not yet known", "not sure"};

static int is_sign(const char *text)
{
    int value;

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strcasecmp(text, signs[i]) == 0)
            return 1;
    return codes_read(&qd__absence__descriptor, text, &value);
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
