// A peer that sends whatever it is told to: the tests decide what, this program only carries it,
// over the same socket that a collector uses. It reads one command a line and answers each with one
// line of JSON.
//
//   pack FOLDER        what folder_read makes of a folder, as the bytes of a return, whatever was
//                      found wrong in it: {"return": hex, "stops": 2}
//   send HEX...        sends a message of so many frames ("-" is an empty one): {"sent": true}
//   send-size BYTES    sends a message of that size
//   take COUNT MS      so many answers, or fewer when the time is over
//   ask HEX... ,  ask-size BYTES
//                      sends the message and then a fence: a submission of no known version, whose
//                      refusal comes back with its id. What came before it is the answer to the
//                      message; nothing is one, too.
//
// take and ask give {"answers": [...], "fence": true, "events": {...}}.
#include "collector/reading/folder.h"
#include "lib/base/arena.h"
#include "lib/base/clock.h"
#include "lib/net/keys.h"
#include "lib/net/monitor.h"
#include "lib/net/zsock.h"
#include "proto/wire/codec.h"
#include "tests/fault/answer_json.h"

#include <argp.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum {
    DEADLINE_MS = 30 * 1000,
    FENCE_AGAIN_MS = 1000,  // a fence is lost with its connection
    FENCE_SCHEMA = 0x7fffffff,
};

enum mechanism { MECHANISM_CURVE, MECHANISM_NULL, MECHANISM_PLAIN };

struct peer {
    const char *aggregator, *server_key, *key_file;
    enum mechanism mechanism;
    int random_key;
    void *context, *socket, *monitor;
    struct monitor_events events;
    struct arena arena;
    uint64_t fences;  // numbers the ids of the fences
};

static const struct argp_option peer_options[] = {
    {"aggregator", 'a', "ENDPOINT", 0, "where to connect", 0},
    {"server-key", 's', "HEX", 0, "the aggregator's public key", 0},
    {"key", 'k', "FILE", 0, "the key to show", 0},
    {"random-key", 'r', NULL, 0, "show a key that nobody knows", 0},
    {"null", 'n', NULL, 0, "speak the NULL mechanism", 0},
    {"plain", 'p', NULL, 0, "speak the PLAIN mechanism", 0},
    {0}};

