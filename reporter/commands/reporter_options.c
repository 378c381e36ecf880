#include "reporter/commands/reporter_options.h"

#include "reporter/commands/view_commands.h"

#include <stddef.h>

#define STORE "./store"  // where it is when nobody says

enum { MEMORY_MIB = 128, CONNECTIONS = 1000, CONNECTIONS_EACH = 200 };
#define MEMORY_MIB_TEXT "128"
#define CONNECTIONS_TEXT "1000"
#define CONNECTIONS_EACH_TEXT "200"

const struct command_option reporter_options[] = {
    {"period", "PERIODS",
     "for which periods: '2024-25 Q4', 2024-25 or 2024; 2023..2024 for all from one to another, "
     "2022,2024 for each of them",
     command_take_text, offsetof(struct reporter_words, periods), NULL},
    {"all-periods", "KIND",
     "for all periods of a kind for which there is something: quarters, financial-years or "
     "calendar-years",
     command_take_text, offsetof(struct reporter_words, all_periods), view_commands_kind},
    {"measure", "NAMES",
     "these measures only, with commas between them (unless given: the headlines in text, all in "
     "csv and json)",
     command_take_text, offsetof(struct reporter_words, measures), NULL},
    {"by", "DIMENSIONS",
     "break the measures down by these dimensions, with commas between them: setting, need, phase, "
     "residence, location, mode or line",
     command_take_text, offsetof(struct reporter_words, by), NULL},
    {"where", "DIMENSION=CODE", "only of this code or sub-total; may be said for each dimension",
     reporter_words_take_where, offsetof(struct reporter_words, where), NULL},
    {"areas", "AREAS",
     "these rows, with commas between them: names or codes of boroughs and areas, or sets of them "
     "(boroughs,london unless given)",
     command_take_text, offsetof(struct reporter_words, areas), NULL},
    {"rolling", NULL,
     "of the four quarters to each quarter: what happened in them added up, and of what there is "
     "on a day the last quarter's",
     command_take_flag, offsetof(struct reporter_words, rolling), NULL},
    {"audience", "WHO",
     "for whom: panel (unless given), or borough:NAME, which has no prices but medians of several "
     "boroughs; public is refused until there is disclosure control",
     command_take_text, offsetof(struct reporter_words, audience), NULL},
    {"as-of", "WHEN",
     "as it stood: a number of the journal, a day (2026-11-23) or a time (2026-11-23T10:00:00Z)",
     reporter_words_take_as_of, offsetof(struct reporter_words, as_of), NULL},
    {"as-at", "DAY",
     "of an edition: the day by which it is judged what is provisional (unless given, that of the "
     "journal's last entry)",
     reporter_words_take_as_at, offsetof(struct reporter_words, as_at), NULL},
    {"since", "NUMBER",
     "of an edition: the number of the journal of the edition before, as its manifest.json has it",
     reporter_words_take_since, offsetof(struct reporter_words, since), NULL},
    {"verify", COMMAND_FOLDER, "make this edition again, and compare", command_take_text,
     offsetof(struct reporter_words, verify), NULL},
    {"once", NULL, "make what is due now, and end", command_take_flag,
     offsetof(struct reporter_words, once), NULL},
    {"format", "FORMAT",
     "text, csv, json, xlsx: a workbook, or ees: DfE's open data, a file and its metadata (text "
     "unless given)",
     command_take_text, offsetof(struct reporter_words, format), view_commands_format},
    {"out", COMMAND_FILE,
     "write it into this file, whole or not at all, in the place of what is there (stdout unless "
     "given); csv has a file of metadata beside it",
     command_take_text, offsetof(struct reporter_words, out), NULL},
    {"store", COMMAND_FOLDER, "the aggregator's store (" STORE " unless given)", command_take_text,
     offsetof(struct reporter_words, store), NULL},
    {"reference", COMMAND_FOLDER,
     "the lists of areas, in a folder areas (those that came with the program unless given)",
     command_take_text, offsetof(struct reporter_words, reference), NULL},
    {"templates", COMMAND_FOLDER,
     "the pages' templates and stylesheet (those that came with the program unless given)",
     command_take_text, offsetof(struct reporter_words, templates), NULL},
    {"calendar", COMMAND_FILE,
     "the calendar: when returns are due, and until when figures are provisional (calendar.csv of "
     "the reference lists unless given, if it is there)",
     command_take_text, offsetof(struct reporter_words, calendar), NULL},
    {"listen", "ADDRESS",
     "where to answer: a number and a port (" REPORTER_OPTIONS_LISTEN
     " unless given); port 0: one that is free",
     command_take_text, offsetof(struct reporter_words, serve.listen), NULL},
    {"admin", "ADDRESS",
     "where to answer /health and /metrics, on this machine (nowhere unless given)",
     command_take_text, offsetof(struct reporter_words, serve.admin), NULL},
    {"tls-certificate", COMMAND_FILE, "the certificate, with those it hangs on, in PEM",
     command_take_text, offsetof(struct reporter_words, serve.tls_certificate), NULL},
    {"tls-key", COMMAND_FILE, "the certificate's key, in PEM; a secret", command_take_text,
     offsetof(struct reporter_words, serve.tls_key), NULL},
    {"readers", COMMAND_FILE, "who may read, with the hashes of their passwords; a secret",
     command_take_text, offsetof(struct reporter_words, serve.readers), NULL},
    {"proxy", "ADDRESS",
     "the address of a proxy that says who reads, as 127.0.0.1; it is believed with the secret",
     command_take_text, offsetof(struct reporter_words, serve.proxy), NULL},
    {"proxy-secret", COMMAND_FILE, "the secret that the proxy sends along, in the first line",
     command_take_text, offsetof(struct reporter_words, serve.proxy_secret), NULL},
    {"editions", COMMAND_FOLDER, "the editions that were made, to be read as well",
     command_take_text, offsetof(struct reporter_words, serve.editions), NULL},
    {"memory", "MIB", "how much pages in memory may take (" MEMORY_MIB_TEXT " unless given)",
     reporter_words_take_number, offsetof(struct reporter_words, serve.memory_mib), NULL},
    {"connections", "NUMBER", "how many there may be at once (" CONNECTIONS_TEXT " unless given)",
     reporter_words_take_number, offsetof(struct reporter_words, serve.connections), NULL},
    {"connections-each", "NUMBER",
     "how many one network may have, of IPv6 its first 64 bits (" CONNECTIONS_EACH_TEXT
     " unless given; behind a proxy everybody has the same)",
     reporter_words_take_number, offsetof(struct reporter_words, serve.connections_each), NULL},
    {"markdown", NULL, "write Markdown, as in docs/INDICATORS.md", command_take_flag,
     offsetof(struct reporter_words, markdown), NULL},
    {0}};

const struct reporter_words reporter_options_unless_given = {
    .store = STORE,
    .format = "text",
    .audience = "panel",
    .as_of = AS_OF_NOW,
    .as_at = AS_OF_NOW,
    .since = UINT64_MAX,
    .serve = {.listen = REPORTER_OPTIONS_LISTEN,
              .memory_mib = MEMORY_MIB,
              .connections = CONNECTIONS,
              .connections_each = CONNECTIONS_EACH}};
