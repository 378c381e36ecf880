// qd-collector: its commands, as a table.
#include "collector/commands/check.h"
#include "collector/commands/command_line.h"
#include "collector/commands/doctor.h"
#include "collector/commands/outbox_commands.h"
#include "collector/commands/rules_command.h"
#include "collector/commands/settings_file.h"
#include "collector/commands/submit_command.h"
#include "collector/commands/template.h"
#include "collector/commands/withdraw_command.h"
#include "lib/base/commands.h"
#include "lib/base/msg.h"
#include "lib/base/quote.h"
#include "lib/base/terminal.h"
#include "lib/net/keys.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

// --- the short ones

static int run_keygen(const void *values, const char *const *arguments)
{
    const char *path = arguments[0];
    struct err_text text = {""};
    struct keys_pair pair;
    char hex[KEYS_TEXT_BYTES];
    enum err error;

    (void)values;
    keys_generate(&pair);
    error = keys_save(&pair, path, &text);
    keys_to_text(pair.public_key, hex);
    keys_wipe(&pair);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    puts(hex);
    msg("the secret key is in %s, which only you can read: keep it, and send it to nobody", path);
    msg("send the public key above to the region's operator, by a way that both of you trust; the "
        "operator lets it in with: qd-aggregator allow BOROUGH %s",
        hex);
    return ERR_KIND_NONE;
}

// Beside the folder, from where the folder is named, and not in it, where it is no part of a return.
static int make_settings_file(const char *folder)
{
    struct err_text text = {""};
    char whole[PATH_MAX], path[PATH_MAX + sizeof SETTINGS_FILE];
    enum err error;

    if (realpath(folder, whole) == NULL)
        return msg_failure(err_say_errno(&text, errno, "%s cannot be found", folder), &text);
    snprintf(path, sizeof path, "%s/" SETTINGS_FILE, dirname(whole));
    error = settings_file_make(path, &text);
    if (error == ERR_OK)
        msg("wrote %s: say there where to send, once, and type: qd-collector doctor", path);
    else if (error != ERR_EXISTS)
        return msg_failure(error, &text);
    return ERR_KIND_NONE;
}

static int run_template(const void *values, const char *const *arguments)
{
    const char *path = arguments[0];
    struct err_text text = {""};
    struct quote_text quoted;
    const struct command_line *line = values;
    const enum err error = template_write(path, line->down, &text);

    if (error != ERR_OK)
        return msg_failure(error, &text);
    msg("wrote the files of a return into %s. README.txt there explains each column; delete the "
        "files of the parts that you do not return, fill in the others, and type: qd-collector "
        "check %s",
        path, quote_shell(&quoted, path));
    return make_settings_file(path);
}

static void tell_examined(void *context, const char *what, enum doctor_verdict verdict,
                          const char *words)
{
    static const struct {
        const char *words;
        enum terminal_colour colour;
    } verdicts[] = {
        [DOCTOR_OK] = {"ok", TERMINAL_GREEN},
        [DOCTOR_NOT_OK] = {"NOT OK", TERMINAL_RED},
        [DOCTOR_NOT_TRIED] = {"not tried", TERMINAL_YELLOW},
    };

    (void)context;
    printf("%-10s  ", what);
    terminal_paint(stdout, verdicts[verdict].colour);
    printf("%-9s", verdicts[verdict].words);
    terminal_paint(stdout, TERMINAL_PLAIN);
    printf("  %s\n", words);
    fflush(stdout);  // what comes next may take seconds
}

static int run_doctor(const void *values, const char *const *arguments)
{
    const struct command_line *line = values;
    const enum err error = doctor_run(&line->given, tell_examined, NULL);

    (void)arguments;
    if (error == ERR_OK)
        msg("all is well: `qd-collector submit FOLDER` will get through");
    return err_exit_status(error);
}

// --- those with a file of their own

static int run_check(const void *values, const char *const *arguments)
{
    return check_folder(values, arguments[0]);
}

static int run_submit(const void *values, const char *const *arguments)
{
    return submit_command(values, arguments[0]);
}

static int run_withdraw(const void *values, const char *const *arguments)
{
    return withdraw_command(values, arguments[0]);
}

static int run_rules(const void *values, const char *const *arguments)
{
    return rules_command(values, arguments);
}

