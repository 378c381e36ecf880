#include "lib/base/list.h"
#include "lib/mustache/mustache_internal.h"

#include <string.h>

enum { WORDS_MAX_BYTES = 60 };  // of a tag, quoted in an error

struct parser {
    struct arena *arena;
    const char *name;
    struct mustache_span source;
    size_t at;                         // what is before it has become pieces
    size_t line, line_at;              // of the byte `line_at`, from 1
    int begins_line;                   // the next piece does
    struct mustache_span open, close;  // the delimiters
    struct mustache_piece *pieces;
    size_t count;
    size_t sections[MUSTACHE_DEPTH_MAX];  // that are open, by the number of their piece
    size_t depth;
    struct err_text *text;
};

struct tag {
    size_t start, end;             // from the first delimiter to behind the last
    char sigil;                    // & # ^ / > ! = {; or a zero byte
    struct mustache_span content;  // without blanks around it
    int stands_alone;              // nothing else but blanks on its lines
    size_t line_start, line_end;   // of a tag that stands alone: its lines, with their end
};

static int is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\v' ||
           byte == '\f';
}

static int is_sigil(char byte)
{
    return byte != '\0' && strchr("&#^/>!={", byte) != NULL;
}

static struct mustache_span trimmed(struct mustache_span span)
{
    while (span.length > 0 && is_blank(span.bytes[0])) {
        span.bytes++;
        span.length--;
    }
    while (span.length > 0 && is_blank(span.bytes[span.length - 1]))
        span.length--;
    return span;
}

static size_t line_of(struct parser *parser, size_t at)
{
    for (; parser->line_at < at; parser->line_at++)
        parser->line += parser->source.bytes[parser->line_at] == '\n';
    return parser->line;
}

static enum err fault(struct parser *parser, const struct tag *tag, const char *what)
{
    const size_t length = tag->end - tag->start;

    return err_say(parser->text, ERR_MALFORMED, "%s, line %zu: %.*s%s: %s", parser->name,
                   line_of(parser, tag->start),
                   (int)(length < WORDS_MAX_BYTES ? length : WORDS_MAX_BYTES),
                   parser->source.bytes + tag->start, length > WORDS_MAX_BYTES ? "..." : "", what);
}

static enum err no_memory(struct parser *parser)
{
    return err_say(parser->text, ERR_NO_MEMORY, "%s: out of memory", parser->name);
}

static struct mustache_piece *add(struct parser *parser, enum mustache_kind kind, size_t at)
{
    struct mustache_piece *piece = LIST_ADD(parser->arena, parser->pieces, parser->count);

    if (piece != NULL)
        *piece = (struct mustache_piece){
            .kind = kind, .line = line_of(parser, at), .begins_line = parser->begins_line};
    return piece;
}

static enum err add_text(struct parser *parser, size_t end)
{
    const struct mustache_span span = {parser->source.bytes + parser->at, end - parser->at};
    struct mustache_piece *piece;

    if (span.length == 0)
        return ERR_OK;
    piece = add(parser, MUSTACHE_TEXT, parser->at);
    if (piece == NULL)
        return no_memory(parser);
    piece->span = span;
    parser->begins_line = span.bytes[span.length - 1] == '\n';
    return ERR_OK;
}

// --- a tag

// Takes "a.b.c" apart.
static enum err take_name(struct parser *parser, const struct tag *tag,
                          struct mustache_piece *piece)
{
    const struct mustache_span content = tag->content;
    char *name;

    if (content.length == 1 && content.bytes[0] == '.' && piece->kind != MUSTACHE_PARTIAL)
        return ERR_OK;
    if (content.length == 0)
        return fault(parser, tag, "the name is missing");
    name = arena_strndup(parser->arena, content.bytes, content.length);
    if (name == NULL)
        return no_memory(parser);
    piece->name = name;
    piece->name_parts = 1;
    for (size_t i = 0; i < content.length; i++) {
        if (is_blank(name[i]) || name[i] == '\0')
            return fault(parser, tag, "a name has no blanks in it");
        if (name[i] != '.' || piece->kind == MUSTACHE_PARTIAL)
            continue;
        name[i] = '\0';
        piece->name_parts++;
        if (i == 0 || i + 1 == content.length || name[i - 1] == '\0')
            return fault(parser, tag, "a name is missing before or behind a dot");
    }
    return ERR_OK;
}

