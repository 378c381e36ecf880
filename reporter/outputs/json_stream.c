#include "reporter/outputs/json_stream.h"

static void separate(struct json_stream *json)
{
    if (json->follows)
        putc(',', json->out);
    json->follows = 1;
}

void json_stream_open(struct json_stream *json, char bracket)
{
    separate(json);
    putc(bracket, json->out);
    json->follows = 0;
}

void json_stream_close(struct json_stream *json, char bracket)
{
    putc(bracket, json->out);
    json->follows = 1;
}

// Quotation marks, backslashes and control characters must be escaped; all else may stand as it is.
static void write_string(FILE *out, const char *text)
{
    const char *clean = text;

    putc('"', out);
    for (; *text != '\0'; text++) {
        const unsigned char byte = (unsigned char)*text;

        if (byte >= ' ' && byte != '"' && byte != '\\')
            continue;
        fwrite(clean, 1, (size_t)(text - clean), out);
        fprintf(out, byte < ' ' ? "\\u%04x" : "\\%c", byte);
        clean = text + 1;
    }
    fwrite(clean, 1, (size_t)(text - clean), out);
    putc('"', out);
}

void json_stream_key(struct json_stream *json, const char *name)
{
    separate(json);
    write_string(json->out, name);
    putc(':', json->out);
    json->follows = 0;
}

void json_stream_string(struct json_stream *json, const char *text)
{
    separate(json);
    if (text == NULL)
        fputs("null", json->out);
    else
        write_string(json->out, text);
}

void json_stream_number(struct json_stream *json, const char *digits)
{
    separate(json);
    fputs(digits[0] == '\0' ? "null" : digits, json->out);
}

void json_stream_member(struct json_stream *json, const char *name, const char *text)
{
    json_stream_key(json, name);
    json_stream_string(json, text);
}

void json_stream_figure(struct json_stream *json, const char *name, const char *digits)
{
    json_stream_key(json, name);
    json_stream_number(json, digits);
}

void json_stream_text(struct json_stream *json, const char *name, const char *text)
{
    json_stream_member(json, name, text[0] == '\0' ? NULL : text);
}

void json_stream_count(struct json_stream *json, const char *name, uint64_t count)
{
    json_stream_key(json, name);
    separate(json);
    fprintf(json->out, "%llu", (unsigned long long)count);
}

void json_stream_truth(struct json_stream *json, const char *name, int value)
{
    json_stream_figure(json, name, value ? "true" : "false");
}
