// CURVE keys, in files and as text. Text is 64 hexadecimal digits, not ZeroMQ's Z85: Z85 has # & ;
// $ in its alphabet, which a shell, an ini file and a spreadsheet each spoil in their own way.
#ifndef QD_LIB_NET_KEYS_H
#define QD_LIB_NET_KEYS_H

#include "lib/base/err.h"

#include <stdint.h>

enum { KEYS_BYTES = 32, KEYS_TEXT_BYTES = 64 + 1 };

struct keys_pair {
    uint8_t public_key[KEYS_BYTES];
    uint8_t secret_key[KEYS_BYTES];
};

// A new random pair.
void keys_generate(struct keys_pair *pair);

// Writes a new file that only its owner can read (mode 0600), whole or not at all, synced.
// ERR_EXISTS if there is a file already: a key is never overwritten.
enum err keys_save(const struct keys_pair *pair, const char *path, struct err_text *text);

// Reads what keys_save wrote. ERR_MALFORMED says which line is wrong and how it should look; what is
// not a file, or not kept as a secret, is refused as file_open says. On an error `pair` stays as it was.
enum err keys_load(struct keys_pair *pair, const char *path, struct err_text *text);

void keys_to_text(const uint8_t key[KEYS_BYTES], char text[KEYS_TEXT_BYTES]);

// ERR_MALFORMED unless it is exactly 64 hexadecimal digits (upper or lower case). The text is never
// repeated in the words: it may be a secret.
enum err keys_from_text(uint8_t key[KEYS_BYTES], const char *hex, struct err_text *text);

// The same for the public key of somebody else. ERR_MALFORMED also for the few keys (points of low
// order, such as all zeros) that belong to nobody and could be used by everybody.
enum err keys_public_from_text(uint8_t key[KEYS_BYTES], const char *hex, struct err_text *text);

// Overwrites the secret half in memory. NULL is fine.
void keys_wipe(struct keys_pair *pair);

#endif