static enum err add_named(struct parser *parser, const struct tag *tag, enum mustache_kind kind)
{
    struct mustache_piece *piece = add(parser, kind, tag->start);

    if (piece == NULL)
        return no_memory(parser);
    piece->span = tag->content;
    if (tag->stands_alone) {
        piece->begins_line = 0;
        piece->stands_alone = 1;
        piece->indent = (struct mustache_span){parser->source.bytes + tag->line_start,
                                               tag->start - tag->line_start};
    } else {
        parser->begins_line = 0;
    }
    return take_name(parser, tag, piece);
}

static enum err open_section(struct parser *parser, const struct tag *tag, enum mustache_kind kind)
{
    if (parser->depth == MUSTACHE_DEPTH_MAX)
        return fault(parser, tag, "sections are too deep within each other");
    parser->sections[parser->depth++] = parser->count;
    return add_named(parser, tag, kind);
}

static enum err close_section(struct parser *parser, const struct tag *tag)
{
    struct mustache_piece *section;

    if (parser->depth == 0)
        return fault(parser, tag, "no section is open here");
    section = &parser->pieces[parser->sections[parser->depth - 1]];
    if (section->span.length != tag->content.length ||
        memcmp(section->span.bytes, tag->content.bytes, tag->content.length) != 0)
        return err_say(
            parser->text, ERR_MALFORMED,
            "%s, line %zu: {{/%.*s}} stands where {{/%.*s}} should: that section was opened in "
            "line %zu",
            parser->name, line_of(parser, tag->start), (int)tag->content.length, tag->content.bytes,
            (int)section->span.length, section->span.bytes, section->line);
    // The line of this tag is one of the section's, even where nothing stands before the tag.
    if (!tag->stands_alone && parser->begins_line) {
        if (add(parser, MUSTACHE_TEXT, tag->start) == NULL)
            return no_memory(parser);
        parser->begins_line = 0;
    }
    parser->pieces[parser->sections[--parser->depth]].end = parser->count;
    return ERR_OK;
}

static enum err set_delimiters(struct parser *parser, const struct tag *tag)
{
    const struct mustache_span content = tag->content;
    size_t first = 0, second = content.length;

    while (first < content.length && !is_blank(content.bytes[first]))
        first++;
    while (second > first && !is_blank(content.bytes[second - 1]))
        second--;
    parser->open = (struct mustache_span){content.bytes, first};
    parser->close = (struct mustache_span){content.bytes + second, content.length - second};
    for (size_t i = first; i < second; i++)
        if (!is_blank(content.bytes[i]))
            second = first;  // a third word
    if (first == second || parser->close.length == 0 || memchr(content.bytes, '=', content.length))
        return fault(parser, tag,
                     "write two delimiters with a blank between them and no equals sign in them");
    return ERR_OK;
}

static enum err take_tag(struct parser *parser, const struct tag *tag)
{
    switch (tag->sigil) {
    case '!':
        return ERR_OK;
    case '=':
        return set_delimiters(parser, tag);
    case '#':
        return open_section(parser, tag, MUSTACHE_SECTION);
    case '^':
        return open_section(parser, tag, MUSTACHE_INVERTED);
    case '/':
        return close_section(parser, tag);
    case '>':
        return add_named(parser, tag, MUSTACHE_PARTIAL);
    case '{':
    case '&':
        return add_named(parser, tag, MUSTACHE_RAW);
    default:
        return add_named(parser, tag, MUSTACHE_ESCAPED);
    }
}

// --- finding tags

static const char *find(struct mustache_span source, size_t from, struct mustache_span what)
{
    return memmem(source.bytes + from, source.length - from, what.bytes, what.length);
}

