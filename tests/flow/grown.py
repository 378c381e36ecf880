"""The programs with a form that has grown: version 3 has a figure, a price, a code, a text column and a
part that version 2 does not have, a Receipt a field, and the allow-list a word. build() makes them out of a copy of the checkout
in which a few rows have been added, which is all that growing may take."""
import os
import pathlib
import shutil
import subprocess

import quarterday

# What is added: file -> [(the line above it, what is put below)].
ADDED = {
    "proto/form/return.proto": [
        ("  optional uint64 days_to_issue_ex = 51;",
         "  optional uint64 plans_ended = 59;"),
        ("  optional int64 matched_cost_now = 27;",
         "  optional string commissioner = 40;\n"
         "  optional int64 annual_cost_travel = 41;"),
        ("  NM_EARLY_YEARS = 80;",
         "  HOSPITAL_SCHOOL = 81;"),
        ("  repeated Travel travel = 13;\n}",
         "\n"
         "message Staffing {\n"
         "  optional uint64 caseworkers = 1;\n"
         "  optional bytes absent = 100;\n"
         "}"),
        ("  repeated Travel travel = 13;",
         "  optional Staffing staffing = 90;"),
    ],
    "proto/form/labels.def": [
        ("// --- explanations.csv",
         'FIELD(TIMELINESS, plans_ended, 3, "EHC plans ceased", "plans", "", "Plans that ended.")\n'
         'FIELD(PLACEMENTS, commissioner, 3, "Commissioner", "", "", "Who commissions it.")\n'
         'FIELD(PLACEMENTS, annual_cost_travel, 3, "Annual cost: travel", "£", "", "What travel costs.")\n'
         'BLANK(PLACEMENTS, annual_cost_travel)\n'
         'PART(STAFFING, 12, 3, Staffing, staffing, "staffing", ONE_ROW | OPTIONAL, "Who works on plans.")\n'
         'FIELD(STAFFING, caseworkers, 3, "Caseworkers", "people", "", "Those who write plans.")'),
    ],
    "proto/form/codes.def": [
        ('CODE(SETTING, setting, NM_EARLY_YEARS, 1, "Non-maintained early years")',
         'CODE(SETTING, setting, HOSPITAL_SCHOOL, 3, "Hospital school")'),
    ],
    "reporter/indicators/indicators.def": [
        ("// --- timeliness: requests",
         'INDICATOR(TIMELINESS, plans_ended_percent, "plans_ended", "plans_issued", PERCENT, 1, NONE,\n'
         '          PROPORTION, "Plans ceased, for each plan issued", "Quarterday", "")'),
    ],
    "proto/wire/wire.proto": [
        ("  optional bool withdrawn = 10;  // of a withdrawal: the revision is the one that was taken back",
         "  optional string notice = 20;"),
    ],
    "aggregator/access/allow_file.h": [
        ("    char added[32];", "    char until[32];"),
    ],
    "aggregator/access/allow_file.c": [
        ("    WORD(added),", "    WORD(until),"),
    ],
    "aggregator/ingest/answer.c": [
        ("    receipt.queries = entry->queries;",
         "    if (entry->version >= 2)\n"
         "        receipt.notice = arena_strdup(arena, \"The next window closes on 30 April.\");"),
    ],
}
# What is written otherwise: file -> [(as it was, as it is)]. A receipt that was given stays what it is.
CHANGED = {
    "aggregator/store/journal.h": [("JOURNAL_VERSION = 1,", "JOURNAL_VERSION = 2,")],
}
LEFT_OUT = {".git", "__pycache__"}
PROGRAMS = ("qd-collector", "qd-aggregator", "qd-reporter")
UNITS = ("test_proto_form_form", "test_proto_wire_decode", "test_proto_wire_decode_versions")


def grow(name, text):
    """A file with what is added to it."""
    changes = [(above, above + "\n" + added) for above, added in ADDED.get(name, [])]
    for before, after in changes + CHANGED.get(name, []):
        if text.count(before) != 1:
            raise AssertionError("%s: %r stands there %d times" % (name, before, text.count(before)))
        text = text.replace(before, after)
    return text


def copy_source(source):
    """The checkout with what is added, written only where it differs from the copy that is there, so that
    a second build is short."""
    wanted = set()
    for folder, folders, files in os.walk(quarterday.SOURCE):
        at = pathlib.Path(folder).relative_to(quarterday.SOURCE)
        folders[:] = [each for each in folders
                      if each not in LEFT_OUT and not (str(at) == "." and each.startswith("build"))]
        for each in files:
            content = (quarterday.SOURCE / at / each).read_bytes()
            if str(at / each) in ADDED | CHANGED:
                content = grow(str(at / each), content.decode("utf-8")).encode("utf-8")
            target = source / at / each
            wanted.add(target)
            if not target.exists() or target.read_bytes() != content:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                shutil.copymode(quarterday.SOURCE / at / each, target)
    for folder, _, files in os.walk(source):
        for each in files:
            if pathlib.Path(folder) / each not in wanted:
                (pathlib.Path(folder) / each).unlink()


def build():
    """The build folder of the grown programs, in bin/, and of UNITS, in tests/."""
    folder = quarterday.BUILD / "grown"
    source, made, log = folder / "source", folder / "build", folder / "log"
    folder.mkdir(exist_ok=True)
    copy_source(source)
    # -O0: these programs are built once and run for a second.
    with open(log, "wb") as out:
        for command in (["cmake", "-S", source, "-B", made, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug"],
                        ["ninja", "-C", made, *PROGRAMS, *UNITS]):
            done = subprocess.run([str(word) for word in command], stdout=out,
                                  stderr=subprocess.STDOUT, check=False)
            if done.returncode != 0:
                raise AssertionError("the grown programs do not build:\n" + log.read_text(
                    encoding="utf-8", errors="replace")[-4000:])
    return made
