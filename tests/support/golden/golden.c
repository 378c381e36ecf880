#include "tests/support/golden/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int is_heading(const char *line)
{
    return strncmp(line, "=== ", 4) == 0;
}

// Where the text under the name begins.
static FILE *open_at(const char *file, const char *name)
{
    char path[1000], *line = NULL;
    size_t room = 0;
    FILE *in;

    snprintf(path, sizeof path, "%s/../tests/data/%s", QD_DATA_DIR, file);
    in = fopen(path, "re");
    if (in == NULL)
        fail_msg("%s cannot be opened", path);
    while (getline(&line, &room, in) >= 0) {
        line[strcspn(line, "\n")] = '\0';
        if (is_heading(line) && strcmp(line + 4, name) == 0) {
            free(line);
            return in;
        }
    }
    fail_msg("%s has nothing under \"=== %s\"", path, name);
    return NULL;
}

// cmocka cuts a message off after a kilobyte, and what was said may be longer.
static void differs(const char *file, const char *name, unsigned number, const char *meant,
                    const char *said)
{
    fprintf(stderr, "%s, %s: said was:\n%s\n", file, name, said);
    fail_msg("%s, %s, line %u, is meant to be: %.*s", file, name, number, (int)strcspn(meant, "\n"),
             meant);
}

void golden_check(const char *file, const char *name, const char *said)
{
    FILE *in = open_at(file, name);
    const char *rest = said;
    char *line = NULL;
    size_t room = 0;
    unsigned number = 0;

    while (getline(&line, &room, in) >= 0 && !is_heading(line)) {
        const size_t length = strcspn(line, "\n");

        number++;
        if (strncmp(rest, line, length) != 0 || strchr("\n", rest[length]) == NULL)
            differs(file, name, number, line, said);
        rest += length + (rest[length] == '\n');
    }
    if (*rest != '\0')
        differs(file, name, number + 1, "nothing more\n", said);
    free(line);
    fclose(in);
}

// --- what was noted

static char *noted;
static size_t noted_bytes;
static FILE *notes;

void golden_note_in(const char *place, const char *asked, const char *said)
{
    size_t length;

    if (notes == NULL)
        notes = open_memstream(&noted, &noted_bytes);
    assert_non_null(notes);
    fprintf(notes, ">%s%s\n", asked[0] == '\0' ? "" : " ", asked);
    for (const char *at; place != NULL && (at = strstr(said, place)) != NULL;
         said = at + strlen(place))
        fprintf(notes, "%.*sPLACE", (int)(at - said), said);
    length = strlen(said);
    fprintf(notes, "%s%s", said, length > 0 && said[length - 1] == '\n' ? "" : "\n");
}

void golden_note(const char *asked, const char *said)
{
    golden_note_in(NULL, asked, said);
}

void golden_stand(char *said, const char *made, const char *word)
{
    const size_t made_length = strlen(made), length = strlen(word);

    assert_true(length > 0 && length <= made_length);
    for (char *at = said; (at = strstr(at, made)) != NULL; at += length) {
        memcpy(at, word, length);
        memmove(at + length, at + made_length, strlen(at + made_length) + 1);
    }
}

void golden_check_noted(const char *file, const char *name)
{
    assert_non_null(notes);
    fclose(notes);
    notes = NULL;
    golden_check(file, name, noted);
    free(noted);
}