// A value stays on its line; every other tag that has its lines for itself takes them with it.
static void see_whether_alone(const struct parser *parser, struct tag *tag)
{
    const struct mustache_span source = parser->source;
    size_t start = tag->start, end = tag->end;

    if (tag->sigil == '\0' || tag->sigil == '{' || tag->sigil == '&')
        return;
    while (start > parser->at &&
           (source.bytes[start - 1] == ' ' || source.bytes[start - 1] == '\t'))
        start--;
    if (start > 0 && source.bytes[start - 1] != '\n')
        return;
    while (end < source.length && (source.bytes[end] == ' ' || source.bytes[end] == '\t'))
        end++;
    if (end + 1 < source.length && source.bytes[end] == '\r' && source.bytes[end + 1] == '\n')
        end++;
    if (end < source.length && source.bytes[end++] != '\n')
        return;
    tag->stands_alone = 1;
    tag->line_start = start;
    tag->line_end = end;
}

// What ends a tag: {{{a}}} and {{=a b=}} have one byte more.
static const char *find_end(const struct parser *parser, size_t inside, char more)
{
    const struct mustache_span source = parser->source, close = parser->close;
    const char *end = find(source, inside, close);

    while (more != '\0' && end != NULL && (end == source.bytes + inside || end[-1] != more))
        end = find(source, (size_t)(end - source.bytes) + 1, close);
    return end;
}

// The tag whose first delimiter is at `start`.
static enum err read_tag(struct parser *parser, size_t start, struct tag *tag)
{
    const struct mustache_span source = parser->source;
    size_t inside = start + parser->open.length, end_at;
    const char *end;
    char more;

    *tag = (struct tag){.start = start, .end = inside};
    while (inside < source.length && is_blank(source.bytes[inside]))
        inside++;
    if (inside < source.length && is_sigil(source.bytes[inside]))
        tag->sigil = source.bytes[inside++];
    more = tag->sigil == '{' ? '}' : tag->sigil == '=' ? '=' : '\0';
    end = find_end(parser, inside, more);
    if (end == NULL)
        return fault(parser, tag, "the end of this tag is missing");
    end_at = (size_t)(end - source.bytes);
    tag->end = end_at + parser->close.length;
    tag->content =
        trimmed((struct mustache_span){source.bytes + inside, end_at - inside - (more != '\0')});
    see_whether_alone(parser, tag);
    return ERR_OK;
}

static enum err parse_all(struct parser *parser)
{
    enum err error = ERR_OK;
    const char *open;

    while (error == ERR_OK && (open = find(parser->source, parser->at, parser->open)) != NULL) {
        struct tag tag;

        error = read_tag(parser, (size_t)(open - parser->source.bytes), &tag);
        if (error == ERR_OK)
            error = add_text(parser, tag.stands_alone ? tag.line_start : tag.start);
        if (error == ERR_OK)
            error = take_tag(parser, &tag);
        parser->at = tag.stands_alone ? tag.line_end : tag.end;
    }
    if (error == ERR_OK)
        error = add_text(parser, parser->source.length);
    if (error == ERR_OK && parser->depth > 0) {
        const struct mustache_piece *section = &parser->pieces[parser->sections[parser->depth - 1]];

        error =
            err_say(parser->text, ERR_MALFORMED,
                    "%s, line %zu: the section %.*s is not closed: write {{/%.*s}} where it ends",
                    parser->name, section->line, (int)section->span.length, section->span.bytes,
                    (int)section->span.length, section->span.bytes);
    }
    return error;
}

enum err mustache_parse(struct arena *arena, const char *name, const char *source, size_t length,
                        const struct mustache **template, struct err_text *text)
{
    const char *copy = arena_strndup(arena, source, length);
    struct mustache *made = arena_zalloc(arena, sizeof *made);
    struct parser parser = {.arena = arena,
                            .name = arena_strdup(arena, name),
                            .source = {copy, length},
                            .line = 1,
                            .begins_line = 1,
                            .open = {"{{", 2},
                            .close = {"}}", 2},
                            .text = text};
    enum err error;

    *template = NULL;
    if (copy == NULL || made == NULL || parser.name == NULL)
        return err_say(text, ERR_NO_MEMORY, "%s: out of memory", name);
    error = parse_all(&parser);
    if (error != ERR_OK)
        return error;
    *made = (struct mustache){parser.name, parser.pieces, parser.count};
    *template = made;
    return ERR_OK;
}
