#include "bench/server.h"

#include "aggregator/access/allow_list.h"
#include "aggregator/store/store.h"
#include "bench/link.h"
#include "lib/net/zap.h"
#include "lib/net/zsock.h"
#include "proto/form/boroughs.h"
#include "proto/wire/codec.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

enum {
    ENDPOINT_BYTES = 128,
    PATH_BYTES = 512,
    STORE_MIB_A_SECOND =
        350,  // more than is stored in one; the file is written in full when it is made
};

// --- the ceiling: CURVE, and nothing stored

static int let_all_in(void *context, const uint8_t public_key[32], char user_id[ZAP_USER_ID_BYTES])
{
    (void)context;
    (void)public_key;
    snprintf(user_id, ZAP_USER_ID_BYTES, "bench");
    return 1;
}

// A receipt of the size that the aggregator sends, with the submission's id in it. Field 3 of the
// envelope is Submit; its first field is the id, so both are found without decoding the rest.
static int answer_at_once(void *router, struct arena *arena)
{
    zmq_msg_t identity, message;
    Qd__Envelope *asked, answer = QD__ENVELOPE__INIT;
    const uint8_t *bytes;
    size_t size;
    int got;

    zmq_msg_init(&identity);
    zmq_msg_init(&message);
    got = zmq_msg_recv(&identity, router, ZMQ_DONTWAIT);
    if (got < 0 || zmq_msg_recv(&message, router, 0) < 0)
        return -1;
    arena_reset(arena);
    if (codec_unpack_envelope(&asked, arena, zmq_msg_data(&message), zmq_msg_size(&message),
                              NULL) == ERR_OK) {
        Qd__Period period = QD__PERIOD__INIT;
        Qd__Receipt receipt = QD__RECEIPT__INIT;
        Qd__Welcome welcome = QD__WELCOME__INIT;
        static uint8_t link[CODEC_HASH_BYTES];
        static char program[] = "bench";

        if (asked->content_case == QD__ENVELOPE__CONTENT_HELLO) {
            welcome.protocol_version = CODEC_PROTOCOL_VERSION;
            welcome.program = program;
            welcome.new_la_code = boroughs[0].authority;
            answer.content_case = QD__ENVELOPE__CONTENT_WELCOME;
            answer.welcome = &welcome;
        } else {
            period.kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
            period.year = 2025;
            period.has_quarter = 1;
            period.quarter = 2;
            receipt.submission_id = asked->submit->submission_id;
            receipt.new_la_code = boroughs[0].authority;
            receipt.period = &period;
            receipt.revision = 1;
            receipt.received_at_unix_ms = 1700000000000;
            receipt.return_hash = asked->submit->return_hash;
            receipt.sequence = 1000;
            receipt.link = (ProtobufCBinaryData){sizeof link, link};
            answer.content_case = QD__ENVELOPE__CONTENT_RECEIPT;
            answer.receipt = &receipt;
        }
        if (codec_pack_envelope(&answer, arena, &bytes, &size, NULL) == ERR_OK) {
            zmq_msg_send(&identity, router, ZMQ_SNDMORE);
            zmq_send(router, bytes, size, 0);
        }
    }
    zmq_msg_close(&identity);
    zmq_msg_close(&message);
    return 0;
}

static int serve_nothing(int out, const struct keys_pair *server)
{
    void *context = zmq_ctx_new(), *router;
    struct zap *zap;
    struct arena arena;
    char endpoint[ENDPOINT_BYTES] = "";
    struct err_text text;

    arena_init(&arena, CODEC_ARENA_CAP_BYTES);
    if (zap_open(&zap, context, let_all_in, NULL, &text) != ERR_OK ||
        zsock_serve(&router, context, "tcp://127.0.0.1:*", server, &text) != ERR_OK ||
        zsock_bound(router, endpoint, sizeof endpoint, &text) != ERR_OK ||
        write(out, endpoint, sizeof endpoint) != (ssize_t)sizeof endpoint)
        return 1;
    for (;;) {
        zmq_pollitem_t items[] = {{.socket = router, .events = ZMQ_POLLIN},
                                  {.socket = zap_socket(zap), .events = ZMQ_POLLIN}};

        zmq_poll(items, 2, -1);
        zap_answer(zap);
        for (int i = 0; i < 512 && answer_at_once(router, &arena) == 0; i++)
            ;
    }
}

