#include "collector/commands/settings.h"

#include "lib/base/file.h"
#include "lib/base/quote.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SETTINGS_PORT_MAX = 65535 };

const struct settings_words settings_words[SETTINGS_NAMES] = {
    [SETTINGS_NAME_AGGREGATOR] = {"aggregator", "tcp://sen.example.gov.uk:7733",
                                  "Where to send, from the region's operator: tcp://HOST:PORT"},
    [SETTINGS_NAME_SERVER_KEY] =
        {"server_key", "6f2a0c1de84b7790a35f1c2b9d8e4f60718293a4b5c6d7e8f90a1b2c3d4e5f60",
         "The aggregator's public key, from the region's operator: 64 hexadecimal digits"},
    [SETTINGS_NAME_KEY] = {"key", SETTINGS_KEY,
                           "The borough's secret key, made by qd-collector keygen. A relative path "
                           "starts at the folder of this file"},
    [SETTINGS_NAME_OUTBOX] =
        {"outbox", SETTINGS_OUTBOX,
         "The folder in which returns and receipts are kept; it is made by the first submit. A "
         "relative path starts at the folder of this file"},
    [SETTINGS_NAME_TIMEOUT] = {"timeout", "60",
                               "How many seconds to wait for each answer: 60, but 10 when nobody "
                               "is there at all, unless it is given"},
};

// --- one setting

// All digits, and a number from 1 to `max`; 0 when it is not.
static int number_from_text(const char *digits, int max)
{
    int number = 0;

    if (*digits == '\0')
        return 0;
    for (; *digits != '\0'; digits++) {
        if (*digits < '0' || *digits > '9')
            return 0;
        number = number * 10 + (*digits - '0');
        if (number > max)
            return 0;
    }
    return number;
}

static const char tcp[] = "tcp://";

static enum err set_aggregator(struct settings *settings, const char *value, struct err_text *text)
{
    const char *host = strncmp(value, tcp, strlen(tcp)) == 0 ? value + strlen(tcp) : "";
    const char *colon = strrchr(host, ':');

    if (colon == NULL || colon == host || strpbrk(host, " \t/") != NULL ||
        number_from_text(colon + 1, SETTINGS_PORT_MAX) == 0)
        return err_say(text, ERR_COMMAND,
                       "the aggregator's address \"%s\" is not right: it is written "
                       "tcp://HOST:PORT, as in tcp://sen.example.gov.uk:7733",
                       value);
    if (strlen(value) >= sizeof settings->aggregator)
        return err_say(text, ERR_COMMAND,
                       "the aggregator's address is too long: check \"%.60s...\"", value);
    memcpy(settings->aggregator, value, strlen(value) + 1);
    return ERR_OK;
}

// The value is not repeated: it may be a secret key that was taken for the public one.
static enum err set_server_key(struct settings *settings, const char *value, struct err_text *text)
{
    struct err_text why = {""};

    if (keys_public_from_text(settings->server_key, value, &why) != ERR_OK)
        return err_say(text, ERR_COMMAND,
                       "the aggregator's public key is not one: %s. The region's operator has it",
                       why.text);
    settings->has_server_key = 1;
    return ERR_OK;
}

// `folder` is what a relative path starts from, with the slash at its end; "" is the current
// folder.
static enum err set_path(char path[PATH_MAX], const char *folder, const char *value,
                         struct err_text *text)
{
    int length;

    if (*value == '\0')
        return err_say(text, ERR_COMMAND,
                       "the name of a file or folder is blank: give one, or leave the setting out");
    length = snprintf(path, PATH_MAX, "%s%s", *value == '/' ? "" : folder, value);
    if (length < 0 || length >= PATH_MAX)
        return err_say(
            text, ERR_COMMAND,
            "the name of a file or folder is too long: move \"%.60s...\" to a shorter path", value);
    return ERR_OK;
}

static enum err set_timeout(struct settings *settings, const char *value, struct err_text *text)
{
    const int seconds = number_from_text(value, SETTINGS_TIMEOUT_MAX_S);

    if (seconds == 0)
        return err_say(
            text, ERR_COMMAND,
            "the timeout \"%s\" is not right: it is a whole number of seconds from 1 to %d", value,
            SETTINGS_TIMEOUT_MAX_S);
    settings->timeout_ms = seconds * 1000;
    return ERR_OK;
}

static enum err set(struct settings *settings, enum settings_name name, const char *folder,
                    const char *value, struct err_text *text)
{
    switch (name) {
    case SETTINGS_NAME_AGGREGATOR:
        return set_aggregator(settings, value, text);
    case SETTINGS_NAME_SERVER_KEY:
        return set_server_key(settings, value, text);
    case SETTINGS_NAME_KEY:
        return set_path(settings->key, folder, value, text);
    case SETTINGS_NAME_OUTBOX:
        return set_path(settings->outbox, folder, value, text);
    case SETTINGS_NAME_TIMEOUT:
        return set_timeout(settings, value, text);
    case SETTINGS_NAMES:
        break;
    }
    return err_say(text, ERR_COMMAND, "there is no such setting");
}

// --- the ini file

struct reading {
    FILE *file;
    struct settings *settings;
    char folder[PATH_MAX];
    int line;        // that was read last
    int error_line;  // the first with an error that libinih does not know of; 0
    struct err_text error;
    int seen[SETTINGS_NAMES];
};

static void note_error(struct reading *reading, const struct err_text *error)
{
    if (reading->error_line != 0)
        return;
    reading->error_line = reading->line;
    reading->error = *error;
}

