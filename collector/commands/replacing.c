#include "collector/commands/replacing.h"

#include "collector/commands/kept.h"
#include "collector/reading/keep_parts.h"
#include "lib/base/msg.h"
#include "lib/base/quote.h"
#include "proto/form/period.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { GO_ON = -1 };

enum answer { KEEP, LET_GO, STOP };

// Of what waits, the run that sends says in the end that it was left.
static int not_sent(const struct replacing *replacing, int status)
{
    if (!replacing->waits)
        msg("nothing was sent");
    return status;
}

// What is looked at, as a sentence begins.
static const char *the_return(const struct replacing *replacing, struct err_text *words)
{
    char period[PERIOD_TEXT_BYTES];

    period_format(replacing->returned->header->period, period);
    err_say(words, ERR_OK,
            replacing->waits ? "the return for %s that waits in the outbox" : "this return for %s",
            period);
    return words->text;
}

// --- what cannot be compared

static int say_unknown(const struct replacing *replacing, const char *why)
{
    struct err_text words;

    if (!replacing->talk->line->keep_other_parts) {
        msg("%s was not compared with the one that it replaces, if there is one: %s",
            the_return(replacing, &words), why);
        return GO_ON;
    }
    msg("the return that this one replaces is not at hand, and --keep-other-parts can keep nothing "
        "of it: %s",
        why);
    return not_sent(replacing, ERR_KIND_ENVIRONMENT);
}

// There is one, and no answer came: the next run may have it.
static int say_unfetched(const struct replacing *replacing, enum err error,
                         const struct err_text *text)
{
    struct err_text words;

    (void)msg_failure(error, text);
    msg("%s could not be compared with the one that it replaces. When that is fixed, run the same "
        "command again",
        the_return(replacing, &words));
    return not_sent(replacing, ERR_KIND_ENVIRONMENT);
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
    if (replacing->talk->line->json && replacing->talk->list == NULL)
        (void)conversation_print_json(leaving_json(&replacing->leaving));
    return replacing->talk->line->dry_run ? ERR_KIND_COMMAND
                                          : not_sent(replacing, ERR_KIND_COMMAND);
}

// --- what is kept

static int judge(const struct replacing *replacing, const struct findings *before)
{
    struct findings findings = kept_judged(replacing->arena, replacing->returned);

    return kept_say(&findings, before) == 0 ? GO_ON : not_sent(replacing, ERR_KIND_DATA);
}

static int kept(const struct replacing *replacing, int failed)
{
    if (failed == 0)
        return GO_ON;
    msg("out of memory for what is kept");
    return not_sent(replacing, ERR_KIND_ENVIRONMENT);
}

static int keep_whole_parts(struct replacing *replacing)
{
    replacing->keeps_parts = 1;
    return kept(replacing, keep_parts(replacing->arena, replacing->returned,
                                      replacing->replaced.returned, &replacing->leaving));
}

static int keep_single_figures(struct replacing *replacing)
{
    replacing->keeps_figures = 1;
    return kept(replacing, keep_parts_figures(replacing->arena, replacing->returned,
                                              replacing->replaced.returned, &replacing->leaving));
}

// Once everything is decided.
static void say_kept(const struct replacing *replacing)
{
    const struct leaving *leaving = &replacing->leaving;

    for (int i = 0; i < FORM_PARTS && replacing->keeps_parts; i++)
        if ((leaving->parts >> i & 1) != 0)
            msg("%s is kept as it was", form_part((enum form_part)i)->name);
    if (replacing->keeps_figures)
        msg("%zu figure%s kept as %s", leaving->keepable, leaving->keepable == 1 ? " is" : "s are",
            leaving->keepable == 1 ? "it was" : "they were");
}

// --- deciding

// `answer` is what the options say. Where they say nothing, a person is asked, or the command stops. `keep` is
// NULL if nothing can be kept.
static int settle(struct replacing *replacing, enum answer answer, const char *question,
                  int (*keep)(struct replacing *replacing), const char *options)
{
    if (answer == STOP && may_ask(replacing))
        answer = ask(question, keep != NULL);
    replacing->all_may_go |= answer == LET_GO;
    if (answer == KEEP && keep != NULL)
        return keep(replacing);
    return answer == LET_GO ? GO_ON : stop(replacing, options);
}

// Parts that the folder does not have.
static int decide_parts(struct replacing *replacing)
{
    const struct command_line *line = replacing->talk->line;

    if (replacing->leaving.parts == 0)
        return GO_ON;
    return settle(replacing,
                  line->keep_other_parts ? KEEP
                  : line->replace        ? LET_GO
                                         : STOP,
                  "Type keep to send these parts as they were, replace to let all of this go, or "
                  "press Enter to stop:",
                  keep_whole_parts,
                  "--keep-other-parts sends those parts, and figures that can be kept, as they "
                  "were, --replace lets all of this go");
}

