#include "aggregator/commands/progress.h"

#include "lib/base/msg.h"

void progress_making(void *context, uint64_t done_bytes, uint64_t total_bytes)
{
    (void)context;
    msg_progress("writing the store's file, MiB", (unsigned long)(done_bytes >> 20),
                 (unsigned long)(total_bytes >> 20));
}

void progress_checking(void *context, uint64_t done, uint64_t total)
{
    (void)context;
    msg_progress("checking the store", (unsigned long)done, (unsigned long)total);
}
