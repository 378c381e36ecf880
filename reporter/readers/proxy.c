#include "reporter/readers/proxy.h"

#include "lib/base/file.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// As the service writes a peer's address (reporter/service/listen.h): one of IPv4 that came in an address of IPv6 is
// itself, so that it is found, and not counted with all others of IPv4. 0: it is no address.
static int write_address(const char *text, char *address, size_t room)
{
    struct in6_addr six;
    struct in_addr four;

    if (inet_pton(AF_INET, text, &four) == 1)
        return inet_ntop(AF_INET, &four, address, (socklen_t)room) != NULL;
    if (inet_pton(AF_INET6, text, &six) != 1)
        return 0;
    if (IN6_IS_ADDR_V4MAPPED(&six))
        return inet_ntop(AF_INET, &six.s6_addr[12], address, (socklen_t)room) != NULL;
    return inet_ntop(AF_INET6, &six, address, (socklen_t)room) != NULL;
}

enum err proxy_read(struct proxy *proxy, const char *address, const char *secret_file,
                    struct err_text *text)
{
    char written[PROXY_ADDRESS_BYTES];
    FILE *file;
    int descriptor;
    enum err error;

    *proxy = (struct proxy){.address = ""};
    if (!write_address(address, written, sizeof written))
        return err_say(text, ERR_COMMAND,
                       "the proxy's address is a number, as 127.0.0.1 or ::1, and not: %s",
                       address);
    error = file_open(&descriptor, secret_file, FILE_KEPT_SECRET, text);
    if (error != ERR_OK)
        return error;
    file = fdopen(descriptor, "r");
    if (file == NULL) {
        (void)close(descriptor);
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    }
    if (fgets(proxy->secret, sizeof proxy->secret, file) == NULL)
        proxy->secret[0] = '\0';
    (void)fclose(file);
    proxy->secret[strcspn(proxy->secret, "\r\n")] = '\0';
    if (strlen(proxy->secret) < PROXY_SECRET_MIN_BYTES ||
        strlen(proxy->secret) > PROXY_SECRET_MAX_BYTES)
        return err_say(text, ERR_COMMAND,
                       "%s: the secret has %d to %d characters in the first line; make one with: "
                       "openssl rand -hex 32",
                       secret_file, PROXY_SECRET_MIN_BYTES, PROXY_SECRET_MAX_BYTES);
    memcpy(proxy->address, written, sizeof written);
    return ERR_OK;
}

int proxy_is_it(const struct proxy *proxy, const char *address, const char *secret)
{
    return proxy->address[0] != '\0' && secret != NULL && strcmp(address, proxy->address) == 0 &&
           strlen(secret) == strlen(proxy->secret) &&
           sodium_memcmp(secret, proxy->secret, strlen(proxy->secret)) == 0;
}

static int is_port_or_nothing(const char *text)
{
    return text[0] == '\0' ||
           (text[0] == ':' && text[1] != '\0' && text[1 + strspn(text + 1, "0123456789")] == '\0');
}

// What is left of 192.0.2.7:5678 and [2001:db8::1]:5678 without the port and the brackets; NULL where something else
// stands there.
static const char *without_port(char *text)
{
    const int is_bracketed = text[0] == '[';
    char *end = strchr(text, is_bracketed ? ']' : ':');

    if (!is_bracketed && (end == NULL || strchr(end + 1, ':') != NULL))
        return text;
    if (end == NULL || !is_port_or_nothing(end + is_bracketed))
        return NULL;
    *end = '\0';
    return text + is_bracketed;
}

int proxy_forwarded(const char *forwarded, char *address, size_t room)
{
    const char *comma = strrchr(forwarded, ','), *last = comma == NULL ? forwarded : comma + 1;
    char text[INET6_ADDRSTRLEN + sizeof "[]:65535"];
    const char *bare;
    size_t length;

    last += strspn(last, " \t");
    length = strcspn(last, " \t");
    if (length >= sizeof text)
        return 0;
    memcpy(text, last, length);
    text[length] = '\0';
    bare = without_port(text);
    return bare != NULL && write_address(bare, address, room);
}
