#include "reporter/commands/page_keeper.h"

#include "lib/base/clock.h"
#include "lib/base/guard.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    RESTART_MS = 100,            // a worker that dies at once does not keep the machine busy
    RESTART_MOST_MS = 5 * 1000,  // while no process can be begun, the time between two tries
    LOOK_MS = 1000,
    MS_PER_S = 1000,
};

// Of a worker, when its keeper looks at it.
enum worker_state { WORKER_WORKS, WORKER_DONE, WORKER_DEAD, WORKER_OVERDUE };

// --- answering for a worker

static void answer(int socket, uint64_t number, enum err error, const struct err_text *why)
{
    static struct page_reply reply;

    reply = (struct page_reply){.number = number, .error = error, .text = *why};
    if (number != 0)
        (void)page_order_reply(socket, &reply, -1);
}

static void answer_for_the_dead(int socket, const struct page_keeper_wait *wait,
                                enum worker_state state, int status)
{
    const uint64_t number = wait->number;
    struct err_text why;

    if (state == WORKER_OVERDUE)
        (void)err_say(&why, ERR_CORRUPT, "it took too long");
    else
        (void)err_say(&why, ERR_CORRUPT, "the process that makes pages ended by %s %d",
                      WIFSIGNALED(status) ? "signal" : "status",
                      WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    answer(socket, number, ERR_CORRUPT, &why);
}

// For so long, where there is no worker. 0: the service is gone.
static int answer_for_none(int socket, uint64_t wait_ms, int error_number)
{
    const uint64_t until_ms = clock_monotonic_ms() + wait_ms;
    static struct page_order order;
    struct err_text why;
    uint64_t now_ms;

    (void)err_say_errno(&why, error_number, "no process that makes pages can be begun");
    while ((now_ms = clock_monotonic_ms()) < until_ms) {
        struct pollfd asked = {.fd = socket, .events = POLLIN};

        if (poll(&asked, 1, (int)(until_ms - now_ms)) <= 0)
            continue;
        if (recv(socket, &order, sizeof order, 0) != (ssize_t)sizeof order)
            return 0;
        answer(socket, order.number, ERR_NO_MEMORY, &why);
    }
    return 1;
}

// --- looking after it

static int is_overdue(const struct page_keeper_wait *wait)
{
    return wait->number != 0 && clock_monotonic_ms() > wait->until_ms;
}

static int is_service_gone(int socket)
{
    struct pollfd asked = {.fd = socket};

    return poll(&asked, 1, 0) > 0 && (asked.revents & POLLHUP) != 0;
}

static enum worker_state look(pid_t worker, int socket, const struct page_keeper_wait *wait,
                              int *status)
{
    pid_t ended;

    // One that was given up before may end late: nothing stops a process that waits for a disk.
    while ((ended = waitpid(-1, status, WNOHANG)) > 0)
        if (ended == worker)
            return WIFEXITED(*status) && WEXITSTATUS(*status) == 0 ? WORKER_DONE : WORKER_DEAD;
    if (is_service_gone(socket))
        return WORKER_DONE;
    return is_overdue(wait) ? WORKER_OVERDUE : WORKER_WORKS;
}

static enum worker_state wait_for(pid_t worker, int socket, const struct page_keeper_wait *wait,
                                  int *status)
{
    const struct timespec each = {.tv_sec = LOOK_MS / MS_PER_S};
    enum worker_state state;
    sigset_t children;

    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    while ((state = look(worker, socket, wait, status)) == WORKER_WORKS)
        (void)sigtimedwait(&children, NULL, &each);
    if (state == WORKER_OVERDUE)
        (void)kill(worker, SIGKILL);
    return state;
}

// So that the end of a worker is not missed between two looks.
static void block_children(int how)
{
    sigset_t children;

    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    (void)sigprocmask(how, &children, NULL);
}

void page_keeper_run(int socket, const struct pages_places *places, struct page_keeper_wait *wait)
{
    uint64_t wait_ms = RESTART_MS;

    block_children(SIG_BLOCK);
    for (;;) {
        const pid_t worker = fork();
        int status = 0;
        enum worker_state state;

        if (worker == 0) {
            (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
            block_children(SIG_UNBLOCK);
            guard_install("qd-reporter");
            page_maker_work(socket, places);
            _exit(0);
        }
        if (worker < 0) {
            if (!answer_for_none(socket, wait_ms, errno))
                return;
            wait_ms = 2 * wait_ms < RESTART_MOST_MS ? 2 * wait_ms : RESTART_MOST_MS;
            continue;
        }
        wait_ms = RESTART_MS;
        state = wait_for(worker, socket, wait, &status);
        if (state == WORKER_DONE)
            return;
        answer_for_the_dead(socket, wait, state, status);
        (void)usleep(RESTART_MS * MS_PER_S);
    }
}
