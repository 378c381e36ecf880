// What the command line of qd-reporter says.
#ifndef QD_REPORTER_COMMANDS_REPORTER_WORDS_H
#define QD_REPORTER_COMMANDS_REPORTER_WORDS_H

#include "aggregator/store/store.h"
#include "reporter/table/as_of.h"

#include <stddef.h>

enum { REPORTER_WHERE_MAX = 8 };  // as many as there are dimensions

struct reporter_where {
    const char *words[REPORTER_WHERE_MAX];
    size_t count;
};

// Of `serve` and `reader`.
struct reporter_serve {
    const char *listen, *admin, *tls_certificate, *tls_key, *readers, *proxy, *proxy_secret,
        *editions;
    unsigned memory_mib, connections, connections_each;
};

struct reporter_words {
    const char *store, *reference;
    const char *templates, *calendar;  // of the pages
    const char *periods, *all_periods;
    const char *measures, *by, *areas, *format, *out, *audience;
    struct reporter_where where;
    struct as_of as_of, as_at;
    uint64_t since;      // of an edition; UINT64_MAX: none
    const char *verify;  // an edition's folder
    struct reporter_serve serve;
    int markdown, rolling, once;
};

// For the tables of options.
enum err reporter_words_take_where(void *field, const char *value, struct err_text *text);
enum err reporter_words_take_as_at(void *field, const char *value, struct err_text *text);
enum err reporter_words_take_since(void *field, const char *value, struct err_text *text);
enum err reporter_words_take_as_of(void *field, const char *value, struct err_text *text);
enum err reporter_words_take_number(void *field, const char *value, struct err_text *text);

// Opens the store that --store names, to read it.
enum err reporter_words_open_store(struct store **store, const struct reporter_words *words,
                                   struct err_text *text);

#endif
