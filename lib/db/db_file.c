#include "lib/db/db_file.h"

#include "lib/db/db_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

enum { DB_LOCK_BYTES = 8192 };  // of lock.mdb, with LMDB's 126 readers

size_t db_file_round_up(size_t bytes)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);

    return (bytes + page - 1) / page * page;
}

// Nothing has been made yet when this refuses, and a disk is not filled to the brim only to find
// out.
enum err db_file_check_room(const char *directory, const struct stat *file, size_t size_bytes,
                            struct err_text *text)
{
    const size_t held_bytes = (size_t)file->st_blocks * 512;
    struct statvfs disk;
    size_t free_bytes;

    if (statvfs(directory, &disk) != 0)
        return err_say_errno(text, errno, "%s: the disk cannot be asked for its room", directory);
    free_bytes = (size_t)disk.f_bavail * disk.f_frsize;
    if (size_bytes > held_bytes && size_bytes - held_bytes > free_bytes)
        return err_say(
            text, ERR_FULL,
            "%s: the disk has %zu MiB left and %zu MiB are needed; make room, or ask for "
            "a smaller size",
            directory, free_bytes >> 20, (size_bytes - held_bytes + (1 << 20) - 1) >> 20);
    return ERR_OK;
}

// Writes zeros from `from_bytes`, the file's end, up to its full size. A block that was only
// allocated is a hole to the file system until it is first written, and syncing such a write costs a
// second one, of the file system's own journal: on ext4 a commit then takes half as long again.
static int fill(int fd, size_t from_bytes, size_t size_bytes, db_progress_fn *progress,
                void *context)
{
    enum { PIECE_BYTES = 64 * 1024, PIECES = 1024 };
    static uint8_t zeros[PIECE_BYTES];
    struct iovec pieces[PIECES];

    for (size_t i = 0; i < PIECES; i++)
        pieces[i] = (struct iovec){.iov_base = zeros, .iov_len = PIECE_BYTES};
    for (size_t at = from_bytes; at < size_bytes;) {
        const size_t left = size_bytes - at;
        const int whole = left / PIECE_BYTES < PIECES ? (int)(left / PIECE_BYTES) : PIECES;
        // The size is one of whole pages, which a piece holds many of: what is left may be less.
        const ssize_t written =
            whole > 0 ? pwritev(fd, pieces, whole, (off_t)at) : pwrite(fd, zeros, left, (off_t)at);

        if (written < 0 && errno != EINTR)
            return errno;
        if (written > 0)
            at += (size_t)written;
        if (progress != NULL)
            progress(context, at, size_bytes);
    }
    if (fsync(fd) != 0)
        return errno;
    // The cache is for what will be stored, not for gigabytes of zeros.
    if (from_bytes < size_bytes)
        (void)posix_fadvise(fd, (off_t)from_bytes, 0, POSIX_FADV_DONTNEED);
    return 0;
}

static int allocate_alone(int fd, size_t size_bytes, db_progress_fn *progress, void *context)
{
    struct stat before;
    int code = 0;

    if (fstat(fd, &before) != 0)
        return errno;
    // Over the whole file, not only its end: a copy of it may have holes. The kernel leaves what is
    // written as it is. Where the file system has no fallocate, writing does it.
    if (fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, (off_t)size_bytes) != 0 && errno != EOPNOTSUPP)
        code = errno;
    if (code == 0)
        code = fill(fd, (size_t)before.st_size, size_bytes, progress, context);
    // A disk without room gets back what was taken of it; nothing is lost, for nobody else has
    // written since `before`.
    if (code != 0)
        (void)ftruncate(fd, before.st_size);
    return code;
}

// Gives the whole file its blocks, and writes each. LMDB has written its first pages: a new file of
// nothing but zeros is MDB_INVALID to it, so they are synced before the file grows.
//
// Within a write transaction: another process may be making the same file.
int db_file_allocate(MDB_env *env, size_t size_bytes, db_progress_fn *progress, void *context)
{
    MDB_txn *alone;
    int fd;
    int code = mdb_env_get_fd(env, &fd);

    if (code == MDB_SUCCESS)
        code = mdb_env_sync(env, 1);
    if (code == MDB_SUCCESS)
        code = mdb_txn_begin(env, NULL, 0, &alone);
    if (code != MDB_SUCCESS)
        return code;
    code = allocate_alone(fd, size_bytes, progress, context);
    mdb_txn_abort(alone);
    return code;
}

// LMDB writes its lock file through a map of its own, where a full disk is a SIGBUS: it gets its
// blocks beforehand. Whatever else is wrong with it, LMDB says.
int db_file_allocate_lock(const char *directory)
{
    char path[PATH_MAX];
    int code = 0;
    int fd;

    if (snprintf(path, sizeof path, "%s/lock.mdb", directory) >= (int)sizeof path)
        return ENAMETOOLONG;
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, DB_FILE_MODE);
    if (fd < 0)
        return errno == ENOSPC ? ENOSPC : 0;
    if (fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, DB_LOCK_BYTES) != 0 && errno == ENOSPC)
        code = ENOSPC;
    close(fd);
    return code;
}

// A new file's name must survive a power cut as well as its contents.
int db_file_sync_directory(const char *directory)
{
    const int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int code = 0;

    if (fd < 0)
        return errno;
    if (fsync(fd) != 0)
        code = errno;
    close(fd);
    return code;
}

// A copy that was cut short: LMDB does not look, and would die of SIGBUS on the first missing page.
int db_file_check_length(MDB_env *env)
{
    MDB_envinfo info;
    MDB_stat stat;
    struct stat file;
    int fd;
    int code = mdb_env_info(env, &info);

    if (code == MDB_SUCCESS)
        code = mdb_env_stat(env, &stat);
    if (code == MDB_SUCCESS)
        code = mdb_env_get_fd(env, &fd);
    if (code == MDB_SUCCESS && fstat(fd, &file) != 0)
        code = errno;
    if (code == MDB_SUCCESS && (size_t)file.st_size / stat.ms_psize < info.me_last_pgno + 1)
        code = MDB_CORRUPTED;
    return code;
}
