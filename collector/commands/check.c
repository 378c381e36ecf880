#include "collector/commands/check.h"

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
    enum err error;
    int status;

    arena_init(&arena, FOLDER_ARENA_CAP_BYTES);
    findings_init(&findings, &arena);
    known_begin(&known, path);
    error = folder_read(path, &known.beside, &arena, &returned, &findings, &text);
    if (error == ERR_OK)
        error = line->json ? report_findings_json(stdout, &findings, path)
                           : report_findings_text(stdout, &findings, path);
    if (error != ERR_OK)
        status = msg_failure(error, &text);
    else
        status = findings.stops > 0 ? ERR_KIND_DATA : ERR_KIND_NONE;
    known_end(&known);
    arena_free(&arena);
    return status;
}
