// What the pages' JSON holds: an OpenAPI description, made from the list of addresses (routes.def) and that of
// members (members.def).
#include "reporter/pages/page_internal.h"

#include <string.h>

enum member_type { TEXT, NUMBER, TRUTH, LIST, OBJECT };
static const char *const types[] = {[TEXT] = "string",
                                    [NUMBER] = "integer",
                                    [TRUTH] = "boolean",
                                    [LIST] = "array",
                                    [OBJECT] = "object"};

static const struct {
    const char *page, *name, *words;
    enum member_type type;
} members[] = {
#define MEMBER(page, name, TYPE, words) {#page, #name, words, TYPE},
#include "reporter/pages/members.def"
};
enum { MEMBERS = sizeof members / sizeof *members };

// The addresses that are described: those of routes.def, without the words that C needs.
static const struct {
    const char *pattern, *name;
    enum pages_audience audience;
} addresses[] = {
#define ROUTE(pattern, maker, template, audience) {pattern, #maker, PAGES_##audience},
#include "reporter/pages/routes.def"
};
enum { ADDRESSES = sizeof addresses / sizeof *addresses };

// What can stand behind the question mark.
static const struct {
    const char *page, *name, *words;
} choices[] = {
    {"search", "q", "the word to look for"},
    {"indicator", "against", "an area, as inner-london, or neighbours"},
    {"indicator", "borough", "whose figures are marked"},
    {"indicator", "exceptions", "in or out"},
    {"compare", "show", "beyond: only where the two differ beyond chance"},
    {"placements", "order", "saving, spread, places or name"},
};
enum { CHOICES = sizeof choices / sizeof *choices };

// --- schemas: one a page

static int is_of(const char *page, const char *name)
{
    return strcmp(page, name) == 0 || strcmp(page, "every") == 0;
}

static void add_schema(struct page *page, json_t *schemas, const char *name)
{
    static const char *const always[] = {"version", "page", "title", "address", "reader"};
    json_t *schema, *properties, *required;

    if (json_object_get(schemas, name) != NULL)
        return;
    schema = page_object(page, schemas, name);
    page_say(page, schema, "type", "object");
    page_set(page, schema, "additionalProperties", json_false());
    required = page_list(page, schema, "required");
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        page_add(page, required, always[i]);
    properties = page_object(page, schema, "properties");
    for (size_t i = 0; i < MEMBERS; i++) {
        json_t *member;

        if (!is_of(members[i].page, name))
            continue;
        member = page_object(page, properties, members[i].name);
        page_say(page, member, "type", "%s", types[members[i].type]);
        page_say(page, member, "description", "%s", members[i].words);
    }
}

// --- paths: one an address

static void add_parameter(struct page *page, json_t *list, const char *name, const char *in,
                          const char *words, size_t length)
{
    json_t *item = page_item(page, list);

    page_say(page, item, "name", "%.*s", (int)length, name);
    page_say(page, item, "in", "%s", in);
    page_say(page, item, "description", "%s", words);
    page_set(page, item, "required", json_boolean(strcmp(in, "path") == 0));
    page_say(page, page_object(page, item, "schema"), "type", "string");
}

static json_t *add_answer(struct page *page, json_t *answers, const char *status, const char *words)
{
    json_t *answer = page_object(page, answers, status),
           *type = page_object(page, page_object(page, answer, "content"), "application/json");

    page_say(page, answer, "description", "%s", words);
    return page_object(page, type, "schema");
}

static void refer(struct page *page, json_t *schema, const char *name)
{
    page_say(page, schema, "$ref", "#/components/schemas/%s", name);
}

static void add_path(struct page *page, json_t *paths, size_t place)
{
    const char *pattern = addresses[place].pattern, *name = addresses[place].name;
    json_t *get = page_object(
        page, page_object(page, paths, arena_printf(page->arena, "%s.json", pattern)), "get");
    json_t *list = page_list(page, get, "parameters"), *answers;

    page_say(page, get, "summary", "the page %s, for %s", name,
             addresses[place].audience == PAGES_PUBLIC    ? "everybody"
             : addresses[place].audience == PAGES_BOROUGH ? "boroughs and the panel"
                                                          : "the panel");
    for (const char *open = strchr(pattern, '{'); open != NULL; open = strchr(open + 1, '{'))
        add_parameter(page, list, open + 1, "path", "in small letters, with hyphens",
                      strcspn(open + 1, "}"));
    for (size_t i = 0; i < CHOICES; i++)
        if (strcmp(choices[i].page, name) == 0)
            add_parameter(page, list, choices[i].name, "query", choices[i].words,
                          strlen(choices[i].name));
    answers = page_object(page, get, "responses");
    refer(page, add_answer(page, answers, "200", "the page's data"), name);
    refer(page, add_answer(page, answers, "403", "not for this reader"), "forbidden");
    list = page_list(page, add_answer(page, answers, "404", "there is no such page; what there is"),
                     "oneOf");
    refer(page, page_item(page, list), "unknown");
    refer(page, page_item(page, list), "empty");
}

enum err page_api(struct page *page, struct err_text *text)
{
    json_t *described = json_object(), *info, *schemas, *paths, *list;

    (void)text;
    page->described = described;
    page_say(page, described, "openapi", "3.1.0");
    info = page_object(page, described, "info");
    page_say(page, info, "title", "Quarterday: the pages of the report as data");
    page_say(page, info, "version", "%d", PAGES_JSON_VERSION);
    paths = page_object(page, described, "paths");
    schemas = page_object(page, page_object(page, described, "components"), "schemas");
    for (size_t i = 0; i < ADDRESSES; i++) {
        add_path(page, paths, i);
        add_schema(page, schemas, addresses[i].name);
    }
    add_schema(page, schemas, "unknown");
    add_schema(page, schemas, "empty");
    add_schema(page, schemas, "forbidden");
    page_begin(page, "The pages as data", NULL);
    page_sentence(page, page->data, "lead", "api_lead", "{}");
    list = page_list(page, page->data, "pages");
    for (size_t i = 0; i < ADDRESSES; i++) {
        json_t *item = page_item(page, list);

        page_say(page, item, "pattern", "%s", addresses[i].pattern);
        page_say(page, item, "audience", "%s", pages_audience_name(addresses[i].audience));
    }
    return ERR_OK;
}
