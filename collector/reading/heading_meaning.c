#include "collector/reading/heading_meaning.h"

#include "proto/form/figures.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

// Words in a row stand behind one another in the heading, too. Of several that begin at the same word
// the first counts.
static const struct {
    const char *words, *meaning;
    int is_of_money;  // of a count it may say something else: plans_m
} meanings[] = {
    {"000", "thousands", 0},
    {"000s", "thousands", 0},
    {"1000", "thousands", 0},
    {"1000s", "thousands", 0},
    {"k", "thousands", 0},
    {"ths", "thousands", 0},
    {"thou", "thousands", 0},
    {"thousand", "thousands", 0},
    {"thousands", "thousands", 0},
    {"m", "millions", 1},
    {"mn", "millions", 1},
    {"million", "millions", 0},
    {"millions", "millions", 0},
    {"p", "pence", 1},
    {"pence", "pence", 1},
    {"year to date", "the year to date", 0},
    {"to date", "the year to date", 0},
    {"ytd", "the year to date", 0},
    {"cum", "the year to date", 0},
    {"cumulative", "the year to date", 0},
    {"running", "the year to date", 0},
    {"rolling", "more than one period", 0},
    {"avg", "an average", 0},
    {"ave", "an average", 0},
    {"average", "an average", 0},
    {"mean", "an average", 0},
    {"median", "a median", 0},
    {"per", "a rate", 0},
    {"rate", "a rate", 0},
    {"ratio", "a rate", 0},
    {"pct", "a percentage", 0},
    {"pc", "a percentage", 0},
    {"percent", "a percentage", 0},
    {"percentage", "a percentage", 0},
    {"proportion", "a percentage", 0},
    {"share", "a percentage", 0},
    {"fte", "full-time equivalents", 0},
    {"rounded", "a rounded figure", 0},
    {"last year", "another period's figure", 0},
    {"last quarter", "another period's figure", 0},
    {"previous", "another period's figure", 0},
    {"prior", "another period's figure", 0},
    {"daily", "a day's figure", 0},
    {"weekly", "a week's figure", 0},
    {"monthly", "a month's figure", 0},
    {"termly", "a term's figure", 0},
    {"net", "a net figure", 0},
    {"less", "that something is left out", 0},
    {"minus", "that something is left out", 0},
    {"not", "that something is left out", 0},
    {"non", "that something is left out", 0},
    {"no", "that something is left out", 0},
    {"without", "that something is left out", 0},
    {"exc", "that something is left out", 0},
    {"excl", "that something is left out", 0},
    {"excludes", "that something is left out", 0},
    {"excluding", "that something is left out", 0},
    {"only", "that something is left out", 0},
    {"inc", "that something is added", 0},
    {"incl", "that something is added", 0},
    {"includes", "that something is added", 0},
    {"including", "that something is added", 0},
    {"plus", "that something is added", 0},
    {"budget", "a budget or a forecast", 0},
    {"budgeted", "a budget or a forecast", 0},
    {"forecast", "a budget or a forecast", 0},
    {"planned", "a budget or a forecast", 0},
    {"projected", "a budget or a forecast", 0},
    {"target", "a budget or a forecast", 0},
    {"est", "an estimate", 0},
    {"estimate", "an estimate", 0},
    {"estimated", "an estimate", 0},
    {"provisional", "an estimate", 0},
    {"vat", "VAT, in or out", 1},
    {"change", "a difference", 0},
    {"difference", "a difference", 0},
    {"variance", "a difference", 0},
};
enum { MEANINGS = sizeof meanings / sizeof meanings[0] };

// --- words

// Letters, or digits, or digits with an s behind them; a capital behind a small letter begins another
// word. Its bytes; 0 where no word begins.
static size_t word_length(const char *text)
{
    size_t length = 0;

    if (isdigit((unsigned char)*text)) {
        while (isdigit((unsigned char)text[length]))
            length++;
        if (tolower((unsigned char)text[length]) == 's' &&
            !isalnum((unsigned char)text[length + 1]))
            length++;
        return length;
    }
    while (isalpha((unsigned char)text[length]) &&
           !(length > 0 && islower((unsigned char)text[length - 1]) &&
             isupper((unsigned char)text[length])))
        length++;
    return length;
}

static const char *next_word(const char *text)
{
    while (*text != '\0' && word_length(text) == 0)
        text++;
    return text;
}

// Where the text goes on behind these words, if it begins with them; else NULL.
static const char *behind(const char *text, const char *words)
{
    for (words = next_word(words); *words != '\0'; words = next_word(words)) {
        const size_t length = word_length(words);

        text = next_word(text);
        if (word_length(text) != length || strncasecmp(text, words, length) != 0)
            return NULL;
        text += length;
        words += length;
    }
    return text;
}

static int has_words(const char *text, const char *words)
{
    for (text = next_word(text); *text != '\0'; text = next_word(text + word_length(text)))
        if (behind(text, words) != NULL)
            return 1;
    return 0;
}

// Which of the meanings begins at this word; MEANINGS when none does.
static size_t meaning_at(const char *word)
{
    for (size_t i = 0; i < MEANINGS; i++)
        if (behind(word, meanings[i].words) != NULL)
            return i;
    return MEANINGS;
}

// --- a heading

static int applies(size_t meaning, const ProtobufCFieldDescriptor *meant)
{
    return meant == NULL || (!has_words(meant->name, meanings[meaning].words) &&
                             (!meanings[meaning].is_of_money || figures_is_money(meant)));
}

const char *heading_meaning(const char *text, const ProtobufCFieldDescriptor *meant)
{
    for (text = next_word(text); *text != '\0'; text = next_word(text + word_length(text))) {
        const size_t meaning = meaning_at(text);

        if (meaning < MEANINGS && applies(meaning, meant))
            return meanings[meaning].meaning;
    }
    return NULL;
}

const char *heading_meaning_without(struct arena *arena, const char *text)
{
    const char *rest = "";
    int is_shorter = 0;

    for (text = next_word(text); *text != '\0' && rest != NULL; text = next_word(text)) {
        const size_t meaning = meaning_at(text), length = word_length(text);

        if (meaning < MEANINGS) {
            is_shorter = 1;
            text = behind(text, meanings[meaning].words);
            continue;
        }
        rest = arena_printf(arena, "%s%s%.*s", rest, *rest == '\0' ? "" : "_", (int)length, text);
        text += length;
    }
    return is_shorter && rest != NULL && *rest != '\0' ? rest : NULL;
}

const char *heading_meaning_fix(struct arena *arena, const char *says,
                                const ProtobufCFieldDescriptor *meant)
{
    if (meant == NULL)
        return arena_printf(arena,
                            "the heading says %s: put in the figures that a column of the template "
                            "asks for, and only then head it so; else delete the column",
                            says);
    return arena_printf(arena,
                        "the heading says %s: put in the figures that %s asks for, as the template "
                        "explains it, and only then head it so",
                        says, meant->name);
}
