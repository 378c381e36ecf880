#include "tests/support/region/region.h"

#include "lib/net/zsock.h"
#include "tests/support/stored/stored.h"

void region_open_store(struct region *f, size_t size_bytes)
{
    f->store = stored_open(f->store_path, size_bytes);
    if (ingest_open(&f->ingest, f->store, f->allowed, &f->listener.connections, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
}

void region_close_store(struct region *f)
{
    ingest_close(f->ingest);
    store_close(f->store);
    f->ingest = NULL;
    f->store = NULL;
}

int region_set_up(void **state)
{
    struct region *f = calloc(1, sizeof *f);

    f->folder = peer_folder_make();
    (void)peer_path(&f->folder, "allow.list", f->allow_path);
    (void)peer_path(&f->folder, "store", f->store_path);
    arena_init(&f->arena, 256 * REGION_MIB);
    keys_generate(&f->server);
    keys_generate(&f->camden);
    keys_generate(&f->hackney);
    assert_int_equal(ERR_OK,
                     allow_list_allow(f->allow_path, CAMDEN, f->camden.public_key, &f->text));
    assert_int_equal(ERR_OK,
                     allow_list_allow(f->allow_path, HACKNEY, f->hackney.public_key, &f->text));
    assert_int_equal(ERR_OK, allow_list_open(&f->allowed, f->allow_path, &f->text));
    region_open_store(f, 16 * REGION_MIB);
    if (listener_open(&f->listener, "tcp://127.0.0.1:*", 1, &f->server, allow_list_lookup,
                      f->allowed, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    f->camden_socket =
        peer_connect(f->listener.context, f->listener.endpoint, &f->camden, f->server.public_key);
    f->hackney_socket =
        peer_connect(f->listener.context, f->listener.endpoint, &f->hackney, f->server.public_key);
    *state = f;
    return 0;
}

int region_tear_down(void **state)
{
    struct region *f = *state;

    zsock_close(f->camden_socket);
    zsock_close(f->hackney_socket);
    region_close_store(f);
    listener_close(&f->listener);
    allow_list_close(f->allowed);
    peer_folder_remove(&f->folder);
    arena_free(&f->arena);
    free(f);
    return 0;
}

struct region_bytes region_pack_return(struct region *f, struct peer_return given)
{
    struct region_bytes packed;

    peer_pack_return(&f->arena, &given, &packed.at, &packed.size);
    return packed;
}

struct peer_return region_good(Qd__LocalAuthority authority, unsigned issued)
{
    return (struct peer_return){
        .authority = authority, .year = 2024, .quarter = 3, .issued = issued, .within = 1};
}

struct region_bytes region_pack_submit(struct region *f, struct peer_submit given,
                                       struct region_bytes content)
{
    struct region_bytes packed;

    if (given.schema_version == 0)
        given.schema_version = FORM_SCHEMA_VERSION;
    peer_pack_submit(&f->arena, &given, content.at, content.size, &packed.at, &packed.size);
    return packed;
}

struct region_bytes region_submit_of(struct region *f, uint16_t id, struct peer_return given)
{
    return region_pack_submit(f, (struct peer_submit){.id = id}, region_pack_return(f, given));
}

// Waits until ZeroMQ has something for the aggregator, and attends to the listener meanwhile.
static void wait_at_listener(struct region *f)
{
    zmq_pollitem_t items[] = {{.socket = f->listener.router, .events = ZMQ_POLLIN},
                              {.socket = zap_socket(f->listener.zap), .events = ZMQ_POLLIN},
                              {.socket = f->listener.monitor, .events = ZMQ_POLLIN},
                              {.socket = f->camden_socket, .events = ZMQ_POLLIN},
                              {.socket = f->hackney_socket, .events = ZMQ_POLLIN}};

    assert_true(zmq_poll(items, 5, PEER_DEADLINE_MS) > 0);
    listener_attend(&f->listener);
}

void region_turn(struct region *f)
{
    int more;

    if (ingest_turn(f->ingest, f->listener.router, &more, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
}

struct region_bytes region_answer(struct region *f, void *socket)
{
    const uint64_t deadline_ms = clock_monotonic_ms() + PEER_DEADLINE_MS;
    struct region_bytes taken = {NULL, 0};

    while (clock_monotonic_ms() < deadline_ms) {
        taken.at = peer_take(socket, &f->arena, &taken.size);
        if (taken.at != NULL)
            return taken;
        wait_at_listener(f);
        region_turn(f);
    }
    fail_msg("no answer");
    return taken;
}

struct region_bytes region_ask(struct region *f, void *socket, struct region_bytes message)
{
    peer_send(socket, message.at, message.size);
    return region_answer(f, socket);
}

const Qd__Refusal *region_refusal_in(struct region *f, struct region_bytes message)
{
    const Qd__Envelope *envelope = envelopes_read(&f->arena, message.at, message.size);

    assert_int_equal(QD__ENVELOPE__CONTENT_REFUSAL, envelope->content_case);
    return envelope->refusal;
}

const Qd__Receipt *region_receipt_in(struct region *f, struct region_bytes message)
{
    const Qd__Envelope *envelope = envelopes_read(&f->arena, message.at, message.size);

    if (envelope->content_case == QD__ENVELOPE__CONTENT_REFUSAL)
        fail_msg("refused: %s", envelope->refusal->text);
    assert_int_equal(QD__ENVELOPE__CONTENT_RECEIPT, envelope->content_case);
    return envelope->receipt;
}

const Qd__Refusal *region_refusal_of(struct region *f, struct region_bytes message)
{
    return region_refusal_in(f, region_ask(f, f->camden_socket, message));
}

uint64_t region_stored(struct region *f)
{
    struct store_report report;

    if (store_verify(f->store, &report, NULL, NULL, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    return report.returns;
}

void region_assert_same(struct region_bytes a, struct region_bytes b)
{
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.at, b.at, a.size);
}
