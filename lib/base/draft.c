#include "lib/base/draft.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DRAFT_MODE = 0666 };  // less what the umask takes

static mode_t mode_of_new_files(void)
{
    const mode_t mask = umask(0);

    (void)umask(mask);
    return DRAFT_MODE & ~mask;
}

enum err draft_open(struct draft *draft, const char *path, struct err_text *text)
{
    struct stat status;
    int descriptor;

    *draft = (struct draft){.path = path};
    if (lstat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return err_say(text, ERR_COMMAND,
                       "%s is no file that could be replaced: give another name, or take it away",
                       path);
    if (asprintf(&draft->unnamed, "%s.XXXXXX", path) < 0) {
        draft->unnamed = NULL;
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    }
    descriptor = mkstemp(draft->unnamed);
    if (descriptor >= 0 && fchmod(descriptor, mode_of_new_files()) == 0)
        draft->out = fdopen(descriptor, "w");
    if (draft->out == NULL) {
        const enum err error = err_say_errno(text, errno, "%s cannot be written", path);

        if (descriptor >= 0) {
            (void)close(descriptor);
            (void)unlink(draft->unnamed);
        }
        free(draft->unnamed);
        draft->unnamed = NULL;
        return error;
    }
    return ERR_OK;
}

enum err draft_keep(struct draft *draft, struct err_text *text)
{
    enum err error = ERR_OK;

    errno = 0;
    if (fflush(draft->out) != 0 || ferror(draft->out) || fsync(fileno(draft->out)) != 0 ||
        rename(draft->unnamed, draft->path) != 0)
        error = err_say_errno(text, errno == 0 ? EIO : errno, "%s could not be written in full",
                              draft->path);
    if (error == ERR_OK) {
        free(draft->unnamed);
        draft->unnamed = NULL;
    }
    draft_drop(draft);
    return error;
}

void draft_drop(struct draft *draft)
{
    if (draft->out != NULL)
        (void)fclose(draft->out);
    if (draft->unnamed != NULL)
        (void)unlink(draft->unnamed);
    free(draft->unnamed);
    draft->out = NULL;
    draft->unnamed = NULL;
}
