// The rules over providers: one name goes with one number, and one number with one name. A fill handle
// that counts up makes a new school in each row, and prices are compared by number.
#include "proto/form/codes.h"
#include "proto/rules/rules_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

// A row that has both a name and a number.
struct provider {
    const char *name;  // as plain_name has it; NULL where nobody asks for it
    uint32_t number;
    size_t index;
};

enum by { BY_NAME, BY_NUMBER };

// A URN and a UKPRN are two numbers of one provider, so that each is looked at by itself.
struct kind {
    const char *column, *words;
    int (*get)(const Qd__Placement *row, uint32_t *number);
};

static int urn_of(const Qd__Placement *row, uint32_t *number)
{
    *number = row->urn;
    return row->has_urn;
}

static int ukprn_of(const Qd__Placement *row, uint32_t *number)
{
    *number = row->ukprn;
    return row->has_ukprn;
}

static const struct kind kinds[] = {{"urn", "URN", urn_of}, {"ukprn", "UKPRN", ukprn_of}};

// --- names

// Bytes of the apostrophe that begins here, as a keyboard or a word processor writes it; else 0.
static size_t apostrophe(const char *text)
{
    static const char *const forms[] = {"'", "\u2019", "\u2018", "`"};

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (*text == *forms[i] && strncmp(text, forms[i], strlen(forms[i])) == 0)
            return strlen(forms[i]);
    return 0;
}

// Words that make no other provider of one name, and what stands in their place.
static const struct {
    const char *word, *plain;
} same_words[] = {{"the", ""}, {"ltd", ""}, {"limited", ""}, {"saint", "st"}, {"and", ""}};

// Puts the word that ends the text in its plain form.
static void make_plain(char *word)
{
    for (size_t i = 0; i < sizeof same_words / sizeof same_words[0]; i++)
        if (*word == *same_words[i].word && strcmp(word, same_words[i].word) == 0) {
            memmove(word, same_words[i].plain, strlen(same_words[i].plain) + 1);
            return;
        }
}

// Letters and digits in lower case, one word right behind the other: of St. Mary's (Ltd) and
// SAINT MARYS the same. NULL when memory is exhausted.
static const char *plain_name(struct arena *arena, const char *name)
{
    char *plain = arena_strdup(arena, name), *word = plain, *at = plain;

    if (plain == NULL)
        return NULL;
    while (*name != '\0') {
        const unsigned char byte = (unsigned char)*name;
        const size_t passed_over = isalnum(byte) ? 0 : apostrophe(name);

        if (passed_over > 0) {
            name += passed_over;
        } else if (isalnum(byte) || byte > 0x7f) {
            *at++ = (char)tolower(byte);
            name++;
        } else {
            *at = '\0';
            make_plain(word);
            at = word += strlen(word);
            name++;
        }
    }
    *at = '\0';
    make_plain(word);
    return plain;
}

// --- names and numbers

static const char *name_of(const struct rules_run *run, size_t index)
{
    const char *name = run->returned->placements[index]->provider_name;

    return name == NULL ? "" : plain_name(run->findings->arena, name);
}

// Rows that have a number of the kind and a name or, where names are not asked for, at least the number.
static size_t collect(const struct rules_run *run, const struct kind *kind, int needs_name,
                      struct provider *providers)
{
    const Qd__Return *returned = run->returned;
    size_t count = 0;

    for (size_t i = 0; i < returned->n_placements; i++) {
        struct provider provider = {.index = i};

        if (!kind->get(returned->placements[i], &provider.number))
            continue;
        if (needs_name)
            provider.name = name_of(run, i);
        if (!needs_name || (provider.name != NULL && *provider.name != '\0'))
            providers[count++] = provider;
    }
    return count;
}

static int compare_by_name(const void *left, const void *right)
{
    const struct provider *a = left, *b = right;
    const int order = strcmp(a->name, b->name);

    if (order != 0)
        return order;
    return (a->index > b->index) - (a->index < b->index);
}

static int compare_by_number(const void *left, const void *right)
{
    const struct provider *a = left, *b = right;

    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static int are_same(const struct provider *a, const struct provider *b, enum by by)
{
    return by == BY_NAME ? strcmp(a->name, b->name) == 0 : a->number == b->number;
}

static void found(struct rules_run *run, const struct kind *kind, enum by by,
                  const struct provider *first, const struct provider *other)
{
    const Qd__Return *returned = run->returned;

    run->index = other->index;
    if (by == BY_NAME)
        rules_found(run, rules_field(run, kind->column), "%s has %s %u here, and %u in %s",
                    returned->placements[other->index]->provider_name, kind->words, other->number,
                    first->number, rules_row_name(run, first->index));
    else
        rules_found(run, rules_field(run, "provider_name"), "%s %u is %s here, and %s in %s",
                    kind->words, other->number, returned->placements[other->index]->provider_name,
                    returned->placements[first->index]->provider_name,
                    rules_row_name(run, first->index));
}

// One finding for each name, or number, however many rows disagree.
static void look(struct rules_run *run, const struct kind *kind, enum by by,
                 const struct provider *providers, size_t count)
{
    const enum by other = by == BY_NAME ? BY_NUMBER : BY_NAME;

    for (size_t first = 0, at = 0; at < count; first = at) {
        int is_told = 0;

        for (; at < count && are_same(&providers[first], &providers[at], by); at++)
            if (!is_told && !are_same(&providers[first], &providers[at], other)) {
                found(run, kind, by, &providers[first], &providers[at]);
                is_told = 1;
            }
    }
}

static void look_by(const struct rules_run *run, enum by by)
{
    const size_t rows = run->returned->n_placements;
    struct provider *providers = arena_alloc(run->findings->arena, rows * sizeof *providers);
    struct rules_run at = *run;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && providers != NULL; i++) {
        const size_t count = collect(run, &kinds[i], 1, providers);

        qsort(providers, count, sizeof *providers,
              by == BY_NAME ? compare_by_name : compare_by_number);
        look(&at, &kinds[i], by, providers, count);
    }
}

