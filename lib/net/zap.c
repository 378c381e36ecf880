#include "lib/net/zap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

static const char zap_endpoint[] = "inproc://zeromq.zap.01";

enum {
    ZAP_KEY_BYTES = 32,
    // Of one frame that we look at; the longest, the key, has 32 bytes, an address some 50. Longer
    // ones are cut, and then equal nothing that we look for.
    ZAP_FRAME_MAX_BYTES = 256,
};

// RFC 27's request, in its order. CURVE has one credential, the key.
enum zap_frame {
    ZAP_VERSION,
    ZAP_REQUEST_ID,
    ZAP_REQUEST_DOMAIN,
    ZAP_ADDRESS,
    ZAP_ROUTING_ID,
    ZAP_MECHANISM,
    ZAP_KEY,
    ZAP_FRAMES
};

struct zap_request {
    struct {
        uint8_t bytes[ZAP_FRAME_MAX_BYTES];
        size_t size;  // as sent; may be more than there is room for
    } frames[ZAP_FRAMES];
    unsigned frames_sent;
};

struct zap {
    void *socket;
    zap_lookup *lookup;
    void *lookup_context;
    uint64_t accepted;
    uint64_t refused;
};

enum err zap_open(struct zap **result, void *zmq_context, zap_lookup *lookup, void *lookup_context,
                  struct err_text *text)
{
    const int linger_ms = 0;
    struct zap *zap = calloc(1, sizeof *zap);
    enum err error;

    *result = NULL;
    if (zap == NULL)
        return err_say(text, ERR_NO_MEMORY, "the authentication handler: out of memory");
    zap->lookup = lookup;
    zap->lookup_context = lookup_context;
    zap->socket = zmq_socket(zmq_context, ZMQ_REP);
    if (zap->socket == NULL) {
        error =
            err_say(text, err_errno(errno), "the authentication handler: %s", zmq_strerror(errno));
        goto free_zap;
    }
    if (zmq_setsockopt(zap->socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms) != 0 ||
        zmq_bind(zap->socket, zap_endpoint) != 0) {
        error = err_say(text, errno == EADDRINUSE ? ERR_BUSY : err_errno(errno),
                        "the authentication handler at %s: %s", zap_endpoint, zmq_strerror(errno));
        goto close_socket;
    }
    *result = zap;
    return ERR_OK;

close_socket:
    zmq_close(zap->socket);
free_zap:
    free(zap);
    return error;
}

void zap_close(struct zap *zap)
{
    if (zap == NULL)
        return;
    zmq_close(zap->socket);
    free(zap);
}

void *zap_socket(const struct zap *zap)
{
    return zap->socket;
}

uint64_t zap_accepted(const struct zap *zap)
{
    return zap->accepted;
}

uint64_t zap_refused(const struct zap *zap)
{
    return zap->refused;
}

// Takes a whole request, however odd: what is left in the socket would be read as the next one.
// 0 when none waits.
static int receive(void *socket, struct zap_request *request)
{
    int more = 1;

    *request = (struct zap_request){.frames_sent = 0};
    while (more) {
        uint8_t unwanted = 0;
        const int is_wanted = request->frames_sent < ZAP_FRAMES;
        uint8_t *bytes = is_wanted ? request->frames[request->frames_sent].bytes : &unwanted;
        const int size = zmq_recv(socket, bytes, is_wanted ? ZAP_FRAME_MAX_BYTES : sizeof unwanted,
                                  ZMQ_DONTWAIT);
        size_t more_size = sizeof more;

        if (size < 0)
            return 0;
        if (is_wanted)
            request->frames[request->frames_sent].size = (size_t)size;
        request->frames_sent++;
        if (zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &more_size) != 0)
            return 0;
    }
    return 1;
}

static int frame_is(const struct zap_request *request, enum zap_frame frame, const char *expected)
{
    const size_t size = strlen(expected);

    return request->frames[frame].size == size &&
           memcmp(request->frames[frame].bytes, expected, size) == 0;
}

// ZAP's status, and the user id when it is "200".
static const char *judge(const struct zap *zap, const struct zap_request *request,
                         char user_id[ZAP_USER_ID_BYTES], const char **words)
{
    *words = "the request is not as RFC 27 has it";
    if (request->frames_sent != ZAP_FRAMES || !frame_is(request, ZAP_VERSION, "1.0"))
        return "500";
    *words = "only CURVE is let in here";
    if (!frame_is(request, ZAP_REQUEST_DOMAIN, ZAP_DOMAIN) ||
        !frame_is(request, ZAP_MECHANISM, "CURVE") ||
        request->frames[ZAP_KEY].size != ZAP_KEY_BYTES)
        return "400";
    *words = "the key is not known here";
    if (!zap->lookup(zap->lookup_context, request->frames[ZAP_KEY].bytes, user_id))
        return "400";
    // Nobody could tell whose messages these are.
    user_id[ZAP_USER_ID_BYTES - 1] = '\0';
    if (user_id[0] == '\0')
        return "400";
    *words = "OK";
    return "200";
}

static void answer(struct zap *zap, const struct zap_request *request)
{
    char user_id[ZAP_USER_ID_BYTES] = "";
    const char *words;
    const char *status = judge(zap, request, user_id, &words);
    const int is_let_in = strcmp(status, "200") == 0;
    const size_t id_sent = request->frames[ZAP_REQUEST_ID].size;
    const struct {
        const void *bytes;
        size_t size;
    } reply[] = {
        {"1.0", 3},
        {request->frames[ZAP_REQUEST_ID].bytes,
         id_sent < ZAP_FRAME_MAX_BYTES ? id_sent : ZAP_FRAME_MAX_BYTES},
        {status, strlen(status)},
        {words, strlen(words)},
        {user_id, is_let_in ? strlen(user_id) : 0},
        {"", 0},  // no metadata
    };
    const size_t last = sizeof reply / sizeof reply[0] - 1;

    if (is_let_in)
        zap->accepted++;
    else
        zap->refused++;
    // A REP socket drops what it cannot send, and its pipes to libzmq have no limit: a failure here
    // is the end of the context, and then nobody waits for the answer.
    for (size_t i = 0; i <= last; i++)
        (void)zmq_send(zap->socket, reply[i].bytes, reply[i].size,
                       ZMQ_DONTWAIT | (i < last ? ZMQ_SNDMORE : 0));
}

void zap_answer(struct zap *zap)
{
    struct zap_request request;

    while (receive(zap->socket, &request))
        answer(zap, &request);
}
