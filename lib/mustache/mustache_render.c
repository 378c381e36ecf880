#include "lib/mustache/mustache_internal.h"

#include <errno.h>
#include <string.h>

struct indent {
    struct mustache_span span;
    const struct indent *outer;
};

struct run {
    const struct mustache_partials *partials;
    FILE *out;
    size_t pieces, bytes;  // so far
    size_t depth;
    int is_text;  // nothing is escaped
    struct err_text *text;
};

// A template while it is written, and where it stands.
struct sheet {
    const struct mustache *template;
    const struct indent *indent;
};

static enum err fault(const struct run *run, const struct sheet *sheet,
                      const struct mustache_piece *piece, const char *what)
{
    return err_say(run->text, ERR_MALFORMED, "%s, line %zu: %s%.*s%s%s", sheet->template->name,
                   piece->line, piece->kind == MUSTACHE_TEXT ? "" : "{{",
                   piece->kind == MUSTACHE_TEXT ? 0 : (int)piece->span.length, piece->span.bytes,
                   piece->kind == MUSTACHE_TEXT ? "" : "}}: ", what);
}

// --- writing; whether `out` took it is seen at the end

static void put(struct run *run, const char *bytes, size_t length)
{
    run->bytes += length;
    if (length > 0 && run->bytes <= MUSTACHE_OUTPUT_MAX_BYTES)
        (void)fwrite_unlocked(bytes, 1, length, run->out);
}

