// Cells of a line of CSV that belong together, with a comma after each, by RFC 4180. What is the same in
// many lines is made once.
#ifndef QD_REPORTER_OUTPUTS_CSV_PIECE_H
#define QD_REPORTER_OUTPUTS_CSV_PIECE_H

#include <stddef.h>
#include <stdio.h>

enum { CSV_PIECE_BYTES = 2048 };  // a label that is all quotation marks would fit

struct csv_piece {
    char text[CSV_PIECE_BYTES];
    size_t used;
};

// A cell more: in quotation marks where it must be.
void csv_piece_add(struct csv_piece *piece, const char *cell);

// The same into a file, for a cell of any length. Within quotation marks: words that are part of a cell.
void csv_piece_write_cell(const char *cell, FILE *out);
void csv_piece_write_quoted(const char *words, FILE *out);

// Writes the piece as it is, for others to follow; or as the end of a line.
void csv_piece_write(const struct csv_piece *piece, FILE *out);
void csv_piece_end(struct csv_piece *piece, FILE *out);

#endif
