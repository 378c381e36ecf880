// JSON, written as it is made: nothing is kept but how deep one is.
//
//     json_stream_open(&json, '{');
//     json_stream_count(&json, "sequence", 12);
//     json_stream_close(&json, '}');
//
// Commas come by themselves. Whether everything was written, the file says at its end (ferror).
#ifndef QD_REPORTER_OUTPUTS_JSON_STREAM_H
#define QD_REPORTER_OUTPUTS_JSON_STREAM_H

#include <stdint.h>
#include <stdio.h>

struct json_stream {
    FILE *out;
    int follows;  // something stands before, at this depth: a comma is due
};

// An object or an array, by its opening and closing bracket.
void json_stream_open(struct json_stream *json, char bracket);
void json_stream_close(struct json_stream *json, char bracket);

// The name of the member that follows.
void json_stream_key(struct json_stream *json, const char *name);

// UTF-8. NULL is null.
void json_stream_string(struct json_stream *json, const char *text);

// As it is written: "64.7", "-5", "true". "" is null.
void json_stream_number(struct json_stream *json, const char *digits);

// A member: its name and its value. Of json_stream_text "" is null.
void json_stream_member(struct json_stream *json, const char *name, const char *text);
void json_stream_text(struct json_stream *json, const char *name, const char *text);
void json_stream_figure(struct json_stream *json, const char *name, const char *digits);
void json_stream_count(struct json_stream *json, const char *name, uint64_t count);
void json_stream_truth(struct json_stream *json, const char *name, int value);

#endif
