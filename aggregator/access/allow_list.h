// Which key speaks for which borough: a text file, one key a line, read again whenever it changes.
//
//   # old_la_code  public key (64 hexadecimal digits)  added (UTC)  la_name
//   202  4f0c...  2026-11-23T10:00:00Z  Camden
//
// A borough may have several keys (one being replaced by another); a key has one borough.
#ifndef QD_AGGREGATOR_ACCESS_ALLOW_LIST_H
#define QD_AGGREGATOR_ACCESS_ALLOW_LIST_H

#include "lib/base/err.h"
#include "lib/net/keys.h"
#include "lib/net/zap.h"
#include "proto/form/boroughs.h"

#include <stddef.h>

struct allow_list;

struct allow_entry {
    Qd__LocalAuthority authority;
    uint8_t key[KEYS_BYTES];
    char added[32];
};

// Reads the file. A file that is not there is an empty list. ERR_MALFORMED names the line; a list
// that cannot be read in full lets nobody in who was not in the last good one.
enum err allow_list_open(struct allow_list **list, const char *path, struct err_text *text);
void allow_list_close(struct allow_list *list);

// Reads the file again if it has changed (inode, size, time to the nanosecond). `*removed` becomes
// 1 when a key that was there is gone: the caller then rebinds its socket. On an error the old list
// stays, without the keys that the new file no longer shows in its readable lines.
enum err allow_list_refresh(struct allow_list *list, int *removed, struct err_text *text);

size_t allow_list_count(const struct allow_list *list);
const struct allow_entry *allow_list_entry(const struct allow_list *list, size_t index);

// The ZAP handler's question; `list` is the context. The user id is "202:" and the first 16 digits
// of the key, so that a message names the key it came with, not only the borough.
int allow_list_lookup(void *list, const uint8_t public_key[KEYS_BYTES],
                      char user_id[ZAP_USER_ID_BYTES]);

// Whose key a message came with, by the user id that libzmq attached: 1 and the borough while that
// key is still on the list, 0 otherwise.
int allow_list_user(const struct allow_list *list, const char *user_id,
                    Qd__LocalAuthority *authority);

// The borough that such a user id names, for a message to a person: also when its key is no longer
// on the list. NULL when it names none.
const struct borough *allow_list_user_borough(const char *user_id);

// The operator's two commands. The file is replaced as a whole, under a lock, and synced.
// allow: ERR_EXISTS when the key is another borough's; adding the same again is ERR_OK.
// revoke: by key, or all keys of the borough when `key` is NULL; ERR_NOT_FOUND when there is none.
enum err allow_list_allow(const char *path, Qd__LocalAuthority authority,
                          const uint8_t key[KEYS_BYTES], struct err_text *text);
enum err allow_list_revoke(const char *path, Qd__LocalAuthority authority, const uint8_t *key,
                           size_t *removed, struct err_text *text);

#endif
