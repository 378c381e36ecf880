#include "lib/base/quote.h"

#include <stdio.h>
#include <string.h>

static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                            "-_./:@%+,";

const char *quote_shell(struct quote_text *quoted, const char *word)
{
    const char *prefix = word[0] == '-' ? "./" : "";
    char *end = quoted->text;
    size_t length = strnlen(word, PATH_MAX);

    if (length > 0 && strspn(word, plain) >= length) {
        snprintf(quoted->text, sizeof quoted->text, "%s%.*s", prefix, (int)length, word);
        return quoted->text;
    }
    *end++ = '\'';
    for (; *prefix != '\0'; prefix++)
        *end++ = *prefix;
    for (; length > 0; length--, word++) {
        if (*word == '\'') {
            memcpy(end, "'\\'", 3);  // ends the quotation, and then a single quote by itself
            end += 3;
        }
        *end++ = *word;
    }
    *end++ = '\'';
    *end = '\0';
    return quoted->text;
}