// --- numbers that count up

enum { COUNTED_UP_MIN = 3 };  // rows: of two, the numbers may follow each other by chance

// Whether the row has the next number and, as the row before, nobody's name.
static int counts_up(const struct rules_run *run, const struct kind *kind, size_t index)
{
    const Qd__Placement *before = run->returned->placements[index - 1];
    const Qd__Placement *row = run->returned->placements[index];
    uint32_t number_before, number;

    return row->provider_name == NULL && before->provider_name == NULL &&
           kind->get(before, &number_before) && kind->get(row, &number) &&
           number == number_before + 1;
}

static void look_at_order(const struct rules_run *run, const struct kind *kind)
{
    const size_t rows = run->returned->n_placements;
    struct rules_run at = *run;

    for (size_t first = 0, end = 1; first < rows; first = end, end = first + 1) {
        uint32_t number;

        while (end < rows && counts_up(run, kind, end))
            end++;
        if (end - first < COUNTED_UP_MIN)
            continue;
        at.index = first + 1;
        (void)kind->get(run->returned->placements[first], &number);
        rules_found(&at, rules_field(&at, kind->column),
                    "from %s on, %zu rows have %ss that go up by one, from %u, and no names",
                    rules_row_name(run, first), end - first, kind->words, number);
    }
}

// --- one URN in two settings

// A resourced provision or unit is a part of its school.
static size_t school_length(const char *code)
{
    static const char *const parts[] = {"_resourced_provision", "_senunit"};
    const size_t length = strlen(code);

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (length > strlen(parts[i]) && strcmp(code + length - strlen(parts[i]), parts[i]) == 0)
            return length - strlen(parts[i]);
    return length;
}

static int have_one_name(const struct rules_run *run, size_t a, size_t b)
{
    const char *name_a = name_of(run, a), *name_b = name_of(run, b);

    return name_a != NULL && name_b != NULL && strcmp(name_a, name_b) == 0;
}

static void setting_code(int setting, char code[CODES_WRITTEN_BYTES])
{
    codes_write(&qd__setting__descriptor, setting, code);
    code[school_length(code)] = '\0';
}

// A school is of one type; whoever is educated otherwise than at school may have a school's number all
// the same.
static int are_two_schools(const struct rules_run *run, size_t a, size_t b)
{
    static const char *const schools[] = {"mainstream_", "special_", "ap_pru_"};
    char code_a[CODES_WRITTEN_BYTES], code_b[CODES_WRITTEN_BYTES];
    int are_schools = 0;

    if (run->returned->placements[a]->setting == run->returned->placements[b]->setting)
        return 0;
    setting_code(run->returned->placements[a]->setting, code_a);
    setting_code(run->returned->placements[b]->setting, code_b);
    for (size_t i = 0; i < sizeof schools / sizeof schools[0]; i++)
        are_schools += (strncmp(code_a, schools[i], strlen(schools[i])) == 0) +
                       (strncmp(code_b, schools[i], strlen(schools[i])) == 0);
    return are_schools == 2 && strcmp(code_a, code_b) != 0;
}

// Where the names differ that is told already.
static void look_at_settings(const struct rules_run *run, struct provider *providers)
{
    const Qd__Return *returned = run->returned;
    const size_t count = collect(run, &kinds[0], 0, providers);
    struct rules_run at = *run;

    qsort(providers, count, sizeof *providers, compare_by_number);
    for (size_t first = 0, i = 1; i < count; i++) {
        char here[CODES_WRITTEN_BYTES], there[CODES_WRITTEN_BYTES];

        if (providers[i].number != providers[first].number) {
            first = i;
            continue;
        }
        if (!are_two_schools(run, providers[first].index, providers[i].index) ||
            !have_one_name(run, providers[first].index, providers[i].index))
            continue;
        at.index = providers[i].index;
        setting_code(returned->placements[at.index]->setting, here);
        setting_code(returned->placements[providers[first].index]->setting, there);
        rules_found(&at, rules_field(&at, "setting"), "URN %u is %s here, and %s in %s",
                    providers[i].number, here, there, rules_row_name(run, providers[first].index));
    }
}

void rules_providers_numbers(const struct rules_run *run)
{
    look_by(run, BY_NAME);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        look_at_order(run, &kinds[i]);
}

void rules_providers_names(const struct rules_run *run)
{
    const size_t rows = run->returned->n_placements;
    struct provider *providers = arena_alloc(run->findings->arena, rows * sizeof *providers);

    look_by(run, BY_NUMBER);
    if (providers != NULL)
        look_at_settings(run, providers);
}
