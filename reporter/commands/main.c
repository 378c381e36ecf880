// qd-reporter: tables from the returns that the aggregator's store holds.
#include "lib/base/commands.h"
#include "reporter/commands/edition_commands.h"
#include "reporter/commands/explain_command.h"
#include "reporter/commands/list_commands.h"
#include "reporter/commands/page_command.h"
#include "reporter/commands/reader_command.h"
#include "reporter/commands/reporter_options.h"
#include "reporter/commands/run_command.h"
#include "reporter/commands/serve_command.h"
#include "reporter/commands/view_commands.h"

static const struct command commands[] = {
    {.name = "table",
     .arguments = "TABLE",
     .summary = "a table for one period or several, a row a borough",
     .help =
         "Writes a table (timeliness, placements, transport or submissions): a row a borough, then "
         "Inner London, Outer London and London, with numerator, denominator, coverage and "
         "rank.\n\n"
         "A year is made from a borough's return for it or, when that does not have the table's "
         "part, from its four quarters; the table says which. Where both are there and differ, it "
         "has the year's and says so.\n\n"
         "The panel's own tables are of the placements of one period: prices at the same provider "
         "and where to look, unit costs and new places, owners, sourcing, who pays, and where "
         "children are placed. `qd-reporter indicators` says of each who may see it.\n\n"
         "Exit status 1 when nobody has returned for the period.",
     .options = "period all-periods rolling measure by where areas audience as-of format out store "
                "reference calendar",
     .run = view_commands_table,
     .choices = view_commands_name,
     .examples = {{"table placements --period '2024-25 Q4' --store build/demo/store",
                   "placements in January 2025, from the demonstration's store"},
                  {"table timeliness --period 2024 --format csv > timeliness.csv",
                   "every measure, a line an area and measure, for other tools"},
                  {"table timeliness --period 2022..2024 --measure "
                   "plans_issued_within_20_weeks_percent",
                   "one measure over three years"},
                  {"table where-to-look --period '2025-26 Q3' --store build/demo/store",
                   "prices above the median, the largest sum first"},
                  {"table placements --period '2024-25 Q4' --by need --where setting=inmss --areas "
                   "Camden,London",
                   "the needs of the children in independent and non-maintained special schools"}}},
    {.name = "compare",
     .arguments = "TABLE",
     .summary = "how each borough stands, and against what it differs beyond chance",
     .help =
         "Compares each figure of a table with Inner London, Outer London and London, with the "
         "other areas that the borough is in, with its statistical neighbours in London, with what "
         "the law asks for, and with what DfE published last for the same area and for England: "
         "better or worse beyond chance, or no different. Beside it stand the 95 % interval, the "
         "ranks that chance allows, quartile and fifth, and whether the borough stands out.\n\n"
         "Of one borough or area (--areas Camden) it says with which figure each comparison is, "
         "with numerator, denominator and difference. As csv and json it has a line for each "
         "figure and comparison.",
     .options = "period all-periods rolling measure by where areas audience as-of format out store "
                "reference calendar",
     .run = view_commands_compare,
     .choices = view_commands_figures_name,
     .examples =
         {{"compare timeliness --period 2024 --measure plans_issued_within_20_weeks_ex_percent "
           "--store build/demo/store",
           "one measure of all boroughs"},
          {"compare timeliness --period 2024 --areas Camden --store build/demo/store",
           "all that Camden is compared with, each with its figure"}}},
    {.name = "change",
     .arguments = "TABLE",
     .summary = "how each figure has changed since last quarter and last year",
     .help =
         "Sets each figure of a table beside that of the quarter before and of the same quarter "
         "last year, or of a year beside the year before: like for like, an area over the boroughs "
         "that have both. What happened has a 95 % interval and says whether it changed beyond "
         "chance. Where the definition changed between the two there is no change.\n\n"
         "With --rolling it is about the four quarters to each quarter.",
     .options = "period all-periods rolling measure by where areas audience as-of format out store "
                "reference calendar",
     .run = view_commands_change,
     .choices = view_commands_figures_name,
     .examples = {{"change timeliness --period '2025-26 Q3' --store build/demo/store",
                   "the headlines of timeliness"},
                  {"change timeliness --period '2025-26 Q3' --rolling --areas London --format csv",
                   "four quarters against the four before, for other tools"}}},
    {.name = "quality",
     .arguments = "TABLE",
     .summary = "what was returned, what the quarters make and what DfE published, side by side",
     .help = "Sets what each borough returned for a period beside what its four quarters make and "
             "what DfE published for it. As text it shows where they differ, and of areas that are "
             "named each figure; as csv and json it has a line for each figure.",
     .options = "period all-periods measure by where areas audience as-of format out store "
                "reference calendar",
     .run = view_commands_quality,
     .choices = view_commands_figures_name,
     .examples = {{"quality timeliness --period 2024 --store build/demo/store",
                   "the headlines of a calendar year"},
                  {"quality timeliness --period 2024 --areas Camden --store build/demo/store",
                   "a borough's year, its four quarters and DfE's, each headline a line"},
                  {"quality placements --period '2024-25 Q4' --format csv",
                   "plans in January beside DfE's census, for other tools"}}},
    {.name = "page",
     .arguments = "ADDRESS...",
     .summary = "a page of the report, as the service gives it",
     .help =
         "Writes what the service answers to an address: the page as HTML and, with an ending, "
         "its figures. .json is the data that the page is made of. Of several addresses one "
         "answer follows the other, until one is no page.\n\n"
         "--audience public sees the page about the figures alone. Exit status 2 for an address "
         "that is no page, or not for this reader.",
     .options = "audience store reference templates calendar",
     .run = page_command,
     .examples =
         {{"page /2024/timeliness/plans-within-20-weeks --store build/demo/store > page.html",
           "an indicator"},
          {"page '/2024/timeliness/plans-within-20-weeks.csv?borough=camden' --store "
           "build/demo/store",
           "its figures"},
          {"page /boroughs/camden/2024 --audience borough:Camden > pack.html",
           "a borough's pack, for the borough"},
          {"page /about.json --store build/demo/store", "how the figures are made, as data"}}},
    {.name = "serve",
     .arguments = "",
     .summary = "the report as pages, for a browser",
     .help =
         "Answers with the pages of the report until it is told to stop (SIGTERM, Ctrl-C). It "
         "follows the store: a return that was accepted is on the page within a second. Pages are "
         "made once and kept in memory. Where the store cannot be read, pages that were made can "
         "still be.\n\n"
         "Readers sign in (--readers; `qd-reporter reader` adds them), or a reverse proxy says who "
         "reads (--proxy, --proxy-secret). Everybody else sees the page about the figures "
         "alone.\n\n"
         "Without TLS (--tls-certificate, --tls-key) and without a proxy it listens on this "
         "machine only: 127.0.0.1 or [::1]. Writes the address on stdout, and a log, key=value, on "
         "stderr.",
     .options =
         "listen store readers calendar reference templates editions tls-certificate tls-key "
         "proxy proxy-secret admin memory connections connections-each",
     .run = serve_command,
     .examples = {{"serve --store build/demo/store --readers readers.txt",
                   "pages at http://" REPORTER_OPTIONS_LISTEN " for those in readers.txt"}}},
    {.name = "reader",
     .arguments = "ACTION [NAME] [READS]",
     .summary = "who may read the pages",
     .help =
         "ACTION is one of:\n\n"
         "add NAME READS: a new reader, who reads as panel or as borough:BOROUGH. The password is "
         "asked for, or a line of stdin.\n\n"
         "password NAME: a new password. Whoever is signed in with the old one is signed out.\n\n"
         "remove NAME: no reader any more.\n\n"
         "list: who there is.\n\n"
         "A running service takes changes within a second.",
     .options = "readers",
     .run = reader_command,
     .choices = reader_command_action,
     .examples = {{"reader add anna panel --readers readers.txt", "Anna sees everything"},
                  {"reader add camden borough:Camden --readers readers.txt",
                   "sees what a borough sees, as Camden"}}},
    {.name = "explain",
     .arguments = "TABLE MEASURE BOROUGH PERIOD",
     .summary = "the returns, receipts and words behind one figure",
     .help =
         "Follows one cell of a table to every return that it is made of: what each gives to it, "
         "when it was received, its revision and those before, its receipt (submission, SHA-256, "
         "number and link of the journal), what the borough explained, what was asked and not "
         "explained, and what became of returns that were withdrawn or redacted. BOROUGH may be an "
         "area: then its boroughs' returns follow. A year that is made of quarters has their "
         "returns.",
     .options = "where rolling audience as-of format store reference calendar",
     .run = explain_command,
     .choices = view_commands_figures_name,
     .examples = {{"explain timeliness plans_issued_within_20_weeks_ex_percent Camden '2025-26 Q3' "
                   "--store build/demo/store",
                   "the papers of one figure"},
                  {"explain placements plans_count London '2025-26 Q3' --where setting=inmss "
                   "--format json",
                   "those of an area, for other tools"}}},
    {.name = "edition",
     .arguments = "",
     .summary = "every table of a period in every format, to be kept, checked and made again",
     .help =
         "Writes all that an audience may see of one period into a new folder: a folder for each "
         "format, changes.csv with each cell that differs from the edition before (--since) and "
         "why, and manifest.json with what it was made from and the SHA-256 of each file. The "
         "folder is there whole or not at all.\n\n"
         "The same number of the journal, as-at day, calendar and reference lists give the same "
         "bytes on any day and machine. --verify FOLDER makes an edition again and compares; what "
         "was made by another version, or with other lists, has its figures compared. Exit status "
         "1 when it differs.",
     .options = "period audience as-of as-at since calendar out verify store reference",
     .run = edition_commands_edition,
     .examples = {{"edition --period '2025-26 Q3' --out editions/2025-26-q3 --store "
                   "build/demo/store",
                   "everything for the panel"},
                  {"edition --period '2025-26 Q3' --audience borough:Camden --out camden",
                   "everything that Camden may see"},
                  {"edition --verify editions/2025-26-q3 --store build/demo/store",
                   "whether it is what it says"}}},
    {.name = "run",
     .arguments = "",
     .summary = "make the editions that a calendar asks for, as they become due",
     .help =
         "Makes an edition of each period of the calendar that is open, again when a return for it "
         "arrives (or is taken back) before its refresh day, and once more on that day. They stand "
         "in the folder of --out as PERIOD/NUMBER, by the number of the journal of the last return "
         "in them; changes.csv is since the one before.\n\n"
         "It looks into the store once a minute until SIGTERM or SIGINT, and ends after the "
         "edition that is in the making. With --once it makes what is due and ends: for a timer.",
     .options = "calendar out audience once store reference",
     .run = run_command,
     .examples = {{"run --calendar calendar.csv --out editions --once --store build/demo/store",
                   "what is due now"},
                  {"run --calendar calendar.csv --out editions", "all the time"}}},
    {.name = "diff",
     .arguments = "A B",
     .summary = "how two editions differ, cell by cell",
     .help =
         "Compares every CSV of two editions: figures, ranks, marks, comparisons and the panel's "
         "tables. A line of a table that is another is a line, with both figures and both of "
         "every other cell. It says where a measure has another definition in the two "
         "manifests, and in what else they differ: program, lists, calendar, number of the "
         "journal. A column that only one of them has is named, and not compared.",
     .options = "format out",
     .run = edition_commands_diff,
     .examples = {{"diff editions/first editions/second", "what is another in the second"}}},
    {.name = "periods",
     .arguments = "",
     .summary = "for which periods there is something, and of how many boroughs",
     .help = "Lists every period that a table can be made for: how many boroughs have returned "
             "each part, and of how many a year can be made from quarters.",
     .options = "as-of format store",
     .run = list_commands_periods,
     .examples = {{"periods --store build/demo/store", "of the demonstration's store"}}},
    {.name = "indicators",
     .arguments = "[WORD]",
     .summary = "what is worked out, and how",
     .help = "Writes every indicator: its name, unit, formula and source. With a word: those of "
             "the table of that name, the one of that name in full, or all that mention it.",
     .options = "markdown",
     .run = list_commands_indicators,
     .examples = {{"indicators", "every indicator, for a person to read"},
                  {"indicators 'six weeks'", "those that mention it"},
                  {"indicators plans_percent", "one in full"}}},
    {0}};

int main(int argc, char **argv)
{
    static const struct commands_program program = {
        .name = "qd-reporter",
        .summary = "make London's tables from the boroughs' SEND returns",
        .help = "Tables from the returns that the aggregator's store holds, for the commissioning "
                "panel and for analysts.",
        .commands = commands,
        .options = reporter_options};
    struct reporter_words words = reporter_options_unless_given;

    return commands_run(&program, &words, argc, argv);
}