static void put_escaped(struct run *run, struct mustache_span span)
{
    static const char *const escapes[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    size_t from = 0;

    for (size_t i = 0; i < span.length; i++) {
        const char *escape = escapes[(unsigned char)span.bytes[i]];

        if (escape == NULL)
            continue;
        put(run, span.bytes + from, i - from);
        put(run, escape, strlen(escape));
        from = i + 1;
    }
    put(run, span.bytes + from, span.length - from);
}

static void put_indent(struct run *run, const struct indent *indent)
{
    if (indent == NULL)
        return;
    put_indent(run, indent->outer);
    put(run, indent->span.bytes, indent->span.length);
}

// A text may hold many lines.
static void put_text(struct run *run, const struct indent *indent, struct mustache_span span)
{
    const char *end;

    while (indent != NULL && span.length > 0 &&
           (end = memchr(span.bytes, '\n', span.length)) != NULL &&
           (size_t)(end - span.bytes) + 1 < span.length) {
        const size_t line = (size_t)(end - span.bytes) + 1;

        put(run, span.bytes, line);
        put_indent(run, indent);
        span.bytes += line;
        span.length -= line;
    }
    put(run, span.bytes, span.length);
}

// --- pieces

static enum err render(struct run *run, const struct sheet *sheet, size_t begin, size_t end,
                       const struct mustache_scope *scope);

static enum err render_value(struct run *run, const struct sheet *sheet,
                             const struct mustache_piece *piece, const struct mustache_scope *scope)
{
    char number[MUSTACHE_NUMBER_BYTES];
    struct mustache_span printed;

    if (mustache_value_print(mustache_value_find(scope, piece), number, &printed) != 0)
        return fault(run, sheet, piece, "an object or a list does not print: name a value in it");
    if (piece->kind == MUSTACHE_ESCAPED && !run->is_text)
        put_escaped(run, printed);
    else
        put(run, printed.bytes, printed.length);
    return ERR_OK;
}

static enum err render_section(struct run *run, const struct sheet *sheet, size_t place,
                               const struct mustache_scope *scope)
{
    const struct mustache_piece *piece = &sheet->template->pieces[place];
    const json_t *value = mustache_value_find(scope, piece);
    const size_t items = json_is_array(value) ? json_array_size(value) : 1;
    enum err error = ERR_OK;

    if (mustache_value_is_there(value) != (piece->kind == MUSTACHE_SECTION))
        return ERR_OK;
    if (piece->kind == MUSTACHE_INVERTED)
        return render(run, sheet, place + 1, piece->end, scope);
    for (size_t i = 0; error == ERR_OK && i < items; i++) {
        const struct mustache_scope inner = {
            json_is_array(value) ? json_array_get(value, i) : value, scope};

        error = render(run, sheet, place + 1, piece->end, &inner);
    }
    return error;
}

static enum err render_partial(struct run *run, const struct sheet *sheet,
                               const struct mustache_piece *piece,
                               const struct mustache_scope *scope)
{
    const struct indent indented = {piece->indent, sheet->indent};
    const struct indent *indent = piece->indent.length > 0 ? &indented : sheet->indent;
    const struct sheet partial = {
        .template = run->partials == NULL || run->partials->find == NULL
                        ? NULL
                        : run->partials->find(run->partials->context, piece->name),
        .indent = piece->stands_alone ? indent : NULL};

    return partial.template == NULL ? ERR_OK
                                    : render(run, &partial, 0, partial.template->count, scope);
}

static enum err render_piece(struct run *run, const struct sheet *sheet, size_t place,
                             const struct mustache_scope *scope)
{
    const struct mustache_piece *piece = &sheet->template->pieces[place];

    if (++run->pieces > MUSTACHE_PIECES_MAX || run->bytes > MUSTACHE_OUTPUT_MAX_BYTES)
        return fault(run, sheet, piece,
                     "the page becomes too large: does a template include itself?");
    if (piece->begins_line)
        put_indent(run, sheet->indent);
    switch (piece->kind) {
    case MUSTACHE_TEXT:
        put_text(run, sheet->indent, piece->span);
        return ERR_OK;
    case MUSTACHE_ESCAPED:
    case MUSTACHE_RAW:
        return render_value(run, sheet, piece, scope);
    case MUSTACHE_SECTION:
    case MUSTACHE_INVERTED:
        return render_section(run, sheet, place, scope);
    case MUSTACHE_PARTIAL:
        return render_partial(run, sheet, piece, scope);
    }
    return ERR_OK;
}

static enum err render(struct run *run, const struct sheet *sheet, size_t begin, size_t end,
                       const struct mustache_scope *scope)
{
    enum err error = ERR_OK;

    if (run->depth == MUSTACHE_DEPTH_MAX)
        return begin == end ? ERR_OK
                            : fault(run, sheet, &sheet->template->pieces[begin],
                                    "too deep: does a template include itself?");
    run->depth++;
    for (size_t place = begin; error == ERR_OK && place < end;) {
        const struct mustache_piece *piece = &sheet->template->pieces[place];

        error = render_piece(run, sheet, place, scope);
        place = piece->end > place ? piece->end : place + 1;
    }
    run->depth--;
    return error;
}

static enum err render_all(struct run *run, const struct mustache *template, const json_t *data)
{
    const struct sheet sheet = {.template = template};
    const struct mustache_scope scope = {.value = data};
    enum err error = render(run, &sheet, 0, template->count, &scope);

    if (error == ERR_OK && run->bytes > MUSTACHE_OUTPUT_MAX_BYTES)
        error = err_say(run->text, ERR_MALFORMED, "%s: the page is too large", template->name);
    errno = 0;
    if (error == ERR_OK && (fflush(run->out) != 0 || ferror(run->out)))
        error =
            err_say_errno(run->text, errno, "%s: the page could not be written", template->name);
    return error;
}

enum err mustache_render(const struct mustache *template, const json_t *data,
                         const struct mustache_partials *partials, FILE *out, struct err_text *text)
{
    struct run run = {.partials = partials, .out = out, .text = text};

    return render_all(&run, template, data);
}

enum err mustache_render_text(const struct mustache *template, const json_t *data, FILE *out,
                              struct err_text *text)
{
    struct run run = {.out = out, .is_text = 1, .text = text};

    return render_all(&run, template, data);
}
