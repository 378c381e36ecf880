// Answers that were made, kept in memory to be given again: each once as it is, and once
// compressed. What nobody asked for longest goes first when the shelf is full, by bytes. What is
// off the shelf and still being sent is counted by itself: readers who take slowly what they asked
// for hold no more than the shelf does.
//
// Thread-safe. An answer lives as long as somebody holds it, on the shelf or off it.
#ifndef QD_REPORTER_SERVICE_SHELF_H
#define QD_REPORTER_SERVICE_SHELF_H

#include "lib/base/sha256.h"

#include <microhttpd.h>
#include <stddef.h>
#include <stdint.h>

struct shelf;
struct shelf_item;

// What is put there: an answer whole, with its texts.
struct shelf_made {
    unsigned status;
    const char *type;       // "text/html; charset=utf-8"
    const char *file_name;  // NULL: it is shown and not saved
    const char *body;
    size_t length;
    int is_passing;  // it is given to those who wait for it, and not kept
};

// Bytes of all bodies together, with what each takes beside. NULL: no memory.
struct shelf *shelf_open(size_t max_bytes);
// Nobody may hold an item.
void shelf_close(struct shelf *shelf);

// NULL: it is not there. Whoever finds one lets it go.
struct shelf_item *shelf_find(struct shelf *shelf, const uint8_t key[SHA256_BYTES]);

// Makes an item, which the caller lets go; NULL: no memory. One of status 200 is put on the shelf as well, where it
// fits. The key is its ETag.
struct shelf_item *shelf_put(struct shelf *shelf, const uint8_t key[SHA256_BYTES],
                             const struct shelf_made *made);

// Whether as many bytes are held off the shelf as may be on it: nothing more is to be made until some were sent.
int shelf_is_full(struct shelf *shelf);

// One more holds it; NULL is let go by nobody.
void shelf_hold(struct shelf_item *item);
void shelf_let_go(struct shelf_item *item);

enum shelf_form { SHELF_PLAIN, SHELF_GZIP, SHELF_FORMS };

// To be queued; the item keeps it. What is small or no text has no form but the plain one.
struct MHD_Response *shelf_response(const struct shelf_item *item, enum shelf_form form);
unsigned shelf_status(const struct shelf_item *item);
// Its key, which is its ETag; NULL: it was given once, and has none.
const uint8_t *shelf_key(const struct shelf_item *item);

struct shelf_counts {
    size_t items, bytes, max_bytes;
    size_t off_bytes;  // that somebody holds, and that are not on the shelf
    uint64_t dropped;  // to make room
};
struct shelf_counts shelf_counts(struct shelf *shelf);

enum { SHELF_TAG_BYTES = 2 * SHA256_BYTES + 1 };
// The key as an ETag's words, without its quotation marks.
void shelf_tag(const uint8_t key[SHA256_BYTES], char tag[SHELF_TAG_BYTES]);

#endif