// Figures of parts that it has, in rows that it has.
static int decide_figures(struct replacing *replacing)
{
    const struct command_line *line = replacing->talk->line;

    if (replacing->leaving.keepable == 0)
        return GO_ON;
    return settle(replacing,
                  replacing->all_may_go    ? LET_GO
                  : line->keep_other_parts ? KEEP
                                           : STOP,
                  "Type keep to send these figures as they were, where that can be done, replace "
                  "to let all of them go, or press Enter to stop:",
                  keep_single_figures,
                  "--keep-other-parts sends these figures as they were, --replace lets them go");
}

// What cannot be kept.
static int decide_rest(struct replacing *replacing)
{
    const size_t rest = replacing->leaving.count - replacing->leaving.keepable;

    if (rest == 0 || replacing->all_may_go)
        return GO_ON;
    msg("%zu of these cannot be kept: what a row that is gone has counted may stand in another row "
        "now, and would count twice; an amount of money is of what its row counted then",
        rest);
    return settle(replacing, STOP, "Type replace to let them go, or press Enter to stop:", NULL,
                  "put them into the folder's files, or let them go with --replace");
}

static void say_leaving(const struct replacing *replacing)
{
    const struct replaced *replaced = &replacing->replaced;
    struct err_text words;

    (void)the_return(replacing, &words);
    if (replaced->revision == 0)
        msg("%s has not all that the one has which is on its way:", words.text);
    else
        msg("%s has not all that revision %u has%s:", words.text, replaced->revision,
            !replaced->is_asked      ? ", the last that was sent from here"
            : replaced->is_elsewhere ? ", which was sent from elsewhere"
                                     : "");
    leaving_text(stderr, &replacing->leaving);
}

static int decide(struct replacing *replacing)
{
    struct findings before;
    int status;

    if (replacing->leaving.parts == 0 && replacing->leaving.count == 0)
        return GO_ON;
    before = kept_judged(replacing->arena, replacing->returned);
    say_leaving(replacing);
    status = decide_parts(replacing);
    if (status == GO_ON)
        status = decide_figures(replacing);
    if (status == GO_ON)
        status = decide_rest(replacing);
    if (status != GO_ON || (!replacing->keeps_parts && !replacing->keeps_figures))
        return status;
    say_kept(replacing);
    return judge(replacing, &before);
}

// It waits, and its period was withdrawn meanwhile, by somebody else: that was not about this return, and it
// would count again.
static int decide_withdrawn(const struct replacing *replacing)
{
    char period[PERIOD_TEXT_BYTES];
    struct quote_text quoted;
    struct err_text words;

    if (!replacing->waits || replacing->talk->line->replace)
        return GO_ON;
    msg("%s was submitted here before revision %u of the region was withdrawn, and would count in "
        "its place",
        the_return(replacing, &words), replacing->replaced.revision);
    if (may_ask(replacing) &&
        ask("Type replace to send it all the same, or press Enter to stop:", 0) == LET_GO)
        return GO_ON;
    period_format(replacing->returned->header->period, period);
    if (!may_ask(replacing))
        msg("say which: --replace sends it all the same; `qd-collector withdraw %s` lets it go",
            quote_shell(&quoted, period));
    return ERR_KIND_COMMAND;
}

static int compare(struct replacing *replacing)
{
    if (!replacing->replaced.is_asked && replacing->talk->line->keep_other_parts)
        return say_unknown(replacing, replacing->why->text);
    if (leaving_find(&replacing->leaving, replacing->arena, replacing->replaced.returned,
                     replacing->returned) != 0) {
        msg("out of memory for comparing the return with the one before it");
        return not_sent(replacing, ERR_KIND_ENVIRONMENT);
    }
    return decide(replacing);
}

int replacing_look(struct replacing *replacing)
{
    const Qd__Header *header = replacing->returned->header;
    struct conversation *talk = replacing->talk;
    struct err_text text = {""};
    enum err error;

    replacing->all_may_go = talk->line->replace;
    if (replacing->welcome != NULL && replacing->welcome->new_la_code != header->new_la_code)
        return GO_ON;  // it is not sent at all
    error = replaced_find(&replacing->replaced, talk->outbox, talk->sender, replacing->welcome,
                          header, replacing->arena, &text);
    msg_progress_end();
    if (error != ERR_OK)
        return say_unfetched(replacing, error, &text);
    switch (replacing->replaced.state) {
    case REPLACED_NONE:
        return replacing->replaced.is_withdrawn ? decide_withdrawn(replacing) : GO_ON;
    case REPLACED_UNKNOWN:
        return say_unknown(replacing, replacing->welcome == NULL ? replacing->why->text
                                                                 : replacing->replaced.why.text);
    case REPLACED_KNOWN:
        break;
    }
    return compare(replacing);
}