static error_t read_option(int key, char *argument, struct argp_state *state)
{
    struct peer *peer = state->input;

    switch (key) {
    case 'a':
        peer->aggregator = argument;
        return 0;
    case 's':
        peer->server_key = argument;
        return 0;
    case 'k':
        peer->key_file = argument;
        return 0;
    case 'r':
        peer->random_key = 1;
        return 0;
    case 'n':
        peer->mechanism = MECHANISM_NULL;
        return 0;
    case 'p':
        peer->mechanism = MECHANISM_PLAIN;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

// --- connecting

static enum err open_curve(struct peer *peer, struct err_text *text)
{
    uint8_t server_key[KEYS_BYTES];
    struct keys_pair key;
    enum err error = ERR_OK;

    if (peer->random_key)
        keys_generate(&key);
    else
        error = keys_load(&key, peer->key_file, text);
    if (error == ERR_OK)
        error = keys_from_text(server_key, peer->server_key, text);
    if (error == ERR_OK)
        error = zsock_connect_watched(&peer->socket, &peer->monitor, peer->context,
                                      peer->aggregator, &key, server_key, text);
    keys_wipe(&key);
    return error;
}

// lib/net/zsock.h has no way to leave CURVE out, so this is done by hand.
static enum err open_without_curve(struct peer *peer, struct err_text *text)
{
    enum err error;

    peer->socket = zmq_socket(peer->context, ZMQ_DEALER);
    if (peer->socket == NULL)
        return err_say(text, ERR_IO, "no socket");
    if (peer->mechanism == MECHANISM_PLAIN) {
        zmq_setsockopt(peer->socket, ZMQ_PLAIN_USERNAME, "202", 3);
        zmq_setsockopt(peer->socket, ZMQ_PLAIN_PASSWORD, "202", 3);
    }
    error = monitor_watch(&peer->monitor, peer->context, peer->socket, text);
    if (error == ERR_OK && zmq_connect(peer->socket, peer->aggregator) != 0)
        return err_say(text, ERR_COMMAND, "%s: %s", peer->aggregator, zmq_strerror(zmq_errno()));
    return error;
}

static enum err open_peer(struct peer *peer, struct err_text *text)
{
    if (peer->aggregator == NULL ||
        (peer->mechanism == MECHANISM_CURVE &&
         (peer->server_key == NULL || (peer->key_file == NULL && !peer->random_key))))
        return err_say(text, ERR_COMMAND, "--aggregator, --server-key and a key are needed");
    peer->context = zmq_ctx_new();
    if (peer->context == NULL)
        return err_say(text, ERR_NO_MEMORY, "no ZeroMQ context");
    return peer->mechanism == MECHANISM_CURVE ? open_curve(peer, text)
                                              : open_without_curve(peer, text);
}

static void close_peer(struct peer *peer)
{
    zsock_close(peer->socket);
    zsock_close(peer->monitor);
    if (peer->context != NULL)
        zmq_ctx_term(peer->context);
    arena_free(&peer->arena);
}

// --- sending

static int send_frame(struct peer *peer, const void *bytes, size_t size, int more)
{
    zmq_pollitem_t item = {.socket = peer->socket, .events = ZMQ_POLLOUT};

    if (zmq_poll(&item, 1, DEADLINE_MS) <= 0)
        return -1;
    return zmq_send(peer->socket, bytes, size, ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)) < 0 ? -1
                                                                                            : 0;
}

// `words`: frames in hexadecimal, with spaces between them.
static int send_frames(struct peer *peer, char *words)
{
    char *rest = NULL;
    char *word = strtok_r(words, " ", &rest);

    while (word != NULL) {
        char *following = strtok_r(NULL, " ", &rest);
        const size_t room = strlen(word) / 2 + 1;
        uint8_t *frame = malloc(room);
        size_t size = 0;
        int outcome = frame == NULL ? -1 : 0;

        if (outcome == 0 && strcmp(word, "-") != 0)
            outcome = sodium_hex2bin(frame, room, word, strlen(word), NULL, &size, NULL);
        if (outcome == 0)
            outcome = send_frame(peer, frame, size, following != NULL);
        free(frame);
        if (outcome != 0)
            return -1;
        word = following;
    }
    return 0;
}

static int send_size(struct peer *peer, size_t size)
{
    uint8_t *bytes = calloc(size + 1, 1);
    int outcome = bytes == NULL ? -1 : send_frame(peer, bytes, size, 0);

    free(bytes);
    return outcome;
}

static int send_fence(struct peer *peer, const uint8_t id[CODEC_SUBMISSION_ID_BYTES])
{
    uint8_t hash[CODEC_HASH_BYTES] = {0}, id_copy[CODEC_SUBMISSION_ID_BYTES];
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Submit submit = QD__SUBMIT__INIT;
    const uint8_t *bytes;
    size_t size;

    memcpy(id_copy, id, sizeof id_copy);
    submit.submission_id = (ProtobufCBinaryData){sizeof id_copy, id_copy};
    submit.schema_version = FENCE_SCHEMA;
    submit.return_hash = (ProtobufCBinaryData){sizeof hash, hash};
    envelope.content_case = QD__ENVELOPE__CONTENT_SUBMIT;
    envelope.submit = &submit;
    if (codec_pack_envelope(&envelope, &peer->arena, &bytes, &size, NULL) != ERR_OK)
        return -1;
    return send_frame(peer, bytes, size, 0);
}

// --- receiving

// Whether an answer is to a fence: 1 to this one, -1 to an earlier one, 0 to none.
static int is_fence(const Qd__Envelope *envelope, const uint8_t id[CODEC_SUBMISSION_ID_BYTES])
{
    const ProtobufCBinaryData *answered;

    if (envelope->content_case != QD__ENVELOPE__CONTENT_REFUSAL ||
        !envelope->refusal->has_submission_id)
        return 0;
    answered = &envelope->refusal->submission_id;
    if (answered->len != CODEC_SUBMISSION_ID_BYTES || memcmp(answered->data, "hostile_", 8) != 0)
        return 0;
    return id != NULL && memcmp(answered->data, id, CODEC_SUBMISSION_ID_BYTES) == 0 ? 1 : -1;
}

// One message, into `answers`: 1 when it was the fence.
static int take_one(struct peer *peer, json_t *answers, const uint8_t *fence)
{
    Qd__Envelope *envelope;
    struct err_text text = {""};
    zmq_msg_t message;
    int kind = 0;

    zmq_msg_init(&message);
    if (zmq_msg_recv(&message, peer->socket, ZMQ_DONTWAIT) >= 0) {
        const uint8_t *bytes = zmq_msg_data(&message);
        const size_t size = zmq_msg_size(&message);
        json_t *answer;

        if (codec_unpack_envelope(&envelope, &peer->arena, bytes, size, &text) != ERR_OK) {
            answer = json_pack("{s:s, s:s}", "kind", "unreadable", "text", text.text);
        } else {
            kind = is_fence(envelope, fence);
            answer = answer_json(envelope);
        }
        if (kind == 0) {
            json_object_set_new(answer, "bytes", answer_json_hex(bytes, size));
            json_array_append_new(answers, answer);
        } else {
            json_decref(answer);
        }
    }
    zmq_msg_close(&message);
    return kind == 1;
}

static int shut_out(const struct monitor_events *events)
{
    return events->refused > 0 || events->protocol_failures > 0 || events->handshake_failures > 0;
}

// Until `count` answers are there, or the fence is, or the time is over, or nobody let us in.
static json_t *take(struct peer *peer, size_t count, uint64_t ms, const uint8_t *fence)
{
    const uint64_t end = clock_monotonic_ms() + ms;
    uint64_t fence_again = clock_monotonic_ms() + FENCE_AGAIN_MS;
    json_t *answers = json_array();
    int fenced = 0;

    while (!fenced && json_array_size(answers) < count && clock_monotonic_ms() < end &&
           !(fence != NULL && shut_out(&peer->events))) {
        zmq_pollitem_t items[] = {{.socket = peer->socket, .events = ZMQ_POLLIN},
                                  {.socket = peer->monitor, .events = ZMQ_POLLIN}};

        (void)zmq_poll(items, 2, 20);
        if (items[0].revents & ZMQ_POLLIN)
            fenced = take_one(peer, answers, fence);
        monitor_count(peer->monitor, &peer->events);
        if (fence != NULL && !fenced && clock_monotonic_ms() > fence_again) {
            (void)send_fence(peer, fence);
            fence_again += FENCE_AGAIN_MS;
        }
    }
    return json_pack("{s:o, s:b, s:o}", "answers", answers, "fence", fenced, "events",
                     answer_json_events(&peer->events));
}

static json_t *ask(struct peer *peer, int sent)
{
    uint8_t fence[CODEC_SUBMISSION_ID_BYTES] = "hostile_";

    peer->fences++;
    memcpy(fence + 8, &peer->fences, sizeof peer->fences);
    if (sent != 0 || send_fence(peer, fence) != 0)
        return json_pack("{s:b}", "sent", 0);
    return take(peer, SIZE_MAX, DEADLINE_MS, fence);
}

// --- commands

static json_t *pack(struct peer *peer, const char *folder)
{
    struct err_text text = {""};
    struct findings findings;
    Qd__Return *returned = NULL;
    const uint8_t *bytes = NULL;
    size_t size = 0;
    enum err error;

    findings_init(&findings, &peer->arena);
    error = folder_read(folder, NULL, &peer->arena, &returned, &findings, &text);
    if (error == ERR_OK && returned->header == NULL)
        error = err_say(&text, ERR_FINDINGS, "there is no return in it");
    if (error == ERR_OK)
        error = codec_pack_return(returned, &peer->arena, &bytes, &size, &text);
    if (error != ERR_OK)
        return json_pack("{s:s, s:s}", "error", err_name(error), "text", text.text);
    return json_pack("{s:o, s:I}", "return", answer_json_hex(bytes, size), "stops",
                     (json_int_t)findings.stops);
}

static json_t *obey(struct peer *peer, char *line)
{
    char *rest = line + strcspn(line, " ");

    if (*rest != '\0')
        *rest++ = '\0';
    if (strcmp(line, "pack") == 0)
        return pack(peer, rest);
    if (strcmp(line, "send") == 0)
        return json_pack("{s:b}", "sent", send_frames(peer, rest) == 0);
    if (strcmp(line, "send-size") == 0)
        return json_pack("{s:b}", "sent", send_size(peer, strtoul(rest, NULL, 10)) == 0);
    if (strcmp(line, "ask") == 0)
        return ask(peer, send_frames(peer, rest));
    if (strcmp(line, "ask-size") == 0)
        return ask(peer, send_size(peer, strtoul(rest, NULL, 10)));
    if (strcmp(line, "take") == 0) {
        char *ms = NULL;
        const size_t count = strtoul(rest, &ms, 10);

        return take(peer, count, strtoul(ms, NULL, 10), NULL);
    }
    return json_pack("{s:s}", "error", "no such command");
}

int main(int argc, char **argv)
{
    const struct argp argp = {peer_options, read_option, NULL, "Sends what it is told to.",
                              NULL,         NULL,        NULL};
    struct peer peer = {0};
    struct err_text text = {""};
    char *line = NULL;
    size_t room = 0;

    arena_init(&peer.arena, FOLDER_ARENA_CAP_BYTES);
    if (argp_parse(&argp, argc, argv, 0, NULL, &peer) != 0)
        return 2;
    if (open_peer(&peer, &text) != ERR_OK) {
        fprintf(stderr, "hostile_peer: %s\n", text.text);
        close_peer(&peer);
        return 3;
    }
    while (getline(&line, &room, stdin) > 0) {
        json_t *reply;
        char *words;

        line[strcspn(line, "\n")] = '\0';
        reply = obey(&peer, line);
        words = json_dumps(reply, JSON_COMPACT);
        puts(words);
        fflush(stdout);
        free(words);
        json_decref(reply);
        arena_reset(&peer.arena);
    }
    free(line);
    close_peer(&peer);
    return 0;
}
