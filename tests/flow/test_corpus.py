"""Each return of the corpus gives exactly the findings that it must give, in the words of the golden file."""
import difflib
import unittest

import return_cases
import quarterday
import test_bad_files
from quarterday import DATA_AT_FAULT, DONE
from test_bad_files import RULES, Folder, stops

GOLDEN = quarterday.SOURCE / "tests" / "data" / "words.golden"


def check(path):
    return quarterday.run("qd-collector", "check", path, "--json").json()


class Checked(quarterday.FlowTest):
    """Each case is written and checked once, for whoever asks."""

    results = {}

    def checked(self, case):
        if case.name not in self.results:
            path = case.write(self.directory / ("corpus-%d" % len(self.results)))
            self.results[case.name] = quarterday.run("qd-collector", "check", path, "--json")
        return self.results[case.name]


class Corpus(Checked):
    """One method for each case is put in below."""

    def check_case(self, case):
        is_stopped = any(stops(each.rule) for each in case.found)
        result = self.checked(case).expect(DATA_AT_FAULT if is_stopped else DONE).json()
        found = [return_cases.Found(each["rule"], each["file"], each["row"], each["column"], each["value"])
                 for each in result["findings"]]
        # A case that does not say the value takes any.
        said = [each if each.value is not None else each._replace(value=like.value)
                for each, like in zip(in_order(case.found), in_order(found))]
        self.assertEqual(in_order(said), in_order(found), result["findings"])


def in_order(found):
    return sorted(found, key=lambda each: [str(part) for part in each[:4]])


for number, each_case in enumerate(return_cases.CASES):
    def method(self, case=each_case):
        self.check_case(case)
    name = "test_" + "".join(letter if letter.isalnum() else "_" for letter in each_case.name)
    assert not hasattr(Corpus, name), name
    setattr(Corpus, name, method)


class Words(Checked):
    """What is said of files and headings. No program writes the golden file: whoever changes words reads
    them there."""

    def lines_of(self, name, result):
        for each in result["findings"]:
            if RULES[each["rule"]].scope in ("FILE", "HEADING"):
                yield "\t".join((each["rule"], name, each["what"], each["fix"]))
        for each in result["not_checked"]:
            if each["what"] not in self.sentences:  # once is enough
                self.sentences.add(each["what"])
                yield "\t".join(("not checked", name, each["what"], ""))

    def said(self):
        self.sentences = set()
        for case in return_cases.CASES:
            yield from self.lines_of(case.name, self.checked(case).json())
        for number, one in enumerate(test_bad_files.CASES):
            if RULES[one.places[0].rule].scope == "CELL":
                continue
            folder = Folder(test_bad_files.GOOD)
            one.edit(folder)
            path = test_bad_files.write(folder, self.directory / ("case-%d" % number))
            yield from self.lines_of(one.name.replace("_", " "), check(path))

    def test_what_is_said_is_what_the_golden_file_holds(self):
        golden = [line for line in GOLDEN.read_text(encoding="utf-8").splitlines()
                  if line.startswith("not checked") or
                  RULES[line.partition("\t")[0]].scope in ("FILE", "HEADING")]
        said = sorted(set(self.said()))
        self.assertEqual(golden, said, "\n" + "\n".join(difflib.unified_diff(
            golden, said, "tests/data/words.golden", "what is said", lineterm="")))


    def test_a_report_reads_as_the_golden_one(self):
        ten_errors = quarterday.SOURCE / "tests" / "data" / "folders" / "ten_errors"
        golden = quarterday.golden("report.golden", "ten_errors")
        said = quarterday.run("qd-collector", "check", "ten_errors",
                              cwd=ten_errors.parent).expect(DATA_AT_FAULT).out
        self.assertEqual(golden, said, "\n" + "\n".join(difflib.unified_diff(
            golden.splitlines(), said.splitlines(), "tests/data/report.golden", "what is said",
            lineterm="")))


if __name__ == "__main__":
    unittest.main()