static int run_status(const void *values, const char *const *arguments)
{
    (void)arguments;
    return outbox_commands_status(values);
}

static int run_receipts(const void *values, const char *const *arguments)
{
    (void)arguments;
    return outbox_commands_receipts(values);
}

// --- the table

static const struct command commands[] = {
    {.name = "keygen",
     .arguments = COMMAND_FILE,
     .summary = "make the borough's key",
     .help = "Writes a new secret key into FILE, which only you can read, and prints the public "
             "key. Send the public key to the region's operator, who lets it in; the file never "
             "leaves your hands. A file that is there is never overwritten.",
     .options = "",
     .run = run_keygen,
     .examples = {{"keygen borough.key", "makes a key, and prints its public half"}}},
    {.name = "template",
     .arguments = COMMAND_FOLDER,
     .summary = "write empty files to fill in",
     .help =
         "Writes the files of a return with their headings, and README.txt that explains each "
         "column. Delete the files of the parts that you do not return. Where the folder's name "
         "holds the period (2025-26-Q3, 2024-25, 2024), it is in return.csv already. "
         "A " SETTINGS_FILE " to fill in is written beside FOLDER. Nothing is overwritten.",
     .options = "down",
     .run = run_template,
     .examples = {{"template 2025-26-Q3", "makes the folder 2025-26-Q3 with empty files in it"},
                  {"template 2025-26-Q3 --down",
                   "the same, with the figures of timeliness.csv one below the other"}}},
    {.name = "check",
     .arguments = COMMAND_FOLDER,
     .summary = "say all that is wrong with a return",
     .help =
         "Reads the return in FOLDER and says all that is wrong: where (file, row and column as "
         "the spreadsheet shows them), what, and how to fix it. Before that, a line for each part "
         "says what was understood of it: how many rows, plans, children and pounds, beside those "
         "of the return before, where the outbox has its receipt. Nothing leaves your machine. "
         "Exit status 1 when something stops the return.",
     .options = "json html " COMMAND_LINE_OUTBOX,
     .run = run_check,
     .examples = {{"check 2025-26-Q3", "checks the return in the folder 2025-26-Q3"},
                  {"check 2025-26-Q3 --json", "the same, for a program to read"},
                  {"check 2025-26-Q3 --html findings.html",
                   "the same, and the causes with the cells as a page for a browser"}}},
    {.name = "submit",
     .arguments = "[FOLDER]",
     .summary = "check, send, get the receipt (no FOLDER: send what is pending)",
     .help =
         "Checks the return in FOLDER; writes it to the outbox; sends it, and whatever else is "
         "pending; waits for the region's receipt and prints it. What was begun is finished by "
         "typing the command again, with or without FOLDER: nothing is ever stored twice. The "
         "same return again gets the same receipt; a changed return for the same period "
         "replaces the earlier one. A return that another of the borough's collectors has "
         "replaced since is submitted again when its FOLDER is given again, and is the current "
         "one then.\n\n"
         "A return replaces the earlier one as a whole. So FOLDER is compared with the return "
         "that the region holds, be it another officer's: parts and figures that would go are "
         "listed before anything is sent. On a terminal you are asked; elsewhere "
         "--keep-other-parts sends parts that FOLDER does not have as they were, and single "
         "figures that it has no value for, and --replace lets go what it does not have. A row "
         "that FOLDER does not have is not kept, because what it counts may stand in another "
         "row now; nor is an amount of money whose row counts something else now. Both together "
         "keep other parts, and let go figures of those that FOLDER has. What is asked about "
         "what is kept is listed. --dry-run says all of this and sends nothing. Where the region "
         "cannot give the return that is replaced, nothing is compared, and that is said. A "
         "return that waits in the outbox, while another officer's comes to the region, is "
         "compared in the same way before it is sent, and stays there until you say which.\n\n"
         "Exit status: 0 the receipt is there; 1 the return must be fixed (findings, or "
         "refused); 2 the command is not right; 3 no answer: try again; whether anything was "
         "sent, and that it is kept in the outbox, is said.\n\n"
         "With --json and FOLDER one object is printed: the submission's state (acknowledged, "
         "refused or pending), its receipt and already_held; findings that stop it are printed "
         "as by check --json. Without FOLDER a list of what was answered.",
     .options = "json keep-other-parts replace dry-run " COMMAND_LINE_CONNECTION,
     .run = run_submit,
     .examples = {{"submit 2025-26-Q3", "sends the return in the folder 2025-26-Q3 to the region "
                                        "that " SETTINGS_FILE " names"},
                  {"submit 2025-26-Q3 --keep-other-parts",
                   "sends the parts in the folder, and the others as they were"},
                  {"submit 2025-26-Q3 --dry-run", "says what submit would do"},
                  {"submit", "finishes what was begun: sends what is pending in the outbox"}}},
    {.name = "withdraw",
     .arguments = "PERIOD",
     .summary = "take back the return for a period",
     .help =
         "Takes back the borough's return for PERIOD, when it was filed under the wrong one: the "
         "period then counts as not returned, with a note that says withdrawn, until you submit "
         "again, be it the same figures. Nothing is deleted, and your receipts stay good. What "
         "is pending in the outbox is sent first; a return for PERIOD that waits there, while "
         "another officer's came to the region, is taken back instead. Where the region then holds "
         "another return than the one that waited there, or whose withdrawal did, nothing is "
         "withdrawn before you type the command again. The withdrawal is written to the outbox and "
         "gets a receipt of its own: what was begun is finished by typing the command again, or "
         "by submit.\n\n"
         "Exit status: 0 it is withdrawn; 1 the region refused it; 2 there is no return for "
         "that period, or another one than yours, or the command is not right; 3 no answer: try "
         "again.",
     .options = "json " COMMAND_LINE_CONNECTION,
     .run = run_withdraw,
     .examples = {{"withdraw '2025-26 Q3'",
                   "the borough has not returned for that quarter, until it submits again"}}},
    {.name = "status",
     .arguments = "",
     .summary = "what is pending, acknowledged and refused",
     .help = "Lists every submission in the outbox, oldest first.",
     .options = "json " COMMAND_LINE_OUTBOX,
     .run = run_status,
     .examples = {{"status", "lists what is in the outbox that " SETTINGS_FILE " names"},
                  {"status --outbox outbox --json", "another outbox, for a program to read"}}},
    {.name = "receipts",
     .arguments = "",
     .summary = "every receipt you hold",
     .help = "Prints every receipt, oldest first: when the return arrived, its revision, journal "
             "number and hash.",
     .options = "json " COMMAND_LINE_OUTBOX,
     .run = run_receipts,
     .examples = {{"receipts", "prints every receipt in the outbox that " SETTINGS_FILE " names"}}},
    {.name = "doctor",
     .arguments = "",
     .summary = "find out why sending does not work",
     .help = "Tries one thing after the other: settings, key, outbox, name, network, server key, "
             "being let in; and says how to fix the first that is not right. Sends no figures.",
     .options = COMMAND_LINE_CONNECTION,
     .run = run_doctor,
     .examples = {{"doctor", "tries the way to the aggregator that " SETTINGS_FILE " names"}}},
    {.name = "rules",
     .arguments = "[RULE...]",
     .summary = "every rule that is checked, or all about some",
     .help =
         "Prints every rule: its id, whether it stops a return, what it looks for, why, and "
         "how to fix what it finds. With RULE all about that one, with an example of what it "
         "finds and of what is right. An id is taken as a finding shows it: [QD-F11] or QD-F11.",
     .options = "json markdown",
     .run = run_rules,
     .examples = {{"rules", "every rule, for a person to read"},
                  {"rules QD-F11 QD-C03", "all about two rules, with examples"},
                  {"rules --json", "every rule with its example, for a program"}}},
    {0}};

int main(int argc, char **argv)
{
    static const struct commands_page pages[] = {{SETTINGS_FILE, settings_file_manual}, {0}};
    static const struct commands_program program = {
        .name = "qd-collector",
        .summary = "check a borough's SEND return, send it to the region, and keep the receipt",
        .help = "The borough's side of Quarterday: checks a return, sends it to the region, and "
                "keeps the receipt.",
        .commands = commands,
        .options = command_line_options,
        .pages = pages};
    struct command_line line = {0};

    return commands_run(&program, &line, argc, argv);
}
