// What a stranger sends: an address, a form, a cookie and where a request came from, as the service reads them.
#include "reporter/pages/query.h"
#include "reporter/pages/route.h"
#include "reporter/readers/cookie.h"
#include "reporter/readers/proxy.h"
#include "reporter/service/accept.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    TEXT_MAX_BYTES = 8000,
    MEMORY_MAX_BYTES = 1000 * 1000,
    COOKIE_BYTES = 65,
    ADDRESS_BYTES = 46
};

// abort, because NDEBUG takes assert away.
static void hold(int condition)
{
    if (!condition)
        abort();
}

static void try_address(struct arena *arena, const char *text)
{
    struct route_found found;

    if (route_find(&found, arena, text) != ERR_OK || found.route == NULL)
        return;
    hold(strstr(found.address, "..") == NULL || found.address[0] == '/');
    for (int word = 0; word < ROUTE_WORDS; word++)
        hold(found.words[word] == NULL ||
             (found.words[word][0] != '\0' && strpbrk(found.words[word], "/%\\<>\"'&? ") == NULL));
}

static void try_form(struct arena *arena, const char *text)
{
    struct query query;

    query_parse(&query, arena, text);
    hold(query.count <= QUERY_MOST);
    for (size_t i = 0; i < query.count; i++) {
        hold(query.list[i].name[0] != '\0');
        hold(strlen(query.list[i].value) <= QUERY_VALUE_MAX_BYTES);
        hold(query_value(&query, query.list[i].name) == query.list[i].value);
    }
}

static void try_forwarded(const char *text)
{
    char address[ADDRESS_BYTES] = "";

    hold(proxy_forwarded(text, address, sizeof address) == (address[0] != '\0'));
    hold(address[strspn(address, "0123456789abcdefABCDEF.:")] == '\0');
}

static void try_cookie(const char *text)
{
    char value[COOKIE_BYTES];
    const int is_found = cookie_find(text, "qd-reader", value, sizeof value);

    hold(is_found || value[0] == '\0');
    hold(strpbrk(value, " \"\\,;\r\n\t") == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t key[SHA256_BYTES];
    struct arena arena;
    char *text;

    if (size > TEXT_MAX_BYTES)
        return 0;
    arena_init(&arena, MEMORY_MAX_BYTES);
    text = arena_strndup(&arena, (const char *)data, size);
    hold(text != NULL);
    try_address(&arena, text);
    try_form(&arena, text);
    try_cookie(text);
    try_forwarded(text);
    (void)accept_gzip(text);
    (void)accept_tag(text, key);
    arena_free(&arena);
    return 0;
}
