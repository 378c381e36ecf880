// Forms that only a page of ours can have sent. The browser keeps a random word as a cookie, and the form holds a token
// that is made of it with a key of this run. Another site can have a form sent with the cookie, but does not know the
// token that goes with it.
#ifndef QD_REPORTER_READERS_FORMS_H
#define QD_REPORTER_READERS_FORMS_H

#include <stdint.h>

enum { FORMS_KEY_BYTES = 32, FORMS_TEXT_BYTES = 2 * 32 + 1 };

void forms_word(char word[FORMS_TEXT_BYTES]);

// `form` is the form's address: a token for one does not fit another.
void forms_token(char token[FORMS_TEXT_BYTES], const uint8_t key[FORMS_KEY_BYTES], const char *form,
                 const char *word);

// Whether `token`, which may be NULL, is that.
int forms_token_fits(const char *token, const uint8_t key[FORMS_KEY_BYTES], const char *form,
                     const char *word);

#endif
