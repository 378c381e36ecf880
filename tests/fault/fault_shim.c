// Preloaded into a program, it counts the calls that the program makes on one file, and at the Nth
// ends the process as a power cut would, or lets the call fail. So a test can stop the aggregator
// exactly between receiving and committing, or fail each write in turn until nothing fails.
//
//   QD_FAULT_FILE    part of the file's path; "socket:" for sockets
//   QD_FAULT_CALLS   which calls count, with commas: write pwrite pwritev meta fdatasync fsync
//                    fallocate ftruncate send; "meta" is a pwrite on a descriptor with O_DSYNC,
//                    which is how LMDB writes the page that makes a commit true; "fork" is on no file,
//                    and fails with EAGAIN
//   QD_FAULT_AT      the Nth of them, from 1
//   QD_FAULT_ACTION  kill-before, kill-after, EIO, ENOSPC
//   QD_FAULT_ARM     optional: nothing counts before this file exists
//   QD_FAULT_LOG     where a line is left when it strikes
//   QD_FAULT_FOREVER optional: every later call fails too
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

// The sanitizers' runtime may not be up yet when the loader makes the first calls.
#define PLAIN __attribute__((no_sanitize("address", "undefined")))

enum action { ACTION_NONE, ACTION_KILL_BEFORE, ACTION_KILL_AFTER, ACTION_FAIL };

struct verdict {
    enum action action;
    int error_number;
};

static atomic_long calls_seen;

PLAIN static int in_list(const char *list, const char *word)
{
    const size_t length = strlen(word);

    for (const char *at = list; (at = strstr(at, word)) != NULL; at += length)
        if ((at == list || at[-1] == ',') && (at[length] == '\0' || at[length] == ','))
            return 1;
    return 0;
}

PLAIN static int is_the_file(int fd)
{
    const char *part = getenv("QD_FAULT_FILE");
    char link[64], path[4096];
    ssize_t length;

    if (fd < 0)
        return 1;  // a call on no file
    if (part == NULL)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = '\0';
    return strstr(path, part) != NULL;
}

PLAIN static void leave_a_line(const char *call, long number, const char *action)
{
    const char *path = getenv("QD_FAULT_LOG");
    int fd = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

    if (fd < 0)
        return;
    dprintf(fd, "%s %ld %s\n", call, number, action);
    close(fd);
}

PLAIN static struct verdict judge(const char *call, int fd)
{
    const struct verdict pass = {ACTION_NONE, 0};
    const char *calls = getenv("QD_FAULT_CALLS"), *at = getenv("QD_FAULT_AT");
    const char *action = getenv("QD_FAULT_ACTION"), *arm = getenv("QD_FAULT_ARM");
    const int saved = errno;
    long number, wanted;

    if (calls == NULL || at == NULL || action == NULL || !in_list(calls, call) ||
        (arm != NULL && access(arm, F_OK) != 0) || !is_the_file(fd)) {
        errno = saved;
        return pass;
    }
    errno = saved;
    number = atomic_fetch_add(&calls_seen, 1) + 1;
    wanted = strtol(at, NULL, 10);
    if (number < wanted || (number > wanted && getenv("QD_FAULT_FOREVER") == NULL))
        return pass;
    leave_a_line(call, number, action);
    if (strcmp(action, "kill-before") == 0)
        return (struct verdict){ACTION_KILL_BEFORE, 0};
    if (strcmp(action, "kill-after") == 0)
        return (struct verdict){ACTION_KILL_AFTER, 0};
    return (struct verdict){ACTION_FAIL, strcmp(action, "ENOSPC") == 0 ? ENOSPC : EIO};
}

PLAIN static void end_now(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

// The call of the same name that would have been made without us.
PLAIN static void *next(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);

    if (function == NULL)
        end_now();
    return function;
}

// One interposed call. `counted` is the name under which it counts.
#define INTERPOSE(result, name, counted, parameters, arguments)                                    \
    PLAIN result name parameters;                                                                  \
    PLAIN result name parameters                                                                   \
    {                                                                                              \
        static __typeof__(&(name)) real;                                                           \
        const struct verdict verdict = judge(counted, fd);                                         \
        result outcome;                                                                            \
                                                                                                   \
        if (real == NULL)                                                                          \
            real = (__typeof__(&(name)))next(#name);                                               \
        if (verdict.action == ACTION_KILL_BEFORE)                                                  \
            end_now();                                                                             \
        if (verdict.action == ACTION_FAIL) {                                                       \
            errno = verdict.error_number;                                                          \
            return -1;                                                                             \
        }                                                                                          \
        outcome = real arguments;                                                                  \
        if (verdict.action == ACTION_KILL_AFTER)                                                   \
            end_now();                                                                             \
        return outcome;                                                                            \
    }

PLAIN static const char *written_as(int fd, const char *otherwise)
{
    const int flags = fcntl(fd, F_GETFL);

    return flags >= 0 && (flags & O_DSYNC) != 0 ? "meta" : otherwise;
}

// liblmdb and glibc's headers use either name, by how they were built.
INTERPOSE(ssize_t, pwrite, written_as(fd, "pwrite"),
          (int fd, const void *bytes, size_t size, off_t at), (fd, bytes, size, at))
INTERPOSE(ssize_t, pwrite64, written_as(fd, "pwrite"),
          (int fd, const void *bytes, size_t size, off64_t at), (fd, bytes, size, at))
INTERPOSE(ssize_t, pwritev, "pwritev", (int fd, const struct iovec *pieces, int count, off_t at),
          (fd, pieces, count, at))
INTERPOSE(ssize_t, pwritev64, "pwritev",
          (int fd, const struct iovec *pieces, int count, off64_t at), (fd, pieces, count, at))
INTERPOSE(ssize_t, write, "write", (int fd, const void *bytes, size_t size), (fd, bytes, size))
INTERPOSE(ssize_t, writev, "write", (int fd, const struct iovec *pieces, int count),
          (fd, pieces, count))
INTERPOSE(int, fdatasync, "fdatasync", (int fd), (fd))
INTERPOSE(int, fsync, "fsync", (int fd), (fd))
INTERPOSE(int, ftruncate, "ftruncate", (int fd, off_t size), (fd, size))
INTERPOSE(int, ftruncate64, "ftruncate", (int fd, off64_t size), (fd, size))
INTERPOSE(int, fallocate, "fallocate", (int fd, int mode, off_t at, off_t size),
          (fd, mode, at, size))
INTERPOSE(int, fallocate64, "fallocate", (int fd, int mode, off64_t at, off64_t size),
          (fd, mode, at, size))
INTERPOSE(ssize_t, send, "send", (int fd, const void *bytes, size_t size, int flags),
          (fd, bytes, size, flags))
INTERPOSE(ssize_t, sendmsg, "send", (int fd, const struct msghdr *message, int flags),
          (fd, message, flags))

PLAIN pid_t fork(void)
{
    static __typeof__(&(fork)) real;

    if (real == NULL)
        real = (__typeof__(&(fork)))next("fork");
    if (judge("fork", -1).action != ACTION_FAIL)
        return real();
    errno = EAGAIN;
    return -1;
}
