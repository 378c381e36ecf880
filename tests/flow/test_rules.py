"""Each rule finds what its example says, and not what the example says is right: the examples that
`qd-collector rules RULE` shows."""
import csv
import io
import shutil
import unittest

import quarterday

GOOD = quarterday.SOURCE / "tests" / "data" / "folders" / "good"
# What stands in the columns that an example leaves out, where the good folder's first row will not do:
# a code for each that is broken down, and nothing in what may be blank.
PLACEMENT = quarterday.placement_row(plans=0)
EXPLANATION = {"rule": "", "part": "", "row": "", "column": "", "explanation": ""}
# Rules that read a file as it stands; the others get only the columns that matter.
WHOLE_FILE = ("file", "heading")


class Rules(quarterday.FlowTest):
    def folder_of(self, name, rule, lines):
        """The good folder, with the lines of the example in the place of the file's."""
        folder = self.directory / name
        shutil.copytree(GOOD, folder)
        path = folder / rule["example"]["file"]
        if rule["looks_at"] in WHOLE_FILE:
            path.write_bytes(lines.encode())
        elif lines == "":
            path.unlink(missing_ok=True)
        else:
            self.put_columns(path, lines)
        return folder

    def put_columns(self, path, lines):
        """A row of the file for each line, with its columns changed."""
        rows = list(csv.reader(io.StringIO(lines)))
        headings, rows = rows[0], [row or [""] for row in rows[1:]]
        usual = {"placements.csv": PLACEMENT, "explanations.csv": EXPLANATION}.get(path.name)
        if usual is None and path.exists():
            usual = quarterday.read_csv(path)[:2][-1]  # of transport: line 2.1.4 by taxi
        if usual is None:
            usual = dict.fromkeys(quarterday.empty_row(path.name), "x")
        for heading in headings:
            self.assertIn(heading, usual)
        quarterday.write_csv(path, [{**usual, **dict(zip(headings, row))} for row in rows])

    def found(self, folder):
        done = quarterday.run("qd-collector", "check", folder, "--json")
        return {finding["rule"] for finding in done.json()["findings"]}

    def test_each_rule_is_held_to_its_example(self):
        rules = quarterday.run("qd-collector", "rules", "--json").expect().json()
        self.assertGreater(len(rules), 70)
        for rule in rules:
            example = rule["example"]
            if example["file"] is None:
                continue
            with self.subTest(rule=rule["id"], title=rule["title"]):
                bad = self.folder_of(rule["id"], rule, example["found"])
                right = self.folder_of(rule["id"] + "-right", rule, example["right"])
                self.assertIn(rule["id"], self.found(bad))
                self.assertNotIn(rule["id"], self.found(right))

    def test_a_folder_says_by_its_name_for_when_it_is(self):
        for name, found in (("2025-26-Q1", {"QD-I09"}), ("2024-25-Q4", set()), ("2024-25", set())):
            folder = self.directory / name
            shutil.copytree(GOOD, folder)
            self.assertEqual(found, self.found(folder), name)
            done = quarterday.run("qd-collector", "check", ".", "--json", cwd=folder)
            self.assertEqual(found, {each["rule"] for each in done.json()["findings"]}, name)

    def test_one_rule_is_told_in_full_however_its_id_is_written(self):
        for written in ("QD-R04", "[QD-R04]", "qd-r04"):
            told = quarterday.run("qd-collector", "rules", written).expect().out
            for words in ("QD-R04  stops", "Why: ", "Fix: ", "Found in timeliness.csv:", "Right in "):
                self.assertIn(words, told)

    def test_a_rule_that_does_not_exist_is_told_with_the_nearest(self):
        done = quarterday.run("qd-collector", "rules", "QD-R04", "QD-Z04")
        done.expect(quarterday.COMMAND_AT_FAULT)
        self.assertEqual("", done.out)
        self.assertIn("QD-Z04", done.err)
        self.assertRegex(done.err, r"nearest is QD-\w04")


if __name__ == "__main__":
    unittest.main()
