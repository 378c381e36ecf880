#include "reporter/editions/hashing.h"

#include <errno.h>
#include <stdio_ext.h>

static ssize_t take(void *cookie, const char *bytes, size_t size)
{
    struct hashing *hashing = cookie;

    if (hashing->under != NULL && fwrite(bytes, 1, size, hashing->under) != size)
        return 0;  // what fopencookie takes for a failure
    sha256_add(&hashing->stream, bytes, size);
    hashing->bytes += size;
    return (ssize_t)size;
}

enum err hashing_open(struct hashing *hashing, FILE *under, struct err_text *text)
{
    *hashing = (struct hashing){.under = under};
    hashing->out = fopencookie(hashing, "w", (cookie_io_functions_t){.write = take});
    if (hashing->out == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    (void)__fsetlocking(hashing->out, FSETLOCKING_BYCALLER);  // one thread writes it
    sha256_begin(&hashing->stream);
    return ERR_OK;
}

enum err hashing_close(struct hashing *hashing, uint8_t hash[SHA256_BYTES])
{
    const int is_whole = fflush(hashing->out) == 0 && !ferror(hashing->out);
    const int error_number = errno;

    (void)fclose(hashing->out);
    sha256_end(&hashing->stream, hash);
    hashing->out = NULL;
    errno = error_number;
    return is_whole ? ERR_OK : ERR_IO;
}
