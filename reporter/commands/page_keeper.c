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
    // A worker that dies at once does not keep the machine busy, and one that was ended takes nothing more.
    RESTART_MS = 100,
    RESTART_MOST_MS = 5 * 1000,  // while no process can be begun, the time between two tries
    LOOK_MS = 1000,
    MS_PER_S = 1000,
};

// Of a worker, when its keeper looks at it.
enum worker_state { WORKER_WORKS, WORKER_DONE, WORKER_DEAD, WORKER_OVERDUE };

struct worker_seen {
    enum worker_state state;
    int status;       // WORKER_DEAD: of waitpid
    uint64_t number;  // WORKER_OVERDUE: of the order
};

// --- answering for a worker

static void answer(int socket, uint64_t number, enum err error, const struct err_text *why)
{
    static struct page_reply reply;

    reply = (struct page_reply){.number = number, .error = error, .text = *why};
    if (number != 0)
        (void)page_order_reply(socket, &reply, -1);
}

static void answer_that_it_ended(int socket, const struct worker_seen *seen, uint64_t number)
{
    const int status = seen->status;
    struct err_text why;

    if (seen->state == WORKER_OVERDUE)
        (void)err_say(&why, ERR_CORRUPT, "it took too long");
    else
        (void)err_say(&why, ERR_CORRUPT, "the process that makes pages ended by %s %d",
                      WIFSIGNALED(status) ? "signal" : "status",
                      WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    answer(socket, number, ERR_CORRUPT, &why);
}

// The order that a worker took before it ended, and that is waited for; 0: there is no such order. One that still lies
// in the socket is the next worker's.
static uint64_t taken(int socket, const struct page_keeper_wait *wait)
{
    struct pollfd asked = {.fd = socket, .events = POLLIN};

    return poll(&asked, 1, 0) > 0 ? 0 : wait->number;
}

// An overdue worker may answer at the last moment and take the next order, which nobody would answer.
static void answer_for_the_dead(int socket, const struct worker_seen *seen,
                                const struct page_keeper_wait *wait)
{
    uint64_t last;

    answer_that_it_ended(socket, seen, seen->number);
    (void)usleep(RESTART_MS * MS_PER_S);
    last = taken(socket, wait);
    if (last != seen->number)
        answer_that_it_ended(socket, seen, last);
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

// The number of an order that is due and has no answer; 0: there is no such order.
static uint64_t overdue(const struct page_keeper_wait *wait)
{
    const uint64_t number = wait->number;

    return clock_monotonic_ms() > wait->until_ms ? number : 0;
}

static int is_service_gone(int socket)
{
    struct pollfd asked = {.fd = socket};

    return poll(&asked, 1, 0) > 0 && (asked.revents & POLLHUP) != 0;
}

static struct worker_seen look(pid_t worker, int socket, const struct page_keeper_wait *wait)
{
    struct worker_seen seen = {.state = WORKER_WORKS};
    pid_t ended;

    // One that was given up before may end late: nothing stops a process that waits for a disk.
    while ((ended = waitpid(-1, &seen.status, WNOHANG)) > 0)
        if (ended == worker) {
            const int is_done = WIFEXITED(seen.status) && WEXITSTATUS(seen.status) == 0;

            seen.state = is_done ? WORKER_DONE : WORKER_DEAD;
            return seen;
        }
    seen.number = overdue(wait);
    if (is_service_gone(socket))
        seen.state = WORKER_DONE;
    else if (seen.number != 0)
        seen.state = WORKER_OVERDUE;
    return seen;
}

static struct worker_seen wait_for(pid_t worker, int socket, const struct page_keeper_wait *wait)
{
    const struct timespec each = {.tv_sec = LOOK_MS / MS_PER_S};
    struct worker_seen seen;
    sigset_t children;

    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    while ((seen = look(worker, socket, wait)).state == WORKER_WORKS)
        (void)sigtimedwait(&children, NULL, &each);
    if (seen.state == WORKER_OVERDUE)
        (void)kill(worker, SIGKILL);
    return seen;
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
        struct worker_seen seen;

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
        seen = wait_for(worker, socket, wait);
        if (seen.state == WORKER_DONE)
            return;
        answer_for_the_dead(socket, &seen, wait);
    }
}
