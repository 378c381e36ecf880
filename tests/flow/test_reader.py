"""`qd-reporter reader` as an operator types it: with mistakes, from a terminal, two at once, and stopped halfway."""
import os
import pty
import select
import signal
import subprocess
import termios

import quarterday
import served

COMMAND = str(quarterday.BIN / "qd-reporter")


class Reader(quarterday.FlowTest):
    def setUp(self):
        super().setUp()
        self.file = self.directory / "readers"

    def reader(self, *words, password=served.PASSWORD):
        return quarterday.run("qd-reporter", "reader", *words, "--readers", self.file,
                              stdin=None if password is None else (password + "\n").encode())

    def names(self):
        return [line.split()[0] for line in self.reader("list").expect().out.splitlines()]

    def start(self, *words, stdin=subprocess.PIPE):
        process = subprocess.Popen([COMMAND, "reader", *words, "--readers", str(self.file)], stdin=stdin,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def test_what_is_mistyped_is_told_and_changes_nothing(self):
        self.reader("add", "anna", "panel").expect()
        before = self.file.read_bytes()
        for words, password, told in (
                (["ad", "berta", "panel"], served.PASSWORD, "did you mean add?"),
                (["add", "berta"], served.PASSWORD, "NAME panel, or NAME borough:BOROUGH"),
                (["add", "Berta", "panel"], served.PASSWORD, "small letters"),
                (["add", "berta", "borough:Hertford"], served.PASSWORD, "one of the 33 boroughs"),
                (["add", "berta", "admin"], served.PASSWORD, "as panel, or as borough:NAME"),
                (["add", "anna", "panel"], served.PASSWORD, "anna is a reader already"),
                (["add", "berta", "panel"], "short", "12 to 200"),
                (["add", "berta", "panel"], "", "there was no password"),
                (["add", "berta", "panel"], None, "there was no password"),
                (["password", "berta"], served.PASSWORD, "berta is no reader"),
                (["remove", "berta"], None, "berta is no reader"),
                (["list", "anna"], None, "nothing else")):
            with self.subTest(words=words, password=password):
                result = self.reader(*words, password=password)
                self.assertNotEqual(0, result.status)
                self.assertIn(told, result.err)
                self.assertNotIn(served.PASSWORD, result.err)
                self.assertEqual(before, self.file.read_bytes())

    def test_the_file_is_for_its_owner_alone(self):
        previous = os.umask(0)
        self.addCleanup(os.umask, previous)
        self.reader("add", "anna", "panel").expect()
        self.assertEqual(0o600, self.file.stat().st_mode & 0o777)
        self.assertNotIn(served.PASSWORD, self.file.read_text())
        self.file.chmod(0o644)
        self.assertIn("chmod 600", self.reader("list").err)

    def test_two_who_change_it_at_once_lose_nothing(self):
        self.reader("add", "anna", "panel").expect()
        waiting = self.start("add", "berta", "panel")  # its password is not typed yet
        self.reader("add", "clara", "borough:Camden").expect()
        self.reader("remove", "anna", password=None).expect()
        waiting.communicate(served.PASSWORD.encode() + b"\n", timeout=quarterday.DEADLINE_S)
        self.assertEqual(0, waiting.returncode)
        self.assertEqual(["clara", "berta"], self.names())
        many = [self.start("add", "r%d" % number, "panel") for number in range(4)]
        for process in many:
            process.stdin.write(served.PASSWORD.encode() + b"\n")
            process.stdin.flush()
        self.assertEqual([0] * 4, [process.wait(timeout=quarterday.DEADLINE_S) for process in many])
        self.assertEqual(6, len(self.names()))

    def test_what_somebody_else_did_meanwhile_is_told(self):
        self.reader("add", "anna", "panel").expect()
        for words, other, told in ((["add", "berta", "panel"], ["add", "berta", "borough:Camden"], "a reader already"),
                                   (["password", "anna"], ["remove", "anna"], "anna is no reader")):
            waiting = self.start(*words)
            self.reader(*other).expect()
            _, error = waiting.communicate(served.PASSWORD.encode() + b"\n", timeout=quarterday.DEADLINE_S)
            self.assertNotEqual(0, waiting.returncode)
            self.assertIn(told, error.decode())
        self.assertIn("Camden", self.reader("list").out)

    def test_one_that_is_killed_leaves_the_file_as_it_was(self):
        self.reader("add", "anna", "panel").expect()
        before = self.file.read_bytes()
        waiting = self.start("password", "anna")
        waiting.kill()
        waiting.wait()
        self.assertEqual(before, self.file.read_bytes())
        self.reader("add", "berta", "panel").expect()
        self.assertEqual(["anna", "berta"], self.names())

    # --- a terminal ---

    def terminal(self, *words):
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        self.addCleanup(os.close, theirs)
        process = self.start(*words, stdin=theirs)
        asked = self.read_until(process.stderr, b": ")
        self.assertEqual(b"password: ", asked)
        quarterday.wait_until(lambda: not self.shows(theirs), "the terminal to show nothing")
        return ours, theirs, process

    @staticmethod
    def shows(terminal):
        return termios.tcgetattr(terminal)[3] & termios.ECHO

    @staticmethod
    def read_until(stream, end):
        text = b""
        while not text.endswith(end):
            text += os.read(stream.fileno(), 1)
        return text

    def test_a_terminal_is_asked_twice_and_shows_neither(self):
        for second, status in ((served.PASSWORD, 0), (served.PASSWORD + " ", 2)):
            with self.subTest(status=status):
                ours, theirs, process = self.terminal("add", "anna%d" % status, "panel")
                os.write(ours, served.PASSWORD.encode() + b"\n")
                self.read_until(process.stderr, b"again: ")
                quarterday.wait_until(lambda: not self.shows(theirs), "the terminal to show nothing")
                os.write(ours, second.encode() + b"\n")
                self.assertEqual(status, process.wait(timeout=quarterday.DEADLINE_S))
                self.assertTrue(self.shows(theirs))
                shown = os.read(ours, 1000) if select.select([ours], [], [], 0)[0] else b""
                self.assertNotIn(b"words", shown)
        self.assertEqual(["anna0"], self.names())

    def test_a_terminal_shows_what_is_typed_again_after_ctrl_c(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number=number):
                _, theirs, process = self.terminal("add", "anna", "panel")
                process.send_signal(number)
                self.assertEqual(-number, process.wait(timeout=quarterday.DEADLINE_S))
                self.assertTrue(self.shows(theirs))
        self.assertFalse(self.file.exists())


if __name__ == "__main__":
    quarterday.unittest.main()
