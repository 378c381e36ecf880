#include "collector/commands/replacing.h"

#include "collector/reading/keep_parts.h"
#include "collector/sending/replaced.h"
#include "collector/words/leaving.h"
#include "collector/words/report.h"
#include "lib/base/msg.h"
#include "proto/form/period.h"
#include "proto/rules/rules.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { GO_ON = -1 };

enum answer { KEEP, LET_GO, STOP };

struct replacing {
    struct conversation *talk;
    struct arena *arena;
    Qd__Return *returned;
    struct replaced replaced;
    struct leaving leaving;
    int all_may_go;  // said so once for everything that is listed
};

static int not_sent(int status)
{
    msg("nothing was sent");
    return status;
}

// --- what cannot be compared

static int say_unknown(const struct replacing *replacing, const char *why)
{
    if (!replacing->talk->line->keep_other_parts) {
        msg("this return was not compared with the one that it replaces, if there is one: %s", why);
        return GO_ON;
    }
    msg("the return that this one replaces is not at hand, and --keep-other-parts can keep nothing "
        "of it: %s",
        why);
    return not_sent(ERR_KIND_ENVIRONMENT);
}

// --- asking

static int may_ask(const struct replacing *replacing)
{
    const struct command_line *line = replacing->talk->line;

    return !line->json && !line->dry_run && isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static enum answer ask(const char *question, int may_keep)
{
    char line[64];

    for (;;) {
        fprintf(stderr, "%s ", question);
        fflush(stderr);
        if (fgets(line, sizeof line, stdin) == NULL || line[0] == '\n')
            return STOP;
        if (may_keep && strcmp(line, "keep\n") == 0)
            return KEEP;
        if (strcmp(line, "replace\n") == 0)
            return LET_GO;
    }
}

static int stop(const struct replacing *replacing, const char *options)
{
    if (!may_ask(replacing))
        msg("say which: %s", options);
    if (replacing->talk->line->json)
        (void)conversation_print_json(leaving_json(&replacing->leaving));
    return replacing->talk->line->dry_run ? ERR_KIND_COMMAND : not_sent(ERR_KIND_COMMAND);
}

// --- deciding

// The rules that both ends have, over what would be sent now.
static int judge(const struct replacing *replacing)
{
    const struct rules_input input = rules_input_whole(replacing->returned);
    struct findings findings;

    findings_init(&findings, replacing->arena);
    rules_check(&input, &findings);
    if (findings.stops == 0)
        return GO_ON;
    findings_sort(&findings);
    (void)report_findings_text(stderr, &findings, "the return with the parts that are kept", NULL);
    return not_sent(ERR_KIND_DATA);
}

static int keep(struct replacing *replacing)
{
    if (keep_parts(replacing->arena, replacing->returned, replacing->replaced.returned,
                   replacing->leaving.parts) != 0) {
        msg("out of memory for the parts that are kept");
        return not_sent(ERR_KIND_ENVIRONMENT);
    }
    for (int i = 0; i < FORM_PARTS; i++)
        if ((replacing->leaving.parts >> i & 1) != 0)
            msg("%s is kept as it was", form_part((enum form_part)i)->name);
    return judge(replacing);
}

// Parts that the folder does not have.
static int decide_parts(struct replacing *replacing)
{
    const struct command_line *line = replacing->talk->line;
    enum answer answer = line->keep_other_parts ? KEEP : line->replace ? LET_GO : STOP;

    if (replacing->leaving.parts == 0)
        return GO_ON;
    if (answer == STOP && may_ask(replacing))
        answer =
            ask("Type keep to send these parts as they were, replace to let all of this go, or "
                "press Enter to stop:",
                1);
    replacing->all_may_go |= answer == LET_GO;
    if (answer == KEEP)
        return keep(replacing);
    return answer == LET_GO ? GO_ON
                            : stop(replacing, "--keep-other-parts sends those parts as they were, "
                                              "--replace lets them go");
}

// Figures of parts that it has: in which nothing is mixed.
static int decide_figures(struct replacing *replacing)
{
    const int parts_are_kept = replacing->talk->line->keep_other_parts;
    enum answer answer = replacing->all_may_go ? LET_GO : STOP;

    if (replacing->leaving.count == 0)
        return GO_ON;
    if (answer == STOP && may_ask(replacing))
        answer = ask("Type replace to let these figures go, or press Enter to stop:", 0);
    if (answer == LET_GO)
        return GO_ON;
    return stop(replacing,
                parts_are_kept
                    ? "--keep-other-parts keeps parts that the folder does not have; put these "
                      "figures into its files, or give --replace as well, which lets them go"
                    : "put these figures into the folder's files, or let them go with --replace");
}

static void say_leaving(const struct replacing *replacing)
{
    const struct replaced *replaced = &replacing->replaced;
    char period[PERIOD_TEXT_BYTES];

    period_format(replacing->returned->header->period, period);
    if (replaced->revision == 0)
        msg("this return for %s has not all that the one has which is on its way:", period);
    else
        msg("this return for %s has not all that revision %u has%s:", period, replaced->revision,
            !replaced->is_asked      ? ", the last that was sent from here"
            : replaced->is_elsewhere ? ", which was sent from elsewhere"
                                     : "");
    leaving_text(stderr, &replacing->leaving);
}

static int decide(struct replacing *replacing)
{
    int status;

    if (replacing->leaving.parts == 0 && replacing->leaving.count == 0)
        return GO_ON;
    say_leaving(replacing);
    status = decide_parts(replacing);
    return status == GO_ON ? decide_figures(replacing) : status;
}

int replacing_look(struct conversation *talk, struct arena *arena, Qd__Return *returned,
                   const Qd__Welcome *welcome, const struct err_text *why)
{
    struct replacing replacing = {
        .talk = talk, .arena = arena, .returned = returned, .all_may_go = talk->line->replace};
    struct err_text text = {""};
    enum err error;

    if (welcome != NULL && welcome->new_la_code != returned->header->new_la_code)
        return GO_ON;  // it is not sent at all
    error = replaced_find(&replacing.replaced, talk->outbox, talk->sender, welcome,
                          returned->header, arena, &text);
    msg_progress_end();
    if (error != ERR_OK)
        return not_sent(msg_failure(error, &text));
    switch (replacing.replaced.state) {
    case REPLACED_NONE:
        return GO_ON;
    case REPLACED_UNKNOWN:
        return say_unknown(&replacing, welcome == NULL ? why->text : replacing.replaced.why.text);
    case REPLACED_KNOWN:
        break;
    }
    if (!replacing.replaced.is_asked && talk->line->keep_other_parts)
        return say_unknown(&replacing, why->text);
    if (leaving_find(&replacing.leaving, arena, replacing.replaced.returned, returned) != 0) {
        msg("out of memory for comparing the return with the one before it");
        return not_sent(ERR_KIND_ENVIRONMENT);
    }
    return decide(&replacing);
}
