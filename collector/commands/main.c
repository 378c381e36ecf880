// qd-collector: what each command prints, and the status it ends with.
#include "collector/commands/command_line.h"
#include "collector/commands/doctor.h"
#include "collector/commands/submit_command.h"
#include "collector/commands/template.h"
#include "collector/outbox/outbox_list.h"
#include "collector/reading/folder.h"
#include "collector/words/report.h"
#include "collector/words/rule_list.h"
#include "lib/base/msg.h"
#include "lib/net/keys.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// --- keygen, template, rules, check

static int keygen(const struct command_line *line)
{
    struct err_text text = {""};
    struct keys_pair pair;
    char hex[KEYS_TEXT_BYTES];
    enum err error;

    keys_generate(&pair);
    error = keys_save(&pair, line->path, &text);
    keys_to_text(pair.public_key, hex);
    keys_wipe(&pair);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    puts(hex);
    msg("the secret key is in %s, which only you can read: keep it, and send it to nobody",
        line->path);
    msg("send the public key above to the region's operator, by a way that both of you trust; the "
        "operator lets it in with: qd-aggregator allow BOROUGH %s",
        hex);
    return ERR_KIND_NONE;
}

static int template(const struct command_line *line)
{
    struct err_text text = {""};
    const enum err error = template_write(line->path, &text);

    if (error != ERR_OK)
        return msg_failure(error, &text);
    msg("wrote the files of a return into %s. README.txt there explains each column; delete the "
        "files of the parts that you do not return, fill in the others, and type: qd-collector "
        "check %s",
        line->path, line->path);
    return ERR_KIND_NONE;
}

static int rules(const struct command_line *line)
{
    const enum err error = line->markdown ? rule_list_markdown(stdout) : rule_list_text(stdout);

    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, NULL);
}

static int check(const struct command_line *line)
{
    struct err_text text = {""};
    struct findings findings;
    struct arena arena;
    Qd__Return *returned;
    enum err error;
    int status;

    arena_init(&arena, FOLDER_ARENA_CAP_BYTES);
    findings_init(&findings, &arena);
    error = folder_read(line->path, &arena, &returned, &findings, &text);
    if (error == ERR_OK)
        error = line->json ? report_findings_json(stdout, &findings, line->path)
                           : report_findings_text(stdout, &findings, line->path);
    if (error != ERR_OK)
        status = msg_failure(error, &text);
    else
        status = findings.stops > 0 ? ERR_KIND_DATA : ERR_KIND_NONE;
    arena_free(&arena);
    return status;
}

// --- doctor

static void tell_examined(void *context, const char *what, enum doctor_verdict verdict,
                          const char *words)
{
    static const char *const verdicts[] = {
        [DOCTOR_OK] = "ok", [DOCTOR_NOT_OK] = "NOT OK", [DOCTOR_NOT_TRIED] = "not tried"};

    (void)context;
    printf("%-10s  %-9s  %s\n", what, verdicts[verdict], words);
    fflush(stdout);  // what comes next may take seconds
}

static int doctor(const struct command_line *line)
{
    const enum err error = doctor_run(&line->given, tell_examined, NULL);

    if (error == ERR_OK)
        msg("all is well: `qd-collector submit FOLDER` will get through");
    return err_exit_status(error);
}

// --- status and receipts

// Opens the outbox that is meant, to look into it. *outbox is NULL, and that is told, when nothing
// was submitted from here yet.
static enum err open_to_look(const struct command_line *line, struct outbox **outbox,
                             struct err_text *text)
{
    struct settings settings;
    enum err error = settings_load(&settings, &line->given, text);

    *outbox = NULL;
    if (error != ERR_OK)
        return error;
    if (access(settings.outbox, F_OK) != 0 && errno == ENOENT) {
        msg("there is no outbox folder %s: nothing was submitted from here yet, or --outbox names "
            "another",
            settings.outbox);
        return ERR_OK;
    }
    return outbox_open(outbox, settings.outbox, text);
}

typedef enum err write_fn(FILE *out, struct outbox *outbox, int as_json,
                          struct outbox_list_counts *counts, struct err_text *text);

static int look(const struct command_line *line, write_fn *write, struct outbox_list_counts *counts,
                int *is_there)
{
    struct err_text text = {""};
    struct outbox *outbox;
    enum err error = open_to_look(line, &outbox, &text);

    *is_there = outbox != NULL;
    if (error == ERR_OK && outbox != NULL)
        error = write(stdout, outbox, line->json, counts, &text);
    else if (error == ERR_OK && line->json)
        puts("[]");
    outbox_close(outbox);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}

static int status(const struct command_line *line)
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

static int receipts(const struct command_line *line)
{
    struct outbox_list_counts counts = {0};
    int is_there;
    const int result = look(line, outbox_list_receipts, &counts, &is_there);

    if (result == ERR_KIND_NONE && is_there && counts.acknowledged == 0 && !line->json)
        msg("no receipts");
    return result;
}

int main(int argc, char **argv)
{
    static int (*const run[COMMAND_LINE_COMMANDS])(const struct command_line *) = {
        [COMMAND_LINE_KEYGEN] = keygen, [COMMAND_LINE_TEMPLATE] = template,
        [COMMAND_LINE_CHECK] = check,   [COMMAND_LINE_SUBMIT] = submit_command,
        [COMMAND_LINE_STATUS] = status, [COMMAND_LINE_RECEIPTS] = receipts,
        [COMMAND_LINE_DOCTOR] = doctor, [COMMAND_LINE_RULES] = rules,
    };
    struct command_line line;
    int status_to_end_with;

    msg_program(COMMAND_LINE_PROGRAM);
    command_line_parse(&line, argc, argv);
    status_to_end_with = run[line.command](&line);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status_to_end_with;
    msg("the output does not take what was to be printed: %s", strerror(errno));
    return status_to_end_with == ERR_KIND_NONE ? ERR_KIND_ENVIRONMENT : status_to_end_with;
}
