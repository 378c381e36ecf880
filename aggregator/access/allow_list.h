// Which key speaks for which borough: a text file, one key a line, read again whenever it changes.
//
//   # old_la_code  public key (64 hexadecimal digits)  words  # comment
//   202  4f0c...  added=2026-11-23T10:00:00Z  # Camden
//
// A borough may have several keys (one being replaced by another); a key has one borough. A word that is
// not known is an error: it may mean that the key is not to be let in.
//
// Shut means shut. A list that cannot be read says nothing of who was taken off it: it is tried again
// each second, and after ALLOW_LIST_SHUT_MS without one nobody is let in, and nobody's key counts, until
// it can be read again. For want of memory or descriptors it is shut at once: strangers may be the reason.
#ifndef QD_AGGREGATOR_ACCESS_ALLOW_LIST_H
#define QD_AGGREGATOR_ACCESS_ALLOW_LIST_H

#include "aggregator/access/allow_file.h"
#include "lib/base/err.h"
#include "lib/net/keys.h"
#include "lib/net/zap.h"
#include "proto/form/boroughs.h"

#include <stddef.h>

struct allow_list;

enum {
    ALLOW_LIST_RETRY_MS = 1000,
    ALLOW_LIST_SHUT_MS = 5000,
};

// Reads the file. ERR_NOT_FOUND when it does not exist, ERR_MALFORMED with the line that is wrong.
enum err allow_list_open(struct allow_list **list, const char *path, struct err_text *text);
void allow_list_close(struct allow_list *list);

enum allow_list_state {
    ALLOW_LIST_GOOD,
    ALLOW_LIST_MALFORMED,  // a line is wrong: who was on the last good list and stands on a readable
                           // line is let in, and nobody new
    ALLOW_LIST_UNREADABLE,  // it cannot be read, or does not exist: the last good list counts
    ALLOW_LIST_SHUT,        // and has not been for ALLOW_LIST_SHUT_MS: nobody is let in
};

// Reads the file again if it has changed (inode, size, time to the nanosecond), or could not be read
// before. `*removed` becomes 1 when a key that was there is gone: the caller then rebinds its socket.
// On an error `text` says why it could not be read in full; allow_list_state, what that means.
enum err allow_list_refresh(struct allow_list *list, int *removed, struct err_text *text);
enum allow_list_state allow_list_state(const struct allow_list *list);

// How long to wait at most before the next refresh. It is never for ever: nothing else wakes the program
// when somebody changes the file.
long allow_list_wait_ms(const struct allow_list *list);

size_t allow_list_count(const struct allow_list *list);
const struct allow_entry *allow_list_entry(const struct allow_list *list, size_t index);

// The ZAP handler's question; `list` is the context. The user id is "202:" and the first 16 digits
// of the key, so that a message names the key it came with, not only the borough.
int allow_list_lookup(void *list, const uint8_t public_key[KEYS_BYTES],
                      char user_id[ZAP_USER_ID_BYTES]);

// Whose key a message came with, by the user id that libzmq attached: 1 and the borough while that
// key is still on the list, 0 otherwise, and always 0 while the list is shut.
int allow_list_user(const struct allow_list *list, const char *user_id,
                    Qd__LocalAuthority *authority);

// The borough that such a user id names, for a message to a person: also when its key is no longer
// on the list. NULL when it names none.
const struct borough *allow_list_user_borough(const char *user_id);

// The operator's two commands. The file is replaced as a whole, under a lock, and synced; or nothing is
// changed, whatever went wrong.
// allow: ERR_EXISTS when the key is another borough's; adding the same again is ERR_OK.
// revoke: by key, or all keys of the borough when `key` is NULL; ERR_NOT_FOUND when there is none.
enum err allow_list_allow(const char *path, Qd__LocalAuthority authority,
                          const uint8_t key[KEYS_BYTES], struct err_text *text);
enum err allow_list_revoke(const char *path, Qd__LocalAuthority authority, const uint8_t *key,
                           size_t *removed, struct err_text *text);

#endif
