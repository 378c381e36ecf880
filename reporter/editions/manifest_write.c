// The manifest as JSON: written as it is made, a line for each thing, so that two of them can be compared by eye.
#include "reporter/editions/manifest.h"
#include "reporter/outputs/json_stream.h"

static void begin(struct json_stream *json, const char *name, char bracket)
{
    json_stream_key(json, name);
    json_stream_open(json, bracket);
}

static void write_entry(struct json_stream *json, const char *name,
                        const struct manifest_entry *entry)
{
    begin(json, name, '{');
    json_stream_count(json, "sequence", entry->sequence);
    json_stream_member(json, "link", entry->link);
    json_stream_close(json, '}');
}

// A new line in front of each.
static void next(struct json_stream *json)
{
    if (json->follows)
        putc(',', json->out);
    putc('\n', json->out);
    json->follows = 0;
}

static void write_files(struct json_stream *json, const struct manifest_files *files,
                        int with_bytes)
{
    begin(json, "files", '[');
    for (size_t i = 0; i < files->count; i++) {
        next(json);
        json_stream_open(json, '{');
        json_stream_member(json, "path", files->list[i].path);
        if (with_bytes)
            json_stream_count(json, "bytes", files->list[i].bytes);
        json_stream_member(json, "sha256", files->list[i].sha256);
        json_stream_close(json, '}');
    }
    json_stream_close(json, ']');
}

static void write_indicators(struct json_stream *json, const struct manifest *manifest)
{
    begin(json, "indicators", '[');
    for (size_t i = 0; i < manifest->indicators_count; i++) {
        const struct manifest_indicator *each = &manifest->indicators[i];

        next(json);
        json_stream_open(json, '{');
        json_stream_member(json, "table", each->table);
        json_stream_member(json, "measure", each->measure);
        json_stream_member(json, "unit", each->unit);
        json_stream_member(json, "numerator", each->numerator);
        json_stream_member(json, "denominator", each->denominator);
        json_stream_member(json, "definition", each->definition);
        json_stream_member(json, "since", each->since);
        json_stream_close(json, '}');
    }
    json_stream_close(json, ']');
}

static void write_left_out(struct json_stream *json, const struct manifest *manifest)
{
    begin(json, "left_out", '[');
    for (size_t i = 0; i < manifest->left_out_count; i++) {
        json_stream_open(json, '{');
        json_stream_member(json, "view", manifest->left_out[i].view);
        json_stream_member(json, "why", manifest->left_out[i].why);
        json_stream_close(json, '}');
    }
    json_stream_close(json, ']');
}

static void write_redacted(struct json_stream *json, const struct manifest *manifest)
{
    begin(json, "redacted_since", '[');
    for (size_t i = 0; i < manifest->redacted.count; i++) {
        char digits[24];

        snprintf(digits, sizeof digits, "%llu",
                 (unsigned long long)manifest->redacted.list[i].sequence);
        json_stream_number(json, digits);
    }
    json_stream_close(json, ']');
}

static void write_what_it_is_of(struct json_stream *json, const struct manifest *manifest)
{
    json_stream_count(json, "manifest_version", MANIFEST_VERSION);
    begin(json, "edition", '{');
    json_stream_member(json, "period", manifest->period);
    json_stream_member(json, "audience", manifest->audience);
    json_stream_close(json, '}');
    write_entry(json, "journal", &manifest->journal);
    json_stream_member(json, "as_at", manifest->as_at);
    if (manifest->has_since)
        write_entry(json, "since", &manifest->since);
    else
        json_stream_member(json, "since", NULL);
    write_redacted(json, manifest);
}

static void write_what_it_is_made_from(struct json_stream *json, const struct manifest *manifest)
{
    if (manifest->calendar[0] == '\0') {
        json_stream_member(json, "calendar", NULL);
    } else {
        begin(json, "calendar", '{');
        json_stream_member(json, "sha256", manifest->calendar);
        json_stream_close(json, '}');
    }
    begin(json, "program", '{');
    json_stream_member(json, "name", manifest->program);
    json_stream_member(json, "version", manifest->version);
    json_stream_close(json, '}');
    json_stream_count(json, "form", manifest->form);
    json_stream_member(json, "rules", manifest->rules);
    begin(json, "reference", '{');
    json_stream_member(json, "sha256", manifest->reference);
    write_files(json, &manifest->reference_files, 0);
    json_stream_close(json, '}');
}

enum err manifest_write(const struct manifest *manifest, FILE *out)
{
    struct json_stream json = {.out = out};

    json_stream_open(&json, '{');
    write_what_it_is_of(&json, manifest);
    write_what_it_is_made_from(&json, manifest);
    write_indicators(&json, manifest);
    write_left_out(&json, manifest);
    write_files(&json, &manifest->files, 1);
    json_stream_close(&json, '}');
    putc('\n', out);
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}
