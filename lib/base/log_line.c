#include "lib/base/log_line.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER_BYTES = 24, ESCAPED_BYTES = sizeof "\\x1b" };

static size_t room(const struct log_line *line)
{
    return sizeof line->text - line->used - 1;
}

static void add(struct log_line *line, const char *piece)
{
    line->used += (size_t)snprintf(line->text + line->used, room(line) + 1, "%s", piece);
}

static int is_control(unsigned char byte)
{
    return byte < 0x20 || byte == 0x7f;
}

static void add_quoted(struct log_line *line, const char *text)
{
    add(line, "\"");
    for (; *text != '\0'; text++) {
        char escaped[ESCAPED_BYTES];

        if (room(line) < ESCAPED_BYTES) {  // the last quotation mark has room in any case
            line->is_full = 1;
            break;
        }
        if (is_control((unsigned char)*text))
            (void)snprintf(escaped, sizeof escaped, "\\x%02x", (unsigned char)*text);
        else if (*text == '"' || *text == '\\')
            (void)snprintf(escaped, sizeof escaped, "\\%c", *text);
        else
            (void)snprintf(escaped, sizeof escaped, "%c", *text);
        add(line, escaped);
    }
    add(line, "\"");
}

static int is_plain(const char *text)
{
    if (*text == '\0')
        return 0;
    for (; *text != '\0'; text++)
        if (*text == ' ' || *text == '"' || *text == '\\' || *text == '=' ||
            is_control((unsigned char)*text))
            return 0;
    return 1;
}

static void add_field(struct log_line *line, const struct log_field *field)
{
    char number[NUMBER_BYTES];

    if (line->is_full || room(line) < strlen(" =") + strlen(field->key) + NUMBER_BYTES) {
        line->is_full = 1;
        return;
    }
    if (line->used > 0)
        add(line, " ");
    add(line, field->key);
    add(line, "=");
    if (field->text == NULL) {
        (void)snprintf(number, sizeof number, "%llu", (unsigned long long)field->number);
        add(line, number);
    } else if (is_plain(field->text) && strlen(field->text) <= room(line)) {
        add(line, field->text);
    } else {
        add_quoted(line, field->text);
    }
}

void log_line_make(struct log_line *line, const char *event, const struct log_field *fields)
{
    const struct log_field name = LOG_TEXT("event", event);

    line->text[0] = '\0';
    line->used = 0;
    line->is_full = 0;
    add_field(line, &name);
    for (; fields->key != NULL; fields++)
        add_field(line, fields);
}
