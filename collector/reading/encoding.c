#include "collector/reading/encoding.h"

#include <iconv.h>
#include <string.h>
#include <strings.h>

// --- another format

static int begins_with(const char *bytes, size_t size, const char *signature, size_t length)
{
    return size >= length && strncasecmp(bytes, signature, length) == 0;
}

static int is_another_format(const char *bytes, size_t size)
{
    static const struct {
        const char *signature;
        size_t length;
    } formats[] = {
        {"PK\x03\x04", 4},                        // zip: xlsx, ods
        {"PK\x05\x06", 4},                        // an empty one
        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8},  // OLE: xls
        {"%PDF", 4},
        {"{\\rtf", 5},
        {"\x1f\x8b", 2},  // gzip
        {"<html", 5},     // a page that asks for a password, as a rule
        {"<!doctype", 9},
        {"<?xml", 5},
    };

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (begins_with(bytes, size, formats[i].signature, formats[i].length))
            return 1;
    return 0;
}

// UTF-16 without its mark shows itself by a NUL in every other byte. NULs everywhere are no text;
// a single one is left to whoever reads the cell.
static enum encoding told_by_nuls(const char *bytes, size_t size)
{
    enum { SAMPLE_BYTES = 512, FEW = 8 };  // one of FEW bytes, in all
    size_t sample = size < SAMPLE_BYTES ? size : SAMPLE_BYTES, nuls[2] = {0, 0};

    for (size_t i = 0; i < sample; i++)
        nuls[i % 2] += bytes[i] == '\0';
    if (nuls[0] * FEW > sample && nuls[1] * FEW > sample)
        return ENCODING_OTHER;
    return nuls[0] * FEW > sample || nuls[1] * FEW > sample ? ENCODING_UTF16 : ENCODING_TEXT;
}

enum encoding encoding_of(const void *bytes, size_t size)
{
    if (begins_with(bytes, size, "\xff\xfe", 2) || begins_with(bytes, size, "\xfe\xff", 2))
        return ENCODING_UTF16;
    return is_another_format(bytes, size) ? ENCODING_OTHER : told_by_nuls(bytes, size);
}

// --- Windows-1252

void encoding_western_make(struct encoding_western *western)
{
    iconv_t converter = iconv_open("UTF-8", "WINDOWS-1252");

    memset(western, 0, sizeof *western);
    if (converter == (iconv_t)-1)
        return;
    for (int i = 0; i < ENCODING_HIGH_BYTES; i++) {
        char from = (char)(ENCODING_HIGH_BYTES + i), *in = &from, *out = western->characters[i];
        size_t in_left = 1, out_left = ENCODING_CHARACTER_BYTES - 1;

        if (iconv(converter, &in, &in_left, &out, &out_left) == (size_t)-1)
            western->characters[i][0] = '\0';
    }
    iconv_close(converter);
}
