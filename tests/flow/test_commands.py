"""The programs' one manner of command line: help everywhere, examples that are right, and statuses."""
import os
import re
import shlex
import subprocess
import unittest

import quarterday

PROGRAMS = ("qd-collector", "qd-aggregator", "qd-reporter", "qd-simulate")


class Commands(quarterday.FlowTest):
    def run_here(self, program, *arguments):
        return quarterday.run(program, *arguments, cwd=self.directory)

    def each_command(self):
        for program in PROGRAMS:
            listed = self.run_here(program, "help").expect().out.split("Commands:\n")[1]
            for command in re.findall(r"^  ([a-z-]+)", listed.split("\n\n")[0], re.M):
                if command != "help":
                    with self.subTest(program=program, command=command):
                        yield program, command

    def test_help_is_the_same_however_it_is_asked_for(self):
        for program in PROGRAMS:
            asked = [self.run_here(program, word).expect().out for word in ("-h", "--help", "help")]
            self.assertEqual(asked[0], asked[1])
            self.assertEqual(asked[0], asked[2])
        for program, command in self.each_command():
            told = self.run_here(program, "help", command).expect().out
            self.assertTrue(told.startswith("Usage: %s %s" % (program, command)), told)
            for word in ("-h", "--help"):
                self.assertEqual(told, self.run_here(program, command, word).expect().out)

    def test_each_command_has_examples_and_they_are_right(self):
        for program, command in self.each_command():
            told = self.run_here(program, "help", command).expect().out
            examples = re.findall(r"^  %s (.*)" % program, told.split("Examples:\n")[-1], re.M)
            self.assertTrue(examples, "no example")
            for example in examples:
                words = shlex.split(example.split(" > ")[0])
                self.assertEqual(command, words[0])
                self.run_here(program, *words, "--help").expect()  # what is wrong is told first

    def test_a_command_that_is_wrong_ends_with_2_and_says_what_was_meant(self):
        for program, command in self.each_command():
            slip = command[:-1] + "x"
            done = self.run_here(program, slip).expect(quarterday.COMMAND_AT_FAULT)
            self.assertIn('no command "%s"' % slip, done.err)
            done = self.run_here(program, command, "--no-such-option")
            done.expect(quarterday.COMMAND_AT_FAULT)
            self.assertIn("no option --no-such-option", done.err)
            self.assertIn("`%s %s --help`" % (program, command), done.err)
            self.assertEqual("", done.out)
        self.assertIn("did you mean check?", self.run_here("qd-collector", "chekc").err)

    def test_what_stdout_does_not_take_ends_with_3(self):
        for command in (["qd-collector", "rules"], ["qd-reporter", "indicators"], ["qd-collector", "help"],
                        ["qd-aggregator", "--version"]):
            with self.subTest(command=command):
                with open("/dev/full", "wb") as full:
                    done = subprocess.run([quarterday.BIN / command[0], *command[1:]], stdout=full,
                                          stderr=subprocess.PIPE, check=False)
                self.assertEqual(quarterday.ENVIRONMENT_AT_FAULT, done.returncode)
                self.assertIn(b"No space left", done.stderr)

    def test_descriptors_that_are_closed_are_given_to_no_file(self):
        key = self.directory / "a.key"
        for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
            with self.subTest(closed=closed):
                key.unlink(missing_ok=True)
                done = subprocess.run(["sh", "-c", '"$1" keygen "$2" %s' % closed, "sh",
                                       quarterday.BIN / "qd-collector", key], check=False,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                status = quarterday.ENVIRONMENT_AT_FAULT if ">&-" in closed.replace("2>&-", "") else 0
                self.assertEqual(status, done.returncode)
                self.assertEqual(0o600, os.stat(key).st_mode & 0o777)
                self.assertRegex(key.read_text(encoding="utf-8"),
                                 r"\A(# .*\n)+public_key \w{64}\nsecret_key \w{64}\n\Z")


if __name__ == "__main__":
    unittest.main()
