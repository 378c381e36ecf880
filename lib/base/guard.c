#include "lib/base/guard.h"

#include "lib/base/err.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define GUARD_HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GUARD_HAS_SANITIZER 1
#endif
#endif
#ifndef GUARD_HAS_SANITIZER
#define GUARD_HAS_SANITIZER 0
#endif

enum { STACK_BYTES = 64 * 1024, NAME_BYTES = 64 };

static char guard_name[NAME_BYTES];  // "qd-reporter: "; empty: not installed

// Of this thread, so that a fault in another one is not taken for one in the call. The handlers read
// them, and sig_atomic_t is what a handler may read.
static _Thread_local const char *volatile guard_sentence;  // NULL: outside
static _Thread_local volatile sig_atomic_t guard_calls;
static _Thread_local volatile sig_atomic_t guard_calls_at_tick;

void guard_enter(const char *sentence)
{
    guard_calls = (sig_atomic_t)((unsigned)guard_calls + 1U);
    guard_sentence = sentence;
}

void guard_leave(void)
{
    guard_sentence = NULL;
}

int guard_is_inside(void)
{
    return guard_sentence != NULL;
}

// --- the end; only what may be called from a handler

static void put(const char *words)
{
    size_t left = strlen(words);

    while (left > 0) {
        const ssize_t written = write(STDERR_FILENO, words, left);

        if (written <= 0)
            return;
        words += written;
        left -= (size_t)written;
    }
}

void guard_give_up(void)
{
    const char *sentence = guard_sentence;

    if (sentence == NULL || guard_name[0] == '\0')
        return;
    put(guard_name);
    put(sentence);
    put("\n");
    _exit(ERR_KIND_ENVIRONMENT);
}

// A fault of our own does what it always does.
static void on_fault(int number)
{
    guard_give_up();
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

// Comes after each GUARD_CPU_SECONDS of this thread's own processor time.
static void on_tick(int number)
{
    (void)number;
    if (guard_is_inside() && guard_calls == guard_calls_at_tick)
        guard_give_up();
    guard_calls_at_tick = guard_calls;
}

// --- setting up

static void handle(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags | SA_ONSTACK};

    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(number, &action, NULL);
}

static void start_timer(void)
{
    const struct itimerspec every = {.it_interval = {.tv_sec = GUARD_CPU_SECONDS},
                                     .it_value = {.tv_sec = GUARD_CPU_SECONDS}};
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGVTALRM};
    timer_t timer;

    event._sigev_un._tid = gettid();  // glibc has no name for it
    handle(SIGVTALRM, on_tick, SA_RESTART);
    if (timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer) == 0)
        (void)timer_settime(timer, 0, &every, NULL);
}

void guard_install(const char *program)
{
    // The faults of a stack that is used up need another one.
    static unsigned char stack[STACK_BYTES];
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    const stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};

    if (GUARD_HAS_SANITIZER)
        return;
    (void)snprintf(guard_name, sizeof guard_name, "%s: ", program);
    (void)sigaltstack(&other, NULL);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        handle(faults[i], on_fault, SA_NODEFER);
    start_timer();
}
