// Reading a manifest, which may be anything: a member that is not there, or of another type, is named.
#include "lib/base/file.h"
#include "lib/base/list.h"
#include "reporter/editions/manifest.h"

#include <jansson.h>
#include <string.h>

struct reading {
    struct arena *arena;
    const char *path;  // of the manifest
    struct err_text *text;
    enum err error;  // the first one; nothing is done after it
};

static void fail(struct reading *reading, const char *what)
{
    if (reading->error == ERR_OK)
        reading->error = err_say(reading->text, ERR_MALFORMED, "%s: %s is not as it must be",
                                 reading->path, what);
}

static const char *keep(struct reading *reading, const char *words)
{
    const char *kept = arena_strdup(reading->arena, words);

    if (kept == NULL && reading->error == ERR_OK)
        reading->error = err_say(reading->text, ERR_NO_MEMORY, "out of memory");
    return kept == NULL ? "" : kept;
}

static const char *text_in(struct reading *reading, const json_t *object, const char *name)
{
    const json_t *member = json_object_get(object, name);

    if (json_is_string(member))
        return keep(reading, json_string_value(member));
    fail(reading, name);
    return "";
}

static uint64_t number_in(struct reading *reading, const json_t *object, const char *name)
{
    const json_t *member = json_object_get(object, name);

    if (json_is_integer(member) && json_integer_value(member) >= 0)
        return (uint64_t)json_integer_value(member);
    fail(reading, name);
    return 0;
}

static void hash_in(struct reading *reading, const json_t *object, const char *name,
                    char hash[SHA256_TEXT_BYTES])
{
    const char *text = text_in(reading, object, name);

    if (strlen(text) != SHA256_TEXT_BYTES - 1 || strspn(text, "0123456789abcdef") != strlen(text))
        fail(reading, name);
    else
        memcpy(hash, text, SHA256_TEXT_BYTES);
}

static const json_t *list_in(struct reading *reading, const json_t *object, const char *name)
{
    const json_t *member = json_object_get(object, name);

    if (!json_is_array(member))
        fail(reading, name);
    return member;
}

static void read_entry(struct reading *reading, const json_t *object, struct manifest_entry *entry)
{
    entry->sequence = number_in(reading, object, "sequence");
    hash_in(reading, object, "link", entry->link);
}

// A path that leads out of the edition is none of it.
static int is_within(const char *path)
{
    return path[0] != '\0' && path[0] != '/' && strstr(path, "..") == NULL;
}

static void read_files(struct reading *reading, const json_t *object, struct manifest_files *files,
                       int with_bytes)
{
    const json_t *list = list_in(reading, object, "files");

    for (size_t i = 0; i < json_array_size(list) && reading->error == ERR_OK; i++) {
        const json_t *each = json_array_get(list, i);
        struct manifest_file *file = LIST_ADD(reading->arena, files->list, files->count);

        if (file == NULL) {
            reading->error = err_say(reading->text, ERR_NO_MEMORY, "out of memory");
            return;
        }
        *file = (struct manifest_file){.path = text_in(reading, each, "path")};
        if (with_bytes)
            file->bytes = number_in(reading, each, "bytes");
        hash_in(reading, each, "sha256", file->sha256);
        if (!is_within(file->path))
            fail(reading, "path");
    }
}

static void read_indicators(struct reading *reading, const json_t *whole, struct manifest *manifest)
{
    const json_t *list = list_in(reading, whole, "indicators");

    for (size_t i = 0; i < json_array_size(list) && reading->error == ERR_OK; i++) {
        const json_t *each = json_array_get(list, i);
        struct manifest_indicator *place =
            LIST_ADD(reading->arena, manifest->indicators, manifest->indicators_count);

        if (place == NULL) {
            reading->error = err_say(reading->text, ERR_NO_MEMORY, "out of memory");
            return;
        }
        *place = (struct manifest_indicator){.table = text_in(reading, each, "table"),
                                             .measure = text_in(reading, each, "measure"),
                                             .unit = text_in(reading, each, "unit"),
                                             .numerator = text_in(reading, each, "numerator"),
                                             .denominator = text_in(reading, each, "denominator"),
                                             .definition = text_in(reading, each, "definition"),
                                             .since = text_in(reading, each, "since")};
    }
}

