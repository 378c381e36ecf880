#include "tests/support/listed/listed.h"

int listed_set_up(void **state)
{
    struct listed *f = calloc(1, sizeof *f);

    f->folder = peer_folder_make();
    (void)peer_path(&f->folder, "allow.list", f->path);
    *state = f;
    return 0;
}

int listed_tear_down(void **state)
{
    struct listed *f = *state;

    allow_list_close(f->list);
    peer_folder_remove(&f->folder);
    free(f);
    return 0;
}

const uint8_t *listed_key_of(uint8_t byte, uint8_t key[KEYS_BYTES])
{
    memset(key, byte, KEYS_BYTES);
    return key;
}

static const char *text_of(uint8_t byte, char text[KEYS_TEXT_BYTES])
{
    uint8_t key[KEYS_BYTES];

    keys_to_text(listed_key_of(byte, key), text);
    return text;
}

void listed_write_file(const struct listed *f, const char *content, const char *mode)
{
    FILE *file = fopen(f->path, mode);

    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(0, fclose(file));
}

void listed_write_key(const struct listed *f, const char *borough, uint8_t byte, const char *mode)
{
    char line[256];
    char key[KEYS_TEXT_BYTES];

    (void)snprintf(line, sizeof line, "%s  %s  added=2026-11-23T10:00:00Z  # Somewhere\n", borough,
                   text_of(byte, key));
    listed_write_file(f, line, mode);
}

void listed_open(struct listed *f)
{
    if (allow_list_open(&f->list, f->path, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
}

void listed_allow(struct listed *f, Qd__LocalAuthority authority, uint8_t byte)
{
    uint8_t key[KEYS_BYTES];

    if (allow_list_allow(f->path, authority, listed_key_of(byte, key), &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
}

int listed_is_let_in(const struct listed *f, uint8_t byte, char user_id[ZAP_USER_ID_BYTES])
{
    uint8_t key[KEYS_BYTES];

    return allow_list_lookup(f->list, listed_key_of(byte, key), user_id);
}

int listed_lets_in(const struct listed *f, uint8_t byte)
{
    char user_id[ZAP_USER_ID_BYTES];

    return listed_is_let_in(f, byte, user_id);
}
