// The region's end of the wire, with a real listener on 127.0.0.1, and two boroughs that are let in.
#ifndef QD_TESTS_SUPPORT_REGION_REGION_H
#define QD_TESTS_SUPPORT_REGION_REGION_H

#include "aggregator/access/listener.h"
#include "aggregator/ingest/ingest.h"
#include "tests/support/peer/peer.h"

#define REGION_MIB ((size_t)1024 * 1024)

static const Qd__LocalAuthority CAMDEN = QD__LOCAL_AUTHORITY__E09000007;
static const Qd__LocalAuthority HACKNEY = QD__LOCAL_AUTHORITY__E09000012;

// A fixture.
struct region {
    struct peer_folder folder;
    char allow_path[128];
    char store_path[128];
    struct store *store;
    struct allow_list *allowed;
    struct ingest *ingest;
    struct listener listener;
    struct keys_pair server, camden, hackney;
    void *camden_socket, *hackney_socket;
    struct arena arena;
    struct err_text text;
};
int region_set_up(void **state);
int region_tear_down(void **state);

// Its store, which region_set_up opens, and what is served from it.
void region_open_store(struct region *f, size_t size_bytes);
void region_close_store(struct region *f);

// How many returns the store has, once every hash in it was checked.
uint64_t region_stored(struct region *f);

// --- what is sent; all of it in the arena

struct region_bytes {
    const uint8_t *at;
    size_t size;
};

// A return that nothing is wrong with: `issued` tells one from another.
struct peer_return region_good(Qd__LocalAuthority authority, unsigned issued);
struct region_bytes region_pack_return(struct region *f, struct peer_return given);
struct region_bytes region_pack_submit(struct region *f, struct peer_submit given,
                                       struct region_bytes content);
struct region_bytes region_submit_of(struct region *f, uint16_t id, struct peer_return given);

// --- what comes back

// One turn of the aggregator.
void region_turn(struct region *f);

// Takes turns until an answer has come to the socket.
struct region_bytes region_answer(struct region *f, void *socket);
struct region_bytes region_ask(struct region *f, void *socket, struct region_bytes message);

const Qd__Refusal *region_refusal_in(struct region *f, struct region_bytes message);
const Qd__Receipt *region_receipt_in(struct region *f, struct region_bytes message);

// Of what Camden sends.
const Qd__Refusal *region_refusal_of(struct region *f, struct region_bytes message);

void region_assert_same(struct region_bytes a, struct region_bytes b);

#endif
