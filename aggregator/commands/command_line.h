// What may be typed after a command's name: the options of all commands, each once.
#ifndef QD_AGGREGATOR_COMMANDS_COMMAND_LINE_H
#define QD_AGGREGATOR_COMMANDS_COMMAND_LINE_H

#include <stddef.h>

// Everything has its default.
struct command_line {
    const char *listen, *store, *key, *allow, *period, *reason, *calendar;
    size_t store_mib;  // 0: not given
    int json, verbose, simulated, restored, rebuild, head;
};

#endif
