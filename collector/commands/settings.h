// Where to send, as whom, and where the outbox is: from the command line, or from the [collector]
// section of an ini file (quarterday.ini in the current folder, when it is there). What each setting
// is stands in settings_words. What is given on the command line wins. Other sections are other
// programs' and are passed over.
#ifndef QD_COLLECTOR_COMMANDS_SETTINGS_H
#define QD_COLLECTOR_COMMANDS_SETTINGS_H

#include "lib/base/err.h"
#include "lib/net/keys.h"

#include <limits.h>

#define SETTINGS_FILE "quarterday.ini"
#define SETTINGS_KEY "borough.key"  // where the key is when nobody says
#define SETTINGS_OUTBOX "outbox"    // and the outbox

enum {
    SETTINGS_ADDRESS_BYTES = 300,  // a host name has 253 characters at most
    SETTINGS_PORT_BYTES = 8,
    SETTINGS_TIMEOUT_MAX_S = 24 * 60 * 60,
};

enum settings_name {
    SETTINGS_NAME_AGGREGATOR,
    SETTINGS_NAME_SERVER_KEY,
    SETTINGS_NAME_KEY,
    SETTINGS_NAME_OUTBOX,
    SETTINGS_NAME_TIMEOUT,
    SETTINGS_NAMES
};

// What a setting is, for a person.
struct settings_words {
    const char *name;     // as it stands in the file
    const char *example;  // a value
    const char *help;     // a sentence without its full stop
};

extern const struct settings_words settings_words[SETTINGS_NAMES];

// What the command line says, as text; NULL where it says nothing.
struct settings_given {
    const char *config;  // an ini file that must then be there
    const char *values[SETTINGS_NAMES];
};

struct settings {
    char config[PATH_MAX];                    // the ini file that was read; "" if none
    char aggregator[SETTINGS_ADDRESS_BYTES];  // "" when not given
    uint8_t server_key[KEYS_BYTES];
    int has_server_key;
    char key[PATH_MAX];
    char outbox[PATH_MAX];
    int timeout_ms;  // 0 when not given
};

// ERR_COMMAND says which option, or which line of which file, is wrong and how it should look.
enum err settings_load(struct settings *settings, const struct settings_given *given,
                       struct err_text *text);

// ERR_COMMAND unless aggregator and server key are given; says where to put what is missing.
enum err settings_need_aggregator(const struct settings *settings, struct err_text *text);

// Reads the secret key that is meant. ERR_COMMAND when there is none in that place, or it is no
// key.
enum err settings_load_key(const struct settings *settings, struct keys_pair *key,
                           struct err_text *text);

// The two halves of the aggregator's address, which must be given.
void settings_host_and_port(const struct settings *settings, char host[SETTINGS_ADDRESS_BYTES],
                            char port[SETTINGS_PORT_BYTES]);

#endif
