// Whatever a file of a return holds: read as each part. Every finding must have its place and its
// words, what could not be read must be said, and both reports must take it.
#include "collector/reading/part.h"
#include "collector/reading/return_check.h"
#include "collector/words/report.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_CAP_BYTES = 64 * 1000 * 1000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// abort, because NDEBUG takes assert away.
static void hold(int condition)
{
    if (!condition)
        abort();
}

typedef enum err report_fn(FILE *out, const struct findings *findings, const char *folder,
                           const struct understood *understood);

static void hold_report(const struct findings *findings)
{
    static report_fn *const reports[] = {report_findings_text, report_findings_json};

    for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++) {
        char *text;
        size_t length;
        FILE *out = open_memstream(&text, &length);

        hold(out != NULL);
        hold(reports[i](out, findings, "folder", NULL) == ERR_OK);
        fclose(out);
        for (size_t j = 0; j < length; j++)
            hold((unsigned char)text[j] >= ' ' || text[j] == '\n');
        free(text);
    }
}

static void hold_part(const struct part *part)
{
    hold(part->state != PART_ABSENT);
    if (part->state == PART_WHOLE)
        hold(part->at_fault.rows == 0 && part->stopped_at == 0 && part->count > 0);
    if (part->state == PART_IN_PIECES)
        hold(part->count > 0 && (part->at_fault.rows > 0 || part->stopped_at > 0));
    for (size_t i = 0; i < part->count; i++)
        hold(part->sheet_rows[i] > (i == 0 ? 1 : part->sheet_rows[i - 1]));
}

// A file of the part in the arena of the findings.
static void read_bytes(struct part *part, enum form_part which, const void *data, size_t size,
                       struct findings *findings)
{
    char *bytes = arena_alloc(findings->arena, size + 1);

    hold(bytes != NULL);
    memcpy(bytes, data, size);
    hold(part_read(part, which, bytes, size, findings) == ERR_OK);
}

static void try_part(enum form_part which, const uint8_t *data, size_t size)
{
    static const char header[] = "new_la_code,period,as_at_date,note\n202,2024-25 Q4,2025-01-16,\n";
    struct part parts[FORM_PARTS];
    struct arena arena;
    struct findings findings;
    Qd__Return *returned;

    arena_init(&arena, ARENA_CAP_BYTES);
    findings_init(&findings, &arena);
    for (int i = 0; i < FORM_PARTS; i++)
        parts[i] = (struct part){.part = (enum form_part)i, .state = PART_ABSENT};
    read_bytes(&parts[FORM_HEADER], FORM_HEADER, header, sizeof header - 1, &findings);
    read_bytes(&parts[which], which, data, size, &findings);
    hold_part(&parts[which]);
    // Only explanations.csv may have headings and nothing else.
    hold(parts[which].state == PART_WHOLE || findings.stops > 0 || which == FORM_EXPLANATIONS);
    hold(return_check(parts, NULL, &findings, &returned) == ERR_OK);
    hold((returned->header != NULL) == (parts[FORM_HEADER].state == PART_WHOLE));
    findings_sort(&findings);
    for (size_t i = 0; i < findings.count; i++) {
        const struct finding *finding = &findings.list[i];

        hold(finding->what[0] != '\0' && finding->fix[0] != '\0');
        hold(finding->place.whole_part || finding->place.sheet_row > 0);
    }
    hold_report(&findings);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // Mostly what takes part in the rules; the first byte chooses.
    if (size > 0)
        try_part((enum form_part)(data[0] % FORM_PARTS), data + 1, size - 1);
    return 0;
}
