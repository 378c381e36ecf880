"""What the flow tests stand on: real programs, started in a folder of their own under the temporary
folder, on 127.0.0.1 and a port that the system chooses, and ended by their process ids.

    class Something(quarterday.FlowTest):
        def test_it(self):
            region = self.region()                  # an aggregator that takes returns
            camden = region.borough("202")          # a borough with a key that is let in
            folder = camden.write_return("2024")    # a return's folder without a finding
            receipt = camden.submit_json(folder)
            rows = region.report_csv("timeliness", "2024")
            cell = rows["E09000007", "plans_issued_within_20_weeks_percent"]
            self.assertEqual("64.6", cell["value"])

The environment says what is tested: QD_BUILD is a build folder (bin/ and tests/ are in it),
QD_SOURCE the checkout. Deadlines are generous, because a sanitizer build on a busy machine is slow;
nothing sleeps for luck.
"""
import contextlib
import csv
import functools
import io
import json
import os
import pathlib
import resource
import select
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

SOURCE = pathlib.Path(os.environ.get("QD_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("QD_BUILD", SOURCE / "build"))
BIN = BUILD / "bin"            # qd-collector, qd-aggregator, qd-reporter
TEST_BIN = BUILD / "tests"     # peers, tools and shims of tests/fault
DATA = SOURCE / "data"
# The day by which the programs judge: the periods of the tests are over, whenever they run.
os.environ.setdefault("QUARTERDAY_TODAY", "2026-11-23")

DEADLINE_S = 60                # for anything that a program is waited for
STORE_SIZE_MIB = 64            # small: the file is allocated in full
POLL_S = 0.01


def words(name):
    """What a program is expected to say, by its name in tests/data/flows.golden."""
    for line in (SOURCE / "tests" / "data" / "flows.golden").read_text("utf-8").splitlines():
        if line.startswith(name + "\t"):
            return line.partition("\t")[2]
    raise KeyError(name)


DONE, DATA_AT_FAULT, COMMAND_AT_FAULT, ENVIRONMENT_AT_FAULT = 0, 1, 2, 3  # exit statuses


class Result:
    """How a program ended: `status` (negative: the signal that ended it), `out`, `err` as text."""

    def __init__(self, command, status, out, err):
        self.command = [str(word) for word in command]
        self.status, self.out, self.err = status, out, err

    def json(self):
        """What it wrote to stdout, read as JSON."""
        return json.loads(self.out)

    def expect(self, status=DONE):
        """Itself, after the exit status was found to be `status`; else everything it said."""
        if self.status != status:
            raise AssertionError("%s\nended with %d, not %d\nstdout: %s\nstderr: %s" % (
                " ".join(self.command), self.status, status, self.out, self.err))
        return self


def text_of(raw):
    return raw.decode("utf-8", errors="backslashreplace")


def run(program, *arguments, cwd=None, env=None, stdin=None, timeout=DEADLINE_S):
    """Runs a program (a name in build/bin, or a path) to its end and gives a Result. `env` is added
    to the environment; a program that is not done after `timeout` seconds fails the test."""
    command = [BIN / program if os.sep not in str(program) else program, *arguments]
    done = subprocess.run([str(word) for word in command], cwd=cwd, input=stdin,
                          stdin=None if stdin is not None else subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout,
                          env={**os.environ, **(env or {})}, check=False)
    return Result(command, done.returncode, text_of(done.stdout), text_of(done.stderr))


@contextlib.contextmanager
def programs(folder):
    """Within it the programs of another build are run: of its bin folder."""
    global BIN
    before, BIN = BIN, pathlib.Path(folder)
    try:
        yield
    finally:
        BIN = before


def wait_until(condition, what, seconds=DEADLINE_S):
    """The first true value of condition(), asked again and again; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError("waited %g s in vain for %s" % (seconds, what))
        time.sleep(POLL_S)


def golden(file, name):
    """The text under the name in a file of tests/data (tests/support/golden/golden.h)."""
    text = (SOURCE / "tests" / "data" / file).read_text(encoding="utf-8")
    return dict(part.split("\n", 1) for part in text[4:].split("\n=== "))[name].rstrip("\n") + "\n"


def faults_by_schema(documents):
    """Of each JSON document, what does not hold to the schema that it names."""
    done = run("/usr/bin/python3", "-B", pathlib.Path(__file__).with_name("validate_json.py"), DATA / "schemas",
               stdin=json.dumps(documents).encode())
    return done.expect().json()


def boroughs():
    """The 33 authorities in DfE's order: dicts with old_la_code, new_la_code, la_name and more."""
    with open(DATA / "reference" / "boroughs.csv", encoding="utf-8-sig", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: int(row["old_la_code"]))


def write_csv(path, rows, columns=None):
    """Writes dicts as a CSV file as a spreadsheet would: the keys of the first are the headings."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(rows[0]), restval="")
        writer.writeheader()
        writer.writerows(rows)


def read_csv(path):
    """The rows of a CSV file as dicts."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def simulate(folder, borough, period, *options):
    """Has qd-simulate write a return that nothing is wrong with into a new folder: its path. What
    may be asked for: `qd-simulate return --help`. It does not say that it is simulated, because it
    stands for a real one here."""
    run("qd-simulate", "return", folder, borough, period, "--real", *options).expect()
    return pathlib.Path(folder)


@functools.lru_cache(maxsize=None)
def simulated():
    """A small return as {file name: rows}, which are dicts. Made once; copy what you change."""
    with tempfile.TemporaryDirectory(prefix="quarterday-simulated-") as directory:
        folder = simulate(pathlib.Path(directory) / "return", "E09000007", "2024-25 Q4",
                          "--placements", "2")
        return {path.name: read_csv(path) for path in folder.iterdir()}


def empty_row(file):
    """The columns of a file, with nothing in them."""
    return dict.fromkeys(simulated()[file][0], "")


def timeliness_row(**changes):
    """One row of timeliness.csv without a finding; `changes` replace figures ("x" is one too)."""
    return {**simulated()["timeliness.csv"][0], **changes}


def figure(column, more=0):
    """A figure of the timeliness row that timeliness_row makes without changes, and so many more."""
    return int(timeliness_row()[column]) + more


NOT_BROKEN_DOWN = {"primary_need": "not_known", "phase": "not_known", "residence": "not_known",
                   "location": "not_known"}


def placement_row(setting="special_independent", plans=5, **changes):
    """One row of placements.csv; the priced columns are blank unless they are given."""
    return {**empty_row("placements.csv"), **NOT_BROKEN_DOWN, "setting": setting, "plans": plans,
            **changes}


def transport_row(gross_expenditure="1000.00", **changes):
    """One row of transport.csv: section 251 line 2.1.4 with nothing broken down."""
    return {**dict.fromkeys(empty_row("transport.csv"), "x"), "section_251_line": "line_2_1_4",
            "mode": "not_known", "phase": "not_known", "location": "not_known",
            "gross_expenditure": gross_expenditure, **changes}


def lines_of_nothing():
    """Rows of the other section 251 lines, on which nothing was spent."""
    zeros = dict.fromkeys(("children", "routes", "solo", "passenger_assistants"), "0")
    return [transport_row("0.00", section_251_line=line, **zeros)
            for line in ("line_2_1_6", "line_2_1_7", "line_1_4_11")]


def explanation_row(rule, explanation, part="", row="", column=""):
    """One row of explanations.csv: for all that the rule finds, or for what it finds in that place."""
    return {"rule": rule, "part": part, "row": row, "column": column, "explanation": explanation}


def write_return(folder, borough, period, timeliness=None, placements=None, transport=None,
                 explanations=None, as_at_date="", note="", is_simulated=False):
    """Writes a return's folder (rows are dicts, as the functions above make them; None: no such
    file; with no part given, timeliness without a finding) and returns its path."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if timeliness is None and placements is None and transport is None:
        timeliness = timeliness_row()
    write_csv(folder / "return.csv", [{**empty_row("return.csv"), "new_la_code": borough,
                                       "period": period, "as_at_date": as_at_date, "note": note,
                                       "simulated": "yes" if is_simulated else ""}])
    if timeliness is not None:
        write_csv(folder / "timeliness.csv", [timeliness])
    for name, rows in (("placements", placements), ("transport", transport),
                       ("explanations", explanations)):
        if rows is not None:
            write_csv(folder / (name + ".csv"), rows)
    return folder


class Region:
    """The region's side: a store, a key, a list of who is let in, and an aggregator over them.

    `directory` holds everything (store/, aggregator.key, allow.list, aggregator.log, boroughs/) and
    belongs to the caller. Nothing runs before start().
    """

    def __init__(self, directory, store_size_mib=STORE_SIZE_MIB):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.store = self.directory / "store"
        self.key = self.directory / "aggregator.key"
        self.allow_file = self.directory / "allow.list"
        self.log = self.directory / "aggregator.log"
        self.store_size_mib = store_size_mib
        self.process = None
        self.listen = "tcp://127.0.0.1:*"  # after the first start: the very port
        self.endpoint = None
        self.server_key = run("qd-aggregator", "keygen", self.key).expect().out.strip()
        self.allow_file.write_text("# nobody yet\n", encoding="utf-8")

    # --- the aggregator's life ---

    def start(self, env=None, extra=(), limit=None):
        """Starts the aggregator (again: on the same port) and waits until it takes returns. `env`
        is added to its environment, `extra` to its command line; `limit` is how many descriptors it
        may have."""
        assert self.process is None, "it runs already"
        self.spawn(env, extra, limit=limit)
        self.wait_ready()
        return self

    def init(self, *arguments, env=None):
        """Makes the store (--simulated), or says that it was restored (--restored). A Result."""
        size = () if "--restored" in arguments else ("--store-size", str(self.store_size_mib))
        return run("qd-aggregator", "init", "--store", self.store, *size, *arguments, env=env)

    def spawn(self, env=None, extra=(), make_store=True, limit=None):
        """Starts the aggregator without waiting for anything. A store is made before the first
        start."""
        if make_store and not any((self.store / name).exists() for name in ("data.mdb", "witness")):
            self.init().expect()
        command = [BIN / "qd-aggregator", "serve", "--listen", self.listen, "--store", self.store,
                   "--key", self.key, "--allow", self.allow_file,
                   "--store-size", str(self.store_size_mib), *extra]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in command], cwd=self.directory, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=log, env={**os.environ, **(env or {})},
                preexec_fn=limit and (lambda: resource.setrlimit(resource.RLIMIT_NOFILE,
                                                                 (limit, limit))))
        return self.process

    def wait_ready(self, seconds=DEADLINE_S):
        """Reads the line that the aggregator prints when it takes returns: "ready ENDPOINT KEY"."""
        deadline = time.monotonic() + seconds
        line = b""
        while not line.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise AssertionError("no ready line after %g s\n%s" % (seconds, self.log_text()))
            piece = os.read(self.process.stdout.fileno(), 1)
            if not piece:
                status = self.wait_exit()
                raise AssertionError("the aggregator ended with %d\n%s" % (status, self.log_text()))
            line += piece
        word, self.endpoint, public_key = text_of(line).split()
        assert word == "ready" and public_key == self.server_key, line
        self.listen = self.endpoint

    def running(self):
        """Whether the aggregator's process is there and has not ended."""
        return self.process is not None and self.process.poll() is None

    def wait_exit(self, seconds=DEADLINE_S):
        """Waits for the aggregator to end by itself; its exit status (negative: the signal)."""
        process, self.process = self.process, None
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError("it did not end in %g s\n%s" % (
                seconds, self.log_text())) from None
        finally:
            process.stdout.close()

    def stop(self):
        """SIGTERM, and waits: the exit status, which is 0 when it ends cleanly."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait_exit()

    def kill9(self):
        """SIGKILL: what a power cut looks like to the program."""
        self.process.kill()
        return self.wait_exit()

    def restart(self, env=None, extra=()):
        """Stops it if it runs, and starts it on the same port with the same store."""
        if self.process is not None:
            self.stop()
        return self.start(env, extra)

    def close(self):
        """Ends the aggregator if it still runs, however it is."""
        if self.process is not None:
            if self.running():
                self.process.kill()
            self.wait_exit()

    def log_text(self):
        """Everything the aggregator said on stderr, over all its starts."""
        return text_of(self.log.read_bytes()) if self.log.exists() else ""

    # --- the operator's commands ---

    def allow(self, borough, public_key):
        """Lets a key in for a borough (an ONS code, a DfE number or a name)."""
        return run("qd-aggregator", "allow", borough, public_key, "--allow", self.allow_file)

    def revoke(self, borough_or_key):
        """Takes a key, or all keys of a borough, off the list."""
        return run("qd-aggregator", "revoke", borough_or_key, "--allow", self.allow_file)

    def status(self, *arguments):
        """`qd-aggregator status`, as a Result; pass --json or --period P."""
        return run("qd-aggregator", "status", "--store", self.store, *arguments)

    def verify(self):
        """`qd-aggregator verify`: walks every hash of the store. A Result."""
        return run("qd-aggregator", "verify", "--store", self.store)

    # --- the reporter ---

    def report(self, name, period, *arguments):
        """`qd-reporter table NAME --period P ...`, as a Result."""
        return run("qd-reporter", "table", name, "--period", period, "--store", self.store,
                   *arguments)

    def report_csv(self, name, period, *arguments):
        """The table as {(area_code, measure, "dimension=code", ...): row}; a row is a dict of the
        CSV's columns. A dimension that is not broken down is not in the key."""
        done = self.report(name, period, "--format", "csv", *arguments).expect()
        rows, lines = {}, csv.reader(io.StringIO(done.out))
        columns = next(lines)
        dimensions = columns[columns.index("unit") + 1:columns.index("value")]
        for line in lines:
            assert len(line) == len(columns), line
            row = dict(zip(columns, line))
            key = (row["area_code"], row["measure"], *(
                "%s=%s" % (name, row[name]) for name in dimensions if row[name] != "total"))
            assert key not in rows, "%s twice" % (key,)
            rows[key] = row
        return rows

    # --- the boroughs ---

    def borough(self, code, let_in=True, name=None):
        """A Borough with a new key, let in unless `let_in` is False. `code` is a DfE number
        ("202"); `name` names its folder, for a second collector of the same borough."""
        made = Borough(self, code, self.directory / "boroughs" / (name or code))
        if let_in:
            self.allow(code, made.public_key).expect()
        return made


class Borough:
    """A borough's side: a key, an outbox and folders under `directory`."""

    def __init__(self, region, code, directory):
        self.region = region
        self.info = next(row for row in boroughs() if row["old_la_code"] == str(code))
        self.code = str(code)                        # DfE's number: "202"
        self.ons_code = self.info["new_la_code"]     # "E09000007"
        self.name = self.info["la_name"]
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.outbox = self.directory / "outbox"
        self.key = self.directory / "borough.key"
        self.public_key = run("qd-collector", "keygen", self.key).expect().out.strip()

    def write_return(self, period, name=None, borough=None, **parts):
        """A return's folder of this borough (or for `borough`), named for the period or `name`;
        the parts are those of quarterday.write_return."""
        return write_return(self.directory / (name or period.replace(" ", "-")),
                            borough or self.ons_code, period, **parts)

    def connection(self, **replaced):
        """The connection options; `replaced` changes aggregator, server_key, key, outbox or timeout
        (None leaves one out)."""
        options = {"aggregator": self.region.endpoint, "server_key": self.region.server_key,
                   "key": self.key, "outbox": self.outbox, "timeout": DEADLINE_S // 2, **replaced}
        words = []
        for name, value in options.items():
            if value is not None:
                words += ["--" + name.replace("_", "-"), str(value)]
        return words

    def collect(self, command, *arguments, env=None, **replaced):
        """`qd-collector submit` or `doctor` with the connection options, as a Result."""
        return run("qd-collector", command, *arguments, *self.connection(**replaced), env=env,
                   cwd=self.directory)

    def spawn(self, command, *arguments, env=None, **replaced):
        """The same, started and left running: a Popen whose end is the caller's (end_process)."""
        words = [BIN / "qd-collector", command, *arguments, *self.connection(**replaced)]
        return subprocess.Popen([str(word) for word in words], cwd=self.directory,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env={**os.environ, **(env or {})})

    def check(self, folder, *arguments):
        """`qd-collector check FOLDER`, as a Result."""
        return run("qd-collector", "check", folder, *arguments, cwd=self.directory)

    def submit(self, folder=None, *arguments, env=None, **replaced):
        """`qd-collector submit [FOLDER]`, as a Result; without a folder it finishes what is
        pending."""
        folders = [] if folder is None else [folder]
        return self.collect("submit", *folders, *arguments, env=env, **replaced)

    def submit_json(self, folder, **replaced):
        """Submits, finds exit status 0, and gives what --json printed."""
        return self.submit(folder, "--json", **replaced).expect().json()

    def status(self, *arguments):
        """`qd-collector status`: what is in the outbox. A Result."""
        return run("qd-collector", "status", *arguments, "--outbox", self.outbox)

    def receipts(self, *arguments):
        """`qd-collector receipts`: the receipts held. A Result."""
        return run("qd-collector", "receipts", *arguments, "--outbox", self.outbox)

    def held(self):
        """Everything in the outbox, oldest first: dicts (collector/outbox/receipt_text.h names their
        members)."""
        return self.status("--json").expect().json()

    def held_receipts(self):
        """Of these, the acknowledged ones, each with its receipt."""
        return self.receipts("--json").expect().json()


def end_process(process, seconds=DEADLINE_S):
    """Waits for a Popen to end (and kills it when it does not): a Result."""
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    return Result(process.args, process.returncode, text_of(out or b""), text_of(err or b""))


class FlowTest(unittest.TestCase):
    """A test case with a temporary folder (`self.directory`) and regions that are ended with it."""

    maxDiff = None

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="quarterday-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def region(self, name="region", start=True, **options):
        """A Region under the test's folder, started unless `start` is False."""
        made = Region(self.directory / name, **options)
        self.addCleanup(made.close)
        return made.start() if start else made
