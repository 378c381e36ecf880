#include "reporter/outputs/csv_piece.h"

#include <string.h>

static void put(struct csv_piece *piece, char byte)
{
    if (piece->used + 1 < sizeof piece->text)
        piece->text[piece->used++] = byte;
    piece->text[piece->used] = '\0';
}

static int must_be_quoted(const char *cell)
{
    return strpbrk(cell, ",\"\r\n") != NULL;
}

void csv_piece_add(struct csv_piece *piece, const char *cell)
{
    const int quoted = must_be_quoted(cell);

    if (quoted)
        put(piece, '"');
    for (; *cell != '\0'; cell++) {
        if (*cell == '"')
            put(piece, '"');
        put(piece, *cell);
    }
    if (quoted)
        put(piece, '"');
    put(piece, ',');
}

void csv_piece_write_quoted(const char *words, FILE *out)
{
    const char *mark;

    for (; (mark = strchr(words, '"')) != NULL; words = mark + 1) {
        fwrite(words, 1, (size_t)(mark - words), out);
        fputs("\"\"", out);
    }
    fputs(words, out);
}

void csv_piece_write_cell(const char *cell, FILE *out)
{
    if (!must_be_quoted(cell)) {
        fputs(cell, out);
        return;
    }
    putc('"', out);
    csv_piece_write_quoted(cell, out);
    putc('"', out);
}

void csv_piece_write(const struct csv_piece *piece, FILE *out)
{
    fwrite(piece->text, 1, piece->used, out);
}

void csv_piece_end(struct csv_piece *piece, FILE *out)
{
    piece->text[piece->used - 1] = '\n';
    csv_piece_write(piece, out);
    piece->used = 0;
}
