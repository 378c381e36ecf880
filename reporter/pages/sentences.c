#include "reporter/pages/sentences.h"

#include "lib/base/file.h"
#include "lib/base/list.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SENTENCES_FILE_MAX_BYTES = 1000 * 1000 };

// --- the file

// Many lines as one.
static char *joined(struct arena *arena, const char *words, size_t length)
{
    char *line = arena_strndup(arena, words, length), *to = line;

    if (line == NULL)
        return NULL;
    for (const char *from = line; *from != '\0'; from++)
        if (!isspace((unsigned char)*from))
            *to++ = *from;
        else if (to > line && to[-1] != ' ')
            *to++ = ' ';
    while (to > line && to[-1] == ' ')
        to--;
    *to = '\0';
    return line;
}

static enum err split(struct sentences *sentences, const char *bytes, struct err_text *text)
{
    for (const char *at = strstr(bytes, "{{#"); at != NULL; at = strstr(at, "{{#")) {
        const char *name = at + strlen("{{#"), *end = strstr(name, "}}"), *ends, *close;
        struct sentences_template *template;

        if (at > bytes && at[-1] != '\n') {  // within a line
            at = name;
            continue;
        }
        if (end == NULL)
            return err_say(text, ERR_MALFORMED, "%s: a tag has no end", SENTENCES_FILE);
        ends = arena_printf(sentences->arena, "\n{{/%.*s}}", (int)(end - name), name);
        close = ends == NULL ? NULL : strstr(end, ends);
        if (close == NULL)
            return err_say(text, ERR_MALFORMED, "%s: the sentence %.*s has no end", SENTENCES_FILE,
                           (int)(end - name), name);
        template = LIST_ADD(sentences->arena, sentences->list, sentences->count);
        if (template == NULL)
            break;
        *template = (struct sentences_template){
            .name = arena_strndup(sentences->arena, name, (size_t)(end - name)),
            .words =
                joined(sentences->arena, end + strlen("}}"), (size_t)(close - end) - strlen("}}"))};
        at = close + 1;
    }
    return sentences->arena->exhausted
               ? err_say(text, ERR_NO_MEMORY, "there is no memory for the sentences")
               : ERR_OK;
}

enum err sentences_read(struct sentences *sentences, struct arena *arena, const char *folder,
                        struct err_text *text)
{
    char *bytes;
    size_t size;
    enum err error;

    *sentences = (struct sentences){.arena = arena, .made = json_array()};
    error = file_read(&bytes, &size, SENTENCES_FILE_MAX_BYTES, arena,
                      arena_printf(arena, "%s/%s", folder, SENTENCES_FILE), text);
    return error == ERR_OK ? split(sentences, bytes, text) : error;
}

void sentences_free(struct sentences *sentences)
{
    json_decref(sentences->made);
    sentences->made = NULL;
}

// --- one sentence

static const struct mustache *find(struct sentences *sentences, const char *name)
{
    for (size_t i = 0; i < sentences->count; i++) {
        struct sentences_template *template = &sentences->list[i];

        if (strcmp(template->name, name) != 0)
            continue;
        if (template->parsed == NULL)
            sentences->error = mustache_parse(
                sentences->arena, arena_printf(sentences->arena, "%s, %s", SENTENCES_FILE, name),
                template->words, strlen(template->words), &template->parsed, &sentences->text);
        return sentences->error == ERR_OK ? template->parsed : NULL;
    }
    sentences->error =
        err_say(&sentences->text, ERR_MALFORMED, "%s has no sentence %s", SENTENCES_FILE, name);
    return NULL;
}

static const char *rendered(struct sentences *sentences, const struct mustache *template,
                            const json_t *pieces)
{
    char *bytes = NULL;
    const char *words = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&bytes, &size);

    if (out == NULL) {
        sentences->error =
            err_say(&sentences->text, ERR_NO_MEMORY, "there is no memory for a sentence");
        return NULL;
    }
    sentences->error = mustache_render_text(template, pieces, out, &sentences->text);
    if (fclose(out) == 0 && sentences->error == ERR_OK)
        words = arena_strndup(sentences->arena, bytes, size);
    free(bytes);
    return words;
}

static void keep(struct sentences *sentences, const char *name, json_t *pieces, const char *words)
{
    json_t *other;
    size_t i;

    json_array_foreach(sentences->made, i, other)
    {
        if (strcmp(words, json_string_value(json_object_get(other, "says"))) == 0 &&
            strcmp(name, json_string_value(json_object_get(other, "sentence"))) == 0)
            return;
    }
    if (json_array_append_new(sentences->made, json_pack("{s:s, s:O, s:s}", "sentence", name, "of",
                                                         pieces, "says", words)) != 0)
        sentences->error =
            err_say(&sentences->text, ERR_NO_MEMORY, "there is no memory for \"%s\"", name);
}

const char *sentences_vsay(struct sentences *sentences, const char *name, const char *pieces,
                           va_list arguments)
{
    const struct mustache *template = sentences->error == ERR_OK ? find(sentences, name) : NULL;
    const char *words = NULL;
    json_error_t fault;
    json_t *packed;

    if (template == NULL)
        return "";
    packed = json_vpack_ex(&fault, 0, pieces, arguments);
    if (packed == NULL)
        sentences->error = err_say(&sentences->text, ERR_NO_MEMORY,
                                   "the pieces of the sentence %s: %s", name, fault.text);
    else
        words = rendered(sentences, template, packed);
    if (words != NULL)
        keep(sentences, name, packed, words);
    json_decref(packed);
    return words == NULL ? "" : words;
}

const char *sentences_say(struct sentences *sentences, const char *name, const char *pieces, ...)
{
    va_list arguments;
    const char *words;

    va_start(arguments, pieces);
    words = sentences_vsay(sentences, name, pieces, arguments);
    va_end(arguments);
    return words;
}
