// Any bytes as a template that includes itself, with data of every kind: it is refused with words, or
// rendered, and rendering ends.
#include "lib/mustache/mustache.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SOURCE_MAX_BYTES = 4096, MEMORY_MAX_BYTES = 16 * 1024 * 1024 };

// abort, because NDEBUG takes assert away.
static void hold(int condition)
{
    if (!condition)
        abort();
}

static const struct mustache *find_itself(void *context, const char *name)
{
    return name[0] == 'p' ? context : NULL;
}

static json_t *make_data(void)
{
    static const char text[] =
        "{\"a\":{\"b\":{\"c\":1.21}},\"l\":[1,null,{\"a\":\"<&\\\"'>\"},[2,3]],\"t\":true,"
        "\"f\":false,\"n\":null,\"z\":0,\"e\":\"\",\"o\":[]}";

    return json_loads(text, 0, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct err_text text = {""};
    const struct mustache *template;
    struct arena arena;

    if (size > SOURCE_MAX_BYTES)
        return 0;
    arena_init(&arena, MEMORY_MAX_BYTES);
    if (mustache_parse(&arena, "page", (const char *)bytes, size, &template, &text) == ERR_OK) {
        const struct mustache_partials partials = {find_itself, (void *)(uintptr_t) template};
        FILE *out = fopen("/dev/null", "w");
        json_t *data = make_data();

        hold(out != NULL && data != NULL);
        if (mustache_render(template, data, &partials, out, &text) != ERR_OK)
            hold(text.text[0] != '\0');
        json_decref(data);
        fclose(out);
    } else {
        hold(text.text[0] != '\0');
    }
    arena_free(&arena);
    return 0;
}