static void read_redacted(struct reading *reading, const json_t *whole, struct manifest *manifest)
{
    const json_t *list;

    manifest->names_redacted = json_object_get(whole, "redacted_since") != NULL;
    if (!manifest->names_redacted)
        return;
    list = list_in(reading, whole, "redacted_since");
    for (size_t i = 0; i < json_array_size(list) && reading->error == ERR_OK; i++) {
        const json_t *each = json_array_get(list, i);
        struct redacted *place =
            LIST_ADD(reading->arena, manifest->redacted.list, manifest->redacted.count);

        if (!json_is_integer(each) || json_integer_value(each) < 0)
            fail(reading, "redacted_since");
        else if (place == NULL)
            reading->error = err_say(reading->text, ERR_NO_MEMORY, "out of memory");
        else
            *place = (struct redacted){(uint64_t)json_integer_value(each), -1};
    }
}

static void read_whole(struct reading *reading, const json_t *whole, struct manifest *manifest)
{
    const json_t *edition = json_object_get(whole, "edition");
    const json_t *since = json_object_get(whole, "since");
    const json_t *calendar = json_object_get(whole, "calendar");
    const json_t *program = json_object_get(whole, "program");
    const json_t *reference = json_object_get(whole, "reference");

    manifest->period = text_in(reading, edition, "period");
    manifest->audience = text_in(reading, edition, "audience");
    read_entry(reading, json_object_get(whole, "journal"), &manifest->journal);
    manifest->as_at = text_in(reading, whole, "as_at");
    manifest->has_since = !json_is_null(since);
    if (manifest->has_since)
        read_entry(reading, since, &manifest->since);
    read_redacted(reading, whole, manifest);
    if (!json_is_null(calendar))
        hash_in(reading, calendar, "sha256", manifest->calendar);
    manifest->program = text_in(reading, program, "name");
    manifest->version = text_in(reading, program, "version");
    manifest->form = (unsigned)number_in(reading, whole, "form");
    hash_in(reading, whole, "rules", manifest->rules);
    hash_in(reading, reference, "sha256", manifest->reference);
    read_files(reading, reference, &manifest->reference_files, 0);
    read_indicators(reading, whole, manifest);
    read_files(reading, whole, &manifest->files, 1);
}

enum err manifest_read(struct manifest *manifest, struct arena *arena, const char *folder,
                       struct err_text *text)
{
    struct reading reading = {.arena = arena, .text = text};
    struct err_text why = {""};
    json_error_t where;
    json_t *whole;
    char *bytes;
    size_t size;
    enum err error;

    *manifest = (struct manifest){.has_since = 0};
    reading.path = arena_printf(arena, "%s/" MANIFEST_FILE, folder);
    if (reading.path == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    error = file_read(&bytes, &size, MANIFEST_MAX_BYTES, arena, reading.path, &why);
    if (error == ERR_NOT_FOUND)
        return err_say(text, error, "%s is no edition: it has no " MANIFEST_FILE, folder);
    if (error != ERR_OK)
        return err_say(text, error, "%s", why.text);
    whole = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &where);
    if (whole == NULL)
        return err_say(text, ERR_MALFORMED, "%s, line %d: it is not JSON: %s", reading.path,
                       where.line, where.text);
    if (json_integer_value(json_object_get(whole, "manifest_version")) > MANIFEST_VERSION)
        reading.error = err_say(
            text, ERR_UNKNOWN_VERSION,
            "%s was written by a newer version of Quarterday: upgrade qd-reporter", reading.path);
    else
        read_whole(&reading, whole, manifest);
    json_decref(whole);
    return reading.error;
}
