// A test's program, started again as another process: for what ends a program, and for what must not be
// taken over a fork.
#ifndef QD_TESTS_SUPPORT_AGAIN_AGAIN_H
#define QD_TESTS_SUPPORT_AGAIN_AGAIN_H

// A sanitizer has handlers of its own, and a program that dies of a fault ends in its way.
#ifdef __SANITIZE_ADDRESS__
enum { AGAIN_IS_GUARDED = 0 };
#else
enum { AGAIN_IS_GUARDED = 1 };
#endif

struct again_end {
    int status;       // waitpid's
    char words[500];  // to stderr
};

// What `play` gives for these two words, in a process of its own.
struct again_end again_run(const char *part, const char *how);

// For main: with two words on the command line the program was started by again_run, and plays the part;
// its exit status. -1: it is the test.
typedef int again_play(const char *part, const char *how);
int again_main(int argc, char **argv, again_play *play);

#endif
