#include "collector/commands/check.h"

#include "collector/commands/held.h"
#include "collector/commands/known.h"
#include "collector/reading/folder.h"
#include "collector/words/report.h"
#include "lib/base/msg.h"

#include <stdio.h>

int check_folder(const struct command_line *line, const char *path)
{
    struct err_text text = {""};
    struct findings findings;
    struct arena arena;
    struct known known;
    Qd__Return *returned;
    struct understood understood;
    enum err error;
    int status;

    arena_init(&arena, FOLDER_ARENA_CAP_BYTES);
    findings_init(&findings, &arena);
    known_begin(&known, path);
    error = folder_read(path, &known.beside, &arena, &returned, &findings, &text);
    if (error == ERR_OK) {
        understood = (struct understood){.returned = returned, .findings = &findings};
        error = held_last_return(&understood.earlier, &arena, returned, &line->given, &text);
    }
    if (error == ERR_OK && text.text[0] != '\0')
        msg("nothing is compared with the last return: %s", text.text);
    if (error == ERR_OK)
        error = line->json ? report_findings_json(stdout, &findings, path, &understood)
                           : report_findings_text(stdout, &findings, path, &understood);
    if (error != ERR_OK)
        status = msg_failure(error, &text);
    else
        status = findings.stops > 0 ? ERR_KIND_DATA : ERR_KIND_NONE;
    known_end(&known);
    arena_free(&arena);
    return status;
}