static pid_t start_nothing(struct keys_pair *server, char endpoint[ENDPOINT_BYTES])
{
    int ends[2];
    pid_t child;

    if (pipe(ends) != 0)
        return -1;
    child = fork();
    if (child == 0)
        _exit(serve_nothing(ends[1], server));
    close(ends[1]);
    if (read(ends[0], endpoint, ENDPOINT_BYTES) != ENDPOINT_BYTES)
        return -1;
    close(ends[0]);
    return child;
}

// --- the real one

static void empty_folder(const char *folder)
{
    char command[PATH_BYTES + 32];

    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0)
        fprintf(stderr, "could not remove %s\n", folder);
    mkdir(folder, 0700);
}

static pid_t start_aggregator(const char *folder, const char *program,
                              const struct bench_load *load, const struct keys_pair *server,
                              char endpoint[ENDPOINT_BYTES])
{
    const struct store_making making = {
        .size_bytes = (size_t)((load->seconds + 1) * STORE_MIB_A_SECOND) << 20};
    char key[PATH_BYTES + 32], allow[PATH_BYTES + 32], store[PATH_BYTES + 32], line[512] = "";
    struct err_text text = {""};
    int ends[2];
    pid_t child;
    FILE *out;

    empty_folder(folder);
    snprintf(key, sizeof key, "%s/aggregator.key", folder);
    snprintf(allow, sizeof allow, "%s/allow.list", folder);
    snprintf(store, sizeof store, "%s/store", folder);
    if (keys_save(server, key, &text) != ERR_OK || store_make(store, &making, &text) != ERR_OK)
        goto failed;
    for (unsigned i = 0; i < load->collectors; i++)
        if (allow_list_allow(allow, boroughs[i].authority, load->keys[i].public_key, &text) !=
            ERR_OK)
            goto failed;
    if (pipe(ends) != 0)
        return -1;
    child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(program, program, "serve", "--listen", "tcp://127.0.0.1:*", "--store", store, "--key",
              key, "--allow", allow, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    out = fdopen(ends[0], "r");
    if (out == NULL || fgets(line, sizeof line, out) == NULL ||
        sscanf(line, "ready %127s", endpoint) != 1) {
        fprintf(stderr, "the aggregator did not start: %s\n", line);
        return -1;
    }
    fclose(out);
    return child;
failed:
    fprintf(stderr, "%s\n", text.text);
    return -1;
}

int server_measure(enum server_kind kind, const char *folder, const char *program,
                   struct bench_load *load, struct load_result *result)
{
    struct keys_pair keys[LOAD_BOROUGHS], server;
    char endpoint[ENDPOINT_BYTES] = "", place[PATH_BYTES];
    int outcome;

    snprintf(place, sizeof place, "%s/aggregator.tmp", folder);
    keys_generate(&server);
    for (unsigned i = 0; i < load->collectors; i++)
        keys_generate(&keys[i]);
    load->link = &link_collector;
    load->keys = keys;
    memcpy(load->server_key, server.public_key, sizeof load->server_key);
    load->server = kind == SERVER_AGGREGATOR
                       ? start_aggregator(place, program, load, &server, endpoint)
                       : start_nothing(&server, endpoint);
    if (load->server < 0)
        return -1;
    load->endpoint = endpoint;
    outcome = load_run(load, result);
    kill(load->server, SIGTERM);
    waitpid(load->server, NULL, 0);
    if (kind == SERVER_AGGREGATOR)
        empty_folder(place);
    return outcome;
}
