// A disk that fails on demand: fallocate, pwrite, pwritev and fdatasync stand before libc's, for the test and
// for liblmdb. place_make and place_remove make it a good disk again.
#ifndef QD_TESTS_SUPPORT_PLACE_DISK_H
#define QD_TESTS_SUPPORT_PLACE_DISK_H

extern struct disk {
    int fallocate_errno;      // 0: as ever
    unsigned fallocate_good;  // so many still work before it fails
    int pwrite_errno;         // of every pwrite from now on
    int pwritev_errno;        // zeros are written with it
    int fdatasync_errno;
} disk;

#endif
