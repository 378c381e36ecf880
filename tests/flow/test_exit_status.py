"""What a program ends with when something that the command names is not there, is there already, or is
of another kind: 2, another command is needed; and 1 only when data has to be fixed. What the disk and
the network do to it (3) is in test_disk_full, test_crash and test_submit.
"""
import unittest

import quarterday
from quarterday import COMMAND_AT_FAULT, DATA_AT_FAULT, DONE

PERIOD = "2024"


class ExitStatus(quarterday.FlowTest):
    def setUp(self):
        super().setUp()
        self.nowhere = self.directory / "nowhere"
        self.file = self.directory / "a-file"
        self.file.write_text("nothing of ours", encoding="utf-8")
        self.file.chmod(0o600)

    def at_fault(self, status, named, *command):
        """Runs the command: it ends with `status`, names the thing, and leaves no half words."""
        with self.subTest(command=command):
            done = quarterday.run(*command, cwd=self.directory).expect(status)
            self.assertIn(str(named), done.err)
            return done

    def command_at_fault(self, named, *command):
        return self.at_fault(COMMAND_AT_FAULT, named, *command)

    def test_a_key_goes_only_where_nothing_is(self):
        for program in ("qd-collector", "qd-aggregator"):
            self.command_at_fault(self.file, program, "keygen", self.file)
            self.command_at_fault(self.nowhere, program, "keygen", self.nowhere / "a.key")
            self.command_at_fault(self.directory, program, "keygen", self.directory)
            self.command_at_fault("x" * 300, program, "keygen", "x" * 300)
        self.assertEqual("nothing of ours", self.file.read_text("utf-8"))

    def test_a_template_goes_only_where_nothing_is(self):
        folder = self.directory / "return"
        quarterday.run("qd-collector", "template", folder).expect(DONE)
        self.assertTrue((self.directory / "quarterday.ini").is_file())  # beside it, to fill in
        self.command_at_fault(folder, "qd-collector", "template", folder)
        self.command_at_fault(self.file, "qd-collector", "template", self.file)
        self.command_at_fault(self.nowhere, "qd-collector", "template", self.nowhere / "deeper")

    def test_a_return_is_a_folder_that_is_there(self):
        for json in ([], ["--json"]):
            self.command_at_fault(self.nowhere, "qd-collector", "check", self.nowhere, *json)
            self.command_at_fault(self.file, "qd-collector", "check", self.file, *json)

    def test_a_file_that_a_return_needs_is_a_finding(self):
        folder = quarterday.write_return(self.directory / "return", "E09000007", PERIOD)
        (folder / "return.csv").unlink()
        done = quarterday.run("qd-collector", "check", folder).expect(DATA_AT_FAULT)
        self.assertIn("return.csv", done.out)

    def connection(self, **replaced):
        options = {"aggregator": "tcp://127.0.0.1:9", "server_key": "ab" * 32,
                   "key": self.directory / "borough.key", "outbox": self.directory / "outbox",
                   "timeout": 1, **replaced}
        return [word for name, value in options.items()
                for word in ("--" + name.replace("_", "-"), str(value))]

    def test_what_submit_and_doctor_are_given_must_be_there(self):
        quarterday.run("qd-collector", "keygen", self.directory / "borough.key").expect(DONE)
        folder = quarterday.write_return(self.directory / "return", "E09000007", PERIOD)
        deeper = self.nowhere / "outbox"
        self.command_at_fault(self.nowhere, "qd-collector", "submit", self.nowhere,
                              *self.connection())
        for command in (["submit", folder], ["submit"], ["doctor"]):
            def fails(named, *more, command=command, **replaced):
                command_line = ("qd-collector", *command, *self.connection(**replaced), *more)
                with self.subTest(command=command_line):
                    done = quarterday.run(*command_line, cwd=self.directory)
                    done.expect(COMMAND_AT_FAULT)
                    self.assertIn(str(named), done.out + done.err)
            fails(self.nowhere, key=self.nowhere)
            fails(self.file, key=self.file)
            fails(deeper, outbox=deeper)
            fails(self.nowhere, "--config", self.nowhere)
            fails(self.file, "--config", self.file)
            fails("7733", aggregator="nobody")
        self.assertFalse((self.directory / "outbox").exists() and
                         quarterday.run("qd-collector", "status", "--json", cwd=self.directory)
                         .expect(DONE).json())

    def test_what_is_looked_into_must_be_there(self):
        for command in ("status", "receipts"):
            self.command_at_fault(self.nowhere, "qd-collector", command, "--config", self.nowhere)
            self.command_at_fault(self.file, "qd-collector", command, "--outbox", self.file)
            # Nothing was submitted from here yet: no fault.
            self.at_fault(DONE, self.nowhere, "qd-collector", command, "--outbox", self.nowhere)

    def test_the_store_must_be_there(self):
        for store in (self.nowhere, self.file):
            for command in ("status", "verify"):
                done = self.command_at_fault(store, "qd-aggregator", command, "--store", store)
                self.assertIn("--store", done.err)
            self.command_at_fault(store, "qd-reporter", "table", "timeliness", "--period", PERIOD,
                                  "--store", store)

    def test_what_the_aggregator_serves_with_must_be_there(self):
        key = self.directory / "aggregator.key"
        quarterday.run("qd-aggregator", "keygen", key).expect(DONE)
        quarterday.run("qd-aggregator", "init", "--store", self.directory / "store",
                       "--store-size", "4").expect(DONE)
        (self.directory / "allow.list").write_text("# nobody yet\n", encoding="utf-8")

        def fails(named, **replaced):
            options = {"key": key, "store": self.directory / "store", "store-size": 4,
                       "listen": "tcp://127.0.0.1:*", "allow": self.directory / "allow.list",
                       **replaced}
            self.command_at_fault(named, "qd-aggregator", "serve",
                                  *(word for name, value in options.items()
                                    for word in ("--" + name, value)))
        fails(self.nowhere, key=self.nowhere)
        fails(self.file, key=self.file)
        fails(self.nowhere, store=self.nowhere / "store")
        fails(self.file, store=self.file)
        fails(self.directory, allow=self.directory)
        fails(self.nowhere, allow=self.nowhere)
        fails("nobody", listen="nobody")

    def test_a_store_goes_only_where_nothing_is(self):
        store = self.directory / "store"
        command = ("qd-aggregator", "init", "--store-size", "4", "--store")
        quarterday.run(*command, store).expect(DONE)
        self.command_at_fault(store, *command, store)
        self.command_at_fault(self.file, *command, self.file)
        self.command_at_fault(self.nowhere, *command, self.nowhere / "store")
        self.command_at_fault(self.nowhere, "qd-aggregator", "init", "--restored", "--store",
                              self.nowhere)

    def test_the_allow_list(self):
        key = "ab" * 32
        allow = self.directory / "allow.list"
        quarterday.run("qd-aggregator", "allow", "Camden", key, "--allow", allow).expect(DONE)
        self.command_at_fault("Camden's already", "qd-aggregator", "allow", "Hackney", key, "--allow",
                              allow)
        self.command_at_fault("no key of Hackney", "qd-aggregator", "revoke", "Hackney", "--allow",
                              allow)
        self.command_at_fault("this key is not", "qd-aggregator", "revoke", "cd" * 32, "--allow",
                              allow)
        self.command_at_fault(self.nowhere, "qd-aggregator", "allow", "Camden", key, "--allow",
                              self.nowhere / "allow.list")
        self.command_at_fault("Atlantis", "qd-aggregator", "allow", "Atlantis", key, "--allow", allow)

    def test_a_period_for_which_nobody_has_returned_is_no_wrong_command(self):
        region = self.region()
        for table in ("timeliness", "submissions"):
            self.at_fault(DATA_AT_FAULT, PERIOD, "qd-reporter", "table", table, "--period", PERIOD,
                          "--store", region.store)
        self.command_at_fault("no table", "qd-reporter", "table", "weather", "--period", PERIOD,
                              "--store", region.store)


if __name__ == "__main__":
    unittest.main()
