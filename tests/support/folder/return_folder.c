#include "tests/support/folder/return_folder.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

void return_folder_path(const struct return_folder *folder, const char *name,
                        char path[RETURN_FOLDER_PATH_BYTES])
{
    assert_true(snprintf(path, RETURN_FOLDER_PATH_BYTES, "%s/%s", folder->path, name) <
                RETURN_FOLDER_PATH_BYTES);
}

void return_folder_write_bytes(const struct return_folder *folder, const char *name,
                               const char *bytes, size_t size)
{
    char path[RETURN_FOLDER_PATH_BYTES];
    FILE *out;

    return_folder_path(folder, name, path);
    out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    assert_int_equal(fclose(out), 0);
}

void return_folder_write(const struct return_folder *folder, const char *name, const char *text)
{
    return_folder_write_bytes(folder, name, text, strlen(text));
}

char *return_folder_load(const char *path, size_t *size)
{
    enum { ROOM = 1024 * 1024 };
    FILE *in = fopen(path, "rb");
    char *bytes = malloc(ROOM);

    assert_true(in != NULL && bytes != NULL);
    *size = fread(bytes, 1, ROOM - 1, in);
    bytes[*size] = '\0';
    assert_int_equal(fclose(in), 0);
    return bytes;
}

void return_folder_remove(const struct return_folder *folder, const char *name)
{
    char path[RETURN_FOLDER_PATH_BYTES];

    return_folder_path(folder, name, path);
    assert_int_equal(remove(path), 0);
}

void return_folder_replace(const struct return_folder *folder, const char *name, const char *what,
                           const char *with)
{
    char path[RETURN_FOLDER_PATH_BYTES];
    size_t size, before;
    char *bytes, *changed, *at;

    return_folder_path(folder, name, path);
    bytes = return_folder_load(path, &size);
    at = strstr(bytes, what);
    if (at == NULL)
        fail_msg("%s does not hold %s", name, what);
    changed = malloc(size + strlen(with) + 1);
    assert_non_null(changed);
    before = (size_t)(at - bytes);
    memcpy(changed, bytes, before);
    memcpy(changed + before, with, strlen(with));
    memcpy(changed + before + strlen(with), at + strlen(what), size - before - strlen(what));
    return_folder_write_bytes(folder, name, changed, size + strlen(with) - strlen(what));
    free(changed);
    free(bytes);
}

void return_folder_copy(const struct return_folder *folder, const char *fixture)
{
    static const char *const files[] = {"return.csv", "timeliness.csv", "placements.csv",
                                        "transport.csv", "explanations.csv"};

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[RETURN_FOLDER_PATH_BYTES];
        size_t size;
        char *bytes;

        snprintf(path, sizeof path, QD_DATA_DIR "/../tests/data/folders/%s/%s", fixture, files[i]);
        if (access(path, F_OK) != 0)
            continue;
        bytes = return_folder_load(path, &size);
        return_folder_write_bytes(folder, files[i], bytes, size);
        free(bytes);
    }
}

void return_folder_make(struct return_folder *folder)
{
    *folder = (struct return_folder){.path = "/tmp/quarterday-folder-XXXXXX"};
    assert_non_null(mkdtemp(folder->path));
    arena_init(&folder->arena, FOLDER_ARENA_CAP_BYTES);
}

void return_folder_empty(const struct return_folder *folder)
{
    DIR *directory = opendir(folder->path);
    const struct dirent *entry;

    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            return_folder_remove(folder, entry->d_name);
    closedir(directory);
}

void return_folder_destroy(struct return_folder *folder)
{
    arena_free(&folder->arena);
    return_folder_empty(folder);
    assert_int_equal(rmdir(folder->path), 0);
}

void return_folder_read(struct return_folder *folder)
{
    struct err_text text = {""};

    arena_reset(&folder->arena);
    if (folder_read(folder->path, NULL, &folder->arena, &folder->returned, &folder->findings,
                    &text) != ERR_OK)
        fail_msg("%s", text.text);
}

const char *return_folder_found(struct return_folder *folder)
{
    const char *all = "";

    return_folder_read(folder);
    for (size_t i = 0; i < folder->findings.count; i++) {
        const struct finding *finding = &folder->findings.list[i];
        const struct finding_place *place = &finding->place;
        char letters[FINDING_LETTERS_BYTES], row[16] = "";

        finding_letters(place->sheet_column, letters);
        if (place->sheet_row != 0)
            snprintf(row, sizeof row, " %u", (unsigned)place->sheet_row);
        all = arena_printf(&folder->arena, "%s%s%s %s%s%s%s", all, i == 0 ? "" : "; ",
                           finding->rule->id,
                           place->file != NULL ? place->file : form_part(place->part)->file, row,
                           *letters == '\0' ? "" : " ", letters);
        assert_non_null(all);
    }
    return all;
}
