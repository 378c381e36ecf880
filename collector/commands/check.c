#include "collector/commands/check.h"

#include "collector/commands/held.h"
#include "collector/commands/known.h"
#include "collector/page/found_html.h"
#include "collector/reading/folder.h"
#include "collector/words/report.h"
#include "lib/base/clock.h"
#include "lib/base/msg.h"

#include <stdio.h>

// Reads and judges the folder, and sets it beside what was returned before. `outbox` may be NULL.
static enum err look_at(const struct command_line *line, const char *path, struct outbox *outbox,
                        struct findings *findings, struct understood *understood,
                        struct err_text *text)
{
    struct arena *arena = findings->arena;
    struct known known;
    Qd__Return *returned;
    enum err error;

    known_begin(&known, path, outbox);
    error = folder_read(path, &known.beside, arena, &returned, findings, text);
    if (error == ERR_OK) {
        *understood = (struct understood){.returned = returned, .findings = findings};
        error = held_last_return(&understood->earlier, outbox, arena, returned, &line->given, text);
    }
    if (error == ERR_OK && text->text[0] != '\0')
        msg("nothing is compared with the last return: %s", text->text);
    else if (error == ERR_OK && known.text.text[0] != '\0')
        msg("not all earlier returns could be looked at: %s", known.text.text);
    known_end(&known);
    return error;
}

static enum err write_html(const struct command_line *line, const char *path,
                           const struct understood *understood, struct err_text *text)
{
    const struct found_asked asked = {
        .folder = path,
        .findings = understood->findings,
        .understood = understood,
        .today = clock_today(),
    };

    return line->html == NULL
               ? ERR_OK
               : found_html_write(line->html, understood->findings->arena, &asked, text);
}

int check_folder(const struct command_line *line, const char *path)
{
    struct err_text text = {""};
    struct understood understood;
    struct findings findings;
    struct outbox *outbox;
    struct arena arena;
    enum err error;
    int status;

    arena_init(&arena, FOLDER_ARENA_CAP_BYTES);
    findings_init(&findings, &arena);
    error = held_open_to_compare(&outbox, &line->given, &text);
    if (error == ERR_OK)
        error = look_at(line, path, outbox, &findings, &understood, &text);
    if (error == ERR_OK)
        error = line->json ? report_findings_json(stdout, &findings, path, &understood)
                           : report_findings_text(stdout, &findings, path, &understood);
    if (error == ERR_OK)
        error = write_html(line, path, &understood, &text);
    if (error != ERR_OK)
        status = msg_failure(error, &text);
    else
        status = findings.stops > 0 ? ERR_KIND_DATA : ERR_KIND_NONE;
    outbox_close(outbox);
    arena_free(&arena);
    return status;
}
