"""What the tests of a return that replaces another one have in common: a borough whose return is held, and folders
that have not all of it."""
import contextlib
import os
import pty
import select
import socket
import threading
import time

import faults
import quarterday
from quarterday import COMMAND_AT_FAULT

PERIOD, AS_AT = "2024-25 Q4", "2025-01-16"
NOT_SENT = "nothing was sent"


def placements(*more, total=105):
    return [quarterday.placement_row("total", total), quarterday.placement_row(plans=5),
            quarterday.placement_row("mainstream_academy", total - 5), *more]


class Gate:
    """A way to the aggregator that holds a Submit back: the first bytes from the collector that are more than all
    that a Hello takes. It is open for whatever comes before, and for everything once it is opened."""

    HELD_BYTES = 2000

    def __init__(self, region):
        host, port = region.endpoint.removeprefix("tcp://").split(":")
        self.there = (host, int(port))
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.endpoint = "tcp://127.0.0.1:%d" % self.socket.getsockname()[1]
        self.holds, self.opened = threading.Event(), threading.Event()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                collector, _ = self.socket.accept()
            except OSError:  # closed
                return
            aggregator = socket.create_connection(self.there)
            for pair in ((collector, aggregator, True), (aggregator, collector, False)):
                threading.Thread(target=self.pass_on, args=pair, daemon=True).start()

    def pass_on(self, source, sink, is_asked):
        with contextlib.suppress(OSError):
            while piece := source.recv(1 << 20):
                if is_asked and len(piece) >= self.HELD_BYTES:
                    self.holds.set()
                    self.opened.wait(quarterday.DEADLINE_S)
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)

    def close(self):
        self.opened.set()
        self.socket.close()


class ReplacingTest(faults.FaultTest):
    def setUp(self):
        super().setUp()
        self.region_ = self.region()
        self.camden = self.region_.borough("202")
        self.first = self.camden.submit_json(self.whole())

    def whole(self, name="whole", borough=None, **parts):
        parts = {"timeliness": quarterday.timeliness_row(), "placements": placements(), **parts}
        return (borough or self.camden).write_return(PERIOD, name=name, as_at_date=AS_AT, **parts)

    def without(self, name="without", borough=None, **parts):
        """The same without timeliness.csv."""
        return self.whole(name, borough, timeliness=None, **parts)

    def cell(self, measure, table="timeliness", *key):
        row = self.region_.report_csv(table, PERIOD)[self.camden.ons_code, measure, *key]
        return row["value"]

    def revision(self):
        return faults.revisions(self.region_, PERIOD)["202"]

    def not_sent(self, result, status=COMMAND_AT_FAULT):
        result.expect(status)
        self.assertIn(NOT_SENT, result.err)
        self.assertEqual(self.first["revision"], self.revision())
        return result.err

    def at_terminal(self, *answers, folder=None, arguments=None):
        """Submits a folder, or with these arguments, and types each answer when a question is there. The exit
        status, and all that was shown."""
        if arguments is None:
            arguments = (folder or self.without(),)
        words = [str(word) for word in (quarterday.BIN / "qd-collector", "submit", *arguments,
                                        *self.camden.connection())]
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(self.camden.directory)
            os.execv(words[0], words)
        shown, asked, answers = b"", 0, list(answers)
        deadline = time.monotonic() + quarterday.DEADLINE_S
        while time.monotonic() < deadline:
            if not select.select([terminal], [], [], quarterday.DEADLINE_S)[0]:
                break
            try:
                shown += os.read(terminal, 4096)
            except OSError:  # it has ended
                break
            if shown.count(b"press Enter to stop:") > asked and answers:
                asked += 1
                os.write(terminal, answers.pop(0).encode() + b"\n")
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        os.close(terminal)
        return status, shown.decode(errors="replace").replace("\r\n", "\n")
