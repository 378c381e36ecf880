#include "collector/reading/encoding.h"

#include "lib/base/utf8.h"

#include <iconv.h>
#include <string.h>
#include <strings.h>

static int begins_with(const char *bytes, size_t size, const char *signature, size_t length)
{
    return size >= length && strncasecmp(bytes, signature, length) == 0;
}

// --- another format

#define SAVE_AS_CSV "open it in the spreadsheet and save it as \"CSV UTF-8 (comma delimited)\""
#define UNPACK "unpack it, and put the file that is in it into the folder"

static const struct {
    const char *signature;
    size_t length;
    struct encoding_format format;
} formats[] = {
    {"PK\x03\x04", 4, {"a workbook or an archive (zip)", SAVE_AS_CSV "; or unpack it"}},
    {"PK\x05\x06", 4, {"an empty archive (zip)", "pack it again, or export the file again"}},
    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
     8,
     {"an old workbook (xls), or one with a password", SAVE_AS_CSV}},
    {"%PDF", 4, {"a PDF", "export the figures as CSV from where the PDF was made"}},
    {"{\\rtf",
     5,
     {"a text document (RTF)", "put its table into a spreadsheet and save that as CSV"}},
    {"\x1f\x8b", 2, {"an archive (gzip)", UNPACK}},
    {"7z\xbc\xaf\x27\x1c", 6, {"an archive (7z)", UNPACK}},
    {"Rar!", 4, {"an archive (rar)", UNPACK}},
    {"BZh", 3, {"an archive (bzip2)", UNPACK}},
    {"\xfd"
     "7zXZ",
     5,
     {"an archive (xz)", UNPACK}},
    {"\x89PNG", 4, {"a picture (PNG)", "export the figures themselves as CSV"}},
    {"\xff\xd8\xff", 3, {"a picture (JPEG)", "export the figures themselves as CSV"}},
    {"SQLite format 3", 15, {"a database (SQLite)", "export the table as CSV"}},
};

// Told by the first character that is not a space.
static const struct {
    char first;
    struct encoding_format format;
} texts[] = {
    {'<',
     {"a web page or XML",
      "it may be a page that asks to sign in: sign in, and export the figures as CSV"}},
    {'{', {"JSON", "export the figures as CSV"}},
    {'[', {"JSON", "export the figures as CSV"}},
};

static const struct encoding_format *format_of(const char *bytes, size_t size)
{
    size_t at = begins_with(bytes, size, "\xef\xbb\xbf", 3) ? 3 : 0;

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (begins_with(bytes, size, formats[i].signature, formats[i].length))
            return &formats[i].format;
    while (at < size && strchr(" \t\r\n", bytes[at]) != NULL && bytes[at] != '\0')
        at++;
    for (size_t i = 0; at < size && i < sizeof texts / sizeof texts[0]; i++)
        if (bytes[at] == texts[i].first)
            return &texts[i].format;
    return NULL;
}

// UTF-16 without its mark shows itself by a NUL in every other byte, from the first on. NULs in both
// halves are no text; but a file that begins as text, or has nothing but NULs, is a damaged copy of one.
static enum encoding told_by_nuls(const char *bytes, size_t size)
{
    enum { SAMPLE_BYTES = 512, FEW = 8, FIRST = 4 };  // one of FEW bytes, in all
    size_t sample = size < SAMPLE_BYTES ? size : SAMPLE_BYTES, nuls[2] = {0, 0};

    for (size_t i = 0; i < sample; i++)
        nuls[i % 2] += bytes[i] == '\0';
    if (nuls[0] + nuls[1] == sample || memchr(bytes, '\0', sample < FIRST ? sample : FIRST) == NULL)
        return ENCODING_TEXT;
    if (nuls[0] * FEW > sample && nuls[1] * FEW > sample)
        return ENCODING_OTHER;
    return nuls[0] * FEW > sample || nuls[1] * FEW > sample ? ENCODING_UTF16 : ENCODING_TEXT;
}

// Bytes of which a third is no letter, digit or sign of any text: encrypted, compressed, of a mainframe's
// alphabet, or damaged from its start. NULs are told elsewhere.
static int is_noise(const char *bytes, size_t size)
{
    enum { SAMPLE_BYTES = 4096, LEAST_BYTES = 16, SHARE = 3, CHARACTER_BYTES = 4 };
    const size_t sample = size < SAMPLE_BYTES ? size : SAMPLE_BYTES;
    const int is_utf8 = utf8_valid_bytes(bytes, sample) + CHARACTER_BYTES > sample;
    size_t strange = 0;

    for (size_t i = 0; i < sample; i++) {
        const unsigned char byte = (unsigned char)bytes[i];

        strange += (byte > 0 && byte < ' ' && strchr("\t\n\v\f\r\x1a", byte) == NULL) ||
                   (byte >= 0x80 && !is_utf8);
    }
    return sample >= LEAST_BYTES && strange * SHARE > sample;
}

enum encoding encoding_of(const void *bytes, size_t size, const struct encoding_format **format)
{
    static const struct encoding_format unknown = {"something that is not text", SAVE_AS_CSV};
    static const struct encoding_format noise = {"no text that can be read",
                                                 "it may be encrypted, compressed or damaged: open "
                                                 "it where it was made, and export the figures "
                                                 "as CSV UTF-8 again"};
    enum encoding told = ENCODING_OTHER;

    *format = format_of(bytes, size);
    if (begins_with(bytes, size, "\xff\xfe", 2) || begins_with(bytes, size, "\xfe\xff", 2))
        told = ENCODING_UTF16;
    else if (*format == NULL)
        told = told_by_nuls(bytes, size);
    if (told == ENCODING_OTHER && *format == NULL)
        *format = &unknown;
    if (told == ENCODING_TEXT && is_noise(bytes, size)) {
        told = ENCODING_OTHER;
        *format = &noise;
    }
    return told;
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
