#include "lib/base/commands.h"

#include "tests/support/golden/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

// --- a program with two commands

struct values {
    const char *folder, *format;
    int brief, whole_number;
};

static struct {
    struct values values;
    size_t count;
    char arguments[8][32];
    int runs, status;
} ran;

static int run_bake(const void *values, const char *const *arguments)
{
    ran.values = *(const struct values *)values;
    ran.runs++;
    for (ran.count = 0; arguments[ran.count] != NULL; ran.count++)
        snprintf(ran.arguments[ran.count], sizeof ran.arguments[0], "%s", arguments[ran.count]);
    return ran.status;
}

static int run_print(const void *values, const char *const *arguments)
{
    puts("printed");
    return run_bake(values, arguments);
}

static const char *format_name(size_t index)
{
    static const char *const names[] = {"text", "csv", "json", NULL};

    return names[index];
}

static const char *cake_name(size_t index)
{
    static const char *const names[] = {"sponge", "parkin", NULL};

    return names[index];
}

static enum err take_number(void *field, const char *value, struct err_text *text)
{
    if (value[0] < '0' || value[0] > '9')
        return err_say(text, ERR_COMMAND, "\"%s\" is not a whole number", value);
    *(int *)field = value[0] - '0';
    return ERR_OK;
}

static const struct command_option options[] = {
    {"folder", COMMAND_FOLDER, "where it is", command_take_text, offsetof(struct values, folder),
     NULL},
    {"format", "FORMAT", "text, csv or json", command_take_text, offsetof(struct values, format),
     format_name},
    {"brief", NULL, "leave out what is long", command_take_flag, offsetof(struct values, brief),
     NULL},
    {"number", "N", "how many", take_number, offsetof(struct values, whole_number), NULL},
    {0}};

static const struct command commands[] = {
    {.name = "bake",
     .arguments = "CAKE [TIN]",
     .summary = "bake a cake",
     .help = "Bakes CAKE.\n\nIt takes an hour.",
     .options = "folder format brief number",
     .run = run_bake,
     .choices = cake_name,
     .examples = {{"bake parkin", "bakes a parkin"}, {"bake sponge tin", "a sponge, in a tin"}}},
    {.name = "eat",
     .arguments = "[CAKE...]",
     .summary = "eat cakes",
     .help = "Eats them.",
     .options = "",
     .run = run_print},
    {0}};

static const struct commands_program program = {.name = "qd-test",
                                                .summary = "bake and eat",
                                                .help = "Bakes and eats.",
                                                .commands = commands,
                                                .options = options};

// --- what it says

static char out_text[16 * 1024], err_text[16 * 1024];

static int redirect(FILE *stream, FILE *file)
{
    const int old = dup(fileno(stream));

    assert_true(old >= 0);
    assert_int_equal(dup2(fileno(file), fileno(stream)), fileno(stream));
    return old;
}

static void restore(FILE *stream, int old, FILE *file, char text[16 * 1024])
{
    size_t length;

    fflush(stream);
    assert_int_equal(dup2(old, fileno(stream)), fileno(stream));
    close(old);
    rewind(file);
    length = fread(text, 1, 16 * 1024 - 1, file);
    text[length] = '\0';
    fclose(file);
}

// Runs it on words that stand in one string, with a space between them; "''" is an empty word.
static int type(const char *line)
{
    static char copy[256];  // values and arguments lie in it
    char *argv[16] = {(char[]){"qd-test"}};
    int argc = 1;
    FILE *out = tmpfile(), *err = tmpfile();
    struct values values = {.folder = "here", .format = "text"};
    int old_out, old_err, status;

    snprintf(copy, sizeof copy, "%s", line);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " "))
        argv[argc++] = strcmp(word, "''") == 0 ? word + 2 : word;
    ran.runs = 0;
    fflush(stdout);
    old_out = redirect(stdout, out);
    old_err = redirect(stderr, err);
    status = commands_run(&program, &values, argc, argv);
    restore(stdout, old_out, out, out_text);
    restore(stderr, old_err, err, err_text);
    return status;
}

// It is the command's fault, it is said so, nothing was run, and stdout has nothing.
static void assert_wrong(const char *line)
{
    assert_int_equal(type(line), ERR_KIND_COMMAND);
    assert_int_equal(ran.runs, 0);
    assert_string_equal(out_text, "");
    golden_note(line, err_text);
}

// --- tests

static void a_command_that_is_wrong_is_told_what_it_lacks_and_where_there_is_more(void **state)
{
    static const char *const lines[] = {
        "",
        "--brief bake parkin",
        "bake",
        "bake parkin tin spoon",
        "bake ''",
        "bake parkin ''",
        "bake parkin --folder",
        "bake parkin --brief=yes",
        "bake parkin --number many",
        "bake parkin -x",
        "bake -xy parkin",
        "bake parkin --fo",
        "eat --brief",
    };

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_wrong(lines[i]);
    golden_check_noted("errors.golden", "commands that are wrong");
}

static void what_was_meant_is_named_where_it_is_near(void **state)
{
    static const char *const lines[] = {
        "bak",
        "help bak",
        "ba",
        "wash",
        "bake parkin --foramt csv",
        "bake parkin --weight 3",
        "bake prakin",
        "bake bread",
        "bake parkin --format xls",
    };

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_wrong(lines[i]);
    golden_check_noted("errors.golden", "words that are misspelt");
}

