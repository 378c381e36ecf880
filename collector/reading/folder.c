#include "collector/reading/folder.h"

#include "collector/reading/file_fault.h"
#include "collector/reading/folder_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// --- the bytes of a file

static void found_unreadable(struct findings *findings, enum form_part part, const char *why,
                             const char *fix)
{
    findings_add(findings, RULE_FILE_UNREADABLE, finding_place_part(part), NULL, fix,
                 "the file cannot be read: %s", why);
}

// Reads `size` bytes, or fewer if the file has become shorter.
static char *read_all(int fd, struct arena *arena, size_t *size, const char **why)
{
    char *bytes = arena_alloc(arena, *size + 1);
    size_t used = 0;
    ssize_t got = 0;

    while (bytes != NULL && used < *size && (got = read(fd, bytes + used, *size - used)) != 0) {
        if (got > 0)
            used += (size_t)got;
        else if (errno != EINTR)
            break;
    }
    *size = used;
    *why = got < 0 ? strerror(errno) : NULL;
    return bytes;
}

// The file's bytes in the arena, or NULL: the findings say why, or memory is exhausted.
static char *load(const char *folder, const char *name, enum form_part part,
                  struct findings *findings, size_t *size)
{
    const char *path = arena_printf(findings->arena, "%s/%s", folder, name), *why = NULL;
    const char *fix = NULL;
    char *bytes = NULL;
    struct stat status;
    int fd;

    if (path == NULL)
        return NULL;
    // Not to wait for somebody to write into a pipe of that name.
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && (errno == ELOOP || errno == ENOENT)) {
        why = "it is a link that leads to no file";
        fix = "put the file itself into the folder, in place of the link";
    } else if (fd < 0 || fstat(fd, &status) != 0) {
        why = strerror(errno);
    } else if (!S_ISREG(status.st_mode)) {
        why = S_ISDIR(status.st_mode) ? "it is a folder" : "it is no ordinary file";
        fix = "take it out, and put the file in its place";
    } else if ((uint64_t)status.st_size > CSV_FILE_MAX_BYTES) {
        file_fault_too_large(findings, part, (size_t)status.st_size);
    } else {
        *size = (size_t)status.st_size;
        bytes = read_all(fd, findings->arena, size, &why);
    }
    if (fd >= 0)
        close(fd);
    if (why == NULL)
        return bytes;
    found_unreadable(findings, part, why, fix);
    return NULL;
}

// --- the folder

static enum err read_part(struct part *part, enum form_part which, const char *folder,
                          const struct folder_files *files, struct findings *findings)
{
    const char *name = files->names[which];
    size_t size = 0;
    char *bytes;

    *part =
        (struct part){.part = which, .state = files->missing[which] ? PART_MISSING : PART_ABSENT};
    if (name == NULL)
        return ERR_OK;
    part->state = PART_NOT_READ;
    bytes = load(folder, name, which, findings, &size);
    if (findings->arena->exhausted)
        return ERR_NO_MEMORY;
    return bytes == NULL ? ERR_OK : part_read(part, which, bytes, size, findings);
}

static enum err read_folder(const char *path, const struct return_known *known,
                            Qd__Return **returned, struct findings *findings, struct err_text *text)
{
    struct folder_files files;
    struct part parts[FORM_PARTS];
    enum err error = folder_files_read(&files, path, findings, text);

    for (int i = 0; i < FORM_PARTS && error == ERR_OK; i++)
        error = read_part(&parts[i], (enum form_part)i, path, &files, findings);
    if (error == ERR_OK)
        error = return_check(parts, known, findings, returned);
    return error;
}

enum err folder_read(const char *path, const struct return_known *known, struct arena *arena,
                     Qd__Return **returned, struct findings *findings, struct err_text *text)
{
    enum err error;

    *returned = NULL;
    findings_init(findings, arena);
    findings->kept_max = FOLDER_FINDINGS_KEPT_MAX;
    error = read_folder(path, known, returned, findings, text);
    if (error == ERR_NO_MEMORY)
        return err_say(text, error, "the return in %s is too large for this machine's memory",
                       path);
    if (error == ERR_OK)
        findings_sort(findings);
    return error;
}
