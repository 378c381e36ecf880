// An allow-list of a test's own. A key in it is one byte, 32 times.
#ifndef QD_TESTS_SUPPORT_LISTED_LISTED_H
#define QD_TESTS_SUPPORT_LISTED_LISTED_H

#include "aggregator/access/allow_list.h"
#include "tests/support/peer/peer.h"

#define LISTED_KEY_OF_5 "0505050505050505050505050505050505050505050505050505050505050505"

static const Qd__LocalAuthority CAMDEN = QD__LOCAL_AUTHORITY__E09000007;
static const Qd__LocalAuthority HACKNEY = QD__LOCAL_AUTHORITY__E09000012;

// A fixture: a path at which there is nothing yet.
struct listed {
    struct peer_folder folder;
    char path[128];
    struct err_text text;
    struct allow_list *list;  // listed_open
    int removed;              // for a test, as allow_list_refresh has it
};
int listed_set_up(void **state);
int listed_tear_down(void **state);

// Gives `key` back.
const uint8_t *listed_key_of(uint8_t byte, uint8_t key[KEYS_BYTES]);

// Writes to the file: a text, or the line of a key. `mode` as in fopen.
void listed_write_file(const struct listed *f, const char *content, const char *mode);
void listed_write_key(const struct listed *f, const char *borough, uint8_t byte, const char *mode);

void listed_allow(struct listed *f, Qd__LocalAuthority authority, uint8_t byte);

void listed_open(struct listed *f);
int listed_is_let_in(const struct listed *f, uint8_t byte, char user_id[ZAP_USER_ID_BYTES]);
int listed_lets_in(const struct listed *f, uint8_t byte);

#endif
