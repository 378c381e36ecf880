// How the table for a terminal is laid out. A column is a block: its parts side by side under its
// label. As many whole blocks as fit stand beside the names in one strip; the others follow in
// further strips. Nothing is left out for want of room.
#ifndef QD_REPORTER_OUTPUTS_TEXT_STRIP_H
#define QD_REPORTER_OUTPUTS_TEXT_STRIP_H

#include "reporter/outputs/text_cell.h"

enum { TEXT_STRIP_BLOCKS_MAX = OUTPUT_TEXT_COLUMNS / 2 };  // a digit and a space each

struct text_block {
    const struct text_column *column;
    int width[TEXT_CELL_PARTS];  // 0: there is nothing in it
    int all;                     // the widths and the spaces between
};

struct text_strip {
    struct text_block blocks[TEXT_STRIP_BLOCKS_MAX];
    size_t count;
    int name_width, gap;  // gap: the spaces before each block
    int all;              // the names, the gaps and the blocks
};

// Lays out the first of `columns` (there is one at least): as many as OUTPUT_TEXT_COLUMNS hold, and
// always one. A block is wide enough for its label to be read.
void text_strip_lay(struct text_strip *strip, const struct text_column *columns, size_t count);

#endif
