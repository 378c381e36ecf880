"""What the documents say is what the programs say, and each promise has tests that name it."""
import re
import unittest

import quarterday


class Docs(unittest.TestCase):
    def made_from(self, name, program, *arguments):
        made = quarterday.run(program, *arguments).expect().out
        kept = (quarterday.SOURCE / "docs" / name).read_text(encoding="utf-8")
        self.assertEqual(kept, made, "docs/%s is old: run script/docs" % name)

    def test_rules_are_the_programs(self):
        self.made_from("RULES.md", "qd-collector", "rules", "--markdown")

    def test_indicators_are_the_programs(self):
        self.made_from("INDICATORS.md", "qd-reporter", "indicators", "--markdown")

    def test_each_event_of_a_log_has_its_row(self):
        page = (quarterday.SOURCE / "docs" / "OPERATING.md").read_text(encoding="utf-8")
        for events, heading in (("aggregator/commands/operator_log.def", "## The log\n"),
                                ("reporter/service/service_log.def", "## The pages\n")):
            with self.subTest(events=events):
                names = re.findall(r'^EVENT\(\w+, "(\w+)"\)',
                                   (quarterday.SOURCE / events).read_text(encoding="utf-8"), re.M)
                table = page.split(heading)[1].split("\n## ")[0]
                self.assertEqual(names, re.findall(r"^\| `(\w+)` \|", table, re.M))

    def tests(self):
        """The names of all tests."""
        tests = quarterday.SOURCE / "tests"
        text = "".join(path.read_text(encoding="utf-8") for folder in ("unit", "flow")
                       for path in sorted((tests / folder).rglob("*")) if path.suffix in (".c", ".py"))
        return set(re.findall(r"^(?:static void|    def) ([a-z]\w+)\((?:void \*\*state|self)\)", text, re.M))

    def test_each_promise_is_named_by_tests(self):
        for letter in "abcdefg":
            self.assertTrue(any("promise_%s_" % letter in name for name in self.tests()), letter)

    def test_each_fault_is_held_by_tests_that_are_there(self):
        page = (quarterday.SOURCE / "docs" / "FAULTS.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| .* \| (`.*) \|$", page, re.M)
        self.assertGreater(len(rows), 10)
        named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
        self.assertEqual([], sorted(set(named) - self.tests()))

    def test_each_room_has_its_line_in_the_readme_and_in_design(self):
        def text(*names):
            return quarterday.SOURCE.joinpath(*names).read_text(encoding="utf-8")

        rooms = set(re.findall(r"^qd_room\(([\w/]+)", text("CMakeLists.txt"), re.M))
        named = set(re.findall(r"^\| `([\w/]+)` \|",
                               text("README.md").split("\n## Where things are\n")[1], re.M))
        self.assertLessEqual(rooms, named)
        house, top = set(), ""
        for indent, name in re.findall(r"^( *)(\w+)/", text("docs", "DESIGN.md").split(
                "\n## The house\n")[1].split("```")[1], re.M):
            top = top if indent else name
            house.add("%s/%s" % (top, name) if indent else name)
        self.assertLessEqual(rooms, house)

    def test_each_dependency_is_named_in_the_readme(self):
        bootstrap = (quarterday.SOURCE / "script" / "bootstrap").read_text(encoding="utf-8")
        readme = (quarterday.SOURCE / "README.md").read_text(encoding="utf-8")
        packages = re.search(r"packages=\((.*?)\)", bootstrap, re.S).group(1).split()
        plain = {"build-essential": "gcc", "libzmq3-dev": "libzmq", "ninja-build": "ninja",
                 "libcmocka-dev": "cmocka", "protobuf-c-compiler": "protoc-c",
                 "libclang-rt-14-dev": "clang", "uthash-dev": "uthash", "zlib1g-dev": "zlib"}
        for package in packages:
            word = plain.get(package, re.sub(r"-dev$", "", package))
            self.assertIn(word, readme, "%s is installed and README.md does not say why" % package)


if __name__ == "__main__":
    unittest.main()
