// Where an address stands in a table of counts, by a keyed hash, so that nobody outside knows which share a place.
// Addresses of IPv6 whose first 64 bits are the same are one: a household or an office has all of these.
#ifndef QD_REPORTER_READERS_NETWORK_H
#define QD_REPORTER_READERS_NETWORK_H

#include <stdint.h>

enum { NETWORK_KEY_BYTES = 16 };

// `address` as text, without a port.
uint64_t network_hash(const uint8_t key[NETWORK_KEY_BYTES], const char *address);

#endif
