#include "reporter/commands/page_orders.h"

#include "lib/base/clock.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static const unsigned limits_ms[] = {
    [PAGE_ORDER_PAGE] = 60 * 1000,
    [PAGE_ORDER_END] = 5 * 1000,  // a return is to be seen within a second
};

uint64_t page_order_limit_ms(enum page_order_kind kind)
{
    return limits_ms[kind];
}

int page_order_put_aside(const char *bytes, size_t length)
{
    const int file = memfd_create("page", MFD_CLOEXEC);
    size_t written = 0;

    while (file >= 0 && written < length) {
        const ssize_t now = write(file, bytes + written, length - written);

        if (now < 0) {
            (void)close(file);
            return -1;
        }
        written += (size_t)now;
    }
    return file;
}

int page_order_reply(int socket, const struct page_reply *reply, int file)
{
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr aligned;
    } control;
    struct iovec whole = {(void *)(size_t)reply, sizeof *reply};
    struct msghdr message = {.msg_iov = &whole, .msg_iovlen = 1};

    if (file >= 0) {
        struct cmsghdr *header;

        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof file);
        memcpy(CMSG_DATA(header), &file, sizeof file);
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL) == (ssize_t)sizeof *reply;
}

// Whether something has come by then, be it the end; a signal on the way changes nothing.
static int has_come(int socket, uint64_t until_ms)
{
    struct pollfd asked = {.fd = socket, .events = POLLIN};
    uint64_t now_ms;

    while ((now_ms = clock_monotonic_ms()) < until_ms) {
        const int found = poll(&asked, 1, (int)(until_ms - now_ms));

        if (found >= 0 || errno != EINTR)
            return found != 0;
    }
    return 0;
}

enum err page_order_receive(int socket, uint64_t until_ms, struct page_reply *reply, int *file)
{
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr aligned;
    } control;
    struct iovec whole = {reply, sizeof *reply};
    struct msghdr message = {.msg_iov = &whole,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    const struct cmsghdr *header;

    *file = -1;
    if (!has_come(socket, until_ms))
        return ERR_BUSY;
    if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) != (ssize_t)sizeof *reply)
        return ERR_IO;
    header = CMSG_FIRSTHDR(&message);
    if (header != NULL && header->cmsg_type == SCM_RIGHTS)
        memcpy(file, CMSG_DATA(header), sizeof *file);
    return ERR_OK;
}
