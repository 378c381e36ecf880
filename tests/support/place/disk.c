#include "tests/support/place/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct disk disk;

int fallocate(int fd, int mode, off_t offset, off_t length)
{
    if (disk.fallocate_errno != 0 && disk.fallocate_good > 0) {
        disk.fallocate_good--;
    } else if (disk.fallocate_errno != 0) {
        errno = disk.fallocate_errno;
        return -1;
    }
    return (int)syscall(SYS_fallocate, fd, mode, offset, length);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
    if (disk.pwrite_errno != 0) {
        errno = disk.pwrite_errno;
        return -1;
    }
    return syscall(SYS_pwrite64, fd, bytes, size, offset);
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset)
{
    if (disk.pwritev_errno != 0) {
        errno = disk.pwritev_errno;
        return -1;
    }
    return syscall(SYS_pwritev, fd, pieces, (long)count, (long)offset, 0L);
}

int fdatasync(int fd)
{
    if (disk.fdatasync_errno != 0) {
        errno = disk.fdatasync_errno;
        return -1;
    }
    return (int)syscall(SYS_fdatasync, fd);
}
