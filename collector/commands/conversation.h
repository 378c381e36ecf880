// A command's talk with the aggregator: what it needs for it, and how it shows what comes of it. Prints.
#ifndef QD_COLLECTOR_COMMANDS_CONVERSATION_H
#define QD_COLLECTOR_COMMANDS_CONVERSATION_H

#include "collector/commands/command_line.h"
#include "collector/outbox/outbox.h"
#include "collector/sending/sender.h"
#include "collector/sending/submit.h"
#include "lib/base/arena.h"

#include <jansson.h>

struct conversation {
    const struct command_line *line;
    struct settings settings;
    struct keys_pair key;
    struct outbox *outbox;
    struct sender *sender;
    struct arena scratch;  // of one answer
    uint8_t *fresh;        // the submission that the command is about; NULL: whatever is pending
    int already_held;      // it had its receipt before, and was not sent in this run
    json_t *list;          // what was answered, when it is to be printed as a list; or NULL
    size_t shown;          // receipts
};

// Reads the settings and the key, and opens the outbox. Nothing is sent yet. Close it whatever comes.
enum err conversation_open(struct conversation *conversation, const struct command_line *line,
                           struct err_text *text);
void conversation_close(struct conversation *conversation);

// Says Hello. The Welcome is in the arena.
enum err conversation_hello(struct conversation *conversation, struct arena *arena,
                            const Qd__Welcome **welcome, struct err_text *text);

// Sends what is pending, as submit_pending, and shows each answer.
enum err conversation_send(struct conversation *conversation, struct submit_counts *counts,
                           struct err_text *text);

// As receipt_text_json, with what was understood of it.
json_t *conversation_as_json(struct conversation *conversation, const struct outbox_entry *entry);

void conversation_show_receipt(struct conversation *conversation, const struct outbox_entry *entry);

// Says what stands in the way, whether anything was sent, and that nothing is lost by it. The status.
int conversation_say_unsent(const struct conversation *conversation, const struct submit_stop *stop,
                            enum err error, const struct err_text *text);

// Prints it and lets go of it. The status.
int conversation_print_json(json_t *json);

#endif
