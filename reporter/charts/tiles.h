// A map of tiles: each borough as large as any other, roughly where it lies, with its figure and a word.
#ifndef QD_REPORTER_CHARTS_TILES_H
#define QD_REPORTER_CHARTS_TILES_H

#include "reporter/charts/scene.h"

struct tiles_place {
    const char *new_la_code, *name, *letters;  // "Kens. & Ch.", "KNC"
    int column, row;                           // from 1
};

extern const struct tiles_place tiles_places[];
extern const size_t tiles_places_count;

// NULL: it is no borough.
const struct tiles_place *tiles_find(const char *new_la_code);

struct tiles_tile {
    const char *new_la_code;
    const char *value, *word;  // "96.1%", "▲ Top"; what is NULL is left out
    const char *narrow;        // "96.1"
    int shade;                 // 1 the darkest to 4; 0: there is no figure
    int is_mine;
};

// Two tiles of one place are one over the other: each borough has one.
void tiles_draw(struct scene *scene, const struct tiles_tile *tiles, size_t count,
                enum scene_size size);

#endif
