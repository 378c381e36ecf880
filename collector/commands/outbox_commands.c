#include "collector/commands/outbox_commands.h"

#include "collector/commands/held.h"
#include "collector/outbox/outbox_list.h"
#include "lib/base/msg.h"

#include <stdio.h>

typedef enum err write_fn(FILE *out, struct outbox *outbox, int as_json,
                          struct outbox_list_counts *counts, struct err_text *text);

static int look(const struct command_line *line, write_fn *write, struct outbox_list_counts *counts,
                int *is_there)
{
    struct err_text text = {""};
    struct settings settings;
    struct outbox *outbox;
    enum err error = held_open(&outbox, &settings, &line->given, &text);

    *is_there = outbox != NULL;
    if (error == ERR_OK && outbox == NULL)
        msg("there is no outbox folder %s: nothing was submitted from here yet, or --outbox names "
            "another",
            settings.outbox);
    if (error == ERR_OK && outbox != NULL)
        error = write(stdout, outbox, line->json, counts, &text);
    else if (error == ERR_OK && line->json)
        puts("[]");
    outbox_close(outbox);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}

int outbox_commands_status(const struct command_line *line)
{
    struct outbox_list_counts counts = {0};
    int is_there;
    const int result = look(line, outbox_list_status, &counts, &is_there);

    if (result == ERR_KIND_NONE && is_there && !line->json)
        msg("%zu pending, %zu acknowledged, %zu refused%s", counts.pending, counts.acknowledged,
            counts.refused,
            counts.pending > 0 ? ". `qd-collector submit` sends what is pending" : "");
    return result;
}

int outbox_commands_receipts(const struct command_line *line)
{
    struct outbox_list_counts counts = {0};
    int is_there;
    const int result = look(line, outbox_list_receipts, &counts, &is_there);

    if (result == ERR_KIND_NONE && is_there && counts.acknowledged == 0 && !line->json)
        msg("no receipts");
    return result;
}
