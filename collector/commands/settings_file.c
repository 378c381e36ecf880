#include "collector/commands/settings_file.h"

#include "collector/commands/settings.h"
#include "lib/base/file.h"
#include "lib/base/roff.h"
#include "lib/base/wrap.h"

#include <string.h>

static const char introduction[] =
    "Where qd-collector sends a borough's returns, as whom, and where it keeps them. It is read "
    "from the current folder; --config names another. What is given on the command line wins.";

static void write_comment(FILE *out, const char *text)
{
    enum { COLUMNS = 78 };
    const char *line;
    size_t bytes;

    while ((line = wrap_line(&text, COLUMNS, &bytes)) != NULL)
        fprintf(out, "# %.*s\n", (int)bytes, line);
}

static void write_all(FILE *out, void *context)
{
    (void)context;
    write_comment(out, introduction);
    fputs("# Take the ; away from what you fill in.\n\n[collector]\n", out);
    for (int i = 0; i < SETTINGS_NAMES; i++) {
        fputc('\n', out);
        write_comment(out, settings_words[i].help);
        fprintf(out, ";%s = %s\n", settings_words[i].name, settings_words[i].example);
    }
}

enum err settings_file_make(const char *path, struct err_text *text)
{
    return file_make(path, write_all, NULL, text);
}

static void write_example(FILE *out)
{
    char lines[SETTINGS_NAMES * 120 + 32] = "[collector]";

    for (int i = 0; i < SETTINGS_NAMES; i++) {
        const size_t used = strlen(lines);

        snprintf(lines + used, sizeof lines - used, "\n%-10s = %s", settings_words[i].name,
                 settings_words[i].example);
    }
    roff_verbatim(out, lines);
}

void settings_file_manual(FILE *out)
{
    roff_begin(out, SETTINGS_FILE, 5, "where qd-collector sends a borough's returns");
    roff_heading(out, "DESCRIPTION");
    roff_paragraphs(out, introduction);
    roff_paragraphs(out, "The settings stand below `[collector]`, one a line, as `name = value`. "
                         "Other sections are passed over; a line that begins with ; or # is a "
                         "comment. `qd-collector template` writes a file to fill in.");
    roff_heading(out, "SETTINGS");
    for (int i = 0; i < SETTINGS_NAMES; i++)
        roff_term(out, settings_words[i].name, settings_words[i].help);
    roff_heading(out, "EXAMPLE");
    write_example(out);
    roff_heading(out, "SEE ALSO");
    roff_paragraphs(out, "`qd-collector`(1)");
}