// As fgets, for libinih, which does not say on which line a value stands, and takes the end of a
// line that is too long for another line.
static char *read_line(char *line, int size, void *context)
{
    struct reading *reading = context;
    const struct err_text too_long = {"the line is too long: a setting is one line, and a long "
                                      "path may be relative to this file"};
    char *result = fgets(line, size, reading->file);

    if (result == NULL)
        return NULL;
    reading->line++;
    if (strlen(line) == (size_t)size - 1 && line[size - 2] != '\n')
        note_error(reading, &too_long);
    return result;
}

static int take_value(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    struct err_text error = {""};

    if (strcmp(section, "collector") != 0) {
        if (*section != '\0')
            return 1;
        err_say(&error, ERR_COMMAND, "\"%s\" stands above [collector]: put it below", name);
        note_error(reading, &error);
        return 0;
    }
    for (enum settings_name i = 0; i < SETTINGS_NAMES; i++) {
        if (strcmp(name, settings_words[i].name) != 0)
            continue;
        if (reading->seen[i]++ > 0)
            err_say(&error, ERR_COMMAND, "\"%s\" is given twice: keep the one that is meant", name);
        else if (set(reading->settings, i, reading->folder, value, &error) == ERR_OK)
            return 1;
        note_error(reading, &error);
        return 0;
    }
    err_say(&error, ERR_COMMAND,
            "there is no setting \"%s\": there are aggregator, server_key, key, outbox and timeout",
            name);
    note_error(reading, &error);
    return 0;
}

static void folder_of(const char *path, char folder[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    const size_t length = slash == NULL ? 0 : (size_t)(slash - path) + 1;

    memcpy(folder, path, length);
    folder[length] = '\0';
}

static enum err read_file(struct reading *reading, const char *path, struct err_text *text)
{
    const int line = ini_parse_stream(read_line, reading, take_value, reading);

    if (ferror(reading->file))
        return err_say_errno(text, errno, "%s cannot be read", path);
    if (line < 0)
        return err_say(text, ERR_NO_MEMORY, "out of memory while reading %s", path);
    if (reading->error_line != 0 && (line == 0 || reading->error_line <= line))
        return err_say(text, ERR_COMMAND, "%s, line %d: %s", path, reading->error_line,
                       reading->error.text);
    if (line > 0)
        return err_say(text, ERR_COMMAND,
                       "%s, line %d: this is neither a [section], nor name = value, nor a comment "
                       "that begins with ; or #",
                       path, line);
    return ERR_OK;
}

static enum err load_file(struct settings *settings, const char *path, int must_be_there,
                          struct err_text *text)
{
    struct reading reading = {.settings = settings};
    int descriptor;
    enum err error;

    if (strlen(path) >= sizeof settings->config)
        return err_say(text, ERR_COMMAND, "the settings file's name is too long");
    error = file_open(&descriptor, path, FILE_KEPT_BY_ANYBODY, text);
    if (error == ERR_NOT_FOUND && !must_be_there) {
        (void)err_say(text, ERR_OK, "%s", "");
        return ERR_OK;
    }
    if (error == ERR_NOT_FOUND)
        return err_say(text, ERR_COMMAND, "there is no settings file %s: check --config", path);
    if (error != ERR_OK)
        return error;
    reading.file = fdopen(descriptor, "r");
    if (reading.file == NULL) {
        close(descriptor);
        return err_say(text, ERR_NO_MEMORY, "out of memory while reading %s", path);
    }
    memcpy(settings->config, path, strlen(path) + 1);
    folder_of(path, reading.folder);
    error = read_file(&reading, path, text);
    fclose(reading.file);
    return error;
}

// --- all of them

enum err settings_load(struct settings *settings, const struct settings_given *given,
                       struct err_text *text)
{
    enum err error;

    *settings = (struct settings){.key = SETTINGS_KEY, .outbox = SETTINGS_OUTBOX};
    error = load_file(settings, given->config == NULL ? SETTINGS_FILE : given->config,
                      given->config != NULL, text);
    for (enum settings_name i = 0; i < SETTINGS_NAMES && error == ERR_OK; i++)
        if (given->values[i] != NULL)
            error = set(settings, i, "", given->values[i], text);
    return error;
}

enum err settings_need_aggregator(const struct settings *settings, struct err_text *text)
{
    if (settings->aggregator[0] == '\0')
        return err_say(
            text, ERR_COMMAND,
            "where the aggregator is has not been said: give --aggregator tcp://HOST:PORT, or "
            "aggregator = tcp://HOST:PORT below [collector] in %s; the region's operator knows it",
            SETTINGS_FILE);
    if (!settings->has_server_key)
        return err_say(
            text, ERR_COMMAND,
            "the aggregator's public key has not been given: give --server-key and 64 hexadecimal "
            "digits, or server_key = ... below [collector] in %s; the region's operator knows it",
            SETTINGS_FILE);
    return ERR_OK;
}

enum err settings_load_key(const struct settings *settings, struct keys_pair *key,
                           struct err_text *text)
{
    const enum err error = keys_load(key, settings->key, text);
    struct quote_text quoted;

    if (error == ERR_NOT_FOUND)
        return err_say(text, ERR_COMMAND,
                       "there is no key file %s: name it with --key, or make one with "
                       "`qd-collector keygen %s`",
                       settings->key, quote_shell(&quoted, settings->key));
    return error == ERR_MALFORMED ? ERR_COMMAND : error;
}

void settings_host_and_port(const struct settings *settings, char host[SETTINGS_ADDRESS_BYTES],
                            char port[SETTINGS_PORT_BYTES])
{
    const char *begin = settings->aggregator + strlen(tcp);
    const char *colon = strrchr(begin, ':');
    const size_t length = (size_t)(colon - begin);

    snprintf(port, SETTINGS_PORT_BYTES, "%s", colon + 1);
    memcpy(host, begin, length);
    host[length] = '\0';
}
