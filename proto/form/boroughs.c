#include "proto/form/boroughs.h"

#include <ctype.h>
#include <string.h>

const struct borough boroughs[BOROUGHS_COUNT] = {
    {QD__LOCAL_AUTHORITY__E09000001, "E09000001", "City of London"},
    {QD__LOCAL_AUTHORITY__E09000007, "E09000007", "Camden"},
    {QD__LOCAL_AUTHORITY__E09000011, "E09000011", "Greenwich"},
    {QD__LOCAL_AUTHORITY__E09000012, "E09000012", "Hackney"},
    {QD__LOCAL_AUTHORITY__E09000013, "E09000013", "Hammersmith and Fulham"},
    {QD__LOCAL_AUTHORITY__E09000019, "E09000019", "Islington"},
    {QD__LOCAL_AUTHORITY__E09000020, "E09000020", "Kensington and Chelsea"},
    {QD__LOCAL_AUTHORITY__E09000022, "E09000022", "Lambeth"},
    {QD__LOCAL_AUTHORITY__E09000023, "E09000023", "Lewisham"},
    {QD__LOCAL_AUTHORITY__E09000028, "E09000028", "Southwark"},
    {QD__LOCAL_AUTHORITY__E09000030, "E09000030", "Tower Hamlets"},
    {QD__LOCAL_AUTHORITY__E09000032, "E09000032", "Wandsworth"},
    {QD__LOCAL_AUTHORITY__E09000033, "E09000033", "Westminster"},
    {QD__LOCAL_AUTHORITY__E09000002, "E09000002", "Barking and Dagenham"},
    {QD__LOCAL_AUTHORITY__E09000003, "E09000003", "Barnet"},
    {QD__LOCAL_AUTHORITY__E09000004, "E09000004", "Bexley"},
    {QD__LOCAL_AUTHORITY__E09000005, "E09000005", "Brent"},
    {QD__LOCAL_AUTHORITY__E09000006, "E09000006", "Bromley"},
    {QD__LOCAL_AUTHORITY__E09000008, "E09000008", "Croydon"},
    {QD__LOCAL_AUTHORITY__E09000009, "E09000009", "Ealing"},
    {QD__LOCAL_AUTHORITY__E09000010, "E09000010", "Enfield"},
    {QD__LOCAL_AUTHORITY__E09000014, "E09000014", "Haringey"},
    {QD__LOCAL_AUTHORITY__E09000015, "E09000015", "Harrow"},
    {QD__LOCAL_AUTHORITY__E09000016, "E09000016", "Havering"},
    {QD__LOCAL_AUTHORITY__E09000017, "E09000017", "Hillingdon"},
    {QD__LOCAL_AUTHORITY__E09000018, "E09000018", "Hounslow"},
    {QD__LOCAL_AUTHORITY__E09000021, "E09000021", "Kingston upon Thames"},
    {QD__LOCAL_AUTHORITY__E09000024, "E09000024", "Merton"},
    {QD__LOCAL_AUTHORITY__E09000025, "E09000025", "Newham"},
    {QD__LOCAL_AUTHORITY__E09000026, "E09000026", "Redbridge"},
    {QD__LOCAL_AUTHORITY__E09000027, "E09000027", "Richmond upon Thames"},
    {QD__LOCAL_AUTHORITY__E09000029, "E09000029", "Sutton"},
    {QD__LOCAL_AUTHORITY__E09000031, "E09000031", "Waltham Forest"},
};

// DfE counts the authorities of the former Inner London Education Authority from 201, the others
// from 301. (The two are not today's Inner and Outer London: data/reference/areas has those.)
enum { FORMER_ILEA_FIRST = 201, FORMER_ILEA_COUNT = 13, OTHERS_FIRST = 301 };

int boroughs_index(Qd__LocalAuthority authority)
{
    int number = (int)authority;

    if (number >= FORMER_ILEA_FIRST && number < FORMER_ILEA_FIRST + FORMER_ILEA_COUNT)
        return number - FORMER_ILEA_FIRST;
    if (number >= OTHERS_FIRST && number < OTHERS_FIRST + BOROUGHS_COUNT - FORMER_ILEA_COUNT)
        return number - OTHERS_FIRST + FORMER_ILEA_COUNT;
    return -1;
}

int boroughs_index_of_code(const char *new_la_code)
{
    for (int i = 0; i < BOROUGHS_COUNT; i++)
        if (strcmp(boroughs[i].new_la_code, new_la_code) == 0)
            return i;
    return -1;
}

const struct borough *boroughs_of(Qd__LocalAuthority authority)
{
    int index = boroughs_index(authority);

    return index < 0 ? NULL : &boroughs[index];
}

