// An address to listen on: "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:443".
#ifndef QD_REPORTER_SERVICE_LISTEN_H
#define QD_REPORTER_SERVICE_LISTEN_H

#include "lib/base/err.h"

#include <netinet/in.h>
#include <sys/socket.h>

enum { LISTEN_URL_BYTES = 96, LISTEN_PEER_BYTES = INET6_ADDRSTRLEN };

struct listen_address {
    struct sockaddr_storage socket;
    int is_loopback;
    char url[LISTEN_URL_BYTES];  // once it listens: "http://127.0.0.1:8080"
};

// ERR_COMMAND for what is no number and port; names are not looked up.
enum err listen_parse(struct listen_address *address, const char *text, struct err_text *words);

// A socket that listens there; sets the url. ERR_BUSY where the address is taken, ERR_COMMAND where this machine does
// not have it. -1 on any error.
enum err listen_open(int *descriptor, struct listen_address *address, const char *scheme,
                     struct err_text *words);

// A peer's address as text, without its port. "::ffff:127.0.0.1" is 127.0.0.1.
void listen_peer(const struct sockaddr *peer, char text[LISTEN_PEER_BYTES]);

#endif
