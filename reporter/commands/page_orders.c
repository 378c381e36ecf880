#include "reporter/commands/page_orders.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

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

enum err page_order_receive(int socket, struct page_reply *reply, int *file)
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
    if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != (ssize_t)sizeof *reply)
        return ERR_IO;
    header = CMSG_FIRSTHDR(&message);
    if (header != NULL && header->cmsg_type == SCM_RIGHTS)
        memcpy(file, CMSG_DATA(header), sizeof *file);
    return ERR_OK;
}
