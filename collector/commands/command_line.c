#include "collector/commands/command_line.h"

#include <stddef.h>

#define GIVEN(name) offsetof(struct command_line, given.values) + (name) * sizeof(const char *)

const struct command_option command_line_options[] = {
    {"json", NULL, "write JSON, for a program", command_take_flag,
     offsetof(struct command_line, json), NULL},
    {"html", COMMAND_FILE,
     "write what was found as a page into that file as well, whole or not at all: one file that a "
     "browser shows and that can be mailed. It holds the cells that were found",
     command_take_text, offsetof(struct command_line, html), NULL},
    {"markdown", NULL, "write Markdown, as in docs/RULES.md", command_take_flag,
     offsetof(struct command_line, markdown), NULL},
    {"keep-other-parts", NULL,
     "send parts and figures that FOLDER does not have as they were in the return that it replaces",
     command_take_flag, offsetof(struct command_line, keep_other_parts), NULL},
    {"replace", NULL, "let parts and figures go that FOLDER does not have any more",
     command_take_flag, offsetof(struct command_line, replace), NULL},
    {"dry-run", NULL, "say what would happen, and send nothing", command_take_flag,
     offsetof(struct command_line, dry_run), NULL},
    {"down", NULL,
     "write the files of one row down the sheet, a figure below the other: measure, label, value, "
     "and why there is no figure",
     command_take_flag, offsetof(struct command_line, down), NULL},
    {"aggregator", "ADDRESS", "where to send: tcp://HOST:PORT, from the region's operator",
     command_take_text, GIVEN(SETTINGS_NAME_AGGREGATOR), NULL},
    {"server-key", "KEY",
     "the aggregator's public key: 64 hexadecimal digits, from the region's operator",
     command_take_text, GIVEN(SETTINGS_NAME_SERVER_KEY), NULL},
    {"key", COMMAND_FILE,
     "the borough's secret key, made by keygen (" SETTINGS_KEY " unless given)", command_take_text,
     GIVEN(SETTINGS_NAME_KEY), NULL},
    {"outbox", COMMAND_FOLDER,
     "where returns and receipts are kept (" SETTINGS_OUTBOX " unless given)", command_take_text,
     GIVEN(SETTINGS_NAME_OUTBOX), NULL},
    {"timeout", "SECONDS",
     "how long to wait for each answer (60 unless given, but 10 when nobody is there at all). A "
     "wrong server key, and a key that is not let in, are told after a few attempts, within 5 "
     "seconds",
     command_take_text, GIVEN(SETTINGS_NAME_TIMEOUT), NULL},
    {"config", COMMAND_FILE,
     "a settings file, whose section [collector] holds aggregator, server_key, key, outbox and "
     "timeout (" SETTINGS_FILE " in the current folder unless given, where it is there). What is "
     "given on the command line wins",
     command_take_text, offsetof(struct command_line, given.config), NULL},
    {0}};
