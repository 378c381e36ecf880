"""What `cmake --install` puts where, and that it works from there: programs, manual pages, completions,
the reference lists, the unit of systemd."""
import os
import pty
import re
import select
import subprocess
import time
import unittest

import quarterday

PROGRAMS = ("qd-collector", "qd-aggregator", "qd-reporter")


class Install(quarterday.FlowTest):
    def setUp(self):
        super().setUp()
        self.prefix = self.directory / "usr"
        subprocess.run(["cmake", "--install", quarterday.BUILD, "--prefix", self.prefix], check=True,
                       stdout=subprocess.DEVNULL)

    def run_installed(self, program, *arguments, **options):
        return quarterday.run(self.prefix / "bin" / program, *arguments, **options)

    def commands(self, program):
        """The commands that the program's own help lists."""
        listed = self.run_installed(program, "help").expect().out.split("Commands:\n")[1]
        return re.findall(r"^  ([a-z-]+)", listed.split("\n\n")[0], re.M)

    def test_the_version_is_the_projects_everywhere(self):
        cmake = (quarterday.SOURCE / "CMakeLists.txt").read_text(encoding="utf-8")
        version = re.search(r"project\(quarterday VERSION (\S+)", cmake).group(1)
        for program in PROGRAMS:
            self.assertEqual("%s %s\n" % (program, version),
                             self.run_installed(program, "--version").expect().out)
            page = (self.prefix / "share/man/man1" / (program + ".1")).read_text(encoding="utf-8")
            self.assertIn("Quarterday " + version, page.splitlines()[0])

    def test_manual_pages_are_right_to_man_and_tell_of_every_command(self):
        pages = [self.prefix / "share/man/man1" / (program + ".1") for program in PROGRAMS]
        pages.append(self.prefix / "share/man/man5/quarterday.ini.5")
        for page in pages:
            with self.subTest(page=page.name):
                shown = subprocess.run(
                    ["man", "--warnings", "-E", "UTF-8", "-l", page], stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE, check=True,
                    env={**os.environ, "MANWIDTH": "100", "MAN_KEEP_FORMATTING": "", "LC_ALL": "C.UTF-8"})
                self.assertEqual("", shown.stderr.decode())
                text = shown.stdout.decode()
                found = subprocess.run(["lexgrog", page], stdout=subprocess.PIPE, check=True)
                self.assertIn(" - ", found.stdout.decode())  # what apropos finds
                if page.suffix == ".1":
                    for command in self.commands(page.stem):
                        self.assertRegex(text, r"(?m)^   %s\b" % command)
                    self.assertIn("EXIT STATUS", text)
                else:
                    self.assertIn("server_key", text)

    def complete(self, program, *words, cwd=None):
        """What bash offers for the last of the words."""
        script = self.prefix / "share/bash-completion/completions" / program
        line = " ".join(words)
        done = subprocess.run(
            ["bash", "-c", 'source "$1"; shift; COMP_LINE=$1 COMP_POINT=${#1}; shift; COMP_WORDS=("$@"); '
             'COMP_CWORD=$(($# - 1)); compopt() { :; }; $(complete -p "$1" | sed "s/.*-F \\([^ ]*\\).*/\\1/"); '
             'printf "%s\\n" "${COMPREPLY[@]}"', "bash", script, line, *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True, cwd=cwd)
        self.assertEqual(b"", done.stderr)
        return done.stdout.decode().split()

    def test_bash_completes_commands_options_files_and_choices(self):
        for program in PROGRAMS:
            self.assertEqual(set(self.commands(program)) | {"--help", "--version"},
                             set(self.complete(program, program, "")))
        self.assertEqual(["check"], self.complete("qd-collector", "qd-collector", "ch"))
        self.assertEqual(["--timeout"], self.complete("qd-collector", "qd-collector", "submit", "--ti"))
        self.assertEqual(["timeliness"], self.complete("qd-reporter", "qd-reporter", "table", "tim"))
        self.assertEqual(["csv"], self.complete("qd-reporter", "qd-reporter", "table", "timeliness",
                                                "--format", "c"))
        self.assertEqual(["csv"], self.complete("qd-reporter", "qd-reporter", "table", "timeliness",
                                                "--format", "=", "c"))
        self.assertEqual(["doctor"], self.complete("qd-collector", "qd-collector", "help", "do"))
        (self.directory / "2025-26-Q3").mkdir()
        (self.directory / "2025.ini").write_text("", encoding="utf-8")
        self.assertEqual(["2025-26-Q3"], self.complete("qd-collector", "qd-collector", "check", "20",
                                                       cwd=self.directory))
        self.assertEqual({"2025-26-Q3", "2025.ini"},
                         set(self.complete("qd-collector", "qd-collector", "submit", "--config", "20",
                                           cwd=self.directory)))

    def test_fish_completes_commands_options_and_choices(self):
        def complete(program, line):
            script = self.prefix / "share/fish/vendor_completions.d" / (program + ".fish")
            done = subprocess.run(["fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]",
                                   script, line], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  cwd=self.directory, check=True, env={**os.environ, "HOME": str(self.directory)})
            self.assertEqual(b"", done.stderr)
            return [line.split("\t")[0] for line in done.stdout.decode().splitlines()]
        for program in PROGRAMS:
            self.assertEqual(set(self.commands(program)), set(complete(program, program + " ")))
        self.assertEqual(["--timeout"], complete("qd-collector", "qd-collector submit --ti"))
        (self.directory / "cost.csv").write_text("", encoding="utf-8")
        self.assertEqual(["csv"], complete("qd-reporter", "qd-reporter table timeliness --format c"))
        self.assertEqual(["cost.csv"], complete("qd-reporter", "qd-reporter table timeliness --out c"))

    def test_zsh_completes_commands_options_and_choices(self):
        pid, terminal = pty.fork()
        if pid == 0:
            os.execvpe("zsh", ["zsh", "-f", "-i"],
                       {**os.environ, "TERM": "dumb", "HOME": str(self.directory)})
        self.addCleanup(os.waitpid, pid, 0)
        self.addCleanup(os.close, terminal)
        heard = b""

        def wait_for(text):
            """Reads on until the shell has shown the text."""
            nonlocal heard
            deadline = time.monotonic() + quarterday.DEADLINE_S
            while text.encode() not in heard:
                left = deadline - time.monotonic()
                if left <= 0 or not select.select([terminal], [], [], left)[0]:
                    self.fail("zsh did not show %r but %r" % (text, heard))
                heard += os.read(terminal, 4096)
            heard = heard.split(text.encode(), 1)[1]

        def type_in(text):
            os.write(terminal, text.encode())
        type_in("PROMPT=; fpath=('%s' $fpath); autoload -U compinit; compinit -u -D; "
                "zstyle ':completion:*' insert-unambiguous true; print re''ady\n"
                % (self.prefix / "share/zsh/site-functions"))
        wait_for("ready\r\n")
        for typed, rest in (("qd-collector rec", "eipts"), ("qd-collector submit --ti", "meout"),
                            ("qd-aggregator help ver", "ify"),
                            ("qd-reporter table timeliness --format=c", "sv")):
            type_in(typed)
            wait_for(typed)
            type_in("\t")
            wait_for(rest)
            type_in("\025")  # the line is cleared
        type_in("exit\n")

    def test_reference_lists_and_documents_are_there(self):
        lists = [path.relative_to(quarterday.DATA)
                 for path in (quarterday.DATA / "reference").rglob("*.csv")]
        self.assertGreater(len(lists), 3)
        for path in lists:
            self.assertTrue((self.prefix / "share/quarterday" / path).is_file(), path)
        for name in ("README.md", "LICENSE", "CHANGELOG.md", "docs/OPERATING.md"):
            self.assertTrue((self.prefix / "share/doc/quarterday" / name).is_file())

    def test_whatever_a_document_shows_or_leads_to_is_there(self):
        documents = list((self.prefix / "share/doc/quarterday").rglob("*.md"))
        self.assertGreater(len(documents), 10)
        for document in documents:
            for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
                if not target.startswith(("data/", "../data/")):  # lies in share/quarterday
                    self.assertTrue((document.parent / target).is_file(), (document.name, target))

    def test_an_installed_program_checks_a_return(self):
        folder = quarterday.write_return(self.directory / "2024", "E09000007", "2024")
        self.run_installed("qd-collector", "check", folder).expect()

    def test_an_installed_reporter_finds_the_lists_of_areas(self):
        region = self.region()
        camden = region.borough("202")
        camden.submit_json(camden.write_return("2024"))
        table = self.run_installed("qd-reporter", "table", "timeliness", "--period", "2024", "--store",
                                   region.store, cwd=self.directory).expect().out
        self.assertIn("Inner London", table)

    def test_each_unit_starts_the_program_that_is_installed(self):
        for program in ("qd-aggregator", "qd-reporter"):
            unit = (self.prefix / "lib/systemd/system" / (program + ".service")).read_text(encoding="utf-8")
            start = re.search(r"^ExecStart=(\S+) serve (.*(?:\\\n.*)*)$", unit, re.M)
            self.assertEqual(str(self.prefix / "bin" / program), start.group(1))
            listed = self.run_installed(program, "help", "serve").expect().out
            for option in re.findall(r"--[a-z-]+", start.group(2)):
                self.assertIn(option + " ", listed)


if __name__ == "__main__":
    unittest.main()