static void options_may_stand_anywhere_behind_the_command(void **state)
{
    (void)state;
    assert_int_equal(type("bake --brief parkin --format=csv tin --number 7"), ERR_KIND_NONE);
    assert_int_equal(ran.runs, 1);
    assert_int_equal(ran.count, 2);
    assert_string_equal(ran.arguments[0], "parkin");
    assert_string_equal(ran.arguments[1], "tin");
    assert_int_equal(ran.values.brief, 1);
    assert_int_equal(ran.values.whole_number, 7);
    assert_string_equal(ran.values.format, "csv");
    assert_string_equal(ran.values.folder, "here");  // the default
    assert_string_equal(err_text, "");
}

static void an_option_may_be_shortened_while_it_is_clear(void **state)
{
    (void)state;
    assert_int_equal(type("bake parkin --form json --num 2"), ERR_KIND_NONE);
    assert_string_equal(ran.values.format, "json");
    assert_int_equal(ran.values.whole_number, 2);
}

static void words_behind_two_dashes_are_arguments(void **state)
{
    (void)state;
    assert_int_equal(type("eat -- --brief -x"), ERR_KIND_NONE);
    assert_int_equal(ran.count, 2);
    assert_string_equal(ran.arguments[0], "--brief");
}

static void any_number_of_arguments_where_the_table_says_so(void **state)
{
    (void)state;
    assert_int_equal(type("eat"), ERR_KIND_NONE);
    assert_int_equal(ran.count, 0);
    assert_int_equal(type("eat a b c d e"), ERR_KIND_NONE);
    assert_int_equal(ran.count, 5);
}

static void the_commands_status_is_the_programs(void **state)
{
    (void)state;
    ran.status = ERR_KIND_DATA;
    assert_int_equal(type("eat"), ERR_KIND_DATA);
    ran.status = ERR_KIND_NONE;
}

static void help_has_every_command_option_and_example(void **state)
{
    (void)state;
    for (const char *const *line = (const char *const[]){"-h", "--help", "help", NULL};
         *line != NULL; line++) {
        assert_int_equal(type(*line), ERR_KIND_NONE);
        assert_non_null(strstr(out_text, "  bake CAKE [TIN]  bake a cake\n"));
        assert_non_null(strstr(out_text, "  eat [CAKE...]    eat cakes\n"));
        assert_non_null(strstr(out_text, "Exit status: 0 done"));
        assert_string_equal(err_text, "");
    }
    for (const char *const *line = (const char *const[]){"bake -h", "bake --help", "help bake",
                                                         "bake --num x --help", NULL};
         *line != NULL; line++) {
        if (strstr(*line, "--num") != NULL) {  // what comes first counts
            assert_wrong(*line);
            golden_check_noted("errors.golden", "help behind an option that is wrong");
            continue;
        }
        assert_int_equal(type(*line), ERR_KIND_NONE);
        assert_int_equal(ran.runs, 0);
        assert_non_null(strstr(out_text, "Usage: qd-test bake CAKE [TIN] [--OPTION...]\n\n"
                                         "Bakes CAKE.\n\nIt takes an hour.\n\nOptions:\n"));
        assert_non_null(strstr(out_text, "  --folder FOLDER         where it is\n"));
        assert_non_null(strstr(out_text, "  -h, --help              this page\n"));
        assert_non_null(
            strstr(out_text, "Examples:\n  qd-test bake parkin\n      bakes a parkin\n"));
    }
    assert_int_equal(type("help eat"), ERR_KIND_NONE);
    assert_non_null(strstr(out_text, "Usage: qd-test eat [CAKE...]\n"));
    assert_null(strstr(out_text, "Examples"));
}

static void the_version_is_the_projects(void **state)
{
    (void)state;
    assert_int_equal(type("--version"), ERR_KIND_NONE);
    assert_string_equal(out_text, "qd-test " QD_VERSION "\n");
}

static void a_result_that_cannot_be_written_is_no_success(void **state)
{
    struct values values = {0};
    char *argv[] = {(char[]){"qd-test"}, (char[]){"eat"}, NULL};
    FILE *full = fopen("/dev/full", "w");
    FILE *err = tmpfile();
    const int old_err = redirect(stderr, err);
    const int old_out = redirect(stdout, full);

    (void)state;
    assert_int_equal(commands_run(&program, &values, 2, argv), ERR_KIND_ENVIRONMENT);
    assert_int_equal(dup2(old_out, STDOUT_FILENO), STDOUT_FILENO);
    close(old_out);
    clearerr(stdout);
    fclose(full);
    restore(stderr, old_err, err, err_text);
    assert_non_null(strstr(err_text, "No space left on device"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_that_is_wrong_is_told_what_it_lacks_and_where_there_is_more),
        cmocka_unit_test(what_was_meant_is_named_where_it_is_near),
        cmocka_unit_test(options_may_stand_anywhere_behind_the_command),
        cmocka_unit_test(an_option_may_be_shortened_while_it_is_clear),
        cmocka_unit_test(words_behind_two_dashes_are_arguments),
        cmocka_unit_test(any_number_of_arguments_where_the_table_says_so),
        cmocka_unit_test(the_commands_status_is_the_programs),
        cmocka_unit_test(help_has_every_command_option_and_example),
        cmocka_unit_test(the_version_is_the_projects),
        cmocka_unit_test(a_result_that_cannot_be_written_is_no_success),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
