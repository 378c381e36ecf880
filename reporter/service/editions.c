#include "reporter/service/editions.h"

#include "reporter/editions/manifest.h"
#include "reporter/service/reply.h"
#include "reporter/service/signing.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    ARENA_MAX_BYTES = 64 * 1024 * 1024,  // a manifest has 16 MiB at most
    FOLDER_BYTES = 4096,
    PARTS_MAX = 8,
    DISPOSITION_BYTES = 300,
};

static const struct {
    const char *ending, *type;
} types[] = {
    {".csv", "text/csv; charset=utf-8"},
    {".json", "application/json"},
    {".txt", "text/plain; charset=utf-8"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {"", "application/octet-stream"},
};

static const char *type_of(const char *name)
{
    const size_t length = strlen(name);
    size_t i = 0;

    for (; types[i].ending[0] != '\0'; i++) {
        const size_t ending = strlen(types[i].ending);

        if (length > ending && strcmp(name + length - ending, types[i].ending) == 0)
            break;
    }
    return types[i].type;
}

// --- an address

struct address {
    const char *parts[PARTS_MAX];  // period, number, and the file's path; in the arena
    size_t count;
};

// A part begins with a letter or digit: no folder above, and nothing that is hidden or in the making. 0: it is
// no address.
static int parse(struct address *address, struct arena *arena, const char *path)
{
    static const char taken[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";

    path += strlen(EDITIONS_ADDRESS);
    address->count = 0;
    while (*path != '\0') {
        const size_t length = strspn(path + 1, taken);

        if (length == 0 || address->count == PARTS_MAX || strchr("._-", path[1]) != NULL ||
            (path[1 + length] != '/' && path[1 + length] != '\0'))
            return 0;
        address->parts[address->count++] = arena_strndup(arena, path + 1, length);
        path += 1 + length;
    }
    return !arena->exhausted;
}

// The file's path in the edition, as the manifest has it.
static const char *file_of(const struct address *address, struct arena *arena)
{
    const char *path = address->parts[2];

    for (size_t i = 3; path != NULL && i < address->count; i++)
        path = arena_printf(arena, "%s/%s", path, address->parts[i]);
    return path;
}

// --- a file

// Opened part by part, and no link is followed. -1: it is not there, or no file.
static int open_file(const char *folder, const char *path, uint64_t *bytes)
{
    int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat status;

    while (at >= 0) {
        const size_t length = strcspn(path, "/");
        const int is_last = path[length] == '\0';
        char part[NAME_MAX + 1];
        int next = -1;

        if (length < sizeof part) {
            memcpy(part, path, length);
            part[length] = '\0';
            next = openat(at, part,
                          O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC |
                              (is_last ? 0 : O_DIRECTORY));
        }
        (void)close(at);
        at = next;
        if (is_last)
            break;
        path += length + 1;
    }
    if (at >= 0 && (fstat(at, &status) != 0 || !S_ISREG(status.st_mode))) {
        (void)close(at);
        return -1;
    }
    if (at >= 0)
        *bytes = (uint64_t)status.st_size;
    return at;
}

static void give_file(struct visit *visit, const char *folder, const char *path, const char *tag,
                      uint64_t bytes)
{
    const char *name = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
    uint64_t found = 0;
    const int file = open_file(folder, path, &found);
    char disposition[DISPOSITION_BYTES];
    struct MHD_Response *response;
    int is_known;

    if (file < 0 || (tag != NULL && found != bytes)) {
        if (file >= 0)
            (void)close(file);
        visit_refuse(visit, PAPER_NOWHERE);
        return;
    }
    response = reply_file(type_of(name), file, found);
    (void)snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"", name);
    reply_header(response, MHD_HTTP_HEADER_CONTENT_DISPOSITION, disposition);
    is_known =
        tag != NULL && strstr(visit_header(visit, MHD_HTTP_HEADER_IF_NONE_MATCH), tag) != NULL;
    if (tag != NULL)
        reply_keep_and_ask(response, tag, "");
    else
        reply_keep_nowhere(response);
    visit_answer(visit, is_known ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK, response);
}

// --- pages

static json_t *page(const char *title, const char *words)
{
    return json_pack("{s:s, s:s, s:[]}", "title", title, "words", words, "files");
}

static void add_link(json_t *data, const char *address, const char *label, const char *more)
{
    (void)json_array_append_new(
        json_object_get(data, "files"),
        json_pack("{s:s, s:s, s:s}", "address", address, "label", label, "more", more));
}

static void give_page(struct visit *visit, json_t *data)
{
    visit_answer(visit, MHD_HTTP_OK, visit_paper(visit, "service_edition", data));
}

static void list_files(struct visit *visit, struct arena *arena, const struct address *address,
                       const struct manifest *manifest)
{
    json_t *data = page(
        arena_printf(arena, "Edition of %s", manifest->period),
        arena_printf(arena, "For %s; as at %s, and as of entry %llu of the journal.",
                     strcmp(manifest->audience, "panel") == 0 ? "the panel" : manifest->audience,
                     manifest->as_at, (unsigned long long)manifest->journal.sequence));
    const char *base =
        arena_printf(arena, EDITIONS_ADDRESS "/%s/%s", address->parts[0], address->parts[1]);

    add_link(data, arena_printf(arena, "%s/manifest", base), MANIFEST_FILE,
             "the hash of each file");
    for (size_t i = 0; i < manifest->files.count; i++) {
        const struct manifest_file *file = &manifest->files.list[i];

        add_link(data, arena_printf(arena, "%s/%s", base, file->path), file->path,
                 arena_printf(arena, "%llu bytes", (unsigned long long)file->bytes));
    }
    give_page(visit, data);
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int is_number(const struct dirent *entry)
{
    return entry->d_name[strspn(entry->d_name, "0123456789")] == '\0';
}

static void list_numbers(json_t *data, struct arena *arena, const char *folder, const char *period)
{
    struct dirent **numbers = NULL;
    const int count =
        scandir(arena_printf(arena, "%s/%s", folder, period), &numbers, is_number, versionsort);

    for (int i = count - 1; i >= 0; i--) {
        add_link(data, arena_printf(arena, EDITIONS_ADDRESS "/%s/%s", period, numbers[i]->d_name),
                 arena_printf(arena, "%s, entry %s", period, numbers[i]->d_name), "");
        free(numbers[i]);
    }
    free(numbers);
}

static void list_editions(struct visit *visit, struct arena *arena)
{
    const char *folder = visit->service->options.places.editions;
    json_t *data = page("Editions", "What was kept of each period, the newest first.");
    struct dirent **periods = NULL;
    const int count = scandir(folder, &periods, is_shown, versionsort);

    for (int i = count - 1; i >= 0; i--) {
        list_numbers(data, arena, folder, periods[i]->d_name);
        free(periods[i]);
    }
    free(periods);
    give_page(visit, data);
}

// --- who it is for

static int is_for(const struct manifest *manifest, const struct pages_reader *reader)
{
    const struct borough *borough = NULL;

    if (accounts_parse_reads(&borough, manifest->audience, NULL) != ERR_OK)
        return 0;
    return reader->audience == PAGES_PANEL ||
           (borough != NULL && reader->audience == PAGES_BOROUGH &&
            boroughs_index(borough->authority) == reader->borough);
}

static void give(struct visit *visit, struct arena *arena, const struct pages_reader *reader,
                 const struct address *address)
{
    const char *folder = arena_printf(arena, "%s/%s/%s", visit->service->options.places.editions,
                                      address->parts[0], address->parts[1]);
    const struct manifest_file *file = NULL;
    struct manifest manifest;
    const char *path;

    if (folder == NULL || manifest_read(&manifest, arena, folder, NULL) != ERR_OK ||
        !is_for(&manifest, reader)) {
        visit_refuse(visit, PAPER_NOWHERE);
        return;
    }
    if (address->count == 2) {
        list_files(visit, arena, address, &manifest);
        return;
    }
    path = file_of(address, arena);
    if (path != NULL && (strcmp(path, "manifest") == 0 || strcmp(path, MANIFEST_FILE) == 0)) {
        give_file(visit, folder, MANIFEST_FILE, NULL, 0);
        return;
    }
    if (path != NULL)
        file = manifest_find_file(&manifest.files, path);
    if (file == NULL)
        visit_refuse(visit, PAPER_NOWHERE);
    else
        give_file(visit, folder, file->path, file->sha256, file->bytes);
}

// --- in the thread of files: a manifest may be long, and a disk slow

struct asked {
    struct visit *visit;
    struct pages_reader reader;
};

static void answer(void *hand, void *context)
{
    struct asked *asked = context;
    struct visit *visit = asked->visit;
    struct address address;
    struct arena arena;
    int is_address;

    (void)hand;
    arena_init(&arena, ARENA_MAX_BYTES);
    is_address =
        visit->service->options.places.editions != NULL && parse(&address, &arena, visit->path);
    if (is_address && address.count >= 2)
        give(visit, &arena, &asked->reader, &address);
    else if (is_address && address.count == 0 && asked->reader.audience == PAGES_PANEL)
        list_editions(visit, &arena);
    else
        visit_refuse(visit, PAPER_NOWHERE);
    arena_free(&arena);
    free(asked);
    visit_resume(visit);
}

// --- in the connection's

void editions_answer(struct visit *visit)
{
    struct visitor visitor;
    struct asked *asked;

    visit_know(visit, &visitor);
    if (visitor.reader.audience == PAGES_PUBLIC) {
        signing_first(visit);
        return;
    }
    asked = malloc(sizeof *asked);
    if (asked == NULL) {
        visit_refuse(visit, PAPER_BUSY);
        return;
    }
    *asked = (struct asked){visit, visitor.reader};
    visit_suspend(visit);
    if (crew_give(visit->service->files, answer, asked) == ERR_OK)
        return;
    free(asked);
    visit_refuse(visit, PAPER_BUSY);
    visit_resume(visit);
}
