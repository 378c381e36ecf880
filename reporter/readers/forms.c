#include "reporter/readers/forms.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_BYTES = 32 };

_Static_assert(FORMS_TEXT_BYTES == 2 * TOKEN_BYTES + 1, "in hexadecimal digits");

void forms_word(char word[FORMS_TEXT_BYTES])
{
    uint8_t random[TOKEN_BYTES];

    randombytes_buf(random, sizeof random);
    (void)sodium_bin2hex(word, FORMS_TEXT_BYTES, random, sizeof random);
}

void forms_token(char token[FORMS_TEXT_BYTES], const uint8_t key[FORMS_KEY_BYTES], const char *form,
                 const char *word)
{
    uint8_t made[TOKEN_BYTES];
    crypto_generichash_state state;

    (void)crypto_generichash_init(&state, key, FORMS_KEY_BYTES, sizeof made);
    (void)crypto_generichash_update(&state, (const unsigned char *)form, strlen(form) + 1);
    (void)crypto_generichash_update(&state, (const unsigned char *)word, strlen(word));
    (void)crypto_generichash_final(&state, made, sizeof made);
    (void)sodium_bin2hex(token, FORMS_TEXT_BYTES, made, sizeof made);
}

int forms_token_fits(const char *token, const uint8_t key[FORMS_KEY_BYTES], const char *form,
                     const char *word)
{
    char wanted[FORMS_TEXT_BYTES];

    forms_token(wanted, key, form, word);
    return token != NULL && strlen(token) == sizeof wanted - 1 &&
           sodium_memcmp(token, wanted, sizeof wanted - 1) == 0;
}
