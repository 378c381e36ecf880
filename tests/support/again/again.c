#include "tests/support/again/again.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *own_path;

int again_main(int argc, char **argv, again_play *play)
{
    own_path = argv[0];
    return argc == 3 ? play(argv[1], argv[2]) : -1;
}

struct again_end again_run(const char *part, const char *how)
{
    struct again_end end = {.status = -1};
    size_t used = 0;
    ssize_t got;
    int ends[2];
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(own_path, own_path, part, how, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    while ((got = read(ends[0], end.words + used, sizeof end.words - 1 - used)) > 0)
        used += (size_t)got;
    end.words[used] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &end.status, 0), child);
    return end;
}
