#include "reporter/market/price_bands.h"

#include "lib/base/list.h"
#include "proto/form/codes.h"
#include "proto/reference/reference_file.h"

#include <stdlib.h>
#include <string.h>

enum { PENCE = 100, DECIMAL = 10, POUNDS_DIGITS_MAX = 9 };

enum column {
#define LIKE(column, heading) LIKE_##column,
#include "reporter/market/market.def"
    BAND,
    FROM,
    TO,
    LOW,
    HIGH,
    SOURCE,
    COLUMNS
};

static const char *const headings[COLUMNS] = {
#define LIKE(column, heading) [LIKE_##column] = #column,
#include "reporter/market/market.def"
    [BAND] = "band", [FROM] = "from", [TO] = "to",
    [LOW] = "low",   [HIGH] = "high", [SOURCE] = "source",
};

struct reading {
    struct price_bands *bands;
    struct arena *arena;
};

// --- one cell

static enum err no_memory(struct err_text *why)
{
    return err_say(why, ERR_NO_MEMORY, "the price bands need more memory than there is");
}

// Whole pounds, as pence.
static enum err read_pounds(int64_t *pence, const char *cell, struct err_text *why)
{
    const size_t digits = strspn(cell, "0123456789");

    if (digits == 0 || digits > POUNDS_DIGITS_MAX || cell[digits] != '\0')
        return err_say(why, ERR_MALFORMED,
                       "\"%.40s\" is not a number of whole pounds: write digits only", cell);
    *pence = strtoll(cell, NULL, DECIMAL) * PENCE;
    return ERR_OK;
}

static enum err read_code(uint32_t *code, const char *word, size_t like, struct err_text *why)
{
    const ProtobufCFieldDescriptor *column = protobuf_c_message_descriptor_get_field_by_name(
        &qd__placement__descriptor, market_likes[like]);
    int value = 0;

    if (column->type != PROTOBUF_C_TYPE_ENUM)
        value = atoi(word);
    else if (!codes_read(column->descriptor, word, &value))
        value = 0;
    if (value <= 0)
        return err_say(why, ERR_MALFORMED,
                       "%s: \"%.40s\" is not one of its codes: write a code of the form, or any",
                       market_likes[like], word);
    *code = (uint32_t)value;
    return ERR_OK;
}

// "day weekly_boarding", or "any".
static enum err read_likes(struct reading *reading, struct price_bands_entry *entry, size_t like,
                           const char *cell, struct err_text *why)
{
    char *rest = arena_strdup(reading->arena, cell);
    uint32_t *codes = NULL;
    enum err error = ERR_OK;
    const char *word;

    if (strcmp(cell, "any") == 0)
        return ERR_OK;
    if (rest == NULL)
        return no_memory(why);
    if (cell[0] == '\0')
        return err_say(why, ERR_MALFORMED,
                       "%s is blank: write the codes that the band is for, or any",
                       market_likes[like]);
    while (error == ERR_OK && (word = strsep(&rest, " ")) != NULL) {
        uint32_t *place = LIST_ADD(reading->arena, codes, entry->likes[like].count);

        error = place == NULL ? no_memory(why) : read_code(place, word, like, why);
    }
    entry->likes[like].codes = codes;
    return error;
}

// --- bands

static int has_both(const struct price_bands_entry *a, const struct price_bands_entry *b,
                    size_t like)
{
    if (a->likes[like].codes == NULL || b->likes[like].codes == NULL)
        return 1;
    for (size_t i = 0; i < a->likes[like].count; i++)
        for (size_t j = 0; j < b->likes[like].count; j++)
            if (a->likes[like].codes[i] == b->likes[like].codes[j])
                return 1;
    return 0;
}

// A band that is for some of the same prices on one of the same days; NULL if there is none.
static const struct price_bands_entry *overlapping(const struct price_bands *bands,
                                                   const struct price_bands_entry *entry)
{
    for (size_t i = 0; i < bands->count; i++) {
        const struct price_bands_entry *other = &bands->list[i];
        int both = other->from <= entry->to && entry->from <= other->to;

        for (size_t like = 0; like < MARKET_LIKES && both; like++)
            both = has_both(other, entry, like);
        if (both)
            return other;
    }
    return NULL;
}

static enum err judge(const struct price_bands *bands, const struct price_bands_entry *entry,
                      struct err_text *why)
{
    const struct price_bands_entry *other = overlapping(bands, entry);

    if (entry->from > entry->to)
        return err_say(why, ERR_MALFORMED,
                       "to is before from in the band %.40s: check the two days", entry->name);
    if (entry->low > entry->high)
        return err_say(why, ERR_MALFORMED,
                       "low is above high in the band %.40s: check the two amounts", entry->name);
    if (other != NULL)
        return err_say(why, ERR_MALFORMED,
                       "the bands %.40s and %.40s are for some of the same prices on a day: let "
                       "one end before the other begins, or name fewer codes",
                       other->name, entry->name);
    return ERR_OK;
}

static enum err take_row(void *context, const char *const *fields, struct err_text *why)
{
    struct reading *reading = context;
    struct price_bands_entry entry = {.name = fields[BAND]}, *place;
    enum err error = reference_file_day(fields[FROM], INT32_MIN, &entry.from, why);

    if (error == ERR_OK)
        error = reference_file_day(fields[TO], INT32_MAX, &entry.to, why);
    if (error == ERR_OK && (entry.name[0] == '\0' || fields[SOURCE][0] == '\0'))
        error =
            err_say(why, ERR_MALFORMED,
                    "a row needs the band's name and a source: fill them in, or delete the row");
    if (error == ERR_OK)
        error = read_pounds(&entry.low, fields[LOW], why);
    if (error == ERR_OK)
        error = read_pounds(&entry.high, fields[HIGH], why);
    for (size_t i = 0; i < MARKET_LIKES && error == ERR_OK; i++)
        error = read_likes(reading, &entry, i, fields[i], why);
    if (error == ERR_OK)
        error = judge(reading->bands, &entry, why);
    if (error != ERR_OK)
        return error;
    place = LIST_ADD(reading->arena, reading->bands->list, reading->bands->count);
    if (place == NULL)
        return no_memory(why);
    *place = entry;
    return ERR_OK;
}

enum err price_bands_read(struct price_bands *bands, struct arena *arena, const char *reference,
                          struct err_text *text)
{
    const char *path = arena_printf(arena, "%s/price_bands.csv", reference);
    struct reading reading = {bands, arena};

    *bands = (struct price_bands){.count = 0};
    if (path == NULL)
        return no_memory(text);
    return reference_file_read(path, arena, headings, COLUMNS, take_row, &reading, text);
}

// --- the band of a price

static int fits(const struct price_bands_entry *band, const struct market_row *row)
{
    for (size_t like = 0; like < MARKET_LIKES; like++) {
        int found = band->likes[like].codes == NULL;

        for (size_t i = 0; i < band->likes[like].count && !found; i++)
            found = band->likes[like].codes[i] == row->likes[like];
        if (!found)
            return 0;
    }
    return 1;
}

const struct price_bands_entry *price_bands_of(const struct price_bands *bands,
                                               const struct market_row *row, int32_t day)
{
    for (size_t i = 0; i < bands->count && row->is_comparable; i++)
        if (day >= bands->list[i].from && day <= bands->list[i].to && fits(&bands->list[i], row))
            return &bands->list[i];
    return NULL;
}
