#include "reporter/readers/roster.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    ARENA_MAX_BYTES = 4 * 1024 * 1024
};  // ACCOUNTS_MAX accounts, doubled some times while they are read

struct page {
    struct arena arena;
    struct accounts accounts;
};

struct roster {
    const char *path;
    pthread_mutex_t lock;
    struct page *page;  // under the lock
    struct stat seen;
};

static struct stat look(const char *path)
{
    struct stat found;

    memset(&found, 0, sizeof found);
    (void)stat(path, &found);
    return found;
}

static void page_free(struct page *page)
{
    if (page == NULL)
        return;
    arena_free(&page->arena);
    free(page);
}

static enum err page_read(struct page **result, const char *path, struct err_text *text)
{
    struct page *page = calloc(1, sizeof *page);
    enum err error;

    *result = NULL;
    if (page == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    arena_init(&page->arena, ARENA_MAX_BYTES);
    error = accounts_read(&page->accounts, &page->arena, path, text);
    if (error == ERR_OK)
        *result = page;
    else
        page_free(page);
    return error;
}

enum err roster_open(struct roster **result, const char *path, struct err_text *text)
{
    struct roster *roster = calloc(1, sizeof *roster);
    enum err error;

    *result = NULL;
    if (roster == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    (void)pthread_mutex_init(&roster->lock, NULL);
    roster->path = path;
    roster->seen = look(path);
    error = page_read(&roster->page, path, text);
    if (error != ERR_OK) {
        roster_close(roster);
        return error;
    }
    *result = roster;
    return ERR_OK;
}

void roster_close(struct roster *roster)
{
    if (roster == NULL)
        return;
    page_free(roster->page);
    (void)pthread_mutex_destroy(&roster->lock);
    free(roster);
}

int roster_find(struct roster *roster, const char *name, struct account *account)
{
    const struct account *found;

    (void)pthread_mutex_lock(&roster->lock);
    found = accounts_find(&roster->page->accounts, name);
    if (found != NULL)
        *account = *found;
    (void)pthread_mutex_unlock(&roster->lock);
    return found != NULL;
}

size_t roster_count(struct roster *roster)
{
    size_t count;

    (void)pthread_mutex_lock(&roster->lock);
    count = roster->page->accounts.count;
    (void)pthread_mutex_unlock(&roster->lock);
    return count;
}

static int is_same(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_size == b->st_size && a->st_mode == b->st_mode &&
           memcmp(&a->st_mtim, &b->st_mtim, sizeof a->st_mtim) == 0;
}

enum roster_news roster_refresh(struct roster *roster, struct sessions *sessions,
                                struct err_text *text)
{
    const struct stat now = look(roster->path);
    struct page *page, *before;
    enum err error;

    if (is_same(&now, &roster->seen))
        return ROSTER_SAME;
    roster->seen = now;
    error = page_read(&page, roster->path, text);
    if (error == ERR_NOT_FOUND) {
        page = calloc(1, sizeof *page);  // of nobody
        error = page == NULL ? ERR_NO_MEMORY : ERR_OK;
    }
    if (error != ERR_OK)
        return ROSTER_UNREADABLE;
    (void)pthread_mutex_lock(&roster->lock);
    before = roster->page;
    roster->page = page;
    (void)pthread_mutex_unlock(&roster->lock);
    sessions_keep_to(sessions, &before->accounts, &page->accounts);
    page_free(before);
    return ROSTER_CHANGED;
}
