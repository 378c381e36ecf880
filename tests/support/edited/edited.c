#include "tests/support/edited/edited.h"

#include "lib/base/clock.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

void edited_put(const char *folder, uint64_t sequence, int32_t as_at, struct redacted_list redacted)
{
    char day[CLOCK_DAY_BYTES], path[PATH_MAX];
    struct manifest manifest = {.period = "2024-25 Q4",
                                .audience = "panel",
                                .journal = {sequence, ""},
                                .redacted = redacted,
                                .as_at = day,
                                .program = "qd-reporter",
                                .version = "1"};
    FILE *out;

    memset(manifest.journal.link, 'a', SHA256_TEXT_BYTES - 1);
    memcpy(manifest.rules, manifest.journal.link, SHA256_TEXT_BYTES);
    memcpy(manifest.reference, manifest.journal.link, SHA256_TEXT_BYTES);
    clock_format_day(as_at, day);
    (void)mkdir(folder, 0777);
    (void)snprintf(path, sizeof path, "%s/" MANIFEST_FILE, folder);
    out = fopen(path, "w");
    assert_non_null(out);
    assert_int_equal(manifest_write(&manifest, out), ERR_OK);
    assert_int_equal(fclose(out), 0);
}