// Names in use beside DfE's, in the plain form of `plain` below.
static const struct {
    const char *name;
    Qd__LocalAuthority authority;
} other_names[] = {
    {"city of london corporation", QD__LOCAL_AUTHORITY__E09000001},
    {"corporation of london", QD__LOCAL_AUTHORITY__E09000001},
    {"rbg", QD__LOCAL_AUTHORITY__E09000011},
    {"lbhf", QD__LOCAL_AUTHORITY__E09000013},
    {"rbkc", QD__LOCAL_AUTHORITY__E09000020},
    {"lbbd", QD__LOCAL_AUTHORITY__E09000002},
    {"kingston", QD__LOCAL_AUTHORITY__E09000021},
    {"kingston on thames", QD__LOCAL_AUTHORITY__E09000021},
    {"rbk", QD__LOCAL_AUTHORITY__E09000021},
    {"richmond", QD__LOCAL_AUTHORITY__E09000027},
    {"richmond on thames", QD__LOCAL_AUTHORITY__E09000027},
};

// What stands around an authority's name. Longer ones first, because one is taken off.
static const char *const in_front[] = {"london borough of ", "royal borough of ", "city of ",
                                       "lb of ", "lb "};
static const char *const behind[] = {
    " london borough council", " london borough", " borough council",
    " city council",           " council",        " lb"};

enum { PLAIN_BYTES = 96 };

// Lower case, one space between words, & as "and", hyphens and full stops as spaces. What is longer
// than any name becomes "", which is not a name.
static void plain(char result[PLAIN_BYTES], const char *text)
{
    size_t length = 0;

    for (; *text != '\0' && length < PLAIN_BYTES - 4; text++) {
        if (*text == '&') {
            memcpy(result + length, "and", 3);
            length += 3;
        } else if (!isspace((unsigned char)*text) &&
                   (length == 0 || strchr("-._,", *text) == NULL)) {
            result[length++] = (char)tolower((unsigned char)*text);
        } else if (length > 0 && result[length - 1] != ' ') {
            result[length++] = ' ';
        }
    }
    if (*text != '\0')
        length = 0;
    if (length > 0 && result[length - 1] == ' ')
        length--;
    result[length] = '\0';
}

// Takes "Council" and the like off a plain name, in place.
static void cut_behind(char name[PLAIN_BYTES])
{
    size_t length = strlen(name);

    for (size_t i = 0; i < sizeof behind / sizeof behind[0]; i++) {
        size_t tail = strlen(behind[i]);

        if (length > tail && strcmp(name + length - tail, behind[i]) == 0) {
            name[length - tail] = '\0';
            return;
        }
    }
}

// The same with "London Borough of" and the like.
static void cut_in_front(char name[PLAIN_BYTES])
{
    for (size_t i = 0; i < sizeof in_front / sizeof in_front[0]; i++) {
        size_t head = strlen(in_front[i]);

        if (strncmp(name, in_front[i], head) == 0) {
            memmove(name, name + head, strlen(name + head) + 1);
            return;
        }
    }
}

static const struct borough *find_plain(const char *name)
{
    char own[PLAIN_BYTES];

    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        plain(own, boroughs[i].la_name);
        if (strcmp(name, own) == 0)
            return &boroughs[i];
        plain(own, boroughs[i].new_la_code);
        if (strcmp(name, own) == 0)
            return &boroughs[i];
    }
    for (size_t i = 0; i < sizeof other_names / sizeof other_names[0]; i++)
        if (strcmp(name, other_names[i].name) == 0)
            return boroughs_of(other_names[i].authority);
    return NULL;
}

static const struct borough *find_number(const char *name)
{
    int number = 0;

    if (strlen(name) != 3)
        return NULL;
    for (const char *digit = name; *digit != '\0'; digit++) {
        if (!isdigit((unsigned char)*digit))
            return NULL;
        number = number * 10 + (*digit - '0');
    }
    return boroughs_of((Qd__LocalAuthority)number);
}

const struct borough *boroughs_find(const char *text)
{
    char name[PLAIN_BYTES];
    const struct borough *found;

    plain(name, text);
    found = find_number(name);
    if (found != NULL)
        return found;
    if (strncmp(name, "the ", 4) == 0)
        memmove(name, name + 4, strlen(name + 4) + 1);
    found = find_plain(name);
    // One after the other, because the City of London's own name begins with "City of".
    if (found == NULL) {
        cut_behind(name);
        found = find_plain(name);
    }
    if (found == NULL) {
        cut_in_front(name);
        found = find_plain(name);
    }
    return found;
}
