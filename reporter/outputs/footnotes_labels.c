#include "reporter/outputs/footnotes.h"

#include <string.h>

enum { LABELS_MAX = 4 };

// `about` has a byte for each column.
static int is_about_all(const unsigned char *about, size_t count)
{
    return memchr(about, 0, count) == NULL;
}

void footnotes_labels(struct paragraph *paragraph, const struct text_column *columns, size_t count,
                      const unsigned char *about)
{
    size_t labels = 0, more = 0;

    if (is_about_all(about, count))
        return;
    for (size_t i = 0; i < count; i++) {
        if (!about[i])
            continue;
        if (labels == LABELS_MAX) {
            more++;
            continue;
        }
        paragraph_add(paragraph, labels++ == 0 ? "" : "; ", columns[i].label);
    }
    if (more > 0)
        paragraph_addf(paragraph, "; and %zu more", more);
    paragraph_add(paragraph, ": ", "");
}
