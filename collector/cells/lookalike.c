#include "collector/cells/lookalike.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

// Letters that Unicode's compatibility mapping keeps apart from Latin, because they are other
// letters; the likely ones of Unicode's confusables.txt (UTS 39), with their UTF-8 length of two.
static const struct {
    const char letter[3];
    char ascii;
} other_alphabets[] = {
    // Cyrillic
    {"\u0430", 'a'},
    {"\u0432", 'b'},
    {"\u0441", 'c'},
    {"\u0501", 'd'},
    {"\u0435", 'e'},
    {"\u04bb", 'h'},
    {"\u0456", 'i'},
    {"\u0458", 'j'},
    {"\u043a", 'k'},
    {"\u043c", 'm'},
    {"\u043d", 'h'},
    {"\u043e", 'o'},
    {"\u0440", 'p'},
    {"\u0455", 's'},
    {"\u0442", 't'},
    {"\u0443", 'y'},
    {"\u0445", 'x'},
    {"\u0410", 'A'},
    {"\u0412", 'B'},
    {"\u0421", 'C'},
    {"\u0415", 'E'},
    {"\u041d", 'H'},
    {"\u0406", 'I'},
    {"\u0408", 'J'},
    {"\u041a", 'K'},
    {"\u041c", 'M'},
    {"\u041e", 'O'},
    {"\u0420", 'P'},
    {"\u0405", 'S'},
    {"\u0422", 'T'},
    {"\u0423", 'Y'},
    {"\u0425", 'X'},
    {"\u0417", '3'},
    {"\u0437", '3'},
    {"\u0431", '6'},
    // Greek
    {"\u03b1", 'a'},
    {"\u03b5", 'e'},
    {"\u03b9", 'i'},
    {"\u03ba", 'k'},
    {"\u03bd", 'v'},
    {"\u03bf", 'o'},
    {"\u03c1", 'p'},
    {"\u03c4", 't'},
    {"\u03c5", 'u'},
    {"\u03c7", 'x'},
    {"\u0391", 'A'},
    {"\u0392", 'B'},
    {"\u0395", 'E'},
    {"\u0396", 'Z'},
    {"\u0397", 'H'},
    {"\u0399", 'I'},
    {"\u039a", 'K'},
    {"\u039c", 'M'},
    {"\u039d", 'N'},
    {"\u039f", 'O'},
    {"\u03a1", 'P'},
    {"\u03a4", 'T'},
    {"\u03a5", 'Y'},
    {"\u03a7", 'X'},
};

static char ascii_for(const char *letter)
{
    const unsigned char *bytes = (const unsigned char *)letter;

    // Arabic-Indic digits, U+0660 on, and the Persian and Urdu ones, U+06F0 on.
    if (bytes[0] == 0xd9 && bytes[1] >= 0xa0 && bytes[1] <= 0xa9)
        return (char)('0' + bytes[1] - 0xa0);
    if (bytes[0] == 0xdb && bytes[1] >= 0xb0 && bytes[1] <= 0xb9)
        return (char)('0' + bytes[1] - 0xb0);
    for (size_t i = 0; i < sizeof other_alphabets / sizeof other_alphabets[0]; i++)
        if (memcmp(letter, other_alphabets[i].letter, 2) == 0)
            return other_alphabets[i].ascii;
    return '\0';
}

// In place: a look-alike of two bytes becomes one.
static void replace_letters(char *text)
{
    char *to = text;

    while (*text != '\0') {
        char ascii = ascii_for(text);

        if (ascii != '\0') {
            *to++ = ascii;
            text += 2;
        } else {
            *to++ = *text++;
        }
    }
    *to = '\0';
}

// A small raised or lowered digit is the mark of a note, and no digit of a number.
static utf8proc_int32_t note_mark(utf8proc_int32_t character, void *context)
{
    int is_mark = character == 0xb2 || character == 0xb3 || character == 0xb9 ||
                  (character >= 0x2070 && character <= 0x2089);

    (void)context;
    return is_mark ? '^' : character;
}

const char *lookalike_fold(struct arena *arena, const char *text)
{
    // Compatibility forms (full-width, superscript, circled) as the character they stand for; every
    // kind of space, hyphen and minus as the ASCII one; zero-width characters left out.
    const utf8proc_option_t options =
        (utf8proc_option_t)(UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT |
                            UTF8PROC_COMPOSE | UTF8PROC_LUMP | UTF8PROC_IGNORE);
    utf8proc_uint8_t *mapped = NULL;
    const char *begin, *end, *folded;

    if (utf8proc_map_custom((const utf8proc_uint8_t *)text, 0, &mapped, options, note_mark, NULL) <
        0)
        return NULL;
    replace_letters((char *)mapped);
    begin = (const char *)mapped;
    while (*begin == ' ')
        begin++;
    end = begin + strlen(begin);
    while (end > begin && end[-1] == ' ')
        end--;
    folded = arena_strndup(arena, begin, (size_t)(end - begin));
    free(mapped);
    return folded;
}
