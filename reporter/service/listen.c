#include "reporter/service/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PORT_MAX = 65535, HOST_BYTES = 64, BACKLOG = 1024 };

static int parse_port(const char *text, in_port_t *port)
{
    char *end;
    unsigned long value;

    if (*text < '0' || *text > '9')
        return 0;
    value = strtoul(text, &end, 10);
    *port = htons((in_port_t)value);
    return *end == '\0' && value <= PORT_MAX;
}

static int parse_four(struct listen_address *address, const char *host, in_port_t port)
{
    struct sockaddr_in *four = (struct sockaddr_in *)&address->socket;

    *four = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = port};
    address->is_loopback = strncmp(host, "127.", 4) == 0;
    return inet_pton(AF_INET, host, &four->sin_addr) == 1;
}

static int parse_six(struct listen_address *address, const char *host, in_port_t port)
{
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)&address->socket;

    *six = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = port};
    if (inet_pton(AF_INET6, host, &six->sin6_addr) != 1)
        return 0;
    address->is_loopback = IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
    return 1;
}

enum err listen_parse(struct listen_address *address, const char *text, struct err_text *words)
{
    const char *colon = strrchr(text, ':');
    char host[HOST_BYTES] = "";
    in_port_t port = 0;
    size_t length = colon == NULL ? 0 : (size_t)(colon - text);
    const int is_six = length > 2 && text[0] == '[' && text[length - 1] == ']';

    *address = (struct listen_address){.is_loopback = 0};
    if (is_six)
        length -= 2;
    if (colon != NULL && length < sizeof host && parse_port(colon + 1, &port)) {
        memcpy(host, text + is_six, length);
        host[length] = '\0';
        if (is_six ? parse_six(address, host, port) : parse_four(address, host, port))
            return ERR_OK;
    }
    return err_say(
        words, ERR_COMMAND,
        "an address to listen on is a number and a port, as 127.0.0.1:8080 or [::1]:8080, and "
        "not: %s",
        text);
}

static socklen_t size_of(const struct listen_address *address)
{
    return address->socket.ss_family == AF_INET ? sizeof(struct sockaddr_in)
                                                : sizeof(struct sockaddr_in6);
}

static void set_url(struct listen_address *address, const char *scheme)
{
    const int is_six = address->socket.ss_family == AF_INET6;
    const struct sockaddr_in *four = (const struct sockaddr_in *)&address->socket;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&address->socket;
    char host[INET6_ADDRSTRLEN] = "";

    (void)inet_ntop(address->socket.ss_family,
                    is_six ? (const void *)&six->sin6_addr : (const void *)&four->sin_addr, host,
                    sizeof host);
    (void)snprintf(address->url, sizeof address->url, is_six ? "%s://[%s]:%u" : "%s://%s:%u",
                   scheme, host, (unsigned)ntohs(is_six ? six->sin6_port : four->sin_port));
}

enum err listen_open(int *descriptor, struct listen_address *address, const char *scheme,
                     struct err_text *words)
{
    const int yes = 1;
    socklen_t size = size_of(address);

    *descriptor = socket(address->socket.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    set_url(address, scheme);
    if (*descriptor >= 0)
        (void)setsockopt(*descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (*descriptor < 0 ||
        bind(*descriptor, (const struct sockaddr *)&address->socket, size) != 0 ||
        listen(*descriptor, BACKLOG) != 0 ||
        getsockname(*descriptor, (struct sockaddr *)&address->socket, &size) != 0) {
        const int number = errno;
        const enum err error = number == EADDRINUSE                          ? ERR_BUSY
                               : number == EADDRNOTAVAIL || number == EACCES ? ERR_COMMAND
                                                                             : err_errno(number);

        if (*descriptor >= 0)
            (void)close(*descriptor);
        *descriptor = -1;
        (void)err_say_errno(words, number, "%s cannot be listened on", address->url);
        return error;
    }
    set_url(address, scheme);
    return ERR_OK;
}

void listen_peer(const struct sockaddr *peer, char text[LISTEN_PEER_BYTES])
{
    const struct sockaddr_in *four = (const struct sockaddr_in *)peer;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)peer;

    (void)snprintf(text, LISTEN_PEER_BYTES, "?");
    if (peer->sa_family == AF_INET)
        (void)inet_ntop(AF_INET, &four->sin_addr, text, LISTEN_PEER_BYTES);
    else if (peer->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
        (void)inet_ntop(AF_INET, &six->sin6_addr.s6_addr[12], text, LISTEN_PEER_BYTES);
    else if (peer->sa_family == AF_INET6)
        (void)inet_ntop(AF_INET6, &six->sin6_addr, text, LISTEN_PEER_BYTES);
}
