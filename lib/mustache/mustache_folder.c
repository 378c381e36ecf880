#include "lib/mustache/mustache_folder.h"

#include "lib/base/file.h"
#include "lib/base/list.h"

#include <string.h>

enum { ARENA_CAP_BYTES = 64 * 1000 * 1000 };  // of all templates of a page

struct kept {
    const char *name;
    const struct mustache *template;
};

// The templates of a page, each read when it is first met.
struct folder {
    const char *path;
    struct arena *arena;
    struct kept *list;
    size_t count;
    enum err error;  // the first of them that cannot be read
    struct err_text *text;
};

static enum err read_template(const struct mustache **template, struct folder *folder,
                              const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789_-.";
    const char *file =
        strchr(name, '.') != NULL ? name : arena_printf(folder->arena, "%s.mustache", name);
    const char *path = arena_printf(folder->arena, "%s/%s", folder->path, file);
    char *bytes;
    size_t size;
    enum err error;

    if (*name == '\0' || *name == '.' || name[strspn(name, allowed)] != '\0')
        return err_say(folder->text, ERR_MALFORMED, "\"%s\" is no name of a template", name);
    if (file == NULL || path == NULL)
        return err_say(folder->text, ERR_NO_MEMORY, "there is no memory for the template %s", name);
    error =
        file_read(&bytes, &size, MUSTACHE_FOLDER_FILE_MAX_BYTES, folder->arena, path, folder->text);
    return error == ERR_OK
               ? mustache_parse(folder->arena, file, bytes, size, template, folder->text)
               : error;
}

static enum err keep(struct folder *folder, const char *name, const struct mustache *template)
{
    const char *copy = arena_strdup(folder->arena, name);
    struct kept *kept = LIST_ADD(folder->arena, folder->list, folder->count);

    if (copy == NULL || kept == NULL)
        return err_say(folder->text, ERR_NO_MEMORY, "there is no memory for the template %s", name);
    *kept = (struct kept){copy, template};
    return ERR_OK;
}

static const struct mustache *find(void *context, const char *name)
{
    struct folder *folder = context;
    const struct mustache *read = NULL;

    for (size_t i = 0; i < folder->count; i++)
        if (strcmp(folder->list[i].name, name) == 0)
            return folder->list[i].template;
    if (folder->error == ERR_OK)
        folder->error = read_template(&read, folder, name);
    if (folder->error == ERR_OK)
        folder->error = keep(folder, name, read);
    return folder->error == ERR_OK ? read : NULL;
}

enum err mustache_folder_render(const char *folder, const char *name, const json_t *data, FILE *out,
                                struct err_text *text)
{
    struct arena arena;
    struct folder files = {.path = folder, .arena = &arena, .text = text};
    const struct mustache_partials partials = {.find = find, .context = &files};
    const struct mustache *template;
    enum err error;

    arena_init(&arena, ARENA_CAP_BYTES);
    template = find(&files, name);
    error = files.error;
    if (error == ERR_OK)
        error = mustache_render(template, data, &partials, out, text);
    if (error == ERR_OK)
        error = files.error;
    arena_free(&arena);
    return error;
}
